import { thrown } from './thrown';
import { NodeLabel } from '../../src';

describe('NodeLabel', () => {
  test.each([
    [NodeLabel.is('disktype', 'ssd'), 'In', ['ssd'], 'disktype is ssd'],
    [NodeLabel.isOneOf('zone', 'b', 'a', 'b'), 'In', ['a', 'b'], 'zone is a or b'],
    [NodeLabel.isNoneOf('zone', 'b', 'a'), 'NotIn', ['a', 'b'], 'zone is not a or b'],
    [NodeLabel.exists('gpu'), 'Exists', [], 'gpu is set'],
    [NodeLabel.doesNotExist('gpu'), 'DoesNotExist', [], 'gpu is not set'],
    [NodeLabel.greaterThan('cores', 8), 'Gt', ['8'], 'cores is greater than 8'],
    [NodeLabel.lessThan('cores', 0), 'Lt', ['0'], 'cores is less than 0'],
  ])('%# has Kubernetes\' operator, its values without repeats in order, and words', (label, operator, values, words) => {
    expect([label.operator, label.values, label.describe()]).toEqual([operator, values, words]);
  });

  test('its key is kept', () => {
    expect(NodeLabel.exists('node-role.kubernetes.io/control-plane').key).toBe('node-role.kubernetes.io/control-plane');
  });

  test('a value may be empty: many labels that mark a role are', () => {
    expect(NodeLabel.is('node-role.kubernetes.io/worker', '').values).toEqual(['']);
  });

  test('its values cannot be changed from outside', () => {
    const label = NodeLabel.isOneOf('zone', 'a', 'b');
    label.values.push('c');
    expect(label.values).toEqual(['a', 'b']);
  });

  test.each([
    ['NodeLabel.is', () => NodeLabel.is('a b', 'x')],
    ['NodeLabel.isOneOf', () => NodeLabel.isOneOf('a b', 'x')],
    ['NodeLabel.isNoneOf', () => NodeLabel.isNoneOf('a b', 'x')],
    ['NodeLabel.exists', () => NodeLabel.exists('a b')],
    ['NodeLabel.doesNotExist', () => NodeLabel.doesNotExist('a b')],
    ['NodeLabel.greaterThan', () => NodeLabel.greaterThan('a b', 1)],
    ['NodeLabel.lessThan', () => NodeLabel.lessThan('a b', 1)],
  ])('%s refuses a key that is no qualified name', (where, act) => {
    expect(thrown(act)).toBe(
      `[InvalidLabelKey] ${where}: key "a b" is no qualified name; write [prefix/]name, the name of at most 63 letters, digits, '-', '_' and '.', the prefix a DNS subdomain`);
  });

  test.each([
    ['NodeLabel.is', () => NodeLabel.is('zone', 'a/b')],
    ['NodeLabel.isOneOf', () => NodeLabel.isOneOf('zone', 'a', 'a/b')],
    ['NodeLabel.isNoneOf', () => NodeLabel.isNoneOf('zone', 'a', 'a/b')],
  ])('%s refuses what no label can be', (where, act) => {
    expect(thrown(act)).toBe(
      `[InvalidLabelValue] ${where}: value "a/b" is no label value; write at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends, or nothing`);
  });

  test('plain JavaScript may pass a number as value, and is told to write a string', () => {
    expect(thrown(() => NodeLabel.is('cores', 8 as unknown as string))).toBe('[NotText] NodeLabel.is: value is 8; write a string');
  });

  test.each([
    ['NodeLabel.isOneOf', () => NodeLabel.isOneOf('zone')],
    ['NodeLabel.isNoneOf', () => NodeLabel.isNoneOf('zone')],
  ])('%s refuses an empty list', (where, act) => {
    expect(thrown(act)).toBe(`[NoValues] ${where}: got [], which no node can meet; write at least one value`);
  });

  test.each([
    ['NodeLabel.greaterThan', (bound: number) => NodeLabel.greaterThan('cores', bound)],
    ['NodeLabel.lessThan', (bound: number) => NodeLabel.lessThan('cores', bound)],
  ])('%s refuses a bound that Kubernetes would never match', (where, act) => {
    for (const bound of [-1, 1.5, NaN, 2 ** 53]) {
      expect(thrown(() => act(bound)))
        .toBe(`[InvalidBound] ${where}: bound is ${bound}; write one whole number of 0 or more (a label is never a negative number)`);
    }
  });
});
