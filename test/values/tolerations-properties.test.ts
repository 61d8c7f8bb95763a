import * as fc from 'fast-check';
import { KubeTaint, KubeToleration, refused, staysFor, tolerates } from './toleration-evaluator';
import { Taint, TaintEffect, Toleration, Tolerations } from '../../src';

const keys = ['a', 'example.com/b'];
const values = ['', 'x', 'y'];
const effects = Object.values(TaintEffect);
const anyKey = fc.constantFrom(...keys);
const anyValue = fc.constantFrom(...values);
const anyEffect = fc.constantFrom(undefined, ...effects);
const anySeconds = fc.constantFrom(0, 5, 10, 30, 100);
const forever = fc.oneof(
  fc.constant(Toleration.everything()),
  fc.constantFrom(...effects).map((effect) => Toleration.everyTaint(effect)),
  fc.tuple(anyKey, anyEffect).map(([key, effect]) => Toleration.exists(key, effect)),
  fc.tuple(anyKey, anyValue, anyEffect).map(([key, value, effect]) => Toleration.equal(key, value, effect)),
);
const forAWhile = fc.tuple(
  fc.oneof(
    fc.constant(Toleration.everyTaint(TaintEffect.NO_EXECUTE)),
    anyKey.map((key) => Toleration.exists(key, TaintEffect.NO_EXECUTE)),
    fc.tuple(anyKey, anyValue).map(([key, value]) => Toleration.equal(key, value, TaintEffect.NO_EXECUTE)),
  ),
  anySeconds,
).map(([toleration, seconds]) => toleration.evictedAndCreatedAgainAfter(seconds));
const anyToleration = fc.oneof({ weight: 2, arbitrary: forever }, { weight: 1, arbitrary: forAWhile });
const anyList = fc.array(anyToleration, { maxLength: 6 });

/** Every taint that could make a difference, those that no toleration names included. */
const taints: KubeTaint[] = [...keys, 'other'].flatMap((key) => [...values, 'other'].flatMap((value) => effects.map((effect) => ({ key, value, effect }))));
const asTaint = ({ key, value, effect }: KubeTaint) => Taint.of(key, effect as TaintEffect, value);
const kube = (list: readonly Toleration[]) => list.map((toleration) => toleration._toKube() as KubeToleration);
const rendered = (policy: Tolerations) => (policy._toKube() ?? []) as KubeToleration[];
const yaml = (policy: Tolerations) => JSON.stringify(policy._toKube());

describe('a toleration', () => {
  test('is always one that the API server takes', () => {
    fc.assert(fc.property(anyToleration, (toleration) => {
      expect(refused(toleration._toKube())).toEqual([]);
    }));
  });

  test('tolerates what Kubernetes says that it does', () => {
    fc.assert(fc.property(anyToleration, (toleration) => {
      expect(taints.map((taint) => toleration.tolerates(asTaint(taint)))).toEqual(taints.map((taint) => tolerates(toleration._toKube(), taint)));
    }));
  });

  test('covers another exactly when it tolerates whatever the other does, for no shorter time', () => {
    let covered = 0;
    fc.assert(fc.property(anyToleration, anyToleration, (a, b) => {
      const noShorter = taints.every((taint) => staysFor(kube([a]), taint) >= staysFor(kube([b]), taint)
        && (tolerates(a._toKube(), taint) || !tolerates(b._toKube(), taint)));
      covered += noShorter ? 1 : 0;
      expect(a.covers(b)).toBe(noShorter);
    }), { numRuns: 3000 });
    expect(covered).toBeGreaterThan(300);
  });

  test('of a taint tolerates it, and no taint with another key or effect', () => {
    fc.assert(fc.property(fc.constantFrom(...taints), fc.boolean(), (taint, hasValue) => {
      const own = (hasValue ? asTaint(taint) : Taint.of(taint.key, taint.effect as TaintEffect)).toleration();
      expect(own.tolerates(asTaint(taint))).toBe(true);
      const others = taints.filter(({ key, effect }) => key !== taint.key || effect !== taint.effect);
      expect(others.filter((other) => own.tolerates(asTaint(other)))).toEqual([]);
    }));
  });
});

