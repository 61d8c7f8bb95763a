import { Settings } from './merge';
import { requireDnsSubdomain } from '../../../values/kube-names';
import { requireText, requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

const CA = 'ca.crt';

/** Whom an exporter trusts, and how it shows who it is. */
export class OtelTls {
  /** Without TLS, for what is read by nobody else on the way: a gateway in the same cluster. */
  public static off(): OtelTls {
    return new OtelTls(() => undefined, () => ({ insecure: true }));
  }

  /**
   * TLS, trusting a certificate authority that stands in a Secret.
   *
   * @throws WrongType
   */
  public static trusting(ca: SecretKey): OtelTls {
    requireValue('OtelTls.trusting', 'ca', ca, SecretKey);
    return new OtelTls((name) => Volume.secretNamed(name, ca.secretName, { items: { [ca.key]: CA } }), (path) => ({ ca_file: `${path}/${CA}` }));
  }

  /**
   * TLS, trusting a certificate authority that stands in a ConfigMap.
   *
   * @throws InvalidName
   */
  public static trustingConfigMap(configMapName: string, key: string = CA): OtelTls {
    requireDnsSubdomain('OtelTls.trustingConfigMap', 'configMapName', configMapName);
    requireText('OtelTls.trustingConfigMap', 'key', key);
    return new OtelTls((name) => Volume.configMapNamed(name, configMapName, { items: { [key]: CA } }), (path) => ({ ca_file: `${path}/${CA}` }));
  }

  /**
   * Mutual TLS with a Secret of type `kubernetes.io/tls` that has the authority, too: `tls.crt`, `tls.key` and `ca.crt`, as cert-manager makes them.
   *
   * @throws InvalidName
   */
  public static mutual(secretName: string): OtelTls {
    requireDnsSubdomain('OtelTls.mutual', 'secretName', secretName);
    return new OtelTls((name) => Volume.secretNamed(name, secretName), (path) => ({
      ca_file: `${path}/${CA}`, cert_file: `${path}/tls.crt`, key_file: `${path}/tls.key`,
    }));
  }

  private constructor(private readonly volume: (name: string) => Volume | undefined, private readonly settings: (path: string) => Settings) {}

  /** @internal */
  public _mounts(exporter: string): VolumeMount[] {
    const name = nameOf(exporter);
    const volume = this.volume(name);
    return volume === undefined ? [] : [VolumeMount.of(pathOf(name), volume, { readOnly: true })];
  }

  /** @internal */
  public _settings(exporter: string): Settings {
    return this.settings(pathOf(nameOf(exporter)));
  }
}

valueClass(OtelTls, 'OtelTls', 'OtelTls.off()');

function nameOf(exporter: string): string {
  return `tls-${exporter.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`.slice(0, 63);
}

function pathOf(name: string): string {
  return `/etc/otel/${name}`;
}
