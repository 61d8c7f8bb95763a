import { NodePool } from './node-pool';
import { Problem } from '../errors';
import { Alike, countNodes, firstOf, runs, whyWords } from '../placement/tell';

/** Undefined when a pod stands on every node of the pool. */
export function judgeRunsEverywhere(pool: NodePool, found: readonly Alike[]): Problem | undefined {
  const without = found.filter(({ decision }) => !runs(decision));
  return without.length === 0 ? undefined : {
    code: 'ExpectedToRun',
    message: `is expected on every node of pool ${pool.name}, and ${countNodes(without)} of ${countNodes(found)} go without it: ${whyWords(without)}`,
  };
}

/** Undefined when the DaemonSet controller puts no pod there: one that waits for a place for ever is one too many. */
export function judgeNeverRuns(pool: NodePool, found: readonly Alike[]): Problem | undefined {
  const placed = found.filter(({ decision }) => decision.shouldRun);
  return placed.length === 0 ? undefined : {
    code: 'ExpectedNotToRun',
    message: `is expected on no node of pool ${pool.name}, and the DaemonSet controller puts a pod on ${countNodes(placed)} of ${countNodes(found)} `
      + `(${firstOf(placed.flatMap(({ nodes }) => nodes), 3)}); ${leaveOut(pool)}`,
  };
}

/** Undefined when a pod stands on at least one node of the pool. */
export function judgeRunsSomewhere(pool: NodePool, found: readonly Alike[]): Problem | undefined {
  return found.some(({ decision }) => runs(decision)) ? undefined : {
    code: 'ExpectedToRun',
    message: `is expected on pool ${pool.name}, and no node of it gets a pod that runs: ${whyWords(found)}`,
  };
}

function leaveOut(pool: NodePool): string {
  const label = pool._poolLabel;
  const words = label === undefined ? 'NodeLabel.isNoneOf(…)' : `NodeLabel.isNoneOf('${label}', '${pool.name}')`;
  return `leave the pool out with NodeTargeting.matching(${words}), or taint it, and do not tolerate that`;
}
