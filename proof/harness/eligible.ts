import type { DaemonSet, Node, NodeSelectorTerm, PodSpec, SelectorRequirement, Taint, Toleration } from './kube';

/**
 * Which nodes a DaemonSet's pods belong on, decided from the manifest and the node alone. Written for the proof and apart from the
 * library's own placement engine on purpose: the cluster, this predicate and the engine have to agree, and none is derived from another.
 */
export function isEligible(daemonSet: DaemonSet, node: Node): boolean {
  const spec = daemonSet.spec.template.spec;
  return matchesNode(spec, node) && untolerated(spec, node).every((taint) => taint.effect === 'PreferNoSchedule');
}

export function eligibleNodes(daemonSet: DaemonSet, nodes: readonly Node[]): string[] {
  return nodes.filter((node) => isEligible(daemonSet, node)).map((node) => node.metadata.name).sort();
}

/** `nodeSelector`, and at least one of the terms of the required affinity; preferences never decide. */
export function matchesNode(spec: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  const selector = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return selector && (required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node)));
}

export function untolerated(spec: PodSpec, node: Node): Taint[] {
  const tolerations = [...(spec.tolerations ?? []), ...addedByController(spec)];
  return (node.spec?.taints ?? []).filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/** What the DaemonSet controller adds to every pod. */
function addedByController(spec: PodSpec): Toleration[] {
  const added: [string, string][] = [
    ['not-ready', 'NoExecute'], ['unreachable', 'NoExecute'], ['disk-pressure', 'NoSchedule'],
    ['memory-pressure', 'NoSchedule'], ['pid-pressure', 'NoSchedule'], ['unschedulable', 'NoSchedule'],
  ];
  if (spec.hostNetwork === true) {
    added.push(['network-unavailable', 'NoSchedule']);
  }
  return added.map(([name, effect]) => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect }));
}

function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== '' && toleration.effect !== taint.effect) {
    return false;
  }
  if (toleration.key !== undefined && toleration.key !== '' && toleration.key !== taint.key) {
    return false;
  }
  return toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '');
}

function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) {
    return false;
  }
  return expressions.every((expression) => matchesRequirement(expression, node.metadata.labels?.[expression.key]))
    && fields.every((field) => field.key === 'metadata.name' && matchesRequirement(field, node.metadata.name));
}

function matchesRequirement(requirement: SelectorRequirement, value: string | undefined): boolean {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    case 'Gt': return isNumber(value) && BigInt(value) > BigInt(values[0]);
    case 'Lt': return isNumber(value) && BigInt(value) < BigInt(values[0]);
    default: throw new Error(`operator ${requirement.operator}`);
  }
}

function isNumber(value: string | undefined): value is string {
  return value !== undefined && /^[+-]?\d+$/.test(value);
}
