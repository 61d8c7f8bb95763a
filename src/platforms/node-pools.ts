/**
 * By which label each platform names its node pools, with where that is said.
 */
export interface PoolLabel {
  readonly key: string;
  readonly source: string;
}

export const POOL_LABELS = {
  eks: {
    key: 'eks.amazonaws.com/nodegroup',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html',
  },
  gke: {
    key: 'cloud.google.com/gke-nodepool',
    source: 'https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools',
  },
  aks: {
    key: 'kubernetes.azure.com/agentpool',
    source: 'https://learn.microsoft.com/azure/aks/use-labels',
  },
  karpenter: {
    key: 'karpenter.sh/nodepool',
    source: 'https://karpenter.sh/docs/concepts/nodepools/',
  },
} as const satisfies { [platform: string]: PoolLabel };
