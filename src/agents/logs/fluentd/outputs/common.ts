import type { Duration, Size } from 'cdk8s';
import { fail, show } from '../../../../errors';
import { given } from '../../../../pod/given';
import { DURATION, SIZE, requireSeconds } from '../../../../pod/nested-kinds';
import { ClientTls } from '../../../../values/client-tls';
import type { EnvVar } from '../../../../values/env-var';
import { FIELDS, Kinds, TEXT, of, requireKinds } from '../../../../values/kinds';
import { requirePort, requireWholeNumber } from '../../../../values/kube-names';
import { requireFields, requireUnsetOrOneOf } from '../../../../values/require';
import { SecretKey } from '../../../../values/secret-key';
import { requireHost } from '../../fluent/host';
import { Settings, over, rawSettings } from '../directive';
import { bytes, requirePattern, requireSettingText, seconds } from '../text';
import { Interpolated, env } from '../value';

/** Beside the configuration's directory: nothing can be mounted within that. */
export const TLS_DIRECTORY = '/etc/fluent-tls';

/** What is done when the buffer is full. */
export enum FluentdOverflowAction {
  /** Sources read no further: files keep what comes meanwhile. */
  BLOCK = 'block',
  /** The oldest goes. */
  DROP_OLDEST_CHUNK = 'drop_oldest_chunk',
  /** What is new goes, with an error in Fluentd's own log. */
  THROW_EXCEPTION = 'throw_exception',
}

/** Where an output keeps what it has not sent. */
export interface FluentdBufferOptions {
  /**
   * How much it keeps.
   *
   * @default - 1 GiB on the node, or 64 MiB in memory where there is no state directory: Fluentd's own 64 GB fill the disk of every node
   */
  readonly totalLimitSize?: Size;
  /**
   * How much is sent at once.
   *
   * @default Size.mebibytes(8) - Fluentd's own 256 MB for files is more than most destinations take
   */
  readonly chunkLimitSize?: Size;
  /**
   * From one sending to the next, in whole seconds.
   *
   * @default Duration.seconds(5)
   */
  readonly flushInterval?: Duration;
  /**
   * Threads that send.
   *
   * @default - unset: 1
   */
  readonly flushThreadCount?: number;
  /**
   * What is done when it is full.
   *
   * @default BLOCK - nothing is lost for as long as files are there
   */
  readonly overflowAction?: FluentdOverflowAction;
  /**
   * How often it tries again to send; then it is lost.
   *
   * @default - without end, at most 30 s apart
   */
  readonly retryMaxTimes?: number;
}

/** What every output takes. */
export interface FluentdOutputOptions {
  /**
   * Which records, by their tags. Outputs of the same pattern all get them; else the first that matches has them.
   *
   * @default ** - all of them
   */
  readonly match?: string;
  /**
   * More settings in Fluentd's own words, over those made here; sections are joined.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** What every output takes that opens a connection to one host. */
export interface FluentdConnectedOutputOptions extends FluentdOutputOptions {
  /** Name or address alone, for example `elasticsearch.logging`. */
  readonly host: string;
  /**
   * The port.
   *
   * @default - unset: the output's own
   */
  readonly port?: number;
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
   * Whom it trusts, and how it shows who it is.
   *
   * @default - TLS, trusting the authorities of the image
   */
  readonly tls?: ClientTls;
  /**
   * Where it keeps what it has not sent.
   *
   * @default - on the node
   */
  readonly buffer?: FluentdBufferOptions;
}

const COMMON: Kinds = { match: TEXT, config: FIELDS, buffer: FIELDS, tls: of(ClientTls), user: TEXT, password: of(SecretKey) };
const BUFFER: Kinds = { totalLimitSize: SIZE, chunkLimitSize: SIZE, flushInterval: DURATION, overflowAction: TEXT };

/** Of every output. @throws WrongType, InvalidTag, InvalidSetting, InvalidNumber, UnknownValue, PasswordWithoutUser, ChunkAboveBuffer, SecretAsText */
export function checkOutput(where: string, options: FluentdOutputOptions & { readonly buffer?: FluentdBufferOptions }, kinds: Kinds = {}): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { ...COMMON, ...kinds });
  requirePattern(where, 'match', options.match ?? '**');
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'string') {
      requireSettingText(where, name, value);
    }
  }
  const { user, password } = options as { user?: string; password?: SecretKey };
  if ((user === undefined) !== (password === undefined)) {
    fail('PasswordWithoutUser', where, `${user === undefined ? 'password is given, and user is not' : `user is ${show(user)}, and password is not given`}; write both, or neither`);
  }
  checkBuffer(where, options.buffer ?? {});
  rawSettings(where, 'config', options.config ?? {});
}

