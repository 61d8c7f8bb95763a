import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { daemonSetOf } from './expect-placement';
import { judgeNeverRuns, judgeRunsEverywhere, judgeRunsSomewhere } from './judge';
import { NodePool } from './node-pool';
import { PlacedCluster } from './placed-cluster';
import { clusterOf } from '../daemon-set/cluster-scope';
import { Problem, fail, formatProblem, show } from '../errors';
import { place } from '../placement';
import { Fields, fields, within } from '../placement/input/field';
import { isDaemonSet, readDaemonSet } from '../placement/input/read-objects';
import { Alike, poolByPool } from '../placement/tell';

/** What a matcher of jest answers. */
export interface Answer {
  readonly pass: boolean;
  readonly message: () => string;
}

/** An agent, or any construct whose main object is a DaemonSet; or the manifest of one. */
type Agent = IConstruct | object;

/**
 * A pod stands on at least one node of the pool. With `not`: the DaemonSet controller puts none on any of them. A pod that waits for its place for ever is neither.
 */
export function toRunOn(agent: Agent, isNot: boolean, pool: NodePool): Answer {
  const { name, on } = placed(agent, [checkedPool('toRunOn', pool)]);
  return answer(name, isNot, isNot ? judgeNeverRuns(pool, on(pool)) : judgeRunsSomewhere(pool, on(pool)));
}

/** A pod stands on every node of each of the pools. With `not`: some node of one of them goes without. */
export function toRunOnEveryNodeOf(agent: Agent, isNot: boolean, pools: readonly NodePool[]): Answer {
  if (pools.length === 0) {
    fail('NoPools', 'toRunOnEveryNodeOf', 'got no node pool; write at least one, such as cluster.pool("gpu")');
  }
  const { name, on } = placed(agent, pools.map((pool) => checkedPool('toRunOnEveryNodeOf', pool)));
  const problems = pools.flatMap((pool) => judgeRunsEverywhere(pool, on(pool)) ?? []);
  if (!isNot) {
    return answer(name, isNot, problems[0]);
  }
  return answer(name, isNot, problems.length > 0 ? undefined : {
    code: 'ExpectedNotToRun', message: `is expected to go without some node of ${pools.map((pool) => pool.name).join(', ')}, and runs on all of them`,
  });
}

/** Jest turns `pass` round for `not`; the message is of the problem either way. */
function answer(name: string, isNot: boolean, problem: Problem | undefined): Answer {
  return { pass: (problem === undefined) !== isNot, message: () => (problem === undefined ? `${name}: as expected` : formatProblem(name, problem)) };
}

function placed(agent: Agent, pools: readonly NodePool[]): { readonly name: string; readonly on: (pool: NodePool) => readonly Alike[] } {
  if (Construct.isConstruct(agent)) {
    const daemonSet = daemonSetOf(agent);
    const cluster = PlacedCluster.of(clusterOf(agent).root, pools);
    return { name: agent.node.path, on: (pool) => cluster.on(daemonSet, pool) ?? unreadable(daemonSet) };
  }
  const manifest = agent as Fields;
  if (typeof agent !== 'object' || agent === null || !isDaemonSet(manifest)) {
    fail('NoDaemonSet', 'expect', `got ${show(agent)}; give an agent, a construct whose main object is a DaemonSet, or the manifest of a DaemonSet`);
  }
  const daemonSet = readDaemonSet(manifest);
  const name = `${daemonSet.metadata.namespace ?? 'default'}/${daemonSet.metadata.name}`;
  return {
    name,
    on: (pool) => {
      const nodes = pool._nodes();
      const placement = place({ daemonSets: [daemonSet], nodes });
      return poolByPool(placement, nodes.map(({ metadata }) => metadata.name), 0).map((alike) => ({ ...alike, pool: pool.name }));
    },
  };
}

/** Throws what rendering or reading it throws. */
function unreadable(daemonSet: ApiObject): never {
  readDaemonSet(fields(daemonSet.toJson(), within(undefined, 'manifest')));
  throw new Error(`${daemonSet.node.path} is not in its own cluster`);
}

function checkedPool(where: string, pool: NodePool): NodePool {
  return pool instanceof NodePool ? pool : fail('NoPools', where, `got ${show(pool)}; write a node pool, such as cluster.pool("gpu")`);
}
