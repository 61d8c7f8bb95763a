import { compareWithUpstream } from './run';
import { compareTables } from './tables/run';
import { duration } from '../harness/progress';
import type { Tally } from '../harness/runner';

/** What of the proof needs no control plane: the placement engine beside upstream's functions and tests. */
export interface Step {
  readonly name: string;
  /** Fails by throwing; what it returns is printed. */
  readonly run: () => Promise<string>;
}

export const STEPS: readonly Step[] = [
  { name: 'oracle: 100,000 random pairs of a DaemonSet and a node', run: () => compareWithUpstream(100_000) },
  { name: 'oracle: the tables of upstream\'s tests', run: compareTables },
];

export async function runStep({ name, run }: Step, tally: Tally): Promise<void> {
  process.stdout.write(`\n${name}\n`);
  const start = Date.now();
  try {
    process.stdout.write(`  ok    ${(await run()).replace(/\n/g, '\n      ')}\n`);
    tally.passed += 1;
  } catch (error) {
    process.stdout.write(`  FAIL  (${duration(Date.now() - start)})\n${(error as Error).message.replace(/^/gm, '        ')}\n`);
    tally.failed += 1;
  }
}
