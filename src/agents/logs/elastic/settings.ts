import { fail, show } from '../../../errors';
import { copied } from '../../../pod/copied';

/** A part of a configuration, raw. */
export interface Settings {
  [key: string]: unknown;
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses what is no map, and passwords in it; copied, so that nobody changes it later. @throws WrongType, SecretAsText */
export function rawSettings(where: string, what: string, value: unknown): Settings {
  if (!isSettings(value)) {
    fail('WrongType', where, `${what} is ${show(value)}; write { … }, or {} for none`);
  }
  requireNoSecrets(where, what, value);
  return copied(value);
}

/**
 * What was written over what was made: maps key by key, `null` takes a key away, everything else, lists included, takes the place of what was there.
 * Elastic's programs take `a.b` for `b` within `a`, and so does this.
 */
export function merge(made: Settings, written: Settings): Settings {
  const merged: Settings = { ...made };
  for (const [name, value] of Object.entries(written)) {
    const [key, ...rest] = name.split('.');
    const inner = rest.length === 0 ? value : { [rest.join('.')]: value };
    const before = merged[key];
    if (inner === null) {
      delete merged[key];
    } else {
      merged[key] = isSettings(inner) ? merge(isSettings(before) ? before : {}, inner) : inner;
    }
  }
  return merged;
}

/** What stands there, however it is dotted. */
export function valueAt(settings: unknown, path: string): unknown {
  if (!isSettings(settings)) {
    return undefined;
  }
  if (settings[path] !== undefined) {
    return settings[path];
  }
  const parts = path.split('.');
  for (let i = 1; i < parts.length; i++) {
    const found = valueAt(settings[parts.slice(0, i).join('.')], parts.slice(i).join('.'));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const SECRET = /(^|[_.-])(password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|secret[_-]?access[_-]?key|authorization|credentials?|cloud[_.]auth)$/i;

/** A text under a key that is a password's, a token's or a key's. What the environment gives is none. */
export function requireNoSecrets(where: string, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => requireNoSecrets(where, `${path}[${i}]`, item));
  } else if (isSettings(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && item !== '' && (SECRET.test(key) || SECRET.test(`${path}.${key}`)) && !item.includes('${')) {
        fail('SecretAsText', where, `${path}.${key} is a text that everybody can read who reads the manifests; put it into a Secret, give env: [SecretKey.of("my-secret", "key").toEnv("NAME")] and write "\${NAME}"`);
      }
      requireNoSecrets(where, `${path}.${key}`, item);
    }
  } else if (typeof value === 'string') {
    requireNoUser(where, path, value);
  }
}

/** A URL with a user and a password in it. */
export function requireNoUser(where: string, what: string, url: string): void {
  if (/^\w+:\/\/[^/\s]*:[^/\s$]+@/.test(url)) {
    fail('SecretAsText', where, `${what} has a user and a password before the "@"; give them as user and password: SecretKey.of("my-secret", "password")`);
  }
}
