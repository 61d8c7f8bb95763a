import { readdirSync } from 'fs';
import { join } from 'path';
import { Chart, Duration, Size, Testing } from 'cdk8s';
import { ConfigMap, EnvValue, Secret } from 'cdk8s-plus-28';
import {
  AppArmorProfile, EmptyDirMedium, HostPath, HostPathType, ImageName, IntOrPercent, MountPropagation, NodeLabel, NodeTargeting, PortProtocol, PortRef,
  PreemptionPolicy, ProjectedSource, Quantity, Rollout, SeccompProfile, SecretKey, Taint, TaintEffect, TargetVersion, Toleration, Tolerations, Volume,
} from '../../src';

/*
 * Plain JavaScript and other languages' null can put anything anywhere. Whatever it is: a factory or method gives a value that renders, or an error with
 * a code; never a bare TypeError, and nothing that breaks only when it is rendered.
 */

type AnyFunction = (...args: unknown[]) => unknown;

const chart = new Chart(Testing.app(), 'chart');
const configMap = new ConfigMap(chart, 'config');
const secret = new Secret(chart, 'secret');
const probeOptions = {
  initialDelay: Duration.seconds(1), period: Duration.seconds(1), timeout: Duration.seconds(1), failureThreshold: 1, successThreshold: 1,
};
const httpOptions = { ...probeOptions, host: '127.0.0.1', https: true, headers: { Accept: 'text/plain' } };
const fileOptions = { items: { key: 'path' }, defaultMode: '0440', optional: true };
const monitorOptions = { labels: { release: 'a' }, interval: Duration.seconds(30), scrapeTimeout: Duration.seconds(10), nodeAsInstance: true };
const projectedOptions = { items: { key: 'path' }, optional: true };
const mountOptions = { readOnly: true, propagation: MountPropagation.NONE, subPath: 'a' };

