import { classOf, fail, show } from '../errors';

/*
 * Fields that a struct does not have: plain JavaScript, and TypeScript where a variable is handed on, would have them dropped without a word.
 */

/** What to write in place of fields that are not there: of Kubernetes' own spelling, for example. */
export type Instead = { readonly [field: string]: string };

/** Which fields a struct has. */
export interface KnownFields {
  readonly names: ReadonlySet<string>;
  readonly instead: Instead;
}

/** Every field of a struct: the compiler sees to it that none is missing. */
export function fieldsOf<T>(fields: { readonly [field in keyof Required<T>]: unknown }, instead: Instead = {}): KnownFields {
  return { names: new Set(Object.keys(fields)), instead };
}

/** Refuses what is no field of the struct. A field that is undefined is not written; jsii marks what it hands over by fields of its own. */
export function requireKnown(where: string, value: object, known: KnownFields, struct?: string): void {
  for (const field of Object.keys(value)) {
    if (!known.names.has(field)) {
      refuse(where, value, field, known, struct);
    }
  }
}

/** Of a larger struct, what this one has of it. */
export function picked<T extends object>(value: T, { names }: KnownFields): T {
  const kept: { [field: string]: unknown } = {};
  for (const field of names) {
    const one = (value as { readonly [field: string]: unknown })[field];
    if (one !== undefined) {
      kept[field] = one;
    }
  }
  return kept as T;
}

function refuse(where: string, value: object, field: string, known: KnownFields, struct: string | undefined): void {
  const got = (value as { readonly [field: string]: unknown })[field];
  // What a class keeps for itself may have any name.
  const isPrivate = classOf(value) !== undefined && !Object.hasOwn(known.instead, field);
  if (got === undefined || isPrivate || /^\$(__)?jsii/.test(field)) {
    return;
  }
  fail('NotAProp', where, `${struct === undefined ? '' : `${struct}.`}${field} is ${show(got)}, and there is no such prop; ${insteadOf(field, known)}`);
}

function insteadOf(field: string, { names, instead }: KnownFields): string {
  if (Object.hasOwn(instead, field)) {
    return instead[field];
  }
  const all = [...names];
  const meant = all.find((name) => plain(name) === plain(field)) ?? all.find((name) => isSlip(plain(name), plain(field)));
  return meant === undefined ? `write ${all.length > 1 ? 'one of ' : ''}${all.join(', ')}` : `write ${meant}`;
}

/** Without case, separators and plural. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '').replace(/s$/, '');
}

/** One letter more, less or another, or two that changed places. Of short names half of the others would be one. */
function isSlip(name: string, written: string): boolean {
  const at = [...name].findIndex((letter, i) => letter !== written[i]);
  const [left, right] = at === -1 ? ['', written.slice(name.length)] : [name.slice(at), written.slice(at)];
  const isOneOff = left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1);
  return name.length > 4 && (isOneOff || (left.slice(0, 2) === `${right[1]}${right[0]}` && left.slice(2) === right.slice(2)));
}
