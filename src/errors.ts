/**
 * How this library says that something is wrong: a stable code to search for, where it stands, what was got and
 * what to write instead. The words stand beside each check; only their form is here.
 */
export interface Problem {
  /** Stable, in PascalCase; listed in docs/errors.md. */
  readonly code: string;
  /** What was got, and what to write instead; lower case, no final period. */
  readonly message: string;
}

/** The one form of every message. */
export function formatProblem(where: string, problem: Problem): string {
  return `[${problem.code}] ${where}: ${problem.message}`;
}

/** Throws: for a mistake that can be seen where it is made. `where` is a construct path or the factory that was called. */
export function fail(code: string, where: string, message: string): never {
  throw new Error(formatProblem(where, { code, message }));
}

/** A value as it is shown in a message: short, and so that its type can be told. Never fails, whatever it gets. */
export function show(value: unknown): string {
  const text = shown(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function shown(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  if (typeof value === 'function') {
    return value.name === '' ? 'a function' : `the function ${value.name}`;
  }
  if (typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  const name = classOf(value);
  try {
    return name === undefined ? JSON.stringify(value, inner) : withArticle(name);
  } catch {
    return 'an object that contains itself';
  }
}

/** Objects of classes are named, for what is within them (a construct's whole tree, for example) says less than that. */
function inner(_: string, value: unknown): unknown {
  const name = classOf(value);
  return name !== undefined ? withArticle(name) : typeof value === 'bigint' ? `${value}` : value;
}

/** `a Rollout`, `an ImageName`. */
export function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The name of an object's class; undefined for plain objects, lists and all that is no object. */
export function classOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return undefined;
  }
  const type = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name;
  return type === undefined || type === 'Object' ? undefined : type;
}
