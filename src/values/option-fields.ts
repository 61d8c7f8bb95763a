import type { ContainerPortOptions } from './container-port';
import type { HostPathOptions } from './host-path';
import { Instead, fieldsOf, requireKnown } from './known-fields';
import type { MonitorOptions } from './monitor';
import type { GkeAutopilotOptions } from './platform';
import type { PriorityClassOptions } from './priority';
import type { GrpcProbeOptions, HttpProbeOptions, ProbeOptions, TcpProbeOptions } from './probe';
import type { ProjectedFilesOptions } from './projected-source';
import { requireFields } from './require';
import type { RollingUpdateOptions } from './rollout';
import type { CsiVolumeOptions, EmptyDirOptions, FileVolumeOptions } from './volume';
import type { VolumeMountOptions } from './volume-mount';

/*
 * Which options factories take, and what to write in place of Kubernetes' own fields.
 */

const PROBE = { initialDelay: true, period: true, timeout: true, failureThreshold: true, successThreshold: true };
const OF_PROBE: Instead = {
  initialDelaySeconds: 'write initialDelay: Duration.seconds(…)',
  periodSeconds: 'write period: Duration.seconds(…)',
  timeoutSeconds: 'write timeout: Duration.seconds(…)',
  terminationGracePeriodSeconds: 'write it by Patch.merge(…), into the probe of the finished manifest',
};
const PROPAGATION: Instead = { mountPropagation: 'write propagation: MountPropagation.HOST_TO_CONTAINER or another' };

/** By what the options are of. */
const KNOWN = {
  port: fieldsOf<ContainerPortOptions>({ name: true, protocol: true, hostPort: true, hostIp: true }, {
    containerPort: 'write it before the options: ContainerPort.of(8080, …)',
  }),
  mount: fieldsOf<VolumeMountOptions>({ readOnly: true, propagation: true, subPath: true, subPathExpr: true }, {
    ...PROPAGATION,
    mountPath: 'write it before the options: VolumeMount.of("/var/cache", …)',
    name: 'write VolumeMount.of(path, volume, …), or VolumeMount.named(path, name, …)',
    recursiveReadOnly: 'write it by Patch.merge(…), into the mount of the finished manifest',
  }),
  probe: fieldsOf<ProbeOptions>(PROBE, OF_PROBE),
  tcpProbe: fieldsOf<TcpProbeOptions>({ ...PROBE, host: true }, OF_PROBE),
  grpcProbe: fieldsOf<GrpcProbeOptions>({ ...PROBE, service: true }, OF_PROBE),
  httpProbe: fieldsOf<HttpProbeOptions>({ ...PROBE, host: true, https: true, headers: true }, {
    ...OF_PROBE,
    httpHeaders: 'write headers: { NAME: "value" }',
    path: 'write it before the options',
    port: 'write it before the options: PortRef.number(8080)',
    scheme: 'write https: true, or leave it out for HTTP',
  }),
  hostPath: fieldsOf<HostPathOptions>({ mountPath: true, volumeName: true, type: true, propagation: true }, {
    ...PROPAGATION,
    name: 'write volumeName',
    readOnly: 'leave it out for read-only, or write HostPath.of(…).writable("why")',
  }),
  files: fieldsOf<FileVolumeOptions>({ items: true, defaultMode: true, optional: true }, {
    mode: 'write defaultMode',
    name: 'write it before the options',
    secretName: 'write it before the options: Volume.secretNamed(name, secretName, …)',
  }),
  projectedFiles: fieldsOf<ProjectedFilesOptions>({ items: true, optional: true }, {
    defaultMode: 'write it for the whole volume: Volume.projected(name, sources, "0440")',
  }),
  emptyDir: fieldsOf<EmptyDirOptions>({ medium: true, sizeLimit: true }),
  csi: fieldsOf<CsiVolumeOptions>({ readOnly: true, attributes: true, nodePublishSecretName: true }, {
    fsType: 'write Volume.raw(name, { csi: { … } })',
    nodePublishSecretRef: 'write nodePublishSecretName',
    volumeAttributes: 'write attributes',
  }),
  rollingUpdate: fieldsOf<RollingUpdateOptions>({ maxUnavailable: true, maxSurge: true }),
  priorityClass: fieldsOf<PriorityClassOptions>({ value: true, description: true, globalDefault: true, preemptionPolicy: true }),
  autopilot: fieldsOf<GkeAutopilotOptions>({ allowlist: true }),
  monitor: fieldsOf<MonitorOptions>({ labels: true, interval: true, scrapeTimeout: true, nodeAsInstance: true }),
};

/** Refuses options that are none, or that have a field which is none of theirs. */
export function requireOptions(where: string, options: unknown, of: keyof typeof KNOWN): void {
  requireFields(where, 'options', options);
  requireKnown(where, options, KNOWN[of]);
}
