import { Term as ParsedTerm, requiredAffinity } from './affinity';
import { KubePodSpec } from './kube';
import { ANY_NODE, LabelOperator, Term, both } from '../values/node-requirement';

/**
 * Whether there can be a node that meets what both pods require of theirs by name, selector and affinity; taints aside.
 * True in doubt: two agents with one host port clash only where their nodes can be the same.
 */
export function nodeRequirementsCanMeet(a: KubePodSpec, b: KubePodSpec): boolean {
  return termsCanMeet(waysToMeet(a), waysToMeet(b));
}

/** The same of requirements that were read before. */
export function termsCanMeet(a: readonly Term[], b: readonly Term[]): boolean {
  return a.some((mine) => b.some((other) => both(mine, other) !== undefined));
}

/** Each way to meet the requirements. */
export function waysToMeet(spec: KubePodSpec): Term[] {
  const { selector, terms } = requiredAffinity(spec);
  const name = spec.nodeName ?? '';
  const all: (Term | undefined)[] = [
    name === '' ? ANY_NODE : { ...ANY_NODE, nodeName: name },
    ...selector.map(([key, value]) => labelTerm(key, 'In', [value])),
  ];
  const base = joined(all);
  const ways = terms === undefined ? [ANY_NODE] : terms.map(normalized);
  return ways.map((way) => joined([base, way])).filter((way) => way !== undefined);
}

function normalized({ labels, fields, faults }: ParsedTerm): Term | undefined {
  if (faults.length > 0) {
    return undefined;
  }
  return joined([
    ...labels.map(({ key, operator, values }) => labelTerm(key, operator as LabelOperator, values)),
    ...fields.map(({ key, operator, values: [value] }): Term | undefined => {
      if (key !== 'metadata.name') {
        return (value === '') === (operator === 'In') ? ANY_NODE : undefined;
      }
      return operator === 'In' ? { ...ANY_NODE, nodeName: value } : { ...ANY_NODE, notNodeNames: [value] };
    }),
  ]);
}

function labelTerm(key: string, operator: LabelOperator, values: readonly string[]): Term {
  return { ...ANY_NODE, labels: [{ key, operator, values }] };
}

function joined(terms: readonly (Term | undefined)[]): Term | undefined {
  return terms.reduce((all, term) => (all === undefined || term === undefined ? undefined : both(all, term)), ANY_NODE);
}
