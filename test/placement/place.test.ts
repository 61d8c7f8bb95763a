import { ROOMY, asking, codes, daemonSet, node, pod, podOf } from './given';
import { KubeNode, PlacementInput, Reserved, place } from '../../src/placement';

const GKE = 'cloud.google.com/gke-nodepool';
const NO_SCHEDULE = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };

function pools(...nodes: KubeNode[]): { [name: string]: string[] } {
  return Object.fromEntries(place({ daemonSets: [], nodes }).reserved.map(({ pool, nodes: count }) => [pool, [String(count)]]));
}

describe('decisions', () => {
  const input: PlacementInput = {
    daemonSets: [daemonSet('a'), daemonSet('b', { nodeSelector: { disktype: 'ssd' } })],
    nodes: [node('n1'), node('n2', { labels: { disktype: 'ssd' } }), node('n3')],
  };

  test('are told DaemonSet by DaemonSet, node by node, in the order of the input', () => {
    expect([...place(input).decisions()].map((decision) => [decision.daemonSet, decision.node, decision.shouldRun])).toEqual([
      ['agents/a', 'n1', true], ['agents/a', 'n2', true], ['agents/a', 'n3', true],
      ['agents/b', 'n1', false], ['agents/b', 'n2', true], ['agents/b', 'n3', false],
    ]);
  });

  test('are told again when asked again, and one by one', () => {
    const placement = place(input);
    expect([...placement.decisions()]).toEqual([...placement.decisions()]);
    expect(placement.decision(1, 2)).toEqual([...placement.decisions()][5]);
  });

  test('name the node itself, also among nodes that are alike', () => {
    expect(place(input).decision(1, 2).reasons[0].message).toContain('node n3 has no such label');
  });

  test('that there are not are refused with what there is', () => {
    expect(() => place(input).decision(2, 0)).toThrow('[NoSuchDecision] Placement.decision: got DaemonSet 2 and node 0; write indices below 2 and 3');
    expect(() => place(input).decision(0, -1)).toThrow('[NoSuchDecision]');
  });

  test('without a namespace the DaemonSet is in default', () => {
    const set = { ...daemonSet('a'), metadata: { name: 'a' } };
    expect(place({ daemonSets: [set], nodes: [node('n')] }).decision(0, 0).daemonSet).toBe('default/a');
  });

  test('of nothing are none', () => {
    const placement = place({ daemonSets: [], nodes: [] });
    expect([[...placement.decisions()], placement.pools, placement.reserved, placement.portConflicts]).toEqual([[], [], [], []]);
  });
});

