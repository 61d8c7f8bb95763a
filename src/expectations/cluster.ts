import { NodePool } from './node-pool';
import { fail, show } from '../errors';

/**
 * The node pools of a cluster, for expectations of where agents run. It makes nothing: clusters and their nodes come from elsewhere.
 */
export class Cluster {
  /**
   * @throws NoPools, PoolTwice
   */
  public static of(...pools: NodePool[]): Cluster {
    if (pools.length === 0) {
      fail('NoPools', 'Cluster.of', 'got no node pool; write at least one, such as NodePool.of("workers")');
    }
    const twice = pools.find(({ name }, i) => pools.findIndex((other) => other.name === name) < i);
    if (twice !== undefined) {
      fail('PoolTwice', 'Cluster.of', `two node pools are named ${show(twice.name)}; give one of them another name`);
    }
    return new Cluster(pools);
  }

  private constructor(private readonly list: readonly NodePool[]) {}

  /** All node pools, in the order in which they were given. */
  public get pools(): NodePool[] {
    return [...this.list];
  }

  /**
   * The node pool with this name.
   *
   * @throws UnknownPool
   */
  public pool(name: string): NodePool {
    return this.list.find((pool) => pool.name === name)
      ?? fail('UnknownPool', 'Cluster.pool', `there is no node pool ${show(name)}; write one of ${this.list.map((pool) => pool.name).join(', ')}`);
  }
}
