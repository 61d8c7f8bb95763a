import { fail, show } from '../../../errors';
import { HostPath } from '../../../values/host-path';
import { valueClass } from '../../../values/require';
import { checkedHostPath } from '../../../values/volume';

const SOURCE = 'https://github.com/falcosecurity/falco/issues/3978';

/**
 * The socket of a container runtime, by which an agent finds out whose a process is. Its directory is mounted, never the socket: a socket that is mounted as a file is
 * lost when the runtime starts again, and from then on events name no pod. Where the node has no such directory, an empty one is made.
 *
 * Whoever can talk to the socket has the node, read-only mount or not.
 */
export class RuntimeSocket {
  /** containerd's, `/run/containerd/containerd.sock`. */
  public static containerd(): RuntimeSocket {
    return RuntimeSocket.at('/run/containerd/containerd.sock');
  }

  /** CRI-O's, `/run/crio/crio.sock`. */
  public static crio(): RuntimeSocket {
    return RuntimeSocket.at('/run/crio/crio.sock');
  }

  /** The containerd of K3s and RKE2, `/run/k3s/containerd/containerd.sock`. */
  public static k3s(): RuntimeSocket {
    return RuntimeSocket.at('/run/k3s/containerd/containerd.sock');
  }

  /** Docker's, `/run/docker.sock`: its directory is all of `/run`, other sockets included. */
  public static docker(): RuntimeSocket {
    return new RuntimeSocket('/run/docker.sock', '/run', 'docker');
  }

  /** Podman's, `/run/podman/podman.sock`. */
  public static podman(): RuntimeSocket {
    return new RuntimeSocket('/run/podman/podman.sock', '/run/podman', 'podman');
  }

  /**
   * One of the Container Runtime Interface, which the kubelet speaks, that stands elsewhere, for example `/var/snap/microk8s/common/run/containerd.sock`.
   *
   * @param path of the socket on the node
   * @throws InvalidPath
   */
  public static at(path: string): RuntimeSocket {
    checkedHostPath('RuntimeSocket.at', path);
    const directory = path.slice(0, path.lastIndexOf('/'));
    if (directory === '' || path.endsWith('/')) {
      fail('InvalidPath', 'RuntimeSocket.at', `path is ${show(path)}; write the path of a socket in a directory of its own, such as "/run/containerd/containerd.sock"`);
    }
    return new RuntimeSocket(path, directory, 'cri');
  }

  private constructor(
    /** On the node. */
    public readonly path: string,
    /** Its directory, which is what is mounted. */
    public readonly directory: string,
    /** What is spoken there: `cri`, `docker` or `podman`. */
    public readonly protocol: string,
  ) {}

  /** @internal */
  public _hostPath(hostRoot: string): HostPath {
    return HostPath.of(this.directory, { mountPath: `${hostRoot}${this.directory}` })
      .because('the container runtime says there whose a process is; the directory, because a socket that is mounted as a file is lost when the runtime starts again', SOURCE);
  }
}

valueClass(RuntimeSocket, 'RuntimeSocket', 'RuntimeSocket.containerd()');
