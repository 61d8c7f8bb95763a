import { Lazy } from 'cdk8s';
import { ProjectedSource, TargetVersion, Volume } from '../../src';
import { bare, problems } from '../daemon-set/agent';
import { thrown } from '../values/thrown';

function wrong(...volumes: Volume[]): string[] {
  return wrongOn(TargetVersion.V1_36, ...volumes);
}

function wrongOn(targetVersion: TargetVersion, ...volumes: Volume[]): string[] {
  return problems(bare({ volumes, targetVersion })).map((problem) => problem.replace(' chart/agent:', ''));
}

describe('what is wrong within volumes is found however they were written', () => {
  test.each<[string, (path: string) => object]>([
    ['configMap.items[0]', (path) => ({ configMap: { name: 'a', items: [{ key: 'a', path }] } })],
    ['secret.items[0]', (path) => ({ secret: { secretName: 'a', items: [{ key: 'a', path }] } })],
    ['downwardAPI.items[0]', (path) => ({ downwardAPI: { items: [{ path, fieldRef: { fieldPath: 'metadata.name' } }] } })],
    ['projected.sources[0].configMap.items[0]', (path) => ({ projected: { sources: [{ configMap: { name: 'a', items: [{ key: 'a', path }] } }] } })],
    ['projected.sources[0].serviceAccountToken', (path) => ({ projected: { sources: [{ serviceAccountToken: { path } }] } })],
    ['projected.sources[1].clusterTrustBundle', (path) => ({ projected: { sources: [{ secret: { name: 'a' } }, { clusterTrustBundle: { path } }] } })],
  ])('%s at a path that leaves the volume, or is none', (at, source) => {
    for (const path of ['..data', '/abs', 'a/../b', 'a/..', '', undefined, 5, { a: 'b' }]) {
      expect(wrong(Volume.raw('data', source(path as never)))).toEqual([
        `[InvalidPath] volume "data": ${at}.path is ${path === undefined ? 'nothing' : JSON.stringify(path)}; write a relative path that neither begins with ".." nor leads through it, such as "conf.d/agent.conf"`,
      ]);
    }
    expect(wrong(Volume.raw('data', source('.data') as any), Volume.raw('more', source('a/..b') as any))).toEqual([]);
  });

  test.each(['spec.nodeName', 'metadata', 'metadata.labels[\'not a key\']'])('a file of field %s', (fieldPath) => {
    const message = (at: string) => `[InvalidField] volume "data": ${at}.items[0].fieldRef.fieldPath is ${JSON.stringify(fieldPath)}; write metadata.name, .namespace, .uid, .labels, .annotations, `
      + 'or one label or annotation as metadata.labels[\'KEY\']; resources of a container by resourceFieldRef, the others by EnvVar.fromField(…)';
    const items = [{ path: 'a', fieldRef: { fieldPath } }];
    expect(wrong(Volume.raw('data', { downwardAPI: { items } }))).toEqual([message('downwardAPI')]);
    expect(wrong(Volume.raw('data', { projected: { sources: [{ secret: { name: 'a' } }, { downwardAPI: { items } }] } }))).toEqual([message('projected.sources[1].downwardAPI')]);
  });

  test.each(['metadata.name', 'metadata.uid', 'metadata.labels', 'metadata.annotations[\'example.com/a\']'])('field %s can be a file', (fieldPath) => {
    expect(wrong(Volume.downwardApi('data', { a: fieldPath }))).toEqual([]);
  });

  test.each<[object, string]>([
    [{}, 'has no field; write fieldRef: { fieldPath: "metadata.name" }, or resourceFieldRef: { containerName: "…", resource: "limits.cpu" }'],
    [{ fieldRef: {} }, '.fieldRef.fieldPath is nothing; write metadata.name'],
    [{ fieldRef: { fieldPath: 5 } }, '.fieldRef.fieldPath is 5; write metadata.name'],
  ])('a file of %j', (ref, message) => {
    expect(wrong(Volume.raw('data', { downwardAPI: { items: [{ path: 'a', ...ref }] } })).join()).toMatch(
      new RegExp(`^\\[InvalidField\\] volume "data": downwardAPI\\.items\\[0\\] ?${message.replace(/[.{}]/g, '\\$&')}`));
  });

  test('a file of a resource of the container', () => {
    expect(wrong(Volume.raw('data', { downwardAPI: { items: [{ path: 'a', resourceFieldRef: { containerName: 'main', resource: 'limits.cpu' } }] } }))).toEqual([]);
  });

  test('a CSI driver without a name, with too long a one, and a Secret that has none', () => {
    const driver = (name: string) => [`[InvalidName] volume "data": csi.driver is ${name}; write the CSI driver's name, a DNS subdomain of at most 63 characters`];
    const secret = (name: string) => [`[InvalidName] volume "data": csi.nodePublishSecretRef.name is ${name}; write the object's name, a DNS subdomain in lower case`];
    expect(wrong(Volume.csi('data', `${'a'.repeat(60)}.csi`))).toEqual(driver(`"${'a'.repeat(60)}.csi"`));
    expect(wrong(Volume.raw('data', { csi: {} }))).toEqual(driver('nothing'));
    expect(wrong(Volume.raw('data', { csi: { driver: 'a_b' } }))).toEqual(driver('"a_b"'));
    expect(wrong(Volume.raw('data', { csi: { driver: 'a', nodePublishSecretRef: { name: 'Not_A_Name' } } }))).toEqual(secret('"Not_A_Name"'));
    expect(wrong(Volume.raw('data', { csi: { driver: 'a', nodePublishSecretRef: {} } }))).toEqual(secret('nothing'));
    expect(wrong(Volume.raw('data', { csi: { driver: 'CSI.example.com', nodePublishSecretRef: null } }))).toEqual([]);
    expect(wrong(Volume.csi('data', `${'a'.repeat(59)}.csi`, { nodePublishSecretName: 'secret' }))).toEqual([]);
  });

  test.each<[string, object]>([
    ['[InvalidVolume] volume "data": configMap.items is {"a":"b"}; write a list of { key: "…", path: "…" }', { configMap: { name: 'a', items: { a: 'b' } } }],
    ['[InvalidVolume] volume "data": secret.items[1] is "a"; write { key: "…", path: "…" }', { secret: { secretName: 'a', items: [{ key: 'a', path: 'a' }, 'a'] } }],
    ['[InvalidKey] volume "data": secret.items[0].key is nothing; write a key of the object', { secret: { secretName: 'a', items: [{ path: 'a' }] } }],
    ['[InvalidName] volume "data": configMap.name is nothing; write the object\'s name, a DNS subdomain in lower case', { configMap: {} }],
    ['[InvalidName] volume "data": secret.secretName is "A_b"; write the object\'s name, a DNS subdomain in lower case', { secret: { secretName: 'A_b' } }],
    ['[InvalidName] volume "data": projected.sources[0].secret.name is nothing; write the object\'s name, a DNS subdomain in lower case', { projected: { sources: [{ secret: {} }] } }],
    ['[InvalidVolume] volume "data": projected.sources is {"configMap":{}}; write a list of { configMap: { … } } or another source', { projected: { sources: { configMap: {} } } }],
    ['[InvalidVolume] volume "data": projected.sources[0] is "a"; write { configMap: { … } } or another source', { projected: { sources: ['a'] } }],
    ['[InvalidVolume] volume "data": projected.sources[0].configMap is "a"; write { … }', { projected: { sources: [{ configMap: 'a' }] } }],
    ['[InvalidVolume] volume "data": downwardAPI.items[0].fieldRef is "a"; write { fieldPath: "metadata.name" }', { downwardAPI: { items: [{ path: 'a', fieldRef: 'a' }] } }],
    ['[InvalidVolume] volume "data": csi.nodePublishSecretRef is "a"; write { name: "…" }', { csi: { driver: 'a', nodePublishSecretRef: 'a' } }],
  ])('%s', (message, source) => {
    expect(wrong(Volume.raw('data', source))).toEqual([message]);
  });

  test('nothing in a list is told where it is made', () => {
    expect(thrown(() => Volume.raw('v', { configMap: { name: 'a', items: [null] } }))).toContain('[InvalidVolume] Volume.raw: configMap.items[0] is null; ');
    expect(thrown(() => Volume.raw('v', { projected: { sources: [null] } }))).toContain('[InvalidVolume] Volume.raw: projected.sources[0] is null; ');
  });

  test('every mistake of a volume is told at once', () => {
    expect(wrong(Volume.raw('data', { projected: { sources: [{ configMap: { items: [{}] } }, 'a', { serviceAccountToken: { path: '/a' } }] } })).map((problem) => problem.split(';')[0])).toEqual([
      '[InvalidVolume] volume "data": projected.sources[1] is "a"',
      '[InvalidName] volume "data": projected.sources[0].configMap.name is nothing',
      '[InvalidKey] volume "data": projected.sources[0].configMap.items[0].key is nothing',
      '[InvalidPath] volume "data": projected.sources[0].configMap.items[0].path is nothing',
      '[InvalidPath] volume "data": projected.sources[2].serviceAccountToken.path is "/a"',
    ]);
  });

  describe('a path that is listed twice in a projected volume', () => {
    const SOURCES: [string, ProjectedSource][] = [
      ['configMap.items[0]', ProjectedSource.configMapNamed('c', { items: { a: 'x' } })],
      ['secret.items[0]', ProjectedSource.secretNamed('s', { items: { b: 'x' } })],
      ['downwardAPI.items[0]', ProjectedSource.downwardApi({ x: 'metadata.name' })],
      ['serviceAccountToken', ProjectedSource.serviceAccountToken('x')],
      ['clusterTrustBundle', ProjectedSource.raw({ clusterTrustBundle: { name: 'a', path: 'x' } })],
    ];

    test.each(SOURCES.flatMap(([a, one]) => SOURCES.map(([b, two]) => [a, b, one, two] as const)))('%s and %s', (a, b, one, two) => {
      expect(wrong(Volume.projected('data', [one, two]))).toEqual([
        `[InvalidPath] volume "data": projected.sources[1].${b}.path is "x", as is that of projected.sources[0].${a}, and one file can be there; write another path for one of them`,
      ]);
    });

    test('within one object', () => {
      expect(wrong(Volume.projected('data', [ProjectedSource.secretNamed('s', { items: { a: 'x', b: 'x' } })]))).toEqual([
        '[InvalidPath] volume "data": projected.sources[0].secret.items[1].path is "x", as is that of projected.sources[0].secret.items[0], and one file can be there; write another path for one of them',
      ]);
    });

    test('is none in two volumes, in a plain one, or for keys that are not listed', () => {
      expect(wrong(
        Volume.projected('a', [SOURCES[0][1]]), Volume.projected('b', [SOURCES[1][1]]), Volume.configMapNamed('c', 'c', { items: { a: 'x', b: 'x' } }),
        Volume.projected('d', [ProjectedSource.secretNamed('x'), ProjectedSource.configMapNamed('x'), ProjectedSource.secretNamed('y', { items: { a: 'x', b: 'y' } })]),
      )).toEqual([]);
    });
  });

  test('what comes later is not judged', () => {
    const later = Lazy.any({ produce: () => 'a' });
    const list = Lazy.any({ produce: () => [] });
    expect(wrong(
      Volume.raw('a', { configMap: { name: later, items: [{ key: later, path: later }] } }), Volume.raw('b', { secret: { secretName: '${Token[TOKEN.5]}', items: list } }),
      Volume.raw('c', { projected: { sources: list } }), Volume.raw('d', { csi: { driver: later, nodePublishSecretRef: { name: later } } }),
      Volume.raw('e', { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: Lazy.any({ produce: () => 'metadata.name' }) } }] } }),
    )).toEqual([]);
  });

  test('nothing is wrong with any other', () => {
    expect(wrong(
      Volume.emptyDir('a'), Volume.hostPath('b', '/b'), Volume.configMapNamed('c', 'c', { items: { a: 'x/y' } }),
      Volume.projected('d', [ProjectedSource.serviceAccountToken('token'), ProjectedSource.secretNamed('s')]), Volume.raw('e', { image: { reference: 'x' } }),
    )).toEqual([]);
  });
});
