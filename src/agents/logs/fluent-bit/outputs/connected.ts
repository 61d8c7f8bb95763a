import { FluentBitConnectedOutputOptions, checkConnection, checkOutput, fromSecret, outputParts, tlsParts } from './common';
import { fail, show } from '../../../../errors';
import { FIELDS, TEXT, TEXTS, of } from '../../../../values/kinds';
import { requireTexts, requireUnsetOrOneOf } from '../../../../values/require';
import { SecretKey } from '../../../../values/secret-key';
import type { SectionContext, SectionParts } from '../parts';
import { requireSettingTexts } from '../settings';

/** To Fluentd or another Fluent Bit, by the forward protocol. */
export interface FluentBitForwardOptions extends FluentBitConnectedOutputOptions {
  /**
   * What both sides know.
   *
   * @default - none
   */
  readonly sharedKey?: SecretKey;
  /**
   * The user, where the other side asks for one.
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
   * The other side says that it has what was sent; else a connection that breaks loses what was on its way.
   *
   * @default true
   */
  readonly requireAckResponse?: boolean;
}

/** To Grafana Loki. */
export interface FluentBitLokiOptions extends FluentBitConnectedOutputOptions {
  /**
   * The path of its API.
   *
   * @default - unset: the output's /loki/api/v1/push
   */
  readonly uri?: string;
  /**
   * Labels of the streams: name → text. Few and with few values: each combination is a stream.
   *
   * @default { job: 'fluent-bit' }
   */
  readonly labels?: { [name: string]: string };
  /**
   * Fields that become labels, for example `$kubernetes['namespace_name']`.
   *
   * @default - none
   */
  readonly labelKeys?: string[];
  /**
   * The tenant.
   *
   * @default - none
   */
  readonly tenantId?: string;
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
   * A token, in place of user and password.
   *
   * @default - none
   */
  readonly bearerToken?: SecretKey;
}

/** How records are written in requests. */
export enum FluentBitHttpFormat {
  /** One list of JSON. */
  JSON = 'json',
  /** JSON, one record a line. */
  JSON_LINES = 'json_lines',
  /** JSON, one record after the other. */
  JSON_STREAM = 'json_stream',
  /** MessagePack. */
  MSGPACK = 'msgpack',
}

/** To any HTTP server. */
export interface FluentBitHttpOptions extends FluentBitConnectedOutputOptions {
  /**
   * The path.
   *
   * @default - unset: /
   */
  readonly uri?: string;
  /**
   * How records are written.
   *
   * @default JSON
   */
  readonly format?: FluentBitHttpFormat;
  /**
   * Headers that anybody may read: name → text.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };
  /**
   * The header `Authorization`: `Bearer`, and a Secret's content.
   *
   * @default - none
   */
  readonly bearerToken?: SecretKey;
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
   * Requests are made small.
   *
   * @default - unset: they are not
   */
  readonly gzip?: boolean;
}

/** To Splunk's HTTP Event Collector. */
export interface FluentBitSplunkOptions extends FluentBitConnectedOutputOptions {
  /** The collector's token. */
  readonly token: SecretKey;
  /**
   * The index.
   *
   * @default - the token's
   */
  readonly index?: string;
  /**
   * The source type.
   *
   * @default - the token's
   */
  readonly sourcetype?: string;
}

/** By OTLP over HTTP. */
export interface FluentBitOpenTelemetryOptions extends FluentBitConnectedOutputOptions {
  /**
   * The path for logs.
   *
   * @default - unset: the output's /v1/logs
   */
  readonly logsUri?: string;
  /**
   * Headers that anybody may read: name → text.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };
  /**
   * The header `Authorization`: `Bearer`, and a Secret's content.
   *
   * @default - none
   */
  readonly bearerToken?: SecretKey;
}

const FLAG = { what: 'true or false', holds: (value: unknown) => typeof value === 'boolean' };

