import { FluentBitConnectedOutputOptions, checkConnection, checkOutput, fromSecret, outputParts, tlsParts } from './common';
import { fail } from '../../../../errors';
import { given } from '../../../../pod/given';
import { BOOLEAN, TEXT } from '../../../../values/kinds';
import type { SecretKey } from '../../../../values/secret-key';
import type { SectionContext, SectionParts } from '../parts';

/** What Elasticsearch and OpenSearch have in common. */
export interface FluentBitElasticsearchOptions extends FluentBitConnectedOutputOptions {
  /**
   * The user.
   *
   * @default - none
   */
  readonly user?: string;
  /**
   * The user's password.
   *
   * @default - none
   */
  readonly password?: SecretKey;
  /**
   * The index, or data stream.
   *
   * @default - unset: the output's fluent-bit
   */
  readonly index?: string;
  /**
   * An index for each day, `PREFIX-YYYY.MM.DD`, in place of one.
   *
   * @default - unset: one index
   */
  readonly logstashPrefix?: string;
  /**
   * Each record gets an id made of its content, so that what is sent twice is there once.
   *
   * @default - unset: it gets none
   */
  readonly generateId?: boolean;
  /**
   * Dots in names of fields become underscores: `app` and `app.kubernetes.io/name` cannot stand in one index.
   *
   * @default true
   */
  readonly replaceDots?: boolean;
  /**
   * The pipeline that records go through there.
   *
   * @default - none
   */
  readonly pipeline?: string;
  /**
   * What was not taken is written to its own log with the reason.
   *
   * @default - unset: it is counted only
   */
  readonly traceError?: boolean;
}

export function checkElastic(where: string, options: FluentBitElasticsearchOptions): void {
  checkOutput(where, options, { index: TEXT, logstashPrefix: TEXT, generateId: BOOLEAN, replaceDots: BOOLEAN, pipeline: TEXT, traceError: BOOLEAN });
  checkConnection(where, options);
  if (options.index !== undefined && options.logstashPrefix !== undefined) {
    fail('IndexTwice', where, `index is ${options.index}, and logstashPrefix is ${options.logstashPrefix}; records go to one index, or to one for each day: write one of them`);
  }
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/elasticsearch */
export function elastic(options: FluentBitElasticsearchOptions, context: SectionContext, more: { readonly [key: string]: unknown } = {}): SectionParts {
  const { host, port, user, password, index, logstashPrefix, generateId, replaceDots = true, pipeline, traceError, tls } = options;
  const secret = fromSecret(password, context.id, 'password');
  const secured = tlsParts(tls, context);
  return outputParts(options, {
    host,
    port,
    ...secured.settings,
    http_user: user,
    http_passwd: secret.value,
    index,
    ...(logstashPrefix === undefined ? {} : { logstash_format: true, logstash_prefix: logstashPrefix }),
    // Elasticsearch 8 and OpenSearch 2 refuse requests that name a type.
    suppress_type_name: true,
    ...given({ generate_id: generateId, replace_dots: replaceDots, pipeline, trace_error: traceError }),
    ...more,
  }, { env: secret.env, mounts: secured.mounts });
}
