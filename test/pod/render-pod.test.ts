import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AgentDefaults, AppArmorProfile, Container, DnsConfig, DnsPolicy, HostAlias, HostPath, ImageName, NodeAgentDaemonSet, NodeAgentDaemonSetProps, NodeLabel, NodeTargeting, PodOptions,
  PodSecurity, Priority, RegistryMirror, ScopeDefaults, SeccompProfile, TargetVersion, Tolerations, Volume, VolumeMount,
} from '../../src';
import { agent, bare, chart, container, daemonSet, podSpec } from '../daemon-set/agent';

const MAIN = { name: 'main', image: 'example.com/agent:v1' };
const NEWEST = TargetVersion.of('1.36');

/** A value of a prop, and all that it adds to the pod's spec. */
type Rows<T> = { readonly [field in keyof Required<T>]: readonly (readonly [T[field], object])[] };

describe('every field of the pod\'s spec is written exactly, and no other', () => {
  const account = kplus.ServiceAccount.fromServiceAccountName(chart(), 'account', 'reader');
  const ROWS: Rows<Omit<PodOptions, 'podLabels' | 'podAnnotations'>> = {
    hostNetwork: [[true, { hostNetwork: true }], [false, { hostNetwork: false }]],
    hostPid: [[true, { hostPID: true }], [false, { hostPID: false }]],
    hostIpc: [[true, { hostIPC: true }], [false, { hostIPC: false }]],
    hostUsers: [[true, { hostUsers: true }], [false, { hostUsers: false }]],
    shareProcessNamespace: [[true, { shareProcessNamespace: true }], [false, { shareProcessNamespace: false }]],
    dnsPolicy: Object.values(DnsPolicy).filter((policy) => policy !== 'None').map((policy) => [policy, { dnsPolicy: policy }]),
    dnsConfig: [
      [{ nameservers: ['10.0.0.10'], searches: ['example.com'], options: { ndots: '2', edns0: '' } },
        { dnsConfig: { nameservers: ['10.0.0.10'], searches: ['example.com'], options: [{ name: 'edns0' }, { name: 'ndots', value: '2' }] } }],
      [{ searches: ['example.com'] }, { dnsConfig: { searches: ['example.com'] } }],
      [{ nameservers: [], searches: [], options: {} }, {}],
      [{}, {}],
    ],
    runtimeClassName: [['kata', { runtimeClassName: 'kata' }]],
    schedulerName: [['my-scheduler', { schedulerName: 'my-scheduler' }]],
    hostAliases: [
      [[HostAlias.of('10.0.0.1', 'a.example.com', 'b'), HostAlias.of('::1', 'c')],
        { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.example.com', 'b'] }, { ip: '::1', hostnames: ['c'] }] }],
      [[], {}],
    ],
    terminationGracePeriod: [[Duration.minutes(2), { terminationGracePeriodSeconds: 120 }], [Duration.seconds(0), { terminationGracePeriodSeconds: 0 }]],
    imagePullSecrets: [[['b', 'a', 'b'], { imagePullSecrets: [{ name: 'b' }, { name: 'a' }] }], [[], {}]],
    enableServiceLinks: [[true, { enableServiceLinks: true }], [false, { enableServiceLinks: false }]],
    podSecurityContext: [[{ runAsUser: 0 }, { securityContext: { runAsUser: 0 } }], [{}, {}]],
    serviceAccount: [[account, { serviceAccountName: 'reader' }]],
    automountServiceAccountToken: [[true, { automountServiceAccountToken: true }], [false, { automountServiceAccountToken: false }]],
    initContainers: [[[container({ name: 'b' }), container({ name: 'a' })], { initContainers: [{ ...MAIN, name: 'b' }, { ...MAIN, name: 'a' }] }], [[], {}]],
    sidecars: [[[container({ name: 'side' })], { initContainers: [{ ...MAIN, name: 'side', restartPolicy: 'Always' }] }], [[], {}]],
    volumes: [[[Volume.emptyDir('data')], { volumes: [{ name: 'data', emptyDir: {} }] }], [[], {}]],
  };

  test.each(Object.entries(ROWS).flatMap(([field, rows]) => rows.map(([value, added], i) => [field, i, value, added] as const)))('%s %#', (field, _, value, added) => {
    expect(podSpec(bare({ [field]: value, targetVersion: NEWEST }))).toEqual({ containers: [MAIN], ...added });
  });
});

describe('every field of the pod\'s security context is written exactly, and no other', () => {
  const ROWS: Rows<PodSecurity> = {
    runAsUser: [[0, { runAsUser: 0 }], [1000, { runAsUser: 1000 }]],
    runAsGroup: [[0, { runAsGroup: 0 }]],
    runAsNonRoot: [[true, { runAsNonRoot: true }], [false, { runAsNonRoot: false }]],
    fsGroup: [[0, { fsGroup: 0 }]],
    fsGroupChangePolicy: [['OnRootMismatch', { fsGroupChangePolicy: 'OnRootMismatch' }]],
    supplementalGroups: [[[0, 5], { supplementalGroups: [0, 5] }]],
    seccompProfile: [
      [SeccompProfile.unconfined(), { seccompProfile: { type: 'Unconfined' } }],
      [SeccompProfile.localhost('a.json'), { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } }],
    ],
    appArmorProfile: [[AppArmorProfile.runtimeDefault(), { appArmorProfile: { type: 'RuntimeDefault' } }]],
    seLinuxOptions: [[{ level: 's0', role: 'r', type: 'spc_t', user: 'u' }, { seLinuxOptions: { level: 's0', role: 'r', type: 'spc_t', user: 'u' } }]],
    sysctls: [[{ 'net.b': '1', 'net.a': '0' }, { sysctls: [{ name: 'net.a', value: '0' }, { name: 'net.b', value: '1' }] }]],
    windowsOptions: [[{ runAsUserName: 'NT AUTHORITY\\SYSTEM', gmsaCredentialSpecName: 'gmsa' }, { windowsOptions: { runAsUserName: 'NT AUTHORITY\\SYSTEM', gmsaCredentialSpecName: 'gmsa' } }]],
  };

  test.each(Object.entries(ROWS).flatMap(([field, rows]) => rows.map(([value, added], i) => [field, i, value, added] as const)))('%s %#', (field, _, value, added) => {
    expect(podSpec(bare({ podSecurityContext: { [field]: value }, targetVersion: NEWEST })).securityContext).toEqual(added);
  });

  test.each([
    ['undefined', { runAsUser: undefined, seLinuxOptions: undefined, windowsOptions: undefined }],
    ['empty', { seLinuxOptions: {}, windowsOptions: {}, sysctls: {}, supplementalGroups: [] }],
  ])('what is %s is nothing', (_, podSecurityContext) => {
    expect(podSpec(bare({ podSecurityContext }))).toEqual({ containers: [MAIN] });
  });
});

describe('every field of DaemonSetSpec and metadata that has a prop', () => {
  const { spec: EMPTY } = daemonSet(bare());

  test.each<[string, Partial<NodeAgentDaemonSetProps>, object]>([
    ['minReady', { minReady: Duration.minutes(1) }, { minReadySeconds: 60 }],
    ['minReady 0', { minReady: Duration.seconds(0) }, { minReadySeconds: 0 }],
    ['revisionHistoryLimit', { revisionHistoryLimit: 3 }, { revisionHistoryLimit: 3 }],
    ['revisionHistoryLimit 0', { revisionHistoryLimit: 0 }, { revisionHistoryLimit: 0 }],
  ])('%s', (_, props, added) => {
    expect(daemonSet(bare(props)).spec).toEqual({ ...EMPTY, ...added });
  });

  test('priority, targeting and tolerations', () => {
    expect(podSpec(bare({
      priority: Priority.nodeCritical(),
      targeting: NodeTargeting.matching(NodeLabel.is('disktype', 'ssd'), NodeLabel.exists('gpu')),
      tolerations: Tolerations.controlPlane(),
    }))).toEqual({
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }] } },
      },
      containers: [MAIN],
      nodeSelector: { disktype: 'ssd' },
      priorityClassName: 'system-node-critical',
      tolerations: [{ effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
    });
  });

  test('labels and annotations of the DaemonSet itself and of its pods are kept apart', () => {
    const { metadata, spec } = daemonSet(bare({ labels: { a: '1' }, annotations: { b: '2' }, podLabels: { c: '3' }, podAnnotations: { d: '4' } }));
    expect(metadata).toEqual({ name: 'agent', labels: { a: '1' }, annotations: { b: '2' } });
    expect(spec.template.metadata).toEqual({ labels: { 'app.kubernetes.io/instance': 'agent', 'app.kubernetes.io/name': 'agent', 'c': '3' }, annotations: { d: '4' } });
  });

  test('the namespace is the one written, else the Chart\'s, and none when there is neither', () => {
    expect(daemonSet(bare({ namespace: 'own' }, chart('chart', 'charts'))).metadata.namespace).toBe('own');
    expect(daemonSet(bare({}, chart('chart', 'charts'))).metadata.namespace).toBe('charts');
    expect(daemonSet(bare()).metadata).not.toHaveProperty('namespace');
  });
});

