import { requireDataKey, requireDnsSubdomain } from './kube-names';
import { requireValue, valueClass } from './require';
import { SecretKey } from './secret-key';
import { Volume } from './volume';
import { VolumeMount } from './volume-mount';

const CA = 'ca.crt';

/** Where the files of a connection are in the container. */
export interface TlsFiles {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** Whom an agent trusts that it sends to, and how it shows who it is. Files come from Secrets and ConfigMaps of the agent's namespace. */
export class ClientTls {
  /** Without TLS, for what is read by nobody else on the way: a gateway in the same cluster. */
  public static off(): ClientTls {
    return new ClientTls(false, true, () => undefined);
  }

  /** TLS, trusting the certificate authorities of the agent's image. */
  public static system(): ClientTls {
    return new ClientTls(true, true, () => undefined);
  }

  /** TLS with whoever answers: the connection cannot be read on the way, but may be somebody else's. For a test. */
  public static unverified(): ClientTls {
    return new ClientTls(true, false, () => undefined);
  }

  /**
   * TLS, trusting a certificate authority that stands in a Secret.
   *
   * @throws WrongType
   */
  public static trusting(ca: SecretKey): ClientTls {
    requireValue('ClientTls.trusting', 'ca', ca, SecretKey);
    return new ClientTls(true, true, (name) => Volume.secretNamed(name, ca.secretName, { items: { [ca.key]: CA } }), { ca: CA });
  }

  /**
   * TLS, trusting a certificate authority that stands in a ConfigMap.
   *
   * @throws InvalidName, InvalidKey
   */
  public static trustingConfigMap(configMapName: string, key: string = CA): ClientTls {
    requireDnsSubdomain('ClientTls.trustingConfigMap', 'configMapName', configMapName);
    requireDataKey('ClientTls.trustingConfigMap', 'key', key);
    return new ClientTls(true, true, (name) => Volume.configMapNamed(name, configMapName, { items: { [key]: CA } }), { ca: CA });
  }

  /**
   * Mutual TLS with a Secret of type `kubernetes.io/tls` that has the authority, too: `tls.crt`, `tls.key` and `ca.crt`, as cert-manager makes them.
   *
   * @throws InvalidName
   */
  public static mutual(secretName: string): ClientTls {
    requireDnsSubdomain('ClientTls.mutual', 'secretName', secretName);
    return new ClientTls(true, true, (name) => Volume.secretNamed(name, secretName), { ca: CA, certificate: 'tls.crt', key: 'tls.key' });
  }

  private constructor(
    /** Whether the connection is encrypted. */
    public readonly isOn: boolean,
    /** Whether the certificate of who answers is checked. */
    public readonly verifies: boolean,
    private readonly volume: (name: string) => Volume | undefined,
    private readonly files: TlsFiles = {},
  ) {}

  /** What has to be mounted below the directory for the peer of that name: nothing where there are no files. @internal */
  public _mounts(directory: string, peer: string): VolumeMount[] {
    const name = nameOf(peer);
    const volume = this.volume(name);
    return volume === undefined ? [] : [VolumeMount.of(`${directory}/${name}`, volume, { readOnly: true })];
  }

  /** Paths in the container. @internal */
  public _files(directory: string, peer: string): TlsFiles {
    return Object.fromEntries(Object.entries(this.files).map(([what, file]) => [what, `${directory}/${nameOf(peer)}/${file}`]));
  }
}

valueClass(ClientTls, 'ClientTls', 'ClientTls.system()');

function nameOf(peer: string): string {
  return `tls-${peer.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`.slice(0, 63);
}
