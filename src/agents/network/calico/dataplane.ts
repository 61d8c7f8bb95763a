import { fail, show } from '../../../errors';
import { isAddress } from '../../../values/address';
import { isDnsSubdomain, requirePort } from '../../../values/kube-names';
import { valueClass } from '../../../values/require';

/** How Calico puts policies and Services into the kernel. */
export class CalicoDataplane {
  /** By iptables, beside kube-proxy. */
  public static iptables(): CalicoDataplane {
    return new CalicoDataplane(false);
  }

  /**
   * By eBPF programs, which take the place of kube-proxy: it must be switched off, and nothing leads to the Service `kubernetes` until Calico runs. The API server's
   * own address is therefore part of the choice; it reaches every container that needs it.
   *
   * @param apiServerHost an address or a name that the nodes resolve without cluster DNS
   * @param apiServerPort unset for 6443
   * @throws InvalidHost, InvalidPort
   * @see https://docs.tigera.io/calico/latest/operations/ebpf/enabling-ebpf
   */
  public static ebpf(apiServerHost: string, apiServerPort: number = 6443): CalicoDataplane {
    const ofCluster = typeof apiServerHost === 'string' && /\.svc(\.|$)/.test(apiServerHost);
    if (typeof apiServerHost !== 'string' || !isAddress(apiServerHost) && !isDnsSubdomain(apiServerHost) || ofCluster) {
      fail('InvalidHost', 'CalicoDataplane.ebpf',
        `apiServerHost is ${show(apiServerHost)}; write an address or a name that nodes resolve without the cluster's DNS, as in the server's URL of a kubeconfig, such as "10.0.0.5"`);
    }
    requirePort('CalicoDataplane.ebpf', 'apiServerPort', apiServerPort);
    return new CalicoDataplane(true, { host: apiServerHost, port: apiServerPort });
  }

  private constructor(
    /** Whether eBPF programs do it. */
    public readonly isEbpf: boolean,
    /** @internal */
    public readonly _apiServer?: { readonly host: string; readonly port: number },
  ) {}
}

valueClass(CalicoDataplane, 'CalicoDataplane', 'CalicoDataplane.ebpf("10.0.0.5")');
