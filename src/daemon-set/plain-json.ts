import { fail, show } from '../errors';
import { At, pathOf, within } from '../placement/input/field';
import { isPlain } from '../values/require';

/** Where a value stands, and what it stands in. */
interface Place {
  readonly at: At | undefined;
  readonly parents: readonly object[];
}

/**
 * Refuses what JSON would write as something else, or leave out: an object of a class by its inner fields, Infinity as the `null` that removes a field, a Map as `{}`.
 * Fields that are undefined are not written, as everywhere.
 *
 * @param said what stands before the path
 */
export function requireJson(where: string, said: string, value: unknown, at?: At): void {
  check((wrong, place) => fail('InvalidPatch', where, `${said}${pathOf(place)} ${wrong}`), value, { at, parents: [] });
}

function check(refuse: (wrong: string, at: At | undefined) => never, value: unknown, { at, parents }: Place): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) {
    return;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? undefined : refuse(`is ${value}, in place of which JSON has null; write a finite number`, at);
  }
  if (!Array.isArray(value) && !isPlain(value)) {
    const got = typeof value === 'bigint' ? `${value}n` : show(value);
    refuse(`is ${got}; write its value as plain JSON: a string, a number, true or false, null, a list or { … }`, at);
  }
  if (parents.includes(value)) {
    refuse('contains itself; write out what is meant', at);
  }
  const inner = (step: string | number): Place => ({ at: within(at, step), parents: [...parents, value] });
  if (Array.isArray(value)) {
    // By number, for entries that were never set are null in JSON as well.
    for (let i = 0; i < value.length; i++) {
      check(refuse, value[i], inner(i));
    }
    return;
  }
  for (const [field, one] of Object.entries(value)) {
    if (field === '__proto__') {
      refuse('is a name that JavaScript keeps for itself; drop it', within(at, field));
    }
    if (one !== undefined) {
      check(refuse, one, inner(field));
    }
  }
}
