import { fail } from '../../../errors';
import { isSecretName } from '../../secret-names';
import { forEachText } from '../../settings';

/** How the agent's own configuration calls the access key. */
const ACCESS_KEY = 'customerid';

/** A text under a key that is a password's, a token's or a key's. */
export function requireNoSecrets(where: string, path: string, value: unknown): void {
  forEachText(path, value, (text, at, key) => {
    if (key !== undefined && text !== '' && (key.toLowerCase() === ACCESS_KEY || isSecretName(key))) {
      fail('SecretAsText', where, `${at} is a text that everybody who reads the manifests can read; give the access key as accessKey, and mount other Secrets as files`);
    }
  });
}
