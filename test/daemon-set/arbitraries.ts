import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  AgentDefaults, AppArmorProfile, ConfigFiles, Container, ContainerPort, ContainerProps, DnsPolicy, EnvVar, HostAlias, HostPath, ImageName, ImagePullPolicy, IntOrPercent, LifecycleHandler,
  NodeAgentDaemonSet, NodeAgentDaemonSetProps, NodeLabel, NodeTargeting, PortRef, Priority, Probe, ProcMount, Quantity, Rollout, SeccompProfile, TargetVersion, TaintEffect,
  Toleration, Tolerations, Volume, VolumeMount,
} from '../../src';

/*
 * Props as users could write them: each valid by itself, in any combination. What contradicts itself between fields is found at synth.
 */

const name = fc.constantFrom('main', 'a', 'b-1', 'side', 'x'.repeat(63));
const flag = fc.boolean();
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const labels = fc.dictionary(fc.constantFrom('team', 'example.com/tier', 'app.kubernetes.io/version'), fc.constantFrom('', 'a', 'v1.2'), { noNullPrototype: true });
const seconds = fc.nat(100).map((n) => Duration.seconds(n));
const id = fc.nat(2000);

const env = fc.oneof(
  fc.tuple(fc.constantFrom('A', 'B', 'NODE_NAME'), fc.string()).map(([key, value]) => EnvVar.of(key, value)),
  fc.constantFrom('status.hostIP', 'status.hostIPs', 'metadata.name').map((field) => EnvVar.fromField('FIELD', field)),
  fc.constant(EnvVar.fromSecretNamed('SECRET', 'secret', 'key')),
);
const volume = fc.oneof(
  fc.constantFrom('data', 'config').map((of) => Volume.emptyDir(of)),
  fc.constantFrom('/var/log', '/data').map((path) => Volume.hostPath('data', path)),
  fc.constant(Volume.configMapNamed('config', 'config', { items: { b: 'b', a: 'a' } })),
);
const mount = fc.tuple(fc.constantFrom('/a', '/b'), volume, optional(flag)).map(([path, of, readOnly]) => VolumeMount.of(path, of, { readOnly }));
const hostPath = fc.constantFrom(HostPath.varLog(), HostPath.proc(), HostPath.root(), HostPath.stateDirectory('agent'), HostPath.cniBin());
const port = fc.record({ number: fc.constantFrom(80, 9100), name: fc.constantFrom(undefined, 'http', 'metrics'), hostPort: fc.constantFrom(undefined, 80, 9100) })
  .map(({ number, ...options }) => ContainerPort.of(number, options));
const portRef = fc.oneof(fc.constantFrom('http', 'metrics').map((of) => PortRef.named(of)), fc.constant(PortRef.number(80)));
const probe = fc.oneof(
  portRef.map((of) => Probe.httpGet('/', of, { headers: { b: '1', a: '2' } })), portRef.map((of) => Probe.tcpSocket(of)),
  fc.constant(Probe.exec(['true'], { successThreshold: 2 })), fc.constant(Probe.grpc(90)),
);
const hook = fc.oneof(fc.constant(LifecycleHandler.exec(['true'])), seconds.filter((time) => time.toSeconds() > 0).map((time) => LifecycleHandler.sleep(time)));
const seccomp = fc.constantFrom(SeccompProfile.runtimeDefault(), SeccompProfile.unconfined(), SeccompProfile.localhost('a.json'));
const appArmor = fc.constantFrom(AppArmorProfile.runtimeDefault(), AppArmorProfile.unconfined(), AppArmorProfile.localhost('agent'));
const security = fc.record({
  privileged: flag,
  allowPrivilegeEscalation: flag,
  readOnlyRootFilesystem: flag,
  runAsNonRoot: flag,
  runAsUser: id,
  capabilities: fc.record({ add: fc.subarray(['SYS_ADMIN', 'NET_ADMIN', 'BPF']), drop: fc.subarray(['ALL']) }, { requiredKeys: [] }),
  seccompProfile: seccomp,
  appArmorProfile: appArmor,
  procMount: fc.constantFrom(ProcMount.DEFAULT, ProcMount.UNMASKED),
}, { requiredKeys: [] });
const resources = fc.record({
  cpu: fc.nat(500).map((n) => ({ request: Cpu.millis(n), limit: Cpu.millis(2 * n) })),
  memory: fc.nat(500).map((n) => ({ limit: Size.mebibytes(n) })),
  extended: fc.constant({ 'nvidia.com/gpu': Quantity.of(1) }),
}, { requiredKeys: [] });