test('"unset" can always be said: a prop that is undefined is as one that is not there', () => {
  const fields = [
    'namespace', 'instance', 'adopt', 'targeting', 'tolerations', 'priority', 'rollout', 'minReady', 'revisionHistoryLimit', 'labels', 'annotations', 'configFiles', 'targetVersion',
    'defaults', 'patches', 'hostNetwork', 'hostPid', 'hostIpc', 'hostUsers', 'shareProcessNamespace', 'dnsPolicy', 'dnsConfig', 'runtimeClassName', 'schedulerName', 'hostAliases',
    'terminationGracePeriod', 'imagePullSecrets', 'enableServiceLinks', 'podSecurityContext', 'serviceAccount', 'automountServiceAccountToken', 'initContainers', 'sidecars', 'volumes',
    'podLabels', 'podAnnotations',
  ] as const satisfies readonly (keyof NodeAgentDaemonSetProps)[];
  expect(daemonSet(agent(Object.fromEntries(fields.map((field) => [field, undefined]))))).toEqual(daemonSet(agent()));
});

describe('volumes', () => {
  test('stand in the order in which containers first mount them, those of host paths first, then those that were given', () => {
    const spec = podSpec(bare({
      containers: [container({ mounts: [VolumeMount.of('/b', Volume.emptyDir('b'))], hostPaths: [HostPath.varLog()] })],
      initContainers: [container({ name: 'init', mounts: [VolumeMount.of('/c', Volume.emptyDir('c')), VolumeMount.of('/b', Volume.emptyDir('b'))] })],
      volumes: [Volume.emptyDir('a'), Volume.emptyDir('c')],
    }));
    expect(spec.volumes.map((volume: { name: string }) => volume.name)).toEqual(['varlog', 'b', 'c', 'a']);
  });
});

