import * as fc from 'fast-check';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/node-exporter';
import {
  AgentDefaults, ContainerPort, EnvVar, HostPath, ImageName, ListenAddress, MountPropagation, NodeExporterDaemonSet,
  NodeExporterDaemonSetProps, PortRef, Probe,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, problems, synth } from '../../synth';

const make = (props: NodeExporterDaemonSetProps = {}) => synth((chart) => new NodeExporterDaemonSet(chart, 'exporter', props));
const all = AgentDefaults.all();
const none = AgentDefaults.none();
const listen = (objects: Manifest[]) => containerOf(objects).args.find((arg: string) => arg.startsWith('--web.listen-address=')).split('=')[1];

test('needs no option at all', () => {
  expect(names(make())).toEqual(['ServiceAccount node-exporter', 'PriorityClass node-agents', 'DaemonSet node-exporter', 'Service node-exporter']);
  expect(containerOf(make())).toMatchObject({ name: 'node-exporter', image: 'quay.io/prometheus/node-exporter:v1.12.1' });
  const agent = new NodeExporterDaemonSet(chartOf(), 'exporter');
  expect(agent.node.children.map((child) => child.node.id)).toEqual(['ServiceAccount', 'Default', 'Service']);
});

test('a name that its Service cannot have is refused while there is a Service', () => {
  expect(thrown(() => make({ name: 'exporter.example.com' }))).toMatch(/^\[InvalidName\] chart\/exporter: name "exporter.example.com" is no name of a Service/);
  expect(thrown(() => make({ name: '1-exporter' }))).toMatch(/^\[InvalidName\] chart\/exporter: name "1-exporter" is no name of a Service/);
  expect(names(make({ name: '1-exporter', defaults: all.without('service') }))).toContain('DaemonSet 1-exporter');
});

test.each([[null], ['exporter'], [7]])('props %p are refused', (props) => {
  expect(thrown(() => new NodeExporterDaemonSet(chartOf(), 'exporter', props as never))).toMatch(/^\[MissingProps\] chart\/exporter: props are/);
});

