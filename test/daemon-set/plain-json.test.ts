import { ApiObject, Duration, JsonPatch, Lazy } from 'cdk8s';
import { agent, bare, daemonSet } from './agent';
import { ImageName, Patch } from '../../src';
import { thrown } from '../values/thrown';

const PLAIN = 'write its value as plain JSON: a string, a number, true or false, null, a list or { … }';
const self: { [field: string]: unknown } = {};
self.inner = [self];

/** What JSON would write as something else, or leave out, and what is said of it. */
const NO_JSON: [unknown, string][] = [
  [Lazy.any({ produce: () => 5 }), ` is a Lazy; ${PLAIN}`],
  [Duration.seconds(5), ` is a Duration; ${PLAIN}`],
  [ImageName.of('z:2'), ` is an ImageName; ${PLAIN}`],
  [new Map([['a', 1]]), ` is a Map; ${PLAIN}`],
  [new Date(0), ` is a Date; ${PLAIN}`],
  [function produce() { return 5; }, ` is the function produce; ${PLAIN}`],
  [Symbol('x'), ` is Symbol(x); ${PLAIN}`],
  [BigInt(5), ` is 5n; ${PLAIN}`],
  [Infinity, ' is Infinity, in place of which JSON has null; write a finite number'],
  [-Infinity, ' is -Infinity, in place of which JSON has null; write a finite number'],
  [NaN, ' is NaN, in place of which JSON has null; write a finite number'],
  [[1, undefined], `[1] is nothing; ${PLAIN}`],
  [new Array(1), `[0] is nothing; ${PLAIN}`],
  [{ list: [{ 'example.com/x': NaN }] }, '.list[0]["example.com/x"] is NaN, in place of which JSON has null; write a finite number'],
  [self, '.inner[0] contains itself; write out what is meant'],
  [JSON.parse('{ "__proto__": { "a": 1 } }'), '.__proto__ is a name that JavaScript keeps for itself; drop it'],
];

test.each(NO_JSON)('%p is no plain JSON: refused where it is written, with its path', (value, message) => {
  expect(thrown(() => Patch.merge({ spec: { minReadySeconds: value } }))).toBe(`[InvalidPatch] Patch.merge: spec.minReadySeconds${message}`);
  for (const operation of [JsonPatch.add('/spec/x', value), JsonPatch.replace('/spec/x', value), JsonPatch.test('/spec/x', value)]) {
    const { op } = (operation as unknown as { _toJson(): { op: string } })._toJson();
    expect(thrown(() => Patch.json(operation))).toBe(`[InvalidPatch] Patch.json: JSON patch ${op} "/spec/x": value${message}`);
  }
  expect(thrown(() => ApiObject.of(agent()).addJsonPatch(JsonPatch.add('/spec/x', value)))).toMatch(/^\[InvalidPatch\] Patch\.json: /);
});

test.each([[Lazy.any({ produce: () => ({}) }), 'a Lazy'], [new Map(), 'a Map'], [Duration.seconds(5), 'a Duration']])('a merge of %p is refused as a whole', (manifest, shown) => {
  expect(thrown(() => Patch.merge(manifest))).toBe(`[InvalidPatch] Patch.merge: got ${shown}; write an object such as { spec: { template: { … } } }`);
});

test('an operation without its value is refused, instead of removing what it is for', () => {
  expect(thrown(() => Patch.json(JsonPatch.replace('/spec/x', undefined)))).toBe(`[InvalidPatch] Patch.json: JSON patch replace "/spec/x": value is nothing; ${PLAIN}`);
});

test('every value that JSON has is taken as it is, the same one twice too', () => {
  const shared = { a: 1 };
  const value = { text: '', number: -1.5, no: false, list: [[], [shared, shared]], object: {} };
  const of = bare({ patches: [Patch.merge({ spec: { merged: value } }), Patch.json(JsonPatch.add('/spec/added', { ...value, nothing: null }))] });
  const { spec } = daemonSet(of);
  expect(spec.merged).toEqual(value);
  expect(spec.added).toEqual({ ...value, nothing: null });
});

test('objects without a prototype are plain JSON', () => {
  const value = Object.assign(Object.create(null), { a: Object.assign(Object.create(null), { b: 1 }) });
  const of = bare({ patches: [Patch.merge({ spec: value }), Patch.json(JsonPatch.add('/spec/c', value))] });
  expect(daemonSet(of).spec).toMatchObject({ a: { b: 1 }, c: { a: { b: 1 } } });
});

test('fields that are undefined are not written', () => {
  const of = bare({ patches: [Patch.merge({ spec: { selector: undefined, a: { b: undefined } } }), Patch.json(JsonPatch.add('/spec/c', { d: undefined, e: 1 }))] });
  expect(daemonSet(of).spec.selector).toBeDefined();
  expect(daemonSet(of).spec).toMatchObject({ a: {}, c: { e: 1 } });
});

test('the value of an operation can be changed afterwards without effect', () => {
  const value = { list: [1] };
  const of = bare({ patches: [Patch.json(JsonPatch.add('/spec/x', value))] });
  ApiObject.of(of).addJsonPatch(JsonPatch.add('/spec/y', value));
  value.list.push(2);
  expect(daemonSet(of).spec).toMatchObject({ x: { list: [1] }, y: { list: [1] } });
});
