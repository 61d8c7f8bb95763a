import { can, isPlain } from './require';
import { fail, show } from '../errors';

/*
 * Kubernetes' own JSON, as users write it where this library has no words of its own. It is copied, so that nobody changes it after it was looked at.
 */

/** As other CDKs write a value into a text that is known only when they are done, such as `${Token[TOKEN.5]}` and `${TfToken[TOKEN.5]}`. */
const TOKEN = /\$\{\w*Token\[/;

/** What cdk8s, or a resolver of its App, puts a value in place of when it writes the manifest: nothing can be said of it before. */
export function isLater(value: unknown): boolean {
  return typeof value === 'string' ? TOKEN.test(value) : can(value, 'produce') || can(value, 'resolve');
}

/** JSON of the form `{ kind: { … } }`, and undefined for any other. @throws `code` when there is something in it that is no JSON */
export function rawKind(code: string, where: string, source: unknown): { [kind: string]: unknown } | undefined {
  const kinds = isPlain(source) ? Object.entries(source) : [];
  return kinds.length === 1 && isPlain(kinds[0][1]) && !isLater(kinds[0][1])
    ? { [kinds[0][0]]: rawFields(code, where, kinds[0][0], kinds[0][1], []) }
    : undefined;
}

/** A copy without what is null or undefined, which Kubernetes takes for unset, its fields in one order: the same in another is the same. @throws `code` when there is something in it that is no JSON */
export function rawFields(code: string, where: string, at: string, fields: object, above: readonly object[] = []): { [field: string]: unknown } {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(set.sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, value]) => [field, raw(code, where, `${at}.${field}`, value, [...above, fields])]));
}

function raw(code: string, where: string, at: string, value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) || isLater(value)) {
    return value;
  }
  if (Array.isArray(value) && !above.includes(value)) {
    return Array.from(value, (item, i) => raw(code, where, `${at}[${i}]`, item, [...above, value]));
  }
  if (isPlain(value) && !above.includes(value)) {
    return rawFields(code, where, at, value, above);
  }
  return fail(code, where, `${at} is ${show(value)}; write plain JSON, as Kubernetes spells it`);
}
