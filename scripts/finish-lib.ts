import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { basename, join, relative, resolve } from 'path';

/*
 * Finishes what jsii compiled, so that loading the package costs next to nothing: `tsx scripts/finish-lib.ts`.
 *
 * lib/index.js gets each name's file when the name is first used, as most apps use a few agents of many; every class is still there once. Source maps, which the
 * compiler of jsii writes into the files, become files of their own, which Node.js does not read unless asked. Run again, it changes nothing.
 */

const LIB = resolve(__dirname, '../lib');
const INDEX = join(LIB, 'index.js');
const MARK = '// Lazy';
const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

const scripts = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const path = join(folder, entry.name);
  return entry.isDirectory() ? scripts(path) : path.endsWith('.js') ? [path] : [];
});

/** Name → the file that defines it; files that only pass it on do not assign it. */
function definitions(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of scripts(LIB)) {
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/exports\.(\w+) = (?!void 0|exports\.)(?=\w)/g)) {
      const before = found.get(name);
      if (before !== undefined && before !== file) {
        ambiguous.set(name, [before, file]);
      }
      found.set(name, file);
    }
  }
  return found;
}

const ambiguous = new Map<string, string[]>();

function lazyIndex(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what the compiler made
  const names = Object.keys(require(INDEX) as object).sort();
  const files = definitions();
  const lines = names.map((name) => {
    const file = files.get(name);
    if (file === undefined || ambiguous.has(name)) {
      throw new Error(`${name} is exported by lib/index.js and defined by ${ambiguous.get(name)?.join(' and ') ?? 'no file'} of lib; export it from one`);
    }
    return `lazy('${name}', () => require('./${relative(LIB, file).replace(/\.js$/, '')}'));`;
  });
  return [
    '"use strict";',
    `${MARK}: a name's file is loaded when the name is first used.`,
    'Object.defineProperty(exports, "__esModule", { value: true });',
    'function lazy(name, load) {',
    '  Object.defineProperty(exports, name, {',
    '    enumerable: true,',
    '    configurable: true,',
    '    get() {',
    '      const value = load()[name];',
    '      Object.defineProperty(exports, name, { enumerable: true, configurable: true, writable: true, value });',
    '      return value;',
    '    },',
    '  });',
    '}',
    ...lines,
    '// Never runs: so that an ESM import knows the names.',
    `0 && (module.exports = { ${names.join(', ')} });`,
    '',
  ].join('\n');
}

if (!existsSync(INDEX)) {
  console.error('lib/index.js is missing: compile first, with npm run compile');
  process.exit(1);
}
if (!readFileSync(INDEX, 'utf8').includes(MARK)) {
  writeFileSync(INDEX, lazyIndex());
  rmSync(`${INDEX}.map`, { force: true });
}
for (const file of scripts(LIB)) {
  const text = readFileSync(file, 'utf8');
  const map = INLINE_MAP.exec(text);
  if (map !== null) {
    // Places without the texts: stack traces and debuggers show lines of the sources, and the JavaScript beside reads as they do.
    const { sourcesContent, ...places } = JSON.parse(Buffer.from(map[1], 'base64').toString('utf8')) as { sourcesContent?: string[] };
    void sourcesContent;
    writeFileSync(`${file}.map`, JSON.stringify(places));
    writeFileSync(file, text.replace(INLINE_MAP, `//# sourceMappingURL=${basename(file)}.map\n`));
  }
}