export const containers: fc.Arbitrary<Container> = fc.record({
  name,
  image: fc.constantFrom(ImageName.of('example.com/agent:v1'), ImageName.unpinned('agent')),
  command: fc.array(fc.string(), { maxLength: 2 }),
  args: fc.array(fc.string(), { maxLength: 2 }),
  workingDir: fc.constant('/srv'),
  env: fc.array(env, { maxLength: 3 }),
  ports: fc.array(port, { maxLength: 2 }),
  resources,
  securityContext: security,
  mounts: fc.array(mount, { maxLength: 2 }),
  hostPaths: fc.array(hostPath, { maxLength: 2 }),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  postStart: hook,
  preStop: hook,
  imagePullPolicy: fc.constantFrom(...Object.values(ImagePullPolicy)),
  tty: flag,
}, { requiredKeys: ['name', 'image'] }).map((props) => Container.of(props));

const targeting = fc.constantFrom(
  NodeTargeting.everyNode(), NodeTargeting.linux(), NodeTargeting.realNodes(), NodeTargeting.matching(NodeLabel.is('kubernetes.io/os', 'windows')),
  NodeTargeting.anyOf(NodeTargeting.matching(NodeLabel.exists('gpu')), NodeTargeting.named('node-1')),
);
const tolerations = fc.constantFrom(
  Tolerations.none(), Tolerations.everything(), Tolerations.controlPlane(), Tolerations.of(Toleration.equal('a', 'b', TaintEffect.NO_EXECUTE), Toleration.exists('c')),
);
const rollout = fc.constantFrom(Rollout.rolling(IntOrPercent.percent(10)), Rollout.surging(IntOrPercent.of(1)), Rollout.onDelete(), Rollout.rollingUpdate());
const priority = fc.constantFrom(Priority.nodeCritical(), Priority.nodeAgents(), Priority.newClass('mine', { value: 5 }), Priority.ofClass('theirs'));
const ids = NodeAgentDaemonSet.defaults.map((one) => one.id);
const defaults = fc.oneof(
  fc.subarray(ids).map((some) => AgentDefaults.none().with(...some)), fc.subarray(ids).map((some) => AgentDefaults.all().without(...some)),
);
const podSecurity = fc.record({
  runAsUser: id,
  runAsNonRoot: flag,
  fsGroup: id,
  supplementalGroups: fc.array(id, { maxLength: 2 }),
  seccompProfile: seccomp,
  appArmorProfile: appArmor,
  sysctls: fc.dictionary(fc.constantFrom('net.a', 'kernel.shm'), fc.constantFrom('0', '1'), { noNullPrototype: true }),
  windowsOptions: fc.constantFrom({}, { hostProcess: true }),
}, { requiredKeys: [] });

export const props: fc.Arbitrary<NodeAgentDaemonSetProps> = fc.record({
  name: fc.constantFrom('agent', 'log-agent.v2'),
  instance: fc.constantFrom('blue', 'agent'),
  adopt: fc.record({ matchLabels: fc.constant({ name: 'agent' }), templateLabels: fc.constantFrom(undefined, { name: 'agent', more: 'x' }, { name: 'other', more: 'x' }) }),
  namespace: fc.constant('agents'),
  labels,
  annotations: labels,
  podLabels: labels,
  podAnnotations: labels,
  containers: fc.array(containers, { maxLength: 2 }),
  initContainers: fc.array(containers, { maxLength: 2 }),
  sidecars: fc.array(containers, { maxLength: 2 }),
  targeting,
  tolerations,
  priority,
  rollout,
  minReady: seconds,
  revisionHistoryLimit: fc.nat(10),
  defaults,
  targetVersion: fc.integer({ min: 28, max: 36 }).map((minor) => TargetVersion.of(`1.${minor}`)),
  configFiles: fc.constantFrom([], [ConfigFiles.of('/etc/agent', { b: '1', a: '2' })]),
  hostNetwork: flag,
  hostPid: flag,
  hostIpc: flag,
  hostUsers: flag,
  shareProcessNamespace: flag,
  dnsPolicy: fc.constantFrom(...Object.values(DnsPolicy)),
  dnsConfig: fc.record({ nameservers: fc.constant(['10.0.0.10']), options: fc.constant({ b: '', a: '1' }) }, { requiredKeys: [] }),
  runtimeClassName: fc.constant('kata'),
  schedulerName: fc.constant('mine'),
  hostAliases: fc.constant([HostAlias.of('10.0.0.1', 'a')]),
  terminationGracePeriod: seconds,
  imagePullSecrets: fc.constantFrom([], ['a', 'b']),
  enableServiceLinks: flag,
  automountServiceAccountToken: flag,
  podSecurityContext: podSecurity,
  volumes: fc.array(volume, { maxLength: 2 }),
}, { requiredKeys: ['name'] });

