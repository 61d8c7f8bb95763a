import {
  HostPath, NodeExporterCollector, NodeExporterDaemonSet, NodeExporterDaemonSetProps, NodeExporterFilter, NodeExporterSubject, NodeExporterTextfiles, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, podOf, synth } from '../../synth';

const C = NodeExporterCollector;
const S = NodeExporterSubject;
const make = (props: NodeExporterDaemonSetProps = {}) => synth((chart) => new NodeExporterDaemonSet(chart, 'exporter', props));
const collectorFlags = (props: NodeExporterDaemonSetProps) => containerOf(make(props)).args.filter((arg: string) => /^--(no-)?collector/.test(arg));
const refusal = (props: NodeExporterDaemonSetProps) => thrown(() => make(props));

describe('collectors', () => {
  test('are the program\'s own choice when nothing is said', () => {
    expect(collectorFlags({})).toEqual([]);
  });

  test('on and off, each once', () => {
    expect(collectorFlags({ collectorsOn: [C.PROCESSES, C.NETWORK_ROUTE, C.PROCESSES], collectorsOff: [C.WIFI, C.HWMON] }))
      .toEqual(['--collector.processes', '--collector.network_route', '--no-collector.wifi', '--no-collector.hwmon']);
  });

  test('these alone', () => {
    expect(collectorFlags({ collectorsOnly: [C.CPU, C.MEMINFO] })).toEqual(['--collector.disable-defaults', '--collector.cpu', '--collector.meminfo']);
  });

  test.each<[string, NodeExporterDaemonSetProps, string]>([
    ['a name that the program does not know', { collectorsOn: ['hwmonitor' as never] }, '[UnknownValue] chart/exporter: collector is "hwmonitor"; write one of arp, bcache,'],
    ['alone and more', { collectorsOnly: [C.CPU], collectorsOff: [C.WIFI] }, '[CollectorsOnlyAndMore] chart/exporter: collectorsOnly are ["cpu"]'],
    ['on and off', { collectorsOn: [C.CPU], collectorsOff: [C.CPU] }, '[CollectorOnAndOff] chart/exporter: collectorsOn and collectorsOff both have "cpu"'],
    ['file systems without the root', { collectorsOn: [C.FILESYSTEM], rootFileSystem: false }, '[FileSystemWithoutRoot] chart/exporter:'],
    ['file systems alone without the root', { collectorsOnly: [C.FILESYSTEM], rootFileSystem: false }, '[FileSystemWithoutRoot] chart/exporter:'],
    ['file systems by argument without the root', { collectorsOnly: [C.CPU], rootFileSystem: false, args: ['--collector.filesystem'] }, '[FileSystemWithoutRoot] chart/exporter:'],
    ['file systems by argument, of the program\'s own choice, without the root', { rootFileSystem: false, args: ['--collector.filesystem'] }, '[FileSystemWithoutRoot] chart/exporter:'],
    ['a flag that says the same', { collectorsOff: [C.WIFI], args: ['--collector.wifi'] }, '[FlagWrittenTwice] chart/exporter: args have "--collector.wifi"'],
    ['a list that is none', { collectorsOn: 'cpu' as never }, '[WrongType] chart/exporter: collectorsOn is "cpu"; write a list of strings'],
  ])('%s is refused', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });

  test('file systems are switched off once without the root, and not at all where they are not among those that alone collect', () => {
    expect(collectorFlags({ rootFileSystem: false, collectorsOff: [C.FILESYSTEM] })).toEqual(['--no-collector.filesystem']);
    expect(collectorFlags({ rootFileSystem: false, collectorsOnly: [C.CPU] })).toEqual(['--collector.disable-defaults', '--collector.cpu']);
  });

  test.each<[string, NodeExporterDaemonSetProps, string[]]>([
    ['asked for', { collectorsOn: [C.FILESYSTEM] }, ['--collector.filesystem']],
    ['alone', { collectorsOnly: [C.FILESYSTEM] }, ['--collector.disable-defaults', '--collector.filesystem']],
    ['by argument', { collectorsOnly: [C.CPU], args: ['--collector.filesystem'] }, ['--collector.disable-defaults', '--collector.cpu', '--collector.filesystem']],
  ])('file systems %s are those of a root that is mounted by hand', (_, props, expected) => {
    const byHand = { ...props, rootFileSystem: false, args: [...props.args ?? [], '--path.rootfs=/x'], hostPaths: [HostPath.of('/', { mountPath: '/x' })] };
    expect(collectorFlags(byHand)).toEqual(expected);
    expect(containerOf(make(byHand)).volumeMounts.map((mount: Manifest) => mount.mountPath)).toEqual(['/host/proc', '/host/sys', '/x']);
  });

  test.each<[string, NodeExporterDaemonSetProps, string]>([
    ['asked for', { collectorsOn: [C.RUNIT] }, '/host/root'],
    ['alone', { collectorsOnly: [C.RUNIT] }, '/host/root'],
    ['by argument', { args: ['--collector.runit'] }, '/host/root'],
    ['with a root that is mounted by hand', { collectorsOn: [C.RUNIT], rootFileSystem: false, args: ['--path.rootfs=/x/'] }, '/x'],
    ['with a root that is said in two arguments', { collectorsOn: [C.RUNIT], rootFileSystem: false, args: ['--path.rootfs', '/x'] }, '/x'],
  ])('runit %s is looked for on the node, for the program puts no root in front by itself', (_, props, root) => {
    expect(collectorFlags(props)).toContain(`--collector.runit.servicedir=${root}/etc/service`);
  });

  test.each<[string, NodeExporterDaemonSetProps]>([
    ['nobody asks for it', {}],
    ['another directory is mounted by hand', { collectorsOn: [C.RUNIT], hostPaths: [HostPath.of('/var/service', { mountPath: '/etc/service/' })] }],
    ['its directory alone is mounted', { collectorsOn: [C.RUNIT], rootFileSystem: false, hostPaths: [HostPath.of('/etc/service')] }],
    ['an argument says where', { collectorsOn: [C.RUNIT], rootFileSystem: false, args: ['--collector.runit.servicedir=/services'] }],
  ])('where runit is looked for is left as it is when %s', (_, props) => {
    expect(collectorFlags(props)).toEqual([...(props.collectorsOn ?? []).map(() => '--collector.runit'), ...(props.rootFileSystem === false ? ['--no-collector.filesystem'] : []), ...props.args ?? []]);
  });

  test('runit without the root would be looked for in the container: refused', () => {
    expect(refusal({ collectorsOn: [C.RUNIT], rootFileSystem: false })).toContain('[FileSystemWithoutRoot] chart/exporter: the collector runit is asked for and rootFileSystem is false');
    expect(refusal({ collectorsOnly: [C.CPU], args: ['--collector.runit'], rootFileSystem: false })).toContain('[FileSystemWithoutRoot] chart/exporter: the collector runit');
  });

  test.each<[string, NodeExporterDaemonSetProps]>([
    ['asked for', { collectorsOn: [C.SYSTEMD] }], ['alone', { collectorsOnly: [C.LOGIND] }], ['by argument', { args: ['--collector.systemd'] }],
  ])('systemd %s has the node\'s D-Bus to ask it', (_, props) => {
    expect(containerOf(make(props)).volumeMounts).toContainEqual({ mountPath: '/var/run/dbus', name: 'dbus', readOnly: true });
    expect(podOf(make(props)).volumes).toContainEqual({ name: 'dbus', hostPath: { path: '/run/dbus' } });
    const agent = new NodeExporterDaemonSet(chartOf(), 'exporter', props);
    expect(agent.daemonSet.hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  test('nothing else brings the node\'s D-Bus', () => {
    expect(containerOf(make({ collectorsOn: [C.PROCESSES] })).volumeMounts.map((mount: Manifest) => mount.mountPath)).toEqual(['/host/proc', '/host/sys', '/host/root']);
  });
});

describe('filters', () => {
  test('are flags of their collectors', () => {
    expect(collectorFlags({
      filters: [
        NodeExporterFilter.except(S.MOUNT_POINTS, '^/(dev|proc)($|/)'), NodeExporterFilter.only(S.NETWORK_DEVICES, '^(eth|ens).*$'),
        NodeExporterFilter.except(S.NETWORK_CLASS_DEVICES, '^veth.*$'),
      ],
    })).toEqual([
      '--collector.filesystem.mount-points-exclude=^/(dev|proc)($|/)', '--collector.netdev.device-include=^(eth|ens).*$', '--collector.netclass.ignored-devices=^veth.*$',
    ]);
  });

  test('of every subject the program knows at least one', () => {
    const both = [S.DISKS, S.SYSTEMD_UNITS, S.MOUNT_POINTS];
    const flagsOf = (subject: NodeExporterSubject) => [NodeExporterFilter.only, NodeExporterFilter.except].flatMap((filter) => {
      try {
        return [filter(subject, 'x')._flag];
      } catch {
        return [];
      }
    });
    expect(Object.values(S).filter((subject) => flagsOf(subject).length === 0)).toEqual([]);
    expect(both.map((subject) => flagsOf(subject).length)).toEqual([2, 2, 2]);
  });

  test.each<[string, () => unknown, string]>([
    ['a subject that nobody knows', () => NodeExporterFilter.only('mounts' as never, 'x'), '[UnknownValue] NodeExporterFilter.only: subject is "mounts"'],
    ['what the program cannot leave out', () => NodeExporterFilter.except(S.MEMORY_COUNTERS, 'x'), '[UnknownFilter] NodeExporterFilter.except: the program cannot filter vmstat so; write NodeExporterFilter.only'],
    ['what the program cannot take alone', () => NodeExporterFilter.only(S.TAPE_DRIVES, 'x'), '[UnknownFilter] NodeExporterFilter.only:'],
    ['no pattern', () => NodeExporterFilter.only(S.DISKS, ''), '[InvalidPattern] NodeExporterFilter.only: pattern is ""; write a regular expression of Go'],
    ['null', () => NodeExporterFilter.only(S.DISKS, null as never), '[InvalidPattern]'],
    ['what Go does not know', () => NodeExporterFilter.except(S.DISKS, '^(?!sd)'), '[InvalidPattern] NodeExporterFilter.except: pattern is "^(?!sd)", and Go knows neither'],
    ['a back reference', () => NodeExporterFilter.except(S.DISKS, '(a)\\1'), '[InvalidPattern]'],
    ['an open bracket', () => NodeExporterFilter.except(S.DISKS, '^(sd'), '[InvalidPattern]'],
  ])('%s is refused', (_, make_, message) => {
    expect(thrown(make_)).toContain(message);
  });

  test.each(['(?i)^SD', '^(?P<disk>sd)', '(?i:sd)a', '^[[:alpha:]]+$', '\\d+\\z'])('%s, which Go knows, is taken', (pattern) => {
    expect(NodeExporterFilter.only(S.DISKS, pattern).pattern).toBe(pattern);
  });

  test.each<[string, NodeExporterDaemonSetProps, string]>([
    ['two of one subject', { filters: [NodeExporterFilter.only(S.DISKS, 'a'), NodeExporterFilter.except(S.DISKS, 'b')] }, '[FilteredTwice] chart/exporter: filters have two for diskstats.device'],
    ['of a collector that is off by itself', { filters: [NodeExporterFilter.only(S.SYSTEMD_UNITS, 'a')] }, '[FilterWithoutCollector] chart/exporter: a filter is for systemd.unit, and the collector systemd is off'],
    ['of a collector that was switched off', { collectorsOff: [C.NETDEV], filters: [NodeExporterFilter.only(S.NETWORK_DEVICES, 'a')] }, '[FilterWithoutCollector]'],
    ['of one that is not among those alone', { collectorsOnly: [C.CPU], filters: [NodeExporterFilter.only(S.NETWORK_DEVICES, 'a')] }, '[FilterWithoutCollector]'],
    ['of file systems without the root', { rootFileSystem: false, filters: [NodeExporterFilter.except(S.MOUNT_POINTS, 'a')] }, '[FilterWithoutCollector]'],
    ['that is none', { filters: ['^veth'] as never }, '[WrongType] chart/exporter: filters is ["^veth"]; write a list of values of NodeExporterFilter'],
  ])('%s are refused', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });

  test.each<[string, NodeExporterDaemonSetProps, string]>([
    ['that is off by itself', { filters: [NodeExporterFilter.only(S.SYSTEMD_UNITS, 'a')] }, 'add it to collectorsOn, or'],
    ['among those that are off', { collectorsOff: [C.NETDEV], filters: [NodeExporterFilter.only(S.NETWORK_DEVICES, 'a')] }, 'take it out of collectorsOff, or'],
    ['not among those alone', { collectorsOnly: [C.CPU], filters: [NodeExporterFilter.only(S.NETWORK_DEVICES, 'a')] }, 'add it to collectorsOnly, or'],
    ['that needs the root', { rootFileSystem: false, filters: [NodeExporterFilter.except(S.MOUNT_POINTS, 'a')] }, 'leave rootFileSystem out, or'],
    ['that an argument switches off', { args: ['--no-collector.netdev'], filters: [NodeExporterFilter.only(S.NETWORK_DEVICES, 'a')] }, 'take --no-collector.netdev out of args, or'],
    ['that an argument switches off with all others', { args: ['--collector.disable-defaults'], filters: [NodeExporterFilter.only(S.NETWORK_DEVICES, 'a')] }, 'add it to collectorsOn, or'],
  ])('of a collector %s are told what switches it on', (_, props, wayOut) => {
    expect(refusal(props)).toContain(`is off; ${wayOut} drop the filter`);
  });

  test('stand where the collector is on by argument', () => {
    expect(collectorFlags({ args: ['--collector.systemd'], filters: [NodeExporterFilter.only(S.SYSTEMD_UNITS, 'kubelet')] }))
      .toEqual(['--collector.systemd.unit-include=kubelet', '--collector.systemd.unit-exclude=', '--collector.systemd']);
  });

  describe('of systemd\'s units, which are held to what is taken and to what is left out', () => {
    const [mounts, noTmp] = [NodeExporterFilter.only(S.SYSTEMD_UNITS, '.+\\.mount'), NodeExporterFilter.except(S.SYSTEMD_UNITS, 'tmp\\.mount')];
    const unitFlags = (filters: NodeExporterFilter[], args?: string[]) => collectorFlags({ collectorsOn: [C.SYSTEMD], filters, args }).slice(1);

    test('only these: the program\'s own, which leaves out every mount, is taken away', () => {
      expect(unitFlags([mounts])).toEqual(['--collector.systemd.unit-include=.+\\.mount', '--collector.systemd.unit-exclude=']);
    });

    test('all but these takes the place of the program\'s own', () => {
      expect(unitFlags([noTmp])).toEqual(['--collector.systemd.unit-exclude=tmp\\.mount']);
    });

    test('both, in either order', () => {
      expect(unitFlags([mounts, noTmp])).toEqual(['--collector.systemd.unit-include=.+\\.mount', '--collector.systemd.unit-exclude=tmp\\.mount']);
      expect(unitFlags([noTmp, mounts])).toEqual(['--collector.systemd.unit-exclude=tmp\\.mount', '--collector.systemd.unit-include=.+\\.mount']);
    });

    test.each([[['--collector.systemd.unit-exclude=a']], [['--collector.systemd.unit-exclude', 'a']]])('the other by arguments %j stays alone: the program ends when a flag is repeated', (args) => {
      expect(unitFlags([mounts], args)).toEqual(['--collector.systemd.unit-include=.+\\.mount', args[0]]);
    });

    test('one kind twice is refused', () => {
      expect(refusal({ collectorsOn: [C.SYSTEMD], filters: [mounts, noTmp, mounts] })).toContain('[FilteredTwice] chart/exporter: filters have two for systemd.unit');
    });
  });

  test('only these takes the place of the program\'s own by itself elsewhere', () => {
    expect(collectorFlags({ filters: [S.DISKS, S.MOUNT_POINTS, S.FILE_SYSTEM_TYPES, S.NETWORK_DEVICES].map((subject) => NodeExporterFilter.only(subject, 'a')) })).toEqual([
      '--collector.diskstats.device-include=a', '--collector.filesystem.mount-points-include=a', '--collector.filesystem.fs-types-include=a', '--collector.netdev.device-include=a',
    ]);
  });
});

describe('textfiles', () => {
  test('of the node are read where they are, and the directory is made', () => {
    const objects = make({ textfiles: [NodeExporterTextfiles.ofNode('/var/lib/node-exporter')] });
    expect(collectorFlags({ textfiles: [NodeExporterTextfiles.ofNode('/var/lib/node-exporter')] })).toEqual(['--collector.textfile.directory=/var/lib/node-exporter']);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/var/lib/node-exporter', name: 'var-lib-node-exporter', readOnly: true });
    expect(podOf(objects).volumes).toContainEqual({ name: 'var-lib-node-exporter', hostPath: { path: '/var/lib/node-exporter', type: 'DirectoryOrCreate' } });
  });

  test('of a volume are read, and mounts of one\'s own stay', () => {
    const volume = Volume.emptyDir('made-here');
    const { volumeMounts } = containerOf(make({ textfiles: [NodeExporterTextfiles.ofVolume(volume)], mounts: [VolumeMount.of('/spare', Volume.emptyDir('spare'))] }));
    expect(volumeMounts.slice(-2)).toEqual([{ mountPath: '/textfiles', name: 'made-here', readOnly: true }, { mountPath: '/spare', name: 'spare' }]);
  });

  test('several, and by argument as well: the program takes the flag more than once', () => {
    const textfiles = [NodeExporterTextfiles.ofNode('/a'), NodeExporterTextfiles.ofVolume(Volume.emptyDir('b'), '/b')];
    expect(collectorFlags({ textfiles, args: ['--collector.textfile.directory=/c'] }))
      .toEqual(['/a', '/b', '/c'].map((path) => `--collector.textfile.directory=${path}`));
  });

  test.each<[string, NodeExporterDaemonSetProps, string]>([
    ['not among those alone', { collectorsOnly: [C.CPU] }, 'add it to collectorsOnly'],
    ['among those that are off', { collectorsOff: [C.TEXTFILE] }, 'take it out of collectorsOff'],
    ['off by argument', { args: ['--no-collector.textfile'] }, 'take --no-collector.textfile out of args'],
    ['off by argument with all others', { args: ['--collector.disable-defaults'] }, 'add it to collectorsOn'],
  ])('that nobody reads, for their collector is %s, are refused', (_, props, wayOut) => {
    expect(refusal({ ...props, textfiles: [NodeExporterTextfiles.ofNode('/var/lib/ne')] }))
      .toContain(`[FilterWithoutCollector] chart/exporter: textfiles are at ["/var/lib/ne"], and the collector textfile is off, so that nobody reads them; ${wayOut}, or drop the textfiles`);
    expect(() => make({ ...props, textfiles: [] })).not.toThrow();
  });

  test.each<[string, NodeExporterDaemonSetProps]>([
    ['among those alone', { collectorsOnly: [C.TEXTFILE] }], ['on by argument', { collectorsOnly: [C.CPU], args: ['--collector.textfile'] }],
    ['on besides none', { collectorsOn: [C.TEXTFILE], args: ['--collector.disable-defaults'] }],
  ])('are taken where their collector is %s', (_, props) => {
    expect(collectorFlags({ ...props, textfiles: [NodeExporterTextfiles.ofNode('/a')] })).toContain('--collector.textfile.directory=/a');
  });

  test('relative paths, and what is no volume, are refused', () => {
    expect(thrown(() => NodeExporterTextfiles.ofNode('textfiles'))).toContain('[InvalidPath]');
    expect(thrown(() => NodeExporterTextfiles.ofVolume(Volume.emptyDir('a'), 'textfiles'))).toContain('[InvalidPath] NodeExporterTextfiles.ofVolume: mountPath is "textfiles"');
    expect(thrown(() => NodeExporterTextfiles.ofVolume('a' as never))).toContain('[WrongType] NodeExporterTextfiles.ofVolume:');
    expect(refusal({ textfiles: ['/a'] as never })).toContain('[WrongType] chart/exporter: textfiles is ["/a"]');
  });
});
