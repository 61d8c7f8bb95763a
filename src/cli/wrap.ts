/** Breaks a text into lines of at most so many columns; a word that is longer is broken, too. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

/** At most so many columns, with a sign that something is missing. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Names as long as they fit, and how many there are besides. */
export function fitNames(names: readonly string[], width: number): string {
  for (let shown = Math.min(names.length, Math.ceil(width / 2)); shown > 0; shown--) {
    const text = names.slice(0, shown).join(', ') + (shown < names.length ? ` and ${names.length - shown} more` : '');
    if (text.length <= width) {
      return text;
    }
  }
  return shorten(names.length === 1 ? names[0] : `${names.length} nodes`, width);
}
