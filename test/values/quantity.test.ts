import * as fc from 'fast-check';
import { thrown } from './thrown';
import { Quantity } from '../../src';

/** Value in billionths, worked out with fractions instead of the code's own way: numerator and denominator, rounded up. */
function billionths(text: string): bigint {
  const { digits, suffix } = /^(?<digits>[\d.]+)(?<suffix>.*)$/.exec(text)!.groups!;
  const [whole, part = ''] = digits.split('.');
  let numerator = BigInt(whole + part) * 1000000000n;
  let denominator = 10n ** BigInt(part.length);
  const power = /^[eE]([+-]?\d+)$/.exec(suffix);
  if (power !== null) {
    const exponent = BigInt(power[1]);
    numerator *= exponent > 0n ? 10n ** exponent : 1n;
    denominator *= exponent < 0n ? 10n ** -exponent : 1n;
  } else if (suffix.endsWith('i')) {
    numerator *= 1024n ** BigInt('KMGTPE'.indexOf(suffix[0]) + 1);
  } else if ('num'.includes(suffix) && suffix !== '') {
    denominator *= 1000n ** BigInt(3 - 'num'.indexOf(suffix));
  } else if (suffix !== '') {
    numerator *= 1000n ** BigInt('kMGTPE'.indexOf(suffix) + 1);
  }
  return (numerator + denominator - 1n) / denominator;
}

const MOST = (2n ** 63n - 1n) * 1000000000n;

/** As the API server takes it: what has a binary suffix is cut at 64 bits. */
function counted(text: string): bigint {
  const value = billionths(text);
  return text.endsWith('i') && value > MOST ? MOST : value;
}
const suffixes = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e3', 'E3', 'e-3', 'e+6', 'e0', 'e1'];
const anySpelling = fc.tuple(
  fc.integer({ min: 0, max: 5000 }),
  fc.option(fc.integer({ min: 0, max: 99999 }), { nil: undefined }),
  fc.constantFrom(...suffixes),
).map(([whole, part, suffix]) => `${whole}${part === undefined ? '' : `.${part}`}${suffix}`);

describe('Quantity', () => {
  test.each([
    ['1000m', '1'],
    ['100m', '100m'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['1.', '1'],
    ['+5', '5'],
    ['1.5', '1500m'],
    ['1500m', '1500m'],
    ['1000', '1k'],
    ['1024', '1024'],
    ['1500', '1500'],
    ['1000k', '1M'],
    ['1000000u', '1'],
    ['1000n', '1u'],
    ['0.001', '1m'],
    ['1024Mi', '1Gi'],
    ['1500Mi', '1500Mi'],
    ['1.5Gi', '1536Mi'],
    ['200Mi', '200Mi'],
    ['1Ki', '1Ki'],
    ['0.5Ki', '512'],
    ['0.1Gi', '107374182400m'],
    ['1023Ki', '1023Ki'],
    ['1000Ki', '1000Ki'],
    ['1024Pi', '1Ei'],
    ['2G', '2G'],
    ['1e3', '1e3'],
    ['1E3', '1e3'],
    ['1e4', '10e3'],
    ['1e0', '1'],
    ['1e-3', '1e-3'],
    ['12e6', '12e6'],
    ['1E', '1E'],
    ['0', '0'],
    ['0Mi', '0'],
    ['0e3', '0'],
    ['0e99', '0'],
    ['-0', '0'],
    ['00.100', '100m'],
  ])('%s is stored as %s', (written, stored) => {
    expect(Quantity.parse(written).toString()).toBe(stored);
  });

  test('what is less than a billionth is rounded up to one: who asks for something gets something', () => {
    expect(Quantity.parse('0.1n').toString()).toBe('1n');
    expect(Quantity.parse('1e-12').toString()).toBe('1e-9');
    expect(Quantity.parse('1.0000000001').toString()).toBe('1000000001n');
  });

  test.each(['8Ei', '9007199254740992Ki', '16Ei'])('%s is cut to the most that 64 bits hold, as the API server does with binary suffixes', (text) => {
    const cut = Quantity.parse(text);
    expect(cut.exceeds(Quantity.parse('9223372036854775807'))).toBe(false);
    expect(cut.toString()).toBe('9223372036854775807');
  });

  test.each([['10E', '10E'], ['1e19', '10e18'], ['1e99', '1e99']])('%s has no binary suffix and is not cut', (written, stored) => {
    expect(Quantity.parse(written).toString()).toBe(stored);
  });

  test('a plain number is counted in units, and shown with the decimal suffix it reaches', () => {
    expect([0, 1, 1024, 2000].map((count) => Quantity.of(count).toString())).toEqual(['0', '1', '1024', '2k']);
  });

  test('whole numbers are told from parts', () => {
    expect(['1', '1000m', '2Gi', '0'].map((text) => Quantity.parse(text).isWhole)).toEqual([true, true, true, true]);
    expect(['500m', '1.5', '0.1Gi', '1n'].map((text) => Quantity.parse(text).isWhole)).toEqual([false, false, false, false]);
  });

  test('amounts are compared by value, not by spelling', () => {
    expect(Quantity.parse('1Gi').exceeds(Quantity.parse('1G'))).toBe(true);
    expect(Quantity.parse('1G').exceeds(Quantity.parse('1Gi'))).toBe(false);
    expect(Quantity.parse('1').exceeds(Quantity.parse('1000m'))).toBe(false);
    expect(Quantity.parse('1').exceeds(Quantity.parse('999m'))).toBe(true);
  });

  test.each(['', 'Mi', '1 Mi', '1mi', '1KI', '1K', '1i', '1Kii', '1,5', '0x10', '1e', '1e1.5', '--1', 'abc', '1Mi\n', '.', '1toString', '1iE'])('parse(%j) is refused', (text) => {
    expect(thrown(() => Quantity.parse(text))).toBe(
      `[InvalidQuantity] Quantity.parse: got ${JSON.stringify(text)}; write a number with a suffix Kubernetes knows, such as "100m", "0.5", "200Mi" or "2G"`);
  });

  test('a number that is no string is refused, with what was got', () => {
    expect(thrown(() => Quantity.parse(5 as unknown as string))).toContain('[InvalidQuantity] Quantity.parse: got 5; write a number with a suffix');
  });

  test('a negative amount is refused', () => {
    expect(thrown(() => Quantity.parse('-1Mi'))).toBe('[InvalidQuantity] Quantity.parse: got "-1Mi"; a resource is never negative, write 0 or more');
  });

  test.each([-1, 0.5, NaN, 2 ** 53])('of(%s) is refused', (count) => {
    expect(thrown(() => Quantity.of(count))).toBe(
      `[InvalidQuantity] Quantity.of: got ${count}; write a whole number of 0 or more, or Quantity.parse("500m") for a part`);
  });

  test('the stored form is a fixpoint and keeps the value', () => {
    fc.assert(fc.property(anySpelling, (text) => {
      const stored = Quantity.parse(text).toString();
      expect(Quantity.parse(stored).toString()).toBe(stored);
      expect(counted(stored)).toBe(counted(text));
    }), { numRuns: 2000 });
  });

  test('exceeds orders as the values do', () => {
    fc.assert(fc.property(anySpelling, anySpelling, (a, b) => {
      expect(Quantity.parse(a).exceeds(Quantity.parse(b))).toBe(counted(a) > counted(b));
    }));
  });
});
