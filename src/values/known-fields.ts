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
  /** Whether fields of somebody else may be among them: then only what is surely meant for us is refused. */
  readonly isOpen?: true;
}

/** Every field of a struct: the compiler sees to it that none is missing. */
export function fieldsOf<T>(fields: { readonly [field in keyof Required<T>]: unknown }, instead: Instead = {}): KnownFields {
  return { names: new Set(Object.keys(fields)), instead };
}

/** Props of a construct: whoever wraps one hands on props of one's own with them, as everywhere with cdk8s. */
export function handedOn(known: KnownFields): KnownFields {
  return { ...known, isOpen: true };
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
  if (got === undefined || isOfOthers(value, field, known) || /^\$(__)?jsii/.test(field)) {
    return;
  }
  fail('NotAProp', where, `${struct === undefined ? '' : `${struct}.`}${field} is ${show(got)}, and there is no such prop; ${insteadOf(field, known)}`);
}

/** What a class keeps for itself may have any name, and so may props of those who wrap a construct. */
function isOfOthers(value: object, field: string, { names, instead, isOpen }: KnownFields): boolean {
  const isMeant = Object.hasOwn(instead, field) || (isOpen === true && [...names].some((name) => isSurely(name, field)));
  return !isMeant && (isOpen === true || classOf(value) !== undefined);
}

/** Another case, or a slip in a long name; a plural may be somebody else's. */
function isSurely(name: string, field: string): boolean {
  return letters(name) === letters(field) || (name.length > 7 && plain(name) !== plain(field) && isSlip(plain(name), plain(field)));
}

function insteadOf(field: string, { names, instead }: KnownFields): string {
  if (Object.hasOwn(instead, field)) {
    return instead[field];
  }
  const all = [...names];
  const meant = all.find((name) => plain(name) === plain(field)) ?? all.find((name) => isSlip(plain(name), plain(field)));
  return meant === undefined ? `write ${all.length > 1 ? 'one of ' : ''}${all.join(', ')}` : `write ${meant}`;
}

/** Without case and separators. */
function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Without plural, too. */
function plain(name: string): string {
  return letters(name).replace(/s$/, '');
}

/** One letter more, less or another, or two that changed places. Of short names half of the others would be one. */
function isSlip(name: string, written: string): boolean {
  const at = [...name].findIndex((letter, i) => letter !== written[i]);
  const [left, right] = at === -1 ? ['', written.slice(name.length)] : [name.slice(at), written.slice(at)];
  const isOneOff = left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1);
  return name.length > 4 && (isOneOff || (left.slice(0, 2) === `${right[1]}${right[0]}` && left.slice(2) === right.slice(2)));
}
