/** A part of the Collector's configuration, raw. */
export interface Settings {
  [key: string]: unknown;
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What was written over what was made: maps key by key, `null` takes a key away, everything else, lists included, takes the place of what was there.
 */
export function merge(made: Settings, written: Settings): Settings {
  const merged: Settings = { ...made };
  for (const [key, value] of Object.entries(written)) {
    const before = merged[key];
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = isSettings(value) ? merge(isSettings(before) ? before : {}, value) : value;
    }
  }
  return merged;
}

/** A text that the Collector takes as it stands: a lone `$` would begin a variable. */
export function literal(text: string): string {
  return text.replace(/\$/g, '$$$$');
}
