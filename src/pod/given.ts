/** Leaves out what is undefined: nothing is emitted that nobody asked for. */
export function given<T extends object>(fields: T): T {
  const kept: { [field: string]: unknown } = {};
  for (const field of Object.keys(fields)) {
    const value = (fields as { readonly [field: string]: unknown })[field];
    if (value !== undefined) {
      kept[field] = value;
    }
  }
  return kept as T;
}

/** The same; nothing when nothing is left. */
export function some<T extends object>(fields: T): T | undefined {
  const kept = given(fields);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** A copy; nothing when it is empty, as the API server stores it. */
export function list<T>(items: readonly T[] | undefined): T[] | undefined {
  return items === undefined || items.length === 0 ? undefined : [...items];
}
