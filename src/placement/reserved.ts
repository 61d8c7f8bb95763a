import { Agents } from './agent';
import { Allocatable } from './fit';
import { Fit, stands } from './outcome';
import { Reserved } from './report';
import { addAll } from './requests';
import { Amount, formatAmount } from '../values/amount';

/** What several agents take together. */
export interface Sum {
  readonly cpu: Amount;
  readonly memory: Amount;
  readonly pods: number;
  /** The same in the scheduler's numbers. */
  readonly counted: { readonly cpu: number; readonly memory: number };
}

interface Most {
  nodes: number;
  sums: Set<Sum>;
  cpuShare: number | null;
  memoryShare: number | null;
}

const NOTHING: Amount = { nano: 0n, format: 'decimal' };

/** Adds up what agents take of a node, and keeps the most of each pool. */
export class Reservations {
  private readonly sums = new Map<string, Sum>();
  private readonly pools: Most[] = [];

  public constructor(private readonly agents: Agents) {}

  /** What the agents that have their place take together; the same object for the same agents. */
  public sumOf(fits: readonly Fit[]): Sum {
    const key = fits.map((fit) => (stands(fit) ? '1' : '0')).join('');
    const known = this.sums.get(key);
    if (known !== undefined) {
      return known;
    }
    const standing = this.agents.all.filter((_, i) => stands(fits[i]));
    const total = new Map<string, Amount>();
    standing.forEach(({ requests }) => addAll(total, requests));
    const all = (resource: number) => standing.reduce((sum, { pod }) => sum + pod.amounts[resource], 0);
    const sum = {
      cpu: total.get('cpu') ?? NOTHING, memory: total.get('memory') ?? NOTHING, pods: standing.length, counted: { cpu: all(0), memory: all(1) },
    };
    this.sums.set(key, sum);
    return sum;
  }

  /** One node of a pool. */
  public add(pool: number, sum: Sum, allocatable: Allocatable | undefined): void {
    const most = this.pools[pool] ??= { nodes: 0, sums: new Set(), cpuShare: null, memoryShare: null };
    most.nodes += 1;
    most.sums.add(sum);
    if (allocatable !== undefined) {
      most.cpuShare = larger(most.cpuShare, sum.counted.cpu, allocatable.amounts[0]);
      most.memoryShare = larger(most.memoryShare, sum.counted.memory, allocatable.amounts[1]);
    }
  }

  public list(names: readonly string[]): Reserved[] {
    return this.pools.map(({ nodes, sums, cpuShare, memoryShare }, i) => ({
      pool: names[i],
      nodes,
      cpu: formatAmount(largest([...sums].map(({ cpu }) => cpu))),
      memory: formatAmount(largest([...sums].map(({ memory }) => memory))),
      pods: Math.max(...[...sums].map(({ pods }) => pods)),
      cpuShare: rounded(cpuShare),
      memoryShare: rounded(memoryShare),
    }));
  }
}

function larger(share: number | null, part: number, whole: number): number | null {
  return whole === 0 ? share : Math.max(share ?? 0, part / whole);
}

function largest(amounts: readonly Amount[]): Amount {
  return amounts.reduce((most, amount) => (amount.nano > most.nano ? amount : most));
}

/** Finer than a hundredth of a percent nobody plans. */
function rounded(share: number | null): number | null {
  return share === null ? null : Math.round(share * 10000) / 10000;
}
