import { Problem, formatProblem } from '../errors';
import { BadValue } from '../placement/input/field';

/** What was given cannot be used: told with where it stands, and the program ends with 2. */
export class InputError extends Error {
  constructor(where: string, problem: Problem) {
    super(formatProblem(where, problem));
  }
}

/** Where in a file: `nodes.json, document 1, items[3].metadata.name`. */
export function placeWords(file: string, document: number, path = ''): string {
  return `${file}, document ${document}${path === '' ? '' : `, ${path}`}`;
}

/** Reads one object, and says where it stands when it is not what it should be. */
export function reading<T>(file: string, document: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadValue) {
      throw new InputError(placeWords(file, document, error.path), error.problem);
    }
    throw error;
  }
}