describe('pools', () => {
  test('have the name of the provider\'s label', () => {
    expect(pools(
      node('a', { labels: { [GKE]: 'default-pool' } }), node('b', { labels: { [GKE]: 'gpu' } }), node('c', { labels: { [GKE]: 'gpu', zone: 'x' } }),
      node('d', { labels: { 'eks.amazonaws.com/nodegroup': 'spot' } }), node('e', { labels: { 'kubernetes.azure.com/agentpool': 'system' } }),
      node('f', { labels: { 'karpenter.sh/nodepool': 'batch' } }),
    )).toEqual({ 'default-pool': ['1'], 'gpu': ['2'], 'spot': ['1'], 'system': ['1'], 'batch': ['1'] });
  });

  test('are else the nodes with equal labels, taints and amounts, the host name aside', () => {
    const labels = (name: string) => ({ 'disktype': 'ssd', 'kubernetes.io/hostname': name });
    expect(pools(node('w-1', { labels: labels('w-1') }), node('w-2', { labels: labels('w-2') }))).toEqual({ 'w-*': ['2'] });
    expect(Object.values(pools(node('w-1'), node('w-2', { labels: { disktype: 'ssd' } })))).toEqual([['1'], ['1']]);
    expect(Object.values(pools(node('w-1'), node('w-2', { taints: [NO_SCHEDULE] })))).toEqual([['1'], ['1']]);
    expect(Object.values(pools(node('w-1'), node('w-2', { allocatable: { ...ROOMY, cpu: '8' } })))).toEqual([['1'], ['1']]);
  });

  test('are equal in whatever order labels are written', () => {
    expect(pools(node('w-1', { labels: { a: '1', b: '2' } }), node('w-2', { labels: { b: '2', a: '1' } }))).toEqual({ 'w-*': ['2'] });
  });

  test('are named after what their nodes have in common', () => {
    expect(Object.keys(pools(node('cp-1', { taints: [NO_SCHEDULE] })))).toEqual(['cp-1']);
    expect(Object.keys(pools(node('ip-10-0-1'), node('ip-10-0-12')))).toEqual(['ip-10-0-*']);
    expect(Object.keys(pools(node('node1'), node('node12')))).toEqual(['node*']);
    expect(Object.keys(pools(node('a'), node('b')))).toEqual(['*']);
  });

  test('all have different names', () => {
    const tainted = { taints: [NO_SCHEDULE] };
    const labelled = { labels: { x: 'y' } };
    expect(Object.keys(pools(node('w-1'), node('w-2'), node('w-3', tainted), node('w-4', tainted), node('w-5', labelled), node('w-6', labelled))))
      .toEqual(['w-*', 'w-* dedicated=db:NoSchedule', 'w-* (2)']);
    expect(Object.keys(pools(node('w-1'), node('x', { labels: { [GKE]: 'w-1' } })))).toEqual(['w-1 (2)', 'w-1']);
  });

  test('are told apart where the decisions for their nodes differ, and only there', () => {
    const gpu = { [GKE]: 'gpu' };
    const nodes = [
      node('a', { labels: gpu }), node('b', { labels: { ...gpu, zone: 'x' } }), node('c', { labels: gpu, taints: [NO_SCHEDULE] }),
      node('d', { labels: gpu, allocatable: { ...ROOMY, cpu: '8' } }), node('e', { labels: gpu, allocatable: { ...ROOMY, cpu: '50m' } }), node('f'),
    ];
    expect(place({ daemonSets: [daemonSet('a', asking({ cpu: '100m' }))], nodes }).pools).toEqual([
      { name: 'gpu', nodes: [0, 1, 3] }, { name: 'gpu', nodes: [2] }, { name: 'gpu', nodes: [4] }, { name: 'f', nodes: [5] },
    ]);
  });

  test('are told apart by an effect, although no pod is made either way', () => {
    const labels = { [GKE]: 'db' };
    const nodes = [node('a', { labels, taints: [NO_SCHEDULE] }), node('b', { labels, taints: [{ ...NO_SCHEDULE, effect: 'NoExecute' }] })];
    const placement = place({ daemonSets: [daemonSet('a')], nodes });
    expect(placement.pools).toEqual([{ name: 'db', nodes: [0] }, { name: 'db', nodes: [1] }]);
    expect([0, 1].map((i) => placement.decision(0, i).shouldContinueRunning)).toEqual([true, false]);
  });

  test('are named in reasons by the provider\'s label, else the node is', () => {
    const nodes = [node('a', { labels: { [GKE]: 'db' }, taints: [NO_SCHEDULE] }), node('b', { taints: [NO_SCHEDULE] })];
    const placement = place({ daemonSets: [daemonSet('a')], nodes });
    expect([0, 1].map((i) => placement.decision(0, i).reasons[0].message))
      .toEqual(['node pool db has taint dedicated=db:NoSchedule', 'node b has taint dedicated=db:NoSchedule']);
  });
});

describe('what the agents reserve', () => {
  const labels = { [GKE]: 'p' };
  const reserved = (input: PlacementInput): readonly Reserved[] => place(input).reserved;

  test('is added up for one node of a pool, with its share', () => {
    const sets = [daemonSet('a', asking({ cpu: '150m', memory: '200Mi' })), daemonSet('b', asking({ cpu: '0.1', memory: '210Mi' })), daemonSet('c')];
    expect(reserved({ daemonSets: sets, nodes: [node('a', { labels }), node('b', { labels })] })).toEqual([
      { pool: 'p', nodes: 2, cpu: '250m', memory: '410Mi', pods: 3, cpuShare: 0.0625, memoryShare: 0.025 },
    ]);
  });

  test('is that of pods that have their place', () => {
    const sets = [daemonSet('a', asking({ cpu: '3' })), daemonSet('large', asking({ cpu: '3' })), daemonSet('elsewhere', asking({ cpu: '1' }, { nodeName: 'x' }))];
    expect(reserved({ daemonSets: sets, nodes: [node('n')] })[0]).toMatchObject({ cpu: '3', pods: 1, cpuShare: 0.75 });
  });

  test('is, in a pool whose nodes differ, that of the node where it is most', () => {
    const nodes = [
      node('a', { labels }), node('b', { labels, taints: [NO_SCHEDULE] }), node('c', { labels, allocatable: { ...ROOMY, cpu: '2' } }),
      node('d', { labels, taints: [{ ...NO_SCHEDULE, value: 'web' }] }),
    ];
    expect(reserved({ daemonSets: [daemonSet('a', asking({ cpu: '1' }))], nodes })).toEqual([
      { pool: 'p', nodes: 4, cpu: '1', memory: '0', pods: 1, cpuShare: 0.5, memoryShare: 0 },
    ]);
  });

  test('has no share where it is not known of what, or of nothing', () => {
    const set = daemonSet('a', asking({ cpu: '1' }));
    expect(reserved({ daemonSets: [set], nodes: [{ metadata: { name: 'n' } }] })[0]).toMatchObject({ cpu: '1', pods: 1, cpuShare: null, memoryShare: null });
    expect(reserved({ daemonSets: [set], nodes: [node('n', { allocatable: { pods: 1 } })] })[0]).toMatchObject({ cpu: '0', pods: 0, cpuShare: null });
  });

  test('counts agents that have others evicted', () => {
    const set = daemonSet('a', asking({ cpu: '4' }, { priority: 1 }));
    expect(reserved({ daemonSets: [set], nodes: [node('n')], pods: [pod('web', 'n', asking({ cpu: '4' }))] })[0]).toMatchObject({ cpu: '4', pods: 1, cpuShare: 1 });
  });
});

