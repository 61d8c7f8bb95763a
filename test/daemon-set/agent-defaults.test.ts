import * as kplus from 'cdk8s-plus-28';
import { IMAGE, agent, bare, chart, container, daemonSet, podSpec, refused } from './agent';
import {
  AgentDefaults, ConfigFiles, EnvVar, HostPath, ImageName, ImagePullPolicy, IntOrPercent, LogAgentDaemonSet, NodeAgentDaemonSet,
  NodeAgentDaemonSetProps, NodeLabel, NodeTargeting, Platform, Rollout,
  ScopeDefaults, SeccompProfile, DnsPolicy, WindowsOptions,
} from '../../src';
import { thrown } from '../values/thrown';

/** What an agent without defaults has when a default is on alone. */
interface Row {
  readonly props?: Partial<NodeAgentDaemonSetProps>;
  readonly read: (manifest: any) => unknown;
  readonly on: unknown;
  readonly off: unknown;
}

const main = (manifest: any) => manifest.spec.template.spec.containers[0];
const NODE_NAME = { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
const LABELS = { 'app.kubernetes.io/instance': 'agent', 'app.kubernetes.io/name': 'agent' };
const FILES = ConfigFiles.of('/etc/agent', { a: '1' });

const ROWS: { readonly [id: string]: Row } = {
  linuxNodes: { read: ({ spec }) => spec.template.spec.nodeSelector, on: { 'kubernetes.io/os': 'linux' }, off: undefined },
  rollingUpdate: { read: ({ spec }) => spec.updateStrategy, on: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } }, off: undefined },
  nodeNameEnv: { read: (manifest) => main(manifest).env, on: [NODE_NAME], off: undefined },
  noPrivilegeEscalation: { read: (manifest) => main(manifest).securityContext, on: { allowPrivilegeEscalation: false }, off: undefined },
  runtimeDefaultSeccomp: { read: ({ spec }) => spec.template.spec.securityContext, on: { seccompProfile: { type: 'RuntimeDefault' } }, off: undefined },
  imagePullPolicy: { read: (manifest) => main(manifest).imagePullPolicy, on: 'IfNotPresent', off: undefined },
  serviceAccountToken: { read: ({ spec }) => spec.template.spec.automountServiceAccountToken, on: false, off: undefined },
  dnsPolicy: { props: { hostNetwork: true }, read: ({ spec }) => spec.template.spec.dnsPolicy, on: 'ClusterFirstWithHostNet', off: undefined },
  openShiftSeLinux: {
    props: {
      platform: Platform.openShift(),
      namespace: 'logging',
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart(), 'account', 'agent'),
      containers: [container({ hostPaths: [HostPath.varLog()] })],
    },
    read: ({ spec }) => spec.template.spec.securityContext,
    on: { seLinuxOptions: { type: 'spc_t' } },
    off: undefined,
  },
  configChecksum: {
    props: { configFiles: [FILES] },
    read: ({ spec }) => spec.template.metadata.annotations,
    on: { 'checksum/config': expect.stringMatching(/^[0-9a-f]{64}$/) },
    off: undefined,
  },
  recommendedLabels: { read: ({ metadata }) => metadata.labels, on: LABELS, off: undefined },
  scopeDefaults: { read: ({ metadata }) => metadata.labels, on: { team: 'platform' }, off: undefined },
};

function inScope(): ReturnType<typeof chart> {
  const root = chart();
  ScopeDefaults.set(root, { labels: { team: 'platform' } });
  return root;
}

test('defaults are data: an id, what it sets and why', () => {
  expect(NodeAgentDaemonSet.defaults.map(({ id }) => id)).toEqual(Object.keys(ROWS));
  for (const { what, reason } of NodeAgentDaemonSet.defaults) {
    expect(what.length).toBeGreaterThan(10);
    expect(reason.length).toBeGreaterThan(10);
  }
});

test('what is given out can be changed without effect on the defaults', () => {
  NodeAgentDaemonSet.defaults.pop();
  expect(NodeAgentDaemonSet.defaults).toHaveLength(Object.keys(ROWS).length);
});

describe.each(Object.entries(ROWS))('%s', (id, { props, read, on, off }) => {
  test('alone sets this', () => {
    const manifest = daemonSet(agent({ ...props, defaults: AgentDefaults.none().with(id) }, inScope()));
    expect(read(manifest)).toEqual(on);
    const without = daemonSet(agent({ ...props, defaults: AgentDefaults.none() }, inScope()));
    expect(read(without)).toEqual(off);
  });

  test('is on unless it is switched off, and then nothing else changes', () => {
    const all = daemonSet(agent(props, inScope()));
    expect(JSON.stringify(all)).not.toBe(JSON.stringify(daemonSet(agent({ ...props, defaults: AgentDefaults.all().without(id) }, inScope()))));
    expect(all).toEqual(daemonSet(agent({ ...props, defaults: AgentDefaults.all().without(id).with(id) }, inScope())));
  });
});

