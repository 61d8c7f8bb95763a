import { hasFields, isValueOf } from './require';
import { fail, show } from '../errors';

/** What a prop takes, for callers without a compiler. */
export interface Kind {
  readonly what: string;
  readonly holds: (value: unknown) => boolean;
}

/** What each prop takes; props that are not named are not looked at. */
export type Kinds = { readonly [prop: string]: Kind };

export const BOOLEAN: Kind = { what: 'true or false', holds: (value) => typeof value === 'boolean' };
export const TEXT: Kind = { what: 'a string', holds: (value) => typeof value === 'string' };
export const FIELDS: Kind = { what: 'an object with its fields', holds: hasFields };
export const TEXTS: Kind = { what: 'a list of strings', holds: (value) => Array.isArray(value) && value.every(TEXT.holds) };

/** A value of this class. */
export function of(type: { readonly name: string; readonly prototype: object }): Kind {
  return { what: `a value of ${type.name}`, holds: (value) => isValueOf(value, type) };
}

export function listOf(kind: Kind): Kind {
  return { what: kind.what.replace(/^a value/, 'a list of values'), holds: (value) => Array.isArray(value) && value.every((item) => kind.holds(item)) };
}

/** Of each table of kinds, which is read for every container of a fleet. */
const ENTRIES = new WeakMap<Kinds, readonly (readonly [string, Kind])[]>();

/**
 * Refuses what the compiler of TypeScript would have refused: plain JavaScript comes by unseen, and fails much later in words of no use. The fields of a struct are
 * named with the struct's own name.
 */
export function requireKinds(where: string, props: object, kinds: Kinds, struct?: string): void {
  let entries = ENTRIES.get(kinds);
  if (entries === undefined) {
    entries = Object.entries(kinds);
    ENTRIES.set(kinds, entries);
  }
  for (const [prop, kind] of entries) {
    const value = (props as { readonly [prop: string]: unknown })[prop];
    if (value !== undefined && !kind.holds(value)) {
      fail('WrongType', where, `${struct === undefined ? '' : `${struct}.`}${prop} is ${show(value)}; write ${kind.what}, or leave it out`);
    }
  }
}
