import * as kplus from 'cdk8s-plus-28';
import {
  AgentDefaults, HostPath, ImageName, LogAgentDaemonSet, LogAgentDaemonSetProps, NodeTargeting, SeccompProfile, Volume, VolumeMount,
} from '../../../src';
import { thrown } from '../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../synth';

const image = ImageName.of('fluent/fluentd:v1.14');
const none = AgentDefaults.none();
const make = (props: Partial<LogAgentDaemonSetProps> = {}, namespace?: string | null) => (
  synth((chart) => new LogAgentDaemonSet(chart, 'logs', { image, ...props }), { namespace }));

test('any log shipper: its image is all that must be said', () => {
  expect(names(make())).toEqual(['ServiceAccount log-agent', 'PriorityClass node-agents', 'DaemonSet log-agent']);
  expect(containerOf(make())).toMatchObject({ name: 'log-agent', image: 'fluent/fluentd:v1.14' });
});

test.each([[undefined], [{}], [{ image: 'fluent/fluentd:v1.14' }], [null], ['fluentd']])('props %p, without an ImageName, are refused with a way out', (props) => {
  const message = thrown(() => new LogAgentDaemonSet(chartOf(), 'logs', props as never));
  expect(message).toMatch(/^\[(MissingImage|MissingProps)\] chart\/logs: (image is .*; write the log shipper's, such as ImageName\.of\("fluent\/fluentd:v1\.14"\)|props are )/);
});

test('it reads the logs of pods and containers, and cannot write them', () => {
  expect(containerOf(make()).volumeMounts).toContainEqual({ mountPath: '/var/log', name: 'varlog', readOnly: true });
  expect(podOf(make()).volumes).toContainEqual({ name: 'varlog', hostPath: { path: '/var/log' } });
});

describe('state directory', () => {
  test('keeps positions on the node, under the name, writable, made when it is not there', () => {
    const objects = make({ name: 'shipper' });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/var/lib/shipper', name: 'state' });
    expect(podOf(objects).volumes).toContainEqual({ name: 'state', hostPath: { path: '/var/lib/shipper', type: 'DirectoryOrCreate' } });
  });

  test('can be another, at another path', () => {
    const objects = make({ stateDirectory: HostPath.stateDirectory('fluentd').at('/fluentd/state') });
    expect(containerOf(objects).volumeMounts.filter((mount: Manifest) => mount.name === 'state')).toEqual([{ mountPath: '/fluentd/state', name: 'state' }]);
    expect(podOf(objects).volumes).toContainEqual({ name: 'state', hostPath: { path: '/var/lib/fluentd', type: 'DirectoryOrCreate' } });
  });

  test('that is written is there even without defaults', () => {
    expect(containerOf(make({ defaults: none, stateDirectory: HostPath.stateDirectory('fluentd') })).volumeMounts).toEqual([{ mountPath: '/var/lib/fluentd', name: 'state' }]);
  });

  test('that cannot be written is refused', () => {
    expect(thrown(() => make({ stateDirectory: HostPath.of('/var/lib/fluentd') }))).toMatch(
      /^\[ReadOnlyState\] chart\/logs: stateDirectory \/var\/lib\/fluentd is read-only; write HostPath\.stateDirectory\("name"\)/);
    expect(thrown(() => make({ stateDirectory: '/var/lib/fluentd' as never }))).toMatch(/^\[WrongType\] chart\/logs: stateDirectory is/);
  });
});

describe('pod metadata', () => {
  const RULES = [{ apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: ['get', 'list', 'watch'] }];

  test('unless it reads it, it has no rights and no token', () => {
    const objects = make();
    expect(objects.filter((object) => object.apiVersion.startsWith('rbac'))).toEqual([]);
    expect(podOf(objects)).toMatchObject({ serviceAccountName: 'log-agent', automountServiceAccountToken: false });
  });

  test('is read with a ClusterRole of just that, bound to its account, before the DaemonSet', () => {
    const objects = make({ readPodMetadata: true });
    expect(names(objects).slice(0, 3)).toEqual(['ServiceAccount log-agent', 'ClusterRole agents:log-agent', 'ClusterRoleBinding agents:log-agent']);
    expect(only('ClusterRole', objects).rules).toEqual(RULES);
    expect(only('ClusterRole', objects).metadata).toEqual({ name: 'agents:log-agent', labels: { 'app.kubernetes.io/instance': 'log-agent', 'app.kubernetes.io/name': 'log-agent' } });
    expect(only('ClusterRoleBinding', objects)).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'agents:log-agent' },
      subjects: [{ kind: 'ServiceAccount', name: 'log-agent', namespace: 'agents' }],
    });
    expect(podOf(objects).automountServiceAccountToken).toBe(true);
  });

  test('needs account and token, whatever defaults are off', () => {
    for (const defaults of [none, AgentDefaults.all().without('serviceAccount', 'serviceAccountToken')]) {
      const objects = make({ readPodMetadata: true, defaults });
      expect(names(objects)).toContain('ServiceAccount log-agent');
      expect(podOf(objects)).toMatchObject({ serviceAccountName: 'log-agent', automountServiceAccountToken: true });
    }
  });

  test('is granted to the account that is given', () => {
    const objects = synth((chart) => new LogAgentDaemonSet(chart, 'logs', {
      image, readPodMetadata: true, serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'theirs', 'theirs'),
    }));
    expect(names(objects)).not.toContain('ServiceAccount log-agent');
    expect(only('ClusterRoleBinding', objects).subjects).toEqual([{ kind: 'ServiceAccount', name: 'theirs', namespace: 'agents' }]);
    expect(podOf(objects)).toMatchObject({ serviceAccountName: 'theirs', automountServiceAccountToken: true });
  });

  test('is bound in the namespace of the agent, and cannot be bound where none is known', () => {
    expect(only('ClusterRoleBinding', make({ readPodMetadata: true, namespace: 'logging' })).subjects[0].namespace).toBe('logging');
    expect(thrown(() => make({ readPodMetadata: true }, null))).toMatch(/^\[NoNamespace\] chart\/logs: namespace is not known/);
  });

  test('two agents of one name in two namespaces do not take each other\'s rights', () => {
    const objects = synth((chart) => ['a', 'b'].forEach((namespace) => new LogAgentDaemonSet(chart, namespace, {
      image, namespace, readPodMetadata: true, stateDirectory: HostPath.stateDirectory(`log-agent-${namespace}`),
    })));
    expect(objects.filter((object) => object.kind === 'ClusterRole').map((object) => object.metadata.name)).toEqual(['a:log-agent', 'b:log-agent']);
  });

  test('a token can still be refused by name', () => {
    expect(podOf(make({ readPodMetadata: true, automountServiceAccountToken: false })).automountServiceAccountToken).toBe(false);
  });

  test('that is neither true nor false is refused', () => {
    expect(thrown(() => make({ readPodMetadata: 'yes' as never }))).toMatch(/^\[WrongType\] chart\/logs: readPodMetadata is "yes"; write true or false/);
  });
});

