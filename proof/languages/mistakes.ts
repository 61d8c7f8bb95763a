/** What the program of mistakes of a language says of one of them. */
export interface Answer {
  readonly mistake: string;
  /** A part that the message must have. */
  readonly says: string;
  readonly message?: string;
  /** What came of it where no message did. */
  readonly manifest?: string;
}

/** Reads what a program of mistakes printed: lines of JSON, or of four columns. */
export function answersOf(printed: string): Answer[] {
  return printed.split('\n').flatMap((line): Answer[] => {
    if (line.startsWith('{"mistake"')) {
      return [JSON.parse(line) as Answer];
    }
    const [mistake, says, kind, ...text] = line.split('\t');
    // Maven resets the colours of the terminal before the first line.
    // eslint-disable-next-line no-control-regex
    return kind === 'message' || kind === 'manifest' ? [{ mistake: mistake.replace(/\u001b\[\d*m/g, ''), says, [kind]: text.join('\t') }] : [];
  });
}

/** What is wrong with an answer; undefined when a message says what the mistake was. */
export function wrongWith({ says, message, manifest }: Answer): string | undefined {
  if (message === undefined) {
    return `no message, but a manifest:\n${manifest}`;
  }
  return message.includes(says) ? undefined : `the message does not say ${JSON.stringify(says)}: ${message}`;
}
