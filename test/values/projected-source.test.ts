import { Chart, Testing } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { thrown } from './thrown';
import { ProjectedSource } from '../../src';
import { fileMode } from '../../src/values/projected-source';

const chart = new Chart(Testing.app(), 'chart');

describe('ProjectedSource', () => {
  test.each([
    [ProjectedSource.serviceAccountToken('token'), { serviceAccountToken: { path: 'token' } }],
    [ProjectedSource.serviceAccountToken('vault/token', 'vault', 600), { serviceAccountToken: { audience: 'vault', expirationSeconds: 600, path: 'vault/token' } }],
    [ProjectedSource.configMapNamed('config'), { configMap: { name: 'config' } }],
    [ProjectedSource.configMap(new ConfigMap(chart, 'config', { metadata: { name: 'made' } })), { configMap: { name: 'made' } }],
    [ProjectedSource.secretNamed('secret'), { secret: { name: 'secret' } }],
    [ProjectedSource.secret(new Secret(chart, 'secret', { metadata: { name: 'made' } })), { secret: { name: 'made' } }],
    [ProjectedSource.secret(Secret.fromSecretName(chart, 'imported', 'theirs')), { secret: { name: 'theirs' } }],
    [ProjectedSource.raw({ clusterTrustBundle: { name: 'roots', path: 'roots.pem' } }), { clusterTrustBundle: { name: 'roots', path: 'roots.pem' } }],
  ])('%# is written as Kubernetes spells it', (source, kube) => {
    expect(source._toKube()).toEqual(kube);
    expect(source._toKube()).toEqual(kube);
  });

  test('fields of the pod stand in order of their paths', () => {
    const source = ProjectedSource.downwardApi({
      'name': 'metadata.name', 'labels': 'metadata.labels', 'all/annotations': 'metadata.annotations', 'app': 'metadata.labels[\'example.com/app\']',
    });
    expect(source._toKube()).toEqual({
      downwardAPI: {
        items: [
          { fieldRef: { fieldPath: 'metadata.annotations' }, path: 'all/annotations' },
          { fieldRef: { fieldPath: 'metadata.labels[\'example.com/app\']' }, path: 'app' },
          { fieldRef: { fieldPath: 'metadata.labels' }, path: 'labels' },
          { fieldRef: { fieldPath: 'metadata.name' }, path: 'name' },
        ],
      },
    });
  });

  test.each(['spec.nodeName', 'status.podIP', 'labels', 'metadata.labels[\'a b\']', 'limits.cpu', '', undefined])('a file takes no field %p', (field) => {
    expect(thrown(() => ProjectedSource.downwardApi({ file: field as string }))).toBe(
      `[InvalidField] ProjectedSource.downwardApi: field of "file" is ${field === undefined ? 'nothing' : JSON.stringify(field)}; a file takes metadata.name, .namespace, .uid, .labels, .annotations, .labels['KEY'] and .annotations['KEY'], the others only EnvVar.fromField(…), and resources EnvVar.fromResource(…) or Volume.raw(…) with a resourceFieldRef`);
  });

  test('no field is no source', () => {
    expect(thrown(() => ProjectedSource.downwardApi({})))
      .toBe('[NoSources] ProjectedSource.downwardApi: got no field; write at least one, such as { labels: "metadata.labels" }');
  });

  test.each(['', '/a', '..', 'a/../b'])('path %j leaves the volume, and is refused at once', (path) => {
    expect(thrown(() => ProjectedSource.serviceAccountToken(path)))
      .toBe(`[InvalidPath] ProjectedSource.serviceAccountToken: path is ${JSON.stringify(path)}; write a relative path without ".."`);
    expect(thrown(() => ProjectedSource.downwardApi({ [path]: 'metadata.name' })))
      .toBe(`[InvalidPath] ProjectedSource.downwardApi: path is ${JSON.stringify(path)}; write a relative path without ".."`);
  });

  test('a token lives at least ten minutes, and at most 2^32 seconds', () => {
    for (const seconds of [599, 0, 600.5, 4294967297]) {
      expect(thrown(() => ProjectedSource.serviceAccountToken('token', undefined, seconds)))
        .toBe(`[InvalidNumber] ProjectedSource.serviceAccountToken: expirationSeconds is ${seconds}; write a whole number from 600 to 4294967296`);
    }
    expect(ProjectedSource.serviceAccountToken('token', undefined, 4294967296)._toKube()).toEqual({ serviceAccountToken: { expirationSeconds: 4294967296, path: 'token' } });
  });

  test('names are checked', () => {
    expect(thrown(() => ProjectedSource.configMapNamed('A_b'))).toContain('[InvalidName] ProjectedSource.configMapNamed: name "A_b"');
    expect(thrown(() => ProjectedSource.secretNamed('A_b'))).toContain('[InvalidName] ProjectedSource.secretNamed: name "A_b"');
  });

  test.each([[{}, '{}'], [{ a: {}, b: {} }, '{"a":{},"b":{}}'], [{ a: 'b' }, '{"a":"b"}']])('raw %p names not exactly one kind', (source, text) => {
    expect(thrown(() => ProjectedSource.raw(source))).toBe(
      `[InvalidSource] ProjectedSource.raw: source is ${text}; write exactly one kind of source with its fields, such as { clusterTrustBundle: { name: '…', path: '…' } }`);
  });
});

describe('permission bits', () => {
  test.each([['0440', 288], ['440', 288], ['0644', 420], ['777', 511], ['000', 0]])('%s is %i', (mode, number) => {
    expect(fileMode('Some.of', mode)).toBe(number);
  });

  test.each<unknown>(['', '44', '1777', '0o44', '888', '0x1f', 420, undefined])('%p is none', (mode) => {
    expect(thrown(() => fileMode('Some.of', mode as string)))
      .toBe(`[InvalidMode] Some.of: mode is ${mode === undefined ? 'nothing' : JSON.stringify(mode)}; write permission bits in octal, such as "0440"`);
  });
});
