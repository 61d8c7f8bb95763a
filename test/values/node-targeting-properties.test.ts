import * as fc from 'fast-check';
import { Node, Placement, meets, selects } from './node-evaluator';
import { thrown } from './thrown';
import { NodeLabel, NodeTargeting } from '../../src';

/** A targeting as it is put together, and beside it what it means. */
interface Case {
  readonly build: () => NodeTargeting;
  readonly means: (node: Node) => boolean;
}

const keys = ['disktype', 'cores', 'example.com/zone'];
const values = ['', 'ssd', 'a', '0', '3', '007', '12', '9223372036854775807', '9223372036854775808'];
const names = ['node-1', 'node-2', 'node-3.example.com'];

const anyKey = fc.constantFrom(...keys);
const anyValues = fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4 });
const anyBound = fc.constantFrom(0, 1, 3, 4, 12, 13, Number.MAX_SAFE_INTEGER);
const anyLabel = fc.oneof(
  fc.tuple(anyKey, fc.constantFrom(...values)).map(([key, value]) => NodeLabel.is(key, value)),
  fc.tuple(anyKey, anyValues).map(([key, list]) => NodeLabel.isOneOf(key, ...list)),
  fc.tuple(anyKey, anyValues).map(([key, list]) => NodeLabel.isNoneOf(key, ...list)),
  anyKey.map((key) => NodeLabel.exists(key)),
  anyKey.map((key) => NodeLabel.doesNotExist(key)),
  fc.tuple(anyKey, anyBound).map(([key, bound]) => NodeLabel.greaterThan(key, bound)),
  fc.tuple(anyKey, anyBound).map(([key, bound]) => NodeLabel.lessThan(key, bound)),
);
const anyNames = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
const anyNode: fc.Arbitrary<Node> = fc.record({
  name: fc.constantFrom(...names, 'other'),
  labels: fc.dictionary(anyKey, fc.constantFrom(...values, 'other'), { maxKeys: 3 }),
});
const manyNodes = fc.array(anyNode, { minLength: 20, maxLength: 20 });

const matching = (labels: NodeLabel[]): Case => ({
  build: () => NodeTargeting.matching(...labels),
  means: (node) => labels.every((label) => meets({ operator: label.operator, values: label.values }, node.labels[label.key])),
});
const anyLeaf: fc.Arbitrary<Case> = fc.oneof(
  { weight: 6, arbitrary: fc.array(anyLabel, { minLength: 1, maxLength: 3 }).map(matching) },
  { weight: 1, arbitrary: anyNames.map((list) => ({ build: () => NodeTargeting.named(...list), means: (node: Node) => list.includes(node.name) })) },
  {
    weight: 1,
    arbitrary: anyNames.map((list) => ({ build: () => NodeTargeting.notNamed(...list), means: (node: Node) => !list.includes(node.name) })),
  },
  { weight: 1, arbitrary: fc.constant<Case>({ build: () => NodeTargeting.everyNode(), means: () => true }) },
);

type Join = (parts: NodeTargeting[]) => NodeTargeting;
const all = (join: Join) => (parts: Case[]): Case => ({
  build: () => join(parts.map((part) => part.build())),
  means: (node) => parts.every((part) => part.means(node)),
});
const some = (join: Join) => (parts: Case[]): Case => ({
  build: () => join(parts.map((part) => part.build())),
  means: (node) => parts.some((part) => part.means(node)),
});
const { tree: anyTree } = fc.letrec<{ tree: Case; parts: Case[]; pair: Case[] }>((tie) => ({
  parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
  pair: fc.tuple(tie('tree'), tie('tree')),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    tie('parts').map(all((parts) => NodeTargeting.allOf(...parts))),
    tie('parts').map(some((parts) => NodeTargeting.anyOf(...parts))),
    tie('pair').map(all(([a, b]) => a.and(b))),
    tie('pair').map(some(([a, b]) => a.or(b))),
  ),
}));

/** The targeting, or the code of the error that it cannot be put together with. */
function built(build: () => NodeTargeting): NodeTargeting | string {
  try {
    return build();
  } catch (error) {
    return /^\[(\w+)\]/.exec((error as Error).message)?.[1] ?? String(error);
  }
}

function rendered(targeting: NodeTargeting): Placement {
  return targeting._toKube() as Placement;
}

