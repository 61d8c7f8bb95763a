import { Needs } from './needs';
import { RuntimeSocket } from './runtime-socket';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { fail } from '../../../errors';
import { HostPath } from '../../../values/host-path';
import { requireReason } from '../../../values/kube-names';
import { requireFields, requireUnsetOrOneOf, requireValues, valueClass } from '../../../values/require';
import { checkedHostPath } from '../../../values/volume';

const CAPABILITIES = 'https://man7.org/linux/man-pages/man7/capabilities.7.html';
const PROC = 'https://man7.org/linux/man-pages/man5/proc.5.html';
const SECCOMP = 'https://github.com/containers/common/issues/1988';
const MODULES = 'https://falco.org/docs/concepts/event-sources/kernel/';

/** What lets an agent load eBPF programs. */
export enum EbpfPrivilege {
  /** BPF and PERFMON. For kernels from 5.8 on. */
  LEAST = 'Least',
  /** SYS_ADMIN, which is most of root: kernels before 5.8 know nothing less, and some later ones ask for it all the same. */
  SYS_ADMIN = 'SysAdmin',
  /** A privileged container, for nodes on which no capability is enough. */
  PRIVILEGED = 'Privileged',
}

/** How events are read with eBPF. */
export interface SecurityEbpfOptions {
  /**
   * What lets it load its programs.
   *
   * @default LEAST - SYS_ADMIN is most of root
   */
  readonly privilege?: EbpfPrivilege;
}

/**
 * Something of the node that a security agent watches. What it needs for that comes with it, each piece with its reason; all of it is read-only.
 */
export class SecurityWatch {
  /**
   * Events of the kernel, by a CO-RE eBPF program that the agent brings. Needs a kernel with type information, `/sys/kernel/btf/vmlinux`; capabilities, and is not privileged.
   *
   * @throws WrongType, UnknownValue
   */
  public static modernEbpf(options: SecurityEbpfOptions = {}): SecurityWatch {
    requireFields('SecurityWatch.modernEbpf', 'options', options);
    requireUnsetOrOneOf('SecurityWatch.modernEbpf', 'privilege', options.privilege, EbpfPrivilege);
    return new SecurityWatch('modernEbpf', () => ({ ...ebpfRights(options.privilege), hostPaths: [sysKernel()] }));
  }

  /**
   * Events of the kernel, by a module that is loaded already, or by `driverLoader`. Needs a privileged container: no capability opens the module's devices.
   */
  public static kernelModule(): SecurityWatch {
    return new SecurityWatch('kernelModule', (hostRoot) => ({ privileged: true, hostPaths: ofModule(hostRoot), reasons: [opensDevices()] }));
  }

  /**
   * Events of the kernel, by a module or by eBPF, whichever `driverLoader` finds to work on a node. Needs what both need.
   */
  public static kernelModuleOrEbpf(): SecurityWatch {
    return new SecurityWatch('kernelModuleOrEbpf', (hostRoot) => ({ privileged: true, hostPaths: [...ofModule(hostRoot), sysKernel()], reasons: [opensDevices()] }));
  }

  /**
   * All processes of the node as they are before the first event: `/proc`, below the host root. The agent stays in a PID namespace of its own.
   */
  public static processes(): SecurityWatch {
    return new SecurityWatch('processes', (hostRoot) => ({
      capabilities: ['DAC_OVERRIDE', 'SYS_PTRACE'],
      appArmorUnconfined: true,
      hostPaths: [HostPath.proc().at(`${hostRoot}/proc`).because('what runs already when the agent starts is listed there', PROC)],
      reasons: [
        HostAccessReason.capability('SYS_PTRACE', 'programs, files and namespaces of other processes are read in /proc').from(PROC),
        HostAccessReason.capability('DAC_OVERRIDE', 'in /proc, lists of open files belong to each process\' own user').from(PROC),
        HostAccessReason.unconfined('the AppArmor profile of container runtimes refuses to look at processes outside the container')
          .from('https://github.com/containerd/containerd/blob/main/contrib/apparmor/template.go'),
      ],
    }));
  }

