import { PlacedPool } from './report';

/** Gathers the nodes of a pool for which every decision says the same. */
export class Alike {
  private readonly groups = new Map<string, { readonly pool: number; readonly nodes: number[] }>();

  public add(node: number, pool: number, eligibility: number, outcome: number): void {
    const key = `${pool} ${eligibility} ${outcome}`;
    const group = this.groups.get(key);
    if (group === undefined) {
      this.groups.set(key, { pool, nodes: [node] });
    } else {
      group.nodes.push(node);
    }
  }

  /** Pool by pool; a pool in which decisions differ, as when one node is being drained, is there several times. */
  public list(names: readonly string[]): PlacedPool[] {
    return [...this.groups.values()].sort((a, b) => a.pool - b.pool).map(({ pool, nodes }) => ({ name: names[pool], nodes }));
  }
}
