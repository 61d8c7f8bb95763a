import { requireDnsLabel, requireDnsSubdomain, requireReason, requireSource } from './kube-names';
import { requireOptions } from './option-fields';
import { requireUnsetOrOneOf, valueClass } from './require';
import { HostPathType, Volume, checkedHostPath } from './volume';
import { MountPropagation, VolumeMount, checkedMountPath } from './volume-mount';

/** By which an agent's own directory on the node is told in a finished pod. */
export const STATE_VOLUME = 'state';

/** How a path of the node comes into a container. */
export interface HostPathOptions {
  /**
   * Where it is in the container.
   *
   * @default - the same path as on the node
   */
  readonly mountPath?: string;

  /**
   * The volume's name.
   *
   * @default - made of the path: `/var/lib/kubelet` becomes `var-lib-kubelet`
   */
  readonly volumeName?: string;

  /**
   * What must be there before the pod starts.
   *
   * @default - unset: no check
   */
  readonly type?: HostPathType;

  /**
   * Whether mounts made later are seen.
   *
   * @default - unset: they are not
   */
  readonly propagation?: MountPropagation;
}

/**
 * A piece of the node that an agent may see or change: volume, mount, propagation and type together. Read-only unless said otherwise.
 *
 * Read-only holds for the file system of the path itself. What else is mounted below it on the node stays writable for root in the container, unless
 * a patch of the mount adds `recursiveReadOnly`, which Kubernetes takes where no propagation is set.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#read-only-mounts
 */
export class HostPath {
  /**
   * Any path of the node, read-only.
   *
   * @param path absolute, without `..`
   * @throws InvalidPath, InvalidName, UnknownValue
   */
  public static of(path: string, options: HostPathOptions = {}): HostPath {
    checkedHostPath('HostPath.of', path);
    requireOptions('HostPath.of', options, 'hostPath');
    const { mountPath = path, volumeName = volumeNameOf(path), type, propagation } = options;
    return new HostPath(path, mountPath, volumeName, true, type, propagation, undefined);
  }

  /** `/var/log`, where the kubelet keeps pods' and containers' logs and system services keep theirs; volume `varlog`. */
  public static varLog(): HostPath {
    return HostPath.of('/var/log', { volumeName: 'varlog' });
  }

  /** `/var/log/pods`: the log files of every pod, by namespace, name and uid. */
  public static podLogs(): HostPath {
    return HostPath.of('/var/log/pods', { volumeName: 'podlogs' });
  }

  /** `/var/log/containers`: links to the log files of every container. What they point to (`podLogs`) must be mounted, too. */
  public static containerLogs(): HostPath {
    return HostPath.of('/var/log/containers', { volumeName: 'containerlogs' });
  }

  /** `/var/lib/docker/containers`: where the links of `/var/log/pods` end on nodes that still run Docker. */
  public static dockerContainers(): HostPath {
    return HostPath.of('/var/lib/docker/containers', { volumeName: 'varlibdockercontainers' });
  }

  /** `/proc` of the node, at `/host/proc`. */
  public static proc(): HostPath {
    return HostPath.of('/proc', { mountPath: '/host/proc', volumeName: 'proc' });
  }

  /** `/sys` of the node, at `/host/sys`. */
  public static sys(): HostPath {
    return HostPath.of('/sys', { mountPath: '/host/sys', volumeName: 'sys' });
  }

  /** The whole file system of the node, at `/host/root`, with the file systems that are mounted later. */
  public static root(): HostPath {
    return HostPath.of('/', { mountPath: '/host/root', volumeName: 'root', propagation: MountPropagation.HOST_TO_CONTAINER });
  }

  /** `/dev` of the node. */
  public static dev(): HostPath {
    return HostPath.of('/dev', { volumeName: 'dev' });
  }

  /**
   * The directory of containerd's socket: the directory, because a socket mounted as a file is lost when containerd starts again.
   * Whoever can talk to the socket has the node, read-only mount or not.
   */
  public static containerdSocketDirectory(): HostPath {
    return HostPath.of('/run/containerd', { volumeName: 'run-containerd' });
  }

  /** The directory of CRI-O's socket. Whoever can talk to the socket has the node, read-only mount or not. */
  public static crioSocketDirectory(): HostPath {
    return HostPath.of('/run/crio', { volumeName: 'run-crio' });
  }

  /** The directory of Docker's socket, `/run`. Whoever can talk to the socket has the node, read-only mount or not. */
  public static dockerSocketDirectory(): HostPath {
    return HostPath.of('/run', { mountPath: '/host/run', volumeName: 'run' });
  }

  /**
   * The kubelet's directory: pods' volumes, device plugins, plugin registration.
   *
   * @param path where this cluster keeps it; other than `/var/lib/kubelet` on k0s and microk8s, for example
   */
  public static kubeletDirectory(path: string = '/var/lib/kubelet'): HostPath {
    return HostPath.of(path, { volumeName: 'kubelet-dir' });
  }

  /**
   * Where the kubelet's container runtime looks for network plugins' programs.
   *
   * @param path where this cluster keeps them
   */
  public static cniBin(path: string = '/opt/cni/bin'): HostPath {
    return HostPath.of(path, { mountPath: '/host/opt/cni/bin', volumeName: 'cni-bin-dir', type: HostPathType.DIRECTORY_OR_CREATE });
  }

