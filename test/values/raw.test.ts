import { Chart, Lazy, Size, Testing } from 'cdk8s';
import { thrown } from './thrown';
import { EnvVar, HostPath, Monitor, ProjectedSource, Volume, VolumeMount } from '../../src';
import { rawKind } from '../../src/values/raw';
import { bare, podSpec, problems } from '../daemon-set/agent';

class Anchor {
  public readonly weight = 1;
}

const kindOf = (source: unknown) => rawKind('Wrong', 'A.raw', source);

describe('raw Kubernetes JSON of one kind', () => {
  test('is copied without what is unset', () => {
    expect(kindOf({ nfs: {} })).toEqual({ nfs: {} });
    expect(kindOf({ nfs: { path: '/', readOnly: null, server: undefined, list: [{ a: 1, b: null }, true] } })).toEqual({ nfs: { path: '/', list: [{ a: 1 }, true] } });
    expect(kindOf(Object.assign(Object.create(null), { nfs: Object.assign(Object.create(null), { path: '/' }) }))).toEqual({ nfs: { path: '/' } });
  });

  test.each<[unknown]>([
    [{}], [{ nfs: null }], [{ nfs: 'a' }], [{ nfs: [] }], [{ nfs: {}, name: 'a' }], [[{}]], [null], ['nfs'], [{ nfs: new Anchor() }], [new Map([['nfs', {}]])],
    [{ nfs: Lazy.any({ produce: () => ({}) }) }],
  ])('%p is none', (source) => expect(kindOf(source)).toBeUndefined());

  test('is the same in whatever order it is written', () => {
    const one = Volume.raw('share', { nfs: { server: 'a', path: '/', list: [{ b: 1, a: 2 }] } });
    const other = Volume.raw('share', { nfs: { list: [{ a: 2, b: 1 }], path: '/', server: 'a' } });
    expect(podSpec(bare({ volumes: [one, other] })).volumes).toHaveLength(1);
    expect(problems(bare({ volumes: [one, Volume.raw('share', { nfs: { server: 'b', path: '/' } })] }))).toEqual([expect.stringContaining('[DuplicateVolume]')]);
  });

  test('what cdk8s puts in later stays, whatever it becomes', () => {
    const server = Lazy.any({ produce: () => 'files.example.com' });
    expect(podSpec(bare({ volumes: [Volume.raw('share', { nfs: { path: '/', server } })] })).volumes).toEqual([
      { name: 'share', nfs: { path: '/', server: 'files.example.com' } },
    ]);
  });

  const loop: { self?: object } = {};
  loop.self = loop;
  test.each<[string, unknown, string]>([
    ['nfs.size', { size: Size.mebibytes(3) }, 'a Size'],
    ['nfs.a[1].b', { a: [{}, { b: HostPath.dev() }] }, 'a HostPath'],
    ['nfs.path', { path: () => '/' }, 'the function path'],
    ['nfs.port', { port: NaN }, 'NaN'],
    ['nfs.port', { port: 5n }, '5'],
    ['nfs.list[0]', { list: [null] }, 'null'],
    ['nfs.list[1]', { list: ['a', undefined] }, 'nothing'],
    ['nfs.self.self', { self: loop }, 'an object that contains itself'],
    ['nfs.day', { day: new Date(0) }, 'a Date'],
  ])('%s that is no JSON is told with its place', (at, fields, got) => {
    expect(thrown(() => kindOf({ nfs: fields }))).toBe(`[Wrong] A.raw: ${at} is ${got}; write plain JSON, as Kubernetes spells it`);
  });

  test('one object that stands twice is no loop', () => {
    const labels = { a: 'b' };
    expect(kindOf({ x: { one: labels, two: [labels, labels] } })).toEqual({ x: { one: labels, two: [labels, labels] } });
  });

  test('each factory has its code', () => {
    expect(thrown(() => Volume.raw('a', { emptyDir: { sizeLimit: Size.mebibytes(3) } })))
      .toBe('[InvalidVolume] Volume.raw: emptyDir.sizeLimit is a Size; write plain JSON, as Kubernetes spells it');
    expect(thrown(() => ProjectedSource.raw({ configMap: { name: () => 'a' } })))
      .toBe('[InvalidSource] ProjectedSource.raw: configMap.name is the function name; write plain JSON, as Kubernetes spells it');
    expect(thrown(() => EnvVar.from('A', { valueFrom: { configMapKeyRef: { name: 'a', key: NaN } } })))
      .toBe('[WrongType] EnvVar.from: valueFrom.configMapKeyRef.key is NaN; write plain JSON, as Kubernetes spells it');
  });
});

