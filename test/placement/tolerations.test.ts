import { answerOf, daemonSet, node } from './given';
import { KubeToleration, automaticTolerations, daemonPodTolerations, tolerates } from '../../src/placement';

const CONDITION = 'node.kubernetes.io/';
const ADDED = [
  ['not-ready', 'NoExecute'], ['unreachable', 'NoExecute'], ['disk-pressure', 'NoSchedule'], ['memory-pressure', 'NoSchedule'], ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
] as const;

describe('what the controller adds', () => {
  test('item 14: six tolerations, in this order, all Exists', () => {
    expect(automaticTolerations(false)).toEqual(ADDED.map(([name, effect]) => ({ key: `${CONDITION}${name}`, operator: 'Exists', effect })));
  });

  test('item 14: on the host network a seventh', () => {
    expect(automaticTolerations(true).slice(6)).toEqual([{ key: `${CONDITION}network-unavailable`, operator: 'Exists', effect: 'NoSchedule' }]);
    const taints = [{ key: `${CONDITION}network-unavailable`, effect: 'NoSchedule' }];
    expect(answerOf(daemonSet('a'), node('n', { taints }))).toBe('false,true');
    expect(answerOf(daemonSet('a', { hostNetwork: true }), node('n', { taints }))).toBe('true,true');
  });

  test.each(ADDED)('item 14: %s:%s is tolerated by itself', (name, effect) => {
    expect(answerOf(daemonSet('a'), node('n', { taints: [{ key: `${CONDITION}${name}`, effect }] }))).toBe('true,true');
  });

  test('item 14: they come after those of the template', () => {
    const own = { key: 'dedicated', operator: 'Exists' };
    expect(daemonPodTolerations({ containers: [], tolerations: [own] })).toEqual([own, ...automaticTolerations(false)]);
  });

  test('item 14: an equal one of the template is replaced in its place, and loses its seconds', () => {
    const own: KubeToleration = { key: `${CONDITION}unreachable`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 };
    const all = daemonPodTolerations({ containers: [], tolerations: [own] });
    expect(all).toHaveLength(6);
    expect(all[0]).toEqual({ key: `${CONDITION}unreachable`, operator: 'Exists', effect: 'NoExecute' });
  });

  test('item 14: one for all effects is not equal, and stays', () => {
    const own: KubeToleration = { key: `${CONDITION}unreachable`, operator: 'Exists', tolerationSeconds: 30 };
    expect(daemonPodTolerations({ containers: [], tolerations: [own] })).toEqual([own, ...automaticTolerations(false)]);
  });

  test.each([
    ['node.kubernetes.io/not-ready', 'NoSchedule'],
    ['node.kubernetes.io/unreachable', 'NoSchedule'],
    ['node.kubernetes.io/out-of-service', 'NoExecute'],
    ['node.cloudprovider.kubernetes.io/uninitialized', 'NoSchedule'],
    ['node-role.kubernetes.io/control-plane', 'NoSchedule'],
  ])('item 15: %s:%s is not tolerated by itself, so an ordinary agent waits for the node', (key, effect) => {
    expect(answerOf(daemonSet('a'), node('n', { taints: [{ key, effect }] }))).toBe(`false,${effect === 'NoSchedule'}`);
  });
});

describe('item 18: a toleration and a taint', () => {
  const taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };
  test.each<[string, KubeToleration, boolean]>([
    ['the same key, value and effect', { key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' }, true],
    ['no operator is Equal', { key: 'dedicated', value: 'db', effect: 'NoSchedule' }, true],
    ['an empty operator is Equal', { key: 'dedicated', operator: '', value: 'db' }, true],
    ['no effect is any effect', { key: 'dedicated', value: 'db' }, true],
    ['an empty effect is any effect', { key: 'dedicated', value: 'db', effect: '' }, true],
    ['Exists is any value', { key: 'dedicated', operator: 'Exists' }, true],
    ['Exists without a key is any taint', { operator: 'Exists' }, true],
    ['an empty key is any key', { key: '', operator: 'Exists', effect: 'NoSchedule' }, true],
    ['another effect', { key: 'dedicated', value: 'db', effect: 'NoExecute' }, false],
    ['another value', { key: 'dedicated', value: 'web' }, false],
    ['no value is the empty one', { key: 'dedicated' }, false],
    ['another key', { key: 'team', operator: 'Exists' }, false],
    ['an operator that there is not', { key: 'dedicated', operator: 'exists' }, false],
  ])('%s', (_, toleration, expected) => {
    expect(tolerates(toleration, taint)).toBe(expected);
  });

  test('a taint without a value has the empty one', () => {
    expect(tolerates({ key: 'dedicated' }, { key: 'dedicated', effect: 'NoSchedule' })).toBe(true);
    expect(tolerates({ key: 'dedicated', value: '' }, { key: 'dedicated', value: '', effect: 'NoSchedule' })).toBe(true);
  });

  test('Gt and Lt match nothing: the gate that compares numbers is off', () => {
    expect(tolerates({ key: 'level', operator: 'Gt', value: '5' }, { key: 'level', value: '7', effect: 'NoSchedule' })).toBe(false);
    expect(tolerates({ key: 'level', operator: 'Lt', value: '5' }, { key: 'level', value: '3', effect: 'NoSchedule' })).toBe(false);
  });
});
