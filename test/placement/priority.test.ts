import { asking, codes, daemonSet, decide, node, pod } from './given';
import { KubePriorityClass } from '../../src/placement';
import { podPriority, priorityClasses } from '../../src/placement/priority';

const CLASSES: KubePriorityClass[] = [
  { metadata: { name: 'agents' }, value: 1000 },
  { metadata: { name: 'usual' }, value: 7, globalDefault: true },
  { metadata: { name: 'lower' }, value: 5, globalDefault: true, preemptionPolicy: 'Never' },
];
const of = (spec: object, classes: KubePriorityClass[] = []) => podPriority({ containers: [], ...spec }, priorityClasses(classes));

describe('item 29: priority', () => {
  test('the system has two classes', () => {
    expect(of({ priorityClassName: 'system-node-critical' })).toEqual({ value: 2000001000, preempts: true });
    expect(of({ priorityClassName: 'system-cluster-critical' })).toEqual({ value: 2000000000, preempts: true });
  });

  test('other classes have the value they are given with', () => {
    expect(of({ priorityClassName: 'agents' }, CLASSES)).toEqual({ value: 1000, preempts: true });
  });

  test('without a class it is the lowest of the defaults, else 0', () => {
    expect(of({}, CLASSES)).toEqual({ value: 5, preempts: false });
    expect(of({ priorityClassName: '' }, CLASSES)).toEqual({ value: 5, preempts: false });
    expect(of({})).toEqual({ value: 0, preempts: true });
  });

  test('a pod that exists has its number and its policy', () => {
    expect(of({ priorityClassName: 'gone', priority: 3, preemptionPolicy: 'PreemptLowerPriority' })).toEqual({ value: 3, preempts: true });
    expect(of({ priority: 0 }, CLASSES)).toEqual({ value: 0, preempts: false });
  });

  test('a class that nobody gave counts as 0, which is said where the pod does not fit', () => {
    expect(of({ priorityClassName: 'gone' })).toEqual({ value: 0, preempts: true, unknownClass: 'gone' });
    const set = daemonSet('a', asking({ cpu: '1' }, { priorityClassName: 'gone' }));
    const small = node('n', { allocatable: { cpu: '1', pods: '9' } });
    expect(codes(decide(set, small))).toEqual([]);
    const full = { pods: [pod('web', 'n', asking({ cpu: '1' }))] };
    expect(codes(decide(set, small, full))).toEqual(['InsufficientCpu', 'PriorityClassUnknown']);
    expect(codes(decide(set, small, { ...full, priorityClasses: [{ metadata: { name: 'gone' }, value: 1 }] }))).toEqual(['WillPreempt']);
  });
});