/** A container that contradicts neither itself nor another of these; the number makes its name and port its own. */
function soundContainer(kind: string, i: number, runs: boolean): fc.Arbitrary<Container> {
  const ports = [ContainerPort.named('http', 1000 + i)];
  const asks = fc.constantFrom(Probe.httpGet('/', PortRef.named('http')), Probe.tcpSocket(PortRef.number(1000 + i)), Probe.exec(['true']));
  const running: fc.Arbitrary<Partial<ContainerProps>> = fc.record({
    livenessProbe: asks, readinessProbe: fc.constant(Probe.grpc(90, { successThreshold: 2 })), preStop: fc.constant(LifecycleHandler.exec(['true'])),
  }, { requiredKeys: [] });
  const always = fc.record({
    name: fc.constant(`${kind}-${i}`),
    image: fc.constantFrom(ImageName.of('example.com/agent:v1'), ImageName.unpinned('agent')),
    args: fc.array(fc.string(), { maxLength: 2 }),
    env: fc.uniqueArray(env.filter(({ name: key }) => key !== 'FIELD'), { selector: (variable) => variable.name }),
    ports: fc.constant(ports),
    resources,
    securityContext: fc.record({ readOnlyRootFilesystem: flag, runAsUser: id.map((n) => n + 1), capabilities: fc.record({ drop: fc.subarray(['ALL']) }) }, { requiredKeys: [] }),
    mounts: fc.subarray([VolumeMount.of('/a', Volume.emptyDir('a')), VolumeMount.of('/b', Volume.hostPath('b', '/b'), { readOnly: true })]),
    hostPaths: fc.subarray([HostPath.varLog(), HostPath.proc(), HostPath.stateDirectory('agent')]),
  }, { requiredKeys: ['name', 'image', 'ports'] });
  return fc.tuple(always, runs ? running : fc.constant({})).map(([options, more]) => Container.of({ ...options, ...more }));
}

function soundContainers(kind: string, first: number, least: number, runs = true): fc.Arbitrary<Container[]> {
  return fc.integer({ min: least, max: 2 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => soundContainer(kind, first + i, runs))));
}

/** Props that contradict themselves nowhere. */
export const sound: fc.Arbitrary<NodeAgentDaemonSetProps> = fc.record({
  name: fc.constantFrom('agent', 'log-agent'),
  instance: fc.constantFrom('blue', 'agent'),
  namespace: fc.constant('agents'),
  adopt: fc.record({ matchLabels: fc.constant({ name: 'agent' }), templateLabels: fc.constantFrom(undefined, { name: 'agent', more: 'x' }) }),
  labels,
  annotations: labels,
  podLabels: labels,
  podAnnotations: labels,
  containers: soundContainers('main', 0, 1),
  initContainers: soundContainers('init', 10, 0, false),
  sidecars: soundContainers('side', 20, 0),
  targeting,
  tolerations,
  priority,
  rollout: rollout.filter(({ surges }) => !surges),
  minReady: seconds,
  revisionHistoryLimit: fc.nat(10),
  defaults,
  targetVersion: fc.integer({ min: 28, max: 36 }).map((minor) => TargetVersion.of(`1.${minor}`)),
  configFiles: fc.constantFrom([], [ConfigFiles.of('/etc/agent', { b: '1', a: '2' })]),
  hostNetwork: flag,
  hostPid: flag,
  dnsConfig: fc.constant({ nameservers: ['10.0.0.10'] }),
  terminationGracePeriod: seconds,
  imagePullSecrets: fc.constant(['a']),
  podSecurityContext: fc.record({ runAsNonRoot: flag, fsGroup: id, seccompProfile: seccomp, appArmorProfile: appArmor }, { requiredKeys: [] }),
}, { requiredKeys: ['name', 'containers'] });
