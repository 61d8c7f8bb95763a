import { Yaml } from 'cdk8s';
import { fail, show } from '../../../errors';
import { firstRepeated } from '../../../values/repeated';
import { requireText, valueClass } from '../../../values/require';
import { isSecretName } from '../../secret-names';
import { Settings, forEachText, isSettings } from '../../settings';

/**
 * A check of the Agent: what it looks at beyond node and containers.
 *
 * @see https://docs.datadoghq.com/extend/custom_checks/write_agent_check/
 */
export class DatadogCheck {
  /**
   * The configuration of a check that the Agent has: `conf.d/NAME.yaml`.
   *
   * Secrets do not belong there: mount the Secret and name its file as `ENC[file@/PATH]`, with `DD_SECRET_BACKEND_COMMAND` in `sharedEnv`, or take them from the
   * environment as `%%env_NAME%%` where `ad_identifiers` are given.
   *
   * @param name the check's, for example `redisdb`
   * @param config `instances`, `init_config`, `ad_identifiers`, `logs` and the rest
   * @throws InvalidCheck, CheckWithoutInstances, SecretAsText
   */
  public static config(name: string, config: { [key: string]: any }): DatadogCheck {
    requireName('DatadogCheck.config', name);
    return new DatadogCheck(name, requireConfig('DatadogCheck.config', name, config), undefined);
  }

  /**
   * A check of one's own: `checks.d/NAME.py`, with its configuration.
   *
   * @param name the check's, a name of a Python module
   * @param source a Python module with a class that extends `AgentCheck`
   * @param config `instances`, `init_config` and the rest
   * @throws InvalidCheck, CheckWithoutInstances, SecretAsText
   */
  public static python(name: string, source: string, config: { [key: string]: any }): DatadogCheck {
    const where = 'DatadogCheck.python';
    requireName(where, name);
    requireText(where, 'source', source);
    if (!source.includes('AgentCheck')) {
      fail('InvalidCheck', where, `source of ${name} is ${show(source)}; write a Python module with a class that extends AgentCheck`);
    }
    return new DatadogCheck(name, requireConfig(where, name, config), source);
  }

  private constructor(
    /** The check's name. */
    public readonly name: string,
    private readonly settings: Settings,
    /** @internal */
    public readonly _source: string | undefined,
  ) {}

  /** `conf.d/NAME.yaml`. @internal */
  public get _yaml(): string {
    return Yaml.stringify({ init_config: {}, ...this.settings });
  }
}

valueClass(DatadogCheck, 'DatadogCheck', 'DatadogCheck.config("redisdb", { instances: [{ host: "redis", port: 6379 }] })');

/** File name → content. */
export interface CheckFiles {
  /** For `/conf.d`. */
  readonly configs: { [file: string]: string };
  /** For `/checks.d`. */
  readonly sources: { [file: string]: string };
}

/** Files of checks by what they are, as the Agent's images take them. */
export function checkFiles(where: string, checks: readonly DatadogCheck[]): CheckFiles {
  const names = checks.map(({ name }) => name);
  const twice = firstRepeated(names);
  if (twice !== undefined) {
    fail('CheckTwice', where, `checks have ${twice} twice, and the second file would take the place of the first; write all instances in one`);
  }
  return {
    configs: Object.fromEntries(checks.map(({ name, _yaml }) => [`${name}.yaml`, _yaml])),
    sources: Object.fromEntries(checks.flatMap(({ name, _source }) => (_source === undefined ? [] : [[`${name}.py`, _source]]))),
  };
}

function requireName(where: string, name: string): void {
  if (typeof name !== 'string' || !/^[a-z_][a-z0-9_]*$/.test(name)) {
    fail('InvalidCheck', where, `name is ${show(name)}; write the check's name in lower-case letters, digits and "_", without ".yaml", such as "redisdb"`);
  }
}

function requireConfig(where: string, name: string, config: unknown): Settings {
  if (!isSettings(config)) {
    fail('InvalidCheck', where, `config of ${name} is ${show(config)}; write { instances: [{ … }] }`);
  }
  const { instances, logs } = config;
  const isList = (value: unknown) => Array.isArray(value) && value.length > 0;
  if (!isList(instances) && !isList(logs)) {
    fail('CheckWithoutInstances', where, `config of ${name} has instances ${show(instances)}, and the Agent runs a check once for each; write at least one, [{}] where there is nothing to say`);
  }
  requireNoSecrets(where, name, config);
  return config;
}

/** The Agent's handles of secrets, and variables of its environment. */
const REFERENCE = /^ENC\[[^\]]+\]$|%%env_\w+%%/;

/** A text under a key that is a password's, a token's or a key's. */
export function requireNoSecrets(where: string, path: string, value: unknown): void {
  forEachText(path, value, (text, at, key) => {
    if (key !== undefined && text !== '' && isSecretName(key) && !REFERENCE.test(text)) {
      fail('SecretAsText', where, `${at} is a text that everybody who reads the manifests can read; put it into a Secret and write "ENC[file@/PATH]" for the Agent's secret backend, or "%%env_NAME%%"`);
    }
  });
}
