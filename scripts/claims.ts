import { readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { CLAIMS } from '../proof/claims';
import type { Suite } from '../proof/harness/runner';
import { SUITES } from '../proof/tests';

/*
 * Writes the README's table of claims from the suites that `npm run proof` runs; with --check, fails when it is not what they give.
 * A claim without a suite, and a suite that is not run, are errors either way.
 */

const BEGIN = '<!-- claims: made by npm run docs:generate from the suites of proof/tests -->';
const END = '<!-- claims end -->';

const root = resolve(__dirname, '..');
const tests = join(root, 'proof/tests');

function isSuite(value: unknown): value is Suite {
  return typeof (value as Partial<Suite> | null)?.claim === 'number' && typeof (value as Partial<Suite>).tests === 'function';
}

/** File → the suites that it exports; of the files that the list of all suites imports, for others may be programs. */
function suitesByFile(): Map<string, Suite[]> {
  const files = [...readFileSync(join(tests, 'index.ts'), 'utf8').matchAll(/from '\.\/([\w-]+)'/g)].map((match) => `${match[1]}.ts`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return new Map(files.map((file) => [file, Object.values(require(join(tests, file)) as object).filter(isSuite)]));
}

/** Problems, and the table. */
export function claimsTable(suites: readonly Suite[], byFile: ReadonlyMap<string, readonly Suite[]>): { problems: string[]; table: string } {
  const fileOf = (suite: Suite) => [...byFile].find(([, exported]) => exported.includes(suite))?.[0];
  const problems = [
    ...suites.filter((suite) => CLAIMS[suite.claim] === undefined).map((suite) => `suite ${suite.title} is of claim ${suite.claim}, which proof/claims.ts does not have`),
    ...Object.keys(CLAIMS).filter((claim) => !suites.some((suite) => suite.claim === Number(claim))).map((claim) => `claim ${claim} has no suite`),
    ...suites.filter((suite) => fileOf(suite) === undefined).map((suite) => `suite ${suite.title} is exported by no file of proof/tests`),
  ];
  const rows = Object.keys(CLAIMS).map(Number).sort((a, b) => (a === 0 ? 1 : b === 0 ? -1 : a - b)).flatMap((claim) => {
    const own = suites.filter((suite) => suite.claim === claim);
    const links = own.map((suite) => `[${fileOf(suite)}](proof/tests/${fileOf(suite)})`).join(', ');
    const lines = [...new Set(own.flatMap((suite) => suite.lines))].join(', ');
    return own.length === 0 ? [] : [`| ${claim} | ${CLAIMS[claim]} | ${lines} | ${links} |`];
  });
  return { problems, table: ['| claim | what holds | on Kubernetes | test |', '|---|---|---|---|', ...rows].join('\n') };
}

/** The README with the table between its markers. */
export function withTable(readme: string, table: string): string {
  const [before, after] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (before === -1 || after < before) {
    throw new Error(`README.md has no place for the claims: ${BEGIN} and ${END} must stand in it, in this order`);
  }
  return `${readme.slice(0, before + BEGIN.length)}\n\n${table}\n\n${readme.slice(after)}`;
}

function main(): void {
  const file = join(root, 'README.md');
  const readme = readFileSync(file, 'utf8');
  const { problems, table } = claimsTable(SUITES, suitesByFile());
  problems.forEach((problem) => console.error(problem));
  const written = withTable(readme, table);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, written);
  } else if (written !== readme) {
    problems.push('README.md');
    console.error('the claims of README.md are not what the suites give: run npm run docs:generate');
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (require.main === module) {
  main();
}
