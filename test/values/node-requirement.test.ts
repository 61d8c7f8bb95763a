import * as fc from 'fast-check';
import { Node, meets } from './node-evaluator';
import { ANY_NODE, LabelOperator, Requirement, Term, both, widest } from '../../src/values/node-requirement';

const values = ['', 'a', '0', '3', '12'];
const anyKey = fc.constantFrom('x', 'y');
const anyValues = fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }).map((list) => list.sort());
const anyRequirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.tuple(anyKey, fc.constantFrom<LabelOperator>('In', 'NotIn'), anyValues).map(([key, operator, list]) => ({ key, operator, values: list })),
  fc.tuple(anyKey, fc.constantFrom<LabelOperator>('Exists', 'DoesNotExist')).map(([key, operator]) => ({ key, operator, values: [] })),
  fc.tuple(anyKey, fc.constantFrom('0', '3', '4')).map(([key, bound]) => ({ key, operator: 'Gt' as const, values: [bound] })),
  fc.tuple(anyKey, fc.constantFrom('3', '4', '11')).map(([key, bound]) => ({ key, operator: 'Lt' as const, values: [bound] })),
);
const simple: fc.Arbitrary<Term> = fc.oneof(
  fc.constant(ANY_NODE),
  anyRequirement.map((requirement) => ({ ...ANY_NODE, labels: [requirement] })),
  fc.constantFrom('n1', 'n2').map((nodeName) => ({ ...ANY_NODE, nodeName })),
  fc.constantFrom('n1', 'n2').map((name) => ({ ...ANY_NODE, notNodeNames: [name] })),
);
/** What joining gives, so that it is in normal form. */
const anyTerm = fc.array(simple, { minLength: 1, maxLength: 4 })
  .map((terms) => terms.reduce<Term | undefined>((all, term) => all && both(all, term), ANY_NODE)).filter((term): term is Term => term !== undefined);

/** Every node that could make a difference. */
const labels = [undefined, ...values, '2', '4', '5', 'other'];
const nodes: Node[] = ['n1', 'n2', 'n3'].flatMap((name) => labels.flatMap((x) => labels.map((y) => (
  { name, labels: { ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }) } }))));
const isMeant = (term: Term, node: Node) => (term.nodeName === undefined || term.nodeName === node.name) && !term.notNodeNames.includes(node.name)
  && term.labels.every((requirement) => meets(requirement, node.labels[requirement.key]));
/** The nodes for which it holds, as text, which is quickly compared. */
const which = (holds: (node: Node) => boolean) => nodes.map((node) => (holds(node) ? '1' : '0')).join('');
const meant = (terms: readonly Term[]) => which((node) => terms.some((term) => isMeant(term, node)));

describe('both', () => {
  test('means the nodes that meet one and the other, and is undefined exactly when no node does', () => {
    fc.assert(fc.property(anyTerm, anyTerm, (a, b) => {
      const joined = both(a, b);
      const wanted = which((node) => isMeant(a, node) && isMeant(b, node));
      expect(meant(joined === undefined ? [] : [joined])).toBe(wanted);
      expect(joined === undefined).toBe(!wanted.includes('1'));
    }), { numRuns: 500 });
  });

  test('is the same from either side, in any grouping, and with itself', () => {
    fc.assert(fc.property(anyTerm, anyTerm, anyTerm, (a, b, c) => {
      expect(both(a, b)).toEqual(both(b, a));
      expect(both(a, a)).toEqual(a);
      expect(both(a, ANY_NODE)).toEqual(a);
      const [left, right] = [both(a, b), both(b, c)];
      expect(left && both(left, c)).toEqual(right && both(a, right));
    }), { numRuns: 500 });
  });

  test('asks each label at most once for each operator, in order', () => {
    fc.assert(fc.property(anyTerm, ({ labels: list }) => {
      const words = list.map(({ key, operator }) => `${key} ${['Exists', 'DoesNotExist', 'In', 'Gt', 'Lt', 'NotIn'].indexOf(operator)}`);
      expect(words).toEqual([...new Set(words)].sort());
    }));
  });

  test('leaves what it joins as it was', () => {
    const [a, b]: Term[] = [{ labels: [{ key: 'x', operator: 'NotIn', values: ['a'] }], notNodeNames: ['n1'] }, { ...ANY_NODE, notNodeNames: ['n0'] }];
    const before = JSON.stringify([a, b, ANY_NODE]);
    both(a, b);
    expect(JSON.stringify([a, b, ANY_NODE])).toBe(before);
  });
});

describe('widest', () => {
  const anyTerms = fc.array(anyTerm, { maxLength: 5 });

  test('means the same nodes, with no more terms', () => {
    fc.assert(fc.property(anyTerms, (terms) => {
      expect(meant(widest(terms))).toBe(meant(terms));
      expect(widest(terms).length).toBeLessThanOrEqual(terms.length);
    }), { numRuns: 500 });
  });

  test('is the same in whatever order they come, and when it is taken again', () => {
    fc.assert(fc.property(anyTerms, (terms) => {
      const first = widest(terms);
      expect(widest([...terms].reverse())).toEqual(first);
      expect(widest([...terms, ...terms])).toEqual(first);
      expect(widest(first)).toEqual(first);
    }), { numRuns: 500 });
  });

  const asking = ([key, operator, ...asked]: [string, LabelOperator, ...string[]]): Term => ({ labels: [{ key, operator, values: asked }], notNodeNames: [] });

  test.each<[string, Term, Term]>([
    ['a greater bound', asking(['x', 'Gt', '0']), asking(['x', 'Gt', '3'])],
    ['a smaller bound', asking(['x', 'Lt', '9']), asking(['x', 'Lt', '3'])],
    ['values above the bound', asking(['x', 'Gt', '2']), asking(['x', 'In', '3', '4'])],
    ['values below the bound', asking(['x', 'Lt', '5']), asking(['x', 'In', '3', '4'])],
  ])('leaves out %s', (_, wide, narrow) => {
    expect(widest([wide, narrow])).toEqual([wide]);
    expect(widest([narrow, wide])).toEqual([wide]);
  });

  test.each<[string, Term, Term]>([
    ['values of which one is none above the bound', asking(['x', 'Gt', '3']), asking(['x', 'In', '3', '4'])],
    ['values that are no numbers', asking(['x', 'Gt', '3']), asking(['x', 'In', 'ssd'])],
    ['a bound of the other side', asking(['x', 'Gt', '3']), asking(['x', 'Lt', '9'])],
    ['another label', asking(['x', 'Gt', '3']), asking(['y', 'Gt', '9'])],
  ])('keeps %s', (_, one, other) => {
    expect(widest([one, other])).toHaveLength(2);
  });

  test('of what is joined with itself nothing new comes', () => {
    fc.assert(fc.property(anyTerms, (terms) => {
      const once = widest(terms);
      expect(widest(once.flatMap((a) => once.flatMap((b) => both(a, b) ?? [])))).toEqual(once);
    }), { numRuns: 500 });
  });

  test('of every node and others, every node is left', () => {
    fc.assert(fc.property(anyTerms, (terms) => {
      expect(widest([...terms, ANY_NODE])).toEqual([ANY_NODE]);
    }));
  });
});
