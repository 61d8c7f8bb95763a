import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { judgeNeverRuns, judgeRunsEverywhere } from './judge';
import { NodePool } from './node-pool';
import { PlacedCluster } from './placed-cluster';
import { formatProblem } from '../errors';

/** One agent and one pool. */
export interface Expectation {
  readonly agent: IConstruct;
  readonly daemonSet: ApiObject;
  readonly pool: NodePool;
  readonly runs: 'everywhere' | 'never';
}

const JUDGES = { everywhere: judgeRunsEverywhere, never: judgeNeverRuns };

/** What does not hold of what is expected in one cluster; each manifest is rendered once for all. */
export function checkExpectations(root: IConstruct, expectations: readonly Expectation[]): string[] {
  const placed = PlacedCluster.of(root, expectations.map(({ pool }) => pool));
  const problems = expectations.flatMap(({ agent, daemonSet, pool, runs }) => {
    const fault = placed.faultOf(daemonSet);
    const found = placed.on(daemonSet, pool);
    const problem = fault !== undefined ? { ...fault.problem, message: `${fault.path}: ${fault.problem.message}` } : found && JUDGES[runs](pool, found);
    return problem === undefined ? [] : [formatProblem(agent.node.path, problem)];
  });
  return [...new Set(problems)];
}
