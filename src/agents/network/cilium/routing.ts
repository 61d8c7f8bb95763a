import { CiliumSettings, settings } from './settings';
import { requireCidr } from '../../../values/cidr';
import { requirePort } from '../../../values/kube-names';
import { requireFields, requireFlag, valueClass } from '../../../values/require';

/** How packets are packed on their way from node to node. */
export interface CiliumTunnelOptions {
  /**
   * The port of UDP that nodes must let through to each other.
   *
   * @default 8472 for VXLAN, 6081 for Geneve - Cilium's own
   */
  readonly port?: number;
}

/** How packets of pods go through the network of the nodes as they are. */
export interface CiliumNativeRoutingOptions {
  /**
   * What the network routes to pods by itself: what goes there keeps the pod's address, everything else gets the node's.
   *
   * @default - the range of a cluster pool that has one only; with ENI and on Alibaba Cloud, that of the VPC
   */
  readonly ipv4Cidr?: string;
  /**
   * The same for IPv6.
   *
   * @default - the range of a cluster pool that has one only
   */
  readonly ipv6Cidr?: string;
  /**
   * Every node gets a route to the range of every other. All nodes must be on one network of layer 2.
   *
   * @default false - the network has the routes: a cloud's route table, BGP
   */
  readonly autoDirectNodeRoutes?: boolean;
  /**
   * With `autoDirectNodeRoutes`, nodes of other networks are left to the network's routes.
   *
   * @default false - they are an error
   */
  readonly skipUnreachable?: boolean;
  /**
   * A route of its own for each pod, for networks that look at the host's side of it.
   *
   * @default - as the IPAM mode asks: on with those of clouds
   */
  readonly endpointRoutes?: boolean;
}

/** How packets of pods get from node to node. */
export class CiliumRouting {
  /**
   * In VXLAN: needs nothing of the network but one port.
   *
   * @throws InvalidPort, WrongType
   */
  public static vxlan(options: CiliumTunnelOptions = {}): CiliumRouting {
    return CiliumRouting.tunnel('CiliumRouting.vxlan', 'vxlan', options);
  }

  /**
   * In Geneve: as VXLAN, and it can carry what load balancing with `dsr` needs.
   *
   * @throws InvalidPort, WrongType
   */
  public static geneve(options: CiliumTunnelOptions = {}): CiliumRouting {
    return CiliumRouting.tunnel('CiliumRouting.geneve', 'geneve', options);
  }

  /**
   * As they are: nothing is lost to headers, and the network must know where pods are.
   *
   * @throws InvalidCidr, WrongType
   * @see https://docs.cilium.io/en/stable/network/concepts/routing/#native-routing
   */
  public static native(options: CiliumNativeRoutingOptions = {}): CiliumRouting {
    const where = 'CiliumRouting.native';
    requireFields(where, 'options', options);
    const { ipv4Cidr, ipv6Cidr, autoDirectNodeRoutes, skipUnreachable, endpointRoutes } = options;
    for (const [what, value] of Object.entries({ autoDirectNodeRoutes, skipUnreachable, endpointRoutes })) {
      requireFlag(where, what, value);
    }
    if (ipv4Cidr !== undefined) {
      requireCidr(where, 'ipv4Cidr', ipv4Cidr, 4);
    }
    if (ipv6Cidr !== undefined) {
      requireCidr(where, 'ipv6Cidr', ipv6Cidr, 6);
    }
    return new CiliumRouting('native', { ...options });
  }

  private static tunnel(where: string, protocol: 'vxlan' | 'geneve', options: CiliumTunnelOptions): CiliumRouting {
    requireFields(where, 'options', options);
    if (options.port !== undefined) {
      requirePort(where, 'port', options.port);
    }
    return new CiliumRouting(protocol, {}, options.port);
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'vxlan' | 'geneve' | 'native',
    /** @internal */
    public readonly _native: CiliumNativeRoutingOptions,
    private readonly port?: number,
  ) {}

  /** @internal */
  public _keys(): CiliumSettings {
    const { autoDirectNodeRoutes, skipUnreachable, endpointRoutes } = this._native;
    return settings({
      'routing-mode': this._kind === 'native' ? 'native' : 'tunnel',
      // Some features tunnel even where pods are routed natively.
      'tunnel-protocol': this._kind === 'geneve' ? 'geneve' : 'vxlan',
      'tunnel-port': this.port,
      'auto-direct-node-routes': autoDirectNodeRoutes,
      'direct-routing-skip-unreachable': skipUnreachable,
      'enable-endpoint-routes': endpointRoutes,
    });
  }
}

valueClass(CiliumRouting, 'CiliumRouting', 'CiliumRouting.vxlan() or CiliumRouting.native({ ipv4Cidr: "10.0.0.0/8" })');
