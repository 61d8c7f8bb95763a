import { ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { OVERRIDES, daemonSet, ownAccount, sidecar } from './overrides';
import { chartOf, containerOf, Manifest, names, podOf, problems, synth, yaml } from './synth';
import { CATALOGUE, TYPED_AGENTS } from '../../catalogue/agents';
import { TypedEntry } from '../../catalogue/entry';
import * as library from '../../src';
import {
  AgentDefaults, AgentProps, ContainerPort, EnvVar, HostAccessReason, HostPath,
  IntOrPercent, NodeAgentDaemonSet, NodeLabel, NodeTargeting, Platform, Priority, Rollout,
  Tolerations, ConfigFiles, Volume, VolumeMount,
} from '../../src';
import { thrown } from '../values/thrown';

const all = AgentDefaults.all();
const none = AgentDefaults.none();

function made(entry: TypedEntry, props: AgentProps = {}): Manifest[] {
  return synth((chart) => entry.make(chart, 'agent', props));
}

test('every agent of the library is in the catalogue', () => {
  const classes = Object.entries(library).filter(([name, value]) => name.endsWith('DaemonSet') && typeof value === 'function').map(([name]) => name);
  expect(CATALOGUE.map((entry) => entry.className).sort()).toEqual(classes.sort());
});

/** By how much the lists and fields of an agent may be set, besides what it takes of everybody. */
const HAND_MADE = VolumeMount.of.bind(VolumeMount);

describe.each(TYPED_AGENTS.map((entry) => [entry.className, entry] as const))('%s', (_, entry) => {
  const ids = entry.defaults.map((one) => one.id);

  test('works with no option but what cannot be guessed, and finds nothing wrong with itself', () => {
    expect(names(made(entry))).toContain(`DaemonSet ${entry.name}`);
  });

  test('leaves no object behind when its own checks refuse it', () => {
    const chart = chartOf();
    expect(thrown(() => entry.make(chart, 'agent', { image: 'not-an-image' } as AgentProps))).toMatch(/^\[(WrongType|MissingImage)\] chart\/agent: image is "not-an-image"/);
    expect(Testing.synth(chart)).toEqual([]);
  });

  describe('defaults', () => {
    test.each(ids)('%s is set, and gone without it', (id) => {
      const before = made(entry);
      const after = made(entry, { defaults: all.without(id) });
      expect(after).not.toEqual(before);
      // Alone, it sets something of what it sets among the others.
      expect(made(entry, { defaults: none.with(id) })).not.toEqual(made(entry, { defaults: none }));
    });

    test.each(NodeAgentDaemonSet.defaults.map((one) => one.id))('%s of the base is set, and gone without it', (id) => {
      const withScope = (defaults: AgentDefaults) => synth((chart) => entry.make(chart, 'agent', {
        defaults, hostNetwork: true, hostPaths: [HostPath.of('/opt/of-the-node')], configFiles: [ConfigFiles.of('/etc/agent', { 'a.conf': 'a' })],
      }), { scope: { labels: { team: 'x' }, platform: Platform.openShift() } });
      // Where the agent has a default of its own for the same field, the base's waits behind it.
      const base = all.without(...ids.filter((own) => own !== 'serviceAccount'));
      expect(withScope(base.without(id))).not.toEqual(withScope(base));
    });

    test('each has a reason of its own words, and its id once', () => {
      expect(new Set(ids).size).toBe(ids.length);
      for (const { what, reason } of entry.defaults) {
        expect(what).toMatch(/\S/);
        expect(reason).toMatch(/\S/);
        expect(reason).not.toBe(what);
      }
    });

    test('a mistyped id is an error that lists the agent\'s own', () => {
      const message = thrown(() => made(entry, { defaults: all.without('agentTargetings') }));
      expect(message).toContain('"agentTargetings"');
      expect(message).toContain('agentTargeting,');
    });

    test('without any, it is one DaemonSet that nobody is told of, and what that is nothing without', () => {
      const objects = made(entry, { defaults: none });
      // A program that is nothing without its configuration or its operator keeps that.
      expect(names(objects).filter((name) => !name.startsWith('ConfigMap')).sort()).toEqual([`DaemonSet ${entry.name}`, ...entry.always ?? []].sort());
      expect(Object.keys(daemonSet(objects).metadata).sort()).toEqual(['name', 'namespace']);
      expect(Object.keys(daemonSet(objects).spec).sort()).toEqual(['selector', 'template']);
      expect(Object.keys(podOf(objects)).filter((field) => !['containers', 'initContainers', 'volumes'].includes(field))).toEqual([]);
    });
  });

  describe('everything of the base can be set', () => {
    test.each(Object.entries(OVERRIDES))('%s', (prop, { value, beside, shows, as }) => {
      expect(shows(made(entry, { ...beside, [prop]: value }))).toEqual(as);
    });

    test('what an agent sets stays beside what is added to lists', () => {
      const plain = containerOf(made(entry));
      const more = containerOf(made(entry, {
        args: ['--more'],
        env: [EnvVar.of('LEVEL', 'info')],
        ports: [ContainerPort.of(6060)],
        hostPaths: [HostPath.dev()],
        mounts: [VolumeMount.of('/spare', Volume.emptyDir('spare'))],
      }));
      expect(more.args).toEqual([...plain.args ?? [], '--more']);
      expect(more.env).toEqual([...plain.env ?? [], { name: 'LEVEL', value: 'info' }]);
      expect(more.ports).toEqual([...plain.ports ?? [], { containerPort: 6060 }]);
      const added = [{ mountPath: '/dev', name: 'dev', readOnly: true }, { mountPath: '/spare', name: 'spare' }];
      expect(more.volumeMounts).toEqual(expect.arrayContaining([...plain.volumeMounts, ...added]));
      expect(more.volumeMounts).toHaveLength(plain.volumeMounts.length + added.length);
    });

    test.each<[string, (path: string) => AgentProps, object]>([
      ['a volume', (path) => ({ mounts: [HAND_MADE(path, Volume.emptyDir('by-hand'))] }), {}],
      ['a path of the node', (path) => ({ hostPaths: [HostPath.of('/srv/by-hand', { mountPath: path, volumeName: 'by-hand' })] }), { readOnly: true }],
    ])('%s that is mounted by hand at a path of the agent takes its place', (_what, written, more) => {
      for (const { mountPath } of containerOf(made(entry)).volumeMounts) {
        for (const path of [mountPath, `${mountPath}/`]) {
          expect(containerOf(made(entry, written(path))).volumeMounts.filter((mount: Manifest) => mount.mountPath.replace(/\/$/, '') === mountPath))
            .toEqual([{ mountPath: path, name: 'by-hand', ...more }]);
        }
      }
    });

    test('a variable by the name of one that the agent sets takes its place', () => {
      const written = EnvVar.of('NODE_NAME', 'x');
      expect(containerOf(made(entry, { env: [written] })).env.filter((one: Manifest) => one.name === 'NODE_NAME')).toEqual([{ name: 'NODE_NAME', value: 'x' }]);
    });

    test('what is added after construction is seen, and rendering twice gives the same', () => {
      const chart = chartOf();
      const agent = entry.make(chart, 'agent', {}) as Construct & { daemonSet: NodeAgentDaemonSet };
      agent.daemonSet.addSidecar(sidecar);
      agent.daemonSet.mountHostPath(HostPath.dev());
      const objects = Testing.synth(chart);
      expect(podOf(objects).containers.map((one: Manifest) => one.name)).toContain('beside');
      expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/dev', name: 'dev', readOnly: true });
      expect(Testing.synth(chart)).toEqual(objects);
    });
  });

  describe('identity', () => {
    test('name and instance are the agent\'s own, and its selector is made of them', () => {
      const labels = { 'app.kubernetes.io/instance': entry.name, 'app.kubernetes.io/name': entry.name };
      const object = daemonSet(made(entry));
      expect(object.metadata).toEqual({ name: entry.name, namespace: 'agents', labels });
      expect(object.spec.selector).toEqual({ matchLabels: labels });
      expect(object.spec.template.metadata.labels).toEqual(labels);
    });

    test('moving the construct in the tree changes no byte', () => {
      const there = yaml((chart) => entry.make(new Construct(new Construct(chart, 'some'), 'where'), 'else', {}));
      expect(there).toBe(yaml((chart) => entry.make(chart, 'agent', {})));
    });

    test('two of them stand in one cluster by names of their own, or in namespaces of their own', () => {
      const names2 = names(synth((chart) => {
        // On nodes of their own: they may want one port of the node, or make the network of pods.
        const targeting = (pool: string) => NodeTargeting.matching(NodeLabel.is('pool', pool));
        entry.make(chart, 'a', { name: 'one', targeting: targeting('a') });
        entry.make(chart, 'b', { name: 'two', targeting: targeting('b') });
        entry.make(chart, 'c', { name: 'one', namespace: 'other', targeting: targeting('c') });
      })).filter((name) => name.startsWith('DaemonSet'));
      expect(names2).toEqual(['DaemonSet one', 'DaemonSet two', 'DaemonSet one']);
      expect(problems((chart) => ['a', 'b'].forEach((id) => entry.make(chart, id, {}))).join('\n')).toContain('[NameTaken]');
    });

    test('adopting leaves selector and pod labels alone, and claims nothing beside the DaemonSet by labels', () => {
      const objects = made(entry, { adopt: { matchLabels: { app: 'old' }, templateLabels: { app: 'old', tier: 'node' } } });
      expect(daemonSet(objects).spec.selector).toEqual({ matchLabels: { app: 'old' } });
      expect(daemonSet(objects).spec.template.metadata.labels).toEqual({ app: 'old', tier: 'node' });
      expect(objects.filter((object) => object.metadata.labels !== undefined)).toEqual([]);
      // Other Services than the agent's own lead to other pods.
      for (const service of objects.filter((object) => object.kind === 'Service' && object.metadata.name.startsWith(entry.name))) {
        expect(service.spec.selector).toEqual({ app: 'old' });
      }
    });
  });

  describe('what is made beside the DaemonSet', () => {
    test('the DaemonSet has the id Default, the ServiceAccount its own', () => {
      const agent = entry.make(chartOf(), 'agent', {});
      expect(agent.node.children.map((child) => child.node.id)).toEqual(expect.arrayContaining(['ServiceAccount', 'Default']));
      expect(ApiObject.of(agent.node.findChild('Default')).kind).toBe('DaemonSet');
      expect(ApiObject.of(agent).kind).toBe('DaemonSet');
    });

    test('the ServiceAccount is written before the DaemonSet, so that no pod is refused meanwhile', () => {
      const kinds = made(entry).map((object) => object.kind);
      expect(kinds.indexOf('ServiceAccount')).toBeGreaterThanOrEqual(0);
      expect(kinds.indexOf('ServiceAccount')).toBeLessThan(kinds.indexOf('DaemonSet'));
    });

    test('has the DaemonSet\'s namespace and labels, the scope\'s and the written ones included', () => {
      const objects = synth((chart) => entry.make(chart, 'agent', { namespace: 'elsewhere', labels: { tier: 'node' } }), { scope: { labels: { team: 'x' } } });
      const { labels } = daemonSet(objects).metadata;
      expect(labels).toEqual({ 'app.kubernetes.io/instance': entry.name, 'app.kubernetes.io/name': entry.name, 'team': 'x', 'tier': 'node' });
      const namespaced = objects.filter((object) => !['PriorityClass', 'ClusterRole', 'ClusterRoleBinding'].includes(object.kind));
      expect(namespaced.map((object) => object.metadata)).toEqual(namespaced.map((object) => ({ ...object.metadata, namespace: 'elsewhere', labels })));
    });

    test('a ServiceAccount that is given takes the place of its own, and has its token mounted', () => {
      const objects = synth((chart) => entry.make(chart, 'agent', { serviceAccount: new kplus.ServiceAccount(chart, 'theirs', { metadata: { name: 'theirs' } }) }));
      expect(names(objects)).toContain('ServiceAccount theirs');
      expect(names(objects)).not.toContain(`ServiceAccount ${entry.name}`);
      expect(podOf(objects)).toMatchObject({ serviceAccountName: 'theirs', automountServiceAccountToken: true });
    });

    test('its own ServiceAccount mounts no token by itself, and can be bound to roles of cdk8s-plus', () => {
      const objects = synth((chart) => {
        const agent = entry.make(chart, 'agent', {}) as Construct & { serviceAccount?: kplus.IServiceAccount };
        const role = new kplus.ClusterRole(chart, 'role', { metadata: { name: 'reader' } });
        const binding = new kplus.ClusterRoleBinding(chart, 'binding', { role, metadata: { name: 'reader' } });
        binding.addSubjects(agent.serviceAccount!);
      });
      expect(ownAccount(objects)).toMatchObject({ metadata: { name: entry.name, namespace: 'agents' }, automountServiceAccountToken: false });
      expect(objects.find((object) => object.metadata.name === 'reader' && object.kind === 'ClusterRoleBinding').subjects)
        .toEqual([{ kind: 'ServiceAccount', name: entry.name, namespace: 'agents', apiGroup: '' }]);
    });

    test('annotations for a ServiceAccount that is not made are an error', () => {
      const annotations = { 'eks.amazonaws.com/role-arn': 'arn' };
      const account = kplus.ServiceAccount.fromServiceAccountName(chartOf(), 'account', 'theirs');
      expect(thrown(() => made(entry, { serviceAccountAnnotations: annotations, serviceAccount: account }))).toContain('[NoAccountToAnnotate] chart/agent:');
      expect(thrown(() => made(entry, { serviceAccountAnnotations: annotations, defaults: all.without('serviceAccount') }))).toContain('[NoAccountToAnnotate]');
      expect(thrown(() => made(entry, { serviceAccountAnnotations: { 'no key': 'x' } }))).toContain('[InvalidLabelKey]');
    });
  });

  test('the scope\'s priority goes before the agent\'s, the written one before both', () => {
    const scope = { priority: Priority.ofClass('theirs') };
    const priority = (props: AgentProps) => podOf(synth((chart) => entry.make(chart, 'agent', props), { scope })).priorityClassName;
    expect(priority({})).toBe('theirs');
    expect(priority({ priority: Priority.ofClass('mine') })).toBe('mine');
  });

  test('defaults that the scope switches off are off for the agent\'s own as well', () => {
    const scoped = synth((chart) => entry.make(chart, 'agent', {}), { scope: { defaults: none } });
    expect(scoped).toEqual(made(entry, { defaults: none }));
    expect(names(synth((chart) => entry.make(chart, 'agent', { defaults: all }), { scope: { defaults: none } }))).toEqual(names(made(entry)));
  });

  test('without the default scopeDefaults, nothing of the scope reaches it or what is made beside it', () => {
    const scope = { priority: Priority.ofClass('theirs'), labels: { team: 'x' }, tolerations: Tolerations.controlPlane(), imagePullSecrets: ['key'] };
    const alone = synth((chart) => entry.make(chart, 'agent', { defaults: all.without('scopeDefaults') }), { scope });
    expect(alone).toEqual(made(entry, { defaults: all.without('scopeDefaults') }));
  });

  test('the scope\'s tolerations are added to the agent\'s own or written ones', () => {
    const scope = { tolerations: Tolerations.controlPlane() };
    const objects = synth((chart) => entry.make(chart, 'agent', { tolerations: Tolerations.startupTaint('example.com') }), { scope });
    expect(podOf(objects).tolerations.map((one: Manifest) => one.key)).toEqual(['example.com/agent-not-ready', 'node-role.kubernetes.io/control-plane']);
  });

  test('every node that can run it gets one: Fargate and virtual nodes are left out, every taint is tolerated', () => {
    const { affinity, nodeSelector, tolerations } = podOf(made(entry));
    expect(tolerations).toEqual([{ operator: 'Exists' }]);
    expect(nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
    expect(affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toEqual([{
      matchExpressions: [
        { key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['fargate'] }, { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] },
        { key: 'virtualization', operator: 'NotIn', values: ['virtualnode2'] },
      ],
    }]);
  });

  test('whatever it has of the node has a reason, and a reason written by the user goes first', () => {
    const agent = entry.make(chartOf(), 'agent', {});
    expect(agent.daemonSet.hostAccess.length).toBeGreaterThan(0);
    expect(agent.daemonSet.hostAccess.filter((access) => access.reason === undefined)).toEqual([]);
    const written = entry.make(chartOf(), 'agent', { hostNetwork: true, hostAccessReasons: [HostAccessReason.hostNetwork('mine')] });
    expect(written.daemonSet.hostAccess.find((access) => access.what === 'hostNetwork')?.reason).toBe('mine');
  });

  describe('what no compiler has seen', () => {
    const make = (props: unknown) => () => entry.make(chartOf(), 'agent', props as AgentProps);

    test.each<[string, unknown]>([
      ['targeting', 'linux'], ['tolerations', [{ operator: 'Exists' }]], ['priority', 'system-node-critical'], ['rollout', '10%'], ['defaults', 'none'],
      ['hostNetwork', 'yes'], ['hostPid', null], ['initContainers', [{ name: 'init' }]], ['configFiles', { a: 'b' }], ['targetVersion', '1.30'],
      ['adopt', 'app=old'], ['adopt', {}], ['labels', ['a']], ['image', 'agent:v1'], ['hostAccessReasons', ['because']],
      ['env', { LEVEL: 'info' }], ['mounts', ['/var/log']], ['hostPaths', ['/var/log']], ['args', '--flag'], ['ports', [9100]], ['livenessProbe', { httpGet: {} }],
    ])('%s: %p gets a code and the construct\'s path', (prop, value) => {
      expect(thrown(make({ [prop]: value }))).toMatch(/^\[(WrongType|MissingImage)\] (chart\/agent|Container\.of)/);
    });

    test.each<[string, string]>([
      ['volumeMounts', 'write mounts: [VolumeMount.of(path, volume)], or hostPaths: [HostPath.of(path)]'], ['restartPolicy', 'drop it: pods of a DaemonSet always restart'],
      ['containers', 'write sidecars: [Container.of({ … })]'], ['securityContxt', 'write securityContext'], ['containername', 'write containerName'], ['Image', 'write image'],
    ])('%s is no prop, and is not dropped without a word', (field, instead) => {
      expect(thrown(make({ [field]: [] }))).toBe(`[NotAProp] chart/agent: ${field} is [], and there is no such prop; ${instead}`);
    });

    test('a name that is none, and a container name that is none', () => {
      expect(thrown(make({ name: 'Not_A_Name' }))).toMatch(/^\[InvalidName\] chart\/agent: name "Not_A_Name"/);
      expect(thrown(make({ name: 5 }))).toMatch(/^\[NotText\] chart\/agent: name is 5/);
      expect(thrown(make({ containerName: 'a.b' }))).toMatch(/^\[InvalidName\]/);
    });
  });

  test('a name with dots, which an existing DaemonSet may have, is taken', () => {
    // A Service cannot have such a name.
    const defaults = ids.includes('service') ? all.without('service') : all;
    expect(names(made(entry, { name: 'agent.example.com', defaults }))).toContain('DaemonSet agent.example.com');
  });

  test('surging is refused where a port of the node stands against it, and only there', () => {
    const surge = { rollout: Rollout.surging(IntOrPercent.percent(10)) };
    const ports = [ContainerPort.of(9999)];
    expect(problems((chart) => entry.make(chart, 'agent', { ...surge, ports, hostNetwork: true })).join('\n')).toContain('[HostPortWithSurge]');
    expect(problems((chart) => entry.make(chart, 'agent', { ...surge, ports, hostNetwork: false }))).toEqual([]);
  });
});