test('differs from the chart of the Prometheus community exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('flags and mounts agree', () => {
  /** Which path of the node each flag must show to the exporter. */
  const FLAGS = [['--path.procfs', '/proc'], ['--path.sysfs', '/sys'], ['--path.rootfs', '/'], ['--path.udev.data', '/run/udev/data']];

  /** The node's path behind a path of the container, or undefined where the container sees its own. */
  const behind = (objects: Manifest[], path: string): string | undefined => {
    const paths = new Map<string, string>(podOf(objects).volumes.map((volume: Manifest) => [volume.name, volume.hostPath.path]));
    const mounts = containerOf(objects).volumeMounts.map((mount: Manifest) => [mount.mountPath, paths.get(mount.name)] as [string, string]);
    const found = mounts.filter(([at]: [string, string]) => path === at || path.startsWith(`${at}/`)).sort((a: string[], b: string[]) => b[0].length - a[0].length)[0];
    return found === undefined ? undefined : `${found[1].replace(/\/$/, '')}${path.slice(found[0].length)}` || '/';
  };

  test('whatever the options: every flag shows its path of the node, and every mount but by hand has its flag', () => {
    fc.assert(fc.property(fc.record({
      rootFileSystem: fc.option(fc.boolean(), { nil: undefined }),
      hostNetwork: fc.option(fc.boolean(), { nil: undefined }),
      hostPid: fc.option(fc.boolean(), { nil: undefined }),
      port: fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }),
      listenAddress: fc.constantFrom(undefined, ListenAddress.everywhere(), ListenAddress.ofPod(), ListenAddress.loopback(), ListenAddress.of('::1'), ListenAddress.of('10.1.2.3')),
      propagation: fc.constantFrom(undefined, MountPropagation.NONE, MountPropagation.HOST_TO_CONTAINER),
      args: fc.constantFrom<string[] | undefined>(undefined, ['--no-collector.wifi']),
      defaults: fc.constantFrom(undefined, none, all.without('hostNetwork'), all.without('agentSecurity', 'service')),
    }), ({ propagation, ...props }) => {
      const objects = make({ ...props, ...(props.rootFileSystem === false ? {} : { rootPropagation: propagation }) });
      const args: string[] = containerOf(objects).args;
      const given = args.map((arg) => arg.split('='));
      for (const [flag, path] of FLAGS) {
        const value = given.find(([name]) => name === flag)?.[1];
        if (value !== undefined) {
          expect(behind(objects, value)).toBe(path);
        }
      }
      const shown = new Set(given.filter(([name]) => FLAGS.some(([flag]) => flag === name)).map(([, value]) => value));
      for (const mount of containerOf(objects).volumeMounts) {
        expect(shown).toContain(mount.mountPath);
        expect(mount.readOnly).toBe(true);
      }
      expect(shown.has('/host/root')).toBe(props.rootFileSystem !== false);
      // What it listens on is what is declared, asked and served.
      const port = props.port ?? 9100;
      expect(listen(objects)).toMatch(new RegExp(`:${port}$`));
      expect(containerOf(objects).ports).toEqual([{ containerPort: port, name: 'metrics' }]);
      for (const service of objects.filter((object) => object.kind === 'Service')) {
        expect(service.spec.ports).toEqual([{ name: 'metrics', port, targetPort: 'metrics' }]);
      }
    }), { numRuns: 100 });
  });

  test('the whole file system is seen with what is mounted later, unless said otherwise', () => {
    const root = (props: NodeExporterDaemonSetProps) => containerOf(make(props)).volumeMounts.find((mount: Manifest) => mount.mountPath === '/host/root');
    expect(root({})).toEqual({ mountPath: '/host/root', mountPropagation: 'HostToContainer', name: 'root', readOnly: true });
    expect(root({ rootPropagation: MountPropagation.NONE })).toEqual({ mountPath: '/host/root', mountPropagation: 'None', name: 'root', readOnly: true });
    expect(root({ rootFileSystem: false })).toBeUndefined();
  });

  test('without the root file system no file system is collected: the container\'s own would be taken for the node\'s', () => {
    expect(containerOf(make({ rootFileSystem: false })).args).toContain('--no-collector.filesystem');
    expect(containerOf(make()).args).not.toContain('--no-collector.filesystem');
  });

  test('propagation of a file system that is not mounted is refused', () => {
    expect(thrown(() => make({ rootFileSystem: false, rootPropagation: MountPropagation.NONE }))).toMatch(/^\[RootWithoutFileSystem\] chart\/exporter: rootPropagation is "None" and rootFileSystem is false/);
  });

  test.each(['--path.rootfs=/other', '--path.procfs=/proc', '--web.listen-address=:9200', '--path.sysfs'])('%s, which it writes itself, is refused: the exporter ends when a flag is repeated', (flag) => {
    expect(thrown(() => make({ args: ['--no-collector.wifi', flag] }))).toMatch(/^\[FlagWrittenTwice\] chart\/exporter: args have "/);
  });

  test('flags of one\'s own for a file system of one\'s own are taken', () => {
    const objects = make({ rootFileSystem: false, args: ['--path.rootfs=/rootfs'], hostPaths: [HostPath.root().at('/rootfs')] });
    expect(containerOf(objects).args).toContain('--path.rootfs=/rootfs');
    expect(containerOf(objects).args).not.toContain('--no-collector.filesystem');
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/rootfs', mountPropagation: 'HostToContainer', name: 'root', readOnly: true });
  });

  test('collectors are chosen by arguments, after its own', () => {
    expect(containerOf(make({ args: ['--no-collector.wifi', '--collector.processes'] })).args.slice(-2)).toEqual(['--no-collector.wifi', '--collector.processes']);
  });
});

