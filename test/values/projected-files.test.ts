import { thrown } from './thrown';
import { ProjectedSource, Volume } from '../../src';

test('keys of a Secret or ConfigMap that exists can be chosen, and it can be missing', () => {
  expect(ProjectedSource.secretNamed('certs', { optional: true, items: { 'tls.key': 'server.key', 'ca.crt': 'ca/client.crt' } })._toKube())
    .toEqual({ secret: { name: 'certs', optional: true, items: [{ key: 'ca.crt', path: 'ca/client.crt' }, { key: 'tls.key', path: 'server.key' }] } });
  expect(ProjectedSource.configMapNamed('cluster', { optional: false })._toKube()).toEqual({ configMap: { name: 'cluster', optional: false } });
  expect(ProjectedSource.configMapNamed('cluster')._toKube()).toEqual({ configMap: { name: 'cluster' } });
});

test.each([['/abs'], ['../up'], ['a/../b'], [''], [7]])('a key at path %p is refused, in projected volumes and plain ones', (path) => {
  const items = { 'tls.key': path as string };
  expect(thrown(() => ProjectedSource.secretNamed('certs', { items }))).toContain('[InvalidPath] ProjectedSource.secretNamed: path of key "tls.key" is ');
  expect(thrown(() => Volume.secretNamed('certs', 'certs', { items }))).toContain('[InvalidPath] Volume.secretNamed: path of key "tls.key" is ');
});

test('a key that is none is refused', () => {
  expect(thrown(() => ProjectedSource.configMapNamed('cluster', { items: { 'a/b': 'c' } }))).toContain('[InvalidKey] ProjectedSource.configMapNamed: key "a/b"');
});