export function checkConnected(where: string, options: FluentBitConnectedOutputOptions): void {
  checkOutput(where, options, {
    sharedKey: of(SecretKey),
    bearerToken: of(SecretKey),
    token: of(SecretKey),
    requireAckResponse: FLAG,
    gzip: FLAG,
    labels: FIELDS,
    labelKeys: TEXTS,
    headers: FIELDS,
    uri: TEXT,
    logsUri: TEXT,
    index: TEXT,
    sourcetype: TEXT,
    tenantId: TEXT,
    format: TEXT,
  });
  checkConnection(where, options);
  const { format, headers = {}, labels = {}, labelKeys, bearerToken, user } = options as FluentBitHttpOptions & FluentBitLokiOptions;
  requireUnsetOrOneOf(where, 'format', format, FluentBitHttpFormat);
  requireTexts(where, 'headers', headers);
  requireTexts(where, 'labels', labels);
  if (labelKeys !== undefined) {
    requireSettingTexts(where, 'labelKeys', labelKeys);
  }
  const bad = Object.entries(headers).find(([name, value]) => !/^[-\w]+$/.test(name) || /[\r\n]/.test(value));
  if (bad !== undefined) {
    fail('InvalidHeader', where, `headers have ${show(bad[0])}: ${show(bad[1])}; write a header's name and a text of one line`);
  }
  const label = Object.entries(labels).find(([name, value]) => !/^[A-Za-z_]\w*$/.test(name) || /[,\r\n]/.test(value) || value === '');
  if (label !== undefined) {
    fail('InvalidSetting', where, `labels have ${show(label[0])}: ${show(label[1])}; write a name of letters, digits and underscores, and a text without commas`);
  }
  const secret = Object.keys(headers).find((name) => /authorization|token|api-?key|secret/i.test(name));
  if (secret !== undefined) {
    fail('SecretAsText', where, `header ${secret} carries a secret, and its value is a text; write bearerToken: SecretKey.of("my-secret", "token"), or config with "\${NAME}" of the environment`);
  }
  if (bearerToken !== undefined && user !== undefined) {
    fail('CredentialsTwice', where, `user is ${show(user)}, and there is a bearerToken; a request has one Authorization: write one of them`);
  }
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/forward */
export function forwardOutput(options: FluentBitForwardOptions, context: SectionContext): SectionParts {
  const { host, port, sharedKey, user, password, requireAckResponse = true, tls } = options;
  const secured = tlsParts(tls, context);
  const key = fromSecret(sharedKey, context.id, 'shared_key');
  const secret = fromSecret(password, context.id, 'password');
  return outputParts(options, {
    host, port, ...secured.settings, shared_key: key.value, username: user, password: secret.value, require_ack_response: requireAckResponse,
  }, { env: [...key.env, ...secret.env], mounts: secured.mounts });
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/loki */
export function loki(options: FluentBitLokiOptions, context: SectionContext): SectionParts {
  const { host, port, uri, labels = { job: 'fluent-bit' }, labelKeys, tenantId, user, password, bearerToken, tls } = options;
  const secured = tlsParts(tls, context);
  const secret = fromSecret(password, context.id, 'password');
  const token = fromSecret(bearerToken, context.id, 'token');
  return outputParts(options, {
    host,
    port,
    uri,
    ...secured.settings,
    labels: Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(', '),
    label_keys: labelKeys?.join(','),
    tenant_id: tenantId,
    http_user: user,
    http_passwd: secret.value,
    bearer_token: token.value,
  }, { env: [...secret.env, ...token.env], mounts: secured.mounts });
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/http */
export function http(options: FluentBitHttpOptions, context: SectionContext): SectionParts {
  const { host, port, uri, format = FluentBitHttpFormat.JSON, headers = {}, bearerToken, user, password, gzip, tls } = options;
  const secured = tlsParts(tls, context);
  const secret = fromSecret(password, context.id, 'password');
  const token = fromSecret(bearerToken, context.id, 'token');
  return outputParts(options, {
    host, port, uri, format, ...secured.settings, header: headerLines(headers, token.value), http_user: user, http_passwd: secret.value, compress: gzip === true ? 'gzip' : undefined,
  }, { env: [...secret.env, ...token.env], mounts: secured.mounts });
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/splunk */
export function splunk(options: FluentBitSplunkOptions, context: SectionContext): SectionParts {
  const { host, port, token, index, sourcetype, tls } = options;
  const secured = tlsParts(tls, context);
  const secret = fromSecret(token, context.id, 'token');
  return outputParts(options, {
    host, port, ...secured.settings, splunk_token: secret.value, event_index: index, event_sourcetype: sourcetype,
  }, { env: secret.env, mounts: secured.mounts });
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/outputs/opentelemetry */
export function openTelemetry(options: FluentBitOpenTelemetryOptions, context: SectionContext): SectionParts {
  const { host, port, logsUri, headers = {}, bearerToken, tls } = options;
  const secured = tlsParts(tls, context);
  const token = fromSecret(bearerToken, context.id, 'token');
  const settings = { host, port, logs_uri: logsUri, ...secured.settings, header: headerLines(headers, token.value) };
  return outputParts(options, settings, { env: token.env, mounts: secured.mounts });
}

function headerLines(headers: { [name: string]: string }, token: string | undefined): string[] | undefined {
  const lines = [...Object.entries(headers).map(([name, value]) => `${name} ${value}`), ...(token === undefined ? [] : [`Authorization Bearer ${token}`])];
  return lines.length === 0 ? undefined : lines;
}
