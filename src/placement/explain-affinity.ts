import { Condition, RequiredAffinity, Term, labelOf, meets, meetsField } from './affinity';
import { KubeNode } from './kube';
import { reason } from './reasons';
import { Reason } from './report';

/** Enough to see what is wrong; a targeting may have dozens of terms. */
const MOST_TERMS = 3;

export function explainAffinity({ selector, terms }: RequiredAffinity, node: KubeNode): Reason[] {
  const mismatches = selector.filter(([key, value]) => labelOf(node, key) !== value);
  return [...mismatches.map(([key, value]) => selectorReason(node, key, value)), ...termReasons(terms, node)];
}

function selectorReason(node: KubeNode, key: string, value: string): Reason {
  const { name } = node.metadata;
  const has = labelOf(node, key);
  const also = has === undefined ? `NodeLabel.isOneOf('${key}', …)` : `NodeLabel.isOneOf('${key}', '${value}', '${has}')`;
  return reason('NodeSelectorMismatch', `nodeSelector asks for ${key}=${value}, and node ${name} has ${has === undefined ? 'no such label' : `${key}=${has}`}`,
    `label the node (kubectl label node ${name} ${key}=${value}${has === undefined ? '' : ' --overwrite'}), `
    + `or mean more nodes with NodeTargeting.matching(${also}) (YAML: nodeSelector, or nodeAffinity with operator In)`);
}

function termReasons(terms: readonly Term[] | undefined, node: KubeNode): Reason[] {
  if (terms === undefined) {
    return [];
  }
  const failures = terms.map((term) => failure(term, node));
  if (failures.includes(undefined)) {
    return [];
  }
  const named = failures.map((words, i) => (terms.length === 1 ? `its term ${words}` : `term ${i + 1} ${words}`));
  const shown = named.length <= MOST_TERMS ? named : [...named.slice(0, MOST_TERMS), `and ${named.length - MOST_TERMS} more`];
  if (terms.every(({ faults }) => faults.length > 0)) {
    const why = terms.length === 0 ? 'it has no term' : shown.join('; ');
    return [reason('NodeAffinityNeverMatches', `no node can meet the required node affinity: ${why}`,
      'correct the term, or write it with NodeTargeting.matching(NodeLabel.…), which refuses such terms (YAML: requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms)')];
  }
  return [reason('NodeAffinityMismatch', `node ${node.metadata.name} does not meet the required node affinity: ${shown.join('; ')}`,
    'label the node, or mean more nodes: NodeTargeting.anyOf(…, NodeTargeting.matching(NodeLabel.…)) '
    + '(YAML: one more of requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms)')];
}

/** What of the term does not hold, in words that follow its name; undefined when it holds. */
function failure({ labels, fields, faults }: Term, node: KubeNode): string | undefined {
  if (faults.length > 0) {
    return `${faults.join(' and ')}, so it matches nothing`;
  }
  const label = labels.find((condition) => !meets(condition, labelOf(node, condition.key)));
  if (label !== undefined) {
    return `asks for ${wish(label)}, and the node has ${found(node, label.key)}`;
  }
  const field = fields.find((condition) => !meetsField(condition, node));
  return field === undefined ? undefined : `asks for ${wish(field)}`;
}

/** As YAML says it: `disktype In [ssd, nvme]`. */
function wish({ key, operator, values }: Condition): string {
  return values.length === 0 ? `${key} ${operator}` : `${key} ${operator} [${values.join(', ')}]`;
}

function found(node: KubeNode, key: string): string {
  const value = labelOf(node, key);
  return value === undefined ? 'no such label' : `${key}=${value}`;
}
