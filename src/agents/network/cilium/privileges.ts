import { HostAccessReason } from '../../../daemon-set/host-access-reason';

/** A privilege of the agent's pods, why it is needed, and where that can be read. */
export interface Privilege {
  readonly reason: HostAccessReason;
  readonly source: string;
}

const REPOSITORY = 'https://github.com/cilium/cilium/blob/v1.20.2';
const VALUES = `${REPOSITORY}/install/kubernetes/cilium/values.yaml`;
const DAEMON_SET = `${REPOSITORY}/install/kubernetes/cilium/templates/cilium-agent/daemonset.yaml`;
const PORTS = 'https://docs.cilium.io/en/stable/operations/system_requirements/';

/** Capabilities of the agent, with why it needs each. */
const AGENT: { readonly [capability: string]: string } = {
  CHOWN: 'sockets of the agent are given to the group that may ask it',
  KILL: 'Envoy, the agent\'s child, is ended with it',
  NET_ADMIN: 'interfaces, routes and programs of traffic control are set',
  NET_RAW: 'raw sockets tell which nodes and addresses are reached',
  IPC_LOCK: 'maps of the kernel stay in memory',
  SYS_MODULE: 'kernel modules of packet filters are loaded where they are not built in',
  SYS_ADMIN: 'programs are loaded into the kernel and network namespaces of pods entered; kernels before 5.8 know no smaller right for it',
  SYS_RESOURCE: 'maps of the kernel may take more memory than a process',
  DAC_OVERRIDE: 'state on the node that belongs to others is read and written',
  FOWNER: 'modes of files that belong to others are changed',
  SETGID: 'Envoy runs with another group',
  SETUID: 'Envoy runs under another user',
  SYSLOG: 'addresses of the kernel\'s functions are read',
};

/** Of containers that run a program in the node's own namespaces. */
const ON_NODE: { readonly [capability: string]: string } = {
  SYS_ADMIN: 'the node\'s namespaces are entered',
  SYS_CHROOT: 'the node\'s mounts are entered',
  SYS_PTRACE: 'the node\'s namespaces are found by its first process',
};

const CLEAN: { readonly [capability: string]: string } = {
  NET_ADMIN: 'programs of traffic control are taken away',
  SYS_MODULE: 'kernel modules of packet filters are loaded where they are not built in',
  SYS_ADMIN: 'maps and programs of the kernel are taken away',
  SYS_RESOURCE: 'maps of the kernel may take more memory than a process',
};

const CONFIG: { readonly [capability: string]: string } = {
  NET_ADMIN: 'packets to the API server are marked, so that a firewall of the host that an earlier agent made lets them pass',
};

/** By container: what it may do where it is not privileged. */
export const CAPABILITIES: { readonly [container: string]: { readonly [capability: string]: string } } = {
  'config': CONFIG,
  'mount-cgroup': ON_NODE,
  'apply-sysctl-overwrites': ON_NODE,
  'clean-cilium-state': CLEAN,
  'cilium-agent': AGENT,
};

/** Everything that agents have of their node beside paths, which say their reasons themselves. `agent` is the main container's name. */
export function privileges(agent: string, isPrivileged: boolean): Privilege[] {
  const of = (reason: HostAccessReason, source: string): Privilege => ({ reason, source });
  return [
    of(HostAccessReason.hostNetwork('it makes the network of all other pods, and has none before'), DAEMON_SET),
    of(HostAccessReason.hostPorts('the kubelet asks for its health, Hubble\'s relay for flows, Prometheus for metrics', agent), PORTS),
    of(HostAccessReason.unconfined('profiles of container runtimes forbid mounting, entering namespaces and loading programs into the kernel'), VALUES),
    of(HostAccessReason.root('what it changes of the node belongs to root'), DAEMON_SET),
    of(HostAccessReason.privileged('mounts that the node is to see (Bidirectional) can be made by privileged containers only', 'mount-bpf-fs'), DAEMON_SET),
    ...(isPrivileged ? [of(HostAccessReason.privileged('privileged: true was written, for nodes where capabilities are not enough'), VALUES)] : []),
    ...Object.entries(CAPABILITIES).flatMap(([container, all]) => Object.entries(all).map(([name, why]) => (
      of(HostAccessReason.capability(name, why, container === 'cilium-agent' ? agent : container), VALUES)))),
  ];
}
