import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { containerOf, Manifest, only, podOf } from './synth';
import {
  AgentDefaults, AgentProps, Container, ContainerPort, EnvFrom, EnvVar, HostAccessReason, HostAlias, HostPath, ImageName, ImagePullPolicy,
  LifecycleHandler, NodeLabel, NodeTargeting, Patch, Platform, PortRef, Priority, Probe, Rollout, SeccompProfile,
  TargetVersion, Tolerations, ConfigFiles, DnsPolicy, Volume, VolumeMount,
} from '../../src';

/** A container of nobody. */
export const sidecar = Container.of({ name: 'beside', image: ImageName.of('example.com/beside:v1') });

/** A value for every prop there is, and where it shows: the compiler sees to it that none is left out. */
export interface Override {
  readonly value: unknown;
  /** Props without which it could not stand. */
  readonly beside?: AgentProps;
  readonly shows: (objects: Manifest[]) => unknown;
  readonly as: unknown;
}

export const pod = (field: string) => (objects: Manifest[]) => podOf(objects)[field];
const main = (field: string) => (objects: Manifest[]) => containerOf(objects)[field];
export const daemonSet = (objects: Manifest[]) => only('DaemonSet', objects);
/** The agent's own; what stands beside it may have accounts as well. */
export const ownAccount = (objects: Manifest[]) => only('ServiceAccount', objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === podOf(objects).serviceAccountName));
const http = (path: string) => Probe.httpGet(path, PortRef.number(8080));
const asProbe = (path: string) => ({ httpGet: { path, port: 8080 } });
const whole = expect.arrayContaining.bind(expect);

