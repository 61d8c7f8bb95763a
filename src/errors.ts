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

/** A value as it is shown in a message: short, quoted, never `[object Object]`. */
export function show(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  const text = typeof value === 'bigint' ? `${value}` : JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
