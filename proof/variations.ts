import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';

import {
  AgentDefaults, AgentProps, AppArmorProfile, ConfigFiles, Container, ContainerPort, DnsPolicy, EmptyDirMedium, EnvFrom, EnvVar, HostAlias, HostPath,
  ImageName, IntOrPercent, LifecycleHandler, NodeLabel, NodeTargeting, PortRef, Priority, Probe, ProcMount, ProjectedSource, Quantity, Rollout,
  SeccompProfile, Taint, TaintEffect, TargetVersion, Toleration, Tolerations, Volume, VolumeMount,
} from '../src';

/** Options that every agent takes, varied: what is accepted of one agent must be accepted of each. */
export interface Variation {
  readonly name: string;
  /** The version that it is synthesized for. */
  readonly target: string;
  readonly props: AgentProps;
}

const sidecar = ImageName.of('registry.example.com/sidecar:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef');

const everyField: AgentProps = {
  hostNetwork: false,
  hostPid: false,
  targeting: NodeTargeting.anyOf(
    NodeTargeting.matching(NodeLabel.is('disktype', 'ssd'), NodeLabel.doesNotExist('retired')),
    NodeTargeting.matching(NodeLabel.isOneOf('team', 'search', 'ads'), NodeLabel.greaterThan('generation', 4)),
  ).and(NodeTargeting.realNodes()).preferring(20, NodeLabel.exists('fast-network')),
  tolerations: Tolerations.controlPlane().and(Tolerations.gpu()).and(Tolerations.of(
    Taint.of('dedicated', TaintEffect.NO_EXECUTE, 'search').toleration(), Toleration.exists('spot', TaintEffect.NO_SCHEDULE),
  )),
  priority: Priority.newClass('proof-agents', { value: 900000, description: 'of the proof' }),
  rollout: Rollout.surging(IntOrPercent.percent(20)),
  minReady: Duration.seconds(1),
  revisionHistoryLimit: 3,
  labels: { 'example.com/tier': 'agents' },
  annotations: { 'example.com/owner': 'platform team, 3rd floor' },
  podLabels: { 'example.com/zone': 'a' },
  podAnnotations: { 'example.com/scrape': 'true' },
  configFiles: [ConfigFiles.of('/etc/agent', { 'agent.conf': 'a = 1\n', 'rules.yaml': 'rules: []\n' })],
  dnsPolicy: DnsPolicy.NONE,
  dnsConfig: { nameservers: ['10.0.0.10'], searches: ['svc.cluster.local'], options: { ndots: '2', rotate: '' } },
  hostAliases: [HostAlias.of('10.1.2.3', 'backend', 'backend.example.com')],
  imagePullSecrets: ['registry'],
  enableServiceLinks: true,
  shareProcessNamespace: true,
  terminationGracePeriod: Duration.minutes(2),
  command: ['/agent'],
  args: ['--config', '/etc/agent/agent.conf'],
  workingDir: '/',
  env: [
    EnvVar.of('LEVEL', 'info'), EnvVar.fromField('POD_IP', 'status.podIP'), EnvVar.fromResource('MEMORY', 'limits.memory', '1Mi'),
    EnvVar.fromSecretNamed('TOKEN', 'agent', 'token', true), EnvVar.fromConfigMapNamed('REGION', 'cluster', 'region', true),
  ],
  envFrom: [EnvFrom.configMapNamed('cluster', 'CLUSTER_')],
  ports: [ContainerPort.named('api', 8126)],
  resources: {
    cpu: { request: Cpu.millis(20), limit: Cpu.units(1) },
    memory: { request: Size.mebibytes(64), limit: Size.gibibytes(1) },
    ephemeralStorage: { request: Size.mebibytes(100) },
  },
  securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 1000, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
  podSecurityContext: { fsGroup: 1000, supplementalGroups: [2000], seccompProfile: SeccompProfile.runtimeDefault() },
  mounts: [
    VolumeMount.of('/scratch', Volume.emptyDir('scratch', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(64) })),
    VolumeMount.of('/var/run/tokens', Volume.projected('tokens', [
      ProjectedSource.serviceAccountToken('vault', 'vault', 3600), ProjectedSource.downwardApi({ labels: 'metadata.labels' }), ProjectedSource.configMapNamed('cluster'),
    ], '0440'), { readOnly: true }),
    VolumeMount.of('/certs', Volume.secretNamed('certs', 'agent-certs', { optional: true, defaultMode: '0400', items: { 'tls.crt': 'server.crt' } }), { readOnly: true }),
  ],
  hostPaths: [HostPath.kernelModules(), HostPath.dev()],
  livenessProbe: Probe.httpGet('/healthz', PortRef.named('api'), { period: Duration.seconds(20), headers: { 'X-Probe': 'live' } }),
  readinessProbe: Probe.tcpSocket(PortRef.number(8126), { successThreshold: 2 }),
  startupProbe: Probe.exec(['/agent', 'check'], { failureThreshold: 30 }),
  preStop: LifecycleHandler.exec(['/agent', 'flush']),
  terminationMessagePolicy: 'FallbackToLogsOnError',
  initContainers: [Container.of({ name: 'prepare', image: sidecar, command: ['/prepare'] })],
  sidecars: [Container.of({ name: 'reloader', image: sidecar, resources: { cpu: { request: Cpu.millis(5) } } })],
};

export const VARIATIONS: readonly Variation[] = [
  { name: 'as it comes', target: '1.28', props: {} },
  { name: 'as it comes', target: '1.36', props: {} },
  { name: 'without any default', target: '1.28', props: { defaults: AgentDefaults.none() } },
  { name: 'with every field set', target: '1.28', props: everyField },
  { name: 'with every field set', target: '1.36', props: { ...everyField, preStop: LifecycleHandler.sleep(Duration.seconds(5)) } },
  {
    name: 'adopting an identity, node-critical, replaced on delete',
    target: '1.28',
    props: { adopt: { matchLabels: { k8s: 'agent' }, templateLabels: { k8s: 'agent', old: 'yes' } }, priority: Priority.nodeCritical(), rollout: Rollout.onDelete() },
  },
  {
    name: 'confined by AppArmor',
    target: '1.28',
    props: { securityContext: { appArmorProfile: AppArmorProfile.runtimeDefault() } },
  },
  {
    name: 'confined by AppArmor',
    target: '1.36',
    props: { securityContext: { appArmorProfile: AppArmorProfile.localhost('agent') }, podSecurityContext: { appArmorProfile: AppArmorProfile.runtimeDefault() } },
  },
  {
    name: 'in a user namespace',
    target: '1.36',
    props: { hostUsers: false, hostNetwork: false, hostPid: false, securityContext: { procMount: ProcMount.UNMASKED } },
  },
  {
    name: 'surging by percent, with an extended resource',
    target: '1.28',
    props: { hostNetwork: false, rollout: Rollout.surging(IntOrPercent.percent(25)), resources: { extended: { 'example.com/fpga': Quantity.of(0) } } },
  },
];

export function targetOf(variation: Variation): TargetVersion {
  return TargetVersion.of(variation.target);
}
