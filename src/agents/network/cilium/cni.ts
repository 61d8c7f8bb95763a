import { CiliumSettings, settings } from './settings';
import { requireFields, requireFlag, requireOneOf, requireUnsetOrText, valueClass } from '../../../values/require';

/** The plugin that makes the network of pods, of which Cilium sees what flows. */
export enum CiliumChainingMode {
  /** The VPC plugin of AWS. */
  AWS_CNI = 'aws-cni',
  /** Flannel. */
  FLANNEL = 'flannel',
  /** Any that connects pods by veth pairs. */
  GENERIC_VETH = 'generic-veth',
  /** Cilium's own network, with the plugin `portmap` for host ports. */
  PORTMAP = 'portmap',
}

/** Options of Cilium's plugin on the node. */
export interface CiliumCniOptions {
  /**
   * The agent takes its configuration away when it ends: no pod is started on the node while it is gone.
   *
   * @default false - a node whose agent is replaced still starts pods, which wait for it
   */
  readonly uninstall?: boolean;
}

/** Options of a chain. */
export interface CiliumChainOptions extends CiliumCniOptions {
  /**
   * Name of the network whose configuration is joined.
   *
   * @default - the one that belongs to the mode
   */
  readonly target?: string;
}

/** Whose the directory of the nodes' network configuration is. */
export class CiliumCni {
  /**
   * Cilium's: it renames all other configuration there to `*.cilium_bak`, Multus' included.
   *
   * @throws WrongType
   */
  public static exclusive(options: CiliumCniOptions = {}): CiliumCni {
    return CiliumCni.make('CiliumCni.exclusive', options, { 'cni-exclusive': 'true' });
  }

  /**
   * Others', too: for Multus and other plugins that call Cilium.
   *
   * @throws WrongType
   */
  public static shared(options: CiliumCniOptions = {}): CiliumCni {
    return CiliumCni.make('CiliumCni.shared', options, { 'cni-exclusive': 'false' });
  }

  /**
   * Another plugin's, which makes the network; Cilium comes after it for policies, load balancing and what is seen.
   *
   * @throws UnknownValue, NotText, WrongType
   * @see https://docs.cilium.io/en/stable/installation/cni-chaining/
   */
  public static chained(mode: CiliumChainingMode, options: CiliumChainOptions = {}): CiliumCni {
    const where = 'CiliumCni.chained';
    requireOneOf(where, 'mode', mode, CiliumChainingMode);
    requireFields(where, 'options', options);
    requireUnsetOrText(where, 'target', options.target);
    const isOwnNetwork = mode === CiliumChainingMode.PORTMAP;
    return CiliumCni.make(where, options, settings({
      'cni-exclusive': false,
      'cni-chaining-mode': mode,
      'cni-chaining-target': options.target,
      // The other plugin routes, and packets must pass the host's stack to get to it.
      'enable-local-node-route': isOwnNetwork ? undefined : false,
      'enable-host-legacy-routing': true,
      'enable-endpoint-health-checking': isOwnNetwork ? undefined : false,
    }), mode);
  }

  private static make(where: string, options: CiliumCniOptions, keys: CiliumSettings, mode?: CiliumChainingMode): CiliumCni {
    requireFields(where, 'options', options);
    requireFlag(where, 'uninstall', options.uninstall);
    return new CiliumCni({ ...keys, ...settings({ 'cni-uninstall': options.uninstall }) }, mode);
  }

  private constructor(
    private readonly keys: CiliumSettings,
    /** @internal */
    public readonly _chainingMode: CiliumChainingMode | undefined,
  ) {}

  /** @internal */
  public _keys(): CiliumSettings {
    return this.keys;
  }
}

valueClass(CiliumCni, 'CiliumCni', 'CiliumCni.exclusive() or CiliumCni.shared()');
