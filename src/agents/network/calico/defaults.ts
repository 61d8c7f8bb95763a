import { Duration } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { ContainerResources } from '../../../pod/resources';
import { HostPath } from '../../../values/host-path';
import { ContainerSecurity } from '../../../values/security';
import { HostPathType } from '../../../values/volume';
import { MountPropagation } from '../../../values/volume-mount';
import { ownAccount, ownDefault, security } from '../../own-default';
import { CNI_DEFAULTS } from '../cni-defaults';

/** Names of the containers before the agent. */
export const UPGRADE_IPAM = 'upgrade-ipam';
export const CNI_PLUGINS = 'third-party-cni-plugins';
export const BOOTSTRAP = 'ebpf-bootstrap';
const INSTALL = 'install-cni';

/** Whatever is needed of the node besides the directories of plugins. */
export const PATHS = {
  varRunCalico: HostPath.of('/var/run/calico', { type: HostPathType.DIRECTORY_OR_CREATE })
    .writable('sockets of BIRD and the second cgroup file system, to which eBPF programs are attached, are there'),
  sysFs: HostPath.of('/sys/fs', { type: HostPathType.DIRECTORY_OR_CREATE })
    .writable('the BPF file system is mounted below it, for the node, so that maps outlive the pod'),
  nodeProc: HostPath.of('/proc', { mountPath: '/nodeproc', volumeName: 'nodeproc' })
    .because('the second cgroup file system is mounted in the namespace of the node\'s first process'),
  hostLocal: HostPath.of('/var/lib/cni/networks', { volumeName: 'host-local-net-dir' })
    .writable('addresses that another plugin gave are taken over from there, and its files are removed'),
} as const;

/** In the order in which the agent mounts them. */
export const AGENT_PATHS: readonly HostPath[] = [
  HostPath.kernelModules().because('modules for IP sets, IP in IP and WireGuard are loaded from there'),
  HostPath.xtablesLock(),
  PATHS.varRunCalico,
  HostPath.of('/var/lib/calico', { type: HostPathType.DIRECTORY_OR_CREATE }).writable('the node\'s name and MTU are there for the plugin, which runs outside of the pod'),
  HostPath.of('/var/run/nodeagent', { volumeName: 'policysync', type: HostPathType.DIRECTORY_OR_CREATE }).writable('sockets by which pods learn their policies are there'),
  HostPath.of('/sys/fs/bpf', { volumeName: 'bpffs', type: HostPathType.DIRECTORY }).writable('maps of eBPF programs are kept there'),
];

/** The plugin's log, which the agent shows; not there when the plugin is another's. */
export const PLUGIN_LOG = HostPath.of('/var/log/calico/cni', { volumeName: 'cni-log-dir' }).because('the log of the plugin, which runs outside of the pod, is read there');

/** Mounts made within are to be the node's. */
export function shared(path: HostPath, isPrivileged: boolean): HostPath {
  return isPrivileged ? path.withPropagation(MountPropagation.BIDIRECTIONAL) : path;
}

const PRIVILEGED: ContainerSecurity = { privileged: true };

export const DEFAULTS = {
  ...CNI_DEFAULTS,
  nodePaths: ownDefault('nodePaths', 'paths of the node: /lib/modules, /run/xtables.lock, /var/run/calico, /var/lib/calico, /var/run/nodeagent, /sys/fs/bpf, /var/log/calico/cni, and what the init containers need',
    'modules, locks, sockets, maps and the plugin\'s files are the node\'s', () => true),
  installSecurity: ownDefault<ContainerSecurity>('installSecurity', 'the init containers are user 0 and privileged, so that they can mount for the node',
    'file systems for eBPF are mounted for the node, which only privileged containers can; SELinux lets no others write to directories of plugins', () => ({ ...PRIVILEGED, runAsUser: 0 })),
  security: security('privileged', 'kernel settings, modules, eBPF programs and packet filters of the node are changed', PRIVILEGED),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 250m CPU',
    'Calico\'s own figure; its memory grows with policies and pods of the cluster, and a limit that is met leaves the node without network', () => ({ cpu: { request: Cpu.millis(250) } })),
  probes: ownDefault('agentProbes', 'liveness and readiness by the agent\'s own program, which asks Felix, and BIRD where it runs', 'a probe for BIRD where it does not run would end the agent again and again', () => true),
  shutdown: ownDefault('agentShutdown', 'preStop tells the node that its network is down; terminationGracePeriodSeconds: 0', 'the next pod starts the sooner: what is in the kernel works on meanwhile, but new pods wait',
    () => Duration.seconds(0)),
  kubeControllers: ownDefault('kubeControllers', 'Deployment calico-kube-controllers with account, rights and PodDisruptionBudget', 'addresses of nodes and pods that are gone are never given back without them', () => true),
  serviceAccount: ownAccount('with its rights, and another for the plugin on the node with fewer', 'state and configuration are objects of the API server; without an account it has neither token nor rights'),
};

/**
 * @see https://docs.tigera.io/calico/latest/reference/architecture/overview
 * @see https://docs.tigera.io/calico/latest/operations/ebpf/install
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation
 */
export const REASONS = [
  HostAccessReason.privileged('Bidirectional mounts, by which file systems for eBPF become the node\'s, are only for privileged containers', BOOTSTRAP),
  HostAccessReason.privileged('SELinux lets only privileged containers write to the directories of network plugins', INSTALL),
  HostAccessReason.privileged('SELinux lets only privileged containers write to the directories of network plugins', UPGRADE_IPAM),
  HostAccessReason.privileged('Felix writes settings of interfaces below /proc/sys, loads kernel modules and eBPF programs, and changes routes and packet filters'),
  HostAccessReason.root('the directories of network plugins belong to root', UPGRADE_IPAM),
  HostAccessReason.root('it only copies programs into an empty directory of the pod', CNI_PLUGINS),
  HostAccessReason.root('file systems are mounted for the node', BOOTSTRAP),
  HostAccessReason.hostPorts('Prometheus asks the node for Felix\' metrics'),
];
