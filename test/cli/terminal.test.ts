import { lookOf, paint } from '../../src/cli/terminal';
import { fitNames, shorten, wrap } from '../../src/cli/wrap';

describe('colours', () => {
  test('only on a terminal', () => {
    expect(lookOf({ isTTY: true, columns: 80 }, {})).toEqual({ colours: true, width: 80 });
    expect(lookOf({}, {})).toEqual({ colours: false, width: 100 });
  });

  test('not with NO_COLOR set to anything, nor on a terminal that has none', () => {
    expect(lookOf({ isTTY: true }, { NO_COLOR: '1' }).colours).toBe(false);
    expect(lookOf({ isTTY: true }, { NO_COLOR: '' }).colours).toBe(true);
    expect(lookOf({ isTTY: true }, { TERM: 'dumb' }).colours).toBe(false);
  });

  test('are ended where they began', () => {
    expect(paint({ colours: true, width: 80 }, 'red', 'a')).toBe('\u001b[31ma\u001b[39m');
    expect(paint({ colours: false, width: 80 }, 'red', 'a')).toBe('a');
  });
});

describe('widths', () => {
  test('a very narrow terminal is taken for 40 columns', () => {
    expect(lookOf({ isTTY: true, columns: 10 }, {}).width).toBe(40);
  });

  test('lines break between words, and within words only where they are too long', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('a bbbbbbbbb c', 4)).toEqual(['a', 'bbbb', 'bbbb', 'b c']);
    expect(wrap('', 4)).toEqual(['']);
  });

  test('what is cut off is shown to be', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('abcd', 4)).toBe('abcd');
  });

  test('of many names, as many as fit', () => {
    expect(fitNames(['aa', 'bb', 'cc', 'dd'], 40)).toBe('aa, bb, cc, dd');
    expect(fitNames(['aaaa', 'bb', 'cc', 'dd'], 15)).toBe('aaaa and 3 more');
    expect(fitNames(['a-long-name', 'b'], 9)).toBe('2 nodes');
    expect(fitNames(['a-long-name'], 9)).toBe('a-long-n…');
  });
});
