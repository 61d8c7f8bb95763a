import * as fc from 'fast-check';
import { thrown } from './thrown';
import { IntOrPercent, Rollout } from '../../src';

const { of: count, percent } = IntOrPercent;

describe('how a rollout is written', () => {
  test.each([
    ['rolling, a number', Rollout.rolling(count(3)), { rollingUpdate: { maxUnavailable: 3 }, type: 'RollingUpdate' }],
    ['rolling, a share', Rollout.rolling(percent(10)), { rollingUpdate: { maxUnavailable: '10%' }, type: 'RollingUpdate' }],
    ['surging sets maxUnavailable to 0, which the API server would set to 1', Rollout.surging(percent(10)),
      { rollingUpdate: { maxSurge: '10%', maxUnavailable: 0 }, type: 'RollingUpdate' }],
    ['on delete', Rollout.onDelete(), { type: 'OnDelete' }],
    ['in Kubernetes\' words, nothing said', Rollout.rollingUpdate(), { type: 'RollingUpdate' }],
    ['in Kubernetes\' words, both said', Rollout.rollingUpdate({ maxSurge: count(0), maxUnavailable: count(2) }),
      { rollingUpdate: { maxSurge: 0, maxUnavailable: 2 }, type: 'RollingUpdate' }],
    ['in Kubernetes\' words, surging', Rollout.rollingUpdate({ maxSurge: count(1), maxUnavailable: percent(0) }),
      { rollingUpdate: { maxSurge: 1, maxUnavailable: '0%' }, type: 'RollingUpdate' }],
    ['in Kubernetes\' words, a surge of none', Rollout.rollingUpdate({ maxSurge: count(0) }), { rollingUpdate: { maxSurge: 0 }, type: 'RollingUpdate' }],
    ['network agents go one by one', Rollout.networkAgent(), { rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' }],
    ['log agents by a tenth', Rollout.logAgent(), { rollingUpdate: { maxUnavailable: '10%' }, type: 'RollingUpdate' }],
    ['caches by a twentieth', Rollout.nodeCache(), { rollingUpdate: { maxUnavailable: '5%' }, type: 'RollingUpdate' }],
    ['exporters by a third', Rollout.exporter(), { rollingUpdate: { maxUnavailable: '33%' }, type: 'RollingUpdate' }],
  ])('%s', (_, rollout, kube) => {
    expect(rollout._toKube()).toEqual(kube);
  });
});

describe('a rollout can be asked', () => {
  test.each([
    [Rollout.rolling(percent(10)), 'RollingUpdate', false, 'At most 10% of the pods are down at once.'],
    [Rollout.rolling(count(2)), 'RollingUpdate', false, 'At most 2 of the pods are down at once.'],
    [Rollout.rollingUpdate(), 'RollingUpdate', false, 'At most 1 of the pods are down at once.'],
    [Rollout.rollingUpdate({ maxSurge: count(0) }), 'RollingUpdate', false, 'At most 1 of the pods are down at once.'],
    [Rollout.surging(percent(25)), 'RollingUpdate', true, 'New pods start beside old ones on at most 25% of the nodes at once.'],
    [Rollout.onDelete(), 'OnDelete', false, 'Pods are replaced only when they are deleted.'],
  ])('%# for its type, whether it surges, and words', (rollout, type, surges, words) => {
    expect([rollout.type, rollout.surges, rollout.describe()]).toEqual([type, surges, words]);
  });

  test('for its amounts, unset where nothing was said', () => {
    expect([Rollout.rolling(count(2)).maxUnavailable?.amount, Rollout.rolling(count(2)).maxSurge]).toEqual([2, undefined]);
    expect([Rollout.surging(count(2)).maxUnavailable?.amount, Rollout.surging(count(2)).maxSurge?.amount]).toEqual([0, 2]);
    expect([Rollout.onDelete().maxUnavailable, Rollout.onDelete().maxSurge]).toEqual([undefined, undefined]);
  });
});

describe('what can never move, or the API server refuses', () => {
  test.each([
    ['Rollout.rolling', () => Rollout.rolling(count(0)), 'maxUnavailable is 0'],
    ['Rollout.rolling', () => Rollout.rolling(percent(0)), 'maxUnavailable is 0%'],
    ['Rollout.surging', () => Rollout.surging(count(0)), 'maxSurge is 0'],
    ['Rollout.surging', () => Rollout.surging(percent(0)), 'maxSurge is 0%'],
  ])('%s of none: %#', (where, act, got) => {
    expect(thrown(act)).toBe(`[EmptyRollout] ${where}: ${got}, so no pod could ever be replaced; write at least 1 or 1%, or Rollout.onDelete() when that is meant`);
  });

  test.each([
    [{ maxUnavailable: count(0) }, 'maxUnavailable is 0 and maxSurge is not set'],
    [{ maxUnavailable: percent(0), maxSurge: count(0) }, 'maxUnavailable is 0% and maxSurge is 0'],
  ])('neither of both: %#', (options, got) => {
    expect(thrown(() => Rollout.rollingUpdate(options)))
      .toBe(`[EmptyRollout] Rollout.rollingUpdate: ${got}, so no pod could ever be replaced; write at least 1 or 1% for one of them`);
  });

  test('both', () => {
    expect(thrown(() => Rollout.rollingUpdate({ maxUnavailable: count(1), maxSurge: percent(10) }))).toBe(
      '[SurgeAndUnavailable] Rollout.rollingUpdate: maxSurge is 10% and maxUnavailable is 1, and the API server takes only one that is not zero; write Rollout.rolling(…) or Rollout.surging(…)');
  });

  test('item 32: maxSurge alone, to which the API server adds maxUnavailable 1', () => {
    expect(thrown(() => Rollout.rollingUpdate({ maxSurge: count(1) }))).toBe(
      '[SurgeAlone] Rollout.rollingUpdate: maxSurge is 1 and maxUnavailable is not set, to which the API server adds maxUnavailable 1 and then refuses both; write Rollout.surging(…), which sets maxUnavailable to 0');
  });
});

const anyAmount = fc.option(fc.oneof(
  fc.integer({ min: 0, max: 3 }).map((amount) => count(amount)),
  fc.integer({ min: 0, max: 3 }).map((share) => percent(share)),
), { nil: undefined });

test('item 32: a rolling update is refused exactly when the API server refuses it, its defaults added', () => {
  let refused = 0;
  fc.assert(fc.property(anyAmount, anyAmount, (maxUnavailable, maxSurge) => {
    const isZero = (amount: string | number) => parseInt(String(amount), 10) === 0;
    const stored = { maxUnavailable: maxUnavailable?._toKube() ?? 1, maxSurge: maxSurge?._toKube() ?? 0 };
    const takes = isZero(stored.maxUnavailable) !== isZero(stored.maxSurge);
    const asked = { ...(maxUnavailable && { maxUnavailable }), ...(maxSurge && { maxSurge }) };
    const act = () => Rollout.rollingUpdate(asked);
    if (takes) {
      const rollingUpdate = Object.fromEntries(Object.entries(asked).map(([what, amount]) => [what, amount._toKube()]));
      expect(act()._toKube()).toEqual({ type: 'RollingUpdate', ...(Object.keys(asked).length === 0 ? {} : { rollingUpdate }) });
      expect(act().surges).toBe(!isZero(stored.maxSurge));
    } else {
      refused++;
      expect(thrown(act)).toMatch(/^\[(EmptyRollout|SurgeAlone|SurgeAndUnavailable)\] Rollout\.rollingUpdate: /);
    }
  }), { numRuns: 500 });
  expect(refused).toBeGreaterThan(100);
});
