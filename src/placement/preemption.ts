import { Demand, Misfit, Resources, Room, giveBack, misfit, take } from './fit';
import { KubePodSpec } from './kube';
import { CRITICAL, PodPriority } from './priority';
import { counted, reclaimed } from './requests';

/** A pod that may be on a node. */
export interface Contender extends Demand {
  readonly spec: KubePodSpec;
  readonly priority: PodPriority;
  /** Its template names its node, so that the scheduler never sees it, and only the kubelet can make room. */
  readonly isBoundByName: boolean;
  /** As Kubernetes writes times, which sort as text; unset for a pod that has not started. */
  readonly startTime?: string;
}

/**
 * The pods that are evicted to make room (items 27 and 28); undefined when that is of no use. As the scheduler does it: without all pods of lower
 * priority it must fit; then as many as can stay are put back, the most important first: those of higher priority, of equal ones the oldest.
 */
export function victims(room: Room<Contender>, pod: Contender, missing: Misfit, resources: Resources): Contender[] | undefined {
  if (!mayEvict(pod, missing)) {
    return undefined;
  }
  const lower = room.pods.filter((other) => other.priority.value < pod.priority.value);
  if (lower.length === 0 || (pod.isBoundByName && !kubeletCanFree(lower, missing))) {
    return undefined;
  }
  lower.forEach((other) => giveBack(room, other));
  const fits = misfit(room, pod, resources) === undefined;
  const evicted: Contender[] = [];
  for (const other of [...lower].sort(moreImportant)) {
    take(room, other);
    if (fits && misfit(room, pod, resources) !== undefined) {
      giveBack(room, other);
      evicted.push(other);
    }
  }
  return fits ? evicted : undefined;
}

/** The kubelet adds up what it would get back, by a rule of its own, before it evicts anybody. */
function kubeletCanFree(lower: readonly Contender[], { shortages }: Misfit): boolean {
  return shortages.every(({ resource, wants, left }) => lower.reduce((sum, pod) => sum + freed(pod, resource), 0) >= wants - left);
}

function freed({ name, spec }: Contender, resource: string): number {
  const amount = resource === 'pods' ? undefined : reclaimed(spec, name).get(resource);
  return resource === 'pods' ? 1 : amount === undefined ? 0 : counted(resource, amount);
}

function moreImportant(a: Contender, b: Contender): number {
  const [left, right] = [a.startTime ?? '~', b.startTime ?? '~'];
  return b.priority.value - a.priority.value || (left < right ? -1 : left > right ? 1 : 0);
}

function mayEvict({ priority, isBoundByName }: Contender, { taken }: Misfit): boolean {
  return isBoundByName ? priority.value >= CRITICAL && taken.length === 0 : priority.preempts;
}
