import * as library from '../src';

test('a PodDisruptionBudget is not offered: a drain leaves the pods of DaemonSets alone', () => {
  expect(Object.keys(library).filter((name) => /disruption/i.test(name))).toEqual([]);
});

test('nothing that is exported is a function without a class, which other languages would not see', () => {
  const loose = Object.entries(library).filter(([, value]) => typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value)));
  expect(loose.map(([name]) => name)).toEqual([]);
});
