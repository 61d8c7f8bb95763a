import { ServiceAccount } from 'cdk8s-plus-28';
import { make, config, refusal, named, operatorOf, mountsOf } from './make';
import {
  AgentDefaults, CiliumDaemonSet, CiliumDaemonSetProps, CiliumEncryption, CiliumEnvoy, CiliumHubble, CiliumIpam, Container, ConfigFiles, ImageName, Monitor,
  SecretKey, TargetVersion,
} from '../../../../src';
import { FEATURES } from '../../../../src/agents/network/cilium/features';
import { CAPABILITIES, privileges } from '../../../../src/agents/network/cilium/privileges';
import { RIGHTS_SOURCE, agentRights, configRights, leaderRights, operatorRights, secretReaderRights, secretWriterRights } from '../../../../src/agents/network/cilium/rights';
import { settle } from '../../../../src/agents/network/cilium/settled';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

const ALWAYS = [
  'ServiceAccount cilium', 'ConfigMap cilium-config', 'ClusterRole agents:cilium', 'ClusterRoleBinding agents:cilium', 'Role cilium-config-reader', 'RoleBinding cilium-config-reader',
  'DaemonSet cilium', 'ServiceAccount cilium-operator', 'ClusterRole agents:cilium-operator', 'ClusterRoleBinding agents:cilium-operator', 'Role cilium-operator', 'RoleBinding cilium-operator',
  'Deployment cilium-operator',
];

