import { DaemonSet, keyOf } from '../harness/kube';
import { SECOND, staysTrue } from '../harness/wait';
import type { World } from '../harness/world';

/** What restarts leave traces in: the objects themselves, their generations, and the pods. */
export interface Standing {
  readonly uid: string;
  readonly generation: number;
  /** Node → uid of the pod on it. */
  readonly pods: ReadonlyMap<string, string>;
}

/** The DaemonSets as they stand now, by namespace and name. */
export async function standing(world: World, daemonSets: readonly DaemonSet[]): Promise<Map<string, Standing>> {
  const all = new Map<string, Standing>();
  for (const daemonSet of daemonSets) {
    const live = await world.daemonSet(daemonSet);
    const pods = (await world.podsOf(live)).filter((pod) => pod.metadata.deletionTimestamp === undefined);
    all.set(keyOf(live), {
      uid: live.metadata.uid ?? '',
      generation: live.metadata.generation ?? 0,
      pods: new Map(pods.map((pod) => [pod.spec.nodeName ?? '', pod.metadata.uid ?? ''])),
    });
  }
  return all;
}

/** How many pods there are, for a test to say what it looked at. */
export function countPods(all: ReadonlyMap<string, Standing>): number {
  return [...all.values()].reduce((sum, one) => sum + one.pods.size, 0);
}

/** What is not as it was: another object, a changed spec, another pod on a node. */
export function differences(before: ReadonlyMap<string, Standing>, after: ReadonlyMap<string, Standing>): string[] {
  return [...before].flatMap(([key, was]) => {
    const is = after.get(key);
    if (is === undefined || is.uid !== was.uid) {
      return [`${key} is another object`];
    }
    const nodes = [...new Set([...was.pods.keys(), ...is.pods.keys()])];
    const replaced = nodes.filter((node) => is.pods.get(node) !== was.pods.get(node));
    return [
      ...(is.generation === was.generation ? [] : [`the spec of ${key} changed: generation ${was.generation} is now ${is.generation}`]),
      ...(replaced.length === 0 ? [] : [`${key} has other pods on ${replaced.join(', ')}`]),
    ];
  });
}

/** An unchanged spec gives the controller nothing to do; a second shows that it does nothing. */
export async function requireUnchanged(world: World, daemonSets: readonly DaemonSet[], before: ReadonlyMap<string, Standing>): Promise<void> {
  await staysTrue('nothing restarts', async () => {
    const found = differences(before, await standing(world, daemonSets));
    return found.length === 0 ? undefined : found.join('\n');
  }, SECOND);
}
