import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';

import {
  AgentProps, AppArmorProfile, ConfigFiles, ContainerOptions, ContainerPort, DnsPolicy, EmptyDirMedium, EnvFrom, EnvVar, HostAlias, HostPath,
  HostPathType, ImageName, IntOrPercent, LifecycleHandler, MountPropagation, NodeLabel, NodeTargeting, PortProtocol, PortRef, Priority, Probe,
  ProjectedSource, Quantity, Rollout, SeccompProfile, TaintEffect, Toleration, Tolerations, Volume, VolumeMount,
} from '../../src';
import type { Random } from '../harness/random';

/** One thing that a user sets, already drawn: `set` may throw, as the factories of the library do. */
export interface Setting {
  readonly what: string;
  readonly set: () => { readonly pod?: AgentProps; readonly container?: ContainerOptions };
}

const ODD_TEXTS = [
  '', ' ', 'A', 'a b', '-a', 'a-', 'a.b', 'a..b', '.a', '..', '..a', '../a', '/', '/a', 'a/b', 'a/b/c', '/a/../b', '1a', '1', 'a_b', 'a:b', 'a=b', 'é', 'a\nb', '$(A)',
  'x'.repeat(16), 'x'.repeat(64), 'x'.repeat(254), '10.0.0.1', '010.0.0.1', '::1', '2001:DB8::1', '10.0.0.0/24', 'kubernetes.io/a', 'Example.com/a', 'requests.a.com/b', 'metadata.name',
];
const NUMBERS = [0, 1, 2, 5, 30, 100, 101, 600, 1000, 65535, 65536, 2147483647, 2147483648, -1, 0.5];

/** Mostly what users write, now and then what is odd. */
export class Draw {
  public constructor(private readonly random: Random) {}

  public one<T>(items: readonly T[]): T {
    return items[this.random.below(items.length)];
  }

  public text(...usual: string[]): string {
    return this.random.chance(0.2) ? this.one(ODD_TEXTS) : this.one(usual);
  }

  public number(...usual: number[]): number {
    return this.random.chance(0.2) ? this.one(NUMBERS) : this.one(usual);
  }

  public chance(): boolean {
    return this.random.chance(0.5);
  }

  /** So many different settings that one agent has them at once. */
  public settings(count: number): Setting[] {
    return Array.from({ length: count }, () => this.one(KINDS)(this));
  }
}

const shown = (value: unknown) => JSON.stringify(value);
/** cdk8s itself refuses negative amounts of time and memory. */
const seconds = (n: number) => Duration.seconds(Math.max(0, n));
const mebibytes = (n: number) => Size.mebibytes(Math.max(0, n));

function setting(what: string, drawn: readonly unknown[], set: Setting['set']): Setting {
  return { what: `${what} ${drawn.map(shown).join(', ')}`, set };
}

type Kind = (draw: Draw) => Setting;

function ofPod(what: string, ...draws: ((draw: Draw) => unknown)[]): (make: (...drawn: any[]) => AgentProps) => Kind {
  return (make) => (draw) => {
    const drawn = draws.map((one) => one(draw));
    return setting(what, drawn, () => ({ pod: make(...drawn) }));
  };
}

function ofContainer(what: string, ...draws: ((draw: Draw) => unknown)[]): (make: (...drawn: any[]) => ContainerOptions) => Kind {
  return (make) => (draw) => {
    const drawn = draws.map((one) => one(draw));
    return setting(what, drawn, () => ({ container: make(...drawn) }));
  };
}

const text = (...usual: string[]) => (draw: Draw) => draw.text(...usual);
const number = (...usual: number[]) => (draw: Draw) => draw.number(...usual);
const one = <T>(...items: T[]) => (draw: Draw) => draw.one(items);
const bool = one(true, false);
const mount = (path: string, volume: Volume) => ({ mounts: [VolumeMount.of(path, volume)] });
const path = text('/data', '/etc/agent', '/var/run/agent');