  /**
   * Where the container runtime looks for the network's configuration.
   *
   * @param path where this cluster keeps it
   */
  public static cniConf(path: string = '/etc/cni/net.d'): HostPath {
    return HostPath.of(path, { mountPath: '/host/etc/cni/net.d', volumeName: 'cni-net-dir', type: HostPathType.DIRECTORY_OR_CREATE });
  }

  /** Kernel modules, for agents that load them or build against them. */
  public static kernelModules(): HostPath {
    return HostPath.of('/lib/modules', { volumeName: 'lib-modules' });
  }

  /** The lock that programs which change iptables share with kube-proxy; a file, writable, made when it is not there. */
  public static xtablesLock(): HostPath {
    return HostPath.of('/run/xtables.lock', { volumeName: 'xtables-lock', type: HostPathType.FILE_OR_CREATE })
      .writable('a lock is taken by opening it for writing');
  }

  /**
   * A directory of the agent's own on the node, for positions and buffers: writable, made when it is not there, and the same for the next pod on this node.
   * It belongs to root with mode 0755, and stays on the node when the agent is removed.
   *
   * @param name the directory under `/var/lib`
   * @throws InvalidName
   */
  public static stateDirectory(name: string): HostPath {
    requireDnsSubdomain('HostPath.stateDirectory', 'name', name);
    return HostPath.of(`/var/lib/${name}`, { volumeName: STATE_VOLUME, type: HostPathType.DIRECTORY_OR_CREATE })
      .writable('positions and buffers must be there for the next pod on this node', 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath');
  }

  private constructor(
    /** On the node. */
    public readonly path: string,
    /** In the container. */
    public readonly mountPath: string,
    /** The volume's name. */
    public readonly volumeName: string,
    /** Whether the agent cannot write to it. */
    public readonly isReadOnly: boolean,
    private readonly type: HostPathType | undefined,
    private readonly propagation: MountPropagation | undefined,
    /** Why the agent needs it; unset when nobody said. */
    public readonly reason: string | undefined,
    /** Where that can be looked up; unset when nobody said. */
    public readonly source?: string,
  ) {
    checkedMountPath('HostPath', mountPath);
    requireDnsLabel('HostPath', 'volume name', volumeName);
    requireUnsetOrOneOf('HostPath', 'type', type, HostPathType);
    requireUnsetOrOneOf('HostPath', 'propagation', propagation, MountPropagation);
  }

  /**
   * The same, at another path in the container.
   *
   * @throws InvalidPath
   */
  public at(mountPath: string): HostPath {
    return new HostPath(this.path, mountPath, this.volumeName, this.isReadOnly, this.type, this.propagation, this.reason, this.source);
  }

  /**
   * The same, with another name for its volume.
   *
   * @throws InvalidName
   */
  public named(volumeName: string): HostPath {
    return new HostPath(this.path, this.mountPath, volumeName, this.isReadOnly, this.type, this.propagation, this.reason, this.source);
  }

  /**
   * The same, writable.
   *
   * @param reason why the agent must change the node here; it is data that can be shown, see `NodeAgentDaemonSet.hostAccess`
   * @param source where that can be looked up: an address, as a rule
   * @throws NoReason when one of them is empty
   */
  public writable(reason: string, source?: string): HostPath {
    requireReason('HostPath.writable', reason, `the agent must be able to change ${this.path}`);
    requireSource('HostPath.writable', source);
    return new HostPath(this.path, this.mountPath, this.volumeName, false, this.type, this.propagation, reason, source);
  }

  /**
   * The same, with the reason why the agent needs it, writable or not.
   *
   * @param reason data that can be shown, see `NodeAgentDaemonSet.hostAccess`
   * @param source where that can be looked up: an address, as a rule
   * @throws NoReason when one of them is empty
   */
  public because(reason: string, source?: string): HostPath {
    requireReason('HostPath.because', reason, `the agent needs ${this.path}`);
    requireSource('HostPath.because', source);
    return new HostPath(this.path, this.mountPath, this.volumeName, this.isReadOnly, this.type, this.propagation, reason, source);
  }

  /** The same, with mounts made later seen as said. */
  public withPropagation(propagation: MountPropagation): HostPath {
    return new HostPath(this.path, this.mountPath, this.volumeName, this.isReadOnly, this.type, propagation, this.reason, this.source);
  }

  /** The same, with this check before the pod starts. */
  public withType(type: HostPathType): HostPath {
    return new HostPath(this.path, this.mountPath, this.volumeName, this.isReadOnly, type, this.propagation, this.reason, this.source);
  }

  /** The volume alone, for a container that mounts it in its own way. */
  public toVolume(): Volume {
    return Volume.hostPath(this.volumeName, this.path, this.type);
  }

  /** The mount, with its volume. */
  public toMount(): VolumeMount {
    return VolumeMount.of(this.mountPath, this.toVolume(), {
      ...(this.isReadOnly ? { readOnly: true } : {}),
      ...(this.propagation === undefined ? {} : { propagation: this.propagation }),
    });
  }
}

valueClass(HostPath, 'HostPath', 'HostPath.of("/var/log")');

/** Short enough for a DNS label, and the same for the same path. */
function volumeNameOf(path: string): string {
  const name = path.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return name === '' ? 'root' : name.slice(-63).replace(/^-+/, '');
}
