import { parseArgs } from 'node:util';

import { controlPlanePrograms } from './harness/programs';
import { duration } from './harness/progress';
import { nameOf, runSuite, Tally } from './harness/runner';
import { runStep, STEPS } from './oracle/steps';
import { SUITES } from './tests';

const USAGE = `usage: npm run proof -- [--only TEXT]... [--list]

Proves the claims of the README on real Kubernetes control planes, built once from Go modules and kept in the user's cache.
  --only TEXT   run only tests whose name contains TEXT (any of them, in any case); for example --only "claim 6"
  --list        print the names of all tests and end
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true, default: [] }, list: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const wanted = (values.only ?? []).map((text) => text.toLowerCase());
  const selected = (name: string) => wanted.length === 0 || wanted.some((text) => name.toLowerCase().includes(text));
  const runs = SUITES.flatMap((suite) => suite.lines.map((line) => ({ suite, line })));
  const steps = STEPS.filter(({ name }) => selected(name));
  const tests = runs.flatMap(({ suite, line }) => suite.tests(line).map((test) => nameOf(suite, line, test))).filter(selected);
  const names = [...tests, ...steps.map(({ name }) => name)];
  if (values.list === true) {
    process.stdout.write(`${names.join('\n')}\n`);
    return 0;
  }
  if (names.length === 0) {
    process.stderr.write(`no test's name contains ${wanted.join(' or ')}; --list prints the names\n`);
    return 2;
  }

  const start = Date.now();
  const hasSelected = ({ suite, line }: (typeof runs)[number]) => suite.tests(line).some((test) => selected(nameOf(suite, line, test)));
  const lines = new Set(runs.filter(hasSelected).map(({ line }) => line));
  for (const line of lines) {
    await controlPlanePrograms(line);
  }
  const built = Date.now();
  const tally: Tally = { passed: 0, failed: 0, peakMiB: 0 };
  for (const { suite, line } of runs) {
    await runSuite(suite, line, selected, tally);
  }
  for (const step of steps) {
    await runStep(step, tally);
  }
  process.stdout.write(`\nprograms ${duration(built - start)}, tests ${duration(Date.now() - built)}, peak memory of a control plane ${tally.peakMiB} MiB\n`);
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  return tally.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
