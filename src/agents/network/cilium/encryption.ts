import type { Duration } from 'cdk8s';
import { CiliumSettings, settings } from './settings';
import { DURATION } from '../../../pod/nested-kinds';
import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { wholeSeconds } from '../../../values/kube-names';
import { requireFields, requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

const IPSEC = '/etc/ipsec';

/** What WireGuard covers. */
export interface CiliumWireguardOptions {
  /**
   * What nodes themselves send each other, too.
   *
   * @default false - what pods send; Cilium calls the rest beta
   */
  readonly nodeEncryption?: boolean;
  /**
   * Keeps the ways through firewalls open that forget them, in whole seconds.
   *
   * @default - unset: nothing is sent for that
   */
  readonly persistentKeepalive?: Duration;
}

/** How keys of IPsec are changed. */
export interface CiliumIpsecOptions {
  /**
   * The old key is good for so long after a new one came, in whole seconds.
   *
   * @default - unset: Cilium's 5 minutes
   */
  readonly keyRotationDuration?: Duration;
}

/** What pods send from node to node can be read by nobody on the way. */
export class CiliumEncryption {
  /**
   * By WireGuard: each node makes its keys itself, and there is no Secret. Nodes must let UDP 51871 through to each other.
   *
   * @throws WrongType, InvalidNumber
   * @see https://docs.cilium.io/en/stable/security/network/encryption-wireguard/
   */
  public static wireguard(options: CiliumWireguardOptions = {}): CiliumEncryption {
    const where = 'CiliumEncryption.wireguard';
    requireFields(where, 'options', options);
    requireKinds(where, options, { nodeEncryption: BOOLEAN, persistentKeepalive: DURATION });
    const { nodeEncryption, persistentKeepalive: alive } = options;
    return new CiliumEncryption('wireguard', settings({
      'enable-wireguard': true,
      'encrypt-node': nodeEncryption,
      'wireguard-persistent-keepalive': alive === undefined ? undefined : `${wholeSeconds(where, 'persistentKeepalive', alive, 1)}s`,
    }), []);
  }

  /**
   * By IPsec, with a key that is the same on all nodes: `SPI+ algorithm key size`, as Cilium's documentation has it made. Without the Secret the agent does not start.
   *
   * @throws WrongType, InvalidNumber
   * @see https://docs.cilium.io/en/stable/security/network/encryption-ipsec/
   */
  public static ipsec(keys: SecretKey, options: CiliumIpsecOptions = {}): CiliumEncryption {
    const where = 'CiliumEncryption.ipsec';
    requireValue(where, 'keys', keys, SecretKey);
    requireFields(where, 'options', options);
    requireKinds(where, options, { keyRotationDuration: DURATION });
    const { keyRotationDuration: rotation } = options;
    return new CiliumEncryption('ipsec', settings({
      'enable-ipsec': true,
      'ipsec-key-file': `${IPSEC}/keys`,
      'ipsec-key-rotation-duration': rotation === undefined ? undefined : `${wholeSeconds(where, 'keyRotationDuration', rotation, 0)}s`,
    }), [keys]);
  }

  private constructor(
    /** @internal */
    public readonly _kind: 'wireguard' | 'ipsec',
    private readonly keys: CiliumSettings,
    private readonly secrets: readonly SecretKey[],
  ) {}

  /** @internal */
  public _keys(): CiliumSettings {
    return this.keys;
  }

  /** The directory, not the file: a new key must be seen without a restart. @internal */
  public get _mounts(): VolumeMount[] {
    return this.secrets.map(({ secretName, key }) => (
      VolumeMount.of(IPSEC, Volume.secretNamed('cilium-ipsec-secrets', secretName, { items: { [key]: 'keys' }, defaultMode: '0400' }), { readOnly: true })));
  }
}

valueClass(CiliumEncryption, 'CiliumEncryption', 'CiliumEncryption.wireguard()');
