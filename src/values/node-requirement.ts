/*
 * Which nodes, as data: a disjunction of terms, each a conjunction of requirements. Pure functions that join them and
 * keep them in one normal form, so that the same meaning gives the same YAML however it was put together.
 */

/** How a label is compared; Kubernetes' own words. */
export type LabelOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

export interface Requirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

export interface Term {
  /** At most one of each operator a key, in order of key and operator. */
  readonly labels: readonly Requirement[];
  /** The only node name meant, or undefined for any. */
  readonly nodeName?: string;
  /** Names of nodes left out, in order. */
  readonly notNodeNames: readonly string[];
}

export const ANY_NODE: Term = { labels: [], notNodeNames: [] };

/** Nodes that meet both; undefined when no node can. */
export function both(a: Term, b: Term): Term | undefined {
  if (a.nodeName !== undefined && b.nodeName !== undefined && a.nodeName !== b.nodeName) {
    return undefined;
  }
  const nodeName = a.nodeName ?? b.nodeName;
  const notNodeNames = sortedUnion(a.notNodeNames, b.notNodeNames);
  if (nodeName !== undefined && notNodeNames.includes(nodeName)) {
    return undefined;
  }
  const byKey = new Map<string, Requirement[]>();
  for (const requirement of [...a.labels, ...b.labels]) {
    byKey.set(requirement.key, [...byKey.get(requirement.key) ?? [], requirement]);
  }
  const labels: Requirement[] = [];
  for (const key of [...byKey.keys()].sort()) {
    const merged = mergeKey(key, byKey.get(key)!);
    if (merged === undefined) {
      return undefined;
    }
    labels.push(...merged);
  }
  return { labels, ...(nodeName === undefined ? {} : { nodeName }), notNodeNames: nodeName === undefined ? notNodeNames : [] };
}

/** All that is asked of one label, in the fewest requirements; undefined when no value can meet it. */
function mergeKey(key: string, requirements: Requirement[]): Requirement[] | undefined {
  const of = (operator: LabelOperator) => requirements.filter((requirement) => requirement.operator === operator);
  const absent = of('DoesNotExist').length > 0;
  const greater = of('Gt').map((r) => BigInt(r.values[0])).reduce<bigint | undefined>((most, n) => (most === undefined || n > most ? n : most), undefined);
  const less = of('Lt').map((r) => BigInt(r.values[0])).reduce<bigint | undefined>((least, n) => (least === undefined || n < least ? n : least), undefined);
  const ins = of('In');
  if (absent) {
    // "Is not" holds for a node without the label, so it adds nothing.
    return ins.length > 0 || of('Exists').length > 0 || greater !== undefined || less !== undefined
      ? undefined : [{ key, operator: 'DoesNotExist', values: [] }];
  }
  if (greater !== undefined && less !== undefined && greater + 1n >= less) {
    return undefined;
  }
  const out = sortedUnion(...of('NotIn').map((requirement) => requirement.values));
  const bounds: Requirement[] = [
    ...(greater === undefined ? [] : [{ key, operator: 'Gt' as const, values: [`${greater}`] }]),
    ...(less === undefined ? [] : [{ key, operator: 'Lt' as const, values: [`${less}`] }]),
  ];
  if (ins.length > 0) {
    const values = ins.map((requirement) => requirement.values)
      .reduce((some, more) => some.filter((value) => more.includes(value)))
      .filter((value) => !out.includes(value) && withinBounds(value, greater, less));
    return values.length === 0 ? undefined : [{ key, operator: 'In', values }];
  }
  const exists = of('Exists').length > 0 && bounds.length === 0;
  return [
    ...(exists ? [{ key, operator: 'Exists' as const, values: [] }] : []),
    ...bounds,
    ...(out.length === 0 ? [] : [{ key, operator: 'NotIn' as const, values: out }]),
  ];
}

/** As the scheduler compares: a label that is no 64-bit whole number meets no bound. */
function withinBounds(value: string, greater: bigint | undefined, less: bigint | undefined): boolean {
  if (greater === undefined && less === undefined) {
    return true;
  }
  if (!/^\d{1,19}$/.test(value)) {
    return false;
  }
  const number = BigInt(value);
  return (greater === undefined || number > greater) && (less === undefined || number < less) && number < 2n ** 63n;
}

/** Leaves out each term that another, wider one makes superfluous, and repeats; the rest in order of the words, not of the calls. */
export function widest(terms: readonly Term[]): Term[] {
  const kept: Term[] = [];
  for (const term of terms) {
    if (kept.some((other) => covers(other, term))) {
      continue;
    }
    kept.splice(0, kept.length, ...kept.filter((other) => !covers(term, other)), term);
  }
  const words = (term: Term) => JSON.stringify([term.nodeName ?? '', term.labels, term.notNodeNames]);
  return kept.map((term) => ({ term, key: words(term) })).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ term }) => term);
}

/** Whether every node of the narrower is one of the wider: sure when true, by the letter of the requirements. */
function covers(wider: Term, narrower: Term): boolean {
  return (wider.nodeName === undefined || wider.nodeName === narrower.nodeName)
    && wider.notNodeNames.every((name) => narrower.notNodeNames.includes(name) || (narrower.nodeName !== undefined && narrower.nodeName !== name))
    && wider.labels.every((requirement) => narrower.labels.some((other) => implies(other, requirement)));
}

function implies(narrow: Requirement, wide: Requirement): boolean {
  if (narrow.key !== wide.key) {
    return false;
  }
  if (wide.operator === 'Exists') {
    return narrow.operator !== 'DoesNotExist' && narrow.operator !== 'NotIn';
  }
  if (wide.operator === 'NotIn' && narrow.operator === 'DoesNotExist') {
    return true;
  }
  if (wide.operator === 'NotIn' && narrow.operator === 'In') {
    return narrow.values.every((value) => !wide.values.includes(value));
  }
  if (wide.operator === 'Gt' || wide.operator === 'Lt') {
    return withinBound(narrow, wide.operator, BigInt(wide.values[0]));
  }
  if (narrow.operator !== wide.operator) {
    return false;
  }
  return wide.operator === 'NotIn'
    ? wide.values.every((value) => narrow.values.includes(value))
    : narrow.values.every((value) => wide.values.includes(value)) && narrow.values.length > 0 || wide.operator === 'DoesNotExist';
}

/** Whether whatever meets the requirement is above, or below, the number. */
function withinBound({ operator, values }: Requirement, side: 'Gt' | 'Lt', bound: bigint): boolean {
  if (operator === 'In') {
    return values.every((value) => withinBounds(value, side === 'Gt' ? bound : undefined, side === 'Lt' ? bound : undefined));
  }
  return operator === side && (side === 'Gt' ? BigInt(values[0]) >= bound : BigInt(values[0]) <= bound);
}

function sortedUnion(...lists: (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}
