import { requireReason, requireSource, requireText } from '../values/kube-names';
import { valueClass } from '../values/require';

/**
 * Why an agent needs something of the node. Data that can be shown beside what it has, see `NodeAgentDaemonSet.hostAccess`; no effect on the manifest.
 * Paths say their reasons themselves: `HostPath.writable(…)`, `HostPath.because(…)`.
 */
export class HostAccessReason {
  /** Why it is on the node's network. */
  public static hostNetwork(reason: string): HostAccessReason {
    return new HostAccessReason('HostAccessReason.hostNetwork', 'hostNetwork', reason);
  }

  /** Why it sees the node's processes. */
  public static hostPid(reason: string): HostAccessReason {
    return new HostAccessReason('HostAccessReason.hostPid', 'hostPid', reason);
  }

  /** Why it sees the node's inter-process communication. */
  public static hostIpc(reason: string): HostAccessReason {
    return new HostAccessReason('HostAccessReason.hostIpc', 'hostIpc', reason);
  }

  /** Why it takes ports of the node. */
  public static hostPorts(reason: string, container?: string): HostAccessReason {
    return new HostAccessReason('HostAccessReason.hostPorts', 'port', reason, container);
  }

  /**
   * Why it is privileged.
   *
   * @param container its name; unset for every container
   */
  public static privileged(reason: string, container?: string): HostAccessReason {
    return new HostAccessReason('HostAccessReason.privileged', 'privileged', reason, container);
  }

  /**
   * Why it has a capability.
   *
   * @param name without `CAP_`, for example `NET_ADMIN`
   * @param container its name; unset for every container
   */
  public static capability(name: string, reason: string, container?: string): HostAccessReason {
    requireText('HostAccessReason.capability', 'name', name);
    return new HostAccessReason('HostAccessReason.capability', `capability ${name}`, reason, container);
  }

  /**
   * Why it is root, or runs as the image's user, which may be root.
   *
   * @param container its name; unset for every container
   */
  public static root(reason: string, container?: string): HostAccessReason {
    return new HostAccessReason('HostAccessReason.root', 'user', reason, container);
  }

  /**
   * Why seccomp, AppArmor, SELinux or the masks of `/proc` do not confine it.
   *
   * @param container its name; unset for every container
   */
  public static unconfined(reason: string, container?: string): HostAccessReason {
    return new HostAccessReason('HostAccessReason.unconfined', 'unconfined', reason, container);
  }

  /** Of the default `openShiftSeLinux`. @internal */
  public static _seLinux(): HostAccessReason {
    return new HostAccessReason('HostAccessReason', 'SELinux spc_t', 'on OpenShift, SELinux keeps ordinary containers from every file of the node');
  }

  private constructor(
    where: string,
    /** @internal */
    public readonly _kind: string,
    /** Why. */
    public readonly reason: string,
    /** Only of this container; unset for every one. */
    public readonly container?: string,
    /** Where that can be looked up; unset when nobody said. */
    public readonly source?: string,
  ) {
    requireReason(where, reason, 'the agent needs it');
    requireSource(where, source);
  }

  /**
   * The same, with where it can be looked up.
   *
   * @param source an address, as a rule
   * @throws NoReason when it is empty
   */
  public from(source: string): HostAccessReason {
    requireText('HostAccessReason.from', 'source', source);
    return new HostAccessReason('HostAccessReason.from', this._kind, this.reason, this.container, source);
  }
}

valueClass(HostAccessReason, 'HostAccessReason', 'HostAccessReason.hostNetwork("serves metrics of the node")');
