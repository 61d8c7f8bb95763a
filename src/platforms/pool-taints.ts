/**
 * Taints that providers and device plugins put on whole node pools, with where that is said.
 */
export interface PoolTaint {
  readonly kind: 'gpu' | 'spot';
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'NoExecute';
  readonly source: string;
}

export const POOL_TAINTS: readonly PoolTaint[] = [
  {
    kind: 'gpu',
    key: 'nvidia.com/gpu',
    effect: 'NoSchedule',
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/gpus (set on GKE node pools with GPUs; the name of the extended resource, as ExtendedResourceToleration expects)',
  },
  {
    kind: 'gpu',
    key: 'amd.com/gpu',
    effect: 'NoSchedule',
    source: 'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration (a taint named after the extended resource of AMD\'s device plugin)',
  },
  {
    kind: 'gpu',
    key: 'google.com/tpu',
    effect: 'NoSchedule',
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/tpus (set by GKE on every TPU node, as google.com/tpu=present)',
  },
  {
    kind: 'gpu',
    key: 'sku',
    value: 'gpu',
    effect: 'NoSchedule',
    source: 'https://learn.microsoft.com/azure/aks/use-nvidia-gpu (the taint AKS\' guide sets on GPU node pools)',
  },
  {
    kind: 'spot',
    key: 'kubernetes.azure.com/scalesetpriority',
    value: 'spot',
    effect: 'NoSchedule',
    source: 'https://learn.microsoft.com/azure/aks/spot-node-pool (set by AKS on every spot node pool)',
  },
  {
    kind: 'spot',
    key: 'cloud.google.com/gke-spot',
    value: 'true',
    effect: 'NoSchedule',
    source: 'https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms (the taint GKE\'s guide sets on spot node pools)',
  },
  {
    kind: 'spot',
    key: 'cloud.google.com/gke-preemptible',
    value: 'true',
    effect: 'NoSchedule',
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/preemptible-vms (the taint GKE\'s guide sets on preemptible node pools)',
  },
];
