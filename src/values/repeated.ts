/** The first that stands a second time. */
export function firstRepeated<T>(items: readonly T[]): T | undefined {
  return items.find((item, i) => items.indexOf(item) !== i);
}

/** The texts of what stands more than once, each once. */
export function repeated<T>(items: readonly T[] | undefined, textOf: (item: T) => string): string[] {
  if (items === undefined || items.length < 2) {
    return [];
  }
  const texts = items.map(textOf);
  return new Set(texts).size === texts.length ? [] : [...new Set(texts.filter((text, i) => texts.indexOf(text) !== i))];
}
