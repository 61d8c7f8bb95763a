import { Right } from '../../../objects/rbac';

const READ = ['get', 'list', 'watch'];
/** The list of peers, by a name that the router alone gives. */
const PEERS = 'weave-net';

/** Of the router and the policy controller. */
export const RIGHTS: readonly Right[] = [
  { apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'], verbs: READ, reason: 'routers connect to all nodes, and policies select pods by labels of theirs and of their namespaces' },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ, reason: 'policies are what the controller enforces' },
  {
    apiGroups: [''],
    resources: ['nodes/status'],
    verbs: ['patch', 'update'],
    reason: 'the condition NetworkUnavailable is taken from its node when the network is up, which removes the taint of that name',
  },
];

/** In its own namespace. */
export const OWN_RIGHTS: readonly Right[] = [
  { apiGroups: [''], resources: ['configmaps'], resourceNames: [PEERS], verbs: ['get', 'update'], reason: 'routers agree there about who is one, so that addresses of gone nodes are taken over once' },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create'], reason: 'the first router makes the list; a right to make something cannot be of a name' },
];
