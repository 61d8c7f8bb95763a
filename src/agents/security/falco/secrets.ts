import { fail } from '../../../errors';

/** What secrets look like that stand in a text: a user's password, or a webhook whose address lets anybody post. */
export function requireNoSecret(where: string, what: string, text: string, instead: string): void {
  if (/\/\/[^/\s]*:[^/\s]*@|hooks\.slack\.com\/services\/|discord(app)?\.com\/api\/webhooks\/|(authorization|api-?key):\s*(bearer\s+|basic\s+)?[^\s$'"]/i.test(text)) {
    fail('SecretAsText', where, `${what} has a secret in it, which everybody could read who reads the manifests; ${instead}`);
  }
}
