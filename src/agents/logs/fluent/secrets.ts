import { fail } from '../../../errors';
import { isSecretName } from '../../secret-names';

/** A text under such a name, unless `isReference` says that it only means a Secret's content. @throws SecretAsText */
export function requireNoSecret(where: string, path: string, key: string, value: unknown, isReference: (text: string) => boolean, reference: string): void {
  if (typeof value === 'string' && value !== '' && isSecretName(key) && !isReference(value)) {
    fail('SecretAsText', where, `${path} is a text that everybody who reads the manifests can read; put it into a Secret, give env: [SecretKey.of("my-secret", "key").toEnv("NAME")] and write ${reference}`);
  }
}

/** `user:password@` in an address. @throws SecretAsText */
export function requireNoUserInfo(where: string, what: string, value: string): void {
  if (/\/\/[^/]*@/.test(value)) {
    fail('SecretAsText', where, `${what} has a user and password before the "@"; write user and password: SecretKey.of("my-secret", "password")`);
  }
}