  /** The node's own numbers of processes: its PID namespace. For agents that send signals to processes, or look their own numbers up. */
  public static pidNamespace(): SecurityWatch {
    return new SecurityWatch('pidNamespace', () => ({
      hostPid: true,
      reasons: [HostAccessReason.hostPid('it knows processes by the node\'s numbers').from('https://man7.org/linux/man-pages/man7/pid_namespaces.7.html')],
    }));
  }

  /**
   * Whose a process is, by the sockets of the container runtimes.
   *
   * @throws NoSockets, WrongType
   */
  public static containers(...sockets: RuntimeSocket[]): SecurityWatch {
    requireValues('SecurityWatch.containers', 'socket', sockets, RuntimeSocket);
    if (sockets.length === 0) {
      fail('NoSockets', 'SecurityWatch.containers', 'no socket is given; write at least one, such as RuntimeSocket.containerd()');
    }
    return new SecurityWatch('containers', (hostRoot) => ({ hostPaths: sockets.map((socket) => socket._hostPath(hostRoot)) }));
  }

  /**
   * Files of the node, read-only below the host root: `/etc` is at `/host/etc`.
   *
   * @param path on the node
   * @param reason why the agent needs them; it is data that can be shown, see `NodeAgentDaemonSet.hostAccess`
   * @param source where that can be looked up
   * @throws InvalidPath, NoReason
   */
  public static files(path: string, reason: string, source?: string): SecurityWatch {
    checkedHostPath('SecurityWatch.files', path);
    requireReason('SecurityWatch.files', reason, `the agent needs ${path}`);
    HostPath.of(path).because(reason, source);
    return new SecurityWatch('files', (hostRoot) => ({ hostPaths: [HostPath.of(path, { mountPath: `${hostRoot}${path === '/' ? '' : path}` }).because(reason, source)] }));
  }

  private constructor(
    /** What, as its factory is named. */
    public readonly name: string,
    /** @internal */
    public readonly _needs: (hostRoot: string) => Needs,
  ) {}
}

valueClass(SecurityWatch, 'SecurityWatch', 'SecurityWatch.modernEbpf()');

function sysKernel(): HostPath {
  return HostPath.of('/sys/kernel').because('types of the kernel and its trace points are described there', 'https://docs.kernel.org/bpf/btf.html');
}

function ofModule(hostRoot: string): HostPath[] {
  return [
    HostPath.dev().at(`${hostRoot}/dev`).because('the kernel module hands its events over by devices there', MODULES),
    HostPath.of('/sys/module').because('it is told there whether the kernel module is loaded, and with what settings', MODULES),
  ];
}

function opensDevices(): HostAccessReason {
  return HostAccessReason.privileged('the kernel module\'s devices are opened, which the device cgroup allows privileged containers alone').from(MODULES);
}

function ebpfRights(privilege: EbpfPrivilege = EbpfPrivilege.LEAST): Needs {
  if (privilege === EbpfPrivilege.PRIVILEGED) {
    return { privileged: true, reasons: [HostAccessReason.privileged('eBPF programs are loaded on nodes that allow it by no capability').from('https://github.com/falcosecurity/falco/issues/2487')] };
  }
  const because = (name: string, reason: string) => HostAccessReason.capability(name, reason).from(CAPABILITIES);
  const isLeast = privilege === EbpfPrivilege.LEAST;
  return {
    capabilities: [...isLeast ? ['BPF', 'PERFMON'] : ['SYS_ADMIN'], 'SYS_RESOURCE'],
    seccompUnconfined: true,
    reasons: [
      ...isLeast ? [because('BPF', 'eBPF programs and maps are made'), because('PERFMON', 'eBPF programs are attached to trace points')]
        : [because('SYS_ADMIN', 'eBPF programs are loaded and attached to trace points, which this kernel allows by nothing less')],
      because('SYS_RESOURCE', 'before 5.11, kernels count eBPF maps as locked memory, whose limit is raised'),
      HostAccessReason.unconfined('CRI-O\'s seccomp profile refuses bpf() without SYS_ADMIN, and the AppArmor profile of runtimes keeps other processes from being looked at').from(SECCOMP),
    ],
  };
}