describe('who it runs as', () => {
  const security = (props: Partial<LogAgentDaemonSetProps>) => containerOf(make(props)).securityContext;

  test('root without any capability, for log files belong to root', () => {
    expect(security({})).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsUser: 0 });
  });

  test('setting something else loses none of it', () => {
    expect(security({ securityContext: { readOnlyRootFilesystem: true } }))
      .toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsUser: 0 });
  });

  test.each([
    [{ securityContext: { runAsUser: 1000 } }, { runAsUser: 1000 }],
    [{ securityContext: { runAsNonRoot: true } }, { runAsNonRoot: true }],
    [{ podSecurityContext: { runAsUser: 1000 } }, {}],
    [{ podSecurityContext: { runAsNonRoot: true } }, {}],
  ])('%j says who it runs as, for container or pod', (props, expected) => {
    expect(security(props)).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...expected });
  });

  test('what else is said of the pod is nothing about users', () => {
    expect(security({ podSecurityContext: { fsGroup: 1000, seccompProfile: SeccompProfile.unconfined() } }).runAsUser).toBe(0);
  });

  test('capabilities that are written are the whole of them, and a privileged container has them all', () => {
    expect(security({ securityContext: { capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] } } }).capabilities).toEqual({ add: ['DAC_READ_SEARCH'], drop: ['ALL'] });
    expect(security({ securityContext: { privileged: true } })).toEqual({ privileged: true, runAsUser: 0 });
  });

  test('on Windows none of it is said', () => {
    const windows = { targeting: NodeTargeting.windows(), podSecurityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } } };
    expect(security(windows)).toBeUndefined();
    const ofContainer = { targeting: NodeTargeting.windows(), securityContext: { windowsOptions: { runAsUserName: 'ContainerAdministrator' } } };
    expect(security(ofContainer)).toEqual({ windowsOptions: { runAsUserName: 'ContainerAdministrator' } });
  });

  test('init containers and sidecars do not become root with it', () => {
    expect(podOf(make()).securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
  });
});

test('one part of the logs can be read in place of all of them', () => {
  const objects = make({ defaults: AgentDefaults.all().without('logPaths'), hostPaths: [HostPath.podLogs(), HostPath.containerLogs()] });
  expect(containerOf(objects).volumeMounts.map((mount: Manifest) => mount.mountPath)).toEqual(['/var/lib/log-agent', '/var/log/pods', '/var/log/containers']);
});

test('a state directory of the user\'s own making, mounted at the same path, takes its place', () => {
  const objects = make({ mounts: [VolumeMount.of('/var/lib/log-agent', Volume.emptyDir('scratch'))] });
  expect(podOf(objects).volumes.map((volume: Manifest) => volume.name)).toEqual(['varlog', 'scratch']);
});

test('without defaults it is the container and nothing else', () => {
  expect(podOf(make({ defaults: none }))).toEqual({ containers: [{ name: 'log-agent', image: 'fluent/fluentd:v1.14' }] });
});

test('of the node it has its logs, its state directory and root\'s files, each for a reason', () => {
  const agent = new LogAgentDaemonSet(chartOf(), 'logs', { image });
  expect(agent.daemonSet.hostAccess.map(({ what, container, reason }) => [what, container, reason])).toEqual([
    ['user 0', 'log-agent', 'log files of pods belong to root with mode 0640, as does the state directory'],
    ['reads /var/log', 'log-agent', 'the logs of pods and containers are there'],
    ['writes /var/lib/log-agent', 'log-agent', 'positions and buffers must be there for the next pod on this node'],
  ]);
});

test('its children are known by these ids', () => {
  const agent = new LogAgentDaemonSet(chartOf(), 'logs', { image, readPodMetadata: true });
  expect(agent.node.children.map((child) => child.node.id)).toEqual(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Default']);
});
