import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { agent, bare, chart, container, daemonSet, objects, podSpec, refused } from './agent';
import { AgentDefaults, ConfigFiles, ConfigFilesOptions, EnvFrom, EnvVar, NodeAgentDaemonSet, ProjectedSource, Volume, VolumeMount } from '../../src';
import { checksum } from '../../src/daemon-set/config-files';

function checksumOf(of: NodeAgentDaemonSet): string | undefined {
  return daemonSet(of).spec.template.metadata.annotations?.['checksum/config'];
}

function ofFiles(files: { [name: string]: string }, options: ConfigFilesOptions = {}): NodeAgentDaemonSet {
  return agent({ configFiles: [ConfigFiles.of('/etc/agent', files, options)] });
}

describe('configuration files', () => {
  test('are a ConfigMap beside the DaemonSet, with its namespace and labels', () => {
    const [, configMap] = objects(agent({ namespace: 'agents', labels: { team: 'platform' }, configFiles: [ConfigFiles.of('/etc/agent', { 'b.conf': '2', 'a.conf': '1' })] }));
    expect(configMap).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'agent-config', namespace: 'agents', labels: { 'app.kubernetes.io/instance': 'agent', 'app.kubernetes.io/name': 'agent', 'team': 'platform' },
      },
      data: { 'a.conf': '1', 'b.conf': '2' },
    });
  });

  test('are mounted read-only, as a directory', () => {
    const spec = podSpec(bare({ configFiles: [ConfigFiles.of('/etc/agent', { a: '1' })] }));
    expect(spec.volumes).toEqual([{ name: 'config', configMap: { name: 'agent-config' } }]);
    expect(spec.containers[0].volumeMounts).toEqual([{ mountPath: '/etc/agent', name: 'config', readOnly: true }]);
  });

  test('can be mounted as one file, into the container that is named', () => {
    const spec = podSpec(bare({
      containers: [container(), container({ name: 'side' })],
      configFiles: [ConfigFiles.of('/etc/agent.conf', { a: '1', b: '2' }, { onlyFile: 'b', containers: ['side'], configMapName: 'mine' })],
    }));
    expect(spec.containers[0]).not.toHaveProperty('volumeMounts');
    expect(spec.containers[1].volumeMounts).toEqual([{ mountPath: '/etc/agent.conf', name: 'config', readOnly: true, subPath: 'b' }]);
    expect(spec.volumes).toEqual([{ name: 'config', configMap: { name: 'mine' } }]);
  });

  test('have the mode that is said, for programs which refuse files that others may read', () => {
    const spec = podSpec(bare({ configFiles: [ConfigFiles.of('/etc/agent', { a: '1' }, { defaultMode: '0640' })] }));
    expect(spec.volumes).toEqual([{ name: 'config', configMap: { name: 'agent-config', defaultMode: 0o640 } }]);
  });

  test('are kept as they were passed in', () => {
    const files: { [name: string]: string } = { a: '1' };
    const config = ConfigFiles.of('/etc/agent', files);
    files.b = '2';
    expect(config.files).toEqual({ a: '1' });
  });

  test.each<[string, () => unknown, string]>([
    ['none', () => ConfigFiles.of('/etc/agent', {}), 'NoFiles'],
    ['a name that is no key of a ConfigMap', () => ConfigFiles.of('/etc/agent', { 'a/b': '1' }), 'InvalidKey'],
    ['content that is no text', () => ConfigFiles.of('/etc/agent', { a: 1 as any }), 'NotText'],
    ['a path that is not absolute', () => ConfigFiles.of('etc/agent', { a: '1' }), 'InvalidPath'],
    ['a path with a colon', () => ConfigFiles.of('/a:b', { a: '1' }), 'InvalidPath'],
    ['a path that is no text', () => ConfigFiles.of(undefined as any, { a: '1' }), 'InvalidPath'],
    ['a file alone that is not there', () => ConfigFiles.of('/etc/agent', { a: '1' }, { onlyFile: 'b' }), 'NoFiles'],
    ['a file alone that every object has', () => ConfigFiles.of('/etc/agent', { a: '1' }, { onlyFile: 'toString' }), 'NoFiles'],
    ['a mode that is none', () => ConfigFiles.of('/etc/agent', { a: '1' }, { defaultMode: '640 ' }), 'InvalidMode'],
    ['a name of a ConfigMap that is none', () => ConfigFiles.of('/etc/agent', { a: '1' }, { configMapName: 'A' }), 'InvalidName'],
    ['more than a ConfigMap holds', () => ConfigFiles.of('/etc/agent', { a: 'x'.repeat(1024 * 1024) }), 'ConfigTooLarge'],
    ['more than a ConfigMap holds, in bytes', () => ConfigFiles.of('/etc/agent', { a: 'ä'.repeat(512 * 1024) }), 'ConfigTooLarge'],
  ])('%s is refused', (_, act, code) => {
    expect(refused(act)).toBe(code);
  });

  test('have a path of Windows where the nodes do', () => {
    const spec = podSpec(bare({ configFiles: [ConfigFiles.of('C:\\etc\\agent', { a: '1' })] }));
    expect(spec.containers[0].volumeMounts).toEqual([{ mountPath: 'C:\\etc\\agent', name: 'config', readOnly: true }]);
  });

  test('as much as a ConfigMap holds is fine', () => {
    expect(ConfigFiles.of('/etc/agent', { a: 'x'.repeat(1024 * 1024 - 1) }).mountPath).toBe('/etc/agent');
  });

  test('whose ConfigMap would have too long a name are refused, where the name is known', () => {
    const name = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(62)).join('.');
    const adopt = { matchLabels: { app: 'x' } };
    expect(refused(() => agent({ name, adopt, configFiles: [ConfigFiles.of('/etc/agent', { a: '1' })] }))).toBe('InvalidName');
    expect(objects(agent({ name, adopt, configFiles: [ConfigFiles.of('/etc/agent', { a: '1' }, { configMapName: 'config' })] }))).toHaveLength(2);
  });
});

