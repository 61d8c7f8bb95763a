import { KubePodSpec } from '../placement/kube';
import { termsCanMeet, waysToMeet } from '../placement/meet';
import { Term } from '../values/node-requirement';

/**
 * Which of some pods can stand on one node. Agents of many node pools, of which each asks for its pool's label, are compared with those of their own pool only: by the one label
 * that tells most of them apart.
 */
export class Neighbours<T extends { readonly spec: KubePodSpec }> {
  private readonly ways: readonly Term[][];
  /** For each value of that label, and for those that take any: indices, in order. */
  private readonly byValue = new Map<string, number[]>();
  private readonly anyValue: number[] = [];
  private readonly values: readonly (readonly string[] | undefined)[];

  public constructor(private readonly items: readonly T[]) {
    this.ways = items.map(({ spec }) => waysToMeet(spec));
    const pins = this.ways.map(pinsOf);
    const label = mostTelling(pins);
    this.values = pins.map((one) => (label === undefined ? undefined : one.get(label)));
    this.values.forEach((values, i) => {
      if (values === undefined) {
        this.anyValue.push(i);
      } else {
        values.forEach((value) => push(this.byValue, value, i));
      }
    });
  }

  /** The first before the one at an index that can stand on a node of its, and that something else is true of. */
  public firstBefore(index: number, holds: (item: T) => boolean): T | undefined {
    const values = this.values[index];
    const near = values === undefined ? this.items.map((_, i) => i) : [...values.flatMap((value) => this.byValue.get(value)!), ...this.anyValue];
    const first = [...new Set(near)].filter((i) => i < index).sort((a, b) => a - b)
      .find((i) => holds(this.items[i]) && termsCanMeet(this.ways[i], this.ways[index]));
    return first === undefined ? undefined : this.items[first];
  }
}

/** Labels whose value is one of a few in every way there is; those values. */
function pinsOf(ways: readonly Term[]): Map<string, readonly string[]> {
  const [first, ...others] = ways.map(({ labels }) => new Map(labels.filter(({ operator }) => operator === 'In').map(({ key, values }) => [key, values])));
  const keys = [...first?.keys() ?? []].filter((key) => others.every((way) => way.has(key)));
  return new Map(keys.map((key) => [key, [...new Set([first, ...others].flatMap((way) => way.get(key)!))]]));
}

/** The label that has most values. */
function mostTelling(pins: readonly Map<string, readonly string[]>[]): string | undefined {
  const seen = new Map<string, Set<string>>();
  for (const [key, values] of pins.flatMap((one) => [...one])) {
    const all = seen.get(key) ?? new Set();
    values.forEach((value) => all.add(value));
    seen.set(key, all);
  }
  return [...seen].sort(([, a], [, b]) => b.size - a.size)[0]?.[0];
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [value]);
  } else {
    list.push(value);
  }
}
