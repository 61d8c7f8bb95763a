import { Right } from '../../../objects/rbac';

/** Calico's kinds, as objects of their definitions and as the aggregated API server serves them. */
const CALICO = ['projectcalico.org', 'crd.projectcalico.org'];
const READ = ['get', 'list', 'watch'];
const WRITE = ['get', 'list', 'create', 'update', 'delete'];

function right(
  reason: string, groups: string | readonly string[], resources: readonly string[], verbs: readonly string[], resourceNames?: readonly string[],
): Right {
  const apiGroups = typeof groups === 'string' ? [groups] : groups;
  return { apiGroups, resources, ...(resourceNames === undefined ? {} : { resourceNames }), verbs, reason };
}

/** Of the node agent, whatever the backend is. */
export const NODE: readonly Right[] = [
  right('policies of Services need to know what is behind them', 'discovery.k8s.io', ['endpointslices'], ['list', 'watch']),
  right('addresses of Services are announced, Typha is found, and eBPF programs take the place of kube-proxy', '', ['endpoints', 'services'], READ),
  right('the pod CIDR is looked up where kubeadm and RKE keep it; without the right the agent ends', '', ['configmaps'], ['get'], ['kubeadm-config', 'full-cluster-state']),
  right('the condition NetworkUnavailable is taken from its node when the network is up, which removes the taint of that name', '', ['nodes/status'], ['patch', 'update']),
  right('policies are what it enforces', 'networking.k8s.io', ['networkpolicies'], ['list', 'watch']),
  right('policies are what it enforces', 'policy.networking.k8s.io', ['clusternetworkpolicies'], ['list', 'watch']),
  right('policies select pods by their labels, namespaces and accounts', '', ['pods', 'namespaces'], READ),
  right('policies select pods by their labels, namespaces and accounts', '', ['serviceaccounts'], ['list', 'watch']),
  right('routes lead to nodes; its own says which tunnel addresses it has', '', ['nodes'], READ),
  right('configuration, pools and policies', CALICO, [
    'globalfelixconfigs', 'globalbgpconfigs', 'felixconfigurations', 'bgppeers', 'bgpfilters', 'bgpconfigurations', 'ippools', 'ipreservations', 'ipamblocks',
    'globalnetworkpolicies', 'stagedglobalnetworkpolicies', 'networkpolicies', 'stagednetworkpolicies', 'stagedkubernetesnetworkpolicies', 'globalnetworksets',
    'networksets', 'clusterinformations', 'hostendpoints', 'blockaffinities', 'caliconodestatuses', 'tiers',
  ], READ),
  right('the first agent of a cluster makes what all go by: tiers, pools and configurations', CALICO, ['tiers'], ['create']),
  right('the first agent of a cluster makes what all go by: tiers, pools and configurations', CALICO, ['ippools', 'felixconfigurations', 'bgpconfigurations', 'clusterinformations'], ['create', 'update']),
  right('asked for its state, it writes the answer there', CALICO, ['caliconodestatuses'], ['update']),
  right('addresses of its own tunnels are taken from the pools', CALICO, ['blockaffinities', 'ipamblocks', 'ipamhandles'], WRITE),
  right('addresses of its own tunnels are taken from the pools', CALICO, ['ipamconfigurations', 'ipamconfigs'], ['get', 'create']),
  right('the policies of its installation are migrated when it finds an older one\'s', 'apps', ['daemonsets'], ['get']),
  right('addresses of virtual machines move with them', 'kubevirt.io', ['virtualmachineinstancemigrations'], READ),
];

/** Of the node agent, in its own namespace: it asks for the plugin's tokens, which the plugin on the node uses. */
export function tokenOf(account: string): readonly Right[] {
  return [right('the plugin on the node gets tokens of its own account, which may do less than the agent', '', ['serviceaccounts/token'], ['create'], [account])];
}

/** Of the network plugin, called by the container runtime for each pod. */
export const PLUGIN: readonly Right[] = [
  right('labels and annotations of the pod that it connects', '', ['pods', 'nodes', 'namespaces'], ['get']),
  right('the address that it gave is written to the pod, so that policies know it before the kubelet says', '', ['pods/status'], ['patch']),
  right('addresses are taken from pools and given back', CALICO, [
    'blockaffinities', 'ipamblocks', 'ipamhandles', 'clusterinformations', 'ippools', 'ipreservations', 'ipamconfigurations', 'ipamconfigs',
  ], WRITE),
  right('addresses of virtual machines move with them', 'kubevirt.io', ['virtualmachineinstances', 'virtualmachines'], ['get']),
];

/** Of the controllers. */
export const CONTROLLERS: readonly Right[] = [
  right('addresses of nodes and pods that are gone are given back', '', ['nodes', 'pods', 'namespaces'], READ),
  right('Services of type LoadBalancer get addresses of pools', '', ['services', 'services/status'], ['get', 'list', 'update', 'watch']),
  right('addresses of nodes and pods that are gone are given back', CALICO, ['ipreservations'], ['list']),
  right('addresses of nodes and pods that are gone are given back', CALICO, ['blockaffinities', 'ipamblocks', 'ipamhandles', 'ipamconfigurations', 'ipamconfigs', 'tiers'], [...WRITE, 'watch']),
  right('blocks belong to pools', CALICO, ['ippools'], ['list', 'watch']),
  right('nodes get host endpoints when that is configured', CALICO, ['hostendpoints'], [...WRITE, 'watch']),
  right('their configuration, of which they make the first', CALICO, ['clusterinformations', 'kubecontrollersconfigurations'], ['get', 'list', 'create', 'update', 'watch']),
  right('their configuration, of which they make the first', CALICO, ['kubecontrollersconfigurations/status'], ['get', 'update']),
  right('policies of older versions get the names that this one goes by', CALICO, ['networkpolicies', 'stagednetworkpolicies', 'globalnetworkpolicies', 'stagedglobalnetworkpolicies'], [...WRITE, 'watch']),
  right('that waits until every node has the new version', 'apps', ['daemonsets', 'deployments'], READ),
  right('which kinds there are decides which controllers run', 'apiextensions.k8s.io', ['customresourcedefinitions'], READ),
  right('kinds of either group are read by whichever the cluster has', CALICO, ['*'], READ),
  right('addresses of virtual machines move with them', 'kubevirt.io', ['virtualmachines', 'virtualmachineinstances'], READ),
];

/** Of the controllers while they move everything from one API group to the other: all of Calico's objects, and the definitions of the old. */
export const MIGRATION: readonly Right[] = [
  right('the migration is asked for by such an object, and says there how far it is', 'migration.projectcalico.org', ['datastoremigrations', 'datastoremigrations/status'], [...READ, 'create', 'update', 'patch']),
  right('every object is written anew in the other group', 'projectcalico.org', ['*'], [...READ, 'create', 'update', 'patch', 'delete']),
  right('the definitions of the old group are deleted at the end', 'apiextensions.k8s.io', ['customresourcedefinitions'], ['delete']),
  right('the new group is served by definitions in place of the aggregated API server', 'apiregistration.k8s.io', ['apiservices'], [...READ, 'create', 'delete']),
];

/** Of Kubernetes' own controller manager, which deletes what is left of policies: who deletes a policy of a tier must be able to read the tier. */
export const TIERS: readonly Right[] = [
  right('Kubernetes\' garbage collector deletes policies of tiers only when it may read the tiers', 'projectcalico.org', ['tiers'], ['get']),
];
