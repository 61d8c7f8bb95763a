import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';

import * as fc from 'fast-check';

import { Question, questions } from './cases';
import { Oracle } from './client';
import { Answer, differences } from './compare';
import { duration, Progress } from '../harness/progress';
import { Random } from '../harness/random';

const USAGE = `usage: npm run proof:oracle -- [--pairs N]

Asks upstream's functions and the placement engine the same random questions, and compares their answers.
  --pairs N   how many pairs of a DaemonSet and a node, 100000 unless given
PROOF_SEED repeats a run whose seed was printed. A difference is made as small as can be, and kept in test/placement/corpus.
`;
const CORPUS = path.join(__dirname, '..', '..', 'test', 'placement', 'corpus');
const BATCH = 500;

/** How often the interesting happened: a run in which no pod fits proves nothing. */
interface Tally {
  pairs: number;
  valid: number;
  shouldRun: number;
  onlyStays: number;
  fits: number;
  preempts: number;
}

/** Compares until there are so many pairs. Gives what was seen, in words. @throws at a difference, after writing it to the corpus. */
export async function compareWithUpstream(pairs: number): Promise<string> {
  const { seed } = Random.fromEnvironment();
  const oracle = await Oracle.start();
  const tally: Tally = { pairs: 0, valid: 0, shouldRun: 0, onlyStays: 0, fits: 0, preempts: 0 };
  const progress = new Progress();
  const start = Date.now();
  try {
    for (let batch = 0; tally.pairs < pairs; batch++) {
      const asked = fc.sample(questions, { seed: seed + batch, numRuns: BATCH });
      const answers = await Promise.all(asked.map((question) => oracle.ask(question)));
      const different = asked.findIndex((question, i) => differences(question, answers[i]).length > 0);
      if (different !== -1) {
        throw await smallest(oracle, seed + batch);
      }
      answers.flat().forEach((answer) => count(tally, answer));
      progress.show(`${tally.pairs} of ${pairs} pairs agree, ${duration(Date.now() - start)}`);
    }
  } finally {
    oracle.stop();
  }
  const share = (part: number) => `${Math.round(part / tally.pairs * 100)} %`;
  return `${tally.pairs} pairs, 0 differences, seed ${seed}, ${duration(Date.now() - start)} `
    + `(the API server takes ${share(tally.valid)}; should run ${share(tally.shouldRun)}, only stays ${share(tally.onlyStays)}, `
    + `fits ${share(tally.fits)}, of these by preemption ${tally.preempts})`;
}

function count(tally: Tally, { valid, shouldRun, shouldContinueRunning, fits, evicted }: Answer): void {
  tally.pairs += 1;
  tally.valid += Number(valid);
  tally.shouldRun += Number(shouldRun);
  tally.onlyStays += Number(!shouldRun && shouldContinueRunning);
  tally.fits += Number(fits === true);
  tally.preempts += Number(evicted.length > 0);
}

/** Runs the batch again, now letting fast-check make the case smaller, and keeps what is left of it. */
async function smallest(oracle: Oracle, seed: number): Promise<Error> {
  const agrees = fc.asyncProperty(questions, async (question) => differences(question, await oracle.ask(question)).length === 0);
  const result = await fc.check(agrees, { seed, numRuns: BATCH, endOnFailure: false });
  const question: Question | undefined = result.counterexample?.[0];
  if (question === undefined) {
    return new Error(`a case of seed ${seed} differed once and not again`);
  }
  const answers = await oracle.ask(question);
  const file = path.join(CORPUS, `seed-${seed}.json`);
  mkdirSync(CORPUS, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ question, answers }, null, 2)}\n`);
  return new Error(`${differences(question, answers).join('\n')}\nin ${JSON.stringify(question)}\nkept as ${file}; PROOF_SEED=${seed} repeats it`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { pairs: { type: 'string', default: '100000' }, help: { type: 'boolean', default: false } } });
  const pairs = Number(values.pairs);
  if (values.help === true || !Number.isInteger(pairs) || pairs < 1) {
    process.stderr.write(USAGE);
    return values.help === true ? 0 : 2;
  }
  process.stdout.write(`${await compareWithUpstream(pairs)}\n`);
  return 0;
}

if (require.main === module) {
  main().then(
    (code) => { process.exitCode = code; },
    (error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