function termsOf(placement: Placement): readonly object[] | undefined {
  return placement.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

describe('what is rendered selects the nodes that were meant', () => {
  test('for conditions on labels', () => {
    fc.assert(fc.property(fc.array(anyLabel, { minLength: 1, maxLength: 5 }), manyNodes, (labels, nodes) => {
      const { build, means } = matching(labels);
      const targeting = built(build);
      if (typeof targeting === 'string') {
        expect(targeting).toBe('TargetsNoNode');
      }
      for (const node of nodes) {
        expect(typeof targeting !== 'string' && selects(rendered(targeting), node)).toBe(means(node));
      }
    }), { numRuns: 1000 });
  });

  test('for and, or, allOf and anyOf, however deep', () => {
    let possible = 0;
    fc.assert(fc.property(anyTree, manyNodes, ({ build, means }, nodes) => {
      const targeting = built(build);
      if (typeof targeting !== 'string') {
        possible++;
        const placement = rendered(targeting);
        expect(nodes.map((node) => selects(placement, node))).toEqual(nodes.map(means));
      } else {
        // A part that nothing meets is refused even where another would do, so that only for AND must no node be meant.
        expect(['TargetsNoNode', 'TooManyTerms']).toContain(targeting);
      }
    }), { numRuns: 1000 });
    expect(possible).toBeGreaterThan(250);
  });

  test('what is refused as meant for no node is met by none', () => {
    let refused = 0;
    fc.assert(fc.property(anyLeaf, anyLeaf, manyNodes, (a, b, nodes) => {
      const [left, right] = [built(a.build), built(b.build)];
      fc.pre(typeof left !== 'string' && typeof right !== 'string');
      const both = built(() => (left as NodeTargeting).and(right as NodeTargeting));
      if (typeof both === 'string') {
        refused++;
        expect(both).toBe('TargetsNoNode');
        expect(nodes.filter((node) => a.means(node) && b.means(node))).toEqual([]);
      }
    }), { numRuns: 1000 });
    expect(refused).toBeGreaterThan(20);
  });
});

describe('what is rendered is such that the API server takes it', () => {
  test('no list and no term is ever empty, and terms do not repeat', () => {
    fc.assert(fc.property(anyTree, ({ build }) => {
      const targeting = built(build);
      fc.pre(typeof targeting !== 'string');
      const placement = rendered(targeting as NodeTargeting);
      expect(JSON.stringify(placement)).not.toMatch(/\[\]|:\{\}|\[\{\}/);
      const terms = (termsOf(placement) ?? []).map((term) => JSON.stringify(term));
      expect(new Set(terms).size).toBe(terms.length);
      expect(terms.length).toBeLessThanOrEqual(64);
    }), { numRuns: 1000 });
  });

  test('a targeting says that it is every node exactly when it renders nothing', () => {
    fc.assert(fc.property(anyTree, ({ build }) => {
      const targeting = built(build);
      fc.pre(typeof targeting !== 'string');
      const value = targeting as NodeTargeting;
      expect(value.isEveryNode).toBe(JSON.stringify(value._toKube()) === '{}');
      expect(value.describe() === 'Every node.').toBe(value.isEveryNode);
    }));
  });
});

describe('the same meaning gives the same YAML', () => {
  test('in whatever order conditions are written', () => {
    fc.assert(fc.property(fc.array(anyLabel, { minLength: 1, maxLength: 5 }), fc.infiniteStream(fc.nat()), (labels, numbers) => {
      const shuffled = labels.map((label) => ({ label, at: numbers.next().value as number })).sort((a, b) => a.at - b.at).map(({ label }) => label);
      const [one, other] = [labels, shuffled].map((list) => built(() => NodeTargeting.matching(...list)));
      expect(typeof one === 'string' ? one : JSON.stringify(one._toKube())).toBe(typeof other === 'string' ? other : JSON.stringify(other._toKube()));
    }));
  });

  test('whichever side of and, and of or, comes first', () => {
    fc.assert(fc.property(anyTree, anyTree, (a, b) => {
      const [left, right] = [built(a.build), built(b.build)];
      fc.pre(typeof left !== 'string' && typeof right !== 'string');
      const [x, y] = [left as NodeTargeting, right as NodeTargeting];
      for (const [one, other] of [[() => x.and(y), () => y.and(x)], [() => x.or(y), () => y.or(x)]].map((pair) => pair.map(built))) {
        expect(typeof one === 'string' ? one : JSON.stringify(one._toKube())).toBe(typeof other === 'string' ? other : JSON.stringify(other._toKube()));
      }
    }));
  });

  test('joined with itself, and with every node, it stays as it is', () => {
    fc.assert(fc.property(anyTree, ({ build }) => {
      const targeting = built(build);
      fc.pre(typeof targeting !== 'string' && (termsOf(rendered(targeting)) ?? []).length <= 8);
      const value = targeting as NodeTargeting;
      const yaml = JSON.stringify(value._toKube());
      expect([value.and(value), value.or(value), value.and(NodeTargeting.everyNode()), NodeTargeting.everyNode().and(value)]
        .map((joined) => JSON.stringify(joined._toKube()))).toEqual([yaml, yaml, yaml, yaml]);
      expect(value.or(NodeTargeting.everyNode()).isEveryNode).toBe(true);
    }));
  });
});

test('joining leaves what is joined as it was', () => {
  const ssd = NodeTargeting.matching(NodeLabel.is('disktype', 'ssd'));
  const before = JSON.stringify(ssd._toKube());
  ssd.and(NodeTargeting.linux());
  ssd.or(NodeTargeting.named('node-1'));
  ssd.preferring(1, NodeLabel.exists('cores'));
  thrown(() => ssd.and(NodeTargeting.matching(NodeLabel.is('disktype', 'hdd'))));
  expect(JSON.stringify(ssd._toKube())).toBe(before);
});
