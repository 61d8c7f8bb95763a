import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Cluster, NodePool, OperatingSystem, Quantity, Taint, TaintEffect } from '../../src';
import { NODE_MARKS } from '../../src/platforms/node-marks';
import { thrown } from '../values/thrown';

const GPU = Taint.of('nvidia.com/gpu', TaintEffect.NO_SCHEDULE, 'present');
const taints = (pool: NodePool) => pool.taints.map((taint) => `${taint}`);

describe('a pool of no platform', () => {
  test('has nodes with what every kubelet puts on them', () => {
    expect(NodePool.of('workers', { count: 2 })._nodes()).toEqual(['workers-0', 'workers-1'].map((name) => ({
      metadata: { name, labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } }, spec: { taints: [] },
    })));
  });

  test('has what is written, too', () => {
    const pool = NodePool.of('edge', {
      labels: { site: 'berlin' }, taints: [GPU, Taint.of('edge', TaintEffect.NO_EXECUTE)], architecture: 'arm64', operatingSystem: OperatingSystem.WINDOWS,
    });
    expect([pool.name, pool.count, pool.labels]).toEqual(['edge', 1, { 'kubernetes.io/arch': 'arm64', 'kubernetes.io/os': 'windows', 'site': 'berlin' }]);
    expect(pool._nodes()[0].spec).toEqual({
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }, { key: 'edge', effect: 'NoExecute' }],
    });
  });

  test('can give so much to pods, in the API server\'s spelling; as many pods as the kubelet takes by itself', () => {
    const status = (pods?: number) => NodePool.of('a', {
      allocatable: {
        cpu: Cpu.millis(3920), memory: Size.mebibytes(2048), ephemeralStorage: Size.gibibytes(50), extended: { 'nvidia.com/gpu': Quantity.of(4) }, pods,
      },
    })._nodes()[0].status;
    expect(status()).toEqual({ allocatable: { 'cpu': '3920m', 'ephemeral-storage': '50Gi', 'memory': '2Gi', 'pods': '110', 'nvidia.com/gpu': '4' } });
    expect(status(29)).toMatchObject({ allocatable: { pods: '29' } });
    expect(NodePool.of('a', { allocatable: { cpu: Cpu.units(1), memory: Size.gibibytes(1) } })._nodes()[0].status!.allocatable).not.toHaveProperty('ephemeral-storage');
    expect(NodePool.of('a')._nodes()[0]).not.toHaveProperty('status');
  });
});