describe('a whole Cilium', () => {
  test('needs nothing to be said: agents, operator, configuration and the rights of both', () => {
    expect(names(make())).toEqual(ALWAYS);
  });

  test('bears the vendor\'s names where the vendor has it, and there takes the place of one that was installed in the vendor\'s way', () => {
    expect(names(make({}, { namespace: 'kube-system' }))).toEqual(ALWAYS.map((name) => name.replace('agents:', '')));
  });

  test('has its operator whatever is switched off: without one no agent becomes ready', () => {
    const objects = make({ defaults: AgentDefaults.none() });
    expect(names(objects)).toEqual(expect.arrayContaining(['ConfigMap cilium-config', 'DaemonSet cilium', 'Deployment cilium-operator', 'ClusterRole agents:cilium-operator']));
    expect(operatorOf(objects).template.spec).toMatchObject({ hostNetwork: true, serviceAccountName: 'cilium-operator', automountServiceAccountToken: true });
  });

  test('by another name is all of another name, and its agents read their own configuration', () => {
    const objects = make({ name: 'net' });
    expect(names(objects)).toEqual(ALWAYS.map((name) => name.replace(/cilium/g, 'net')));
    expect(containerOf(objects, 'config').command).toEqual(['cilium-dbg', 'build-config', '--source=config-map:net-config,cilium-node-config']);
    expect(containerOf(make(), 'config').command).toEqual(['cilium-dbg', 'build-config']);
    expect(only('Deployment', objects).spec.template.spec.volumes).toEqual([{ name: 'cilium-config-path', configMap: { name: 'net-config' } }]);
    expect(named('Role', 'net-config-reader', objects).rules).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'], resourceNames: ['net-config'] }]);
    const read = containerOf(objects, 'clean-cilium-state').env.flatMap(({ valueFrom }: Manifest) => valueFrom?.configMapKeyRef?.name ?? []);
    expect(new Set(read)).toEqual(new Set(['net-config']));
  });

  test('starts its init containers in the one order that works, and what is written after them', () => {
    const extra = Container.of({ name: 'extra', image: ImageName.of('example.com/extra:v1') });
    expect(podOf(make({ initContainers: [extra] })).initContainers.map(({ name }: Manifest) => name))
      .toEqual(['config', 'mount-cgroup', 'apply-sysctl-overwrites', 'mount-bpf-fs', 'clean-cilium-state', 'install-cni-binaries', 'extra']);
  });

  test('a change of its configuration rolls agents and operator', () => {
    const sums = (props: CiliumDaemonSetProps) => {
      const objects = make(props);
      const daemonSet = only('DaemonSet', objects).spec.template.metadata.annotations['cilium.io/cilium-configmap-checksum'];
      return [daemonSet, operatorOf(objects).template.metadata.annotations['checksum/config']];
    };
    const [before, after] = [sums({}), sums({ mtu: 1400 })];
    expect(before[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    const silent = make({ defaults: AgentDefaults.all().without('configChecksum') });
    expect(JSON.stringify(silent)).not.toContain('checksum');
  });

  test('written files have a ConfigMap of their own', () => {
    const objects = make({ configFiles: [ConfigFiles.of('/etc/a', { a: '1' }), ConfigFiles.of('/etc/b', { b: '1' }), ConfigFiles.of('/etc/c', { c: '1' }, { configMapName: 'mine' })] });
    expect(objects.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name)).toEqual(['cilium-config', 'cilium-files', 'cilium-files-1', 'mine']);
  });

  test('never waits for cluster DNS or for a node that is ready', () => {
    for (const pod of [podOf(make()), operatorOf(make()).template.spec]) {
      expect(pod).toMatchObject({ dnsPolicy: 'Default', hostNetwork: true });
    }
    expect(podOf(make()).tolerations).toEqual([{ operator: 'Exists' }]);
    const keys = operatorOf(make()).template.spec.tolerations.map(({ key }: Manifest) => key);
    expect(keys).toEqual(expect.arrayContaining([
      'node.kubernetes.io/not-ready', 'node.kubernetes.io/network-unavailable', 'node.cloudprovider.kubernetes.io/uninitialized', 'node.cilium.io/agent-not-ready',
      'node-role.kubernetes.io/control-plane',
    ]));
    expect(podOf(make()).priorityClassName).toBe('system-node-critical');
    expect(operatorOf(make()).template.spec.priorityClassName).toBe('system-cluster-critical');
  });
});

describe('what it may do', () => {
  test('no container that goes on is privileged; the one that mounts for the node to see is', () => {
    const { containers, initContainers } = podOf(make({ envoy: CiliumEnvoy.embedded() }));
    expect(containers.map(({ securityContext }: Manifest) => securityContext.privileged)).toEqual([undefined]);
    expect(initContainers.filter(({ securityContext }: Manifest) => securityContext.privileged === true).map(({ name }: Manifest) => name)).toEqual(['mount-bpf-fs']);
    expect(mountsOf(initContainers[3])).toEqual(['bpf-maps /sys/fs/bpf Bidirectional']);
    expect(containers[0].securityContext.capabilities).toEqual({ add: Object.keys(CAPABILITIES['cilium-agent']), drop: ['ALL'] });
    expect(Object.keys(CAPABILITIES['cilium-agent'])).toHaveLength(13);
  });

  test('privileged is one switch, which moves mounts, propagation and the path of /proc with it', () => {
    const objects = make({ privileged: true });
    for (const container of [...podOf(objects).containers, ...podOf(objects).initContainers.filter(({ name }: Manifest) => name !== 'install-cni-binaries')]) {
      expect([container.name, container.securityContext]).toEqual([container.name, { privileged: true }]);
    }
    expect(containerOf(objects, 'install-cni-binaries').securityContext).toMatchObject({ privileged: true, runAsUser: 0 });
    expect(mountsOf(containerOf(objects))).toContain('bpf-maps /sys/fs/bpf Bidirectional');
    expect(mountsOf(containerOf(make()))).toContain('bpf-maps /sys/fs/bpf HostToContainer');
    expect(JSON.stringify(objects)).not.toContain('/proc/sys');
    expect(containerOf(make({ privileged: true, defaults: AgentDefaults.none() })).securityContext).toEqual({ privileged: true });
    expect([config().procfs, config({ privileged: true }).procfs]).toEqual(['/host/proc', undefined]);
    expect(mountsOf(containerOf(make()))).toEqual(expect.arrayContaining(['host-proc-sys-net /host/proc/sys/net', 'host-proc-sys-kernel /host/proc/sys/kernel']));
  });

  test.each<[string, CiliumDaemonSetProps]>([
    ['as it comes', {}], ['privileged', { privileged: true }], ['with Hubble, metrics and IPsec', {
      hubble: CiliumHubble.withCertificates('certs', { metrics: ['dns'] }), monitor: Monitor.podMonitor(), encryption: CiliumEncryption.ipsec(SecretKey.of('keys', 'keys')),
    }], ['by another name of its container', { containerName: 'agent' }], ['for 1.34', { targetVersion: TargetVersion.of('1.34') }], ['with Envoy of its own', { envoy: CiliumEnvoy.daemonSet() }],
  ])('%s, each privilege of the node has its reason, and each reason its source', (_, props) => {
    const agent = new CiliumDaemonSet(chartOf(), 'network', props);
    const access = [...agent.daemonSet.hostAccess, ...agent.envoy?.hostAccess ?? []];
    expect(access.length).toBeGreaterThan(30);
    expect(access.filter(({ reason }) => reason === undefined).map(({ what, container }) => [what, container])).toEqual([]);
    for (const { source } of privileges('cilium-agent', true)) {
      expect(source).toMatch(/^https:\/\//);
    }
  });

  test('each right in the cluster has its reason, and there is no other', () => {
    const props = {
      policySecretsNamespace: 'cilium-secrets',
      config: { 'annotate-k8s-node': 'true', 'enable-k8s-cluster-network-policy': 'true', 'enable-l2-announcements': 'true', 'hubble-drop-events': 'true', 'identity-management-mode': 'both' },
    };
    const objects = make(props);
    const settled = settle(props, 'cilium', {});
    expect(Object.keys(props.config)).toEqual(Object.keys(FEATURES));
    const all = [agentRights(settled), configRights(settled), secretReaderRights(), operatorRights(settled), leaderRights(), secretWriterRights()];
    const text = ({ apiGroups, resources, verbs, resourceNames }: Manifest) => JSON.stringify([apiGroups, resources, verbs, resourceNames]);
    const reasoned = new Set(all.flatMap((rights) => rights.map(text)));
    const rules = objects.flatMap(({ kind, rules: some }) => (kind === 'ClusterRole' || kind === 'Role' ? some : []));
    expect(rules.length).toBe(all.flat().length);
    expect(rules.filter((rule: Manifest) => !reasoned.has(text(rule)))).toEqual([]);
    expect(all.flat().filter(({ reason }) => !/\S/.test(reason))).toEqual([]);
    expect(JSON.stringify(rules)).not.toContain('"*"');
    expect(RIGHTS_SOURCE).toMatch(/^https:\/\//);
  });

  test('Secrets are read by nobody unless policies may name them', () => {
    expect(JSON.stringify(make())).not.toContain('"secrets"');
    const objects = make({ policySecretsNamespace: 'cilium-secrets' });
    for (const [name, verbs] of [['agents:cilium-policy-secrets', ['get', 'list', 'watch']], ['agents:cilium-operator-policy-secrets', ['create', 'delete', 'update', 'patch']]] as const) {
      expect(named('Role', name, objects)).toMatchObject({ metadata: { namespace: 'cilium-secrets' }, rules: [{ resources: ['secrets'], verbs }] });
      expect(named('RoleBinding', name, objects)).toMatchObject({ metadata: { namespace: 'cilium-secrets' }, subjects: [{ namespace: 'agents' }] });
    }
    expect(config({ policySecretsNamespace: 'cilium-secrets' })).toMatchObject({ 'enable-policy-secrets-sync': 'true', 'policy-secrets-namespace': 'cilium-secrets' });
    expect(config()).toMatchObject({ 'policy-secrets-only-from-secrets-namespace': 'true' });
  });

  test('what is switched on key by key brings its rights, and only when it is on', () => {
    const leases = (value: string) => named('Role', 'cilium-config-reader', make({ config: { 'enable-l2-announcements': value } })).rules.map(({ resources }: Manifest) => resources[0]);
    expect(leases('true')).toEqual(['configmaps', 'leases']);
    expect(leases('false')).toEqual(['configmaps']);
    const identities = (mode: string) => named('ClusterRole', 'agents:cilium-operator', make({ config: { 'identity-management-mode': mode } })).rules
      .some(({ resources, verbs }: Manifest) => resources.includes('ciliumidentities') && verbs.includes('create'));
    expect(['agent', 'operator', 'both'].map(identities)).toEqual([false, true, true]);
  });

  test('pods are deleted only to have DNS pods started again', () => {
    const verbs = (props: CiliumDaemonSetProps) => named('ClusterRole', 'agents:cilium-operator', make(props)).rules[0];
    expect(verbs({}).verbs).toContain('delete');
    expect(verbs({ operator: { restartsUnmanagedDns: false } })).toMatchObject({ resources: ['pods'], verbs: ['get', 'list', 'watch'] });
    expect(config({ operator: { restartsUnmanagedDns: false } })['unmanaged-pod-watcher-interval']).toBe('0s');
  });

  test('rights go to the account that is given, too', () => {
    const objects = synth((chart) => new CiliumDaemonSet(chart, 'network', { serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'other', 'other') }));
    expect(named('ClusterRoleBinding', 'agents:cilium', objects).subjects[0].name).toBe('other');
    expect(named('RoleBinding', 'cilium-config-reader', objects).subjects[0].name).toBe('other');
  });
});

describe('what is wrong is said where it stands', () => {
  test.each<[object, RegExp]>([
    [{ clusterName: 'Blue' }, /^\[InvalidClusterName\] chart\/network: clusterName is "Blue"/],
    [{ clusterName: 'a'.repeat(33) }, /^\[InvalidClusterName\]/],
    [{ clusterName: '' }, /^\[InvalidClusterName\]/],
    [{ clusterId: 1 }, /^\[InvalidClusterName\] chart\/network: clusterName is "default" and clusterId 1/],
    [{ clusterName: 'blue', clusterId: 256 }, /^\[InvalidNumber\]/],
    [{ clusterName: 'blue', clusterId: 128, ipam: CiliumIpam.eni() }, /^\[ClusterIdTooHigh\] chart\/network: clusterId is 128/],
    [{ mtu: 60 }, /^\[InvalidNumber\] chart\/network: mtu is 60/],
    [{ ipam: 'eni' }, /^\[WrongType\] chart\/network: ipam is "eni"; write a value of CiliumIpam/],
    [{ routing: 'native' }, /^\[WrongType\] chart\/network: routing is "native"/],
    [{ hubble: true }, /^\[WrongType\] chart\/network: hubble is true; write a value of CiliumHubble/],
    [{ encryption: 'wireguard' }, /^\[WrongType\]/],
    [{ privileged: 'yes' }, /^\[WrongType\] chart\/network: privileged is "yes"; write true or false/],
    [{ operator: { image: 'op:v1' } }, /^\[WrongType\] chart\/network: image is "op:v1"/],
    [{ operator: 2 }, /^\[WrongType\] chart\/network: operator is 2/],
    [{ config: { 'enable-bbr': true } }, /^\[NotText\] chart\/network: config enable-bbr is true/],
    [{ devices: 'eth0' }, /^\[WrongType\]/],
    [{ policySecretsNamespace: 'No Name' }, /^\[InvalidName\]/],
  ])('%j', (props, message) => {
    expect(refusal(props)).toMatch(message);
  });

  test('a namespace that is not known cannot be bound to', () => {
    expect(thrown(() => make({}, { namespace: null }))).toMatch(/^\[NoNamespace\] chart\/network: namespace is not known/);
  });
});
