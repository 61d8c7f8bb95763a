import { KubeAmounts } from './kube';
import { HostPort, portsClash } from './ports';
import { Amounts, amountsOf, counted, isScalar } from './requests';

/*
 * Whether a pod finds its place on a node (items 24 and 25), in plain numbers: a cluster may have a hundred thousand nodes.
 * Numbers of this language are exact up to 2^53, which is nine million GiB.
 */

/** The resources that count, in a fixed order: those that any of the agents asks for. */
export type Resources = readonly string[];

/** What a pod takes of its node. */
export interface Demand {
  /** `NAMESPACE/NAME`, for messages. */
  readonly name: string;
  /** In the order of the resources. */
  readonly amounts: readonly number[];
  readonly ports: readonly HostPort[];
}

export interface Allocatable {
  readonly amounts: readonly number[];
  readonly pods: number;
}

/** A node while it is filled. */
export interface Room<P extends Demand = Demand> {
  /** Undefined when it is not known: then only ports count. */
  readonly allocatable: Allocatable | undefined;
  readonly used: number[];
  /** All pods on it. */
  readonly pods: P[];
}

/** What is missing: `pods`, or the name of a resource. */
export interface Shortage {
  readonly resource: string;
  readonly wants: number;
  readonly left: number;
  readonly of: number;
}

export interface TakenPort {
  readonly port: HostPort;
  readonly by: string;
}

export interface Misfit {
  readonly shortages: readonly Shortage[];
  readonly taken: readonly TakenPort[];
}

const NO_SHORTAGES: readonly Shortage[] = [];
const NO_PORTS: readonly TakenPort[] = [];

/** Cpu and memory, and what else is asked for that the scheduler knows. */
export function resourcesOf(requests: readonly Amounts[]): Resources {
  const names = new Set(requests.flatMap((amounts) => [...amounts].filter(([, { nano }]) => nano > 0n).map(([name]) => name)));
  return ['cpu', 'memory', ...['ephemeral-storage', ...[...names].filter(isScalar).sort()].filter((name) => names.has(name))];
}

export function demandOf(name: string, requests: Amounts, ports: readonly HostPort[], resources: Resources): Demand {
  return { name, amounts: resources.map((resource) => countOf(resource, requests)), ports };
}

/** A node that does not say how many pods it takes takes none. @throws InvalidQuantity */
export function allocatableOf(amounts: KubeAmounts, resources: Resources, where: string): Allocatable {
  const all = amountsOf(amounts, where);
  return { amounts: resources.map((resource) => countOf(resource, all)), pods: countOf('pods', all) };
}

export function emptyRoom<P extends Demand>(allocatable: Allocatable | undefined, resources: Resources): Room<P> {
  return { allocatable, used: resources.map(() => 0), pods: [] };
}

/** Undefined when it fits. */
export function misfit(room: Room, demand: Demand, resources: Resources): Misfit | undefined {
  const shortages = shortagesIn(room, demand, resources);
  const taken = demand.ports.length === 0 ? NO_PORTS : takenPorts(room, demand);
  return shortages.length + taken.length === 0 ? undefined : { shortages, taken };
}

export function take<P extends Demand>(room: Room<P>, demand: P): void {
  room.pods.push(demand);
  for (let i = 0; i < demand.amounts.length; i++) {
    room.used[i] += demand.amounts[i];
  }
}

export function giveBack<P extends Demand>(room: Room<P>, demand: P): void {
  room.pods.splice(room.pods.indexOf(demand), 1);
  demand.amounts.forEach((amount, i) => { room.used[i] -= amount; });
}

function shortagesIn({ allocatable, used, pods }: Room, demand: Demand, resources: Resources): readonly Shortage[] {
  if (allocatable === undefined) {
    return NO_SHORTAGES;
  }
  // Made only where something is short: this runs for every agent on every kind of node.
  let shortages: Shortage[] | undefined;
  if (pods.length + 1 > allocatable.pods) {
    (shortages ??= []).push({ resource: 'pods', wants: 1, left: allocatable.pods - pods.length, of: allocatable.pods });
  }
  for (let i = 0; i < demand.amounts.length; i++) {
    const wants = demand.amounts[i];
    // Who asks for nothing fits a node that is over-full.
    if (wants > 0 && wants > allocatable.amounts[i] - used[i]) {
      (shortages ??= []).push({ resource: resources[i], wants, left: allocatable.amounts[i] - used[i], of: allocatable.amounts[i] });
    }
  }
  return shortages ?? NO_SHORTAGES;
}

function takenPorts(room: Room, demand: Demand): readonly TakenPort[] {
  let taken = NO_PORTS;
  for (const pod of room.pods) {
    for (const port of pod.ports) {
      if (demand.ports.some((wanted) => portsClash(wanted, port))) {
        taken = [...taken, { port, by: pod.name }];
      }
    }
  }
  return taken;
}

function countOf(resource: string, amounts: Amounts): number {
  const amount = amounts.get(resource);
  return amount === undefined ? 0 : counted(resource, amount);
}
