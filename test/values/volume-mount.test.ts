import { thrown } from './thrown';
import { MountPropagation, Volume, VolumeMount } from '../../src';

const cache = Volume.emptyDir('cache');

describe('VolumeMount', () => {
  test.each([
    [VolumeMount.of('/var/cache', cache), { mountPath: '/var/cache', name: 'cache' }],
    [VolumeMount.named('/var/cache', 'cache'), { mountPath: '/var/cache', name: 'cache' }],
    [VolumeMount.of('/a', cache, { readOnly: true, propagation: MountPropagation.BIDIRECTIONAL, subPath: 'a/b' }),
      { mountPath: '/a', mountPropagation: 'Bidirectional', name: 'cache', readOnly: true, subPath: 'a/b' }],
    [VolumeMount.named('/a', 'cache', { readOnly: false, propagation: MountPropagation.NONE, subPathExpr: '$(POD_NAME)/logs' }),
      { mountPath: '/a', mountPropagation: 'None', name: 'cache', readOnly: false, subPathExpr: '$(POD_NAME)/logs' }],
    [VolumeMount.of('/a', cache, { propagation: MountPropagation.HOST_TO_CONTAINER }), { mountPath: '/a', mountPropagation: 'HostToContainer', name: 'cache' }],
  ])('%# is written with what was asked for, and nothing else', (mount, kube) => {
    expect(mount._toKube()).toEqual(kube);
    expect(Object.keys(mount._toKube())).toEqual(Object.keys(kube));
  });

  test('brings its volume into the pod; by name it does not', () => {
    expect(VolumeMount.of('/a', cache)._volume).toBe(cache);
    expect(VolumeMount.named('/a', 'cache')._volume).toBeUndefined();
    expect([VolumeMount.named('/a', 'cache').mountPath, VolumeMount.named('/a', 'cache').volumeName]).toEqual(['/a', 'cache']);
  });

  test.each(['/', '/a', '/a/b.c', 'C:\\logs', 'C:/logs', '\\\\.\\pipe\\containerd'])('path %j is taken', (path) => {
    expect(VolumeMount.of(path, cache).mountPath).toBe(path);
  });

  test.each<unknown>(['', 'a', './a', '/a:b', 'C:', 'C:a', 'C:\\a:b', '\\a', undefined, 5])('path %p is refused', (path) => {
    for (const [where, act] of [
      ['VolumeMount.of', () => VolumeMount.of(path as string, cache)], ['VolumeMount.named', () => VolumeMount.named(path as string, 'cache')],
    ] as const) {
      expect(thrown(act)).toBe(
        `[InvalidPath] ${where}: mount path is ${path === undefined ? 'nothing' : JSON.stringify(path)}; write an absolute path of the container without ":", such as "/var/log"`);
    }
  });

  test.each(['subPath', 'subPathExpr'])('%s stays within the volume', (what) => {
    for (const path of ['/a', '..', 'a/../b', '../a']) {
      expect(thrown(() => VolumeMount.of('/a', cache, { [what]: path }))).toBe(`[InvalidPath] VolumeMount.of: ${what} is "${path}"; write a relative path without ".."`);
    }
    for (const path of ['a', 'a..b', '..a/b..']) {
      expect(VolumeMount.of('/a', cache, { [what]: path })._toKube()[what]).toBe(path);
    }
    expect(thrown(() => VolumeMount.of('/a', cache, { [what]: null }))).toBe(`[NotText] VolumeMount.of: ${what} is null; write a string`);
  });

  test('has one of subPath and subPathExpr', () => {
    expect(thrown(() => VolumeMount.of('/a', cache, { subPath: 'a', subPathExpr: 'b' })))
      .toBe('[SubPathTwice] VolumeMount.of: subPath "a" and subPathExpr "b" exclude each other; write one of them');
  });

  test('needs a volume, or the name of one', () => {
    expect(thrown(() => VolumeMount.of('/a', 'cache' as never))).toBe('[WrongKind] VolumeMount.of: volume is "cache"; write a Volume, such as Volume.emptyDir("cache")');
    expect(thrown(() => VolumeMount.named('/a', 'Cache'))).toContain('[InvalidName] VolumeMount.named: volume name "Cache" is no DNS label');
  });

  test('refuses a propagation that Kubernetes does not know', () => {
    expect(thrown(() => VolumeMount.of('/a', cache, { propagation: 'Shared' as never })))
      .toBe('[UnknownValue] VolumeMount.of: propagation is "Shared"; write one of None, HostToContainer, Bidirectional');
  });
});
