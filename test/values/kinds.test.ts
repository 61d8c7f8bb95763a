import { thrown } from './thrown';
import { HostPath, ImageName } from '../../src';
import { BOOLEAN, FIELDS, TEXT, TEXTS, listOf, of, requireKinds } from '../../src/values/kinds';

const KINDS = { flag: BOOLEAN, name: TEXT, names: TEXTS, fields: FIELDS, image: of(ImageName), paths: listOf(of(HostPath)) };

test('what is right is taken, and what is not there is not asked for', () => {
  requireKinds('x', {}, KINDS);
  requireKinds('x', { flag: false, name: '', names: [], fields: {}, image: ImageName.of('a:v1'), paths: [HostPath.dev()], more: 5 }, KINDS);
});

test.each<[string, unknown, string]>([
  ['flag', 'true', 'flag is "true"; write true or false, or leave it out'],
  ['flag', null, 'flag is null; write true or false, or leave it out'],
  ['name', 5, 'name is 5; write a string, or leave it out'],
  ['names', 'a', 'names is "a"; write a list of strings, or leave it out'],
  ['names', ['a', 1], 'names is ["a",1]; write a list of strings, or leave it out'],
  ['fields', [], 'fields is []; write an object with its fields, or leave it out'],
  ['image', 'a:v1', 'image is "a:v1"; write a value of ImageName, or leave it out'],
  ['image', {}, 'image is {}; write a value of ImageName, or leave it out'],
  ['paths', HostPath.dev(), 'write a list of values of HostPath, or leave it out'],
  ['paths', ['/dev'], 'paths is ["/dev"]; write a list of values of HostPath, or leave it out'],
])('%s: %p', (prop, value, message) => {
  const got = thrown(() => requireKinds('chart/agent', { [prop]: value }, KINDS));
  expect(got).toContain('[WrongKind] chart/agent: ');
  expect(got).toContain(message);
});
