import { answerOf, asking, codes, daemonSet, decide, node } from './given';
import { KubePodSpec, place, shouldRun } from '../../src/placement';

const NO_SCHEDULE = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };
const NO_EXECUTE = { key: 'dedicated', value: 'db', effect: 'NoExecute' };
const PREFER = { key: 'dedicated', value: 'db', effect: 'PreferNoSchedule' };

function required(key: string, ...values: string[]): Partial<KubePodSpec> {
  const term = { matchExpressions: [{ key, operator: 'In', values }] };
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } };
}

describe('the DaemonSet controller', () => {
  test('item 1: one DaemonSet and one node can be asked about by themselves', () => {
    expect(shouldRun(daemonSet('a'), node('n'))).toEqual({ shouldRun: true, shouldContinueRunning: true });
    expect(shouldRun(daemonSet('a'), node('n', { taints: [NO_SCHEDULE] }))).toEqual({ shouldRun: false, shouldContinueRunning: true });
  });

  test('item 2: a template that names its node runs there and nowhere else', () => {
    expect(answerOf(daemonSet('a', { nodeName: 'n' }), node('n'))).toBe('true,true');
    expect(answerOf(daemonSet('a', { nodeName: 'other' }), node('n'))).toBe('false,false');
    expect(codes(decide(daemonSet('a', { nodeName: 'other' }), node('n')))).toEqual(['NodeNameMismatch']);
  });

  test('item 3: name, affinity and taints are what decides', () => {
    const set = daemonSet('a', { nodeName: 'n', ...required('disktype', 'ssd') });
    expect(answerOf(set, node('n', { labels: { disktype: 'ssd' } }))).toBe('true,true');
    expect(answerOf(set, node('n', { labels: { disktype: 'ssd' }, taints: [NO_SCHEDULE] }))).toBe('false,true');
    expect(answerOf(set, node('n', { labels: { disktype: 'hdd' } }))).toBe('false,false');
  });

  test('item 4: where the required affinity fails, a pod that runs is deleted, whatever "ignored during execution" says', () => {
    expect(answerOf(daemonSet('a', required('disktype', 'ssd')), node('n', { labels: { disktype: 'hdd' } }))).toBe('false,false');
    expect(answerOf(daemonSet('a', { nodeSelector: { disktype: 'ssd' } }), node('n'))).toBe('false,false');
  });

  test('item 4: a node that fails the affinity says so, and says nothing of its taints', () => {
    expect(codes(decide(daemonSet('a', required('disktype', 'ssd')), node('n', { taints: [NO_EXECUTE] })))).toEqual(['NodeAffinityMismatch']);
  });

  test('item 5: a NoSchedule taint keeps new pods off and lets the old one stay', () => {
    expect(answerOf(daemonSet('a'), node('n', { taints: [NO_SCHEDULE] }))).toBe('false,true');
    expect(codes(decide(daemonSet('a'), node('n', { taints: [NO_SCHEDULE] })))).toEqual(['UntoleratedTaint']);
  });

  test('item 5: a NoExecute taint drives the old one off, too', () => {
    expect(answerOf(daemonSet('a'), node('n', { taints: [NO_SCHEDULE, NO_EXECUTE] }))).toBe('false,false');
    expect(codes(decide(daemonSet('a'), node('n', { taints: [NO_EXECUTE] })))).toEqual(['UntoleratedTaint', 'EvictedByNoExecute']);
  });

  test('item 5: a tolerated NoExecute taint lets a pod stay that a NoSchedule taint would keep off', () => {
    const set = daemonSet('a', { tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }] });
    expect(answerOf(set, node('n', { taints: [NO_SCHEDULE, NO_EXECUTE] }))).toBe('false,true');
  });

  test('item 6: PreferNoSchedule never matters', () => {
    expect(answerOf(daemonSet('a'), node('n', { taints: [PREFER] }))).toBe('true,true');
  });

  test('item 7: what fits is no matter of the controller', () => {
    const tooLarge = daemonSet('a', asking({ cpu: '100' }));
    expect(decide(tooLarge, node('n'))).toMatchObject({ shouldRun: true, shouldContinueRunning: true, fits: false });
    const ports = { containers: [{ name: 'agent', ports: [{ containerPort: 80, hostPort: 80 }] }] };
    const placement = place({ daemonSets: [daemonSet('a', ports), daemonSet('b', ports)], nodes: [node('n')] });
    expect(placement.decision(1, 0)).toMatchObject({ shouldRun: true, shouldContinueRunning: true, fits: false });
  });

  test('item 23: a cordoned node is eligible, by its field and by its taint, and the pod fits', () => {
    const taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }];
    const cordoned = { ...node('n'), spec: { unschedulable: true, taints } };
    expect(decide(daemonSet('a'), cordoned)).toMatchObject({ shouldRun: true, shouldContinueRunning: true, fits: true, reasons: [] });
  });
});

describe('what is wrong with the input', () => {
  test('a thing that is no DaemonSet is named by its place', () => {
    const thing = { metadata: { name: 'x' }, spec: {} } as never;
    expect(() => place({ daemonSets: [daemonSet('a'), thing], nodes: [] })).toThrow('[NotADaemonSet] daemonSets[1]: got {"metadata":{"name":"x"},"spec":{}}');
    expect(() => place({ daemonSets: [null as never], nodes: [] })).toThrow('[NotADaemonSet] daemonSets[0]: got null');
  });

  test('a node without a name is named by its place', () => {
    expect(() => place({ daemonSets: [], nodes: [node('a'), { metadata: {} } as never] })).toThrow('[NodeWithoutName] nodes[1]: metadata.name is nothing');
    expect(() => place({ daemonSets: [], nodes: [node('')] })).toThrow('[NodeWithoutName] nodes[0]: metadata.name is ""');
  });

  test('a pod or a priority class that is none is named by its place', () => {
    expect(() => place({ daemonSets: [], nodes: [], pods: [{ metadata: { name: 'x' } } as never] })).toThrow('[NotAPod] pods[0]: got {"metadata":{"name":"x"}}');
    expect(() => place({ daemonSets: [], nodes: [], priorityClasses: [{ metadata: { name: 'x' } } as never] })).toThrow('[NotAPriorityClass] priorityClasses[0]: ');
    expect(() => place({ daemonSets: [], nodes: [], priorityClasses: [{ metadata: { name: 'x' }, value: '7' } as never] })).toThrow('[NotAPriorityClass]');
  });

  test('empty parts that YAML writes as null are nothing', () => {
    const set = daemonSet('a', { tolerations: null, nodeSelector: null, affinity: null, initContainers: null } as never);
    const bare = { metadata: { name: 'n', labels: null }, spec: { taints: null }, status: { allocatable: { pods: 1 } } } as never;
    expect(decide(set, bare)).toMatchObject({ shouldRun: true, fits: true });
  });
});