test('without any, only what was asked for is emitted', () => {
  expect(daemonSet(bare({ configFiles: [FILES], hostNetwork: true }, inScope()))).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          containers: [{ name: 'main', image: 'example.com/agent:v1', volumeMounts: [{ mountPath: '/etc/agent', name: 'config', readOnly: true }] }],
          hostNetwork: true,
          volumes: [{ name: 'config', configMap: { name: 'agent-config' } }],
        },
      },
    },
  });
});

test('with all, a plain agent is this, and no resources are invented', () => {
  expect(daemonSet(agent())).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', labels: LABELS },
    spec: {
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: LABELS },
        spec: {
          automountServiceAccountToken: false,
          containers: [{
            name: 'main', image: 'example.com/agent:v1', imagePullPolicy: 'IfNotPresent', env: [NODE_NAME], securityContext: { allowPrivilegeEscalation: false },
          }],
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        },
      },
      updateStrategy: { rollingUpdate: { maxUnavailable: '10%' }, type: 'RollingUpdate' },
    },
  });
});

describe('what is written goes before a default', () => {
  test('the rollout, also in the words of Kubernetes without any number', () => {
    expect(daemonSet(agent({ rollout: Rollout.rolling(IntOrPercent.of(1)) })).spec.updateStrategy).toEqual({ rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' });
    expect(daemonSet(agent({ rollout: Rollout.rollingUpdate() })).spec.updateStrategy).toEqual({ type: 'RollingUpdate' });
    expect(daemonSet(agent({ rollout: Rollout.onDelete() })).spec.updateStrategy).toEqual({ type: 'OnDelete' });
  });

  test('the operating system, however it is asked about', () => {
    const os = (targeting: NodeTargeting) => podSpec(agent({ targeting })).nodeSelector;
    expect(os(NodeTargeting.matching(NodeLabel.is('kubernetes.io/os', 'windows')))).toEqual({ 'kubernetes.io/os': 'windows' });
    expect(os(NodeTargeting.matching(NodeLabel.exists('kubernetes.io/os')))).toBeUndefined();
    expect(os(NodeTargeting.matching(NodeLabel.is('disktype', 'ssd')))).toEqual({ 'disktype': 'ssd', 'kubernetes.io/os': 'linux' });
    expect(agent().targeting.describe()).toBe('Nodes where kubernetes.io/os is linux.');
    expect(bare().targeting.describe()).toBe('Every node.');
  });

  test('each alternative that asks about no operating system means Linux', () => {
    const gpuOnLinux = NodeTargeting.matching(NodeLabel.is('kubernetes.io/os', 'linux'), NodeLabel.is('gpu', 'y'));
    const ssd = NodeTargeting.matching(NodeLabel.is('disktype', 'ssd'));
    expect(agent({ targeting: gpuOnLinux.or(ssd) }).targeting.describe())
      .toBe('Nodes where disktype is ssd and kubernetes.io/os is linux, or where gpu is y and kubernetes.io/os is linux.');
    expect(agent({ targeting: NodeTargeting.windows().or(ssd).preferring(5, NodeLabel.exists('fast')) }).targeting._toKube()).toEqual({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd'] }, { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] },
              { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['windows'] }] },
            ],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [{ preference: { matchExpressions: [{ key: 'fast', operator: 'Exists' }] }, weight: 5 }],
        },
      },
    });
  });

  test('an alternative asks about it beside other labels, too', () => {
    const gpuOnWindows = NodeTargeting.matching(NodeLabel.is('kubernetes.io/os', 'windows'), NodeLabel.is('gpu', 'y'));
    expect(agent({ targeting: gpuOnWindows.or(NodeTargeting.matching(NodeLabel.is('disktype', 'ssd'))) }).targeting.describe())
      .toBe('Nodes where disktype is ssd and kubernetes.io/os is linux, or where gpu is y and kubernetes.io/os is windows.');
  });

  test('the older label of the operating system is one, too', () => {
    expect(agent({ targeting: NodeTargeting.matching(NodeLabel.is('beta.kubernetes.io/os', 'windows')) }).targeting.describe()).toBe('Nodes where beta.kubernetes.io/os is windows.');
  });

  test('Windows options mean Windows nodes', () => {
    const podSecurityContext = { windowsOptions: { hostProcess: true } };
    expect(agent({ hostNetwork: true, podSecurityContext }).targeting.describe()).toBe('Nodes where kubernetes.io/os is windows.');
    expect(agent({ hostNetwork: true, podSecurityContext, defaults: AgentDefaults.none() }).targeting.isEveryNode).toBe(true);
  });

  test('options of Windows, unless none of them is set', () => {
    const written = (windowsOptions: WindowsOptions) => [
      podSpec(agent({ podSecurityContext: { windowsOptions } })),
      podSpec(agent({ containers: [container({ securityContext: { windowsOptions } })] })),
    ];
    for (const spec of [...written({}), ...written({ runAsUserName: undefined })]) {
      expect(spec).toEqual(podSpec(agent()));
    }
    for (const spec of written({ runAsUserName: 'ContainerUser' })) {
      expect(spec.nodeSelector).toEqual({ 'kubernetes.io/os': 'windows' });
      expect(JSON.stringify(spec)).not.toMatch(/seccompProfile|allowPrivilegeEscalation/);
    }
  });

  test('NODE_NAME, whatever it is', () => {
    const env = (variables: EnvVar[]) => podSpec(agent({ containers: [container({ env: variables })] })).containers[0].env;
    expect(env([EnvVar.of('A', '1'), EnvVar.of('NODE_NAME', 'mine')])).toEqual([{ name: 'A', value: '1' }, { name: 'NODE_NAME', value: 'mine' }]);
  });

  test('NODE_NAME stands first, so that values after it can use it, and in every container', () => {
    const spec = podSpec(agent({
      containers: [container({ env: [EnvVar.of('A', '$(NODE_NAME)')] })], initContainers: [container({ name: 'init' })], sidecars: [container({ name: 'side' })],
    }));
    expect(spec.containers[0].env).toEqual([NODE_NAME, { name: 'A', value: '$(NODE_NAME)' }]);
    expect([...spec.containers, ...spec.initContainers].map((one: any) => one.env[0])).toEqual([NODE_NAME, NODE_NAME, NODE_NAME]);
  });

  test.each([
    ['privileged', { privileged: true }, { privileged: true }],
    ['SYS_ADMIN', { capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN'] } }, { capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN'] } }],
    ['ALL', { capabilities: { add: ['ALL'] } }, { capabilities: { add: ['ALL'] } }],
    ['true', { allowPrivilegeEscalation: true }, { allowPrivilegeEscalation: true }],
    ['privileged: false', { privileged: false }, { privileged: false, allowPrivilegeEscalation: false }],
    ['another capability', { capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] } }, { capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] }, allowPrivilegeEscalation: false }],
  ])('privilege escalation: %s', (_, securityContext, rendered) => {
    expect(podSpec(agent({ containers: [container({ securityContext })] })).containers[0].securityContext).toEqual(rendered);
  });

  test('seccomp, and other fields of the pod\'s security context leave it on', () => {
    expect(podSpec(agent({ podSecurityContext: { seccompProfile: SeccompProfile.unconfined() } })).securityContext).toEqual({ seccompProfile: { type: 'Unconfined' } });
    expect(podSpec(agent({ podSecurityContext: { runAsUser: 5 } })).securityContext).toEqual({ runAsUser: 5, seccompProfile: { type: 'RuntimeDefault' } });
  });

  test('the pull policy; and an image that names no version gets none, for Kubernetes fetches it always', () => {
    const policy = (image: ImageName, imagePullPolicy?: ImagePullPolicy) => (
      podSpec(agent({ containers: [container({ image, imagePullPolicy })] })).containers[0].imagePullPolicy);
    expect(policy(IMAGE, ImagePullPolicy.NEVER)).toBe('Never');
    expect(policy(ImageName.unpinned('agent:latest'))).toBeUndefined();
    expect(policy(ImageName.unpinned('agent'))).toBeUndefined();
    expect(policy(ImageName.of(`agent@sha256:${'0'.repeat(64)}`))).toBe('IfNotPresent');
  });

  test('the DNS policy, and without the host network there is none', () => {
    expect(podSpec(agent({ hostNetwork: true, dnsPolicy: DnsPolicy.DEFAULT })).dnsPolicy).toBe('Default');
    expect(podSpec(agent({ hostNetwork: false })).dnsPolicy).toBeUndefined();
    expect(podSpec(agent()).dnsPolicy).toBeUndefined();
  });

  test('the DNS policy, and on Windows, which does not support it, there is none', () => {
    const targeting = NodeTargeting.windows();
    const podSecurityContext = { windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' } };
    expect(podSpec(agent({ hostNetwork: true, targeting })).dnsPolicy).toBeUndefined();
    expect(podSpec(agent({ hostNetwork: true, podSecurityContext })).dnsPolicy).toBeUndefined();
    expect(podSpec(agent({ hostNetwork: true, targeting, dnsPolicy: DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET })).dnsPolicy).toBe('ClusterFirstWithHostNet');
    expect(podSpec(agent({ hostNetwork: true, podSecurityContext: { windowsOptions: {} } })).dnsPolicy).toBe('ClusterFirstWithHostNet');
  });

  test('the checksum, as an annotation of one\'s own', () => {
    expect(daemonSet(agent({ configFiles: [FILES], podAnnotations: { 'checksum/config': 'mine' } })).spec.template.metadata.annotations).toEqual({ 'checksum/config': 'mine' });
  });

  test('labels of the DaemonSet itself', () => {
    expect(daemonSet(agent({ labels: { 'app.kubernetes.io/name': 'other' } })).metadata.labels).toEqual({ ...LABELS, 'app.kubernetes.io/name': 'other' });
  });

  test('revisionHistoryLimit has no default to go before', () => {
    expect(daemonSet(agent()).spec).not.toHaveProperty('revisionHistoryLimit');
  });
});

