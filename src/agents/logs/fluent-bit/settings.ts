import { fail, show } from '../../../errors';
import { requireFields } from '../../../values/require';
import { requireNoSecret } from '../fluent/secrets';

/** Settings of a section, raw. A list is a setting that is written once for each of its items; maps are there in the form of YAML only. */
export interface Settings {
  readonly [key: string]: unknown;
}

/** What the program makes of its environment. */
const REFERENCE = /\$\{[A-Za-z_][A-Za-z0-9_]*\}/;

/** Settings that were written by hand. @throws WrongType, InvalidSetting, SecretAsText */
export function rawSettings(where: string, what: string, settings: unknown): Settings {
  requireFields(where, what, settings);
  for (const [key, value] of Object.entries(settings)) {
    if (!/^[A-Za-z0-9_][-A-Za-z0-9_./]*$/.test(key)) {
      fail('InvalidSetting', where, `${what} has the name ${show(key)}; write a setting of Fluent Bit's, such as "mem_buf_limit"`);
    }
    requireSetting(where, `${what}.${key}`, value);
    requireNoSecrets(where, `${what}.${key}`, key, value);
  }
  return { ...settings } as Settings;
}

/** A name, a number, or a list or map of them; an empty text would be a line that the program refuses. */
function requireSetting(where: string, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => requireSetting(where, `${path}[${i}]`, item));
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(([key, item]) => requireSetting(where, `${path}.${key}`, item));
  } else if (typeof value === 'string' ? value.trim() === '' : typeof value === 'number' ? !Number.isFinite(value) : typeof value !== 'boolean') {
    fail('InvalidSetting', where, `${path} is ${show(value)}; write a text, a number, true or false, a list, or leave it out`);
  }
}

function requireNoSecrets(where: string, path: string, key: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(([inner, item]) => requireNoSecrets(where, `${path}.${inner}`, inner, item));
    return;
  }
  requireNoSecret(where, path, key, value, (text) => REFERENCE.test(text), '"${NAME}"');
}

/** A text that becomes a setting. @throws InvalidSetting */
export function requireSettingText(where: string, what: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value.trim() === '' || /[\r\n]/.test(value)) {
    fail('InvalidSetting', where, `${what} is ${show(value)}; write a text of one line`);
  }
}

/** Some texts. @throws WrongType, InvalidSetting */
export function requireSettingTexts(where: string, what: string, values: unknown): asserts values is readonly string[] {
  if (!Array.isArray(values) || values.length === 0) {
    fail('InvalidSetting', where, `${what} are ${show(values)}; write at least one text`);
  }
  values.forEach((value) => requireSettingText(where, what, value));
}

/** In the program's unit, bytes; its `M` is a million. */
export function bytes(size: { toKibibytes(): number } | undefined): number | undefined {
  return size === undefined ? undefined : size.toKibibytes() * 1024;
}

/** What was written over what was made; Fluent Bit does not tell capitals from small letters in names. */
export function over(made: Settings, written: Settings = {}): Settings {
  const names = new Set(Object.keys(written).map((name) => name.toLowerCase()));
  return { ...Object.fromEntries(Object.entries(made).filter(([name]) => !names.has(name.toLowerCase()))), ...written };
}
