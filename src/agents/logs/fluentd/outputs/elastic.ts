import { FluentdConnectedOutputOptions, TLS_DIRECTORY, bufferSection, checkConnection, checkOutput, fromSecret, outputSettings } from './common';
import { fail } from '../../../../errors';
import { ClientTls } from '../../../../values/client-tls';
import { BOOLEAN, TEXT } from '../../../../values/kinds';
import { requireUnsetOrOneOf } from '../../../../values/require';
import type { OutputParts } from '../output';
import type { SectionContext } from '../parts';

/** Which servers the image's client is made for: it refuses others. */
export enum FluentdElasticsearchVersion {
  /** 7. */
  V7 = '7',
  /** 8. */
  V8 = '8',
  /** 9. */
  V9 = '9',
}

/** To OpenSearch. */
export interface FluentdOpenSearchOptions extends FluentdConnectedOutputOptions {
  /**
   * The index.
   *
   * @default - unset: the output's fluentd
   */
  readonly index?: string;
  /**
   * An index for each day, `PREFIX-YYYY.MM.DD`, in place of one.
   *
   * @default - unset: one index
   */
  readonly logstashPrefix?: string;
  /**
   * The pipeline that records go through there.
   *
   * @default - none
   */
  readonly pipeline?: string;
  /**
   * Records have their tag in a field.
   *
   * @default - unset: they do not
   */
  readonly includeTagKey?: boolean;
}

/** To Elasticsearch. */
export interface FluentdElasticsearchOptions extends FluentdOpenSearchOptions {
  /**
   * The server's version, by which the image is chosen.
   *
   * @default V8
   */
  readonly version?: FluentdElasticsearchVersion;
}

export function checkElastic(where: string, options: FluentdElasticsearchOptions): void {
  checkOutput(where, options, { index: TEXT, logstashPrefix: TEXT, pipeline: TEXT, includeTagKey: BOOLEAN, version: TEXT });
  checkConnection(where, options);
  requireUnsetOrOneOf(where, 'version', options.version, FluentdElasticsearchVersion);
  if (options.index !== undefined && options.logstashPrefix !== undefined) {
    fail('IndexTwice', where, `index is ${options.index}, and logstashPrefix is ${options.logstashPrefix}; records go to one index, or to one for each day: write one of them`);
  }
}

/** @see https://github.com/uken/fluent-plugin-elasticsearch @see https://github.com/fluent/fluent-plugin-opensearch */
export function elastic(type: string, options: FluentdOpenSearchOptions, { directory, id }: SectionContext): OutputParts {
  const { host, port, user, password, tls, index, logstashPrefix, pipeline, includeTagKey, buffer, config } = options;
  const { isOn, verifies } = tls ?? ClientTls.system();
  const { ca, certificate, key } = tls?._files(TLS_DIRECTORY, id) ?? {};
  const secret = fromSecret(password, id, 'password');
  return {
    settings: outputSettings(type, id, {
      host,
      port,
      scheme: isOn ? 'https' : 'http',
      ssl_verify: isOn ? verifies : undefined,
      ca_file: ca,
      client_cert: certificate,
      client_key: key,
      user,
      password: secret.value,
      index_name: index,
      logstash_format: logstashPrefix === undefined ? undefined : true,
      logstash_prefix: logstashPrefix,
      include_timestamp: logstashPrefix === undefined ? true : undefined,
      include_tag_key: includeTagKey,
      pipeline,
      // Behind a Service, the addresses that the server tells of its nodes cannot be reached.
      reload_connections: false,
      reconnect_on_error: true,
      reload_on_failure: true,
      suppress_type_name: true,
      buffer: bufferSection(buffer, directory, id),
    }, config),
    env: secret.env,
    mounts: tls?._mounts(TLS_DIRECTORY, id),
  };
}
