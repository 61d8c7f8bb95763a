import { fail } from '../../../errors';
import { forEachText } from '../../settings';

/** `customerid` is how the agent's own configuration calls the access key. */
const SECRET = /^(customerid|.*(password|secret|token|access_?key|api_?key))$/i;

/** A text under a key that is a password's, a token's or a key's. */
export function requireNoSecrets(where: string, path: string, value: unknown): void {
  forEachText(path, value, (text, at, key) => {
    if (key !== undefined && text !== '' && SECRET.test(key)) {
      fail('SecretAsText', where, `${at} is a text that everybody who reads the manifests can read; give the access key as accessKey, and mount other Secrets as files`);
    }
  });
}