describe('where it listens', () => {
  const probeOf = (objects: Manifest[]) => containerOf(objects).livenessProbe?.httpGet;

  test('on every address, so that Prometheus reaches it from other nodes', () => {
    expect(listen(make())).toBe(':9100');
    expect(probeOf(make())).toEqual({ path: '/', port: 'metrics' });
  });

  test('on the pod\'s address only, which is the node\'s on the host network', () => {
    const objects = make({ listenAddress: ListenAddress.ofPod() });
    expect(listen(objects)).toBe('[$(LISTEN_ADDRESS)]:9100');
    expect(containerOf(objects).env).toContainEqual({ name: 'LISTEN_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
    expect(probeOf(objects)).toEqual({ path: '/', port: 'metrics' });
    expect(names(objects)).toContain('Service node-exporter');
  });

  test('the variable of that address can be one of the user\'s own', () => {
    const { env } = containerOf(make({ listenAddress: ListenAddress.ofPod(), env: [EnvVar.fromField('LISTEN_ADDRESS', 'status.hostIP')] }));
    expect(env.filter((one: Manifest) => one.name === 'LISTEN_ADDRESS')).toEqual([{ name: 'LISTEN_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }]);
  });

  test.each([['127.0.0.1', '127.0.0.1:9100'], ['::1', '[::1]:9100']])('on loopback %s: the kubelet asks there, and no Service leads to where nobody answers', (address, flag) => {
    const objects = make({ listenAddress: ListenAddress.of(address) });
    expect(listen(objects)).toBe(flag);
    expect(probeOf(objects)).toEqual({ host: address, path: '/', port: 'metrics' });
    expect(names(objects).filter((name) => name.startsWith('Service '))).toEqual([]);
  });

  test('on loopback of a network of its own the kubelet cannot ask, so that it has no probes', () => {
    const { livenessProbe, readinessProbe } = containerOf(make({ listenAddress: ListenAddress.loopback(), hostNetwork: false }));
    expect([livenessProbe, readinessProbe]).toEqual([undefined, undefined]);
  });

  test.each([['10.1.2.3', '10.1.2.3:9100'], ['fd00::7', '[fd00::7]:9100']])('on %s, where the kubelet asks as well', (address, flag) => {
    const objects = make({ listenAddress: ListenAddress.of(address) });
    expect(listen(objects)).toBe(flag);
    expect(probeOf(objects).host).toBe(address);
  });

  test.each([['127.0.0.1'], [{ address: '::1' }], [9100]])('%p is no ListenAddress', (address) => {
    expect(thrown(() => make({ listenAddress: address as never }))).toMatch(/^\[WrongType\] chart\/exporter: listenAddress is/);
  });
});

describe('port', () => {
  test('is one for the flag, the container, the probes and the Service', () => {
    const objects = make({ port: 9200 });
    expect([listen(objects), containerOf(objects).ports[0].containerPort, only('Service', objects).spec.ports[0].port]).toEqual([':9200', 9200, 9200]);
  });

  test.each([0, 65536, 91.5, '9100', null, NaN])('%p is none', (port) => {
    expect(thrown(() => make({ port: port as never }))).toMatch(/^\[InvalidPort\] chart\/exporter: port is .*; write a whole number from 1 to 65535/);
  });

  test('more ports stand beside it, but none by its name', () => {
    expect(containerOf(make({ ports: [ContainerPort.named('debug', 6060)] })).ports.map((port: Manifest) => port.name)).toEqual(['metrics', 'debug']);
    expect(problems((chart) => new NodeExporterDaemonSet(chart, 'exporter', { ports: [ContainerPort.named('metrics', 6060)] })).join()).toContain('[DuplicatePortName]');
    expect(problems((chart) => new NodeExporterDaemonSet(chart, 'exporter', { ports: [ContainerPort.of(9100)] })).join()).toContain('[DuplicateHostPort]');
  });
});

describe('host namespaces', () => {
  test('it is on the node\'s network and among its processes, unless said otherwise', () => {
    expect(podOf(make())).toMatchObject({ hostNetwork: true, hostPID: true });
    expect(podOf(make({ hostPid: false })).hostPID).toBe(false);
    expect(podOf(make({ defaults: all.without('hostPid') })).hostPID).toBeUndefined();
  });

  test('on a network of its own it is asked there, and takes no port of the node', () => {
    const agent = new NodeExporterDaemonSet(chartOf(), 'exporter', { hostNetwork: false });
    expect(agent.daemonSet.hostAccess.map(({ what }) => what)).toEqual(['hostPid', 'reads /proc', 'reads /sys', 'reads /']);
    const objects = make({ hostNetwork: false });
    expect(containerOf(objects).livenessProbe.httpGet).toEqual({ path: '/', port: 'metrics' });
    expect(podOf(objects).dnsPolicy).toBeUndefined();
    expect(only('Service', objects).spec.clusterIP).toBe('None');
  });
});

describe('what it may', () => {
  test('nobody, without any capability, on a file system that it cannot write', () => {
    expect(containerOf(make()).securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(podOf(make()).securityContext).toEqual({ runAsGroup: 65534, runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } });
  });

  test('what is written for the pod stands beside its user, and another user in place of it', () => {
    expect(podOf(make({ podSecurityContext: { supplementalGroups: [7] } })).securityContext).toMatchObject({ runAsUser: 65534, supplementalGroups: [7] });
    const { securityContext } = podOf(make({ podSecurityContext: { runAsUser: 7 } }));
    expect([securityContext.runAsUser, securityContext.runAsGroup, securityContext.runAsNonRoot]).toEqual([7, undefined, undefined]);
  });

  test('a capability for a collector loses nothing else', () => {
    expect(containerOf(make({ securityContext: { capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } } })).securityContext)
      .toEqual({ allowPrivilegeEscalation: false, capabilities: { add: ['SYS_TIME'], drop: ['ALL'] }, readOnlyRootFilesystem: true });
  });

  test('root, where a collector needs it, is said in one field', () => {
    expect(containerOf(make({ securityContext: { runAsUser: 0 } })).securityContext)
      .toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsUser: 0 });
    expect(podOf(make({ securityContext: { runAsUser: 0 } })).securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
  });

  test('it holds no token', () => {
    expect(podOf(make())).toMatchObject({ serviceAccountName: 'node-exporter', automountServiceAccountToken: false });
  });

  test('of the node it has its network, its processes, a port, and three paths to read, each for a reason', () => {
    const agent = new NodeExporterDaemonSet(chartOf(), 'exporter');
    expect(agent.daemonSet.hostAccess.map(({ what, reason }) => [what, reason])).toEqual([
      ['hostNetwork', 'statistics of interfaces and connections are of the network that the program is in'],
      ['hostPid', 'its authors run it among the processes of the host: https://github.com/prometheus/node_exporter/tree/v1.12.1#docker'],
      ['port 9100', 'Prometheus asks it there, from another node'],
      ['reads /proc', 'statistics of the kernel are read there'],
      ['reads /sys', 'statistics of devices are read there'],
      ['reads /', 'sizes of its file systems and properties of its disks are read there'],
    ]);
  });
});

describe('headless Service', () => {
  test('leads to every pod by the selector of the DaemonSet', () => {
    const objects = make({ name: 'metrics', instance: 'blue' });
    expect(only('Service', objects)).toMatchObject({
      metadata: { name: 'metrics', namespace: 'agents' },
      spec: { clusterIP: 'None', selector: only('DaemonSet', objects).spec.selector.matchLabels },
    });
  });

  test.each(['node.exporter', '9-exporter', 'x'.repeat(64)])('%s, which no Service can be named, is refused with a way out', (name) => {
    expect(thrown(() => make({ name }))).toMatch(/^\[Invalid(Name|LabelValue)\] chart\/exporter: name ".*(, or switch the default "service" off|is no label value)/);
    expect(thrown(() => make({ name: 'node.exporter' }))).toContain('begin with a letter and write no dot, or switch the default "service" off');
  });

  test('is not made when that is said', () => {
    expect(names(make({ defaults: all.without('service') }))).toEqual(['ServiceAccount node-exporter', 'PriorityClass node-agents', 'DaemonSet node-exporter']);
  });
});

describe('image', () => {
  test('can be another version, or pinned by digest', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(containerOf(make({ image: ImageName.of(`quay.io/prometheus/node-exporter@${digest}`) }))).toMatchObject({
      image: `quay.io/prometheus/node-exporter@${digest}`, imagePullPolicy: 'IfNotPresent',
    });
  });

  test('as text is refused', () => {
    expect(thrown(() => make({ image: 'quay.io/prometheus/node-exporter:v1.12.1' as never }))).toMatch(/^\[WrongType\] chart\/exporter: image is .*; write a value of ImageName/);
  });
});

test('one probe can be another, and the other stays', () => {
  const { livenessProbe, readinessProbe } = containerOf(make({ livenessProbe: Probe.tcpSocket(PortRef.named('metrics')) }));
  expect(livenessProbe).toEqual({ tcpSocket: { port: 'metrics' } });
  expect(readinessProbe).toEqual({ httpGet: { path: '/', port: 'metrics' } });
});

test('without defaults it is the program with its flags and mounts, and nothing else', () => {
  expect(podOf(make({ defaults: none }))).toEqual({
    containers: [{
      name: 'node-exporter',
      image: 'quay.io/prometheus/node-exporter:v1.12.1',
      args: ['--path.procfs=/host/proc', '--path.sysfs=/host/sys', '--path.rootfs=/host/root', '--path.udev.data=/host/root/run/udev/data', '--web.listen-address=:9100'],
      ports: [{ containerPort: 9100, name: 'metrics' }],
      volumeMounts: [
        { mountPath: '/host/proc', name: 'proc', readOnly: true },
        { mountPath: '/host/sys', name: 'sys', readOnly: true },
        { mountPath: '/host/root', mountPropagation: 'HostToContainer', name: 'root', readOnly: true },
      ],
    }],
    volumes: [{ name: 'proc', hostPath: { path: '/proc' } }, { name: 'sys', hostPath: { path: '/sys' } }, { name: 'root', hostPath: { path: '/' } }],
  });
});