export const OVERRIDES: { readonly [prop in keyof Required<AgentProps>]: Override } = {
  name: { value: 'mine', shows: (o) => daemonSet(o).metadata.name, as: 'mine' },
  containerName: { value: 'program', shows: main('name'), as: 'program' },
  serviceAccountAnnotations: { value: { 'eks.amazonaws.com/role-arn': 'arn' }, shows: (o) => ownAccount(o).metadata.annotations, as: { 'eks.amazonaws.com/role-arn': 'arn' } },
  namespace: { value: 'elsewhere', shows: (o) => daemonSet(o).metadata.namespace, as: 'elsewhere' },
  instance: { value: 'blue', shows: (o) => daemonSet(o).spec.selector.matchLabels['app.kubernetes.io/instance'], as: 'blue' },
  adopt: { value: { matchLabels: { app: 'old' } }, shows: (o) => [daemonSet(o).spec.selector.matchLabels, daemonSet(o).spec.template.metadata.labels], as: [{ app: 'old' }, { app: 'old' }] },
  targeting: { value: NodeTargeting.matching(NodeLabel.is('disktype', 'ssd')), shows: (o) => [podOf(o).nodeSelector, podOf(o).affinity], as: [{ 'disktype': 'ssd', 'kubernetes.io/os': 'linux' }, undefined] },
  tolerations: { value: Tolerations.none(), shows: pod('tolerations'), as: undefined },
  priority: { value: Priority.ofClass('mine'), shows: pod('priorityClassName'), as: 'mine' },
  rollout: { value: Rollout.onDelete(), shows: (o) => daemonSet(o).spec.updateStrategy, as: { type: 'OnDelete' } },
  minReady: { value: Duration.seconds(7), shows: (o) => daemonSet(o).spec.minReadySeconds, as: 7 },
  revisionHistoryLimit: { value: 0, shows: (o) => daemonSet(o).spec.revisionHistoryLimit, as: 0 },
  labels: { value: { 'example.com/tier': 'x' }, shows: (o) => daemonSet(o).metadata.labels['example.com/tier'], as: 'x' },
  annotations: { value: { 'example.com/note': 'x' }, shows: (o) => daemonSet(o).metadata.annotations, as: { 'example.com/note': 'x' } },
  configFiles: { value: [ConfigFiles.of('/etc/agent', { 'a.conf': 'a' })], shows: (o) => o.filter((one) => one.kind === 'ConfigMap').map((one) => one.data), as: whole([{ 'a.conf': 'a' }]) },
  hostAccessReasons: { value: [HostAccessReason.root('because')], shows: (o) => o.length > 0, as: true },
  platform: { value: Platform.gkeAutopilot({ allowlist: 'agent-v1' }), shows: (o) => daemonSet(o).spec.template.metadata.labels['cloud.google.com/matching-allowlist'], as: 'agent-v1' },
  targetVersion: { value: TargetVersion.of('1.33'), beside: { hostUsers: true }, shows: pod('hostUsers'), as: true },
  defaults: { value: AgentDefaults.none(), shows: pod('priorityClassName'), as: undefined },
  patches: { value: [Patch.merge({ spec: { template: { spec: { hostname: 'x' } } } })], shows: pod('hostname'), as: 'x' },
  hostNetwork: { value: false, shows: pod('hostNetwork'), as: false },
  hostPid: { value: true, shows: pod('hostPID'), as: true },
  hostIpc: { value: true, shows: pod('hostIPC'), as: true },
  hostUsers: { value: false, beside: { hostNetwork: false, hostPid: false, targetVersion: TargetVersion.of('1.33') }, shows: pod('hostUsers'), as: false },
  shareProcessNamespace: { value: true, beside: { hostPid: false }, shows: pod('shareProcessNamespace'), as: true },
  dnsPolicy: { value: DnsPolicy.CLUSTER_FIRST, shows: pod('dnsPolicy'), as: 'ClusterFirst' },
  dnsConfig: { value: { nameservers: ['10.0.0.1'] }, shows: pod('dnsConfig'), as: { nameservers: ['10.0.0.1'] } },
  runtimeClassName: { value: 'gvisor', shows: pod('runtimeClassName'), as: 'gvisor' },
  schedulerName: { value: 'mine', shows: pod('schedulerName'), as: 'mine' },
  hostAliases: { value: [HostAlias.of('10.0.0.1', 'a.example.com')], shows: pod('hostAliases'), as: [{ hostnames: ['a.example.com'], ip: '10.0.0.1' }] },
  terminationGracePeriod: { value: Duration.seconds(90), shows: pod('terminationGracePeriodSeconds'), as: 90 },
  imagePullSecrets: { value: ['key'], shows: pod('imagePullSecrets'), as: [{ name: 'key' }] },
  enableServiceLinks: { value: true, shows: pod('enableServiceLinks'), as: true },
  podSecurityContext: { value: { fsGroup: 7, seccompProfile: SeccompProfile.unconfined() }, shows: pod('securityContext'), as: expect.objectContaining({ fsGroup: 7, seccompProfile: { type: 'Unconfined' } }) },
  serviceAccount: { value: kplus.ServiceAccount.fromServiceAccountName(new Chart(new App(), 'other'), 'account', 'theirs'), shows: pod('serviceAccountName'), as: 'theirs' },
  automountServiceAccountToken: { value: true, shows: pod('automountServiceAccountToken'), as: true },
  initContainers: { value: [sidecar], shows: (o) => podOf(o).initContainers.map((one: Manifest) => one.name), as: whole(['beside']) },
  sidecars: { value: [sidecar], shows: (o) => podOf(o).containers.map((one: Manifest) => one.name), as: whole(['beside']) },
  volumes: { value: [Volume.emptyDir('spare')], shows: pod('volumes'), as: whole([{ name: 'spare', emptyDir: {} }]) },
  podLabels: { value: { 'example.com/zone': 'a' }, shows: (o) => daemonSet(o).spec.template.metadata.labels['example.com/zone'], as: 'a' },
  podAnnotations: { value: { 'example.com/note': 'a' }, shows: (o) => daemonSet(o).spec.template.metadata.annotations, as: expect.objectContaining({ 'example.com/note': 'a' }) },
  command: { value: ['/bin/other'], shows: main('command'), as: ['/bin/other'] },
  args: { value: ['--more'], shows: main('args'), as: whole(['--more']) },
  workingDir: { value: '/work', shows: main('workingDir'), as: '/work' },
  env: { value: [EnvVar.of('LEVEL', 'info')], shows: main('env'), as: whole([{ name: 'LEVEL', value: 'info' }]) },
  envFrom: { value: [EnvFrom.secretNamed('key')], shows: main('envFrom'), as: [{ secretRef: { name: 'key' } }] },
  ports: { value: [ContainerPort.named('debug', 6060)], shows: main('ports'), as: whole([{ containerPort: 6060, name: 'debug' }]) },
  resources: { value: { memory: { request: Size.mebibytes(5) } }, shows: main('resources'), as: { requests: { memory: '5Mi' } } },
  securityContext: { value: { runAsUser: 7, allowPrivilegeEscalation: true }, shows: (o) => [main('securityContext')(o).runAsUser, main('securityContext')(o).allowPrivilegeEscalation], as: [7, true] },
  mounts: { value: [VolumeMount.of('/spare', Volume.emptyDir('spare'))], shows: main('volumeMounts'), as: whole([{ mountPath: '/spare', name: 'spare' }]) },
  hostPaths: { value: [HostPath.dev()], shows: main('volumeMounts'), as: whole([{ mountPath: '/dev', name: 'dev', readOnly: true }]) },
  livenessProbe: { value: http('/live'), shows: main('livenessProbe'), as: asProbe('/live') },
  readinessProbe: { value: http('/ready'), shows: main('readinessProbe'), as: asProbe('/ready') },
  startupProbe: { value: http('/start'), shows: main('startupProbe'), as: asProbe('/start') },
  postStart: { value: LifecycleHandler.exec(['a']), shows: (o) => containerOf(o).lifecycle.postStart, as: { exec: { command: ['a'] } } },
  preStop: { value: LifecycleHandler.exec(['b']), shows: (o) => containerOf(o).lifecycle.preStop, as: { exec: { command: ['b'] } } },
  imagePullPolicy: { value: ImagePullPolicy.ALWAYS, shows: main('imagePullPolicy'), as: 'Always' },
  terminationMessagePath: { value: '/last', shows: main('terminationMessagePath'), as: '/last' },
  terminationMessagePolicy: { value: 'File', shows: main('terminationMessagePolicy'), as: 'File' },
  tty: { value: true, shows: main('tty'), as: true },
  stdin: { value: true, shows: main('stdin'), as: true },
};
