import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { valueClass } from '../../../values/require';

const WHY = 'the container runtime is asked which containers there are; whoever can talk to its socket has the node';

/** Where below /host of the container. */
const at = (directory: string) => `/host${directory}`;

/** How the Agent finds the node's container runtime. Its socket's directory is mounted, for a socket mounted as a file is lost when the runtime starts again. */
export class DatadogRuntime {
  /** Whichever it is: all of `/run` of the node is mounted read-only, for the Agent looks at the usual places. */
  public static detected(): DatadogRuntime {
    const run = HostPath.of('/var/run', { mountPath: '/host/var/run', volumeName: 'runtimesocketdir' });
    return new DatadogRuntime([], run.because(`${WHY}; which runtime it is, is not known beforehand`), true);
  }

  /**
   * containerd: nothing but its directory is mounted.
   *
   * @param directory of `containerd.sock`; `/run/k3s/containerd` on k3s and RKE2
   * @throws InvalidPath
   */
  public static containerd(directory: string = '/run/containerd'): DatadogRuntime {
    return DatadogRuntime.cri(directory, 'containerd.sock');
  }

  /**
   * CRI-O: nothing but its directory is mounted.
   *
   * @param directory of `crio.sock`
   * @throws InvalidPath
   */
  public static crio(directory: string = '/run/crio'): DatadogRuntime {
    return DatadogRuntime.cri(directory, 'crio.sock');
  }

  /** Docker, whose socket stands in `/run` itself. */
  public static docker(): DatadogRuntime {
    return new DatadogRuntime([EnvVar.of('DOCKER_HOST', 'unix:///host/var/run/docker.sock')],
      HostPath.of('/var/run', { mountPath: '/host/var/run', volumeName: 'runtimesocketdir' }).because(WHY), true);
  }

  /** None is asked: containers are known by the kubelet and their cgroups alone, without images and exit codes. */
  public static none(): DatadogRuntime {
    return new DatadogRuntime([], undefined, false);
  }

  private static cri(directory: string, socket: string): DatadogRuntime {
    const path = HostPath.of(directory, { mountPath: '/host/run', volumeName: 'runtimesocketdir' });
    return new DatadogRuntime([EnvVar.of('DD_CRI_SOCKET_PATH', `${at(directory)}/${socket}`)], path.at(at(directory)).because(WHY), false);
  }

  private constructor(
    /** @internal */
    public readonly _env: readonly EnvVar[],
    /** @internal */
    public readonly _hostPath: HostPath | undefined,
    /** Whether it may be Docker. @internal */
    public readonly _mayBeDocker: boolean,
  ) {}
}

valueClass(DatadogRuntime, 'DatadogRuntime', 'DatadogRuntime.containerd()');