const POD_KINDS: Kind[] = [
  ofPod('name', text('agent', 'log-agent'))((name) => ({ name })),
  ofPod('namespace', text('default'))((namespace) => ({ namespace })),
  ofPod('instance', text('agent', 'blue'))((instance) => ({ instance })),
  ofPod('adopted identity', text('k8s-app'), text('agent'), bool)((key, value, same) => ({ adopt: { matchLabels: { [key]: value }, ...(same ? {} : { templateLabels: { a: 'b' } }) } })),
  ofPod('labels', text('team', 'example.com/tier'), text('search', ''))((key, value) => ({ labels: { [key]: value } })),
  ofPod('pod labels', text('team', 'example.com/tier'), text('search', ''))((key, value) => ({ podLabels: { [key]: value } })),
  ofPod('annotations', text('team', 'Example.com/Tier'), text('search'))((key, value) => ({ annotations: { [key]: value } })),
  ofPod('pod annotations', text('team', 'example.com/tier'), text('search'))((key, value) => ({ podAnnotations: { [key]: value } })),
  ofPod('revisionHistoryLimit', number(3))((revisionHistoryLimit) => ({ revisionHistoryLimit })),
  ofPod('minReady', number(5))((n) => ({ minReady: seconds(n) })),
  ofPod('terminationGracePeriod', number(30, 120))((n) => ({ terminationGracePeriod: seconds(n) })),
  ofPod('host namespaces', bool, bool, bool)((hostNetwork, hostPid, hostIpc) => ({ hostNetwork, hostPid, hostIpc })),
  ofPod('hostUsers', bool)((hostUsers) => ({ hostUsers })),
  ofPod('shareProcessNamespace', bool)((shareProcessNamespace) => ({ shareProcessNamespace })),
  ofPod('dnsPolicy', one(...Object.values(DnsPolicy)))((dnsPolicy) => ({ dnsPolicy })),
  ofPod('name servers', text('10.0.0.10'), text('fd00::10'), number(1, 3, 4))((a, b, n) => ({ dnsConfig: { nameservers: Array.from({ length: Math.min(n, 5) }, (_, i) => [a, b][i] ?? `10.0.0.${i}`) } })),
  ofPod('search domains', text('svc.cluster.local', 'example.com.'))((search) => ({ dnsConfig: { searches: [search] } })),
  ofPod('resolver options', text('ndots'), text('2'))((key, value) => ({ dnsConfig: { options: { [key]: value } } })),
  ofPod('hostAliases', text('10.1.2.3'), text('backend.example.com'))((ip, name) => ({ hostAliases: [HostAlias.of(ip, name)] })),
  ofPod('imagePullSecrets', text('registry'))((name) => ({ imagePullSecrets: [name] })),
  ofPod('runtimeClassName', text('gvisor'))((runtimeClassName) => ({ runtimeClassName })),
  ofPod('schedulerName', text('my-scheduler'))((schedulerName) => ({ schedulerName })),
  ofPod('pod user and group', number(1000), number(1000), bool)((runAsUser, runAsGroup, runAsNonRoot) => ({ podSecurityContext: { runAsUser, runAsGroup, runAsNonRoot } })),
  ofPod('fsGroup', number(1000), text('OnRootMismatch', 'Always'))((fsGroup, fsGroupChangePolicy) => ({ podSecurityContext: { fsGroup, fsGroupChangePolicy } })),
  ofPod('supplementalGroups', number(1000))((group) => ({ podSecurityContext: { supplementalGroups: [group] } })),
  ofPod('sysctls', text('net.core.somaxconn', 'kernel.shm_rmid_forced'), text('1'))((name, value) => ({ podSecurityContext: { sysctls: { [name]: value } } })),
  ofPod('pod seccomp profile', text('profiles/agent.json'))((name) => ({ podSecurityContext: { seccompProfile: SeccompProfile.localhost(name) } })),
  ofPod('Windows options', text('ContainerAdministrator', 'NT AUTHORITY\\SYSTEM'), bool)((runAsUserName, hostProcess) => ({ podSecurityContext: { windowsOptions: { runAsUserName, hostProcess } } })),
  ofPod('rollout', number(0, 1, 3), number(0, 1), bool)((a, b, percent) => ({
    rollout: Rollout.rollingUpdate({ maxUnavailable: percent ? IntOrPercent.percent(a) : IntOrPercent.of(a), maxSurge: IntOrPercent.of(b) }),
  })),
  ofPod('surge', number(1, 20))((n) => ({ rollout: Rollout.surging(IntOrPercent.percent(n)) })),
  ofPod('targeting', text('disktype', 'example.com/pool'), text('ssd', ''), text('hdd'))((key, a, b) => ({ targeting: NodeTargeting.matching(NodeLabel.isOneOf(key, a, b)) })),
  ofPod('targeting by bound', text('generation'), number(4))((key, n) => ({ targeting: NodeTargeting.matching(NodeLabel.greaterThan(key, n)) })),
  ofPod('targeting by name', text('node-1', 'ip-10-0-0-1.ec2.internal'))((name) => ({ targeting: NodeTargeting.named(name).or(NodeTargeting.notNamed(name)) })),
  ofPod('preference', number(1, 50, 100), text('disktype'))((weight, key) => ({ targeting: NodeTargeting.everyNode().preferring(weight, NodeLabel.exists(key)) })),
  ofPod('toleration', text('dedicated', 'nvidia.com/gpu'), text('search', ''), one(...Object.values(TaintEffect), undefined))((key, value, effect) => ({ tolerations: Tolerations.of(Toleration.equal(key, value, effect)) })),
  ofPod('toleration for a time', text('dedicated'), number(60), one(...Object.values(TaintEffect)))((key, n, effect) => ({ tolerations: Tolerations.of(Toleration.exists(key, effect).evictedAndCreatedAgainAfter(n)) })),
  ofPod('priority', text('agents'), number(1000))((name, value) => ({ priority: Priority.newClass(name, { value, description: 'x' }) })),
  ofPod('existing priority', text('agents', 'system-node-critical'))((name) => ({ priority: Priority.ofClass(name) })),
  ofPod('configFiles', path, text('agent.conf'), text('a = 1\n'))((where, name, content) => ({ configFiles: [ConfigFiles.of(where, { [name]: content })] })),
  ofPod('configMapName', path, text('agent-config'))((where, name) => ({ configFiles: [ConfigFiles.of(where, { a: 'b' }, { configMapName: name })] })),
];

