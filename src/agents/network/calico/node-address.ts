import { fail, show } from '../../../errors';
import { isAddress } from '../../../values/address';
import { requireCidr } from '../../../values/cidr';
import { isDnsSubdomain } from '../../../values/kube-names';
import { valueClass } from '../../../values/require';

/**
 * Which of a node's addresses Calico takes for its own: other nodes send there. On nodes with several networks the first that is found is often the wrong one.
 *
 * @see https://docs.tigera.io/calico/latest/networking/ipam/ip-autodetection
 */
export class CalicoNodeAddress {
  /** The first of the first interface that is not the host's own bridges and tunnels. */
  public static firstFound(): CalicoNodeAddress {
    return new CalicoNodeAddress('first-found');
  }

  /** The node's InternalIP, as Kubernetes has it. */
  public static kubernetesInternalIp(): CalicoNodeAddress {
    return new CalicoNodeAddress('kubernetes-internal-ip');
  }

  /**
   * That with which the node would reach this destination.
   *
   * @param destination an address or a name
   * @throws InvalidAddress
   */
  public static canReach(destination: string): CalicoNodeAddress {
    if (typeof destination !== 'string' || !isAddress(destination) && !isDnsSubdomain(destination)) {
      fail('InvalidAddress', 'CalicoNodeAddress.canReach', `destination is ${show(destination)}; write an address or a name, such as "10.0.0.1"`);
    }
    return new CalicoNodeAddress(`can-reach=${destination}`);
  }

  /**
   * That of the first interface whose name matches.
   *
   * @param patterns regular expressions of Go, the first that matches counts, for example `ens.*`
   * @throws InvalidInterface
   */
  public static interfaces(...patterns: string[]): CalicoNodeAddress {
    return new CalicoNodeAddress(`interface=${patternsOf('CalicoNodeAddress.interfaces', patterns)}`);
  }

  /**
   * The first that is found, these interfaces left out.
   *
   * @param patterns regular expressions of Go, for example `docker.*`
   * @throws InvalidInterface
   */
  public static skipInterfaces(...patterns: string[]): CalicoNodeAddress {
    return new CalicoNodeAddress(`skip-interface=${patternsOf('CalicoNodeAddress.skipInterfaces', patterns)}`);
  }

  /**
   * The first within one of these ranges.
   *
   * @throws InvalidCidr
   */
  public static cidrs(...cidrs: string[]): CalicoNodeAddress {
    if (cidrs.length === 0) {
      fail('InvalidCidr', 'CalicoNodeAddress.cidrs', 'cidrs are []; write at least one range, such as "10.0.0.0/8"');
    }
    return new CalicoNodeAddress(`cidr=${cidrs.map((cidr) => requireCidr('CalicoNodeAddress.cidrs', 'cidr', cidr).text).join(',')}`);
  }

  private constructor(
    /** As Calico reads it. */
    public readonly method: string,
  ) {}
}

valueClass(CalicoNodeAddress, 'CalicoNodeAddress', 'CalicoNodeAddress.interfaces("ens.*")');

function patternsOf(where: string, patterns: readonly string[]): string {
  const bad = patterns.find((pattern) => typeof pattern !== 'string' || pattern === '' || /[\s,]/.test(pattern));
  if (patterns.length === 0 || bad !== undefined) {
    fail('InvalidInterface', where, `patterns are ${show(patterns)}; write regular expressions without commas and spaces, such as "eth.*"`);
  }
  return patterns.join(',');
}
