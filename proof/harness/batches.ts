import { DaemonSet, describeObject, KubeObject } from './kube';
import type { World } from './world';

/** Objects that are applied together because they can live in one cluster at the same time. */
export interface Member {
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

/**
 * Puts members together that do not get in each other's way: no two contents for one object, no node port wanted twice.
 * Many members then take hardly longer than one.
 */
export function batchesOf<T extends Member>(members: readonly T[], most: number): T[][] {
  const batches: { members: T[]; objects: Map<string, string>; ports: Set<string> }[] = [];
  for (const member of members) {
    const objects = member.objects.map((object) => [describeObject(object), JSON.stringify(object)] as const);
    const ports = member.objects.flatMap(nodePorts);
    let batch = batches.find((candidate) => candidate.members.length < most
      && objects.every(([key, text]) => (candidate.objects.get(key) ?? text) === text) && ports.every((port) => !candidate.ports.has(port)));
    if (batch === undefined) {
      batch = { members: [], objects: new Map(), ports: new Set() };
      batches.push(batch);
    }
    batch.members.push(member);
    objects.forEach(([key, text]) => batch.objects.set(key, text));
    ports.forEach((port) => batch.ports.add(port));
  }
  return batches.map((batch) => batch.members);
}

/** Each object once, also when several members bring it. */
export function objectsOf(members: readonly Member[]): KubeObject[] {
  return [...new Map(members.flatMap((member) => member.objects).map((object) => [describeObject(object), object])).values()];
}

/** `TCP/9100`: ports of the node that the pods take; on the host network that is every port they declare. */
function nodePorts(object: KubeObject): string[] {
  if (object.kind !== 'DaemonSet') {
    return [];
  }
  const spec = (object as DaemonSet).spec.template.spec;
  const ports = [...spec.containers, ...spec.initContainers ?? []].flatMap((container) => container.ports ?? []);
  return ports.flatMap((port) => {
    const number = port.hostPort ?? (spec.hostNetwork === true ? port.containerPort : undefined);
    return number === undefined ? [] : [`${port.protocol ?? 'TCP'}/${number}`];
  });
}

/** The batch that stands in the cluster; the one before is removed when the next comes. Work on a batch is done once, for all tests of its members. */
export class Stage<T extends Member, R> {
  private present: readonly T[] = [];
  private result: Promise<R> | undefined;

  public constructor(private readonly prepare: (world: World, batch: readonly T[]) => Promise<R>) {}

  public async enter(world: World, batch: readonly T[]): Promise<R> {
    if (this.present !== batch || this.result === undefined) {
      const before = this.present;
      this.present = batch;
      this.result = world.removeAll(objectsOf(before)).then(() => this.prepare(world, batch));
    }
    return this.result;
  }
}
