import { FEATURES, Feature } from './features';
import { Settled } from './settled';
import { Right } from '../../../objects/rbac';

/** Where the rules of 1.20.2 can be read, beside the code that asks. */
export const RIGHTS_SOURCE = 'https://github.com/cilium/cilium/tree/v1.20.2/install/kubernetes/cilium/templates';

const READ = ['get', 'list', 'watch'];
const CILIUM = ['cilium.io'];

function of(group: string, resources: readonly string[], verbs: readonly string[], reason: string, resourceNames?: readonly string[]): Right {
  return { apiGroups: [group], resources, verbs, ...(resourceNames === undefined ? {} : { resourceNames }), reason, source: RIGHTS_SOURCE };
}

/** Of the agents, in the whole cluster. */
export function agentRights(settled: Settled): Right[] {
  return [
    ...ofFeatures(settled, 'agents'),
    of('networking.k8s.io', ['networkpolicies'], READ, 'policies are enforced'),
    of('discovery.k8s.io', ['endpointslices'], READ, 'Services are balanced over them'),
    of('', ['namespaces', 'services', 'pods', 'nodes'], READ, 'policies choose by them, and Services are balanced'),
    of('apiextensions.k8s.io', ['customresourcedefinitions'], READ, 'the agent waits until the operator has made them'),
    of(CILIUM[0], [
      'ciliumloadbalancerippools', 'ciliumbgpnodeconfigs', 'ciliumbgpadvertisements', 'ciliumbgppeerconfigs', 'ciliumclusterwideenvoyconfigs',
      'ciliumclusterwidenetworkpolicies', 'ciliumegressgatewaypolicies', 'ciliumendpoints', 'ciliumendpointslices', 'ciliumenvoyconfigs', 'ciliumidentities',
      'ciliumlocalredirectpolicies', 'ciliumnetworkpolicies', 'ciliumnodes', 'ciliumnodeconfigs', 'ciliumcidrgroups', 'ciliuml2announcementpolicies',
      'ciliumpodippools', 'ciliumdatapathplugins',
    ], ['list', 'watch'], 'what Cilium\'s own objects say is done'),
    of(CILIUM[0], ['ciliumidentities', 'ciliumendpoints', 'ciliumnodes'], ['create'], 'pods, their identities and the node are told to the others'),
    of(CILIUM[0], ['ciliumidentities'], ['update'], 'identities are shared with the operator, which clears away unused ones'),
    of(CILIUM[0], ['ciliumendpoints'], ['delete', 'get'], 'those of pods that are gone are taken away'),
    of(CILIUM[0], ['ciliumnodes', 'ciliumnodes/status'], ['get', 'update'], 'the node says which addresses it has and uses'),
    of(CILIUM[0], ['ciliumendpoints/status', 'ciliumendpoints', 'ciliuml2announcementpolicies/status', 'ciliumbgpnodeconfigs/status'], ['patch'], 'how they stand is told'),
  ];
}

/** Of the agents, in their own namespace: the config init container reads the ConfigMap, and the agent watches it. */
export function configRights(settled: Settled): Right[] {
  return [of('', ['configmaps'], READ, 'the configuration is read at the start and watched', [settled.configName]), ...ofFeatures(settled, 'agentsInNamespace')];
}

/** Of the agents, in the namespace of Secrets that policies name. */
export function secretReaderRights(): Right[] {
  return [of('', ['secrets'], READ, 'policies name certificates there')];
}

