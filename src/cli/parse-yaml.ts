import type { Tags } from 'yaml';
import { InputError, placeWords } from './input-error';

/** Needed for YAML only, and most of the time that the program takes to start. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const yaml = (): typeof import('yaml') => require('yaml') as typeof import('yaml');

/** Where a text stands, for messages. */
export interface TextPlace {
  readonly file: string;
  readonly document: number;
  readonly path: string;
  readonly line?: number;
}

/**
 * One document as kubectl reads it: YAML 1.1, so that `hostNetwork: yes` is true; of a key that is written twice, the last holds; dates and times are text.
 *
 * @throws InputError
 */
export function parseYaml(text: string, { file, document, path, line }: TextPlace): unknown {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const parsed = parseDocument(text, {
    version: '1.1', uniqueKeys: false, prettyErrors: false, lineCounter: lines, logLevel: 'error', customTags: withoutTimes,
  });
  const [error] = parsed.errors;
  if (error !== undefined) {
    const at = lines.linePos(error.pos[0]);
    const position = line === undefined ? '' : ` at line ${at.line + line - 1}, column ${at.col}`;
    fail(`is no YAML${position}: ${error.message}`);
  }
  try {
    return parsed.toJS();
  } catch (problem) {
    return fail(`is no YAML: ${(problem as Error).message}`);
  }

  function fail(message: string): never {
    throw new InputError(placeWords(file, document, path), { code: 'NotParsed', message: `${message}; mend the document, or leave the file out` });
  }
}

function withoutTimes(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag !== 'object' || (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'));
}
