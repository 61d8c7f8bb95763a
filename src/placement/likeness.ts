import { labelOf } from './affinity';
import { Agents } from './agent';
import { Eligibility, eligibility } from './controller';
import { Allocatable, allocatableOf } from './fit';
import { KubeAmounts, KubeNode } from './kube';
import { Numbers } from './numbers';

/** What the controller says of nodes that are alike in all that any agent asks: decided once. */
export interface EligibilityClass {
  readonly index: number;
  /** Agent by agent. */
  readonly of: readonly Eligibility[];
  /** Equal where the answers and their causes are. */
  readonly sign: number;
}

/** Decides for each kind of node once. */
export class EligibilityClasses {
  private readonly byKey = new Map<string, EligibilityClass>();
  private readonly signs = new Numbers();

  public constructor(private readonly agents: Agents) {}

  public of(node: KubeNode): EligibilityClass {
    const key = this.keyOf(node);
    const known = this.byKey.get(key);
    if (known !== undefined) {
      return known;
    }
    const of = this.agents.all.map(({ wish }) => eligibility(wish, node));
    const kind = { index: this.byKey.size, of, sign: this.signs.of(JSON.stringify(of)) };
    this.byKey.set(key, kind);
    return kind;
  }

  /** Labels, taints and name as far as anybody asks; names and label values have no control characters. */
  private keyOf(node: KubeNode): string {
    let key = this.agents.names.has(node.metadata.name) ? node.metadata.name : '';
    for (const label of this.agents.labels) {
      const value = labelOf(node, label);
      key += value === undefined ? '\u0001' : `\u0002${value}`;
    }
    for (const taint of node.spec?.taints ?? []) {
      key += `\u0003${taint.key}\u0004${taint.value ?? ''}\u0004${taint.effect}`;
    }
    return key;
  }
}

/** Reads each kind of node's amounts once. */
export class AllocatableClasses {
  public readonly all: (Allocatable | undefined)[] = [];
  private readonly byKey = new Map<string, number>();

  public constructor(private readonly agents: Agents) {}

  public indexOf({ metadata, status }: KubeNode): number {
    const amounts = status?.allocatable ?? undefined;
    const key = amounts === undefined ? '' : keyOf(amounts);
    const known = this.byKey.get(key);
    if (known !== undefined) {
      return known;
    }
    const read = amounts === undefined ? undefined : allocatableOf(amounts, this.agents.resources, `node ${metadata.name}, allocatable`);
    this.byKey.set(key, this.all.length);
    return this.all.push(read) - 1;
  }
}

function keyOf(amounts: KubeAmounts): string {
  let key = '\u0001';
  for (const name in amounts) {
    key += `${name}\u0002${amounts[name]}\u0001`;
  }
  return key;
}
