import { asking, codes, daemonSet, decide, node, pod } from './given';
import { KubeAmounts, place } from '../../src/placement';

function on(allocatable: KubeAmounts) {
  return node('n', { allocatable });
}

describe('item 24: whether a pod fits', () => {
  test('up to the last thousandth and byte', () => {
    const set = daemonSet('a', asking({ cpu: '500m', memory: '64Mi' }));
    expect(decide(set, on({ cpu: '500m', memory: '64Mi', pods: '1' })).fits).toBe(true);
    expect(decide(set, on({ cpu: '499m', memory: '64Mi', pods: '1' })).fits).toBe(false);
    expect(decide(set, on({ cpu: '1', memory: '67108863', pods: '1' })).fits).toBe(false);
  });

  test('pods that are there take their part', () => {
    const set = daemonSet('a', asking({ cpu: '500m' }));
    const n = on({ cpu: '1', pods: '10' });
    expect(decide(set, n, { pods: [pod('web', 'n', asking({ cpu: '500m' }))] }).fits).toBe(true);
    expect(decide(set, n, { pods: [pod('web', 'n', asking({ cpu: '501m' }))] }).fits).toBe(false);
    expect(decide(set, n, { pods: [pod('web', 'other', asking({ cpu: '501m' }))] }).fits).toBe(true);
  });

  test('every resource that is short is named', () => {
    const decision = decide(daemonSet('a', asking({ 'cpu': '2', 'memory': '2Gi', 'ephemeral-storage': '2Gi', 'nvidia.com/gpu': 1, 'hugepages-2Mi': '2Mi' })),
      on({ 'cpu': '1', 'memory': '1Gi', 'ephemeral-storage': '1Gi', 'pods': '0' }));
    expect(codes(decision)).toEqual([
      'TooManyPods', 'InsufficientCpu', 'InsufficientMemory', 'InsufficientEphemeralStorage', 'InsufficientResource', 'InsufficientResource',
    ]);
    expect(decision.reasons.slice(1).map(({ message }) => message)).toEqual([
      'on node n 2 of cpu is wanted, and 1 is left of 1',
      'on node n 2Gi of memory is wanted, and 1Gi is left of 1Gi',
      'on node n 2Gi of ephemeral-storage is wanted, and 1Gi is left of 1Gi',
      'on node n 2Mi of hugepages-2Mi is wanted, and 0 is left of 0',
      'on node n 1 of nvidia.com/gpu is wanted, and 0 is left of 0',
    ]);
  });

  test('a pod without requests needs only its place among the pods', () => {
    const full = { pods: [pod('web', 'n', asking({ cpu: '9' }))] };
    expect(decide(daemonSet('a'), on({ cpu: '1', pods: '2' }), full)).toMatchObject({ fits: true, reasons: [] });
    expect(codes(decide(daemonSet('a'), on({ cpu: '1', pods: '1' }), full))).toEqual(['TooManyPods']);
    expect(codes(decide(daemonSet('a', asking({ cpu: '0' })), on({ cpu: '1', pods: '2' }), full))).toEqual([]);
  });

  test('an over-full node says by how much', () => {
    const [{ message }] = decide(daemonSet('a', asking({ cpu: '1' })), on({ cpu: '1', pods: '9' }), { pods: [pod('web', 'n', asking({ cpu: '1500m' }))] }).reasons;
    expect(message).toBe('on node n 1 of cpu is wanted, and 500m too much is taken of 1');
  });

  test('a node that does not say how many pods it takes takes none', () => {
    const decision = decide(daemonSet('a'), on({ cpu: '4' }));
    expect(decision.fits).toBe(false);
    expect(decision.reasons[0]).toMatchObject({ code: 'TooManyPods', message: 'node n takes no pods: its allocatable pods are 0 or not given' });
  });

  test('what the scheduler does not count is passed over', () => {
    expect(decide(daemonSet('a', asking({ 'storage': '1Gi', 'pods': '5', 'unprefixed': '1', 'requests.nvidia.com/gpu': '1' })), on({ pods: '1' })).fits).toBe(true);
    expect(decide(daemonSet('a', asking({ 'kubernetes.io/batteries': '1' })), on({ pods: '1' })).fits).toBe(false);
    expect(decide(daemonSet('a', asking({ 'attachable-volumes-aws-ebs': '1' })), on({ pods: '1' })).fits).toBe(false);
  });

  test('where no pod should run, and where it is not known what there is, it is null', () => {
    const unknown = { metadata: { name: 'n' } };
    expect(decide(daemonSet('a', { nodeName: 'other' }), on({ pods: '1' })).fits).toBeNull();
    expect(decide(daemonSet('a', asking({ cpu: '100' })), unknown)).toMatchObject({ shouldRun: true, fits: null });
    expect(codes(decide(daemonSet('a'), unknown))).toEqual(['AllocatableUnknown']);
  });

  test('a port that is held is said even so', () => {
    const ports = { containers: [{ name: 'agent', ports: [{ containerPort: 80, hostPort: 80 }] }] };
    const placement = place({ daemonSets: [daemonSet('a', ports), daemonSet('b', ports)], nodes: [{ metadata: { name: 'n' } }] });
    expect(placement.decision(1, 0).fits).toBeNull();
    expect(codes(placement.decision(1, 0))).toEqual(['AllocatableUnknown', 'HostPortTaken']);
    expect(placement.reserved[0].pods).toBe(1);
  });

  test('agents fill a node one after the other', () => {
    const sets = ['a', 'b', 'c'].map((name) => daemonSet(name, asking({ cpu: '400m' })));
    const placement = place({ daemonSets: sets, nodes: [on({ cpu: '1', pods: '10' })] });
    expect(sets.map((_, i) => placement.decision(i, 0).fits)).toEqual([true, true, false]);
    expect(placement.decision(2, 0).reasons[0].message).toBe('on node n 400m of cpu is wanted, and 200m is left of 1');
  });

  test('an agent that does not fit leaves its room to the next', () => {
    const sets = [daemonSet('large', asking({ cpu: '2' })), daemonSet('small', asking({ cpu: '1' }))];
    const placement = place({ daemonSets: sets, nodes: [on({ cpu: '1', pods: '1' })] });
    expect([0, 1].map((i) => placement.decision(i, 0).fits)).toEqual([false, true]);
  });

  test('an amount of a node that is none is named', () => {
    expect(() => place({ daemonSets: [], nodes: [on({ memory: '16 GB' })] })).toThrow('[InvalidQuantity] node n, allocatable, memory: got "16 GB"');
  });
});