describe('a list of tolerations, joined', () => {
  test('tolerates exactly the taints that one of the list does', () => {
    fc.assert(fc.property(anyList, (list) => {
      const joined = Tolerations.of(...list);
      const meant = taints.map((taint) => kube(list).some((toleration) => tolerates(toleration, taint)));
      expect(taints.map((taint) => rendered(joined).some((toleration) => tolerates(toleration, taint)))).toEqual(meant);
      expect(taints.map((taint) => joined.tolerates(asTaint(taint)))).toEqual(meant);
    }), { numRuns: 500 });
  });

  test('lets the pod stay for the longest time that one of the list does, although Kubernetes takes the first that fits', () => {
    fc.assert(fc.property(anyList, (list) => {
      const joined = rendered(Tolerations.of(...list));
      expect(taints.map((taint) => staysFor(joined, taint)))
        .toEqual(taints.map((taint) => Math.max(0, ...kube(list).map((toleration) => staysFor([toleration], taint)))));
    }), { numRuns: 1000 });
  });

  test('is written the same in whatever order it was put together', () => {
    fc.assert(fc.property(anyList, fc.infiniteStream(fc.nat()), (list, numbers) => {
      const shuffled = list.map((toleration) => ({ toleration, at: numbers.next().value as number })).sort((a, b) => a.at - b.at)
        .map(({ toleration }) => toleration);
      expect(yaml(Tolerations.of(...shuffled))).toBe(yaml(Tolerations.of(...list)));
    }), { numRuns: 500 });
  });

  test('has no member that another one makes superfluous, and stays as it is when it is joined again', () => {
    fc.assert(fc.property(anyList, (list) => {
      const joined = Tolerations.of(...list);
      const { items } = joined;
      expect(items.filter((item, i) => items.some((other, j) => i !== j && other.covers(item)))).toEqual([]);
      expect(yaml(Tolerations.of(...items))).toBe(yaml(joined));
      expect(yaml(joined.and(joined))).toBe(yaml(joined));
    }), { numRuns: 500 });
  });

  test('is the same whether it was joined at once or in steps, from either side', () => {
    fc.assert(fc.property(anyList, anyList, anyList, (a, b, c) => {
      const [x, y, z] = [a, b, c].map((list) => Tolerations.of(...list));
      const atOnce = yaml(Tolerations.of(...a, ...b, ...c));
      expect([x.and(y).and(z), x.and(y.and(z)), z.and(y).and(x)].map(yaml)).toEqual([atOnce, atOnce, atOnce]);
      expect(yaml(x.and(Tolerations.none()))).toBe(yaml(x));
      expect(yaml(Tolerations.none().and(x))).toBe(yaml(x));
    }), { numRuns: 300 });
  });

  test('is empty only when nothing was listed', () => {
    fc.assert(fc.property(anyList, (list) => {
      expect(Tolerations.of(...list)._toKube() === undefined).toBe(list.length === 0);
    }));
  });
});

test('a list taken verbatim stays as it was given, whatever is in it', () => {
  fc.assert(fc.property(anyList, anyList, (list, more) => {
    expect(rendered(Tolerations.verbatim(...list))).toEqual(kube(list));
    expect(rendered(Tolerations.verbatim(...list).and(Tolerations.verbatim(...more)))).toEqual(kube([...list, ...more]));
    const joined = Tolerations.of(...more);
    expect(rendered(Tolerations.verbatim(...list).and(joined))).toEqual([...kube(list), ...rendered(joined)]);
    expect(rendered(joined.and(Tolerations.verbatim(...list)))).toEqual([...rendered(joined), ...kube(list)]);
  }));
});
