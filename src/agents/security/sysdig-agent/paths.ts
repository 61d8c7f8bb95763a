import { SysdigDriver } from './driver';
import { HostPath } from '../../../values/host-path';
import { EmptyDirMedium, HostPathType, Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

/** https://github.com/sysdiglabs/charts/blob/main/charts/agent/templates/daemonset.yaml */
const WRITABLE = 'Sysdig\'s own deployment has it writable';

const USR = HostPath.of('/usr', { mountPath: '/host/usr', volumeName: 'usr-vol' });
const ETC = HostPath.of('/etc', { mountPath: '/host/etc', volumeName: 'etc-vol' });

/** What the agent sees of the node, below /host. */
export function agentPaths(driver: SysdigDriver, shield: boolean): HostPath[] {
  return [
    driver._devices,
    USR.because('programs and libraries of processes are looked up there'),
    HostPath.of('/proc', { mountPath: '/host/proc', volumeName: 'proc-vol' }).because('processes of the node are read there'),
    HostPath.of('/run', { mountPath: '/host/run', volumeName: 'run-vol' }).writable(`sockets of container runtimes are used there; ${WRITABLE}`),
    ETC.because('the node\'s system, users and settings are read there'),
    HostPath.of('/var/lib', { mountPath: '/host/var/lib', volumeName: 'varlib-vol' }).writable(`container runtimes and the kubelet keep their files there; ${WRITABLE}`),
    HostPath.of('/var/data', { mountPath: '/host/var/data', volumeName: 'vardata-vol', type: HostPathType.DIRECTORY_OR_CREATE })
      .writable(`some clouds keep containers and the kubelet's files there; ${WRITABLE}`),
    HostPath.of('/var/run', { mountPath: '/host/var/run', volumeName: 'varrun-vol' }).writable(`sockets of container runtimes are used there; ${WRITABLE}`),
    ...(shield ? [] : [HostPath.of('/sys/fs', { mountPath: '/host/sys/fs', volumeName: 'sysfs-vol' }).because('what containers use is read in their control groups')]),
    ...driver._hostPaths,
  ];
}

/** What a driver is built with, all of it read-only: the driver itself goes into the kernel. */
export function driverPaths(driver: SysdigDriver): HostPath[] {
  return [
    HostPath.of('/etc/modprobe.d', { volumeName: 'modprobe-d' }).because('what the node says of modules is heeded'),
    HostPath.of('/boot', { mountPath: '/host/boot', volumeName: 'boot-vol' }).because('the kernel\'s settings are read there'),
    ETC.because('the node\'s system is told by files there'),
    HostPath.of('/lib/modules', { mountPath: '/host/lib/modules', volumeName: 'modules-vol' }).because('headers of the kernel are found by it'),
    USR.because('headers of the kernel are there'),
    ...driver._hostPaths,
  ];
}

/** What the pod brings itself. */
export function podMounts(driver: SysdigDriver, secretName: string, key: string): VolumeMount[] {
  return [
    VolumeMount.of('/dev/shm', Volume.emptyDir('dshm', { medium: EmptyDirMedium.MEMORY })),
    VolumeMount.of('/opt/draios/etc/kubernetes/secrets', Volume.secretNamed('sysdig-agent-secrets', secretName, { items: { [key]: 'access-key' } }), { readOnly: true }),
    VolumeMount.of('/etc/podinfo', Volume.downwardApi('podinfo', { name: 'metadata.name', namespace: 'metadata.namespace' }), { readOnly: true }),
    ...driver._mounts,
  ];
}
