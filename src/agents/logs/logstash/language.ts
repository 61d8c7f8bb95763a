import { fail, show, classOf } from '../../../errors';

/** A part that writes itself: a codec within the settings of a plugin. */
export interface WritesItself {
  _write(indent: string): string;
}

const STEP = '  ';

/** `name { … }` in Logstash's own language, its settings in the order in which they are given. */
export function writePlugin(where: string, name: string, settings: { readonly [name: string]: unknown }, indent: string = ''): string {
  const inner = `${indent}${STEP}`;
  const lines = Object.entries(settings).filter(([, value]) => value !== undefined).map(([setting, value]) => {
    if (!/^[A-Za-z0-9_-]+$/.test(setting)) {
      fail('InvalidSetting', where, `${name} has the setting ${show(setting)}; write its name with letters, digits, "_" and "-" only`);
    }
    return `${inner}${setting} => ${writeValue(where, `${name}.${setting}`, value, inner)}\n`;
  });
  return lines.length === 0 ? `${name} {}` : `${name} {\n${lines.join('')}${indent}}`;
}

function writeValue(where: string, path: string, value: unknown, indent: string): string {
  if (typeof value === 'string') {
    return quoted(where, path, value);
  }
  if (typeof value === 'boolean' || typeof value === 'number' && Number.isFinite(value) && !/e/.test(String(value))) {
    return String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item, i) => writeValue(where, `${path}[${i}]`, item, indent)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null && typeof (value as Partial<WritesItself>)._write === 'function') {
    return (value as WritesItself)._write(indent);
  }
  if (typeof value === 'object' && value !== null && classOf(value) === undefined) {
    const inner = `${indent}${STEP}`;
    const lines = Object.entries(value).map(([key, item]) => `${inner}${quoted(where, path, key)} => ${writeValue(where, `${path}.${key}`, item, inner)}\n`);
    return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
  }
  return fail('InvalidSetting', where, `${path} is ${show(value)}; write a string, a number, true or false, a list, { … } or a LogstashCodec`);
}

/** The language knows no escapes: a text stands in the quotes that it does not have in it, and cannot end with a backslash, which would hide them. */
function quoted(where: string, path: string, text: string): string {
  const mark = text.includes('"') ? '\'' : '"';
  if (text.includes(mark) || text.endsWith('\\')) {
    fail('UnquotableText', where, `${path} is ${show(text)}, which Logstash's language cannot say: it has both kinds of quotes in it, or ends with a backslash; bring it by the environment, as "\${NAME}"`);
  }
  return `${mark}${text}${mark}`;
}
