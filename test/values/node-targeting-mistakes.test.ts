import { thrown } from './thrown';
import { NodeLabel, NodeTargeting } from '../../src';

const ssd = NodeLabel.is('disktype', 'ssd');

function required(targeting: NodeTargeting): unknown {
  const { affinity } = targeting._toKube() as any;
  return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

describe('mistakes name the method', () => {
  test.each<[string, () => unknown]>([
    ['NodeTargeting.preferring: condition', () => NodeTargeting.everyNode().preferring(1, 1 as never)],
    ['NodeTargeting.anyOf: targeting', () => NodeTargeting.anyOf(1 as never)],
    ['NodeTargeting.and: other', () => NodeTargeting.everyNode().and(1 as never)],
    ['NodeTargeting.or: other', () => NodeTargeting.everyNode().or(1 as never)],
  ])('%s', (where, act) => {
    expect(thrown(act)).toMatch(new RegExp(`^\\[WrongType\\] ${where} is 1; `));
  });

  test('terms that multiply, whichever side has more', () => {
    const some = (label: string, count: number) => NodeTargeting.anyOf(...Array.from({ length: count }, (_, i) => NodeTargeting.matching(NodeLabel.exists(`${label}-${i}`))));
    expect(thrown(() => some('a', 9).and(some('b', 9)))).toMatch(/^\[TooManyTerms\] NodeTargeting\.and: the alternatives multiply to 81 terms/);
    expect(thrown(() => some('a', 40).or(some('b', 40)))).toMatch(/^\[TooManyTerms\] NodeTargeting\.or: /);
    expect(thrown(() => NodeTargeting.anyOf(some('a', 40), some('b', 40)))).toMatch(/^\[TooManyTerms\] NodeTargeting\.anyOf: /);
  });
});

describe('mistakes', () => {
  const every = 'write at least one NodeLabel, or NodeTargeting.everyNode() when every node is meant';
  test.each([
    ['matching', () => NodeTargeting.matching(), `got no condition; ${every}`],
    ['named', () => NodeTargeting.named(), 'got no name; write at least one, or NodeTargeting.everyNode() when every node is meant'],
    ['notNamed', () => NodeTargeting.notNamed(), 'got no name; write at least one'],
    ['allOf', () => NodeTargeting.allOf(), 'got no targeting; write at least one, or NodeTargeting.everyNode() when every node is meant'],
    ['anyOf', () => NodeTargeting.anyOf(), 'got no targeting, which no node can meet; write at least one'],
    ['preferring', () => NodeTargeting.everyNode().preferring(1), 'got no condition; write at least one NodeLabel'],
  ])('%s of nothing', (method, act, message) => {
    expect(thrown(act)).toBe(`[NoConditions] NodeTargeting.${method}: ${message}`);
  });

  test.each([
    ['named', () => NodeTargeting.named('ok', 'Node_1')],
    ['notNamed', () => NodeTargeting.notNamed('ok', 'Node_1')],
  ])('%s with what is no node name', (method, act) => {
    expect(thrown(act)).toBe(`[InvalidName] NodeTargeting.${method}: name "Node_1" is no node name; write a DNS subdomain as kubectl get nodes shows it`);
  });

  test('a name that is no string at all', () => {
    expect(thrown(() => NodeTargeting.named(null as unknown as string))).toContain('[InvalidName] NodeTargeting.named: name null is no node name');
  });

  test.each([
    ['two values', ssd, NodeLabel.is('disktype', 'hdd')],
    ['a value that is forbidden', ssd, NodeLabel.isNoneOf('disktype', 'ssd')],
    ['a value and not being set', ssd, NodeLabel.doesNotExist('disktype')],
    ['being set and not being set', NodeLabel.exists('a'), NodeLabel.doesNotExist('a')],
    ['a lower bound and not being set', NodeLabel.greaterThan('a', 1), NodeLabel.doesNotExist('a')],
    ['an upper bound and not being set', NodeLabel.lessThan('a', 1), NodeLabel.doesNotExist('a')],
    ['bounds with no number between', NodeLabel.greaterThan('a', 3), NodeLabel.lessThan('a', 4)],
    ['a value out of bounds', NodeLabel.is('a', '3'), NodeLabel.greaterThan('a', 3)],
  ])('conditions that no node can meet: %s', (_, a, b) => {
    expect(thrown(() => NodeTargeting.matching(a, b))).toBe(
      `[TargetsNoNode] NodeTargeting.matching: no node can meet all of ${JSON.stringify([a.describe(), b.describe()])}; drop one of them, or join them with NodeTargeting.anyOf(…)`);
  });

  test('bounds with one number between can be met', () => {
    expect(NodeTargeting.matching(NodeLabel.greaterThan('a', 3), NodeLabel.lessThan('a', 5)).isEveryNode).toBe(false);
  });

  test('targetings that no node can meet together, with the words of both', () => {
    expect(thrown(() => NodeTargeting.linux().and(NodeTargeting.windows()))).toBe(
      '[TargetsNoNode] NodeTargeting.and: no node can meet all of ["Nodes where kubernetes.io/os is linux.","Nodes where kubernetes.io/os is windows."]; drop one of them, or join them with NodeTargeting.anyOf(…)');
    expect(thrown(() => NodeTargeting.named('a').and(NodeTargeting.named('b')))).toContain('[TargetsNoNode] NodeTargeting.and');
    expect(thrown(() => NodeTargeting.named('a').and(NodeTargeting.notNamed('a')))).toContain('[TargetsNoNode] NodeTargeting.and');
  });

  test('alternatives that no node can meet are dropped while others can be met', () => {
    const either = NodeTargeting.linux().or(NodeTargeting.windows());
    expect(either.and(NodeTargeting.windows())._toKube()).toEqual({ nodeSelector: { 'kubernetes.io/os': 'windows' } });
  });

  test('alternatives that multiply to more than anyone can read', () => {
    const three = (key: string) => NodeTargeting.anyOf(...['a', 'b', 'c'].map((suffix) => NodeTargeting.matching(NodeLabel.exists(`${key}${suffix}`))));
    expect(thrown(() => NodeTargeting.allOf(three('w'), three('x'), three('y'), three('z')))).toBe(
      '[TooManyTerms] NodeTargeting.allOf: the alternatives multiply to 81 terms, more than 64; label the nodes that are meant with one label of their own, or use NodeLabel.isOneOf(…) for alternatives of one label');
  });

  test('what is left is counted, not what was on the way, in whatever order it is written', () => {
    const nine = NodeTargeting.named(...'abcdefghi');
    const eight = NodeTargeting.named(...'abcdefgh');
    expect(nine.and(nine)._toKube()).toEqual(nine._toKube());
    for (const order of [[nine, eight, NodeTargeting.named('a')], [NodeTargeting.named('a'), nine, eight]]) {
      expect(NodeTargeting.allOf(...order).describe()).toBe('Nodes where the name is a.');
    }
    const forty = (key: string) => NodeTargeting.anyOf(...Array.from({ length: 40 }, (_, i) => NodeTargeting.matching(NodeLabel.exists(`${key}-${i}`))));
    expect(NodeTargeting.anyOf(forty('a'), forty('b'), NodeTargeting.everyNode()).isEveryNode).toBe(true);
    expect(NodeTargeting.allOf(forty('a'), forty('a'), NodeTargeting.matching(NodeLabel.exists('a-0'))).describe()).toBe('Nodes where a-0 is set.');
  });

  test('on the way, 1,024 are the most', () => {
    const some = (key: string) => NodeTargeting.anyOf(...Array.from({ length: 33 }, (_, i) => NodeTargeting.matching(NodeLabel.exists(`${key}-${i}`))));
    expect(thrown(() => some('a').and(some('b')))).toContain('[TooManyTerms] NodeTargeting.and: the alternatives multiply to 1089 terms, more than 1024');
  });

  test('64 names are taken, 65 are too many', () => {
    const names = Array.from({ length: 65 }, (_, i) => `node-${i}`);
    expect(required(NodeTargeting.named(...names.slice(1)))).toHaveLength(64);
    expect(thrown(() => NodeTargeting.named(...names))).toContain('[TooManyTerms] NodeTargeting.named: the alternatives multiply to 65 terms');
  });

  test.each([0, -1, 1.5, 101])('a weight of %s', (weight) => {
    expect(thrown(() => NodeTargeting.everyNode().preferring(weight, ssd)))
      .toBe(`[InvalidNumber] NodeTargeting.preferring: weight is ${weight}; write a whole number from 1 to 100`);
  });
});
