import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join, relative, resolve } from 'path';

/*
 * Writes docs/errors.md from the messages themselves, so that the list cannot go stale:
 * `tsx scripts/errors.ts` writes it, `tsx scripts/errors.ts --check` fails when it is not what the sources give.
 */

const root = resolve(__dirname, '..');
const target = join(root, 'docs/errors.md');

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Code → the words of each of its messages, what is filled in shown as `…`. */
const codes = new Map<string, { message: string; file: string }[]>();
// A template may have templates within what is filled in.
const TEMPLATE = '`((?:\\$\\{(?:[^{}`]|\\{[^{}]*\\}|`[^`]*`)*\\}|[^`\\\\]|\\\\.)*)`';
const TEXT = "'((?:[^'\\\\]|\\\\.)*)'";
// The code, where it stands (any argument), and the message.
const FAIL = new RegExp(`fail\\(\\s*'(\\w+)',\\s*(?:'[^']*'|\`[^\`]*\`|[\\w.$()]+),\\s*(?:${TEMPLATE}|${TEXT})`, 'g');
const PROBLEM = new RegExp(`code: '(\\w+)',\\s*message: (?:${TEMPLATE}|${TEXT})`, 'g');
for (const file of sources(join(root, 'src'))) {
  const text = readFileSync(file, 'utf8');
  for (const pattern of [FAIL, PROBLEM]) {
    for (const [, code, template, plain] of text.matchAll(pattern)) {
      const message = (template ?? plain).replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…').replace(/\\'/g, '\'');
      const list = codes.get(code) ?? [];
      if (!list.some((other) => other.message === message)) {
        list.push({ message, file: relative(root, file) });
      }
      codes.set(code, list);
    }
  }
}

const text = [
  '# Messages',
  '',
  'Every message has the form `[Code] where: what was got; what to write instead`. `where` is the construct\'s path, or the factory that was called;',
  'of the program `node-agents`, the file with the document\'s number and the path within it.',
  'Mistakes that can be seen where they are made are thrown there; mistakes between fields are found by `app.synth()`, all together.',
  '',
  'Made from the sources by `npm run docs:generate`; `…` stands for what is filled in.',
  '',
  '| code | message | source |',
  '|---|---|---|',
  ...[...codes.keys()].sort().flatMap((code) => codes.get(code)!.map(({ message, file }) => `| \`${code}\` | ${message.replace(/\|/g, '\\|')} | \`${file}\` |`)),
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('docs/errors.md is not what the sources give: run npm run docs:generate');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
