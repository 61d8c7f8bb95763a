import { requireClusterAddress } from './addresses';
import { valueClass } from '../../../values/require';

/**
 * How pods come to ask the cache: by the mode of kube-proxy. One does not work in place of the other.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 */
export class NodeLocalDnsMode {
  /**
   * For kube-proxy in iptables mode: the cache also listens on the address of cluster DNS, which pods know already, and its rules go before those of kube-proxy. Nothing changes for pods and
   * kubelets, and while the cache is being replaced, pods reach cluster DNS itself.
   *
   * @param clusterDnsIp the Service's: `kubectl -n kube-system get service kube-dns -o jsonpath='{.spec.clusterIP}'`
   * @throws InvalidAddress, InvalidClusterDns
   */
  public static iptables(clusterDnsIp: string): NodeLocalDnsMode {
    requireClusterAddress('NodeLocalDnsMode.iptables', clusterDnsIp);
    return new NodeLocalDnsMode('iptables', clusterDnsIp);
  }

  /**
   * For kube-proxy in IPVS mode, whose own interface has the address of cluster DNS: the cache listens on the local address alone, and asks cluster DNS by its Service. Kubelets must be told
   * of the local address (`clusterDNS` of their configuration), and pods that started before know nothing of it.
   *
   * @param clusterDnsIp the Service's address
   * @throws InvalidAddress, InvalidClusterDns
   */
  public static ipvs(clusterDnsIp: string): NodeLocalDnsMode {
    requireClusterAddress('NodeLocalDnsMode.ipvs', clusterDnsIp);
    return new NodeLocalDnsMode('ipvs', clusterDnsIp);
  }

  private constructor(
    /** `iptables` or `ipvs`. */
    public readonly name: string,
    /** The address of cluster DNS. */
    public readonly clusterDnsIp: string,
  ) {}

  /** Whether the cache has the address of cluster DNS, too. */
  public get takesClusterDnsIp(): boolean {
    return this.name === 'iptables';
  }
}

valueClass(NodeLocalDnsMode, 'NodeLocalDnsMode', 'NodeLocalDnsMode.iptables("10.96.0.10")');
