import { fail, show } from '../../../errors';
import { copied } from '../../../pod/copied';
import { isSecretName } from '../../secret-names';
import { Settings, forEachText, isSettings, merge as mergeSettings } from '../../settings';

export { Settings, isSettings };

/** Refuses what is no map, and passwords in it; copied, so that nobody changes it later. @throws WrongType, SecretAsText */
export function rawSettings(where: string, what: string, value: unknown): Settings {
  if (!isSettings(value)) {
    fail('WrongType', where, `${what} is ${show(value)}; write { … }, or {} for none`);
  }
  requireNoSecrets(where, what, value);
  return copied(value);
}

/** What was written over what was made. Elastic's programs take `a.b` for `b` within `a`, and so does this. */
export function merge(made: Settings, written: Settings): Settings {
  return mergeSettings(made, written, (key) => key.split('.'));
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

/** A text under a key that is a password's, a token's or a key's. What the environment gives is none. */
export function requireNoSecrets(where: string, path: string, value: unknown): void {
  forEachText(path, value, (text, at, key) => {
    if (key !== undefined && text !== '' && (isSecretName(key) || isSecretName(at)) && !text.includes('${')) {
      fail('SecretAsText', where, `${at} is a text that everybody can read who reads the manifests; put it into a Secret, give env: [SecretKey.of("my-secret", "key").toEnv("NAME")] and write "\${NAME}"`);
    }
    requireNoUser(where, at, text);
  });
}

/** A URL with a user and a password in it. */
export function requireNoUser(where: string, what: string, url: string): void {
  if (/^\w+:\/\/[^/\s]*:[^/\s$]+@/.test(url)) {
    fail('SecretAsText', where, `${what} has a user and a password before the "@"; give them as user and password: SecretKey.of("my-secret", "password")`);
  }
}
