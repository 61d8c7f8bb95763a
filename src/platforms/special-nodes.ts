/**
 * Nodes of providers that are no ordinary machines: how they are recognised, whether a DaemonSet's pod can run there,
 * and where that is said.
 */
export interface SpecialNodes {
  readonly label: string;
  readonly value: string;
  readonly runsDaemonPods: boolean;
  readonly what: string;
  readonly source: string;
}

export const SPECIAL_NODES = {
  eksFargate: {
    label: 'eks.amazonaws.com/compute-type',
    value: 'fargate',
    runsDaemonPods: false,
    what: 'EKS Fargate',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html ("Daemonsets aren\'t supported on Fargate")',
  },
  aksVirtualNode: {
    label: 'type',
    value: 'virtual-kubelet',
    runsDaemonPods: false,
    what: 'AKS virtual nodes',
    source: 'https://learn.microsoft.com/azure/aks/virtual-nodes (DaemonSets do not deploy pods to the virtual node)',
  },
  aksVirtualNodeV2: {
    label: 'virtualization',
    value: 'virtualnode2',
    runsDaemonPods: false,
    what: 'AKS virtual nodes v2',
    source: 'https://learn.microsoft.com/azure/aks/virtual-nodes-v2 (limitations: DaemonSets)',
  },
  eksAutoMode: {
    label: 'eks.amazonaws.com/compute-type',
    value: 'auto',
    runsDaemonPods: true,
    what: 'EKS Auto Mode nodes',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-workload.html',
  },
  eksHybrid: {
    label: 'eks.amazonaws.com/compute-type',
    value: 'hybrid',
    runsDaemonPods: true,
    what: 'EKS hybrid nodes',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-overview.html',
  },
} as const satisfies { [name: string]: SpecialNodes };
