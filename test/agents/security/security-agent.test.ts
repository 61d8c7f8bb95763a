import {
  AgentDefaults, EbpfPrivilege, HostPath, ImageName, RuntimeSocket, SecurityAgentDaemonSet, SecurityAgentDaemonSetProps, SecurityWatch, TargetVersion,
} from '../../../src';
import { thrown } from '../../values/thrown';
import { chartOf, containerOf, Manifest, podOf, synth } from '../synth';

const image = ImageName.of('example.com/security-agent:v1');

function made(props: Partial<SecurityAgentDaemonSetProps> = {}): Manifest[] {
  return synth((chart) => new SecurityAgentDaemonSet(chart, 'agent', { image, targetVersion: TargetVersion.of('1.30'), ...props }));
}

function touched(...watches: SecurityWatch[]): (string | undefined)[][] {
  return new SecurityAgentDaemonSet(chartOf(), 'agent', { image, watches }).daemonSet.hostAccess.map(({ what, reason, source }) => [what, reason === undefined ? undefined : 'why', source === undefined ? undefined : 'where']);
}

const whats = (...watches: SecurityWatch[]) => touched(...watches).map(([what]) => what);

describe('what each watch needs', () => {
  test('modern eBPF: capabilities of its own, never a privileged container', () => {
    expect(whats(SecurityWatch.modernEbpf())).toEqual(['capability BPF', 'capability PERFMON', 'capability SYS_RESOURCE', 'user 0', 'seccomp Unconfined', 'reads /sys/kernel']);
    expect(containerOf(made({ watches: [SecurityWatch.modernEbpf()] })).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { add: ['BPF', 'PERFMON', 'SYS_RESOURCE'], drop: ['ALL'] },
      runAsUser: 0,
      seccompProfile: { type: 'Unconfined' },
    });
  });

  test('modern eBPF where kernels ask for more: SYS_ADMIN, or all', () => {
    const container = (privilege: EbpfPrivilege) => containerOf(made({ watches: [SecurityWatch.modernEbpf({ privilege })] })).securityContext;
    expect(container(EbpfPrivilege.SYS_ADMIN)).toEqual({ capabilities: { add: ['SYS_ADMIN', 'SYS_RESOURCE'], drop: ['ALL'] }, runAsUser: 0, seccompProfile: { type: 'Unconfined' } });
    expect(container(EbpfPrivilege.PRIVILEGED)).toEqual({ privileged: true, runAsUser: 0 });
    expect(container(EbpfPrivilege.LEAST)).toEqual(containerOf(made({ watches: [SecurityWatch.modernEbpf()] })).securityContext);
  });

  test('a kernel module: its devices, and a privileged container to open them', () => {
    expect(whats(SecurityWatch.kernelModule())).toEqual(['privileged', 'user 0', 'reads /dev', 'reads /sys/module']);
    expect(whats(SecurityWatch.kernelModuleOrEbpf())).toEqual(['privileged', 'user 0', 'reads /dev', 'reads /sys/module', 'reads /sys/kernel']);
  });

  test('processes are seen in /proc of the node, without its PID namespace', () => {
    const objects = made({ watches: [SecurityWatch.processes()] });
    expect(podOf(objects).hostPID).toBeUndefined();
    expect(containerOf(objects).securityContext).toMatchObject({ capabilities: { add: ['DAC_OVERRIDE', 'SYS_PTRACE'], drop: ['ALL'] }, appArmorProfile: { type: 'Unconfined' } });
    expect(containerOf(objects).volumeMounts).toEqual([{ mountPath: '/host/proc', name: 'proc', readOnly: true }]);
  });

  test('its PID namespace, when asked for; what is written goes before', () => {
    expect(podOf(made({ watches: [SecurityWatch.pidNamespace()] })).hostPID).toBe(true);
    expect(podOf(made({ watches: [SecurityWatch.pidNamespace()], hostPid: false })).hostPID).toBe(false);
    expect(touched(SecurityWatch.pidNamespace())[0]).toEqual(['hostPid', 'why', 'where']);
  });

  test('sockets come by their directories, each once, below the host root', () => {
    const { volumeMounts } = containerOf(made({
      hostRoot: '/node', watches: [SecurityWatch.containers(RuntimeSocket.containerd(), RuntimeSocket.docker(), RuntimeSocket.podman()), SecurityWatch.containers(RuntimeSocket.containerd(), RuntimeSocket.crio())],
    }));
    expect(volumeMounts.map((mount: Manifest) => mount.mountPath)).toEqual(['/node/run/containerd', '/node/run', '/node/run/podman', '/node/run/crio']);
    expect(volumeMounts.every((mount: Manifest) => mount.readOnly === true)).toBe(true);
  });

  test('files of the node, read-only; the whole file system at the host root itself', () => {
    const mounts = containerOf(made({ watches: [SecurityWatch.files('/etc', 'users'), SecurityWatch.files('/', 'everything')] })).volumeMounts;
    expect(mounts).toEqual([{ mountPath: '/host/etc', name: 'etc', readOnly: true }, { mountPath: '/host', name: 'root', readOnly: true }]);
  });

  test('each piece has its reason and where that can be looked up', () => {
    const all = [
      SecurityWatch.modernEbpf(), SecurityWatch.processes(), SecurityWatch.pidNamespace(), SecurityWatch.containers(RuntimeSocket.k3s()),
      SecurityWatch.files('/etc', 'users', 'https://example.com'),
    ];
    const others = [
      ...[EbpfPrivilege.SYS_ADMIN, EbpfPrivilege.PRIVILEGED].map((privilege) => SecurityWatch.modernEbpf({ privilege })), SecurityWatch.kernelModuleOrEbpf(),
    ];
    for (const watches of [all, ...others.map((watch) => [watch])]) {
      expect(touched(...watches).filter(([, reason, source]) => reason === undefined || source === undefined)).toEqual([]);
    }
  });
});

