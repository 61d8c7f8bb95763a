import { readdirSync } from 'fs';
import { join } from 'path';

/** What each TypeScript file of a folder exports, in the order of their names: whatever is one of many joins them by a file of its own. */
export function modulesOf<T>(folder: string): T[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are is known only now
  return readdirSync(folder).filter((name) => name.endsWith('.ts')).sort().map((name) => require(join(folder, name)) as T);
}
