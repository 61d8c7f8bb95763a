import { readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';

/*
 * Writes the programs of docs/languages.md from the apps that the proof builds and runs; with --check, fails when they are not what is there.
 */

const root = resolve(__dirname, '..');
const apps = join(root, 'proof/languages/apps');
const LANGUAGES: { readonly [ending: string]: string } = { ts: 'typescript', py: 'python', java: 'java', go: 'go', txt: 'text', xml: 'xml', mod: 'text' };

/** A file as it is shown. */
function shown(file: string): string {
  return readFileSync(join(apps, file), 'utf8').trimEnd();
}

const page = join(root, 'docs/languages.md');
const before = readFileSync(page, 'utf8');
const after = before.replace(/(<!-- from proof: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start: string, file: string, end: string) => (
  `${start}\n\`\`\`${LANGUAGES[file.split('.').pop()!]}\n${shown(file)}\n\`\`\`\n\n${end}`
));
if (!process.argv.includes('--check')) {
  writeFileSync(page, after);
} else if (before !== after) {
  console.error('docs/languages.md is not what proof/languages has: run npm run docs:generate');
  process.exitCode = 1;
}