describe('a driver loader', () => {
  const driverLoader = { image: ImageName.of('example.com/loader:v1'), args: ['build'] };

  test('is an init container before all others, privileged, and the agent after it is not', () => {
    const objects = made({ driverLoader, watches: [SecurityWatch.modernEbpf()] });
    const [loader] = podOf(objects).initContainers;
    expect(loader).toMatchObject({ name: 'driver-loader', image: 'example.com/loader:v1', args: ['build'], securityContext: { privileged: true } });
    expect(loader.volumeMounts.map((mount: Manifest) => [mount.mountPath, mount.readOnly])).toEqual([
      ['/host/proc', true], ['/host/boot', true], ['/host/lib/modules', undefined], ['/host/usr', true], ['/host/etc', true],
    ]);
    expect(containerOf(objects).securityContext.privileged).toBeUndefined();
  });

  test('what is mounted by hand takes the place of its own', () => {
    const [loader] = podOf(made({ driverLoader: { ...driverLoader, hostPaths: [HostPath.of('/opt/modules', { mountPath: '/host/lib/modules' })] } })).initContainers;
    expect(loader.volumeMounts.filter((mount: Manifest) => mount.mountPath === '/host/lib/modules')).toEqual([{ mountPath: '/host/lib/modules', name: 'opt-modules', readOnly: true }]);
  });

  test('without an image is an error', () => {
    expect(thrown(() => made({ driverLoader: {} as never }))).toContain('[MissingImage] chart/agent: driverLoader.image is nothing; write the loader\'s');
  });
});

test('without the default agentSecurity, what its watches need stays, and nothing is dropped', () => {
  const defaults = AgentDefaults.all().without('agentSecurity');
  expect(containerOf(made({ defaults })).securityContext).toMatchObject({ capabilities: { add: ['BPF', 'DAC_OVERRIDE', 'PERFMON', 'SYS_PTRACE', 'SYS_RESOURCE'] } });
  expect(containerOf(made({ defaults })).securityContext.capabilities.drop).toBeUndefined();
});

test('what is written for the container goes before what its watches need, field by field', () => {
  const security = containerOf(made({ securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['SYS_RESOURCE'] } } })).securityContext;
  expect(security).toMatchObject({ readOnlyRootFilesystem: true, runAsUser: 0 });
  expect(security.capabilities).toEqual({ add: ['BPF', 'DAC_OVERRIDE', 'PERFMON', 'SYS_PTRACE'], drop: ['ALL'] });
});

describe('mistakes', () => {
  test.each<[string, () => unknown, string]>([
    ['two ways to the kernel\'s events', () => made({ watches: [SecurityWatch.modernEbpf(), SecurityWatch.kernelModule()] }), '[WatchedTwice] chart/agent: watches have events of the kernel 2 times, by modernEbpf and kernelModule; write one of them'],
    ['no socket', () => SecurityWatch.containers(), '[NoSockets] SecurityWatch.containers: no socket is given; write at least one, such as RuntimeSocket.containerd()'],
    ['a socket that is none', () => SecurityWatch.containers('/run/containerd' as never), '[WrongType] SecurityWatch.containers: socket is "/run/containerd"; write a RuntimeSocket'],
    ['a socket at the root', () => RuntimeSocket.at('/docker.sock'), '[InvalidPath] RuntimeSocket.at: path is "/docker.sock"; write the path of a socket in a directory of its own'],
    ['a directory in place of a socket', () => RuntimeSocket.at('/run/containerd/'), '[InvalidPath] RuntimeSocket.at: path is "/run/containerd/"'],
    ['a relative path', () => RuntimeSocket.at('containerd.sock'), '[InvalidPath] RuntimeSocket.at: path is "containerd.sock"'],
    ['files without a reason', () => SecurityWatch.files('/etc', ' '), '[NoReason] SecurityWatch.files: reason is " "; write why the agent needs /etc'],
    ['files without a path', () => SecurityWatch.files('etc', 'why'), '[InvalidPath] SecurityWatch.files: path is "etc"'],
    ['an unknown privilege', () => SecurityWatch.modernEbpf({ privilege: 'root' as never }), '[UnknownValue] SecurityWatch.modernEbpf: privilege is "root"; write one of Least, SysAdmin, Privileged'],
    ['a host root that is relative', () => made({ hostRoot: 'host' }), '[InvalidPath] chart/agent: hostRoot is "host"'],
    ['a host root that is the root', () => made({ hostRoot: '/' }), '[InvalidPath] chart/agent: hostRoot is "/"'],
    ['a host root with a slash at its end', () => made({ hostRoot: '/host/' }), '[InvalidPath] chart/agent: hostRoot is "/host/"'],
    ['watches that are none', () => made({ watches: ['processes'] as never }), '[WrongType] chart/agent: watches is ["processes"]; write a list of values of SecurityWatch'],
  ])('%s', (_, make, message) => {
    expect(thrown(make)).toContain(message);
  });
});