/** Each factory with good arguments, all options included. */
const factories: { [name: string]: unknown[] } = {
  'AppArmorProfile.localhost': ['profile'],
  'ClientTls.mutual': ['secret'],
  'ClientTls.trusting': [SecretKey.of('secret', 'key')],
  'ClientTls.trustingConfigMap': ['config', 'key'],
  'ContainerPort.named': ['http', 80],
  'ContainerPort.of': [80, { name: 'http', protocol: PortProtocol.TCP, hostPort: 80, hostIp: '127.0.0.1' }],
  'EnvFrom.configMap': [configMap, 'A_'],
  'EnvFrom.configMapNamed': ['config', 'A_'],
  'EnvFrom.secret': [secret, 'A_'],
  'EnvFrom.secretNamed': ['secret', 'A_'],
  'EnvVar.from': ['A', EnvValue.fromValue('a')],
  'EnvVar.fromConfigMap': ['A', configMap, 'key', true],
  'EnvVar.fromConfigMapNamed': ['A', 'config', 'key', true],
  'EnvVar.fromField': ['A', 'spec.nodeName'],
  'EnvVar.fromResource': ['A', 'limits.memory', '1Mi'],
  'EnvVar.fromSecret': ['A', secret, 'key', true],
  'EnvVar.fromSecretNamed': ['A', 'secret', 'key', true],
  'EnvVar.of': ['A', 'a'],
  'HostPath.cniBin': ['/opt/cni/bin'],
  'HostPath.cniConf': ['/etc/cni/net.d'],
  'HostPath.kubeletDirectory': ['/var/lib/kubelet'],
  'HostPath.of': ['/a', { mountPath: '/b', volumeName: 'a', type: HostPathType.FILE, propagation: MountPropagation.NONE }],
  'HostPath.stateDirectory': ['agent'],
  'ImageName.of': ['a:1'],
  'ImageName.unpinned': ['a'],
  'IntOrPercent.of': [1],
  'IntOrPercent.parse': ['1'],
  'IntOrPercent.percent': [1],
  'LifecycleHandler.exec': [['stop']],
  'LifecycleHandler.httpGet': ['/', PortRef.number(80), httpOptions],
  'LifecycleHandler.sleep': [Duration.seconds(1)],
  'NodeLabel.doesNotExist': ['a'],
  'NodeLabel.exists': ['a'],
  'NodeLabel.greaterThan': ['a', 1],
  'NodeLabel.is': ['a', 'b'],
  'NodeLabel.isNoneOf': ['a', 'b', 'c'],
  'NodeLabel.isOneOf': ['a', 'b', 'c'],
  'NodeLabel.lessThan': ['a', 1],
  'NodeTargeting.aksNodePool': ['a', 'b'],
  'NodeTargeting.allOf': [NodeTargeting.linux(), NodeTargeting.workers()],
  'NodeTargeting.anyOf': [NodeTargeting.linux(), NodeTargeting.workers()],
  'NodeTargeting.architecture': ['amd64', 'arm64'],
  'NodeTargeting.eksNodeGroup': ['a', 'b'],
  'NodeTargeting.gkeNodePool': ['a', 'b'],
  'NodeTargeting.karpenterNodePool': ['a', 'b'],
  'NodeTargeting.matching': [NodeLabel.exists('a'), NodeLabel.exists('b')],
  'NodeTargeting.named': ['a', 'b'],
  'NodeTargeting.notNamed': ['a', 'b'],
  'Platform.gkeAutopilot': [{ allowlist: 'agent' }],
  'PortRef.named': ['http'],
  'PortRef.number': [80],
  'ListenAddress.of': ['127.0.0.1'],
  'Monitor.podMonitor': [monitorOptions],
  'Monitor.serviceMonitor': [monitorOptions],
  'Priority.newClass': ['a', { value: 1, preemptionPolicy: PreemptionPolicy.NEVER, description: 'a', globalDefault: false }],
  'Priority.ofClass': ['a'],
  'Probe.exec': [['check', '--quick'], probeOptions],
  'Probe.grpc': [80, { ...probeOptions, service: 'a' }],
  'Probe.httpGet': ['/', PortRef.number(80), httpOptions],
  'Probe.tcpSocket': [PortRef.number(80), { ...probeOptions, host: '127.0.0.1' }],
  'ProjectedSource.configMap': [configMap, projectedOptions],
  'ProjectedSource.configMapNamed': ['config', projectedOptions],
  'ProjectedSource.downwardApi': [{ labels: 'metadata.labels' }],
  'ProjectedSource.raw': [{ clusterTrustBundle: { name: 'a' } }],
  'ProjectedSource.secret': [secret, projectedOptions],
  'ProjectedSource.secretNamed': ['secret', projectedOptions],
  'ProjectedSource.serviceAccountToken': ['token', 'vault', 600],
  'Quantity.of': [1],
  'Quantity.parse': ['1'],
  'RegistryMirror.of': ['quay.io', 'mirror.example.com/quay'],
  'RegistryMirror.ofAll': ['mirror.example.com'],
  'Rollout.rolling': [IntOrPercent.of(1)],
  'Rollout.rollingUpdate': [{ maxUnavailable: IntOrPercent.of(0), maxSurge: IntOrPercent.of(1) }],
  'Rollout.surging': [IntOrPercent.of(1)],
  'SeccompProfile.localhost': ['profiles/agent.json'],
  'SecretKey.from': [secret, 'key'],
  'SecretKey.of': ['secret', 'key'],
  'Taint.of': ['a', TaintEffect.NO_EXECUTE, 'b'],
  'TargetVersion.of': ['1.30'],
  'Toleration.equal': ['a', 'b', TaintEffect.NO_EXECUTE],
  'Toleration.everyTaint': [TaintEffect.NO_EXECUTE],
  'Toleration.exists': ['a', TaintEffect.NO_EXECUTE],
  'Tolerations.of': [Toleration.exists('a'), Toleration.exists('b')],
  'Tolerations.startupTaint': ['logs.example.com'],
  'Tolerations.verbatim': [Toleration.exists('a'), Toleration.exists('b')],
  'Volume.configMap': ['config', configMap, fileOptions],
  'Volume.configMapNamed': ['config', 'config', fileOptions],
  'Volume.csi': ['csi', 'csi.example.com', { readOnly: true, attributes: { a: 'b' }, nodePublishSecretName: 'secret' }],
  'Volume.downwardApi': ['pod', { labels: 'metadata.labels' }],
  'Volume.emptyDir': ['cache', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(1) }],
  'Volume.hostPath': ['logs', '/var/log', HostPathType.DIRECTORY],
  'Volume.projected': ['all', [ProjectedSource.secretNamed('secret')], '0440'],
  'Volume.raw': ['nfs', { nfs: { server: 'a', path: '/' } }],
  'Volume.secret': ['secret', secret, fileOptions],
  'Volume.secretNamed': ['secret', 'secret', fileOptions],
  'VolumeMount.named': ['/a', 'cache', mountOptions],
  'VolumeMount.of': ['/a', Volume.emptyDir('cache'), { subPathExpr: '$(NODE_NAME)' }],
};

/** Each method that takes something, with what it is called on. */
const methods: [object, string, ...unknown[]][] = [
  [HostPath.varLog(), 'at', '/b'],
  [HostPath.varLog(), 'because', 'reads logs'],
  [HostPath.varLog(), 'named', 'b'],
  [HostPath.varLog(), 'withPropagation', MountPropagation.NONE],
  [HostPath.varLog(), 'withType', HostPathType.FILE],
  [HostPath.varLog(), 'writable', 'because'],
  [ImageName.of('a:1'), 'withDigest', `sha256:${'a'.repeat(64)}`],
  [ImageName.of('a:1'), 'withTag', '2'],
  [NodeTargeting.linux(), 'and', NodeTargeting.workers()],
  [NodeTargeting.linux(), 'or', NodeTargeting.workers()],
  [NodeTargeting.linux(), 'preferring', 1, NodeLabel.exists('a'), NodeLabel.exists('b')],
  [Quantity.of(1), 'exceeds', Quantity.of(2)],
  [SecretKey.of('secret', 'key'), 'toEnv', 'PASSWORD'],
  [TargetVersion.V1_28, 'isAtLeast', TargetVersion.V1_36],
  [Toleration.everyTaint(TaintEffect.NO_EXECUTE), 'covers', Toleration.everything()],
  [Toleration.everyTaint(TaintEffect.NO_EXECUTE), 'evictedAndCreatedAgainAfter', 1],
  [Toleration.everything(), 'tolerates', Taint.of('a', TaintEffect.NO_EXECUTE)],
  [Tolerations.everything(), 'and', Tolerations.notReady()],
  [Tolerations.everything(), 'tolerates', Taint.of('a', TaintEffect.NO_EXECUTE)],
];

