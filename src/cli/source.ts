import { closeSync, openSync, readSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { InputError } from './input-error';

/** Something to read, named as messages name it. */
export interface Source {
  readonly name: string;
  chunks(): AsyncIterable<Buffer>;
}

const MANIFEST = /\.(ya?ml|json)$/;
/** Large enough that the file system is asked seldom, small enough to be nothing beside what is kept. */
const CHUNK = 1_048_576;

/** A file, or the standard input for `-`. */
export function sourceOf(name: string): Source {
  if (name === '-') {
    return { name: 'stdin', chunks: () => process.stdin };
  }
  if (statOf(name).isDirectory()) {
    throw new InputError(name, { code: 'UnreadableFile', message: 'is a directory; write the file' });
  }
  return { name, chunks: () => chunksOf(name) };
}

/** Without a stream: there is nothing else to do meanwhile, and streams take longer to load than most files to read. */
async function* chunksOf(name: string): AsyncIterable<Buffer> {
  const file = openSync(name, 'r');
  try {
    let chunk = Buffer.allocUnsafe(CHUNK);
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      if (length < CHUNK / 2) {
        // A pipe gives little at a time: the large piece is kept for the next.
        yield Buffer.from(chunk.subarray(0, length));
      } else {
        yield chunk.subarray(0, length);
        chunk = Buffer.allocUnsafe(CHUNK);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Files as they are, and those of directories and all directories in them that look like manifests, in order of the alphabet. */
export function manifestSources(names: readonly string[]): Source[] {
  return names.flatMap((name) => (name !== '-' && statOf(name).isDirectory() ? filesBelow(name) : [name])).map(sourceOf);
}

/** Links to files are followed, as ConfigMaps are mounted so; links to directories are not, for they may go round in circles. */
function filesBelow(directory: string): string[] {
  const entries = attempt(directory, () => readdirSync(directory, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      return filesBelow(path);
    }
    return MANIFEST.test(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && statOf(path).isFile())) ? [path] : [];
  });
}

function statOf(name: string): ReturnType<typeof statSync> & object {
  return attempt(name, () => statSync(name));
}

function attempt<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** What the system said, without its call's name and the path a second time. */
export function unreadable(name: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'there is no such file or directory' : code === 'EACCES' ? 'it may not be read' : message;
  return new InputError(name, { code: 'UnreadableFile', message: `${why}; write a file that can be read, or - for the standard input` });
}
