import { CalicoEncapsulation, isIpip } from './encapsulation';
import { fail, show } from '../../../errors';
import { requireUnsetOrOneOf, valueClass } from '../../../values/require';

/**
 * Who makes the network between the nodes. Probes, pools and what is installed on the nodes follow from it, so that they cannot contradict each other.
 *
 * @see https://docs.tigera.io/calico/latest/networking/determine-best-networking
 */
export class CalicoBackend {
  /**
   * BIRD distributes routes by BGP, between the nodes and to routers beside them; it listens at port 179.
   *
   * @param encapsulation of the pool that Calico makes when there is none; unset for CalicoEncapsulation.IPIP
   * @throws UnknownValue
   */
  public static bird(encapsulation?: CalicoEncapsulation): CalicoBackend {
    requireUnsetOrOneOf('CalicoBackend.bird', 'encapsulation', encapsulation, CalicoEncapsulation);
    return new CalicoBackend('bird', encapsulation ?? CalicoEncapsulation.IPIP);
  }

  /**
   * Felix itself, by VXLAN, without BGP: for networks that let nothing but UDP between the nodes through, such as Azure's.
   *
   * @param encapsulation of the pool that Calico makes when there is none; unset for CalicoEncapsulation.VXLAN
   * @throws UnknownValue, PoolNeedsBird
   */
  public static vxlan(encapsulation?: CalicoEncapsulation): CalicoBackend {
    requireUnsetOrOneOf('CalicoBackend.vxlan', 'encapsulation', encapsulation, CalicoEncapsulation);
    const chosen = encapsulation ?? CalicoEncapsulation.VXLAN;
    if (isIpip(chosen)) {
      fail('PoolNeedsBird', 'CalicoBackend.vxlan', `encapsulation is ${show(chosen)}, and only BIRD distributes routes for it; write CalicoEncapsulation.VXLAN, or CalicoBackend.bird()`);
    }
    return new CalicoBackend('vxlan', chosen);
  }

  /**
   * Another network plugin, which stays: Calico enforces policies on the interfaces that it makes, installs nothing and has no pools.
   *
   * @param interfacePrefix with which the names of pods' interfaces begin on the node: `eni` with the VPC CNI of AWS, `azv` with Azure's, `gke` on GKE
   * @throws InvalidInterface
   */
  public static none(interfacePrefix: string): CalicoBackend {
    if (typeof interfacePrefix !== 'string' || !/^[\w.-]{1,15}(,[\w.-]{1,15})*$/.test(interfacePrefix)) {
      fail('InvalidInterface', 'CalicoBackend.none', `interfacePrefix is ${show(interfacePrefix)}; write how the names of pods' interfaces begin on the node, such as "eni", several with commas`);
    }
    return new CalicoBackend('none', undefined, interfacePrefix);
  }

  private constructor(
    /** `bird`, `vxlan` or `none`: CALICO_NETWORKING_BACKEND. */
    public readonly name: string,
    /** @internal */
    public readonly _encapsulation?: CalicoEncapsulation,
    /** @internal */
    public readonly _interfacePrefix?: string,
  ) {}

  /** Whether BIRD runs, and so can be asked for its health. @internal */
  public get _hasBird(): boolean {
    return this.name === 'bird';
  }

  /** Whether pods are connected by Calico's own plugin. @internal */
  public get _hasNetwork(): boolean {
    return this.name !== 'none';
  }
}

valueClass(CalicoBackend, 'CalicoBackend', 'CalicoBackend.vxlan()');
