import type { Duration } from 'cdk8s';
import { requireComponent, requireSignals } from './component';
import { OtelHeader } from './header';
import { OtelSignal } from './signal';
import { fail, show } from '../../../errors';
import { given, some } from '../../../pod/given';
import { DURATION, requireSeconds } from '../../../pod/nested-kinds';
import { ClientTls } from '../../../values/client-tls';
import { EnvVar } from '../../../values/env-var';
import { BOOLEAN, TEXT, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { requireFields, requireOneOf, valueClass } from '../../../values/require';
import { VolumeMount } from '../../../values/volume-mount';
import { Settings } from '../../settings';

const TLS_DIRECTORY = '/etc/otel';

/** How data are sent by OTLP. */
export interface OtlpExporterOptions {
  /**
   * Tells it from others of its kind.
   *
   * @default - none: the only one
   */
  readonly name?: string;
  /**
   * Whom it trusts, and how it shows who it is.
   *
   * @default - TLS, trusting the authorities of the image
   */
  readonly tls?: ClientTls;
  /**
   * Headers of its requests.
   *
   * @default - none
   */
  readonly headers?: OtelHeader[];
  /**
   * A request that takes longer has failed, in whole seconds.
   *
   * @default - unset: the exporter's 5 s (gRPC) or 30 s (HTTP)
   */
  readonly timeout?: Duration;
  /**
   * What waits to be sent is kept in the state directory on the node, so that a restart loses none of it.
   *
   * @default false - in memory
   */
  readonly persistentQueue?: boolean;
  /**
   * What it takes.
   *
   * @default - every signal that there is a pipeline for
   */
  readonly signals?: OtelSignal[];
}

/** How much is printed. */
export enum OtelVerbosity {
  /** One line for a batch. */
  BASIC = 'basic',
  /** One line for each record. */
  NORMAL = 'normal',
  /** Everything of each record. */
  DETAILED = 'detailed',
}

/** Where the Collector sends what it has. */
export class OtelExporter {
  /**
   * By OTLP over gRPC.
   *
   * @param endpoint `host:port`, or with a scheme, for example `gateway.observability:4317`
   * @throws InvalidEndpoint, SecretAsText, InvalidComponent, WrongType, NoSignals
   */
  public static otlp(endpoint: string, options: OtlpExporterOptions = {}): OtelExporter {
    const where = 'OtelExporter.otlp';
    requireEndpoint(where, endpoint, /^((https?|dns|unix):\S+|[^\s/]+:(\d+|\$\{\S+\})|\$\{\S+\})$/, '"host:port"');
    return OtelExporter.sending(where, 'otlp_grpc', endpoint, options);
  }

  /**
   * By OTLP over HTTP.
   *
   * @param endpoint a URL, to which `/v1/logs` and the like are added, for example `https://otlp.example.com`
   * @throws InvalidEndpoint, SecretAsText, InvalidComponent, WrongType, NoSignals
   */
  public static otlpHttp(endpoint: string, options: OtlpExporterOptions = {}): OtelExporter {
    const where = 'OtelExporter.otlpHttp';
    requireEndpoint(where, endpoint, /^(https?:\/\/\S+|\$\{\S+\})$/, '"https://host"');
    return OtelExporter.sending(where, 'otlp_http', endpoint, options);
  }

  /** To the Collector's own log, to look at what there is. */
  public static debug(verbosity?: OtelVerbosity): OtelExporter {
    if (verbosity !== undefined) {
      requireOneOf('OtelExporter.debug', 'verbosity', verbosity, OtelVerbosity);
    }
    return new OtelExporter('OtelExporter.debug', 'debug', verbosity === undefined ? {} : { verbosity });
  }

  /**
   * Any other exporter that the image has, in its own words.
   *
   * @param id its type, or `type/name`
   * @param config its settings
   * @param signals what it takes; none for every signal that there is a pipeline for
   * @throws InvalidComponent, SecretAsText, UnknownValue
   */
  public static raw(id: string, config: { [key: string]: any }, ...signals: OtelSignal[]): OtelExporter {
    return new OtelExporter('OtelExporter.raw', id, config, { signals: signals.length === 0 ? undefined : signals });
  }

  private static sending(where: string, type: string, endpoint: string, options: OtlpExporterOptions): OtelExporter {
    requireFields(where, 'options', options);
    requireKinds(where, options, {
      name: TEXT, tls: of(ClientTls), headers: listOf(of(OtelHeader)), timeout: DURATION, persistentQueue: BOOLEAN, signals: TEXTS,
    });
    requireSeconds(where, 'timeout', options.timeout);
    const { name, tls, headers = [], timeout, persistentQueue } = options;
    const id = name === undefined ? type : `${type}/${name}`;
    const config: Settings = {
      endpoint,
      ...some({ headers: some(Object.fromEntries(headers.map((header) => [header.name, header._value(id)]))), tls: tlsSettings(tls, id) }),
      ...(timeout === undefined ? {} : { timeout: `${timeout.toSeconds()}s` }),
      ...(persistentQueue === true ? { sending_queue: { storage: 'file_storage' } } : {}),
    };
    return new OtelExporter(where, id, config, options);
  }

  /** @internal */
  public readonly _signals: readonly OtelSignal[] | undefined;
  /** @internal */
  public readonly _env: readonly EnvVar[];
  /** @internal */
  public readonly _mounts: readonly VolumeMount[];
  /** @internal */
  public readonly _keepsQueue: boolean;

  private constructor(
    where: string,
    /** Its type, or `type/name`. */
    public readonly id: string,
    /** @internal */
    public readonly _config: Settings,
    { headers = [], tls, persistentQueue, signals }: OtlpExporterOptions = {},
  ) {
    // Headers are secrets by reference already; anything else was written by hand.
    requireComponent(where, id, where === 'OtelExporter.raw' ? _config : {});
    this._signals = signals === undefined ? undefined : requireSignals(where, signals);
    this._env = headers.flatMap((header) => header._env(id));
    this._mounts = tls?._mounts(TLS_DIRECTORY, id) ?? [];
    this._keepsQueue = persistentQueue === true;
  }
}

valueClass(OtelExporter, 'OtelExporter', 'OtelExporter.otlp("gateway.observability:4317")');

function tlsSettings(tls: ClientTls | undefined, id: string): Settings | undefined {
  if (tls?.isOn === false) {
    return { insecure: true };
  }
  const { ca, certificate, key } = tls?._files(TLS_DIRECTORY, id) ?? {};
  return some(given({ insecure_skip_verify: tls?.verifies === false ? true : undefined, ca_file: ca, cert_file: certificate, key_file: key }));
}

function requireEndpoint(where: string, endpoint: string, pattern: RegExp, instead: string): void {
  if (typeof endpoint !== 'string' || !pattern.test(endpoint)) {
    fail('InvalidEndpoint', where, `endpoint is ${show(endpoint)}; write ${instead}`);
  }
  if (/\/\/[^/]*@/.test(endpoint)) {
    fail('SecretAsText', where, 'endpoint has a user and password before the "@"; write them as OtelHeader.ofSecret("authorization", …)');
  }
}
