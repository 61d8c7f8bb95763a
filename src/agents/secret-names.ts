/** Words that mean nothing but a secret, however they are joined to others: `dbPassword`, `clientsecret`. */
const ALWAYS = /(password|passwd|passphrase|secret|api[_-]?key|access[_-]?key)$/i;

/** Words that end other words, too, and mean a secret where they stand by themselves: `bearer_token`, `auth.pass`, `cloud.auth`. */
const ALONE = new RegExp(`(^|[_.-])(${[
  'pass', 'token', 'bearer', 'psk', 'authorization', 'credentials?', 'cloud[_.-]auth', 'aws_sec_key', 'key_passwd',
  '(account|app|auth|license|private|shared|write)[_-]?key',
].join('|')})$`, 'i');

/** Where capital letters begin words: `BearerToken`. */
const CAPITAL = /([a-z0-9])([A-Z])/g;

/** Whether a setting by that name is a password, a token or a key, in whichever program's way of writing. */
export function isSecretName(name: string): boolean {
  return ALWAYS.test(name) || ALONE.test(name.replace(CAPITAL, '$1_$2'));
}
