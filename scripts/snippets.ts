import { spawnSync } from 'child_process';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { readAssembly } from './packages/assembly';

/*
 * Compiles every program of README.md and docs/ with jsii-rosetta, strictly: `tsx scripts/snippets.ts`. What it cannot translate into the other languages fails, too, for documentation
 * sites show these programs in each of them. Programs for jest are left out: that entry point is for TypeScript alone.
 */

const root = resolve(__dirname, '..');
const folder = join(root, '.tmp/snippets');

const docs = ['docs', 'docs/agents', 'docs/how-to'].flatMap((path) => readdirSync(join(root, path)).filter((file) => file.endsWith('.md')).sort().map((file) => `${path}/${file}`));
const lines: string[] = [];
const origins: { readonly file: string; readonly from: number }[] = [];
for (const file of ['README.md', ...docs]) {
  const text = readFileSync(join(root, file), 'utf8').replace(/^```typescript\n(?=[^`]*'cdk8s-node-agents\/jest')/gm, '```typescript-of-jest\n');
  origins.push({ file, from: lines.length });
  lines.push(...text.split('\n'));
}

/** A place in all pages together, as one in its own. */
function placed(line: number): string {
  const { file, from } = [...origins].reverse().find((origin) => origin.from < line)!;
  return `${file}:${line - from}`;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
// A package as ours is, but for its README, in which all pages are.
const assembly = readAssembly() as object;
writeFileSync(join(folder, '.jsii'), JSON.stringify({ ...assembly, readme: { markdown: lines.join('\n') } }));
copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
symlinkSync(join(root, 'lib'), join(folder, 'lib'));
const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/jsii-rosetta'), ['extract', '--strict', folder], { encoding: 'utf8' });
const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('!!')).join('\n')
  .replace(/cdk8s-node-agents-README-L(\d+)\.ts:(\d+)/g, (_, start: string, line: string) => placed(Number(start) + Number(line) - 1));
if (said !== '') {
  console.error(said);
}
const programs = lines.filter((line) => line === '```typescript').length;
console.log(status === 0 ? `${programs} programs compile` : 'not all programs of the docs compile');
process.exitCode = status ?? 1;
