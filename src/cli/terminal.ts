/** How a text for people is written. */
export interface Look {
  readonly colours: boolean;
  /** Columns. */
  readonly width: number;
}

/** Where no terminal says how wide it is. */
const WIDTH = 100;
/** Narrower than this, nothing can be told side by side. */
const LEAST = 40;

/**
 * Colours only on a terminal that has them, and not when NO_COLOR is set to anything.
 *
 * @see https://no-color.org
 */
export function lookOf(stream: { readonly isTTY?: boolean; readonly columns?: number }, env: { readonly [name: string]: string | undefined }): Look {
  const terminal = stream.isTTY === true;
  return {
    colours: terminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    width: Math.max(LEAST, (terminal ? stream.columns : undefined) ?? WIDTH),
  };
}

export type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

/** On and off. */
const CODES: { readonly [colour in Colour]: readonly [number, number] } = {
  red: [31, 39], green: [32, 39], yellow: [33, 39], dim: [2, 22], bold: [1, 22],
};

export function paint(look: Look, colour: Colour | undefined, text: string): string {
  if (!look.colours || colour === undefined) {
    return text;
  }
  const [on, off] = CODES[colour];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
