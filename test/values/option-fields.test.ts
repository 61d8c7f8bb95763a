import { Duration } from 'cdk8s';
import { thrown } from './thrown';
import {
  ContainerPort, HostPath, IntOrPercent, LifecycleHandler, Monitor, Platform, PortRef, Priority, Probe, ProjectedSource, Rollout, Volume, VolumeMount,
} from '../../src';
import { show } from '../../src/errors';

const PORT = PortRef.number(8080);
const DATA = Volume.emptyDir('data');

/** Options as plain JavaScript writes them. */
const MISTAKES: readonly [string, string, string, (options: any) => unknown, object][] = [
  ['ContainerPort.of', 'hostIP', 'write hostIp', (options) => ContainerPort.of(80, options), { hostIP: '127.0.0.1', hostPort: 80 }],
  ['ContainerPort.of', 'containerPort', 'write it before the options: ContainerPort.of(8080, …)', (options) => ContainerPort.of(80, options), { containerPort: 80 }],
  ['VolumeMount.of', 'readonly', 'write readOnly', (options) => VolumeMount.of('/a', DATA, options), { readonly: true }],
  ['VolumeMount.of', 'mountPropagation', 'write propagation: MountPropagation.HOST_TO_CONTAINER or another', (options) => VolumeMount.of('/a', DATA, options), { mountPropagation: 'Bidirectional' }],
  ['VolumeMount.named', 'subpath', 'write subPath', (options) => VolumeMount.named('/a', 'data', options), { subpath: 'b' }],
  ['HostPath.of', 'readOnly', 'leave it out for read-only, or write HostPath.of(…).writable("why")', (options) => HostPath.of('/a', options), { readOnly: false }],
  ['HostPath.of', 'mountPropagation', 'write propagation: MountPropagation.HOST_TO_CONTAINER or another', (options) => HostPath.of('/a', options), { mountPropagation: 'HostToContainer' }],
  ['HostPath.of', 'why', 'write one of mountPath, volumeName, type, propagation', (options) => HostPath.of('/a', options), { why: 'x' }],
  ['Probe.httpGet', 'periodSeconds', 'write period: Duration.seconds(…)', (options) => Probe.httpGet('/', PORT, options), { periodSeconds: 5 }],
  ['Probe.httpGet', 'scheme', 'write https: true, or leave it out for HTTP', (options) => Probe.httpGet('/', PORT, options), { scheme: 'HTTPS' }],
  ['Probe.tcpSocket', 'initialDelaySeconds', 'write initialDelay: Duration.seconds(…)', (options) => Probe.tcpSocket(PORT, options), { initialDelaySeconds: 5 }],
  ['Probe.tcpSocket', 'https', 'write one of initialDelay, period, timeout, failureThreshold, successThreshold, host', (options) => Probe.tcpSocket(PORT, options), { https: true }],
  ['Probe.exec', 'timeoutSeconds', 'write timeout: Duration.seconds(…)', (options) => Probe.exec(['a'], options), { timeoutSeconds: 5 }],
  ['Probe.exec', 'failureTreshold', 'write failureThreshold', (options) => Probe.exec(['a'], options), { failureTreshold: 5 }],
  ['Probe.grpc', 'services', 'write service', (options) => Probe.grpc(80, options), { services: 'a' }],
  ['LifecycleHandler.httpGet', 'httpHeaders', 'write headers: { NAME: "value" }', (options) => LifecycleHandler.httpGet('/', PORT, options), { httpHeaders: [] }],
  ['Volume.emptyDir', 'sizelimit', 'write sizeLimit', (options) => Volume.emptyDir('a', options), { sizelimit: '1Gi' }],
  ['Volume.configMapNamed', 'mode', 'write defaultMode', (options) => Volume.configMapNamed('a', 'b', options), { mode: '0440' }],
  ['Volume.secretNamed', 'optionals', 'write optional', (options) => Volume.secretNamed('a', 'b', options), { optionals: true }],
  ['Volume.csi', 'volumeAttributes', 'write attributes', (options) => Volume.csi('a', 'b', options), { volumeAttributes: {} }],
  ['ProjectedSource.secretNamed', 'defaultMode', 'write it for the whole volume: Volume.projected(name, sources, "0440")', (options) => ProjectedSource.secretNamed('a', options), { defaultMode: '0440' }],
  ['Rollout.rollingUpdate', 'maxUnavailble', 'write maxUnavailable', (options) => Rollout.rollingUpdate(options), { maxUnavailble: IntOrPercent.of(1) }],
  ['Priority.newClass', 'preemption', 'write one of value, description, globalDefault, preemptionPolicy', (options) => Priority.newClass('a', options), { value: 5, preemption: 'Never' }],
  ['Platform.gkeAutopilot', 'allowList', 'write allowlist', (options) => Platform.gkeAutopilot(options), { allowList: 'a' }],
  ['Monitor.podMonitor', 'intervall', 'write interval', (options) => Monitor.podMonitor(options), { intervall: Duration.seconds(5) }],
];

test.each(MISTAKES)('%s: %s is not dropped without a word', (where, field, instead, make, options) => {
  expect(thrown(() => make(options))).toBe(`[NotAProp] ${where}: ${field} is ${show((options as any)[field])}, and there is no such prop; ${instead}`);
});
