import * as fc from 'fast-check';
import { thrown } from './thrown';
import {
  isDataKey, isDnsLabel, isDnsSubdomain, isEnvName, isKeyedField, isLabelValue, isPort, isPortName, isQualifiedName,
  requireAnnotations, requireDataKey, requireDnsLabel, requireDnsSubdomain, requireEnvName, requireLabelValue, requireLabels,
  requirePort, requirePortName, requireQualifiedName, requireWholeNumber,
} from '../../src/values/kube-names';

/*
 * Kubernetes' rules once more, from their definitions (RFC 1123, RFC 6335) instead of by regular expressions.
 */
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const UPPER = LOWER.toUpperCase();
const only = (text: string, characters: string) => [...text].every((character) => characters.includes(character));
const ends = (text: string, characters: string) => text !== '' && characters.includes(text[0]) && characters.includes(text[text.length - 1]);

const rules: { [name: string]: { is: (text: string) => boolean; rule: (text: string) => boolean } } = {
  dnsLabel: {
    is: isDnsLabel,
    rule: (text) => text.length <= 63 && only(text, `${LOWER}${DIGITS}-`) && ends(text, LOWER + DIGITS),
  },
  dnsSubdomain: {
    is: isDnsSubdomain,
    rule: (text) => text.length <= 253 && text.split('.').every((part) => only(part, `${LOWER}${DIGITS}-`) && ends(part, LOWER + DIGITS)),
  },
  qualifiedName: {
    is: isQualifiedName,
    rule: (text) => {
      const parts = text.split('/');
      const name = parts[parts.length - 1];
      return parts.length <= 2 && (parts.length === 1 || rules.dnsSubdomain.rule(parts[0]))
        && name.length <= 63 && only(name, `${LOWER}${UPPER}${DIGITS}-_.`) && ends(name, LOWER + UPPER + DIGITS);
    },
  },
  labelValue: {
    is: isLabelValue,
    rule: (text) => text === '' || (text.length <= 63 && only(text, `${LOWER}${UPPER}${DIGITS}-_.`) && ends(text, LOWER + UPPER + DIGITS)),
  },
  portName: {
    is: isPortName,
    rule: (text) => text.length <= 15 && only(text, `${LOWER}${DIGITS}-`) && ends(text, LOWER + DIGITS) && !text.includes('--')
      && [...text].some((character) => LOWER.includes(character)),
  },
  envName: {
    is: isEnvName,
    rule: (text) => text !== '' && only(text, `${LOWER}${UPPER}${DIGITS}-_.`) && !DIGITS.includes(text[0]) && text !== '.' && !text.startsWith('..'),
  },
  dataKey: {
    is: isDataKey,
    rule: (text) => text !== '' && text.length <= 253 && only(text, `${LOWER}${UPPER}${DIGITS}-_.`) && text !== '.' && !text.startsWith('..'),
  },
};

const characters = ['a', 'z', 'A', 'Z', '0', '9', '-', '-', '.', '.', '_', '/', ' ', '\n', 'é', ':', ''];
const anyText = fc.oneof(
  // Of few characters, so that what stands beside each other makes the difference.
  fc.array(fc.constantFrom('a', '0', '-', '.'), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...characters), { maxLength: 8 }).map((parts) => parts.join('')),
  // Around the limits of length.
  fc.tuple(fc.constantFrom(14, 15, 16, 62, 63, 64, 252, 253, 254), fc.constantFrom('a', '0', 'a.', 'a-', 'A', 'a/b', '-a'))
    .map(([length, part]) => part.padEnd(length, 'a').slice(0, length)),
  fc.tuple(fc.constantFrom(1, 62, 63, 64, 252, 253, 254), fc.constantFrom(0, 1, 62, 63, 64)).map(([prefix, name]) => `${'a'.repeat(prefix)}/${'b'.repeat(name)}`),
);

describe('names are judged as Kubernetes judges them', () => {
  test.each(Object.entries(rules))('%s', (_, { is, rule }) => {
    let good = 0;
    fc.assert(fc.property(anyText, (text) => {
      good += rule(text) ? 1 : 0;
      expect(is(text)).toBe(rule(text));
    }), { numRuns: 3000 });
    expect(good).toBeGreaterThan(100);
  });

  test('a port is a whole number of 16 bits, and not 0', () => {
    expect([1, 80, 65535].map(isPort)).toEqual([true, true, true]);
    expect([0, -1, 65536, 1.5, NaN, Infinity].map(isPort)).toEqual(Array(6).fill(false));
  });

  test('of labels and annotations, one is a field of the pod; keys of annotations may have capitals in their prefix', () => {
    expect(['metadata.labels[\'app\']', 'metadata.labels[\'example.com/app\']', 'metadata.annotations[\'example.com/App\']',
      'metadata.annotations[\'Example.com/app\']'].map(isKeyedField)).toEqual([true, true, true, true]);
    expect(['metadata.labels', 'metadata.labels[\'\']', 'metadata.labels[\'a b\']', 'metadata.labels[\'Example.com/app\']', 'metadata.labels["app"]',
      'spec.labels[\'app\']', 'metadata.labels[\'app\'].x'].map(isKeyedField)).toEqual(Array(7).fill(false));
  });
});

