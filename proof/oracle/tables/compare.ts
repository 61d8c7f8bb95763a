import { Amounts, KubeContainerPort, KubeDaemonSet, KubeNode, KubePod, KubePodContainer, KubePodSpec, KubeTaint, KubeToleration, hostPorts, place, podRequests, portsClash, shouldRun, tolerates } from '../../../src/placement';
import { matchesAffinity, requiredAffinity } from '../../../src/placement/affinity';
import { amountsOf } from '../../../src/placement/requests';
import { evictedAfter, untolerated } from '../../../src/placement/taints';
import { formatAmount } from '../../../src/values/amount';

/*
 * What a row of an upstream table expects, asked of the engine. Rows are as bare as Go literals are: pods without a name, or without containers.
 */

type BarePod = { readonly spec: Partial<KubePodSpec>; readonly metadata?: { readonly name?: string } };
type Port = readonly [protocol: string, ip: string, port: number];

/** Only what the table's description names is there. */
export interface Row {
  readonly skipped?: string;
  readonly daemonSet?: KubeDaemonSet;
  readonly pod?: BarePod;
  readonly completed?: BarePod;
  readonly pods?: readonly BarePod[] | null;
  readonly node?: KubeNode;
  readonly freshNode?: KubeNode | null;
  readonly nodes?: readonly KubeNode[];
  readonly required?: { readonly nodeSelectorTerms?: [] };
  readonly tolerations?: readonly KubeToleration[] | null;
  readonly taints?: readonly KubeTaint[] | null;
  readonly held?: readonly Port[] | null;
  readonly wanted?: Port;
  readonly wantRun?: boolean;
  readonly wantStay?: boolean;
  readonly wantMatch?: boolean;
  readonly wantTolerated?: boolean;
  readonly wantSeconds?: number;
  readonly wantFits?: boolean;
  readonly wantReasons?: readonly string[] | null;
  readonly wantClash?: boolean;
  readonly wantPorts?: readonly KubeContainerPort[] | null;
  readonly wantRequests?: { readonly [resource: string]: string };
  readonly wantVictims?: { readonly [node: string]: readonly string[] };
}

export function daemon(row: Row): boolean {
  const answer = shouldRun(row.daemonSet!, row.node!);
  return answer.shouldRun === row.wantRun && answer.shouldContinueRunning === row.wantStay;
}

export function affinity({ pod, required, node, wantMatch }: Row): boolean {
  const spec = pod === undefined ? { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } } : pod.spec;
  return matchesAffinity(requiredAffinity(complete(spec)), node!) === wantMatch;
}

export function taints({ tolerations, taints: all, wantTolerated }: Row): boolean {
  return (all ?? []).every((taint) => (tolerations ?? []).some((toleration) => tolerates(toleration, taint))) === wantTolerated;
}

export function untoleratedTaints({ tolerations, taints: all, wantTolerated }: Row): boolean {
  return (untolerated(all ?? [], tolerations ?? []).length === 0) === wantTolerated;
}

/** Each toleration is met by a taint of its own. A negative time is for ever. */
export function evictedAfterSeconds({ tolerations, wantSeconds }: Row): boolean {
  const met = tolerations!.map((toleration, i) => ({ ...toleration, key: `taint-${i}`, operator: 'Exists' }));
  const seconds = evictedAfter(met.map(({ key }) => ({ key, effect: 'NoExecute' })), met);
  return seconds === (wantSeconds! < 0 ? undefined : wantSeconds);
}

export function nodeName({ pod, node, wantFits }: Row): boolean {
  const named: KubeNode = { metadata: { name: 'unnamed', ...onlyText(node!.metadata) } };
  return shouldRun(daemonSetOf(pod!), named).shouldRun === wantFits;
}

export function portClash({ held, wanted, wantClash }: Row): boolean {
  const [port] = portsOf(wanted!);
  return (port !== undefined && (held ?? []).flatMap(portsOf).some((other) => portsClash(port, other))) === wantClash;
}

