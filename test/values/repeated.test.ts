import { firstRepeated, repeated } from '../../src/values/repeated';

test('what stands more than once is told once', () => {
  expect(repeated(['a', 'b', 'a', 'c', 'b', 'a'], String)).toEqual(['a', 'b']);
  expect(repeated(['a', 'b'], String)).toEqual([]);
  expect(repeated(undefined, String)).toEqual([]);
});

test('the first is the one that is met again first', () => {
  expect(firstRepeated(['a', 'b', 'c', 'b', 'a'])).toBe('b');
  expect(firstRepeated([1, 2])).toBeUndefined();
});
