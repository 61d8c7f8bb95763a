/** A part of a program's configuration, as its own words have it. */
export interface Settings {
  [key: string]: unknown;
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What was written over what was made: maps key by key, `null` takes a key away, everything else, lists included, takes the place of what was there.
 * `pathOf` is for programs that take `a.b` for `b` within `a`.
 */
export function merge(made: Settings, written: Settings, pathOf: (key: string) => string[] = (key) => [key]): Settings {
  const merged: Settings = { ...made };
  for (const [name, value] of Object.entries(written)) {
    const [key, ...rest] = pathOf(name);
    const inner = rest.length === 0 ? value : { [rest.join('.')]: value };
    const before = merged[key];
    if (inner === null) {
      delete merged[key];
    } else {
      merged[key] = isSettings(inner) ? merge(isSettings(before) ? before : {}, inner, pathOf) : inner;
    }
  }
  return merged;
}

/** Every text within, with where it stands, and its key when it stands in a map. */
export function forEachText(path: string, value: unknown, visit: (text: string, path: string, key?: string) => void, key?: string): void {
  if (typeof value === 'string') {
    visit(value, path, key);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => forEachText(`${path}[${i}]`, item, visit));
  } else if (isSettings(value)) {
    Object.entries(value).forEach(([name, item]) => forEachText(`${path}.${name}`, item, visit, name));
  }
}