function checkBuffer(where: string, buffer: FluentdBufferOptions): void {
  requireKinds(where, Object.fromEntries(Object.entries(buffer).map(([name, value]) => [`buffer.${name}`, value as unknown])),
    Object.fromEntries(Object.entries(BUFFER).map(([name, kind]) => [`buffer.${name}`, kind])));
  requireSeconds(where, 'buffer.flushInterval', buffer.flushInterval);
  requireUnsetOrOneOf(where, 'buffer.overflowAction', buffer.overflowAction, FluentdOverflowAction);
  for (const what of ['flushThreadCount', 'retryMaxTimes'] as const) {
    const number = buffer[what];
    if (number !== undefined) {
      requireWholeNumber(where, `buffer.${what}`, number, what === 'retryMaxTimes' ? 0 : 1);
    }
  }
  const total = bytes(buffer.totalLimitSize);
  const chunk = bytes(buffer.chunkLimitSize) ?? 8 * 1024 * 1024;
  if (total !== undefined && chunk > total) {
    fail('ChunkAboveBuffer', where, `a chunk has ${chunk} bytes, and buffer.totalLimitSize is ${total}; write a larger totalLimitSize, or a smaller chunkLimitSize`);
  }
}

/** Host and port. */
export function checkConnection(where: string, { host, port }: { readonly host?: string; readonly port?: number }): void {
  requireHost(where, 'host', host);
  if (port !== undefined) {
    requirePort(where, 'port', port);
  }
}

/** The section `buffer`: on the node where there is a directory. */
export function bufferSection(options: FluentdBufferOptions = {}, directory: string | undefined, id: string): Settings {
  const { totalLimitSize, chunkLimitSize, flushInterval, flushThreadCount, overflowAction = FluentdOverflowAction.BLOCK, retryMaxTimes } = options;
  return given({
    '@type': directory === undefined ? 'memory' : 'file',
    'path': directory === undefined ? undefined : `${directory}/buffer/${id}`,
    'total_limit_size': bytes(totalLimitSize) ?? (directory === undefined ? '64m' : '1g'),
    'chunk_limit_size': bytes(chunkLimitSize) ?? '8m',
    'flush_interval': seconds(flushInterval) ?? '5s',
    'flush_thread_count': flushThreadCount,
    'overflow_action': overflowAction,
    ...(retryMaxTimes === undefined ? { retry_forever: true } : { retry_max_times: retryMaxTimes }),
    'retry_max_interval': '30s',
  });
}

/** Settings of an output, and what was written over them. */
export function outputSettings(type: string, id: string, own: Settings, config: Settings | undefined): Settings {
  return over({ '@type': type, '@id': id, ...given(own) }, config);
}

/** A Secret's content in the environment, and the value that means it. */
export function fromSecret(
  key: SecretKey | undefined, id: string, what: string,
): { readonly value: Interpolated | undefined; readonly env: readonly EnvVar[] } {
  const name = `FLUENTD_${id.replace(/^out_/, '')}_${what}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return key === undefined ? { value: undefined, env: [] } : { value: env(name), env: [key.toEnv(name)] };
}
