import { Chart, Size, Testing } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { thrown } from './thrown';
import { EmptyDirMedium, HostPathType, ProjectedSource, SecretKey, Volume } from '../../src';

const chart = new Chart(Testing.app(), 'chart');
const configMap = new ConfigMap(chart, 'config', { metadata: { name: 'made' } });
const secret = new Secret(chart, 'secret', { metadata: { name: 'made' } });
const options = { items: { 'b.conf': 'conf.d/b.conf', 'a.conf': 'a' }, defaultMode: '0440', optional: true };
const files = { defaultMode: 288, items: [{ key: 'a.conf', path: 'a' }, { key: 'b.conf', path: 'conf.d/b.conf' }], optional: true };

describe('Volume', () => {
  test.each([
    ['hostPath', Volume.hostPath('logs', '/var/log'), { hostPath: { path: '/var/log' } }],
    ['hostPath with a check', Volume.hostPath('logs', '/var/log', HostPathType.DIRECTORY), { hostPath: { path: '/var/log', type: 'Directory' } }],
    ['configMap', Volume.configMap('config', configMap), { configMap: { name: 'made' } }],
    ['configMap with options', Volume.configMap('config', configMap, options), { configMap: { name: 'made', ...files } }],
    ['configMapNamed', Volume.configMapNamed('config', 'theirs', options), { configMap: { name: 'theirs', ...files } }],
    ['secret', Volume.secret('secret', secret), { secret: { secretName: 'made' } }],
    ['secret with options', Volume.secret('secret', secret, options), { secret: { secretName: 'made', ...files } }],
    ['secretNamed', Volume.secretNamed('secret', 'theirs', { optional: false }), { secret: { optional: false, secretName: 'theirs' } }],
    ['emptyDir', Volume.emptyDir('cache'), { emptyDir: {} }],
    ['emptyDir in memory, its size as the API server stores it', Volume.emptyDir('cache', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.mebibytes(1024) }),
      { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }],
    ['projected', Volume.projected('all', [ProjectedSource.secretNamed('b'), ProjectedSource.configMapNamed('a')], '0400'),
      { projected: { defaultMode: 256, sources: [{ secret: { name: 'b' } }, { configMap: { name: 'a' } }] } }],
    ['projected, without a mode', Volume.projected('all', [ProjectedSource.secretNamed('b')]), { projected: { sources: [{ secret: { name: 'b' } }] } }],
    ['downwardApi', Volume.downwardApi('pod', { labels: 'metadata.labels' }), { downwardAPI: { items: [{ fieldRef: { fieldPath: 'metadata.labels' }, path: 'labels' }] } }],
    ['csi', Volume.csi('identity', 'csi.spiffe.io'), { csi: { driver: 'csi.spiffe.io' } }],
    ['csi with options', Volume.csi('secrets', 'secrets-store.csi.k8s.io', { readOnly: true, attributes: { a: 'b' }, nodePublishSecretName: 'creds' }),
      { csi: { driver: 'secrets-store.csi.k8s.io', nodePublishSecretRef: { name: 'creds' }, readOnly: true, volumeAttributes: { a: 'b' } } }],
    ['raw', Volume.raw('share', { nfs: { server: 'files.example.com', path: '/' } }), { nfs: { server: 'files.example.com', path: '/' } }],
  ])('%s is written with what was asked for, and nothing else', (_, volume, source) => {
    expect(volume._toKube()).toEqual({ name: volume.name, ...source });
    expect(JSON.stringify(volume._toKube())).toBe(JSON.stringify(volume._toKube()));
  });

  test('knows its ConfigMap, whose content counts for the checksum', () => {
    expect(Volume.configMap('config', configMap)._configs[0].configMap === configMap).toBe(true);
    expect(Volume.configMapNamed('config', 'theirs')._configs).toEqual([]);
  });

  test('what a list of sources becomes later changes nothing', () => {
    const sources = [ProjectedSource.secretNamed('a')];
    const volume = Volume.projected('all', sources);
    sources.push(ProjectedSource.secretNamed('b'));
    expect(volume._toKube()).toEqual({ name: 'all', projected: { sources: [{ secret: { name: 'a' } }] } });
  });

  test.each<[string, (name: string) => Volume]>([
    ['hostPath', (name) => Volume.hostPath(name, '/a')],
    ['configMap', (name) => Volume.configMap(name, configMap)],
    ['configMapNamed', (name) => Volume.configMapNamed(name, 'a')],
    ['secret', (name) => Volume.secret(name, secret)],
    ['secretNamed', (name) => Volume.secretNamed(name, 'a')],
    ['emptyDir', (name) => Volume.emptyDir(name)],
    ['projected', (name) => Volume.projected(name, [ProjectedSource.secretNamed('a')])],
    ['downwardApi', (name) => Volume.downwardApi(name, { labels: 'metadata.labels' })],
    ['csi', (name) => Volume.csi(name, 'csi.example.com')],
    ['raw', (name) => Volume.raw(name, { nfs: {} })],
  ])('%s takes a DNS label as name', (method, make) => {
    expect(thrown(() => make('a.b'))).toContain(`[InvalidName] Volume.${method}: volume name "a.b" is no DNS label`);
    expect(make('a-b').name).toBe('a-b');
  });

  test.each(['/', '/a..b/..c', 'C:\\logs', 'C:/logs', '\\\\.\\pipe\\containerd'])('path %j of the node is taken', (path) => {
    expect(Volume.hostPath('a', path)._toKube().hostPath).toEqual({ path });
  });

  test.each(['', 'a', '..', '/a/../b', '/..', 'C:', 'C:a', 'var/log'])('path %j of the node is refused', (path) => {
    expect(thrown(() => Volume.hostPath('a', path)))
      .toBe(`[InvalidPath] Volume.hostPath: path is ${JSON.stringify(path)}; write an absolute path without "..", such as "/var/log"`);
  });

  test.each<[string, (items: { [key: string]: string }) => Volume]>([
    ['Volume.configMap', (items) => Volume.configMap('a', configMap, { items })],
    ['Volume.configMapNamed', (items) => Volume.configMapNamed('a', 'a', { items })],
    ['Volume.secret', (items) => Volume.secret('a', secret, { items })],
    ['Volume.secretNamed', (items) => Volume.secretNamed('a', 'a', { items })],
  ])('%s checks keys and paths at once', (where, make) => {
    expect(thrown(() => make({ 'a/b': 'c' }))).toContain(`[InvalidKey] ${where}: key "a/b" is no ConfigMap or Secret key`);
    for (const path of ['', '/a', '../a']) {
      expect(thrown(() => make({ key: path }))).toBe(`[InvalidPath] ${where}: path of key "key" is ${JSON.stringify(path)}; write a relative path without ".."`);
    }
  });

  test.each([
    [() => Volume.configMapNamed('a', 'A_b'), '[InvalidName] Volume.configMapNamed: configMapName "A_b"'],
    [() => Volume.secretNamed('a', 'A_b'), '[InvalidName] Volume.secretNamed: secretName "A_b"'],
    [() => Volume.csi('a', 'A_b'), '[InvalidName] Volume.csi: driver "A_b"'],
    [() => Volume.csi('a', 'a', { nodePublishSecretName: 'A_b' }), '[InvalidName] Volume.csi: nodePublishSecretName "A_b"'],
    [() => Volume.csi('a', 'a', { attributes: { size: 1 as never } }), '[NotText] Volume.csi: attribute size is 1'],
    [() => Volume.configMapNamed('a', 'b', { defaultMode: '9' }), '[InvalidMode] Volume.configMapNamed: mode is "9"'],
    [() => Volume.projected('a', [ProjectedSource.secretNamed('a')], '9'), '[InvalidMode] Volume.projected: mode is "9"'],
    [() => Volume.projected('a', []), '[NoSources] Volume.projected: volume "a" has no source; write at least one ProjectedSource'],
    [() => Volume.downwardApi('a', {}), '[NoSources] Volume.downwardApi: got no field'],
    [() => Volume.downwardApi('a', { a: 'spec.nodeName' }), '[InvalidField] Volume.downwardApi: field of "a" is "spec.nodeName"'],
    [() => Volume.hostPath('a', '/a', 'Folder' as never), '[UnknownValue] Volume.hostPath: type is "Folder"; write one of DirectoryOrCreate, Directory, FileOrCreate'],
    [() => Volume.emptyDir('a', { medium: 'Disk' as never }), '[UnknownValue] Volume.emptyDir: medium is "Disk"; write one of Memory, HugePages'],
    [() => Volume.emptyDir('a', { sizeLimit: '1Gi' as never }), '[WrongType] Volume.emptyDir: sizeLimit is "1Gi"; write a Size of cdk8s, such as Size.mebibytes(100)'],
    [() => Volume.emptyDir('a', { sizeLimit: Size.gibibytes(0.7) }), '[InvalidQuantity] Volume.emptyDir: sizeLimit is 734003.2 KiB, which is no whole number of bytes; write one that is, such as Size.mebibytes(717)'],
    [() => Volume.secret('a', { name: null } as never), '[WrongType] Volume.secret: Secret is {"name":null}; write a Secret of cdk8s-plus, or give its name to Volume.secretNamed'],
    [() => Volume.configMap('a', ConfigMap.fromConfigMapName(chart, 'bad', 'Bad_Cm')), '[InvalidName] Volume.configMap: name of the ConfigMap "Bad_Cm"'],
    [() => ProjectedSource.secret({ name: 'Bad_Sec' } as never), '[InvalidName] ProjectedSource.secret: name of the Secret "Bad_Sec"'],
    [() => SecretKey.from({ name: 'Bad_Sec' } as never, 'key'), '[InvalidName] SecretKey.from: name of the Secret "Bad_Sec"'],
    [() => Volume.raw('a', { name: 'b', nfs: {} }), '[InvalidVolume] Volume.raw: source is {"name":"b","nfs":{}}; write exactly one kind of volume with its fields'],
    [() => Volume.raw('a', {}), '[InvalidVolume] Volume.raw: source is {}'],
    [() => Volume.raw('a', { nfs: 'files.example.com' }), '[InvalidVolume] Volume.raw: source is {"nfs":"files.example.com"}'],
  ])('mistakes are told at once: %#', (act, message) => {
    expect(thrown(act)).toContain(message);
  });
});
