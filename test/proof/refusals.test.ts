import { LINES } from '../../proof/harness/programs';
import { documentedCodes, MIRRORS, unclassified } from '../../proof/refusals/codes';
import { holdsOn, refusedByLibrary } from '../../proof/refusals/refusal';
import { STRICTER } from '../../proof/refusals/stricter';

/* The half of the proof's claim 9 that needs no control plane. */

test('every code mirrors a rule of the API, or is said to be a rule of the library, with its reason', () => {
  expect(unclassified(documentedCodes())).toEqual([]);
});

test('a code that nobody classified, and one that is gone, are told', () => {
  const wrong = unclassified([...documentedCodes().filter((code) => code !== 'InvalidPort' && code !== 'NoReason'), 'BrandNew']);
  expect(wrong).toEqual([
    expect.stringMatching(/^BrandNew is in no table/),
    expect.stringMatching(/^InvalidPort is in a table, and the library does not give it/),
    expect.stringMatching(/^NoReason is in a table, and the library does not give it/),
  ]);
});

describe.each(LINES)('made for %s', (line) => {
  const mistakes = [...MIRRORS, ...STRICTER].filter((mistake) => holdsOn(mistake, line));

  test.each(mistakes.map((mistake) => [mistake.code, mistake.mistake, mistake] as const))('%s: %s', (_code, _words, mistake) => {
    expect(() => refusedByLibrary(mistake, line)).not.toThrow();
  });
});
