import * as library from '../src';

test('a PodDisruptionBudget is not offered: a drain leaves the pods of DaemonSets alone', () => {
  expect(Object.keys(library).filter((name) => /disruption/i.test(name))).toEqual([]);
});

const isClass = (value: unknown) => typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
const isEnum = (value: unknown) => Object.getPrototypeOf(value) === Object.prototype && Object.values(value as object).every((member) => typeof member === 'string');

test('classes and enumerations alone are exported: other languages see nothing else', () => {
  // Names of interfaces are there as well, and undefined: each file is compiled by itself here.
  expect(Object.entries(library).filter(([, value]) => value !== undefined && !isClass(value) && !isEnum(value)).map(([name]) => name)).toEqual([]);
});
