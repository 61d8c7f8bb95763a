import { Chart, Testing } from 'cdk8s';
import { fail, formatProblem, show } from '../src/errors';
import { thrown } from './values/thrown';

describe('a message', () => {
  test('has its code, where it stands, what was got and what to write', () => {
    expect(formatProblem('chart/agent', { code: 'BadThing', message: 'got 1; write 2' })).toBe('[BadThing] chart/agent: got 1; write 2');
    expect(thrown(() => fail('BadThing', 'Thing.of', 'got 1; write 2'))).toBe('[BadThing] Thing.of: got 1; write 2');
  });
});

describe('a value in a message', () => {
  class Thing {}
  class Other {}
  const loop: { self?: object } = {};
  loop.self = loop;

  test.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    ['text', '"text"'],
    ['', '""'],
    [5, '5'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [10n, '10'],
    [true, 'true'],
    [Symbol('mark'), 'Symbol(mark)'],
    [['a', 1, null], '["a",1,null]'],
    [{ a: { b: 1n } }, '{"a":{"b":"1"}}'],
    [Object.create(null), '{}'],
    [new Thing(), 'a Thing'],
    [new Other(), 'an Other'],
    [[new Thing()], '["a Thing"]'],
    [new Map(), 'a Map'],
    [show, 'the function show'],
    [Thing, 'the function Thing'],
    [() => undefined, 'a function'],
    [loop, 'an object that contains itself'],
  ])('%# is shown so that its type can be told', (value, text) => {
    expect(show(value)).toBe(text);
  });

  test('a construct is named, and its tree is not written out', () => {
    expect(show(new Chart(Testing.app(), 'chart'))).toBe('a Chart');
  });

  test('is cut when it is long', () => {
    expect(show('x'.repeat(118))).toBe(`"${'x'.repeat(118)}"`);
    expect(show('x'.repeat(119))).toBe(`"${'x'.repeat(116)}...`);
  });
});
