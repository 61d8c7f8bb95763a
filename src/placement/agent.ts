import { labelsRead, namesRead } from './affinity';
import { Wish, wishOf } from './controller';
import { Resources, demandOf, resourcesOf } from './fit';
import { KubeDaemonSet, KubePod } from './kube';
import { hostPorts } from './ports';
import { Contender } from './preemption';
import { PriorityClasses, podPriority } from './priority';
import { Amounts, podRequests } from './requests';
import { fail, show } from '../errors';

/** A DaemonSet with all that placement reads of it, worked out once. */
export interface Agent {
  readonly name: string;
  readonly daemonSet: KubeDaemonSet;
  readonly wish: Wish;
  readonly requests: Amounts;
  readonly pod: Contender;
}

export interface Agents {
  readonly all: readonly Agent[];
  readonly resources: Resources;
  /** Indices in the order in which they take their places: highest priority first, then as given. */
  readonly order: readonly number[];
  /** Labels and names of nodes that any of them asks for. */
  readonly labels: readonly string[];
  readonly names: ReadonlySet<string>;
}

/** @throws NotADaemonSet, InvalidQuantity */
export function agentsOf(daemonSets: readonly KubeDaemonSet[], classes: PriorityClasses): Agents {
  const read = daemonSets.map((daemonSet, i) => {
    const name = nameOf(checked(daemonSet, `daemonSets[${i}]`));
    return { name, daemonSet, wish: wishOf(daemonSet), requests: podRequests(daemonSet.spec.template.spec, name) };
  });
  const resources = resourcesOf(read.map(({ requests }) => requests));
  const all = read.map((one): Agent => {
    const { spec } = one.daemonSet.spec.template;
    const demand = demandOf(one.name, one.requests, hostPorts(spec), resources);
    return { ...one, pod: { ...demand, spec, priority: podPriority(spec, classes), isBoundByName: one.wish.nodeName !== '' } };
  });
  return {
    all,
    resources,
    order: all.map((_, i) => i).sort((a, b) => all[b].pod.priority.value - all[a].pod.priority.value || a - b),
    labels: [...new Set(all.flatMap(({ wish }) => labelsRead(wish.affinity)))].sort(),
    names: new Set(all.flatMap(({ wish }) => [...namesRead(wish.affinity), ...(wish.nodeName === '' ? [] : [wish.nodeName])])),
  };
}

/** A pod that is on a node already. @throws InvalidQuantity */
export function contenderOf(pod: KubePod, classes: PriorityClasses, resources: Resources): Contender {
  const name = nameOf(pod);
  const demand = demandOf(name, podRequests(pod.spec, name), hostPorts(pod.spec), resources);
  const startTime = pod.status?.startTime;
  const { spec } = pod;
  return { ...demand, spec, priority: podPriority(spec, classes), isBoundByName: false, ...(startTime === undefined ? {} : { startTime }) };
}

/** Whether the pod is one of the DaemonSet's. */
export function owns(daemonSet: KubeDaemonSet, pod: KubePod): boolean {
  const { name, namespace, uid } = daemonSet.metadata;
  return (namespace ?? 'default') === (pod.metadata.namespace ?? 'default') && (pod.metadata.ownerReferences ?? []).some((owner) =>
    owner.kind === 'DaemonSet' && owner.name === name && owner.controller !== false
    && (uid === undefined || owner.uid === undefined || uid === owner.uid));
}

/** `NAMESPACE/NAME`; without a namespace kubectl takes `default`. */
export function nameOf({ metadata }: { readonly metadata: { readonly name: string; readonly namespace?: string } }): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

function checked(daemonSet: KubeDaemonSet, where: string): KubeDaemonSet {
  const name: unknown = daemonSet?.metadata?.name;
  const containers: unknown = daemonSet?.spec?.template?.spec?.containers;
  if (typeof name !== 'string' || !Array.isArray(containers)) {
    fail('NotADaemonSet', where, `got ${show(daemonSet)}; give it metadata.name and a list spec.template.spec.containers`);
  }
  return daemonSet;
}
