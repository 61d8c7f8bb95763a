import { Interpolated, Json, isReference, renderValue } from './value';
import { fail, show } from '../../../errors';
import { requireFields } from '../../../values/require';
import { requireNoSecret } from '../fluent/secrets';

/** Settings of a section. A map is a section within, a list of maps several of them; what follows a section's name stands after a space: `buffer tag,time`. */
export interface Settings {
  readonly [name: string]: unknown;
}

/** A section that stands by itself, such as `<match kubernetes.**>`. */
export interface Directive {
  readonly name: string;
  readonly argument?: string;
  readonly settings: Settings;
  /** After its settings. */
  readonly children?: readonly Directive[];
}

/** Settings that were written by hand. @throws WrongType, InvalidSetting, SecretAsText */
export function rawSettings(where: string, what: string, settings: unknown): Settings {
  requireFields(where, what, settings);
  for (const [key, value] of Object.entries(settings)) {
    const path = `${what}.${key}`;
    if (!/^@?[A-Za-z_][\w.-]*( [^\s<>#'"]+)?$/.test(key)) {
      fail('InvalidSetting', where, `${what} has the name ${show(key)}; write a setting of Fluentd's, such as "flush_interval", or a section's, such as "buffer tag,time"`);
    }
    if (isSection(value)) {
      rawSettings(where, path, value);
    } else if (Array.isArray(value) && value.length > 0 && value.every(isSection)) {
      value.forEach((item, i) => rawSettings(where, `${path}[${i}]`, item));
    } else if (!Array.isArray(value) && !['string', 'number', 'boolean'].includes(typeof value)) {
      fail('InvalidSetting', where, `${path} is ${show(value)}; write a text, a number, true or false, a list, a map for a section, or leave it out`);
    }
    requireNoSecret(where, path, key, value, isReference, '"#{ENV[\'NAME\']}"');
  }
  return { ...settings } as Settings;
}

function isSection(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Interpolated) && !(value instanceof Json);
}

/** Settings that were written over those that were made; sections within are joined. */
export function over(made: Settings, written: Settings = {}): Settings {
  const joined: { [name: string]: unknown } = { ...made };
  for (const [name, value] of Object.entries(written)) {
    const before = joined[name];
    joined[name] = isSection(value) && isSection(before) ? over(before, value) : value;
  }
  return joined;
}

/** The text, as Fluentd reads it. */
export function renderDirectives(directives: readonly Directive[]): string {
  return directives.map((directive) => `${lines(directive).join('\n')}\n`).join('\n');
}

function lines({ name, argument, settings, children = [] }: Directive): string[] {
  const inner = [...settingLines(settings), ...children.flatMap(lines)];
  return [`<${name}${argument === undefined ? '' : ` ${argument}`}>`, ...inner.map((line) => `  ${line}`), `</${name}>`];
}

/** Plain settings first: Fluentd's own files have them so. */
function settingLines(settings: Settings): string[] {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  const sections = (value: unknown) => (isSection(value) ? [value] : Array.isArray(value) && value.length > 0 && value.every(isSection) ? value : undefined);
  const plain = entries.filter(([, value]) => sections(value) === undefined).map(([name, value]) => `${name} ${renderValue(value)}`);
  const within = entries.flatMap(([key, value]) => {
    const [name, ...argument] = key.split(' ');
    return (sections(value) ?? []).flatMap((one) => lines({ name, argument: argument.length === 0 ? undefined : argument.join(' '), settings: one }));
  });
  return [...plain, ...within];
}