describe('images', () => {
  const root = () => {
    const scope = chart();
    ScopeDefaults.set(scope, { registryMirrors: [RegistryMirror.of('quay.io', 'mirror.example.com/quay'), RegistryMirror.of('docker.io', 'mirror.example.com')] });
    return scope;
  };
  const imageOf = (name: string, more: Partial<NodeAgentDaemonSetProps> = {}) => (
    podSpec(agent({ containers: [container({ image: ImageName.of(name) })], ...more }, root())).containers[0].image);

  test('come from the first mirror that fits, the others from where they are', () => {
    expect(imageOf('quay.io/prometheus/node-exporter:v1')).toBe('mirror.example.com/quay/prometheus/node-exporter:v1');
    expect(imageOf('fluent/fluentd:v1')).toBe('mirror.example.com/fluent/fluentd:v1');
    expect(imageOf('ghcr.io/a/b:v1')).toBe('ghcr.io/a/b:v1');
  });

  test('of init containers and sidecars, too', () => {
    const other = (name: string) => Container.of({ name, image: ImageName.of('quay.io/a/b:v1') });
    const spec = podSpec(agent({ initContainers: [other('init')], sidecars: [other('side')], targetVersion: NEWEST }, root()));
    expect(spec.initContainers.map((one: { image: string }) => one.image)).toEqual(['mirror.example.com/quay/a/b:v1', 'mirror.example.com/quay/a/b:v1']);
  });

  test('come from their own registries without the scope\'s defaults', () => {
    expect(imageOf('quay.io/a/b:v1', { defaults: AgentDefaults.all().without('scopeDefaults') })).toBe('quay.io/a/b:v1');
  });
});

test('a node agent nobody thought of, with six ordered init containers, needs no patch', () => {
  const steps = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => container({ name }));
  const of = new NodeAgentDaemonSet(chart(), 'agent', { name: 'agent', containers: [container()], initContainers: steps.slice(0, 4) });
  of.addInitContainer(steps[4]);
  of.addInitContainer(steps[5]);
  expect(podSpec(of).initContainers.map((one: { name: string }) => one.name)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
});

test('the resolver\'s settings are typed as cdk8s users have them', () => {
  const dns: DnsConfig = { options: { 'ndots': '1', 'use-vc': '' } };
  expect(podSpec(bare({ dnsConfig: dns })).dnsConfig).toEqual({ options: [{ name: 'ndots', value: '1' }, { name: 'use-vc' }] });
  expect(podSpec(bare()).dnsConfig).toBeUndefined();
});

