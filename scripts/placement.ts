import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join, relative, resolve } from 'path';
import { REASONS } from '../src/placement/reasons';

/*
 * Writes the parts of docs/placement.md that come from code, between their marks; with --check, fails when they are not what the code gives.
 * Each of items 1 to 29 has a test that names it, or stands here with where it is proven or why it is a limit.
 */

const ROOT = resolve(__dirname, '..');
const PAGE = join(ROOT, 'docs/placement.md');
const LAST = 29;

/** Items that no test names by their number. */
const ELSEWHERE: { readonly [item: number]: string } = {
  8: 'proof, claim 4: nodes whose taints and labels change',
  17: 'a limit, see above',
  19: 'a limit, see above',
  20: 'proof, claim 6: rollouts are watched pod by pod; a limit of the engine',
  22: 'the plugins that are modelled have items of their own; the others are limits, see above',
  23: 'proof, claim 3: cordoned nodes have their pods',
};

/** Item → the tests whose names begin with it. */
function named(): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const folder of ['test', 'proof/tests']) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !file.endsWith('.ts') || file.includes('node_modules')) {
        continue;
      }
      for (const [, numbers, rule] of readFileSync(file, 'utf8').matchAll(/['"`]items? (\d+(?:(?:, | and )\d+)*): ((?:\\.|[^'"`\\])*)/g)) {
        for (const item of numbers.split(/, | and /).map(Number)) {
          found.set(item, [...found.get(item) ?? [], `${rule.replace(/\\/g, '').replace(/\|/g, '\\|')} ([${entry.name}](../${relative(ROOT, file)}))`]);
        }
      }
    }
  }
  return found;
}

function items(): string[] {
  const tests = named();
  const rows = Array.from({ length: LAST }, (_, i) => i + 1).map((item) => {
    const proofs = [...tests.get(item) ?? [], ...(ELSEWHERE[item] === undefined ? [] : [ELSEWHERE[item]])];
    if (proofs.length === 0) {
      console.error(`item ${item} of docs/placement.md is named by no test; name it in one, or say in scripts/placement.ts where it is proven`);
      process.exitCode = 1;
    }
    return `| ${item} | ${proofs.join('<br>')} |`;
  });
  return ['| item | proven by |', '|---|---|', ...rows];
}

function reasons(): string[] {
  return ['| code | meaning |', '|---|---|', ...Object.entries(REASONS).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)];
}

const PARTS: { readonly [part: string]: () => string[] } = { reasons, items };

const before = readFileSync(PAGE, 'utf8');
const after = before.replace(/(<!-- from code: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start: string, part: string, end: string) => (
  `${start}\n${PARTS[part]().join('\n')}\n\n${end}`));
if (!process.argv.includes('--check')) {
  writeFileSync(PAGE, after);
} else if (before !== after) {
  console.error('docs/placement.md is not what the sources give: run npm run docs:generate');
  process.exitCode = 1;
}
