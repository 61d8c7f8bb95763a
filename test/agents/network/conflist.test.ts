import * as fc from 'fast-check';
import { Conflist } from '../../../src/agents/network/conflist';
import { thrown } from '../../values/thrown';

const good = { cniVersion: '1.0.0', name: 'pods', plugins: [{ type: 'bridge' }] };
const refused = (conflist: unknown, file?: string) => thrown(() => Conflist.parse('chart/network', typeof conflist === 'string' ? conflist : JSON.stringify(conflist), file));

test('what meets the specification is taken byte by byte', () => {
  const text = JSON.stringify({ ...good, disableCheck: true }, undefined, 4);
  expect(Conflist.parse('x', text, undefined).files).toEqual({ 'pods.conflist': text });
});

test.each(['', '{', 'name: pods', '[object Object]', '{"name": "pods",}'])('%p is no JSON', (text) => {
  expect(refused(text)).toMatch(/^\[InvalidConflist\] chart\/network: conflist is no JSON: .*; write the network configuration list as JSON text$/s);
});

test.each([[null], [[]], [5], ['"pods"']])('%j is JSON, but no object', (json) => {
  expect(refused(json)).toContain('[InvalidConflist] chart/network: conflist is ');
});

test.each([
  ['cniVersion', undefined], ['cniVersion', 1], ['cniVersion', '1.0'], ['name', undefined], ['name', ''], ['name', '-pods'], ['name', 'po ds'], ['name', '../pods'],
  ['plugins', undefined], ['plugins', []], ['plugins', {}],
])('%s %j is refused by its name, with what was got', (field, value) => {
  expect(refused({ ...good, [field]: value })).toContain(`[InvalidConflist] chart/network: ${field} of conflist is ${value === undefined ? 'nothing' : JSON.stringify(value)}; write `);
});

test.each([[undefined], [''], ['/bin/sh'], ['../bridge'], [7]])('a plugin of type %j is none', (type) => {
  expect(refused({ ...good, plugins: [{ type: 'bridge' }, { type }] })).toContain('plugins[1].type of conflist is ');
});

test('a plugin that is no object is named by its place', () => {
  expect(refused({ ...good, plugins: ['bridge'] })).toContain('plugins[0].type of conflist is nothing');
  expect(refused({ ...good, plugins: [null] })).toContain('plugins[0].type of conflist is nothing');
});

test.each(['10-pods.conf', 'pods', 'a/pods.conflist', ''])('the file name %p is refused', (file) => {
  expect(refused(good, file)).toContain(`[InvalidConflist] chart/network: the file name of conflist is ${JSON.stringify(file)}`);
});

test('no JSON text ever gets anything but a code or its files', () => {
  fc.assert(fc.property(fc.json(), (text) => {
    try {
      expect(Object.values(Conflist.parse('x', text, undefined).files)).toEqual([text]);
    } catch (error) {
      expect((error as Error).message).toMatch(/^\[InvalidConflist\] x: /);
    }
  }));
});
