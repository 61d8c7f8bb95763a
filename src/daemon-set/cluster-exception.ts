import { fail, show } from '../errors';
import { requireDnsSubdomain, requirePort, requireReason } from '../values/kube-names';
import { valueClass } from '../values/require';

/** Something of a cluster's agents that is refused elsewhere, and is meant here: see `ClusterScope.allow`. */
export class ClusterException {
  /**
   * Agents may want one port of the node although some node can have both.
   *
   * @param port of the node
   * @param reason why they never meet, or never listen at once
   * @throws InvalidPort, NoReason
   */
  public static sharedHostPort(port: number, reason: string): ClusterException {
    requirePort('ClusterException.sharedHostPort', 'port', port);
    return new ClusterException('ClusterException.sharedHostPort', 'HostPortClash', String(port), reason);
  }

  /**
   * A network agent may stand beside another on one node: it gives pods a further network, or hands them on to the other.
   *
   * @param name of its DaemonSet
   * @param reason why both can stand on one node
   * @throws InvalidName, NoReason
   */
  public static besideNetworkAgent(name: string, reason: string): ClusterException {
    requireDnsSubdomain('ClusterException.besideNetworkAgent', 'name', name);
    return new ClusterException('ClusterException.besideNetworkAgent', 'NetworkAgentsClash', name, reason);
  }

  /**
   * Two agents may write one configuration of a network.
   *
   * @param file on the node, for example `/etc/cni/net.d/10-bridge.conflist`
   * @param reason why the one does not undo what the other does
   * @throws InvalidPath, NoReason
   */
  public static sharedCniConfiguration(file: string, reason: string): ClusterException {
    requirePath('ClusterException.sharedCniConfiguration', 'file', file, '/etc/cni/net.d/10-bridge.conflist');
    return new ClusterException('ClusterException.sharedCniConfiguration', 'CniConfigurationClash', file, reason);
  }

  /**
   * Two agents may keep their state in one directory of the node.
   *
   * @param directory on the node, for example `/var/lib/log-agent`
   * @param reason why the one does not undo what the other does
   * @throws InvalidPath, NoReason
   */
  public static sharedStateDirectory(directory: string, reason: string): ClusterException {
    requirePath('ClusterException.sharedStateDirectory', 'directory', directory, '/var/lib/log-agent');
    return new ClusterException('ClusterException.sharedStateDirectory', 'StateDirectoryClash', directory, reason);
  }

  private constructor(
    where: string,
    /** @internal */
    public readonly _code: string,
    /** @internal */
    public readonly _subject: string,
    /** Why it is meant. */
    public readonly reason: string,
  ) {
    requireReason(where, reason, 'it is meant');
  }
}

function requirePath(where: string, what: string, path: string, example: string): void {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    fail('InvalidPath', where, `${what} is ${show(path)}; write its absolute path on the node, such as ${show(example)}`);
  }
}

valueClass(ClusterException, 'ClusterException', 'ClusterException.sharedHostPort(9100, "one of them is off until the other is gone")');
