import { fail, show } from '../../errors';

/** Programs of Go end at once on a pattern that it does not know; what JavaScript and other languages know beyond it is what people copy. */
export function requireGoPattern(where: string, pattern: string): void {
  const bad = (why: string) => fail('InvalidPattern', where, `pattern is ${show(pattern)}${why}; write a regular expression of Go, such as "^veth.*$"`);
  if (typeof pattern !== 'string' || pattern === '') {
    bad('');
  }
  if (/\(\?(=|!|<=|<!)/.test(pattern) || /\\[1-9]/.test(pattern)) {
    bad(', and Go knows neither (?=…), (?!…), (?<=…), (?<!…) nor \\1');
  }
  try {
    // Go's flags and named groups in the words of JavaScript, so that brackets and repetitions can be judged.
    new RegExp(pattern.replace(/\(\?[imsU-]+\)/g, '').replace(/\(\?[imsU-]+:/g, '(?:').replace(/\(\?P</g, '(?<'));
  } catch (error) {
    bad(` (${(error as Error).message})`);
  }
}