const loop: { self?: object } = {};
loop.self = loop;
/** Nothing that any parameter takes by its type: wrong wherever it is put, but for a few that take a text, number, flag or map like it. */
const junk: unknown[] = [
  undefined, null, true, NaN, Infinity, -1, 1.5, 2 ** 40, 10n, '', ' ', 'no such thing', Symbol('a'), () => 'a', Date, new Date(0), new Map(), {}, [], [null], [undefined], loop,
  { a: null }, { 'a b': 'c' }, { value: null }, Object.create(null), chart, Duration.millis(1), EnvValue.fromValue('a'), configMap, secret,
  NodeTargeting.linux(), NodeLabel.exists('a'), Rollout.onDelete(), Tolerations.none(), Toleration.everything(), Volume.emptyDir('a'), SeccompProfile.unconfined(),
  AppArmorProfile.unconfined(),
];

/** The good arguments with one of them, or one field or item within one of them, replaced. */
function spoiled(args: unknown[]): unknown[][] {
  return args.flatMap((good, i) => {
    const plain = typeof good === 'object' && (Array.isArray(good) || Object.getPrototypeOf(good) === Object.prototype);
    const within = plain ? Object.keys(good as object).flatMap((key) => junk.map((bad) => (
      Array.isArray(good) ? Object.assign([...good], { [key]: bad }) : { ...good, [key]: bad }))) : [];
    return [...junk, ...within].map((bad) => Object.assign([...args], { [i]: bad }));
  });
}

/** What is wrong with what comes of it: nothing, when it is a message with a code, or a value that renders to plain data. */
function wrong(act: () => unknown): string | undefined {
  try {
    const made = act() as { [method: string]: AnyFunction | undefined } | string | boolean;
    if (typeof made !== 'object') {
      return undefined;
    }
    const text = JSON.stringify([made._toKube, made.toString, made.describe].map((render) => render?.call(made) ?? ''));
    return /null|undefined|NaN/.test(text) ? `rendered ${text}` : undefined;
  } catch (error) {
    return /^\[[A-Z]\w+\] [A-Z]\w+(\.\w+)?: .+; .+/s.test((error as Error).message) ? undefined : String(error);
  }
}

describe('what is put in the wrong place gets a message with a code, or is no mistake', () => {
  test.each(Object.entries(factories))('%s', (name, args) => {
    const [type, method] = name.split('.');
    const factory = (library()[type] as never as { [method: string]: AnyFunction })[method];
    const call = (list: unknown[]) => factory.apply(library()[type], list);
    expect(typeof call(args)).toBe('object');
    // What is raw may say null, which Kubernetes takes for unset.
    const isNull = (problem: string | undefined) => method === 'raw' && problem?.startsWith('rendered') === true;
    expect(spoiled(args).map((list) => wrong(() => call(list))).filter((problem) => problem !== undefined && !isNull(problem))).toEqual([]);
  });

  test.each(methods.map(([object, ...call]) => [object.constructor.name, call[0], object, ...call] as const))('%s.%s', (_, __, object, method, ...args) => {
    const call = (list: unknown[]) => ((object as never)[method] as AnyFunction).apply(object, list);
    expect(wrong(() => call(args))).toBeUndefined();
    expect(spoiled(args).map((list) => wrong(() => call(list))).filter((problem) => problem !== undefined)).toEqual([]);
  });
});

/** All that files of src/values export, by name. */
function library(): { [name: string]: unknown } {
  const folder = join(__dirname, '../../src/values');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return Object.assign({}, ...readdirSync(folder).map((file) => require(`../../src/values/${file}`)));
}

/** Names of an object's own methods that have a parameter, whatever default it has. */
function withParameters(object: object): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([name, { value }]) => typeof value === 'function' && !/^(_|constructor$|prototype$)/.test(name) && !/^\w+\(\) \{/.test(String(value)))
    .map(([name]) => name);
}

test('every factory and method that takes something is tried', () => {
  const classes = Object.entries(library()).filter((entry): entry is [string, { prototype: object }] => /^[A-Z]/.test(entry[0]) && typeof entry[1] === 'function');
  const ofNoUse = ['EnvVar.ofKey', 'ImageName.read'];
  expect(classes.flatMap(([name, type]) => withParameters(type).map((method) => `${name}.${method}`)).filter((name) => !ofNoUse.includes(name)).sort())
    .toEqual(Object.keys(factories).sort());
  expect(classes.flatMap(([name, type]) => withParameters(type.prototype).map((method) => `${name}.${method}`)).sort())
    .toEqual(methods.map(([object, method]) => `${object.constructor.name}.${method}`).sort());
});
