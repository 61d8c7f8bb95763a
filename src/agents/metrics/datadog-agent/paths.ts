import { SOCKETS } from './environment';
import { Settings } from './settings';
import { SYSPROBE_SOCKETS } from './system-probe';
import { HostPath } from '../../../values/host-path';
import { HostPathType, Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

export const CONFIG = '/etc/datadog-agent';
const RUN = '/opt/datadog-agent/run';
const READ_ONLY = { readOnly: true };

/** Directories that the containers share as long as the pod lives: the file systems of their images are read-only. */
const config = Volume.emptyDir('datadog-config');
const token = Volume.emptyDir('auth-token');
const ownLogs = Volume.emptyDir('logdatadog');
const temporary = Volume.emptyDir('tmpdir');
const sockets = Volume.emptyDir('dsdsocket');
const probeSockets = Volume.emptyDir('sysprobe-socket-dir');

const PROC = HostPath.of('/proc', { mountPath: '/host/proc', volumeName: 'procdir' }).because('containers, processes and the kernel\'s statistics are read there');
const CGROUPS = HostPath.of('/sys/fs/cgroup', { mountPath: '/host/sys/fs/cgroup', volumeName: 'cgroups' }).because('what each container uses is read there');
const RELEASE = HostPath.of('/etc/os-release', { mountPath: '/host/etc/os-release', volumeName: 'os-release-file' }).because('the node\'s operating system is told by it');
const PASSWD = HostPath.of('/etc/passwd', { volumeName: 'passwd' }).because('names of the users of processes are read there');

/** The configuration, and who may ask whom in the pod: the Agent writes them, the others read. */
export function configMounts({ isAutopilot }: Settings, writes: boolean): VolumeMount[] {
  const options = writes ? {} : READ_ONLY;
  return [VolumeMount.of(CONFIG, config, options), ...(isAutopilot ? [] : [VolumeMount.of(`${CONFIG}/auth`, token, options)])];
}

/** Where every process writes. */
export function scratchMounts(): VolumeMount[] {
  return [VolumeMount.of('/var/log/datadog', ownLogs), VolumeMount.of('/tmp', temporary)];
}

/** The image's own configuration is copied there, for what is mounted over it would hide it. */
export function copiedConfig(): VolumeMount {
  return VolumeMount.of('/opt/datadog-agent', config);
}

export function configAlone(): VolumeMount {
  return VolumeMount.of(CONFIG, config);
}

export function ownLogsAlone(): VolumeMount {
  return VolumeMount.of('/var/log/datadog', ownLogs);
}

/** Where programs of the node find the sockets; the pod's own where there are none. */
export function socketMounts({ sharesSockets }: Settings): VolumeMount[] {
  return sharesSockets ? [] : [VolumeMount.of(SOCKETS, sockets)];
}

export function socketPaths({ sharesSockets, props: { socketDirectory = SOCKETS } }: Settings, writes: boolean): HostPath[] {
  const path = HostPath.of(socketDirectory, { mountPath: SOCKETS, volumeName: 'dsdsocket', type: HostPathType.DIRECTORY_OR_CREATE });
  return !sharesSockets ? [] : [
    writes ? path.writable('the sockets by which programs of the node send are made there') : path.because('metrics of its own are sent by the socket there'),
  ];
}

/** Where the system-probe, who makes the sockets, meets the others. */
export function probeMounts({ systemProbe }: Settings, writes: boolean): VolumeMount[] {
  return systemProbe === undefined ? [] : [VolumeMount.of(SYSPROBE_SOCKETS, probeSockets, writes ? {} : READ_ONLY)];
}

/** What the Agent keeps; on the node, where that is asked for. */
export function runMounts(settings: Settings): VolumeMount[] {
  return statePaths(settings).length > 0 ? [] : [VolumeMount.of(RUN, Volume.emptyDir('datadogrun'))];
}

function statePaths({ props: { logs, stateDirectory }, isAutopilot }: Settings): HostPath[] {
  const why = 'where each log was read up to must be known to the next pod on this node';
  const usual = (path: string) => HostPath.of(path, { mountPath: RUN, volumeName: 'pointerdir', type: HostPathType.DIRECTORY_OR_CREATE }).writable(why);
  if (isAutopilot) {
    return [usual('/var/autopilot/addon/datadog/logs')];
  }
  return stateDirectory !== undefined ? [stateDirectory.at(RUN)] : logs !== undefined ? [usual('/var/lib/datadog-agent/logs')] : [];
}

function logPaths({ props: { logs }, runtime }: Settings): HostPath[] {
  return logs === undefined ? [] : [
    HostPath.podLogs().because('the logs of pods are there'),
    HostPath.containerLogs().because('links to the logs of each container are there'),
    ...(runtime._mayBeDocker ? [HostPath.dockerContainers().because('with Docker, the links end there')] : []),
  ];
}

/** Processes, control groups and the container runtime: what each but the system-probe looks at. */
export function lookingPaths({ runtime, props }: Settings): HostPath[] {
  return [PROC, CGROUPS, runtime._hostPath, props.kubelet?.tls?._file].filter((path) => path !== undefined);
}

export function userNames({ processes }: Settings): HostPath[] {
  return processes.isOn ? [PASSWD] : [];
}

export function agentPaths(settings: Settings): HostPath[] {
  const release = settings.isAutopilot ? [] : [RELEASE];
  return [...lookingPaths(settings), ...release, ...userNames(settings), ...socketPaths(settings, true), ...logPaths(settings), ...statePaths(settings)];
}

export const KERNEL_PATHS: readonly HostPath[] = [PROC, CGROUPS, RELEASE];
export const PROCESS_PATH = PROC;
