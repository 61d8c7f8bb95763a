import { Problem, show } from '../../errors';
import { parseAmount } from '../../values/amount';
import { KubeAmounts, KubeLabels } from '../kube';

/** Where something stands in a document. A chain of steps, put into words only when something is wrong: a hundred thousand nodes pass by. */
export interface At {
  readonly parent?: At;
  readonly step: string | number;
}

/** Raw Kubernetes JSON, of which nothing is known yet. */
export interface Fields { readonly [field: string]: unknown }

/** Every field that placement reads, so that none that it learns to read is forgotten here; unset ones are undefined. */
export type All<T> = { readonly [field in keyof Required<T>]: T[field] };

/** What is written is not what Kubernetes takes. */
export class BadValue extends Error {
  constructor(public readonly path: string, public readonly problem: Problem) {
    super(`[${problem.code}] ${path}: ${problem.message}`);
  }
}

export function within(parent: At | undefined, step: string | number): At {
  return parent === undefined ? { step } : { parent, step };
}

/** As kubectl names fields: `spec.taints[0].effect`; keys with dots or slashes in brackets. */
export function pathOf(at: At | undefined): string {
  const steps: (string | number)[] = [];
  for (let here = at; here !== undefined; here = here.parent) {
    steps.unshift(here.step);
  }
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') {
      return `${path}[${step}]`;
    }
    return /^[\w-]+$/.test(step) ? `${path}${path === '' ? '' : '.'}${step}` : `${path}[${JSON.stringify(step)}]`;
  }, '');
}

export function bad(at: At | undefined, problem: Problem): never {
  throw new BadValue(pathOf(at), problem);
}

/** Kubernetes takes null for a field that is not there. */
export function given(value: unknown): value is NonNullable<unknown> {
  return value !== undefined && value !== null;
}

export function fields(value: unknown, at: At | undefined): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    bad(at, { code: 'WrongType', message: `got ${show(value)}; write a map of fields` });
  }
  return value as Fields;
}

export function fieldsIn(parent: Fields, key: string, at: At | undefined): Fields | undefined {
  return given(parent[key]) ? fields(parent[key], within(at, key)) : undefined;
}

export function requiredFieldsIn(parent: Fields, key: string, at: At | undefined): Fields {
  return fieldsIn(parent, key, at) ?? bad(within(at, key), { code: 'MissingField', message: 'got nothing; write it, for nothing can be told without it' });
}

export function listIn(parent: Fields, key: string, at: At | undefined): readonly unknown[] | undefined {
  const value = parent[key];
  if (!given(value)) {
    return undefined;
  }
  return Array.isArray(value) ? value : bad(within(at, key), { code: 'WrongType', message: `got ${show(value)}; write a list` });
}

/** Each element, read by itself. */
export function mapIn<T>(parent: Fields, key: string, at: At | undefined, read: (value: unknown, at: At) => T): T[] | undefined {
  const list = listIn(parent, key, at);
  const here = within(at, key);
  return list?.map((value, i) => read(value, within(here, i)));
}

export function textIn(parent: Fields, key: string, at: At | undefined): string | undefined {
  const value = parent[key];
  return given(value) ? text(value, within(at, key)) : undefined;
}

/** A name: without one, nothing can be said about it. */
export function nameIn(parent: Fields, key: string, at: At | undefined): string {
  const value = textIn(parent, key, at);
  if (value === undefined || value === '') {
    bad(within(at, key), { code: 'MissingField', message: `got ${show(value)}; write it, for nothing can be told without it` });
  }
  return value;
}

export function text(value: unknown, at: At): string {
  return typeof value === 'string' ? value : bad(at, { code: 'WrongType', message: `got ${show(value)}; write a string, in YAML with quotes around it` });
}

export function flagIn(parent: Fields, key: string, at: At | undefined): boolean | undefined {
  const value = parent[key];
  if (!given(value)) {
    return undefined;
  }
  return typeof value === 'boolean' ? value : bad(within(at, key), { code: 'WrongType', message: `got ${show(value)}; write true or false` });
}

export function wholeNumberIn(parent: Fields, key: string, at: At | undefined): number | undefined {
  const value = parent[key];
  if (!given(value)) {
    return undefined;
  }
  return Number.isSafeInteger(value) ? value as number : bad(within(at, key), { code: 'WrongType', message: `got ${show(value)}; write a whole number` });
}

export function labelsIn(parent: Fields, key: string, at: At | undefined): KubeLabels | undefined {
  const labels = fieldsIn(parent, key, at);
  if (labels === undefined) {
    return undefined;
  }
  const copy: { [label: string]: string } = {};
  for (const label in labels) {
    const value = labels[label];
    // Kubernetes takes null for an empty value.
    copy[label] = typeof value === 'string' ? shared(value) : given(value) ? text(value, within(within(at, key), label)) : '';
  }
  return copy;
}

/** Amounts by resource, each one that Kubernetes can read. */
export function amountsIn(parent: Fields, key: string, at: At | undefined): KubeAmounts | undefined {
  const amounts = fieldsIn(parent, key, at);
  if (amounts === undefined) {
    return undefined;
  }
  const copy: { [resource: string]: string | number } = {};
  for (const resource in amounts) {
    const amount = amounts[resource];
    if (given(amount)) {
      copy[resource] = isAmount(amount) ? amount : bad(within(within(at, key), resource), {
        code: 'InvalidQuantity', message: `got ${show(amount)}; write a number of 0 or more with a suffix Kubernetes knows, such as "100m", "0.5", "200Mi" or "2G"`,
      });
    }
  }
  return copy;
}

/** Nodes say the same amounts again and again; each is looked at once. */
const AMOUNTS = new Set<string>();

function isAmount(amount: unknown): amount is string | number {
  if (typeof amount !== 'string' && typeof amount !== 'number') {
    return false;
  }
  const written = String(amount);
  if (AMOUNTS.has(written)) {
    return true;
  }
  const parsed = parseAmount(written);
  if (parsed === undefined || parsed.nano < 0n) {
    return false;
  }
  AMOUNTS.add(written);
  return true;
}

/** The same label values stand on thousands of nodes: one copy of each is kept. */
const TEXTS = new Map<string, string>();
const MOST_TEXTS = 100_000;

export function shared(value: string): string {
  const known = TEXTS.get(value);
  if (known === undefined && TEXTS.size < MOST_TEXTS) {
    TEXTS.set(value, value);
  }
  return known ?? value;
}
