import { CiliumSettings, settings } from './settings';
import { requireFields, requireFlag, valueClass } from '../../../values/require';

/** For which version of IP. */
export interface CiliumMasqueradeOptions {
  /**
   * Packets of IPv4.
   *
   * @default true - pods' addresses mean nothing outside
   */
  readonly ipv4?: boolean;
  /**
   * Packets of IPv6.
   *
   * @default true - pods' addresses mean nothing outside
   */
  readonly ipv6?: boolean;
}

/** What leaves the cluster gets the node's address, for the world knows no pods. */
export class CiliumMasquerade {
  /**
   * By iptables: on every kernel.
   *
   * @throws WrongType
   */
  public static iptables(options: CiliumMasqueradeOptions = {}): CiliumMasquerade {
    return CiliumMasquerade.by('CiliumMasquerade.iptables', false, options);
  }

  /**
   * By eBPF: faster, and packets need not pass the host's own stack when kube-proxy is replaced, too.
   *
   * @throws WrongType
   */
  public static ebpf(options: CiliumMasqueradeOptions = {}): CiliumMasquerade {
    return CiliumMasquerade.by('CiliumMasquerade.ebpf', true, options);
  }

  /** Not at all: the network beyond the nodes routes to pods, or does it itself. */
  public static off(): CiliumMasquerade {
    return new CiliumMasquerade(false, false, false);
  }

  private static by(where: string, ebpf: boolean, options: CiliumMasqueradeOptions): CiliumMasquerade {
    requireFields(where, 'options', options);
    requireFlag(where, 'ipv4', options.ipv4);
    requireFlag(where, 'ipv6', options.ipv6);
    return new CiliumMasquerade(ebpf, options.ipv4 ?? true, options.ipv6 ?? true);
  }

  private constructor(
    /** @internal */
    public readonly _isEbpf: boolean,
    /** @internal */
    public readonly _ipv4: boolean,
    /** @internal */
    public readonly _ipv6: boolean,
  ) {}

  /** @internal */
  public _keys(): CiliumSettings {
    return settings({ 'enable-ipv4-masquerade': this._ipv4, 'enable-ipv6-masquerade': this._ipv6, 'enable-bpf-masquerade': this._isEbpf ? true : undefined });
  }
}

valueClass(CiliumMasquerade, 'CiliumMasquerade', 'CiliumMasquerade.ebpf() or CiliumMasquerade.off()');
