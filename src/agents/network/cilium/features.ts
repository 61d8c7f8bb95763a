/** A right that a key of the configuration makes necessary, whoever has it. */
export interface Feature {
  /** Of the key, with which it is necessary. */
  readonly values: readonly string[];
  readonly whose: 'agents' | 'agentsInNamespace' | 'operator';
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly why: string;
}

const ON = ['true'];

/** Keys that may be switched on by `config`, as far as they need more rights than Cilium has anyway. */
export const FEATURES: { readonly [key: string]: readonly Feature[] | undefined } = {
  'annotate-k8s-node': [
    { values: ON, whose: 'agents', group: '', resources: ['nodes/status'], verbs: ['patch'], why: 'annotate-k8s-node: what the agent knows of its node is written to it' },
  ],
  'enable-k8s-cluster-network-policy': [{
    values: ON, whose: 'agents', group: 'policy.networking.k8s.io', resources: ['clusternetworkpolicies'], verbs: ['get', 'list', 'watch'], why: 'enable-k8s-cluster-network-policy: they are enforced',
  }],
  'enable-l2-announcements': [{
    values: ON,
    whose: 'agentsInNamespace',
    group: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['create', 'get', 'update', 'list', 'delete'],
    why: 'enable-l2-announcements: one agent answers for the address of each Service',
  }],
  'hubble-drop-events': [
    { values: ON, whose: 'agents', group: '', resources: ['events'], verbs: ['create', 'patch'], why: 'hubble-drop-events: packets that are dropped are told to the pod' },
  ],
  'identity-management-mode': [
    { values: ['operator', 'both'], whose: 'operator', group: 'cilium.io', resources: ['ciliumidentities'], verbs: ['create'], why: 'identity-management-mode: the operator makes identities' },
  ],
};
