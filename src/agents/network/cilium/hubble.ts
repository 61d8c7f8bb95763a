import { CiliumSettings, settings } from './settings';
import { ContainerPort } from '../../../values/container-port';
import { TEXTS, requireKinds } from '../../../values/kinds';
import { requireDnsSubdomain, requirePort } from '../../../values/kube-names';
import { ProjectedSource } from '../../../values/projected-source';
import { requireFields, valueClass } from '../../../values/require';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

const DIRECTORY = '/var/lib/cilium/tls/hubble';
/** Fixed: Hubble's relay knows agents by it. */
const HUBBLE_PORT = 4244;

/** What Hubble tells of. */
export interface CiliumHubbleOptions {
  /**
   * Metrics of flows, in Hubble's own words: `dns`, `drop`, `tcp`, `httpV2:labelsContext=source_namespace`.
   *
   * @default - none
   */
  readonly metrics?: string[];
  /**
   * The port of the node at which they are served, without TLS.
   *
   * @default 9965 - Hubble's own
   */
  readonly metricsPort?: number;
}

/**
 * What flows between pods, seen.
 *
 * @see https://docs.cilium.io/en/stable/observability/hubble/
 */
export class CiliumHubble {
  /** Nothing is seen, and nothing is kept in memory for it. */
  public static off(): CiliumHubble {
    return new CiliumHubble({ 'enable-hubble': 'false' }, [], undefined, []);
  }

  /**
   * On its node only: `hubble observe` in the agent's own container.
   *
   * @throws WrongType, InvalidPort
   */
  public static ofNode(options: CiliumHubbleOptions = {}): CiliumHubble {
    return new CiliumHubble({ 'enable-hubble': 'true' }, ...CiliumHubble.metricsOf('CiliumHubble.ofNode', options), []);
  }

  /**
   * At port 4244 of every node for Hubble's relay, which shows who it is by a certificate: a Secret of the agent's namespace with `tls.crt`, `tls.key` and, for
   * whom is trusted, `ca.crt`, as cert-manager makes it. The certificate is for `*.CLUSTER.hubble-grpc.cilium.io`.
   *
   * The agent starts without the Secret, and serves once it is there: a network must not wait for what needs a network.
   *
   * @throws InvalidName, WrongType, InvalidPort
   * @see https://docs.cilium.io/en/stable/observability/hubble/configuration/tls/
   */
  public static withCertificates(secretName: string, options: CiliumHubbleOptions = {}): CiliumHubble {
    const where = 'CiliumHubble.withCertificates';
    requireDnsSubdomain(where, 'secretName', secretName);
    const [metrics, port] = CiliumHubble.metricsOf(where, options);
    const items = { 'tls.crt': 'server.crt', 'tls.key': 'server.key', 'ca.crt': 'client-ca.crt' };
    const certificates = Volume.projected('hubble-tls', [ProjectedSource.secretNamed(secretName, { optional: true, items })], '0400');
    return new CiliumHubble({
      'enable-hubble': 'true',
      'hubble-listen-address': `:${HUBBLE_PORT}`,
      'hubble-disable-tls': 'false',
      'hubble-tls-cert-file': `${DIRECTORY}/server.crt`,
      'hubble-tls-key-file': `${DIRECTORY}/server.key`,
      'hubble-tls-client-ca-files': `${DIRECTORY}/client-ca.crt`,
    }, metrics, port, [VolumeMount.of(DIRECTORY, certificates, { readOnly: true })]);
  }

  private static metricsOf(where: string, options: CiliumHubbleOptions): [readonly string[], number | undefined] {
    requireFields(where, 'options', options);
    requireKinds(where, options, { metrics: TEXTS });
    const { metrics = [], metricsPort = 9965 } = options;
    requirePort(where, 'metricsPort', metricsPort);
    return [[...metrics], metrics.length === 0 ? undefined : metricsPort];
  }

  private constructor(
    private readonly keys: CiliumSettings,
    private readonly metrics: readonly string[],
    /** @internal */
    public readonly _metricsPort: number | undefined,
    /** @internal */
    public readonly _mounts: VolumeMount[],
  ) {}

  /** Whether others ask it. @internal */
  public get _isServed(): boolean {
    return this._mounts.length > 0;
  }

  /** @internal */
  public get _ports(): ContainerPort[] {
    return [
      ...(this._isServed ? [ContainerPort.named('peer-service', HUBBLE_PORT)] : []),
      ...(this._metricsPort === undefined ? [] : [ContainerPort.named('hubble-metrics', this._metricsPort)]),
    ];
  }

  /** @internal */
  public _keys(): CiliumSettings {
    return settings({
      ...this.keys,
      'hubble-metrics': this._metricsPort === undefined ? undefined : this.metrics.join(' '),
      'hubble-metrics-server': this._metricsPort === undefined ? undefined : `:${this._metricsPort}`,
    });
  }
}

valueClass(CiliumHubble, 'CiliumHubble', 'CiliumHubble.off() or CiliumHubble.withCertificates("hubble-server-certs")');
