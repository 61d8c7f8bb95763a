import type { Size } from 'cdk8s';
import { fail, show } from '../../../../errors';
import { given } from '../../../../pod/given';
import { SIZE } from '../../../../pod/nested-kinds';
import { ClientTls } from '../../../../values/client-tls';
import type { EnvVar } from '../../../../values/env-var';
import { FIELDS, Kinds, TEXT, of, requireKinds } from '../../../../values/kinds';
import { requirePort, requireWholeNumber } from '../../../../values/kube-names';
import { requireFields } from '../../../../values/require';
import { SecretKey } from '../../../../values/secret-key';
import { requireHost } from '../../fluent/host';
import { TLS_DIRECTORY } from '../directories';
import type { SectionContext, SectionParts } from '../parts';
import { Settings, bytes, over, rawSettings, requireSettingText } from '../settings';
import { requireTag } from '../tag';

/** What every output takes. */
export interface FluentBitOutputOptions {
  /**
   * Which records, by their tags.
   *
   * @default * - all of them
   */
  readonly match?: string;
  /**
   * Tells it from others of its plugin, in metrics and logs.
   *
   * @default - none
   */
  readonly alias?: string;
  /**
   * How often it tries again to send what was not taken; then it is lost.
   *
   * @default - without end: Fluent Bit's own is once, which loses logs whenever the destination is away for some seconds
   */
  readonly retryLimit?: number;
  /**
   * Threads that send.
   *
   * @default - unset: the output's own
   */
  readonly workers?: number;
  /**
   * How much of the node's disk is taken by what it has not sent; only with buffers on the node.
   *
   * @default - the limit of `FluentBitStorage.filesystem(…)`
   */
  readonly bufferLimit?: Size;
  /**
   * More settings in Fluent Bit's own words, which take the place of those made here.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** What every output takes that opens a connection to one host. */
export interface FluentBitConnectedOutputOptions extends FluentBitOutputOptions {
  /** Name or address alone, for example `elasticsearch.logging`. */
  readonly host: string;
  /**
   * The port.
   *
   * @default - unset: the output's own
   */
  readonly port?: number;
  /**
   * Whom it trusts, and how it shows who it is.
   *
   * @default - TLS, trusting the authorities of the image
   */
  readonly tls?: ClientTls;
}

const COMMON: Kinds = { match: TEXT, alias: TEXT, bufferLimit: SIZE, config: FIELDS, tls: of(ClientTls), user: TEXT, password: of(SecretKey) };

/** Of every output. @throws WrongType, InvalidTag, InvalidNumber, InvalidHost, InvalidPort, InvalidSetting, SecretAsText, PasswordWithoutUser */
export function checkOutput(where: string, options: FluentBitOutputOptions, kinds: Kinds = {}): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { ...COMMON, ...kinds });
  if (options.match !== undefined) {
    requireTag(where, 'match', options.match);
  }
  if (options.retryLimit !== undefined) {
    requireWholeNumber(where, 'retryLimit', options.retryLimit, 0);
  }
  if (options.workers !== undefined) {
    requireWholeNumber(where, 'workers', options.workers, 0);
  }
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'string') {
      requireSettingText(where, name, value);
    }
  }
  const { user, password } = options as { user?: string; password?: SecretKey };
  if ((user === undefined) !== (password === undefined)) {
    fail('PasswordWithoutUser', where, `${user === undefined ? 'password is given, and user is not' : `user is ${show(user)}, and password is not given`}; write both, or neither`);
  }
  rawSettings(where, 'config', options.config ?? {});
}

/** Host and port. */
export function checkConnection(where: string, { host, port }: { readonly host?: string; readonly port?: number }): void {
  requireHost(where, 'host', host);
  if (port !== undefined) {
    requirePort(where, 'port', port);
  }
}

/** Settings of every output around its own. */
export function outputParts(options: FluentBitOutputOptions, own: Settings, more: Omit<SectionParts, 'settings'> = {}): SectionParts {
  const { match = '*', alias, retryLimit, workers, bufferLimit, config } = options;
  return {
    ...more,
    settings: over({
      ...given({ alias, match, ...own }),
      retry_limit: retryLimit === undefined ? 'no_limits' : retryLimit === 0 ? 'no_retries' : retryLimit,
      ...given({ 'workers': workers, 'storage.total_limit_size': bytes(bufferLimit) }),
    }, config),
  };
}

/** A Secret's content in the environment, and the setting that means it. */
export function fromSecret(key: SecretKey | undefined, id: string, what: string): { readonly value: string | undefined; readonly env: readonly EnvVar[] } {
  const name = `FLUENT_BIT_${id}_${what}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return key === undefined ? { value: undefined, env: [] } : { value: `\${${name}}`, env: [key.toEnv(name)] };
}

/** TLS as most outputs have it. */
export function tlsParts(tls: ClientTls | undefined, { id }: SectionContext): Required<Pick<SectionParts, 'settings' | 'mounts'>> {
  const { isOn, verifies } = tls ?? ClientTls.system();
  const { ca, certificate, key } = tls?._files(TLS_DIRECTORY, id) ?? {};
  return {
    settings: isOn ? given({ 'tls': true, 'tls.verify': verifies, 'tls.ca_file': ca, 'tls.crt_file': certificate, 'tls.key_file': key }) : { tls: false },
    mounts: tls?._mounts(TLS_DIRECTORY, id) ?? [],
  };
}
