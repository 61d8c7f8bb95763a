import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { Rule } from '../../../objects/rbac';

const WHY: { readonly [capability: string]: string } = {
  SYS_ADMIN: 'programs are loaded into the kernel, and their events read, by it on kernels that know no finer capability',
  SYS_RESOURCE: 'older kernels count buffers of eBPF against the memory that a process may lock',
  SYS_PTRACE: 'files and namespaces of other processes are looked at',
  SYS_CHROOT: 'containers\' file systems are entered',
  DAC_READ_SEARCH: 'files of other users are read',
  KILL: 'policies may end processes',
  SETUID: 'parts of it give up root',
  SETGID: 'parts of it give up root\'s group',
  AUDIT_READ: 'the node\'s audit settings are held against benchmarks',
  NET_ADMIN: 'the node\'s packet filter is held against benchmarks',
};

export function reasonsOf(driverContainer: string): HostAccessReason[] {
  return [
    HostAccessReason.privileged('a driver is loaded into the kernel', driverContainer),
    HostAccessReason.root('a driver is loaded into the kernel', driverContainer),
    HostAccessReason.unconfined('a driver is loaded into the kernel', driverContainer),
    HostAccessReason.hostNetwork('connections of the node are told apart by its addresses, and its health is asked on loopback'),
    HostAccessReason.hostPid('processes of the whole node are watched'),
    HostAccessReason.hostPorts('the API server sends its audit log there'),
    HostAccessReason.privileged('the driver\'s devices are opened, and every process of the node is watched: with a kernel module Sysdig knows no less'),
    HostAccessReason.root('the driver is root\'s, as are the files and sockets of the node'),
    HostAccessReason.unconfined('profiles of container runtimes forbid eBPF and looking at other processes'),
    ...Object.entries(WHY).map(([name, reason]) => HostAccessReason.capability(name, reason)),
  ];
}

const LOOK = ['get', 'list', 'watch'];

/** As the vendor's charts have them; the API group extensions, which no served version has, is left out. Events are written for what policies find. */
export function clusterRules(shield: boolean): Rule[] {
  const core = [
    'pods', 'replicationcontrollers', 'services', 'endpoints', 'events', 'limitranges', 'namespaces', 'nodes', 'nodes/metrics', ...(shield ? [] : ['nodes/proxy']),
    'resourcequotas', 'persistentvolumes', 'persistentvolumeclaims', 'configmaps',
  ];
  return [
    { apiGroups: [''], resources: core, verbs: LOOK },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: LOOK },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: LOOK },
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: LOOK },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies', 'ingresses'], verbs: LOOK },
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: LOOK },
    { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: LOOK },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: LOOK },
  ];
}

/** Agents agree by leases which of them asks the API server for the whole cluster. */
export function namespaceRules(shield: boolean): Rule[] {
  return [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'list', 'update', 'watch', ...(shield ? ['delete'] : [])] }];
}
