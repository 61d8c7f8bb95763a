import { classOf, fail, show, withArticle } from '../errors';

/*
 * What plain JavaScript, and the null of other languages, can put where the types say something else: each gets a message with a code
 * here, never a bare TypeError from somewhere within.
 */

/**
 * Stands on the prototype of every value class. It is looked for instead of asking `instanceof`, because an app and a library that it
 * uses may each bring their own copy of this package: their values are alike, but their classes are not the same. The symbol is one for
 * the whole process, as cdk8s does it for `Chart.isChart`; names of classes would not do, since bundlers shorten them.
 */
const KIND = Symbol.for('cdk8s-node-agents.kind');

interface Kind {
  readonly name: string;
  readonly example: string;
}

interface ValueClass<T> {
  readonly prototype: T;
}

/** Makes a class one that `requireValue` knows, with what to write when something else was got. */
export function valueClass(type: ValueClass<object>, name: string, example: string): void {
  const kind: Kind = { name, example };
  Object.defineProperty(type.prototype, KIND, { value: kind });
}

/** A class that nobody declared is a mistake of this library's own, which any test of it shows. */
function declared(type: ValueClass<object>): Kind {
  const kind = kindOf(type.prototype);
  if (kind === undefined) {
    throw new Error(`${type.prototype.constructor.name} is no value class yet: call valueClass after it`);
  }
  return kind;
}

function kindOf(value: unknown): Kind | undefined {
  return typeof value === 'object' && value !== null ? (value as { [KIND]?: Kind })[KIND] : undefined;
}

/** Whether it is a value of this class, of this copy of the package or another. */
export function isValueOf<T extends object>(value: unknown, type: ValueClass<T>): value is T {
  return kindOf(value)?.name === declared(type).name;
}

/** Refuses what is none. */
export function requireValue<T extends object>(where: string, what: string, value: unknown, type: ValueClass<T>): asserts value is T {
  if (!isValueOf(value, type)) {
    const { name, example } = declared(type);
    fail('WrongType', where, `${what} is ${show(value)}; write ${withArticle(name)}, such as ${example}`);
  }
}

/** Each of several. */
export function requireValues<T extends object>(
  where: string, what: string, values: readonly unknown[], type: ValueClass<T>,
): asserts values is readonly T[] {
  for (const value of values) {
    requireValue(where, what, value, type);
  }
}

/** Refuses what is no string at all. */
export function requireText(where: string, what: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') {
    fail('NotText', where, `${what} is ${show(value)}; write a string`);
  }
}

/** Refuses what is no list. */
export function requireList(where: string, what: string, value: unknown): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) {
    fail('WrongType', where, `${what} is ${show(value)}; write a list`);
  }
}

/**
 * Whether it can be a struct, or texts by name. What else is an object would be lost without a word: a Map, a Date and their like keep what they hold
 * elsewhere than in fields, a Lazy of cdk8s has nothing to give yet, and a value of this library stands in the wrong place. Objects of users' own classes
 * that have the fields are taken.
 */
export function hasFields(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const type: unknown = Object.getPrototypeOf(value);
  return type === Object.prototype || type === null
    || (Object.prototype.toString.call(value) === '[object Object]' && kindOf(value) === undefined && !can(value, 'produce') && !can(value, 'resolve'));
}

/** Options and maps: refuses null, lists, and whatever else has no fields to read. */
export function requireFields(where: string, what: string, value: unknown): asserts value is object {
  if (!hasFields(value)) {
    fail('WrongType', where, `${what} is ${show(value)}; write { … }`);
  }
}

/** Texts by name, such as headers. */
export function requireTexts(where: string, what: string, value: unknown): asserts value is { [key: string]: string } {
  requireFields(where, what, value);
  for (const [key, text] of Object.entries(value)) {
    requireText(where, `${what} ${key}`, text);
  }
}

/** True, false, or not said. */
export function requireFlag(where: string, what: string, value: unknown): asserts value is boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') {
    fail('WrongType', where, `${what} is ${show(value)}; write true or false`);
  }
}

/** Refuses what is none of the words of an enumeration. */
export function requireOneOf(where: string, what: string, value: unknown, words: { [name: string]: string }): void {
  const known = Object.values(words);
  if (!known.includes(value as string)) {
    fail('UnknownValue', where, `${what} is ${show(value)}; write one of ${known.join(', ')}`);
  }
}

/** One of them, or not said. */
export function requireUnsetOrOneOf(where: string, what: string, value: unknown, words: { [name: string]: string }): void {
  if (value !== undefined) {
    requireOneOf(where, what, value, words);
  }
}

/** A string, or not said. */
export function requireUnsetOrText(where: string, what: string, value: unknown): asserts value is string | undefined {
  if (value !== undefined) {
    requireText(where, what, value);
  }
}

/** Whether it is an object with this method, by which values of other packages are told: they bear no mark. */
export function can(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { [name: string]: unknown })[method] === 'function';
}

/** A `Duration` or `Size` of cdk8s. */
export function requireMethod(where: string, what: string, value: unknown, method: string, instead: string): void {
  if (!can(value, method)) {
    fail('WrongType', where, `${what} is ${show(value)}; write ${instead}`);
  }
}

/** An object that is neither a list nor of a class; one without a prototype, as parsers make them, is plain. */
export function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && classOf(value) === undefined;
}