export function podPorts({ pod, wantPorts }: Row): boolean {
  const wanted = hostPorts(complete({ containers: [{ name: 'all', ports: wantPorts ?? [] }] }));
  const sorted = (all: object[]) => JSON.stringify(all.map((one) => JSON.stringify(one)).sort());
  return sorted(hostPorts(complete(pod!.spec))) === sorted(wanted);
}

/** The names of the nodes are made up there. */
export function ports({ pod, pods, wantFits }: Row): boolean {
  const unbound = { ...pod, spec: { ...pod!.spec, nodeName: undefined } };
  return decideOn({ metadata: { name: 'n' }, status: { allocatable: { pods: '110' } } }, unbound, pods).fits === wantFits;
}

/** Also the causes: upstream's `Insufficient cpu` is InsufficientCpu here, by the resource's name in the message. */
export function fit({ pod, pods, node, wantFits, wantReasons }: Row): boolean {
  const decision = decideOn({ ...node!, metadata: { name: 'n' } }, pod!, pods);
  const causes = decision.reasons.map(({ code, message }) => (code === 'TooManyPods' ? 'Too many pods' : `Insufficient ${/ of (\S+) is wanted/.exec(message)![1]}`));
  return decision.fits === wantFits && JSON.stringify(causes.sort()) === JSON.stringify([...wantReasons ?? []].sort());
}

export function requests({ pod, wantRequests }: Row): boolean {
  return written(podRequests(complete(pod!.spec), 'row')) === written(amountsOf(wantRequests, 'row'));
}

/** A pod, and the same as the API server completes it, ask for the same. */
export function defaults({ pod, completed }: Row): boolean {
  return written(podRequests(complete(pod!.spec), 'row')) === written(podRequests(complete(completed!.spec), 'row'));
}

/** The kubelet asks a second time, with a fresh node, where only the affinity failed. */
export function kubelet({ pod, pods, node, freshNode, wantFits }: Row): boolean {
  const admits = (one: KubeNode) => {
    const decision = decideOn(one, pod!, pods);
    return decision.shouldRun ? decision.fits === true : decision.shouldContinueRunning;
  };
  return (admits(node!) || ((freshNode ?? undefined) !== undefined && admits(freshNode!))) === wantFits;
}

/** On each node by itself: the row's expectations name the nodes where somebody is evicted. */
export function victims({ pod, pods, nodes, wantVictims }: Row): boolean {
  return nodes!.every((node) => {
    const here = pods!.filter(({ spec }) => spec.nodeName === node.metadata.name);
    const [preempts] = decideOn(node, pod!, here).reasons.filter(({ code }) => code === 'WillPreempt');
    const evicted = preempts === undefined ? [] : /, so (.*) with lower priority /.exec(preempts.message)![1].split(', ').map((name) => name.split('/')[1]);
    return JSON.stringify(evicted.sort()) === JSON.stringify([...wantVictims![node.metadata.name] ?? []].sort());
  });
}

function decideOn(node: KubeNode, pod: BarePod, pods: Row['pods']) {
  const others = (pods ?? []).map((other, i): KubePod => ({
    ...other, metadata: { name: `pod-${i}`, ...onlyText(other.metadata ?? {}) }, spec: { ...complete(other.spec), nodeName: node.metadata.name },
  }));
  return place({ daemonSets: [daemonSetOf(pod)], nodes: [node], pods: others }).decision(0, 0);
}

function daemonSetOf(pod: BarePod): KubeDaemonSet {
  return { metadata: { name: 'row' }, spec: { template: { spec: complete(pod.spec) } } };
}

function complete(spec: Partial<KubePodSpec>): KubePodSpec {
  return { ...spec, containers: (spec.containers ?? []) as KubePodContainer[] };
}

/** Without names that Go's literals leave empty. */
function onlyText<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<T>;
}

function portsOf([protocol, hostIP, hostPort]: Port) {
  return hostPorts(complete({ containers: [{ name: 'one', ports: [{ containerPort: 1, protocol, hostIP, hostPort }] }] }));
}

function written(amounts: Amounts): string {
  return JSON.stringify([...amounts].map(([name, amount]) => `${name}=${formatAmount({ ...amount, format: 'decimal' })}`).sort());
}
