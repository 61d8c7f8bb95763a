import { Requirement, Term } from './node-requirement';

/** Nodes that are preferred: of no effect on where a DaemonSet's pods stand. */
export interface PreferredTerm {
  readonly weight: number;
  readonly labels: readonly Requirement[];
}

/** What of a pod's spec says where it may stand. */
export interface RenderedTargeting {
  readonly nodeSelector?: { [label: string]: string };
  readonly affinity?: object;
}

/** Simple equality that every alternative asks for becomes the nodeSelector, the rest required node affinity. */
export function renderTargeting(terms: readonly Term[], preferences: readonly PreferredTerm[]): RenderedTargeting {
  const inEvery = (requirement: Requirement) => terms.every((term) => term.labels.some((other) => same(other, requirement)));
  const common = terms[0].labels.filter((requirement) => isEquality(requirement) && inEvery(requirement));
  const rest = terms.map((term) => renderTerm(term, common));
  const required = rest.every((term) => Object.keys(term).length > 0) ? rest : [];
  const preferred = preferences.map(({ weight, labels }) => ({ preference: { matchExpressions: labels.map(expression) }, weight }));
  const nodeAffinity = {
    ...(required.length === 0 ? {} : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: required } }),
    ...(preferred.length === 0 ? {} : { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
  };
  return {
    ...(common.length === 0 ? {} : { nodeSelector: Object.fromEntries(common.map(({ key, values }) => [key, values[0]])) }),
    ...(Object.keys(nodeAffinity).length === 0 ? {} : { affinity: { nodeAffinity } }),
  };
}

function renderTerm(term: Term, common: readonly Requirement[]): object {
  const expressions = term.labels.filter((requirement) => !common.some((other) => same(other, requirement))).map(expression);
  const fields = [
    ...(term.nodeName === undefined ? [] : [{ key: 'metadata.name', operator: 'In', values: [term.nodeName] }]),
    // The API takes one value a requirement.
    ...term.notNodeNames.map((name) => ({ key: 'metadata.name', operator: 'NotIn', values: [name] })),
  ];
  return {
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
    ...(fields.length === 0 ? {} : { matchFields: fields }),
  };
}

function expression({ key, operator, values }: Requirement): object {
  return { key, operator, ...(values.length === 0 ? {} : { values: [...values] }) };
}

function isEquality(requirement: Requirement): boolean {
  return requirement.operator === 'In' && requirement.values.length === 1;
}

function same(a: Requirement, b: Requirement): boolean {
  return a.key === b.key && a.operator === b.operator && a.values.length === b.values.length && a.values.every((value, i) => value === b.values[i]);
}

/** One English sentence. */
export function describeTargeting(terms: readonly Term[]): string {
  const alternatives = terms.map(describeTerm);
  if (alternatives.some((words) => words === '')) {
    return 'Every node.';
  }
  return `Nodes where ${alternatives.join(', or where ')}.`;
}

/** Empty for every node. */
export function describeTerm(term: Term): string {
  return [
    ...(term.nodeName === undefined ? [] : [`the name is ${term.nodeName}`]),
    ...(term.notNodeNames.length === 0 ? [] : [`the name is not ${term.notNodeNames.join(' or ')}`]),
    ...term.labels.map(describeRequirement),
  ].join(' and ');
}

/** In words: `disktype is ssd`. */
export function describeRequirement({ key, operator, values }: Requirement): string {
  const words = values.map((value) => (value === '' ? '""' : value)).join(' or ');
  switch (operator) {
    case 'In': return `${key} is ${words}`;
    case 'NotIn': return `${key} is not ${words}`;
    case 'Exists': return `${key} is set`;
    case 'DoesNotExist': return `${key} is not set`;
    case 'Gt': return `${key} is greater than ${words}`;
    case 'Lt': return `${key} is less than ${words}`;
  }
}
