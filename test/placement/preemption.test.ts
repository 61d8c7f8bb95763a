import { asking, codes, daemonSet, decide, node, pod } from './given';
import { KubePodSpec, KubePriorityClass, place } from '../../src/placement';

const SMALL = node('n', { allocatable: { cpu: '1', memory: '1Gi', pods: '4' } });
const PORT = { containers: [{ name: 'agent', ports: [{ containerPort: 80, hostPort: 80 }] }] };
const CRITICAL = { priorityClassName: 'system-node-critical' };
const half = (spec: Partial<KubePodSpec> = {}) => asking({ cpu: '500m' }, spec);

describe('item 27: preemption', () => {
  test('a pod of lower priority is evicted, and named', () => {
    const decision = decide(daemonSet('a', half({ priority: 10 })), SMALL, { pods: [pod('web', 'n', asking({ cpu: '1' }))] });
    expect(decision.fits).toBe(true);
    expect(codes(decision)).toEqual(['WillPreempt']);
    expect(decision.reasons[0].message)
      .toBe('on node n 500m of cpu is wanted, and 0 is left of 1, so apps/web with lower priority is evicted for agents/a');
  });

  test('a pod of equal priority is not', () => {
    const decision = decide(daemonSet('a', half({ priority: 10 })), SMALL, { pods: [pod('web', 'n', asking({ cpu: '1' }, { priority: 10 }))] });
    expect(decision.fits).toBe(false);
    expect(codes(decision)).toEqual(['InsufficientCpu']);
  });

  test('also for a host port, and for a place among the pods', () => {
    expect(codes(decide(daemonSet('a', { ...PORT, priority: 1 }), SMALL, { pods: [pod('web', 'n', PORT)] }))).toEqual(['WillPreempt']);
    const full = ['a', 'b', 'c', 'd'].map((name) => pod(name, 'n'));
    expect(codes(decide(daemonSet('a', { priority: 1 }), SMALL, { pods: full }))).toEqual(['WillPreempt']);
  });

  test('not for what the whole node does not have', () => {
    expect(codes(decide(daemonSet('a', asking({ cpu: '2' }, CRITICAL)), SMALL, { pods: [pod('web', 'n', half())] }))).toEqual(['InsufficientCpu']);
  });

  test('not when it would not help, because another pod of higher priority holds what is missing', () => {
    const pods = [pod('low', 'n', asking({ memory: '1Gi' })), pod('high', 'n', asking({ cpu: '1' }, { priority: 100 }))];
    const decision = decide(daemonSet('a', asking({ cpu: '500m', memory: '1Gi' }, { priority: 10 })), SMALL, { pods });
    expect(decision.fits).toBe(false);
    expect(codes(decision)).toEqual(['InsufficientCpu', 'InsufficientMemory']);
  });

  test('not over a taint or the affinity', () => {
    const tainted = { ...SMALL, spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } };
    expect(decide(daemonSet('a', half(CRITICAL)), tainted, { pods: [pod('web', 'n', asking({ cpu: '1' }))] })).toMatchObject({ shouldRun: false, fits: null });
  });

  test('not by a pod that never preempts', () => {
    const web = [pod('web', 'n', asking({ cpu: '1' }))];
    const never: KubePriorityClass = { metadata: { name: 'patient' }, value: 100, preemptionPolicy: 'Never' };
    expect(codes(decide(daemonSet('a', half({ priority: 10, preemptionPolicy: 'Never' })), SMALL, { pods: web }))).toEqual(['InsufficientCpu']);
    const decision = decide(daemonSet('a', half({ priorityClassName: 'patient' })), SMALL, { pods: web, priorityClasses: [never] });
    expect(codes(decision)).toEqual(['InsufficientCpu']);
    expect(decision.reasons[0].remedy).toContain('preemptionPolicy of the PriorityClass is Never');
  });

  test('as many as can stay do: the most important first, of equal ones the oldest', () => {
    const web = (name: string, priority: number, startTime?: string) =>
      pod(name, 'n', { containers: [{ name: 'app', resources: { requests: { cpu: '300m' } } }], priority }, { phase: 'Running', startTime });
    const pods = [web('young', 1, '2026-01-02T00:00:00Z'), web('new', 1), web('old', 1, '2026-01-01T00:00:00Z')];
    const evicted = (cpu: string) => decide(daemonSet('a', asking({ cpu }, { priority: 10 })), SMALL, { pods }).reasons[0].message;
    expect(evicted('400m')).toContain('so apps/new with lower priority is evicted');
    expect(evicted('700m')).toContain('so apps/young, apps/new with lower priority are evicted');
    const least = decide(daemonSet('a', asking({ cpu: '400m' }, { priority: 10 })), SMALL, { pods: [web('less', 0, '2020-01-01T00:00:00Z'), ...pods.slice(1)] });
    expect(least.reasons[0].message).toContain('so apps/less with lower priority is evicted');
  });

  test('who is evicted leaves its room and its ports to agents that come later', () => {
    const sets = [daemonSet('a', asking({ cpu: '200m' }, { priority: 10 })), daemonSet('b', { ...half(), ...PORT, priority: 5 })];
    const placement = place({ daemonSets: sets, nodes: [SMALL], pods: [pod('web', 'n', { containers: [{ ...PORT.containers[0], resources: { requests: { cpu: '1' } } }] })] });
    expect(codes(placement.decision(0, 0))).toEqual(['WillPreempt']);
    expect(placement.decision(1, 0)).toMatchObject({ fits: true, reasons: [] });
  });
});

