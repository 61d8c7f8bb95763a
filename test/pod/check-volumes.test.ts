import { ProjectedSource, Volume } from '../../src';
import { bare, problems } from '../daemon-set/agent';

function wrong(...volumes: Volume[]): string[] {
  return problems(bare({ volumes })).map((problem) => problem.replace(' chart/agent:', ''));
}

describe('what is wrong within volumes is found however they were written', () => {
  test.each<[string, (path: string) => object]>([
    ['a ConfigMap', (path) => ({ configMap: { name: 'a', items: [{ key: 'a', path }] } })],
    ['a Secret', (path) => ({ secret: { secretName: 'a', items: [{ key: 'a', path }] } })],
    ['fields of the pod', (path) => ({ downwardAPI: { items: [{ path, fieldRef: { fieldPath: 'metadata.name' } }] } })],
    ['a projected ConfigMap', (path) => ({ projected: { sources: [{ configMap: { name: 'a', items: [{ key: 'a', path }] } }] } })],
    ['a projected token', (path) => ({ projected: { sources: [{ serviceAccountToken: { path } }] } })],
  ])('%s at a path that begins with ".."', (_, source) => {
    expect(wrong(Volume.raw('data', source('..data') as any))).toEqual([
      '[InvalidPath] volume "data": path is "..data"; write a relative path that does not begin with ".."',
    ]);
    expect(wrong(Volume.raw('data', source('.data') as any), Volume.raw('more', source('a/..b') as any))).toEqual([]);
  });

  test.each(['spec.nodeName', 'metadata', 'metadata.labels[\'not a key\']'])('a file of field %s', (fieldPath) => {
    const message = `[InvalidField] volume "data": field is ${JSON.stringify(fieldPath)}; write metadata.name, .namespace, .uid, .labels, .annotations, `
      + 'or one label or annotation as metadata.labels[\'KEY\']';
    const items = [{ path: 'a', fieldRef: { fieldPath } }];
    expect(wrong(Volume.raw('data', { downwardAPI: { items } }))).toEqual([message]);
    expect(wrong(Volume.raw('data', { projected: { sources: [{ secret: { name: 'a' } }, { downwardAPI: { items } }] } }))).toEqual([message]);
  });

  test.each(['metadata.name', 'metadata.uid', 'metadata.labels', 'metadata.annotations[\'example.com/a\']'])('field %s can be a file', (fieldPath) => {
    expect(wrong(Volume.downwardApi('data', { a: fieldPath }))).toEqual([]);
  });

  test('a CSI driver with too long a name, and a Secret that has none', () => {
    expect(wrong(Volume.csi('data', `${'a'.repeat(60)}.csi`))).toEqual([
      `[InvalidName] volume "data": driver "${'a'.repeat(60)}.csi" is longer than 63 characters; write the CSI driver's name`,
    ]);
    expect(wrong(Volume.raw('data', { csi: { driver: 'a', nodePublishSecretRef: { name: 'Not_A_Name' } } }))).toEqual([
      '[InvalidName] volume "data": nodePublishSecretName is "Not_A_Name"; write the name of a Secret, a DNS subdomain in lower case',
    ]);
    expect(wrong(Volume.csi('data', `${'a'.repeat(59)}.csi`, { nodePublishSecretName: 'secret' }))).toEqual([]);
  });

  test('nothing is wrong with any other', () => {
    expect(wrong(
      Volume.emptyDir('a'), Volume.hostPath('b', '/b'), Volume.configMapNamed('c', 'c', { items: { a: 'x/y' } }),
      Volume.projected('d', [ProjectedSource.serviceAccountToken('token'), ProjectedSource.secretNamed('s')]), Volume.raw('e', { image: { reference: 'x' } }),
    )).toEqual([]);
  });
});
