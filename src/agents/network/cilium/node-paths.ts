import { HostPath } from '../../../values/host-path';
import { HostPathType } from '../../../values/volume';
import { MountPropagation } from '../../../values/volume-mount';

const { DIRECTORY, DIRECTORY_OR_CREATE } = HostPathType;

// Paths of the node, each with the reason why Cilium changes something there.

/** State and sockets; kept from agent to agent. */
export const RUN = HostPath.of('/var/run/cilium', { volumeName: 'cilium-run', type: DIRECTORY_OR_CREATE }).writable('its state and sockets are there, from one agent to the next');

export const NETNS = HostPath.of('/var/run/netns', {
  volumeName: 'cilium-netns', mountPath: '/var/run/cilium/netns', type: DIRECTORY_OR_CREATE, propagation: MountPropagation.HOST_TO_CONTAINER,
}).writable('it enters the network namespaces of pods');

export const BPF = HostPath.of('/sys/fs/bpf', { volumeName: 'bpf-maps', type: DIRECTORY_OR_CREATE }).writable('programs and maps of the kernel outlive the agent there');

export const PROC = HostPath.of('/proc', { volumeName: 'hostproc', mountPath: '/hostproc', type: DIRECTORY }).writable('the node\'s namespaces are entered through it');

export const CGROUP = HostPath.of('/run/cilium/cgroupv2', { volumeName: 'cilium-cgroup', type: DIRECTORY_OR_CREATE, propagation: MountPropagation.HOST_TO_CONTAINER })
  .writable('programs are attached to groups of processes');

/** A helper is run from there in the node's namespaces, because files of that directory may be executed on every node. */
export function helpers(cniBinDirectory: string | undefined): HostPath {
  return HostPath.cniBin(cniBinDirectory).at('/hostbin').writable('a helper is put there, run in the node\'s namespaces and removed');
}

export const ENVOY_SOCKETS = HostPath.of('/var/run/cilium/envoy/sockets', { volumeName: 'envoy-sockets', type: DIRECTORY_OR_CREATE })
  .writable('agent and Envoy talk to each other there');

export const ENVOY_ARTIFACTS = HostPath.of('/var/run/cilium/envoy/artifacts', { volumeName: 'envoy-artifacts', type: DIRECTORY_OR_CREATE })
  .because('the agent leaves there what Envoy is to load');

/** Containers that are not privileged have a read-only `/proc/sys`. */
export function kernelSettings(): HostPath[] {
  const of = (name: string, reason: string) => HostPath.of(`/proc/sys/${name}`, {
    volumeName: `host-proc-sys-${name}`, mountPath: `/host/proc/sys/${name}`, type: DIRECTORY,
  }).writable(reason);
  return [of('net', 'forwarding and filtering of packets are switched on'), of('kernel', 'the timer of programs in the kernel is set')];
}