describe('all agents together', () => {
  test('who has others evicted holds its place before those that come later', () => {
    const sets = [daemonSet('a', half({ priority: 10 })), daemonSet('b', asking({ cpu: '600m' }, { priority: 5 }))];
    const placement = place({ daemonSets: sets, nodes: [SMALL], pods: [pod('web', 'n', asking({ cpu: '1' }))] });
    expect(placement.decision(1, 0).fits).toBe(false);
    expect(placement.decision(1, 0).reasons[0].message).toBe('on node n 600m of cpu is wanted, and 500m is left of 1');
  });

  test('the highest priority has the first place, then who was given first', () => {
    const sets = [daemonSet('first', half()), daemonSet('second', half()), daemonSet('critical', half(CRITICAL))];
    const placement = place({ daemonSets: sets, nodes: [SMALL] });
    expect(sets.map((_, i) => placement.decision(i, 0).fits)).toEqual([true, false, true]);
  });

  test('no agent is evicted for another', () => {
    const sets = [daemonSet('low', asking({ cpu: '1' })), daemonSet('high', asking({ cpu: '1' }, { priority: 10 }))];
    const placement = place({ daemonSets: sets, nodes: [SMALL] });
    expect([0, 1].map((i) => placement.decision(i, 0).fits)).toEqual([false, true]);
    expect(placement.decision(1, 0).reasons).toEqual([]);
  });
});

describe('item 28: a template that names its node is seen by the kubelet alone', () => {
  const bound = (spec: Partial<KubePodSpec>) => decide(daemonSet('a', { nodeName: 'n', ...spec }), SMALL, { pods: [pod('web', 'n', { ...asking({ cpu: '1' }), priority: 5 })] });

  test('which evicts for a critical pod', () => {
    expect(codes(bound(half(CRITICAL)))).toEqual(['WillPreempt']);
  });

  test('and for no other', () => {
    const decision = bound(half({ priority: 1000000000 }));
    expect(codes(decision)).toEqual(['InsufficientCpu']);
    expect(decision.reasons[0].remedy).toContain('drop spec.template.spec.nodeName');
  });

  test('and not for a port', () => {
    expect(codes(decide(daemonSet('a', { nodeName: 'n', ...PORT, ...CRITICAL }), SMALL, { pods: [pod('web', 'n', PORT)] }))).toEqual(['HostPortTaken']);
  });

  test('and counts on the overhead of others only beside a request', () => {
    const bare = (spec: Partial<KubePodSpec>) => codes(decide(daemonSet('a', half({ nodeName: 'n', ...CRITICAL })), SMALL, { pods: [pod('web', 'n', spec)] }));
    expect(bare({ overhead: { cpu: '1' } })).toEqual(['InsufficientCpu']);
    expect(bare({ ...asking({ cpu: '1m' }), overhead: { cpu: '1' } })).toEqual(['WillPreempt']);
    expect(bare({ ...asking({ cpu: '1' }), resources: { requests: { memory: '1Mi' } } })).toEqual(['InsufficientCpu']);
  });

  test('and counts a place among the pods', () => {
    const full = ['a', 'b', 'c', 'd'].map((name) => pod(name, 'n'));
    expect(codes(decide(daemonSet('a', { nodeName: 'n', ...CRITICAL }), SMALL, { pods: full }))).toEqual(['WillPreempt']);
  });

  test('and whatever its preemption policy', () => {
    expect(codes(bound(half({ ...CRITICAL, preemptionPolicy: 'Never' })))).toEqual(['WillPreempt']);
  });
});
