import { execFileSync } from 'child_process';
import { readFileSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { ROOT, artifact } from './build';
import { Language } from './tools';

/** Bytes as people read them: decimal units, as registries show them. */
export function bytes(size: number): string {
  return size >= 1_000_000 ? `${(size / 1_000_000).toFixed(2)} MB` : `${(size / 1000).toFixed(0)} KB`;
}

/** Bytes of a file, or of all files below a folder. */
export function sizeOf(path: string): number {
  const stat = statSync(path);
  return stat.isFile() ? stat.size : readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** One line on what a language's users download. */
export function sizeLine(language: Language): string {
  const size = bytes(sizeOf(artifact(language)));
  switch (language) {
    case 'js': return `npm     ${size} packed, ${bytes(npmFiles().reduce((sum, file) => sum + file.size, 0))} unpacked`;
    case 'python': return `PyPI    ${size} wheel`;
    case 'java': return `Maven   ${size} jar`;
    case 'go': return `Go      ${size} of sources`;
  }
}

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

/** What npm would pack, by npm's own word. */
export function npmFiles(): PackedFile[] {
  const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const answer = JSON.parse(printed) as { files: PackedFile[] }[] | { [name: string]: { files: PackedFile[] } };
  return Object.values(answer)[0].files;
}

/** The part of the package that a file belongs to. Source maps stand inside the files of JavaScript, and are counted of their own. */
export function parts(files: readonly PackedFile[]): { readonly [part: string]: number } {
  const sums: { [part: string]: number } = { JavaScript: 0, maps: 0, types: 0, assembly: 0, bundled: 0, rest: 0 };
  for (const { path, size } of files) {
    if (path.startsWith('bin/')) {
      sums.bundled += size;
    } else if (path.startsWith('.jsii')) {
      sums.assembly += size;
    } else if (path.endsWith('.d.ts')) {
      sums.types += size;
    } else if (path.endsWith('.map')) {
      sums.maps += size;
    } else if (path.endsWith('.js')) {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const inline = /\n\/\/# sourceMappingURL=data:\S*/.exec(text)?.[0].length ?? 0;
      sums.maps += inline;
      sums.JavaScript += size - inline;
    } else {
      sums.rest += size;
    }
  }
  return sums;
}
