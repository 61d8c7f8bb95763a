import { fail } from '../../../errors';

/** A part of a configuration, raw. */
export interface Settings {
  readonly [key: string]: unknown;
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was written over what was made: maps key by key, `null` takes a key away, everything else, lists included, takes the place of what was there. */
export function merged(made: Settings, written: Settings): Settings {
  const all: { [key: string]: unknown } = { ...made };
  for (const [key, value] of Object.entries(written)) {
    if (value === null) {
      delete all[key];
    } else {
      all[key] = isSettings(value) ? merged(isSettings(all[key]) ? all[key] : {}, value) : value;
    }
  }
  return all;
}

/** `customerid` is how the agent's own configuration calls the access key. */
const SECRET = /^(customerid|.*(password|secret|token|access_?key|api_?key))$/i;

/** A text under a key that is a password's, a token's or a key's. */
export function requireNoSecrets(where: string, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => requireNoSecrets(where, `${path}[${i}]`, item));
  } else if (isSettings(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && item !== '' && SECRET.test(key)) {
        fail('SecretAsText', where, `${path}.${key} is a text that everybody who reads the manifests can read; give the access key as accessKey, and mount other Secrets as files`);
      }
      requireNoSecrets(where, `${path}.${key}`, item);
    }
  }
}