describe('a change of the configuration rolls the pods', () => {
  test('the checksum is a fact of name and content alone, the same in every release: another one would restart every agent', () => {
    const known = '909eb4fcad8408fb204a2d0a9c565afd679582952f974b848977bc5852387c62';
    expect(checksumOf(ofFiles({ a: '1', b: '2' }))).toBe(known);
    expect(checksumOf(ofFiles({ b: '2', a: '1' }))).toBe(known);
  });

  test('another content, key or ConfigMap is another checksum', () => {
    const all = [ofFiles({ a: '1' }), ofFiles({ a: '2' }), ofFiles({ b: '1' }), ofFiles({ a: '1', b: '' }), ofFiles({ a: '1' }, { configMapName: 'other' })].map(checksumOf);
    expect(new Set(all).size).toBe(all.length);
  });

  test('without configuration that is known, there is none', () => {
    expect(checksumOf(agent())).toBeUndefined();
    expect(checksumOf(agent({ volumes: [Volume.configMapNamed('config', 'theirs'), Volume.emptyDir('data')] }))).toBeUndefined();
    const root = chart();
    expect(checksumOf(agent({ volumes: [Volume.configMap('config', kplus.ConfigMap.fromConfigMapName(root, 'theirs', 'theirs'))] }, root))).toBeUndefined();
    expect(checksumOf(agent({ volumes: [Volume.configMap('config', new kplus.ConfigMap(chart(), 'empty'))] }))).toBeUndefined();
  });

  test('files that are added later count', () => {
    const of = agent();
    of.addConfigFiles(ConfigFiles.of('/etc/agent', { a: '1' }));
    expect(checksumOf(of)).toBe(checksumOf(ofFiles({ a: '1' })));
  });

  describe('also that of cdk8s-plus ConfigMaps', () => {
    const places: [string, (configMap: kplus.ConfigMap, root: ReturnType<typeof chart>) => NodeAgentDaemonSet][] = [
      ['a volume', (configMap, root) => agent({ volumes: [Volume.configMap('config', configMap)] }, root)],
      ['a mount', (configMap, root) => agent({ containers: [container({ mounts: [VolumeMount.of('/config', Volume.configMap('config', configMap))] })] }, root)],
      ['a mount of an init container', (configMap, root) => (
        agent({ initContainers: [container({ name: 'init', mounts: [VolumeMount.of('/config', Volume.configMap('config', configMap))] })] }, root))],
      ['a mount that is added', (configMap, root) => {
        const of = agent({}, root);
        of.mount(VolumeMount.of('/config', Volume.configMap('config', configMap)));
        return of;
      }],
      ['a source of a projected volume', (configMap, root) => (
        agent({ volumes: [Volume.projected('all', [ProjectedSource.secretNamed('secret'), ProjectedSource.configMap(configMap)])] }, root))],
      ['variables', (configMap, root) => agent({ containers: [container({ envFrom: [EnvFrom.configMap(configMap)] })] }, root)],
      ['variables of a sidecar', (configMap, root) => agent({ sidecars: [container({ name: 'side', envFrom: [EnvFrom.configMap(configMap)] })] }, root)],
      ['a volume that is added', (configMap, root) => {
        const of = agent({}, root);
        of.addVolume(Volume.configMap('config', configMap));
        return of;
      }],
    ];

    test.each(places)('as %s, whose data is added later, even between two renderings', (_, make) => {
      const root = chart();
      const configMap = new kplus.ConfigMap(root, 'config', { metadata: { name: 'config' } });
      const of = make(configMap, root);
      expect(checksumOf(of)).toBeUndefined();
      configMap.addData('a', '1');
      const first = checksumOf(of);
      expect(first).toMatch(/^[0-9a-f]{64}$/);
      expect(checksumOf(of)).toBe(first);
      configMap.addData('b', '2');
      const second = checksumOf(of);
      expect(second).not.toBe(first);
      configMap.addBinaryData('c', 'AA==');
      expect(checksumOf(of)).not.toBe(second);
    });

    test('as a variable, of which only the one key counts', () => {
      const root = chart();
      const configMap = new kplus.ConfigMap(root, 'config', { metadata: { name: 'config' } });
      const of = agent({ containers: [container({ env: [EnvVar.fromConfigMap('A', configMap, 'a')] })] }, root);
      configMap.addData('other', '1');
      expect(checksumOf(of)).toBeUndefined();
      configMap.addData('a', '1');
      const first = checksumOf(of);
      expect(first).toBe(checksumOf(ofFiles({ a: '1' }, { configMapName: 'config' })));
      configMap.addData('more', '2');
      expect(checksumOf(of)).toBe(first);
      of.addEnv(EnvVar.fromConfigMap('B', configMap, 'more'));
      expect(checksumOf(of)).not.toBe(first);
    });

    test.each(places)('as %s, without the keys that have no value, which are not written', (_, make) => {
      const root = chart();
      const data = { a: '1', none: undefined as never, nothing: null as never };
      const of = make(new kplus.ConfigMap(root, 'config', { metadata: { name: 'config' }, data }), root);
      expect(checksumOf(of)).toBe(checksumOf(ofFiles({ a: '1' }, { configMapName: 'config' })));
      expect(objects(of).find(({ kind }) => kind === 'ConfigMap').data).toEqual({ a: '1' });
    });

    test('as a variable from a key that has no value', () => {
      const root = chart();
      const configMap = new kplus.ConfigMap(root, 'config', { data: { a: undefined as never } });
      expect(checksumOf(agent({ containers: [container({ env: [EnvVar.fromConfigMap('A', configMap, 'a', true)] })] }, root))).toBeUndefined();
    });

    test('is the same wherever it is read, and however often', () => {
      const all = places.map(([, make]) => {
        const root = chart();
        return checksumOf(make(new kplus.ConfigMap(root, 'config', { metadata: { name: 'config' }, data: { a: '1' } }), root));
      });
      expect(new Set(all).size).toBe(1);
      const root = chart();
      const configMap = new kplus.ConfigMap(root, 'config', { metadata: { name: 'config' }, data: { a: '1' } });
      const twice = agent({ volumes: [Volume.configMap('config', configMap), Volume.configMap('again', configMap)] }, root);
      expect(checksumOf(twice)).toBe(all[0]);
    });
  });

  test('unless the default is off', () => {
    expect(checksumOf(agent({ configFiles: [ConfigFiles.of('/etc/agent', { a: '1' })], defaults: AgentDefaults.all().without('configChecksum') }))).toBeUndefined();
  });
});

