import * as fc from 'fast-check';
import { thrown } from './thrown';
import { IntOrPercent } from '../../src';

const anyAmount = fc.oneof(
  fc.integer({ min: 0, max: 2147483647 }).map((count) => IntOrPercent.of(count)),
  fc.integer({ min: 0, max: 100 }).map((share) => IntOrPercent.percent(share)),
);

describe('IntOrPercent', () => {
  test('a number of pods is a number in the manifest', () => {
    const three = IntOrPercent.of(3);
    expect([three._toKube(), three.toString(), three.amount, three.isPercent]).toEqual([3, '3', 3, false]);
  });

  test('a share is a string with a percent sign in the manifest', () => {
    const tenth = IntOrPercent.percent(10);
    expect([tenth._toKube(), tenth.toString(), tenth.amount, tenth.isPercent]).toEqual(['10%', '10%', 10, true]);
  });

  test('only 0 and 0% are zero', () => {
    expect([IntOrPercent.of(0), IntOrPercent.percent(0), IntOrPercent.of(1), IntOrPercent.percent(1)].map((amount) => amount.isZero))
      .toEqual([true, true, false, false]);
  });

  test.each([['3', 3], ['10%', '10%'], ['0', 0], ['100%', '100%'], ['007', 7], ['2147483647', 2147483647]])('reads %s', (text, kube) => {
    expect(IntOrPercent.parse(text)._toKube()).toBe(kube);
  });

  test.each([-1, 1.5, NaN, Infinity, 2147483648])('of(%s) is refused', (count) => {
    expect(thrown(() => IntOrPercent.of(count)))
      .toBe(`[InvalidIntOrPercent] IntOrPercent.of: got ${count}; write a whole number of pods, 0 or more, or IntOrPercent.percent(10) for a share`);
  });

  test.each([-1, 0.5, 101, NaN])('percent(%s) is refused', (share) => {
    expect(thrown(() => IntOrPercent.percent(share)))
      .toBe(`[InvalidIntOrPercent] IntOrPercent.percent: got ${share}; write a whole number of percent from 0 to 100`);
  });

  test.each(['', '%', '10 %', '-1', '1.5', '10%%', 'ten', ' 3', '3\n'])('parse(%j) is refused', (text) => {
    expect(thrown(() => IntOrPercent.parse(text)))
      .toBe(`[InvalidIntOrPercent] IntOrPercent.parse: got ${JSON.stringify(text)}; write a whole number such as "3", or a percentage such as "10%"`);
  });

  test('what is read must be in range, too', () => {
    expect(thrown(() => IntOrPercent.parse('101%'))).toContain('[InvalidIntOrPercent] IntOrPercent.percent: got 101;');
    expect(thrown(() => IntOrPercent.parse('2147483648'))).toContain('[InvalidIntOrPercent] IntOrPercent.of: got 2147483648;');
  });

  test('plain JavaScript may pass a number, and is told so', () => {
    expect(thrown(() => IntOrPercent.parse(3 as unknown as string))).toContain('got 3; write a whole number such as "3"');
  });

  test('parse and toString are each other\'s inverse', () => {
    fc.assert(fc.property(anyAmount, (amount) => {
      expect(IntOrPercent.parse(amount.toString())).toEqual(amount);
      expect(IntOrPercent.parse(`${amount._toKube()}`)._toKube()).toBe(amount._toKube());
    }));
  });
});
