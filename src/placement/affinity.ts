import { KubeNode, KubeNodeSelectorTerm, KubePodSpec, KubeRequirement } from './kube';
import { isLabelValue, isQualifiedName } from '../values/kube-names';

/*
 * Required node affinity (items 9 to 13): the node selector, and at least one of the terms. What upstream finds wrong in a term
 * makes that term match nothing and is said by nobody: the API server takes most of it, and the controller drops the error.
 */

const INT64 = 2n ** 63n;

/** One condition of a term that can be met. */
export interface Condition extends KubeRequirement {
  readonly values: readonly string[];
  /** Of Gt and Lt. */
  readonly bound?: bigint;
}

export interface Term {
  readonly labels: readonly Condition[];
  readonly fields: readonly Condition[];
  /** Why no node can ever meet it; a term with faults matches nothing. */
  readonly faults: readonly string[];
}

export interface RequiredAffinity {
  /** As pairs, in order. */
  readonly selector: readonly (readonly [string, string])[];
  /** Undefined without required affinity; no term at all matches nothing. */
  readonly terms: readonly Term[] | undefined;
}

export function requiredAffinity(spec: KubePodSpec): RequiredAffinity {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? undefined;
  return {
    selector: Object.entries(spec.nodeSelector ?? {}),
    terms: required === undefined ? undefined : (required.nodeSelectorTerms ?? []).map(parseTerm),
  };
}

export function matchesAffinity(affinity: RequiredAffinity, node: KubeNode): boolean {
  return affinity.selector.every(([key, value]) => labelOf(node, key) === value)
    && (affinity.terms === undefined || affinity.terms.some((term) => matchesTerm(term, node)));
}

export function matchesTerm(term: Term, node: KubeNode): boolean {
  return term.faults.length === 0
    && term.labels.every((condition) => meets(condition, labelOf(node, condition.key)))
    && term.fields.every((condition) => meetsField(condition, node));
}

/** Item 11. */
export function meets(condition: Condition, value: string | undefined): boolean {
  switch (condition.operator) {
    case 'In': return value !== undefined && condition.values.includes(value);
    case 'NotIn': return value === undefined || !condition.values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: {
      const number = value === undefined ? undefined : parseInt64(value);
      return number !== undefined && condition.bound !== undefined
        && (condition.operator === 'Gt' ? number > condition.bound : number < condition.bound);
    }
  }
}

/** A node has one field, its name; any other is as if it were empty (the API server refuses to ask for it). */
export function meetsField(condition: Condition, node: KubeNode): boolean {
  const is = (condition.key === 'metadata.name' ? node.metadata.name : '') === condition.values[0];
  return condition.operator === 'In' ? is : !is;
}

/** Undefined without the label: what an object inherits is no label. */
export function labelOf(node: KubeNode, key: string): string | undefined {
  const value: unknown = node.metadata.labels?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** All labels that decide. */
export function labelsRead({ selector, terms }: RequiredAffinity): string[] {
  return [...selector.map(([key]) => key), ...(terms ?? []).flatMap((term) => (term.faults.length > 0 ? [] : term.labels.map(({ key }) => key)))];
}

/** All node names that decide; any two other names are alike. */
export function namesRead({ terms }: RequiredAffinity): string[] {
  return (terms ?? []).flatMap((term) => term.fields.flatMap(({ values }) => values));
}

function parseTerm(term: KubeNodeSelectorTerm): Term {
  const labels = (term?.matchExpressions ?? []).map(parseCondition);
  const fields = (term?.matchFields ?? []).map((requirement): Condition => ({ ...requirement, values: requirement.values ?? [] }));
  const faults = labels.length + fields.length === 0
    ? ['is empty']
    : [...labels.flatMap(labelFaults), ...fields.flatMap(fieldFaults)];
  return { labels, fields, faults };
}

function parseCondition(requirement: KubeRequirement): Condition {
  const values = requirement.values ?? [];
  const isBound = (requirement.operator === 'Gt' || requirement.operator === 'Lt') && values.length === 1;
  return { key: requirement.key, operator: requirement.operator, values, ...(isBound ? { bound: parseInt64(values[0]) } : {}) };
}

/** Item 12. */
function labelFaults({ key, operator, values, bound }: Condition): string[] {
  const faults: string[] = [];
  const of = `${operator} ${JSON.stringify(values)} of ${key}`;
  if (!isQualifiedName(key ?? '')) {
    faults.push(`asks for ${JSON.stringify(key)}, which is no label key`);
  }
  switch (operator) {
    case 'In': case 'NotIn':
      faults.push(...(values.length === 0 ? [`has ${of}, without a value`] : []));
      break;
    case 'Exists': case 'DoesNotExist':
      faults.push(...(values.length > 0 ? [`has ${of}, which takes no value`] : []));
      break;
    case 'Gt': case 'Lt':
      faults.push(...(bound === undefined ? [`has ${of}, which takes one whole number of 64 bits`] : []));
      break;
    default:
      faults.push(`has the operator ${JSON.stringify(operator)}, which there is not`);
  }
  const odd = values.filter((value) => !isLabelValue(value));
  return odd.length === 0 ? faults : [...faults, `compares ${key} with ${odd.map((value) => JSON.stringify(value)).join(', ')}, which no label can be`];
}

/** Item 13. */
function fieldFaults({ key, operator, values }: Condition): string[] {
  if (operator !== 'In' && operator !== 'NotIn') {
    return [`has the operator ${JSON.stringify(operator)} for the field ${key}, which takes In and NotIn`];
  }
  return values.length === 1 ? [] : [`has ${operator} ${JSON.stringify(values)} of the field ${key}, which takes one value`];
}

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) {
    return undefined;
  }
  const number = text.startsWith('+') ? BigInt(text.slice(1)) : BigInt(text);
  return number >= -INT64 && number < INT64 ? number : undefined;
}