const CONTAINER_KINDS: Kind[] = [
  ofContainer('env', text('LEVEL', 'my.level'), text('info'))((name, value) => ({ env: [EnvVar.of(name, value)] })),
  ofContainer('env from a field', text('A'), text('spec.nodeName', "metadata.labels['app']", 'status.hostIP', 'metadata.uid'))((name, field) => ({ env: [EnvVar.fromField(name, field)] })),
  ofContainer('env from a label', text('team', 'example.com/team'))((key) => ({ env: [EnvVar.fromField('B', `metadata.annotations['${key}']`)] })),
  ofContainer('env from a resource', text('limits.memory', 'requests.cpu', 'limits.ephemeral-storage', 'limits.nvidia.com/gpu'), text('1Mi', '1m', '1', '1k'))((resource, divisor) => ({ env: [EnvVar.fromResource('C', resource, divisor)] })),
  ofContainer('env from a Secret', text('agent'), text('token'))((name, key) => ({ env: [EnvVar.fromSecretNamed('D', name, key)] })),
  ofContainer('envFrom', text('cluster'), text('CLUSTER_'))((name, prefix) => ({ envFrom: [EnvFrom.configMapNamed(name, prefix)] })),
  ofContainer('ports', number(80, 8080), text('web', 'metrics'), one(...Object.values(PortProtocol), undefined))((port, name, protocol) => ({ ports: [ContainerPort.of(port, { name, protocol })] })),
  ofContainer('host ports', number(80, 8080), number(80, 8080), text('127.0.0.1', '0.0.0.0', '::'))((port, hostPort, hostIp) => ({ ports: [ContainerPort.of(port, { hostPort, hostIp })] })),
  ofContainer('cpu', number(100, 500), number(500, 1000))((request, limit) => ({ resources: { cpu: { request: Cpu.millis(request), limit: Cpu.millis(limit) } } })),
  ofContainer('memory', number(64), number(128))((request, limit) => ({ resources: { memory: { request: mebibytes(request), limit: mebibytes(limit) } } })),
  ofContainer('extended resource', text('nvidia.com/gpu', 'hugepages-2Mi', 'example.com/fpga'), number(0, 1, 2097152))((name, n) => ({ resources: { extended: { [name]: Quantity.of(n) } } })),
  ofContainer('user', number(0, 1000), number(0, 1000), bool)((runAsUser, runAsGroup, runAsNonRoot) => ({ securityContext: { runAsUser, runAsGroup, runAsNonRoot } })),
  ofContainer('privileges', bool, bool, text('NET_ADMIN', 'SYS_ADMIN', 'ALL'))((privileged, allowPrivilegeEscalation, name) => ({ securityContext: { privileged, allowPrivilegeEscalation, capabilities: { add: [name] } } })),
  ofContainer('seccomp profile', text('profiles/agent.json'))((name) => ({ securityContext: { seccompProfile: SeccompProfile.localhost(name) } })),
  ofContainer('AppArmor profile', text('agent', 'k8s-agent'))((name) => ({ securityContext: { appArmorProfile: AppArmorProfile.localhost(name) } })),
  ofContainer('container Windows options', text('ContainerUser'), text('gmsa'))((runAsUserName, gmsaCredentialSpecName) => ({ securityContext: { windowsOptions: { runAsUserName, gmsaCredentialSpecName } } })),
  ofContainer('hostPath', text('/var/log', '/'), path, one(...Object.values(HostPathType), undefined), one(...Object.values(MountPropagation), undefined))((host, where, type, propagation) => ({ hostPaths: [HostPath.of(host, { mountPath: where, type, propagation })] })),
  ofContainer('ConfigMap', path, text('config'), text('a'), text('a', 'b/c'), text('0440', '0644'))((where, name, key, item, defaultMode) => mount(where, Volume.configMapNamed('config-map', name, { items: { [key]: item }, defaultMode }))),
  ofContainer('Secret', path, text('certs'), text('tls.crt'), text('server.crt'))((where, name, key, item) => mount(where, Volume.secretNamed('secret', name, { items: { [key]: item } }))),
  ofContainer('emptyDir', path, text('scratch'), number(64), one(...Object.values(EmptyDirMedium), undefined))((where, name, n, medium) => mount(where, Volume.emptyDir(name, { sizeLimit: mebibytes(n), medium }))),
  ofContainer('token', path, text('token'), text('vault'), number(600, 3600))((where, file, audience, n) => mount(where, Volume.projected('token', [ProjectedSource.serviceAccountToken(file, audience, n)]))),
  ofContainer('downward API', path, text('labels'), text('metadata.labels', 'metadata.name', "metadata.annotations['a']"))((where, file, field) => mount(where, Volume.downwardApi('downward', { [file]: field }))),
  ofContainer('projected downward API', path, text('labels'), text('metadata.labels', 'metadata.uid'))((where, file, field) => mount(where, Volume.projected('projected', [ProjectedSource.downwardApi({ [file]: field })]))),
  ofContainer('CSI', path, text('secrets-store.csi.k8s.io'), text('class'), text('secret'))((where, driver, value, nodePublishSecretName) => mount(where, Volume.csi('csi', driver, { attributes: { class: value }, nodePublishSecretName }))),
  ofContainer('mount', path, text('a', 'a/b'), bool)((where, within, expr) => ({ mounts: [VolumeMount.of(where, Volume.emptyDir('within'), expr ? { subPathExpr: within } : { subPath: within })] })),
  ofContainer('HTTP probe', text('/healthz'), number(8080), text('X-Probe'), text('live'))((where, port, key, value) => ({ livenessProbe: Probe.httpGet(where, PortRef.number(port), { headers: { [key]: value } }) })),
  ofContainer('probe host', text('127.0.0.1', 'localhost'), bool)((host, https) => ({ readinessProbe: Probe.httpGet('/', PortRef.number(8080), { host, https }) })),
  ofContainer('probe times', number(0, 5), number(1, 10), number(1, 5), number(3), number(1))((delay, period, timeout, failureThreshold, successThreshold) => ({
    readinessProbe: Probe.tcpSocket(PortRef.number(80), {
      initialDelay: seconds(delay), period: seconds(period), timeout: seconds(timeout), failureThreshold, successThreshold,
    }),
  })),
  ofContainer('probe command', text('/bin/check'))((command) => ({ startupProbe: Probe.exec([command]) })),
  ofContainer('gRPC probe', number(9090), text('agent'))((port, service) => ({ startupProbe: Probe.grpc(port, { service }) })),
  ofContainer('named probe', text('web', 'metrics'))((name) => ({ livenessProbe: Probe.tcpSocket(PortRef.named(name)) })),
  ofContainer('preStop', number(5, 30))((n) => ({ preStop: LifecycleHandler.sleep(seconds(n)) })),
  ofContainer('postStart', text('/warm'), text('web'))((where, name) => ({ postStart: LifecycleHandler.httpGet(where, PortRef.named(name)) })),
  ofContainer('termination message', text('/dev/termination-log', '/tmp/last'), text('File', 'FallbackToLogsOnError'))((terminationMessagePath, terminationMessagePolicy) => ({ terminationMessagePath, terminationMessagePolicy })),
  ofContainer('command', text('/agent'), text('--config'), text('/'))((command, arg, workingDir) => ({ command: [command], args: [arg], workingDir })),
  ofContainer('image', text('registry.example.com/agent:v1', 'agent@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'))((image) => ({ image: ImageName.unpinned(image) } as ContainerOptions)),
];

const KINDS: readonly Kind[] = [...POD_KINDS, ...CONTAINER_KINDS];
