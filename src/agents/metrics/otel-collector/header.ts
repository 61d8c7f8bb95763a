import { literal } from './literal';
import { fail, show } from '../../../errors';
import { EnvVar } from '../../../values/env-var';
import { requireText, requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';
import { isSecretName } from '../../secret-names';

/** A header of an exporter's requests. */
export class OtelHeader {
  /**
   * With a text that anybody may read, such as a tenant's name.
   *
   * @throws InvalidHeader, SecretAsText for headers that carry keys and tokens
   */
  public static of(name: string, value: string): OtelHeader {
    requireText('OtelHeader.of', 'value', value);
    if (isSecretName(String(name))) {
      fail('SecretAsText', 'OtelHeader.of', `${show(name)} carries a secret, and its value is a text; write OtelHeader.ofSecret(${show(name)}, SecretKey.of("my-secret", "key"))`);
    }
    return new OtelHeader('OtelHeader.of', name, value, undefined);
  }

  /**
   * With the content of a Secret's key.
   *
   * @param name for example `api-key`
   * @param key the Secret's key
   * @param prefix goes before it, for example `Bearer `
   * @throws InvalidHeader, WrongType
   */
  public static ofSecret(name: string, key: SecretKey, prefix: string = ''): OtelHeader {
    requireValue('OtelHeader.ofSecret', 'key', key, SecretKey);
    requireText('OtelHeader.ofSecret', 'prefix', prefix);
    return new OtelHeader('OtelHeader.ofSecret', name, prefix, key);
  }

  private constructor(
    where: string,
    /** The header's name. */
    public readonly name: string,
    private readonly text: string,
    private readonly key: SecretKey | undefined,
  ) {
    if (typeof name !== 'string' || !/^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/.test(name)) {
      fail('InvalidHeader', where, `name is ${show(name)}; write a header's name, such as "x-scope-orgid"`);
    }
  }

  /** The variable that it needs, which is the exporter's own. @internal */
  public _env(exporter: string): EnvVar[] {
    return this.key === undefined ? [] : [this.key.toEnv(this.variable(exporter))];
  }

  /** @internal */
  public _value(exporter: string): string {
    const text = literal(this.text);
    return this.key === undefined ? text : `${text}\${env:${this.variable(exporter)}}`;
  }

  private variable(exporter: string): string {
    return `${exporter}_${this.name}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  }
}

valueClass(OtelHeader, 'OtelHeader', 'OtelHeader.ofSecret("api-key", SecretKey.of("my-secret", "key"))');
