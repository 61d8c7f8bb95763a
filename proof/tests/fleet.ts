import type { NodePool } from '../harness/nodes';

/** 300 nodes, as mixed as clusters get. Each pool is there for a rule of targeting, tolerations or the node's condition. */
export const MIXED_FLEET: readonly NodePool[] = [
  { name: 'general', count: 60 },
  { name: 'arm', count: 25, architecture: 'arm64' },
  { name: 'power', count: 10, architecture: 'ppc64le' },
  { name: 'ssd', count: 30, labels: { disktype: 'ssd' } },
  { name: 'ssd-retired', count: 5, labels: { disktype: 'ssd', retired: '' } },
  { name: 'search', count: 10, labels: { team: 'search', generation: '5' } },
  { name: 'search-old', count: 10, labels: { team: 'search', generation: '4' } },
  { name: 'ads', count: 5, labels: { team: 'ads', generation: 'six' } },
  { name: 'control-plane', count: 5, labels: { 'node-role.kubernetes.io/control-plane': '' }, taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
  { name: 'control-plane-ssd', count: 5, labels: { 'node-role.kubernetes.io/control-plane': '', 'disktype': 'ssd' }, taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
  { name: 'gpu', count: 15, labels: { 'disktype': 'ssd', 'nvidia.com/gpu.present': 'true' }, taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] },
  { name: 'spot', count: 15, taints: [{ key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NoSchedule' }] },
  { name: 'dedicated', count: 10, labels: { disktype: 'ssd' }, taints: [{ key: 'dedicated', value: 'search', effect: 'NoExecute' }] },
  { name: 'dedicated-other', count: 10, labels: { disktype: 'ssd' }, taints: [{ key: 'dedicated', effect: 'NoExecute' }] },
  { name: 'reluctant', count: 10, taints: [{ key: 'prefer-others', effect: 'PreferNoSchedule' }] },
  { name: 'cordoned', count: 15, labels: { disktype: 'ssd' }, cordoned: true },
  { name: 'not-ready', count: 15, labels: { disktype: 'ssd' }, notReady: true },
  { name: 'uninitialized', count: 5, taints: [{ key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' }] },
  { name: 'windows', count: 20, os: 'windows', labels: { disktype: 'ssd' } },
  { name: 'windows-tainted', count: 10, os: 'windows', taints: [{ key: 'os', value: 'windows', effect: 'NoSchedule' }] },
  {
    name: 'virtual',
    count: 3,
    labels: { 'type': 'virtual-kubelet', 'kubernetes.azure.com/role': 'agent' },
    taints: [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }],
  },
  { name: 'virtual-v2', count: 2, labels: { virtualization: 'virtualnode2' }, taints: [{ key: 'virtual-kubelet.io/provider', effect: 'NoSchedule' }] },
  { name: 'fargate', count: 5, labels: { 'eks.amazonaws.com/compute-type': 'fargate' }, taints: [{ key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule' }] },
];