describe('a name that is none is answered with what to write', () => {
  test.each<[string, (where: string, what: string, value: string) => void, string, string]>([
    ['InvalidName', requireDnsLabel, 'A_b',
      'thing "A_b" is no DNS label; write at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends'],
    ['InvalidName', requireDnsSubdomain, 'a..b',
      'thing "a..b" is no DNS subdomain; write at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part'],
    ['InvalidLabelKey', requireQualifiedName, 'a/b/c',
      'thing "a/b/c" is no qualified name; write [prefix/]name, the name of at most 63 letters, digits, \'-\', \'_\' and \'.\', the prefix a DNS subdomain'],
    ['InvalidLabelValue', requireLabelValue, '-a',
      'thing "-a" is no label value; write at most 63 letters, digits, \'-\', \'_\' and \'.\', with a letter or digit at both ends, or nothing'],
    ['InvalidPortName', requirePortName, 'Http', 'thing is "Http"; write at most 15 lower-case letters, digits and single hyphens, with at least one letter'],
    ['InvalidEnvName', requireEnvName, '1A', 'thing is "1A"; write letters, digits, \'-\', \'_\' and \'.\', not with a digit first'],
    ['InvalidKey', requireDataKey, 'a/b', 'thing "a/b" is no ConfigMap or Secret key; write letters, digits, \'-\', \'_\' and \'.\', at most 253'],
  ])('%s of %p', (code, check, bad, message) => {
    expect(thrown(() => check('Some.of', 'thing', bad))).toBe(`[${code}] Some.of: ${message}`);
    expect(() => check('Some.of', 'thing', 'good')).not.toThrow();
    expect(thrown(() => check('Some.of', 'thing', null as never))).toBe('[NotText] Some.of: thing is null; write a string');
  });

  test('a port', () => {
    expect(thrown(() => requirePort('Some.of', 'port', '80' as never))).toBe('[InvalidPort] Some.of: port is "80"; write a whole number from 1 to 65535');
    expect(() => requirePort('Some.of', 'port', 80)).not.toThrow();
  });
});

describe('whole numbers', () => {
  test.each([0, 1, 2147483647])('%s is one of at least 0', (value) => {
    expect(() => requireWholeNumber('Some.of', 'count', value, 0)).not.toThrow();
  });

  test.each<[unknown, string]>([[-1, '-1'], [0.5, '0.5'], [NaN, 'NaN'], ['1', '"1"'], [null, 'null'], [Symbol('a'), 'Symbol(a)']])('%p is none', (value, text) => {
    expect(thrown(() => requireWholeNumber('Some.of', 'count', value as number, 0))).toBe(`[InvalidNumber] Some.of: count is ${text}; write a whole number of at least 0`);
  });

  test('none is more than its field holds, which is 32 bits unless it is said', () => {
    expect(thrown(() => requireWholeNumber('Some.of', 'count', 2147483648, 1)))
      .toBe('[InvalidNumber] Some.of: count is 2147483648; write a whole number from 1 to 2147483647');
    expect(thrown(() => requireWholeNumber('Some.of', 'weight', 101, 1, 100))).toBe('[InvalidNumber] Some.of: weight is 101; write a whole number from 1 to 100');
    expect(thrown(() => requireWholeNumber('Some.of', 'weight', 0, 1, 100))).toBe('[InvalidNumber] Some.of: weight is 0; write a whole number from 1 to 100');
    expect(() => requireWholeNumber('Some.of', 'weight', 100, 1, 100)).not.toThrow();
  });
});

describe('labels and annotations', () => {
  test('labels have qualified names and label values', () => {
    expect(() => requireLabels('chart/a', 'label', { 'example.com/a': '', 'b': 'c' })).not.toThrow();
    expect(thrown(() => requireLabels('chart/a', 'label', { 'a b': 'c' }))).toContain('[InvalidLabelKey] chart/a: label key "a b" is no qualified name');
    expect(thrown(() => requireLabels('chart/a', 'label', { a: 'b c' }))).toContain('[InvalidLabelValue] chart/a: label a "b c" is no label value');
    expect(thrown(() => requireLabels('chart/a', 'label', null as never))).toBe('[WrongKind] chart/a: labels is null; write { … }');
  });

  test('annotations have keys whose prefix may have capitals, and any text', () => {
    expect(() => requireAnnotations('chart/a', 'annotation', { 'Example.com/a': 'any text: é\n' })).not.toThrow();
    expect(thrown(() => requireAnnotations('chart/a', 'annotation', { 'a b': 'c' }))).toContain('[InvalidLabelKey] chart/a: annotation key "a b"');
    expect(thrown(() => requireAnnotations('chart/a', 'annotation', { a: 1 as never }))).toBe('[NotText] chart/a: annotation a is 1; write a string');
    expect(thrown(() => requireAnnotations('chart/a', 'annotation', 'a' as never))).toBe('[WrongKind] chart/a: annotations is "a"; write { … }');
  });

  test('annotations take at most 256 KiB together, keys and bytes counted', () => {
    const fill = (bytes: number) => ({ a: 'x'.repeat(100000), b: 'é'.repeat(50000), c: 'y'.repeat(bytes - 200003) });
    expect(() => requireAnnotations('chart/a', 'annotation', fill(262144))).not.toThrow();
    expect(thrown(() => requireAnnotations('chart/a', 'annotation', fill(262145)))).toBe(
      '[AnnotationsTooLong] chart/a: annotations take 262145 bytes together; the API server takes at most 262144, so put the data into a ConfigMap');
  });
});