describe('the checksum of any contents', () => {
  type Contents = { name: string; data: { [key: string]: string } }[];
  const one = fc.record({ name: fc.string({ minLength: 1 }), data: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }) });
  const contents: fc.Arbitrary<Contents> = fc.uniqueArray(one, { selector: ({ name }) => name, maxLength: 4 });
  const byFirst = <T>([a]: readonly [string, T], [b]: readonly [string, T]) => (a < b ? -1 : 1);
  const canonical = (all: Contents) => JSON.stringify(
    all.map(({ name, data }) => [name, Object.entries(data).sort(byFirst)] as const).filter(([, data]) => data.length > 0).sort(byFirst));

  test('does not change with their order', () => {
    fc.assert(fc.property(contents, (all) => {
      const turned = [...all].reverse().map(({ name, data }) => ({ name, data: Object.fromEntries(Object.entries(data).reverse()) }));
      expect(checksum(turned)).toBe(checksum(all));
    }));
  });

  test('differs for any two that differ', () => {
    fc.assert(fc.property(contents, contents, (a, b) => {
      expect(checksum(a) === checksum(b)).toBe(canonical(a) === canonical(b));
    }));
  });

  test('keeps texts apart that run together', () => {
    expect(checksum([{ name: 'n', data: { ab: 'c' } }])).not.toBe(checksum([{ name: 'n', data: { a: 'bc' } }]));
    expect(checksum([{ name: 'na', data: { b: 'c' } }])).not.toBe(checksum([{ name: 'n', data: { ab: 'c' } }]));
    expect(checksum([{ name: 'n', data: { a: '11:x' } }])).not.toBe(checksum([{ name: 'n', data: { a1: '1:x' } }]));
  });
});
