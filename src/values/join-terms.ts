import { ANY_NODE, Term, both, widest } from './node-requirement';
import { fail, show } from '../errors';

/** More terms than this are a product that got out of hand, and a manifest that nobody can read. */
const MOST_TERMS = 64;
/** On the way there may be far more, such as names that exclude each other; but each is compared with each. */
const MOST_ON_THE_WAY = 1024;

/** Nodes that meet one term of any list, in the fewest terms. */
export function anyOfTerms(where: string, lists: readonly (readonly Term[])[]): readonly Term[] {
  return requireFew(where, fewest(where, lists.flat()), MOST_TERMS);
}

/** Nodes that meet one term of every list, in the fewest terms: from the shortest list on, so that the order of the lists does not decide what is too much. */
export function allOfTerms(where: string, lists: readonly (readonly Term[])[], words: () => readonly string[]): readonly Term[] {
  const shortestFirst = [...lists].sort((a, b) => a.length - b.length);
  const terms = shortestFirst.reduce<readonly Term[]>((all, list) => fewest(where, all.flatMap((mine) => meeting(mine, list))), [ANY_NODE]);
  if (terms.length === 0) {
    fail('TargetsNoNode', where, `no node can meet all of ${show(words())}; drop one of them, or join them with NodeTargeting.anyOf(…)`);
  }
  return requireFew(where, terms, MOST_TERMS);
}

function fewest(where: string, terms: readonly Term[]): readonly Term[] {
  return widest(requireFew(where, terms, MOST_ON_THE_WAY));
}

function meeting(mine: Term, list: readonly Term[]): Term[] {
  return list.map((theirs) => both(mine, theirs)).filter((term): term is Term => term !== undefined);
}

function requireFew(where: string, terms: readonly Term[], most: number): readonly Term[] {
  if (terms.length > most) {
    fail('TooManyTerms', where,
      `the alternatives multiply to ${terms.length} terms, more than ${most}; label the nodes that are meant with one label of their own, or use NodeLabel.isOneOf(…) for alternatives of one label`);
  }
  return terms;
}
