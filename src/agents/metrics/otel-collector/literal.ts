/** A text that the Collector takes as it stands: a lone `$` would begin a variable. */
export function literal(text: string): string {
  return text.replace(/\$/g, '$$$$');
}
