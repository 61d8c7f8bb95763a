import { requireNoSecret } from './secrets';
import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { ClientTls } from '../../../values/client-tls';
import { EnvVar } from '../../../values/env-var';
import { BOOLEAN, FIELDS, of, requireKinds } from '../../../values/kinds';
import { requireText, requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { VolumeMount } from '../../../values/volume-mount';

const CERTIFICATES = '/etc/falco/certs';
const URL_VARIABLE = 'FALCO_HTTP_URL';

/** How Falco writes to a file or a program. */
export interface FalcoStreamOptions {
  /**
   * It is opened once, and not for each event.
   *
   * @default - unset: Falco's false
   */
  readonly keepAlive?: boolean;
}

/** How Falco sends events by HTTP. */
export interface FalcoHttpOptions extends FalcoStreamOptions {
  /**
   * Whom it trusts, and how it shows who it is; for `https` only.
   *
   * @default - trusting the authorities of the image
   */
  readonly tls?: ClientTls;
  /**
   * What is sent is compressed.
   *
   * @default - unset: Falco's false
   */
  readonly compress?: boolean;
}

/**
 * Where Falco's alerts go. Each kind once: Falco has one of each.
 *
 * @see https://falco.org/docs/concepts/outputs/channels/
 */
export class FalcoOutput {
  /** To its own log, where log agents find them. */
  public static stdout(): FalcoOutput {
    return new FalcoOutput('stdout_output', {});
  }

  /** To the syslog of its container, for images with one. */
  public static syslog(): FalcoOutput {
    return new FalcoOutput('syslog_output', {});
  }

  /**
   * To a file in the container, on a volume of `mounts` or `hostPaths` if it is to stay.
   *
   * @param path absolute
   * @throws InvalidPath, WrongType
   */
  public static file(path: string, options: FalcoStreamOptions = {}): FalcoOutput {
    if (typeof path !== 'string' || !path.startsWith('/') || path.endsWith('/')) {
      fail('InvalidPath', 'FalcoOutput.file', `path is ${show(path)}; write the absolute path of a file, such as "/var/log/falco/events.json"`);
    }
    return new FalcoOutput('file_output', { filename: path, keep_alive: streamed('FalcoOutput.file', options) });
  }

  /**
   * To the input of a program that the image has, run by a shell. Secrets come in variables of the environment: `env: [SecretKey.of('slack', 'url').toEnv('SLACK_URL')]`.
   *
   * @param command for example `jq -c . | nc collector 5170`
   * @throws NotText, NoProgram, SecretAsText, WrongType
   */
  public static program(command: string, options: FalcoStreamOptions = {}): FalcoOutput {
    requireText('FalcoOutput.program', 'command', command);
    if (command.trim() === '') {
      fail('NoProgram', 'FalcoOutput.program', `command is ${show(command)}; write what a shell is to run`);
    }
    requireNoSecret('FalcoOutput.program', 'command', command, 'bring the secret by env and SecretKey.toEnv, and name the variable in the command');
    return new FalcoOutput('program_output', { program: command, keep_alive: streamed('FalcoOutput.program', options) });
  }

  /**
   * By HTTP POST.
   *
   * @param url `http://…` or `https://…`, without secrets
   * @throws InvalidUrl, SecretAsText, TlsWithoutHttps, WrongType
   */
  public static http(url: string, options: FalcoHttpOptions = {}): FalcoOutput {
    const where = 'FalcoOutput.http';
    requireUrl(where, url);
    return new FalcoOutput('http_output', httpSettings(where, url, options), { tls: options.tls });
  }

  /**
   * By HTTP POST to an address that is a secret itself, as webhooks are.
   *
   * @param url the Secret's key with the address
   * @throws WrongType
   */
  public static httpToSecret(url: SecretKey, options: FalcoHttpOptions = {}): FalcoOutput {
    const where = 'FalcoOutput.httpToSecret';
    requireValue(where, 'url', url, SecretKey);
    return new FalcoOutput('http_output', httpSettings(where, `\${${URL_VARIABLE}}`, options), { tls: options.tls, env: [url.toEnv(URL_VARIABLE)] });
  }

  /**
   * To Falcosidekick, which hands alerts on to chats, queues and stores. Alerts are JSON then.
   *
   * @param url for example `http://falcosidekick.falco:2801`
   * @throws InvalidUrl, SecretAsText, TlsWithoutHttps, WrongType
   */
  public static falcosidekick(url: string, options: FalcoHttpOptions = {}): FalcoOutput {
    const where = 'FalcoOutput.falcosidekick';
    requireUrl(where, url);
    return new FalcoOutput('http_output', httpSettings(where, url, options), { tls: options.tls, needsJson: true });
  }

  /** @internal */
  public readonly _env: readonly EnvVar[];
  /** @internal */
  public readonly _mounts: readonly VolumeMount[];
  /** @internal */
  public readonly _needsJson: boolean;

  private constructor(
    /** Its part of Falco's configuration. */
    public readonly key: string,
    /** @internal */
    public readonly _settings: object,
    { tls, env = [], needsJson = false }: { tls?: ClientTls; env?: EnvVar[]; needsJson?: boolean } = {},
  ) {
    this._env = env;
    this._mounts = tls?._mounts(CERTIFICATES, 'http') ?? [];
    this._needsJson = needsJson;
  }
}

valueClass(FalcoOutput, 'FalcoOutput', 'FalcoOutput.stdout()');

function streamed(where: string, options: FalcoStreamOptions): boolean {
  requireKinds(where, { options: options ?? null, ...options }, { options: FIELDS, keepAlive: BOOLEAN });
  return options.keepAlive ?? false;
}

function requireUrl(where: string, url: string): void {
  if (typeof url !== 'string' || !/^https?:\/\/[^\s/]+(\/\S*)?$/.test(url)) {
    fail('InvalidUrl', where, `url is ${show(url)}; write an address with http:// or https://, such as "http://falcosidekick.falco:2801"`);
  }
  requireNoSecret(where, 'url', url, 'write FalcoOutput.httpToSecret(SecretKey.of("my-secret", "url"))');
}

function httpSettings(where: string, url: string, options: FalcoHttpOptions): object {
  const keepAlive = streamed(where, options);
  requireKinds(where, options, { tls: of(ClientTls), compress: BOOLEAN });
  const { tls, compress } = options;
  if (tls?.isOn === true && url.startsWith('http:')) {
    fail('TlsWithoutHttps', where, `tls is given, and url is ${show(url)}; write https://, or leave tls out`);
  }
  const { ca, certificate, key } = tls?._files(CERTIFICATES, 'http') ?? {};
  return given({
    url,
    ca_cert: ca,
    client_cert: certificate,
    client_key: key,
    compress_uploads: compress,
    insecure: tls?.verifies === false ? true : undefined,
    keep_alive: keepAlive,
    mtls: certificate === undefined ? undefined : true,
  });
}
