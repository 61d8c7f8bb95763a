import { Line, requireLine } from './line';
import { fail, show } from '../../../errors';
import { requireDnsSubdomain } from '../../../values/kube-names';
import { requireFields, requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

const DIRECTORY = '/etc/zabbix-agent-tls';

/** Whose certificates are taken. */
export interface ZabbixCertificateOptions {
  /**
   * The issuer that the server's certificate must have, as RFC 4514 writes it: `CN=Zabbix CA,O=Example`.
   *
   * @default - any that the authority signed
   */
  readonly serverIssuer?: string;
  /**
   * The subject that the server's certificate must have.
   *
   * @default - any
   */
  readonly serverSubject?: string;
}

/** How the agent and its servers know each other and keep what they say to themselves, in both directions: of connections that it opens, and of those that it takes. */
export class ZabbixTls {
  /**
   * A key that both know: at least 32 hexadecimal digits, the content of a Secret's key.
   *
   * @param identity the key's name, which the server knows as well; sent in clear, and so no secret
   * @param key the Secret's key
   * @throws InvalidLine, WrongType
   */
  public static preSharedKey(identity: string, key: SecretKey): ZabbixTls {
    const where = 'ZabbixTls.preSharedKey';
    requireLine(where, 'identity', identity);
    if (Buffer.byteLength(identity) > 128) {
      fail('InvalidLine', where, `identity is ${show(identity)}; write at most 128 bytes`);
    }
    requireValue(where, 'key', key, SecretKey);
    return new ZabbixTls('psk', [['TLSPSKIdentity', identity], ['TLSPSKFile', `${DIRECTORY}/psk`]], () => Volume.secretNamed('tls', key.secretName, { items: { [key.key]: 'psk' } }));
  }

  /**
   * Certificates, of a Secret of type `kubernetes.io/tls` that has the authority, too: `tls.crt`, `tls.key` and `ca.crt`, as cert-manager makes them.
   *
   * @throws InvalidName, InvalidLine
   */
  public static certificates(secretName: string, options: ZabbixCertificateOptions = {}): ZabbixTls {
    const where = 'ZabbixTls.certificates';
    requireDnsSubdomain(where, 'secretName', secretName);
    requireFields(where, 'options', options);
    const lines: Line[] = [['TLSCAFile', `${DIRECTORY}/ca.crt`], ['TLSCertFile', `${DIRECTORY}/tls.crt`], ['TLSKeyFile', `${DIRECTORY}/tls.key`]];
    for (const [name, what] of [['TLSServerCertIssuer', 'serverIssuer'], ['TLSServerCertSubject', 'serverSubject']] as const) {
      const value = options[what];
      if (value !== undefined) {
        requireLine(where, what, value);
        lines.push([name, value]);
      }
    }
    return new ZabbixTls('cert', lines, () => Volume.secretNamed('tls', secretName));
  }

  private constructor(private readonly kind: string, private readonly lines: Line[], private readonly volume: () => Volume) {}

  /** Both directions in the same way: never one in clear beside it. @internal */
  public _lines(): Line[] {
    return [['TLSConnect', this.kind], ['TLSAccept', this.kind], ...this.lines];
  }

  /** @internal */
  public _mount(): VolumeMount {
    return VolumeMount.of(DIRECTORY, this.volume(), { readOnly: true });
  }
}

valueClass(ZabbixTls, 'ZabbixTls', 'ZabbixTls.preSharedKey("nodes", SecretKey.of("my-secret", "psk"))');
