import { thrown } from './thrown';
import { Taint, TaintEffect, Toleration } from '../../src';

const { NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE } = TaintEffect;

describe('Taint', () => {
  test('is shown as kubectl writes it', () => {
    expect(Taint.of('nvidia.com/gpu', NO_SCHEDULE).toString()).toBe('nvidia.com/gpu:NoSchedule');
    expect(Taint.of('dedicated', NO_EXECUTE, 'logs').toString()).toBe('dedicated=logs:NoExecute');
    expect(Taint.of('dedicated', PREFER_NO_SCHEDULE, '').toString()).toBe('dedicated=:PreferNoSchedule');
  });

  test('has the toleration that stands it: by its value, or by its key alone when it has none', () => {
    expect(Taint.of('dedicated', NO_EXECUTE, 'logs').toleration()._toKube()).toEqual({ effect: 'NoExecute', key: 'dedicated', operator: 'Equal', value: 'logs' });
    expect(Taint.of('dedicated', NO_EXECUTE).toleration()._toKube()).toEqual({ effect: 'NoExecute', key: 'dedicated', operator: 'Exists' });
  });

  test('is refused with a bad key, value or effect', () => {
    expect(thrown(() => Taint.of('a b', NO_SCHEDULE))).toContain('[InvalidLabelKey] Taint.of: key "a b"');
    expect(thrown(() => Taint.of('a', NO_SCHEDULE, 'a b'))).toContain('[InvalidLabelValue] Taint.of: value "a b"');
    expect(thrown(() => Taint.of('a', 'noSchedule' as never)))
      .toBe('[UnknownValue] Taint.of: effect is "noSchedule"; write one of NoSchedule, PreferNoSchedule, NoExecute');
    expect(thrown(() => Taint.of('a', undefined as never))).toContain('[UnknownValue] Taint.of: effect is nothing');
  });
});

describe('Toleration', () => {
  test.each([
    [Toleration.everything(), { operator: 'Exists' }, '*:*'],
    [Toleration.everyTaint(NO_SCHEDULE), { effect: 'NoSchedule', operator: 'Exists' }, '*:NoSchedule'],
    [Toleration.exists('a'), { key: 'a', operator: 'Exists' }, 'a:*'],
    [Toleration.exists('a', NO_EXECUTE), { effect: 'NoExecute', key: 'a', operator: 'Exists' }, 'a:NoExecute'],
    [Toleration.equal('a', 'b'), { key: 'a', operator: 'Equal', value: 'b' }, 'a=b:*'],
    [Toleration.equal('a', '', NO_SCHEDULE), { effect: 'NoSchedule', key: 'a', operator: 'Equal', value: '' }, 'a=:NoSchedule'],
    [Toleration.exists('a', NO_EXECUTE).evictedAndCreatedAgainAfter(0), { effect: 'NoExecute', key: 'a', operator: 'Exists', tolerationSeconds: 0 }, 'a:NoExecute for 0 s'],
  ])('%# is written with an operator always, and shown', (toleration, kube, words) => {
    expect(toleration._toKube()).toEqual(kube);
    expect(toleration.toString()).toBe(words);
  });

  test('a taint without a value is one with an empty value', () => {
    const [bare, empty, other] = [undefined, '', 'b'].map((value) => Taint.of('a', NO_SCHEDULE, value));
    expect([bare, empty, other].map((taint) => Toleration.equal('a', '').tolerates(taint))).toEqual([true, true, false]);
    expect([bare, empty, other].map((taint) => Toleration.equal('a', 'b').tolerates(taint))).toEqual([false, false, true]);
    expect([bare, empty, other].map((taint) => Toleration.exists('a').tolerates(taint))).toEqual([true, true, true]);
  });

  test('is written with its fields in order of the alphabet', () => {
    expect(Object.keys(Toleration.equal('a', 'b', NO_EXECUTE).evictedAndCreatedAgainAfter(1)._toKube()))
      .toEqual(['effect', 'key', 'operator', 'value', 'tolerationSeconds']);
  });

  test('tells its key, value, effect and seconds, unset for any', () => {
    const { key, value, effect, seconds } = Toleration.equal('a', 'b', NO_EXECUTE).evictedAndCreatedAgainAfter(30);
    expect([key, value, effect, seconds]).toEqual(['a', 'b', 'NoExecute', 30]);
    const any = Toleration.everything();
    expect([any.key, any.value, any.effect, any.seconds]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('seconds until eviction must be named as meant, on NoExecute only', () => {
    for (const toleration of [Toleration.everything(), Toleration.exists('a'), Toleration.exists('a', NO_SCHEDULE)]) {
      expect(thrown(() => toleration.evictedAndCreatedAgainAfter(30))).toBe(
        `[TolerationSeconds] Toleration.evictedAndCreatedAgainAfter: the toleration's effect is ${toleration.effect === undefined ? 'nothing' : '"NoSchedule"'}; tolerationSeconds goes only with TaintEffect.NO_EXECUTE`);
    }
    for (const seconds of [-1, 0.5, NaN]) {
      expect(thrown(() => Toleration.exists('a', NO_EXECUTE).evictedAndCreatedAgainAfter(seconds)))
        .toContain(`[InvalidNumber] Toleration.evictedAndCreatedAgainAfter: seconds is ${seconds}; write a whole number`);
    }
  });

  test('seconds leave the toleration they are set on as it was', () => {
    const forever = Toleration.exists('a', NO_EXECUTE);
    forever.evictedAndCreatedAgainAfter(30);
    expect(forever.seconds).toBeUndefined();
  });

  test.each([
    ['Toleration.exists', () => Toleration.exists('a b'), 'InvalidLabelKey'],
    ['Toleration.equal', () => Toleration.equal('a b', 'c'), 'InvalidLabelKey'],
    ['Toleration.equal', () => Toleration.equal('a', 'b c'), 'InvalidLabelValue'],
    ['Toleration.equal', () => Toleration.equal('a', undefined as never), 'NotText'],
    ['Toleration.exists', () => Toleration.exists('a', 'All' as never), 'UnknownValue'],
    ['Toleration.equal', () => Toleration.equal('a', 'b', 'All' as never), 'UnknownValue'],
    ['Toleration.everyTaint', () => Toleration.everyTaint(undefined as never), 'UnknownValue'],
  ])('%s refuses what the API server would: %#', (where, act, code) => {
    expect(thrown(act)).toContain(`[${code}] ${where}: `);
  });
});