/** Of the operator, in the whole cluster. */
export function operatorRights(settled: Settled): Right[] {
  const { props: { operator = {}, policySecretsNamespace } } = settled;
  return [
    ...ofFeatures(settled, 'operator'),
    of('', ['pods'], [...READ, ...(operator.restartsUnmanagedDns === false ? [] : ['delete'])],
      operator.restartsUnmanagedDns === false ? 'agents are looked for, and pods of which something is left' : 'agents are looked for; DNS pods that started before Cilium are started again'),
    of('', ['nodes'], ['list', 'watch'], 'startup taints are looked for'),
    of('', ['nodes', 'nodes/status'], ['patch'], 'startup taints are taken away and set, and the node is said to have a network'),
    of('discovery.k8s.io', ['endpointslices'], READ, 'policies that name Services are made to addresses'),
    of('', ['services/status'], ['update', 'patch'], 'Services of type LoadBalancer are given addresses'),
    of('', ['namespaces'], READ, 'identities are made of their labels'),
    of('', ['services'], READ, 'policies that name Services are made to addresses'),
    ...(policySecretsNamespace === undefined ? [] : [of('', ['secrets'], READ, 'Secrets that policies name, in any namespace, are copied to where agents read them')]),
    of(CILIUM[0], ['ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies'], READ, 'policies are checked'),
    of(CILIUM[0], ['ciliumnetworkpolicies/status', 'ciliumclusterwidenetworkpolicies/status'], ['patch', 'update'], 'what is wrong with a policy is told'),
    of(CILIUM[0], ['ciliumendpoints', 'ciliumidentities'], ['delete', 'list', 'watch'], 'what nobody uses is cleared away'),
    of(CILIUM[0], ['ciliumidentities'], ['update'], 'clearing away is agreed with the agents'),
    of(CILIUM[0], ['ciliumnodes'], ['create', 'update', 'get', 'list', 'watch', 'delete'], 'nodes are given ranges of addresses, and lost ones cleared away'),
    of(CILIUM[0], ['ciliumnodes/status'], ['update'], 'errors of giving addresses are told'),
    of(CILIUM[0], [
      'ciliumendpointslices', 'ciliumenvoyconfigs', 'ciliumbgpclusterconfigs', 'ciliumbgpnodeconfigoverrides', 'ciliumbgppeerconfigs', 'ciliumbgpadvertisements',
      'ciliumbgpnodeconfigs', 'ciliumcidrgroups',
    ], ['create', 'update', 'get', 'list', 'watch', 'delete', 'patch'], 'what is asked for in the cluster is made for each node'),
    of(CILIUM[0], ['ciliumbgpclusterconfigs/status', 'ciliumbgppeerconfigs/status'], ['update'], 'how they stand is told'),
    of('apiextensions.k8s.io', ['customresourcedefinitions'], ['create', 'get', 'list', 'watch'], 'Cilium\'s own kinds are made'),
    of('apiextensions.k8s.io', ['customresourcedefinitions'], ['update'], 'Cilium\'s own kinds are brought up to date, and no other', KINDS.map((kind) => `${kind}.cilium.io`)),
    of('apiextensions.k8s.io', ['customresourcedefinitions/status'], ['update'], 'versions that are no more are taken off the stored ones',
      KINDS.filter((kind) => kind.startsWith('ciliumbgp')).map((kind) => `${kind}.cilium.io`)),
    of(CILIUM[0], ['ciliumloadbalancerippools', 'ciliumpodippools', 'ciliumbgppeerconfigs', 'ciliumdatapathplugins'], READ, 'pools are given out of'),
    of(CILIUM[0], ['ciliumpodippools'], ['create'], 'pools of the configuration are made'),
    of(CILIUM[0], ['ciliumloadbalancerippools/status'], ['patch'], 'how full they are is told'),
    of(CILIUM[0], ['ciliumendpointslices'], ['deletecollection'], 'they are cleared away when they are switched off'),
  ];
}

/** Of the operator, in its own namespace. */
export function leaderRights(): Right[] {
  return [of('coordination.k8s.io', ['leases'], ['create', 'get', 'update'], 'one of the replicas leads')];
}

/** Of the operator, in the namespace of Secrets that policies name. */
export function secretWriterRights(): Right[] {
  return [of('', ['secrets'], ['create', 'delete', 'update', 'patch'], 'Secrets that policies name are copied there')];
}

const KINDS = [
  'ciliumloadbalancerippools', 'ciliumbgpclusterconfigs', 'ciliumbgppeerconfigs', 'ciliumbgpadvertisements', 'ciliumbgpnodeconfigs', 'ciliumbgpnodeconfigoverrides',
  'ciliumclusterwideenvoyconfigs', 'ciliumclusterwidenetworkpolicies', 'ciliumegressgatewaypolicies', 'ciliumendpoints', 'ciliumendpointslices', 'ciliumenvoyconfigs',
  'ciliumidentities', 'ciliumlocalredirectpolicies', 'ciliumnetworkpolicies', 'ciliumnodes', 'ciliumnodeconfigs', 'ciliumcidrgroups', 'ciliuml2announcementpolicies',
  'ciliumpodippools', 'ciliumgatewayclassconfigs', 'ciliumdatapathplugins',
];

/** What is switched on key by key brings the rights that it needs. */
function ofFeatures({ props: { config = {} } }: Settled, whose: 'agents' | 'agentsInNamespace' | 'operator'): Right[] {
  const features = Object.entries(config).flatMap(([key, value]): Feature[] => FEATURES[key]?.filter((feature) => feature.values.includes(value)) ?? []);
  return features.filter((feature) => feature.whose === whose).map(({ group, resources, verbs, why }) => of(group, resources, verbs, why));
}
