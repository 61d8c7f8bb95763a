import { isIP } from 'net';
import { EnvVar } from './env-var';
import { valueClass } from './require';
import { fail, show } from '../errors';

/** The variable that tells a program its pod's address. */
const VARIABLE = 'LISTEN_ADDRESS';

/**
 * Where a program listens. On the host network this decides who beyond the node can reach it: network policies have no effect there.
 */
export class ListenAddress {
  /** On every address, of IPv4 and IPv6. */
  public static everywhere(): ListenAddress {
    return new ListenAddress('', false, undefined);
  }

  /** On the pod's own address only: on the host network, the address by which the cluster knows the node. */
  public static ofPod(): ListenAddress {
    return new ListenAddress(`[$(${VARIABLE})]`, false, undefined);
  }

  /** On loopback only: for programs behind a proxy in the same pod. On the host network every program of the node can reach it, and the kubelet, too. */
  public static loopback(): ListenAddress {
    return ListenAddress.of('127.0.0.1');
  }

  /**
   * On this address only, which every node must then have.
   *
   * @param address IPv4 or IPv6, without brackets and port
   * @throws InvalidAddress
   */
  public static of(address: string): ListenAddress {
    const version = typeof address === 'string' ? isIP(address) : 0;
    if (version === 0 || address.includes('%')) {
      fail('InvalidAddress', 'ListenAddress.of', `address is ${show(address)}; write an IPv4 or IPv6 address without brackets and port, such as "127.0.0.1" or "::1"`);
    }
    if (/^(0\.0\.0\.0|[0:]+)$/.test(address)) {
      return new ListenAddress(version === 4 ? address : `[${address}]`, false, undefined);
    }
    return new ListenAddress(version === 4 ? address : `[${address}]`, /^127\./.test(address) || /^[0:]*:0*1$/.test(address), address);
  }

  private constructor(
    /** As Go's programs take it before `:port`. */
    private readonly text: string,
    /** Whether only programs on the same network stack reach it. */
    public readonly isLoopback: boolean,
    private readonly address: string | undefined,
  ) {}

  /** The variable that it needs in the program's environment. @internal */
  public get _env(): EnvVar[] {
    return this.text.includes(VARIABLE) ? [EnvVar.fromField(VARIABLE, 'status.podIP')] : [];
  }

  /** For a flag. @internal */
  public _withPort(port: number): string {
    return `${this.text}:${port}`;
  }

  /** Whom the kubelet must ask, unless it is the pod's address. @internal */
  public get _probeHost(): string | undefined {
    return this.address;
  }
}

valueClass(ListenAddress, 'ListenAddress', 'ListenAddress.ofPod()');
