import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import type { Expectation } from './check-expectations';
import { Cluster } from './cluster';
import { NodePool } from './node-pool';
import { clusterOf } from '../daemon-set/cluster-scope';
import { fail, show } from '../errors';

const EXPECTATIONS = Symbol.for('cdk8s-node-agents.expectations');

/**
 * Where an agent must run, and where it must not: checked at every synth, with all agents of the same cluster (the ClusterScope, else the outermost Chart) placed together,
 * as the DaemonSet controller and the scheduler would. What does not hold fails synth with the reasons and what to do.
 *
 * Manifests are judged as they are written in the end, so that patches and everything that is added later count.
 */
export class ExpectPlacement {
  /**
   * @param agent an agent, or any construct whose main object is a DaemonSet
   * @throws NoDaemonSet, NoChart
   */
  public static of(agent: IConstruct): ExpectPlacement {
    return new ExpectPlacement(agent, daemonSetOf(agent));
  }

  private constructor(private readonly agent: IConstruct, private readonly daemonSet: ApiObject) {}

  /**
   * The agent runs on every node of these pools: it should run there and, where it is known what the nodes have, it fits.
   *
   * @throws NoPools
   */
  public runsOnEveryNodeOf(...pools: NodePool[]): ExpectPlacement {
    return this.expect('ExpectPlacement.runsOnEveryNodeOf', pools, 'everywhere');
  }

  /** The agent runs on every node of the cluster. */
  public runsEverywhereIn(cluster: Cluster): ExpectPlacement {
    return this.runsOnEveryNodeOf(...cluster.pools);
  }

  /**
   * The DaemonSet controller puts no pod of the agent on any node of these pools, not even one that would wait there for ever.
   *
   * @throws NoPools
   */
  public neverRunsOn(...pools: NodePool[]): ExpectPlacement {
    return this.expect('ExpectPlacement.neverRunsOn', pools, 'never');
  }

  private expect(where: string, pools: readonly NodePool[], runs: Expectation['runs']): ExpectPlacement {
    if (pools.length === 0) {
      fail('NoPools', where, 'got no node pool; write at least one, such as cluster.pool("gpu")');
    }
    const list = expectationsOf(this.agent);
    list.push(...pools.map((pool) => ({ agent: this.agent, daemonSet: this.daemonSet, pool, runs })));
    return this;
  }
}

/** The DaemonSet that a construct is made for. */
export function daemonSetOf(agent: IConstruct): ApiObject {
  let object: ApiObject | undefined;
  try {
    object = ApiObject.of(agent);
  } catch {
    // Told below, together with objects of another kind.
  }
  if (object === undefined || object.kind !== 'DaemonSet' || object.apiGroup !== 'apps') {
    fail('NoDaemonSet', agent.node.path,
      `the construct's main object is ${object === undefined ? 'nothing' : show(`${object.apiVersion} ${object.kind}`)}; give an agent, or a DaemonSet of apps/v1`);
  }
  return object;
}

/** Those of one cluster are checked together: manifests are rendered once for all of them. */
function expectationsOf(agent: IConstruct): Expectation[] {
  const root = clusterOf(agent as Construct).root as IConstruct & { [EXPECTATIONS]?: Expectation[] };
  if (root[EXPECTATIONS] === undefined) {
    const list: Expectation[] = [];
    root[EXPECTATIONS] = list;
    root.node.addValidation({ validate: () => check()(root, list) });
  }
  return root[EXPECTATIONS];
}

/** Placement is loaded by those who ask for it: loading it takes time, and most programs do not need it. */
function check(): typeof import('./check-expectations').checkExpectations {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./check-expectations') as typeof import('./check-expectations')).checkExpectations;
}