describe('switching defaults on and off', () => {
  test('with and without undo each other, in any number and order', () => {
    const on = (defaults: AgentDefaults) => ['linuxNodes', 'rollingUpdate', 'dnsPolicy'].filter((id) => defaults.isOn(id));
    expect(on(AgentDefaults.all())).toEqual(['linuxNodes', 'rollingUpdate', 'dnsPolicy']);
    expect(on(AgentDefaults.none())).toEqual([]);
    expect(on(AgentDefaults.all().without('linuxNodes', 'dnsPolicy'))).toEqual(['rollingUpdate']);
    expect(on(AgentDefaults.all().without('linuxNodes').without('linuxNodes').with('linuxNodes'))).toEqual(['linuxNodes', 'rollingUpdate', 'dnsPolicy']);
    expect(on(AgentDefaults.none().with('linuxNodes', 'dnsPolicy'))).toEqual(['linuxNodes', 'dnsPolicy']);
    expect(on(AgentDefaults.none().with('linuxNodes', 'dnsPolicy').without('linuxNodes'))).toEqual(['dnsPolicy']);
    expect(on(AgentDefaults.none().without('linuxNodes'))).toEqual([]);
    expect(on(AgentDefaults.all().with('linuxNodes'))).toEqual(['linuxNodes', 'rollingUpdate', 'dnsPolicy']);
  });

  test('they are values: with and without leave what they are called on as it is', () => {
    const some = AgentDefaults.none().with('linuxNodes');
    some.with('dnsPolicy');
    some.without('linuxNodes');
    expect([some.isOn('linuxNodes'), some.isOn('dnsPolicy')]).toEqual([true, false]);
  });

  test('an id that no default has is an error, which lists those there are', () => {
    const ids = NodeAgentDaemonSet.defaults.map(({ id }) => id).join(', ');
    expect(thrown(() => agent({ defaults: AgentDefaults.all().without('linuxNode') }))).toBe(`[UnknownDefault] chart/agent: defaults name "linuxNode"; write one of ${ids}`);
    expect(refused(() => agent({ defaults: AgentDefaults.none().with('linuxNodes', 'stateDirectory') }))).toBe('UnknownDefault');
  });

  test('an agent knows its own ids and those of the base', () => {
    const log = (defaults: AgentDefaults) => new LogAgentDaemonSet(chart(), 'log', { image: IMAGE, defaults });
    expect(log(AgentDefaults.all().without('stateDirectory', 'linuxNodes')).daemonSet.name).toBe('log-agent');
    expect(refused(() => log(AgentDefaults.all().without('stateDirectories')))).toBe('UnknownDefault');
  });
});

test('a token is mounted with an account and is not without, by the one default', () => {
  const root = chart();
  const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(root, 'account', 'reader');
  const only = AgentDefaults.none().with('serviceAccountToken');
  expect(podSpec(agent({ serviceAccount, defaults: only }, root)).automountServiceAccountToken).toBe(true);
  expect(podSpec(agent({ defaults: only })).automountServiceAccountToken).toBe(false);
});
