import { Decision, Placement } from './report';

/** Nodes of one pool that are alike for the agents, and what one of them gets: it stands for all. */
export interface Alike {
  readonly pool: string;
  /** Names, never none. */
  readonly nodes: readonly string[];
  readonly decision: Decision;
}

/** What becomes of one DaemonSet, pool by pool; of these nodes only, where they are given. Few, however many nodes there are. */
export function poolByPool(placement: Placement, nodeNames: readonly string[], daemonSet: number, only?: ReadonlySet<number>): Alike[] {
  return placement.pools.flatMap(({ name: pool, nodes: members }) => {
    const told = only === undefined ? members : members.filter((node) => only.has(node));
    return told.length === 0 ? [] : [{ pool, nodes: told.map((node) => nodeNames[node]), decision: placement.decision(daemonSet, told[0]) }];
  });
}

/** Those of which the same is to be said, but for the names of node and pool, stand together. */
export function sameSaid(list: readonly Alike[]): Alike[][] {
  const groups = new Map<string, Alike[]>();
  for (const alike of list) {
    const { shouldRun, shouldContinueRunning, fits, node, reasons } = alike.decision;
    const said = reasons.map(({ code, message }) => `${code} ${message}`.replaceAll(node, '').replaceAll(`node pool ${alike.pool} `, ''));
    const key = JSON.stringify([shouldRun, shouldContinueRunning, fits, said]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [alike]);
    } else {
      group.push(alike);
    }
  }
  return [...groups.values()];
}

export function countNodes(list: readonly Alike[]): number {
  return list.reduce((sum, { nodes }) => sum + nodes.length, 0);
}

/** A pod that is put there, and not known to wait for ever. */
export function runs({ shouldRun, fits }: Decision): boolean {
  return shouldRun && fits !== false;
}

/** The first of them, and how many there are besides. */
export function firstOf(names: readonly string[], shown: number): string {
  const first = names.slice(0, shown).join(', ');
  return names.length <= shown ? first : `${first} and ${names.length - shown} more`;
}

/** Where it does not do what it should, and why: one part for each reason, with its pools and nodes. */
export function whyWords(list: readonly Alike[]): string {
  return sameSaid(list).map((alike) => {
    const pools = [...new Set(alike.map(({ pool }) => pool))];
    const nodes = alike.flatMap((each) => each.nodes);
    const where = `${pools.length === 1 ? 'pool' : 'pools'} ${firstOf(pools, 3)} (${firstOf(nodes, 3)})`;
    return [where, ...alike[0].decision.reasons.map(({ message, remedy }) => `${message}; ${remedy}`)].join(': ');
  }).join('; ');
}