describe('pods that are there already', () => {
  const half = asking({ cpu: '2' });

  test('of the agents themselves are not counted twice', () => {
    const set = daemonSet('a', asking({ cpu: '3' }));
    const placement = place({ daemonSets: [set], nodes: [node('n')], pods: [podOf(set, 'n', asking({ cpu: '3' }))] });
    expect(placement.decision(0, 0)).toMatchObject({ fits: true, reasons: [] });
  });

  test('of a DaemonSet of that name in another namespace, of another kind or identity, are others\'', () => {
    const set = { ...daemonSet('a', asking({ cpu: '3' })), metadata: { name: 'a', namespace: 'agents', uid: '1' } };
    const mine = podOf(set, 'n', asking({ cpu: '3' }));
    const [owner] = mine.metadata.ownerReferences!;
    const owned = (change: object) => ({ ...mine, metadata: { ...mine.metadata, ownerReferences: [{ ...owner, ...change }] } });
    const fits = (made: typeof mine) => place({ daemonSets: [set], nodes: [node('n')], pods: [made] }).decision(0, 0).fits;
    expect(fits(owned({ uid: '1' }))).toBe(true);
    expect(fits(owned({ uid: '2' }))).toBe(false);
    expect(fits(owned({ kind: 'ReplicaSet' }))).toBe(false);
    expect(fits(owned({ name: 'b' }))).toBe(false);
    expect(fits(owned({ controller: false }))).toBe(false);
    expect(fits({ ...mine, metadata: { ...mine.metadata, namespace: 'other' } })).toBe(false);
  });

  test('of an agent that gets no new one there, but may stay, keep their room', () => {
    const leaving = daemonSet('old', half);
    const tainted = node('n', { taints: [NO_SCHEDULE] });
    const tolerant = daemonSet('new', asking({ cpu: '3' }, { tolerations: [{ operator: 'Exists' }] }));
    const without = place({ daemonSets: [leaving, tolerant], nodes: [tainted] });
    const withIt = place({ daemonSets: [leaving, tolerant], nodes: [tainted], pods: [podOf(leaving, 'n', half)] });
    expect([without, withIt].map((placement) => placement.decision(1, 0).fits)).toEqual([true, false]);
  });

  test('of an agent that may not stay leave it', () => {
    const leaving = daemonSet('old', { ...half, nodeSelector: { disktype: 'ssd' } });
    const next = daemonSet('new', asking({ cpu: '3' }));
    expect(place({ daemonSets: [leaving, next], nodes: [node('n')], pods: [podOf(leaving, 'n', half)] }).decision(1, 0).fits).toBe(true);
  });

  test('item 21: that have ended hold nothing, and of two of one agent on a node one is kept', () => {
    const set = daemonSet('a', asking({ cpu: '3' }));
    const ended = ['Succeeded', 'Failed'].map((phase) => pod(phase, 'n', asking({ cpu: '4' }), { phase }));
    expect(place({ daemonSets: [set], nodes: [node('n')], pods: ended }).decision(0, 0).fits).toBe(true);
    const staying = daemonSet('old', asking({ cpu: '1' }));
    const tainted = node('n', { taints: [NO_SCHEDULE] });
    const tolerant = daemonSet('new', asking({ cpu: '3' }, { tolerations: [{ operator: 'Exists' }] }));
    const twice = ['x', 'y'].map((name) => podOf(staying, 'n', asking({ cpu: '1' }), name));
    expect(place({ daemonSets: [staying, tolerant], nodes: [tainted], pods: twice }).decision(1, 0).fits).toBe(true);
  });

  test('that have no node yet hold nothing', () => {
    const pending = pod('web', '', asking({ cpu: '4' }), { phase: 'Pending' });
    expect(place({ daemonSets: [daemonSet('a', asking({ cpu: '3' }))], nodes: [node('n')], pods: [pending] }).decision(0, 0).fits).toBe(true);
  });

  test('make each node a case of its own, and pools are told apart only by what comes of it', () => {
    const labels = { [GKE]: 'p' };
    const nodes = ['a', 'b', 'c'].map((name) => node(name, { labels }));
    const pods = [pod('x', 'a', asking({ cpu: '1' })), pod('y', 'b', asking({ cpu: '2' })), pod('z', 'c', asking({ cpu: '4' }))];
    const placement = place({ daemonSets: [daemonSet('a', asking({ cpu: '1' }))], nodes, pods });
    expect(placement.pools).toEqual([{ name: 'p', nodes: [0, 1] }, { name: 'p', nodes: [2] }]);
    expect(codes(placement.decision(0, 2))).toEqual(['InsufficientCpu']);
  });
});