describe('platforms put their labels and taints on, and no others', () => {
  const base = { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux' };
  test.each<[string, NodePool, object, string[]]>([
    ['EKS', NodePool.eksNodeGroup('a'), { 'eks.amazonaws.com/capacityType': 'ON_DEMAND', 'eks.amazonaws.com/nodegroup': 'a' }, []],
    ['EKS, spot', NodePool.eksNodeGroup('a', { spot: true }), { 'eks.amazonaws.com/capacityType': 'SPOT', 'eks.amazonaws.com/nodegroup': 'a' }, []],
    ['EKS Auto Mode', NodePool.eksAutoModeNodePool('a'), {
      'eks.amazonaws.com/compute-type': 'auto',
      'karpenter.sh/capacity-type': 'on-demand',
      'karpenter.sh/initialized': 'true',
      'karpenter.sh/nodepool': 'a',
      'karpenter.sh/registered': 'true',
    }, []],
    ['EKS Fargate', NodePool.eksFargate('a'), { 'eks.amazonaws.com/compute-type': 'fargate' }, ['eks.amazonaws.com/compute-type=fargate:NoSchedule']],
    ['GKE', NodePool.gkeNodePool('a'), { 'cloud.google.com/gke-nodepool': 'a' }, []],
    ['GKE, spot: labels, no taint', NodePool.gkeNodePool('a', { spot: true }),
      { 'cloud.google.com/gke-nodepool': 'a', 'cloud.google.com/gke-provisioning': 'spot', 'cloud.google.com/gke-spot': 'true' }, []],
    ['GKE, with accelerators', NodePool.gkeNodePool('a', { gpu: true }), { 'cloud.google.com/gke-nodepool': 'a' }, ['nvidia.com/gpu=present:NoSchedule']],
    ['GKE, Windows', NodePool.gkeNodePool('a', { operatingSystem: OperatingSystem.WINDOWS }),
      { 'cloud.google.com/gke-nodepool': 'a', 'kubernetes.io/os': 'windows' }, ['node.kubernetes.io/os=windows:NoSchedule']],
    ['GKE, ARM', NodePool.gkeNodePool('a', { architecture: 'arm64' }),
      { 'cloud.google.com/gke-nodepool': 'a', 'kubernetes.io/arch': 'arm64' }, ['kubernetes.io/arch=arm64:NoSchedule']],
    ['AKS', NodePool.aksNodePool('a'), { 'kubernetes.azure.com/agentpool': 'a', 'kubernetes.azure.com/mode': 'user' }, []],
    ['AKS, system', NodePool.aksNodePool('a', { system: true }), { 'kubernetes.azure.com/agentpool': 'a', 'kubernetes.azure.com/mode': 'system' }, []],
    ['AKS, spot', NodePool.aksNodePool('a', { spot: true }), {
      'kubernetes.azure.com/agentpool': 'a', 'kubernetes.azure.com/mode': 'user', 'kubernetes.azure.com/scalesetpriority': 'spot',
    }, ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule']],
    ['AKS virtual nodes', NodePool.aksVirtualNode('a'), { 'kubernetes.io/role': 'agent', 'type': 'virtual-kubelet' }, ['virtual-kubelet.io/provider=azure:NoSchedule']],
    ['AKS virtual nodes v2', NodePool.aksVirtualNodeV2('a'), { virtualization: 'virtualnode2' }, ['virtual-kubelet.io/provider:NoSchedule']],
    ['Karpenter', NodePool.karpenterNodePool('a', { spot: true }), {
      'karpenter.sh/capacity-type': 'spot', 'karpenter.sh/initialized': 'true', 'karpenter.sh/nodepool': 'a', 'karpenter.sh/registered': 'true',
    }, []],
  ])('%s', (_, pool, labels, marks) => {
    expect(pool.labels).toEqual({ ...base, ...labels });
    expect(taints(pool)).toEqual(marks);
  });

  test('what is written goes before what is usual', () => {
    const own = Taint.of('nvidia.com/gpu', TaintEffect.NO_SCHEDULE, 'yes');
    expect(taints(NodePool.gkeNodePool('a', { gpu: true, taints: [own] }))).toEqual(['nvidia.com/gpu=yes:NoSchedule']);
    expect(taints(NodePool.gkeNodePool('a', { gpu: true, taints: [Taint.of('nvidia.com/gpu', TaintEffect.NO_EXECUTE)] }))).toHaveLength(2);
    expect(NodePool.eksNodeGroup('a', { labels: { 'eks.amazonaws.com/capacityType': 'CAPACITY_BLOCK' } }).labels['eks.amazonaws.com/capacityType']).toBe('CAPACITY_BLOCK');
  });

  test('each mark says where it is said', () => {
    expect(NODE_MARKS.filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
  });
});

describe('what cannot be meant is told at once', () => {
  test.each<[() => unknown, string]>([
    [() => NodePool.of(''), '[InvalidName] NodePool.of: name "" is no name of a node pool; write'],
    [() => NodePool.gkeNodePool('a b'), '[InvalidName] NodePool.gkeNodePool: name "a b" is no name of a node pool'],
    [() => NodePool.of('a', { count: 0 }), '[InvalidNumber] NodePool.of: count is 0; write a whole number of at least 1'],
    [() => NodePool.of('a', { labels: { 'a b': 'c' } }), '[InvalidLabelKey] NodePool.of: label key "a b"'],
    [() => NodePool.of('a', { architecture: 'x y' }), '[InvalidLabelValue] NodePool.of: architecture "x y"'],
    [() => Cluster.of(), '[NoPools] Cluster.of: got no node pool; write at least one'],
    [() => Cluster.of(NodePool.of('a'), NodePool.of('a')), '[PoolTwice] Cluster.of: two node pools are named "a"; give one of them another name'],
    [() => Cluster.of(NodePool.of('a'), NodePool.of('b')).pool('c'), '[UnknownPool] Cluster.pool: there is no node pool "c"; write one of a, b'],
  ])('%#', (act, message) => {
    expect(thrown(act)).toContain(message);
  });
});

test('a cluster gives its pools by name, and none of its own list away', () => {
  const [a, b] = [NodePool.of('a'), NodePool.of('b')];
  const cluster = Cluster.of(a, b);
  cluster.pools.pop();
  expect(cluster.pools).toEqual([a, b]);
  expect(cluster.pool('b')).toBe(b);
});
