import type { ISecret } from 'cdk8s-plus-28';
import { EnvVar } from './env-var';
import { requireDataKey, requireDnsSubdomain } from './kube-names';
import { valueClass } from './require';
import { requireResource } from './resource';

/**
 * One key of a Secret: the only way in which this library takes a password, a token or a private key. It never sees the text itself, so none is in the output.
 */
export class SecretKey {
  /**
   * A key of a Secret that exists in the agent's namespace.
   *
   * @param secretName the Secret's name
   * @param key for example `api-key`
   * @throws InvalidName, InvalidKey
   */
  public static of(secretName: string, key: string): SecretKey {
    requireDnsSubdomain('SecretKey.of', 'secretName', secretName);
    requireDataKey('SecretKey.of', 'key', key);
    return new SecretKey(key, () => secretName);
  }

  /**
   * A key of a Secret of cdk8s-plus.
   *
   * @throws InvalidKey
   */
  public static from(secret: ISecret, key: string): SecretKey {
    requireResource('SecretKey.from', 'Secret', secret);
    requireDataKey('SecretKey.from', 'key', key);
    return new SecretKey(key, () => secret.name);
  }

  private constructor(
    /** The key. */
    public readonly key: string,
    private readonly nameOf: () => string,
  ) {}

  /** The Secret's name. */
  public get secretName(): string {
    return this.nameOf();
  }

  /** A variable of a container's environment with the key's content. */
  public toEnv(name: string): EnvVar {
    return EnvVar.fromSecretNamed(name, this.secretName, this.key);
  }
}

valueClass(SecretKey, 'SecretKey', 'SecretKey.of("my-secret", "api-key")');
