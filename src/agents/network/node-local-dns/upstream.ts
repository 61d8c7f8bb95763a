import { requireServer } from './addresses';
import { fail } from '../../../errors';
import { TEXT, requireKinds } from '../../../values/kinds';
import { requireDnsLabel, requireLabels } from '../../../values/kube-names';
import { requireFields, valueClass } from '../../../values/require';

/** Where cluster DNS runs. */
export interface NodeLocalDnsUpstreamOptions {
  /**
   * Name of the Service that is made.
   *
   * @default kube-dns-upstream
   */
  readonly name?: string;
  /**
   * Labels of the pods of cluster DNS.
   *
   * @default - `k8s-app: kube-dns`, which CoreDNS has, too
   */
  readonly podLabels?: { [key: string]: string };
}

/** Whom the cache asks for names of the cluster that it does not have: cluster DNS, at another address than the one that the cache may have taken over. */
export class NodeLocalDnsUpstream {
  /**
   * By a Service that is made beside the cache, in its namespace: Services find pods of their own namespace only.
   *
   * @throws InvalidName, InvalidLabelKey, InvalidLabelValue, EmptySelector
   */
  public static clusterDns(options: NodeLocalDnsUpstreamOptions = {}): NodeLocalDnsUpstream {
    const where = 'NodeLocalDnsUpstream.clusterDns';
    requireFields(where, 'options', options);
    requireKinds(where, options, { name: TEXT });
    const { name = 'kube-dns-upstream', podLabels = { 'k8s-app': 'kube-dns' } } = options;
    requireDnsLabel(where, 'name', name);
    requireLabels(where, 'pod label', podLabels);
    if (Object.keys(podLabels).length === 0) {
      fail('EmptySelector', where, 'podLabels are {}, and a Service without them finds nobody; write the labels of the pods of cluster DNS');
    }
    return new NodeLocalDnsUpstream(name, [], { ...podLabels });
  }

  /**
   * By a Service that exists in the cache's own namespace.
   *
   * @throws InvalidName
   */
  public static serviceNamed(name: string): NodeLocalDnsUpstream {
    requireDnsLabel('NodeLocalDnsUpstream.serviceNamed', 'name', name);
    return new NodeLocalDnsUpstream(name, []);
  }

  /**
   * By addresses, with a port where it is not 53.
   *
   * @throws InvalidServer, NoServers
   */
  public static addresses(...servers: string[]): NodeLocalDnsUpstream {
    const where = 'NodeLocalDnsUpstream.addresses';
    servers.forEach((server) => requireServer(where, 'server', server));
    if (servers.length === 0) {
      fail('NoServers', where, 'there are no addresses; write at least one of cluster DNS');
    }
    return new NodeLocalDnsUpstream(undefined, [...servers]);
  }

  private constructor(
    /** The Service's name; unset when there is none. */
    public readonly serviceName: string | undefined,
    /** @internal */
    public readonly _servers: string[],
    /** @internal */
    public readonly _podLabels?: { [key: string]: string },
  ) {}
}

valueClass(NodeLocalDnsUpstream, 'NodeLocalDnsUpstream', 'NodeLocalDnsUpstream.clusterDns()');