describe('what was passed in changes nothing later', () => {
  const change = (object: any) => Object.entries(object).forEach(([key, value]) => {
    if (typeof value === 'object' && value !== null) {
      change(value);
    }
    object[key] = 'changed';
  });

  test.each<[string, object, (given: any) => { _toKube(): object }]>([
    ['VolumeMount.of', { readOnly: true, subPath: 'a' }, (given) => VolumeMount.of('/a', Volume.emptyDir('a'), given)],
    ['VolumeMount.named', { subPathExpr: '$(A)' }, (given) => VolumeMount.named('/a', 'a', given)],
    ['Volume.raw', { nfs: { server: 'a', list: [{ b: 'c' }] } }, (given) => Volume.raw('a', given)],
    ['Volume.configMapNamed', { items: { a: 'b' } }, (given) => Volume.configMapNamed('a', 'a', given)],
    ['Volume.csi', { attributes: { a: 'b' } }, (given) => Volume.csi('a', 'a', given)],
    ['Volume.downwardApi', { a: 'metadata.name' }, (given) => Volume.downwardApi('a', given)],
    ['ProjectedSource.raw', { secret: { name: 'a', items: [{ key: 'a', path: 'b' }] } }, (given) => ProjectedSource.raw(given)],
    ['ProjectedSource.secretNamed', { items: { a: 'b' }, optional: true }, (given) => ProjectedSource.secretNamed('a', given)],
    ['EnvVar.from', { valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } } }, (given) => EnvVar.from('A', given)],
  ])('%s', (_, given, make) => {
    const made = make(given);
    const before = JSON.stringify(made._toKube());
    change(given);
    expect(JSON.stringify(made._toKube())).toBe(before);
  });

  test('Monitor', () => {
    const given = { labels: { release: 'a' } };
    const monitor = Monitor.podMonitor(given);
    given.labels.release = 'no label!';
    expect(monitor._options.labels).toEqual({ release: 'a' });
  });
});

describe('a path of the node in raw spelling', () => {
  test.each<[object, string]>([
    [{}, 'nothing'], [{ path: '' }, '""'], [{ path: '/a/../b' }, '"/a/../b"'], [{ path: 'a' }, '"a"'], [{ path: 5 }, '5'],
  ])('%j is refused', (hostPath, got) => {
    expect(thrown(() => Volume.raw('a', { hostPath }))).toBe(`[InvalidPath] Volume.raw: path is ${got}; write an absolute path without "..", such as "/var/log"`);
  });

  test('has a type that there is', () => {
    expect(thrown(() => Volume.raw('a', { hostPath: { path: '/a', type: 'Folder' } }))).toContain('[UnknownValue] Volume.raw: type is "Folder"; write one of ');
    expect(Volume.raw('a', { hostPath: { path: '/a', type: '' } })._toKube()).toEqual({ name: 'a', hostPath: { path: '/a', type: '' } });
    expect(Volume.raw('a', { hostPath: { path: '/a', type: 'Socket' } })._toKube()).toEqual({ name: 'a', hostPath: { path: '/a', type: 'Socket' } });
  });

  test('may come later', () => {
    const path = Lazy.any({ produce: () => '/var/log' });
    expect(podSpec(bare({ volumes: [Volume.raw('logs', { hostPath: { path, type: null } })] }, new Chart(Testing.app(), 'chart'))).volumes)
      .toEqual([{ name: 'logs', hostPath: { path: '/var/log' } }]);
  });
});
