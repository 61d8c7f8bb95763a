/** A text in which `#{ENV['NAME']}` is the environment's; all else of it stands as it is. */
export class Interpolated {
  constructor(public readonly text: string) {}
}

/** A list or a map as one value: JSON. */
export class Json {
  constructor(public readonly value: unknown) {}
}

const REFERENCE = /#\{ENV\['[A-Za-z_]\w*'\]\}/;

/** Whether a text means the environment. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

/** The environment's variable, as a value of Fluentd. */
export function env(name: string): Interpolated {
  return new Interpolated(`#{ENV['${name}']}`);
}

/** A value as Fluentd reads it. Nothing of it is ever run as Ruby but what the environment gives. */
export function renderValue(value: unknown): string {
  if (value instanceof Interpolated || typeof value === 'string' && isReference(value)) {
    return quotedForRuby(value instanceof Interpolated ? value.text : value);
  }
  if (value instanceof Json || Array.isArray(value)) {
    return renderJson(value instanceof Json ? value.value : value);
  }
  const text = String(value);
  if (text.includes('\n')) {
    return quotedForRuby(text);
  }
  // In single quotes nothing has a meaning but the quote and the backslash.
  return typeof value !== 'string' || /^[-\w./:*,%@]+$/.test(text) ? text : `'${text.replace(/['\\]/g, '\\$&')}'`;
}

/** JSON that stands in the file itself would be read without the environment: as a text it is. */
function renderJson(value: unknown): string {
  const text = JSON.stringify(value);
  return isReference(text) ? quotedForRuby(text) : `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function quotedForRuby(text: string): string {
  const parts = text.split(/(#\{ENV\['[A-Za-z_]\w*'\]\})/);
  return `"${parts.map((part, i) => (i % 2 === 1 ? part : part.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/#(?=[{$@])/g, '\\#'))).join('')}"`;
}
