/**
 * What platforms themselves put on the nodes of a pool, besides the pool's label, with where that is said. What users or add-ons put there is not in here.
 */
export interface NodeMark {
  readonly platform: 'eks' | 'eksAutoMode' | 'eksFargate' | 'gke' | 'aks' | 'aksVirtualNode' | 'aksVirtualNodeV2' | 'karpenter';
  /** On nodes of which pools; on all, where nothing is said. */
  readonly when?: 'spot' | 'onDemand' | 'gpu' | 'windows' | 'arm64' | 'system' | 'user';
  readonly labels?: { readonly [key: string]: string };
  readonly taint?: { readonly key: string; readonly value?: string; readonly effect: 'NoSchedule' | 'NoExecute' };
  readonly source: string;
}

const EKS_CAPACITY = 'https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html (capacity types)';
const KARPENTER_CAPACITY = 'https://karpenter.sh/docs/concepts/scheduling/ (well-known labels)';
const KARPENTER_LIFE = 'https://karpenter.sh/docs/concepts/nodeclaims/ (labels of a node that is registered and initialized)';
const AKS_LABELS = 'https://learn.microsoft.com/azure/aks/use-labels (reserved system labels)';

export const NODE_MARKS: readonly NodeMark[] = [
  { platform: 'eks', when: 'onDemand', labels: { 'eks.amazonaws.com/capacityType': 'ON_DEMAND' }, source: EKS_CAPACITY },
  { platform: 'eks', when: 'spot', labels: { 'eks.amazonaws.com/capacityType': 'SPOT' }, source: EKS_CAPACITY },
  {
    platform: 'eksAutoMode',
    labels: { 'eks.amazonaws.com/compute-type': 'auto' },
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/associate-workload.html',
  },
  {
    platform: 'eksFargate',
    labels: { 'eks.amazonaws.com/compute-type': 'fargate' },
    taint: { key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' },
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
  },
  {
    platform: 'gke',
    when: 'spot',
    // Labels only: the taint of that name is the user's to set.
    labels: { 'cloud.google.com/gke-provisioning': 'spot', 'cloud.google.com/gke-spot': 'true' },
    source: 'https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms',
  },
  {
    platform: 'gke',
    when: 'gpu',
    taint: { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/gpus (a GPU node pool in a cluster that has one without)',
  },
  {
    platform: 'gke',
    when: 'windows',
    taint: { key: 'node.kubernetes.io/os', value: 'windows', effect: 'NoSchedule' },
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/deploying-windows-app',
  },
  {
    platform: 'gke',
    when: 'arm64',
    taint: { key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' },
    source: 'https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig (TaintConfig: architectureTaintBehavior is ARM unless set)',
  },
  { platform: 'aks', when: 'system', labels: { 'kubernetes.azure.com/mode': 'system' }, source: AKS_LABELS },
  { platform: 'aks', when: 'user', labels: { 'kubernetes.azure.com/mode': 'user' }, source: AKS_LABELS },
  {
    platform: 'aks',
    when: 'spot',
    labels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
    taint: { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' },
    source: 'https://learn.microsoft.com/azure/aks/spot-node-pool',
  },
  {
    platform: 'aksVirtualNode',
    labels: { 'kubernetes.io/role': 'agent', 'type': 'virtual-kubelet' },
    taint: { key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' },
    source: 'https://learn.microsoft.com/azure/aks/virtual-nodes-cli',
  },
  {
    platform: 'aksVirtualNodeV2',
    labels: { virtualization: 'virtualnode2' },
    taint: { key: 'virtual-kubelet.io/provider', effect: 'NoSchedule' },
    source: 'https://github.com/microsoft/virtualnodesOnAzureContainerInstances (selector and toleration of pods that are meant for them)',
  },
  { platform: 'karpenter', when: 'onDemand', labels: { 'karpenter.sh/capacity-type': 'on-demand' }, source: KARPENTER_CAPACITY },
  { platform: 'karpenter', when: 'spot', labels: { 'karpenter.sh/capacity-type': 'spot' }, source: KARPENTER_CAPACITY },
  { platform: 'karpenter', labels: { 'karpenter.sh/initialized': 'true', 'karpenter.sh/registered': 'true' }, source: KARPENTER_LIFE },
];
