import { Decision, KubeAmounts, KubeDaemonSet, KubeNode, KubePod, KubePodSpec, KubeTaint, PlacementInput, place } from '../../src/placement';

/* Short ways to write down nodes, DaemonSets and pods, with nothing in them that nobody asked for. */

export function daemonSet(name: string, spec: Partial<KubePodSpec> = {}): KubeDaemonSet {
  return { metadata: { name, namespace: 'agents' }, spec: { template: { spec: { containers: [{ name: 'agent' }], ...spec } } } };
}

/** One container that asks for so much. */
export function asking(requests: KubeAmounts, spec: Partial<KubePodSpec> = {}): Partial<KubePodSpec> {
  return { containers: [{ name: 'agent', resources: { requests } }], ...spec };
}

export const ROOMY: KubeAmounts = { cpu: '4', memory: '16Gi', pods: '110' };

export interface NodeParts {
  readonly labels?: { readonly [key: string]: string };
  readonly taints?: readonly KubeTaint[];
  readonly allocatable?: KubeAmounts;
}

export function node(name: string, { labels, taints, allocatable = ROOMY }: NodeParts = {}): KubeNode {
  return { metadata: { name, ...(labels === undefined ? {} : { labels }) }, spec: taints === undefined ? {} : { taints }, status: { allocatable } };
}

export function pod(name: string, onNode: string, spec: Partial<KubePodSpec> = {}, status: KubePod['status'] = { phase: 'Running' }): KubePod {
  return { metadata: { name, namespace: 'apps' }, spec: { containers: [{ name: 'app' }], nodeName: onNode, ...spec }, status };
}

/** As the controller makes it. */
export function podOf({ metadata }: KubeDaemonSet, onNode: string, spec: Partial<KubePodSpec> = {}, name = `${metadata.name}-x`): KubePod {
  const made = pod(name, onNode, spec);
  return { ...made, metadata: { name, namespace: metadata.namespace, ownerReferences: [{ kind: 'DaemonSet', name: metadata.name, controller: true }] } };
}

/** The decision for one DaemonSet and one node. */
export function decide(set: KubeDaemonSet, onNode: KubeNode, more: Partial<PlacementInput> = {}): Decision {
  return place({ daemonSets: [set], nodes: [onNode], ...more }).decision(0, 0);
}

/** `true,true` as upstream's tables say it: should run, should continue running. */
export function answerOf(set: KubeDaemonSet, onNode: KubeNode): string {
  const { shouldRun, shouldContinueRunning } = decide(set, onNode);
  return `${shouldRun},${shouldContinueRunning}`;
}

export function codes({ reasons }: Decision): string[] {
  return reasons.map(({ code }) => code);
}
