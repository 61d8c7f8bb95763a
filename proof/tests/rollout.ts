import { IntOrPercent, Rollout } from '../../src';
import { batchesOf, objectsOf, Stage } from '../harness/batches';
import type { WatchEvent } from '../harness/client';
import { DaemonSet, isOwnedBy, isReady, keyOf, Pod } from '../harness/kube';
import { NEVER_READY, READY_AFTER } from '../harness/kwok';
import type { Line } from '../harness/programs';
import type { Suite, Test } from '../harness/runner';
import { MINUTE, SECOND, staysTrue, waitUntil } from '../harness/wait';
import type { World } from '../harness/world';
import { agentsAsTheyCome, agentsWith, daemonSetsOf, exampleSubjects, oneForEachRollout, plainAgent, Subject } from '../subjects';

const LINE: Line = '1.36';
const NODES = 12;

/** What the update did at its worst, seen over every single change of a pod. */
interface Watched {
  /** Nodes without a ready pod of the agent. */
  worstUnavailable: number;
  /**
   * Nodes on which a new pod, not yet ready, stands beside the old one. When the new one is ready the old one is deleted, and the next
   * node's new pod is made, in one step of the controller: that the two overlap for milliseconds is no larger surge.
   */
  mostBeside: number;
  /** Times that a pod of the agent ended. */
  ended: number;
  changes: number;
}

/**
 * A copy with another image, whose pods take a moment to become ready, so that there is something to wait for.
 *
 * Its pods end without grace. The DaemonSet controller counts the end of a pod twice, when it is asked to end and when it is gone. Where
 * both come within milliseconds, as no kubelet does it, the controller acts before it has seen all that it deleted, and
 * deletes one too many. Without grace there is one event, and what is left is what the rollout decides.
 */
function withImage(daemonSet: DaemonSet, image: string, annotations: Record<string, string>): DaemonSet {
  const copy = structuredClone(daemonSet);
  copy.spec.template.spec.terminationGracePeriodSeconds = 0;
  copy.spec.template.metadata = { ...copy.spec.template.metadata, annotations: { ...copy.spec.template.metadata?.annotations, ...annotations } };
  copy.spec.template.spec.containers[0].image = image;
  return copy;
}

const SLOW = { [READY_AFTER]: '400ms' };

async function start(world: World, daemonSet: DaemonSet): Promise<DaemonSet> {
  await world.waitCovered(daemonSet);
  await waitUntil(`all pods of ${keyOf(daemonSet)} are available`, async () => {
    const { status } = await world.daemonSet(daemonSet);
    return status?.numberAvailable === status?.desiredNumberScheduled ? undefined : JSON.stringify(status);
  });
  return world.daemonSet(daemonSet);
}

/** Follows the pods of a DaemonSet from a moment in which all are available. */
function follow(world: World, live: DaemonSet): { seen: Watched; stop: () => void } {
  const pods = new Map(world.podMirror.all().filter((pod) => isOwnedBy(pod, live.metadata.uid ?? '')).map((pod) => [keyOf(pod), pod]));
  const nodes = new Set([...pods.values()].map((pod) => pod.spec.nodeName));
  const seen: Watched = { worstUnavailable: 0, mostBeside: 0, ended: 0, changes: 0 };
  const stop = world.podMirror.listen((event: WatchEvent<Pod>) => {
    if (!isOwnedBy(event.object, live.metadata.uid ?? '')) {
      return;
    }
    if (event.type === 'DELETED') {
      pods.delete(keyOf(event.object));
      seen.ended += 1;
    } else {
      pods.set(keyOf(event.object), event.object);
    }
    const standing = [...pods.values()].filter((pod) => pod.metadata.deletionTimestamp === undefined);
    const ready = new Set(standing.filter(isReady).map((pod) => pod.spec.nodeName));
    seen.worstUnavailable = Math.max(seen.worstUnavailable, nodes.size - ready.size);
    const starting = new Set(standing.filter((pod) => !isReady(pod)).map((pod) => pod.spec.nodeName));
    seen.mostBeside = Math.max(seen.mostBeside, [...starting].filter((node) => ready.has(node)).length);
    seen.changes += 1;
  });
  return { seen, stop };
}

async function waitUpdated(world: World, daemonSet: DaemonSet): Promise<void> {
  await waitUntil(`the update of ${keyOf(daemonSet)} ends`, async () => {
    const { metadata, status } = await world.daemonSet(daemonSet);
    const { desiredNumberScheduled: wanted, updatedNumberScheduled, numberAvailable, observedGeneration } = status ?? {};
    const ended = observedGeneration === metadata.generation && updatedNumberScheduled === wanted && numberAvailable === wanted;
    return ended ? undefined : JSON.stringify(status);
  }, { timeoutMs: 4 * MINUTE, giveUp: () => world.dead() });
}

/** Kubernetes' own arithmetic: shares are rounded up, and nothing at all means one. */
function budget(amount: number | string | undefined, nodes: number): number {
  return typeof amount === 'string' ? Math.ceil((Number(amount.replace('%', '')) * nodes) / 100) : amount ?? 0;
}

/** Updates all members of a batch at once; each has its own budget. */
async function updateBatch(world: World, batch: readonly Subject[]): Promise<Map<string, { live: DaemonSet; seen: Watched }>> {
  const rest = objectsOf(batch).filter((object) => object.kind !== 'DaemonSet');
  const sets = batch.flatMap(daemonSetsOf);
  await world.ensureNamespaces(objectsOf(batch));
  await world.kubectl.applyOk([...rest, ...sets.map((one) => withImage(one, 'registry.example.com/agent:old', SLOW))]);
  const lives = await Promise.all(sets.map((one) => start(world, one)));
  const followed = lives.map((live) => follow(world, live));
  await world.kubectl.applyOk(sets.map((one) => withImage(one, 'registry.example.com/agent:new', SLOW)));
  await Promise.all(sets.map((one) => waitUpdated(world, one)));
  followed.forEach(({ stop }) => stop());
  return new Map(lives.map((live, i) => [keyOf(live), { live, seen: followed[i].seen }]));
}

function checkBudget(live: DaemonSet, seen: Watched): string {
  const { type, rollingUpdate } = live.spec.updateStrategy ?? {};
  const nodes = live.status?.desiredNumberScheduled ?? 0;
  const unavailable = budget(rollingUpdate?.maxUnavailable, nodes);
  const beside = budget(rollingUpdate?.maxSurge, nodes);
  const text = `${live.metadata.name} on ${nodes} nodes: ${JSON.stringify(rollingUpdate)}, at worst ${seen.worstUnavailable} unavailable, ${seen.mostBeside} started beside old ones, ${seen.changes} changes seen`;
  if (type !== 'RollingUpdate' || nodes < 10) {
    throw new Error(`${text}: nothing to see`);
  }
  if (seen.worstUnavailable > unavailable || seen.mostBeside > beside) {
    throw new Error(`${text}: more than ${unavailable} unavailable or ${beside} beside`);
  }
  if (seen.ended < nodes) {
    throw new Error(`${text}: only ${seen.ended} pods were replaced`);
  }
  if (seen.worstUnavailable === 0 && seen.mostBeside === 0) {
    throw new Error(`${text}: the watch saw no pod being replaced`);
  }
  return text;
}

function budgetTests(): Test[] {
  const stage = new Stage(updateBatch);
  const surging = agentsWith('surging', LINE, { hostNetwork: false, rollout: Rollout.surging(IntOrPercent.percent(20)) });
  const examples = oneForEachRollout(exampleSubjects()).filter((subject) => daemonSetsOf(subject).length > 0);
  const subjects = [...agentsAsTheyCome(LINE), ...surging, ...examples];
  return batchesOf(subjects, 10).flatMap((batch) => batch.map((subject) => ({
    name: `${subject.name}: an image change never has more pods unavailable, or beside old ones, than the rollout says`,
    run: async (world: World) => {
      const results = await stage.enter(world, batch);
      return daemonSetsOf(subject).map((one) => {
        const { live, seen } = results.get(keyOf(one))!;
        return checkBudget(live, seen);
      }).join('; ');
    },
  })));
}

function only(name: string, rollout: Rollout): DaemonSet {
  return daemonSetsOf(plainAgent(name, LINE, { rollout }))[0];
}

async function surges(world: World): Promise<string> {
  const agent = only('surge', Rollout.surging(IntOrPercent.of(3)));
  await world.ensureNamespaces([agent]);
  await world.kubectl.applyOk([withImage(agent, 'agent:old', SLOW)]);
  const live = await start(world, agent);
  const { seen, stop } = follow(world, live);
  await world.kubectl.applyOk([withImage(agent, 'agent:new', SLOW)]);
  await waitUpdated(world, agent);
  stop();
  await world.removeAll([agent]);
  if (seen.worstUnavailable > 0 || seen.mostBeside === 0 || seen.mostBeside > 3) {
    throw new Error(`maxSurge is 3: ${JSON.stringify(seen)}`);
  }
  return `never a node without a ready pod, ${seen.mostBeside} new pods at a time, ${seen.changes} changes seen`;
}

async function waitsForDelete(world: World): Promise<string> {
  const agent = only('on-delete', Rollout.onDelete());
  await world.ensureNamespaces([agent]);
  await world.kubectl.applyOk([withImage(agent, 'agent:old', {})]);
  await start(world, agent);
  await world.kubectl.applyOk([withImage(agent, 'agent:new', {})]);
  const images = async () => (await world.podsOf(agent)).map((pod) => pod.spec.containers[0].image);
  await staysTrue('no pod changes by itself', async () => {
    const changed = (await images()).filter((image) => image !== 'agent:old').length;
    return changed === 0 ? undefined : `${changed} pods have the new image`;
  }, 5 * SECOND);
  const [first] = await world.podsOf(agent);
  await world.client.remove(first);
  await world.waitCovered(agent);
  await waitUntil('the deleted pod, and no other, comes back with the new image', async () => {
    const updated = (await images()).filter((image) => image === 'agent:new').length;
    return updated === 1 ? undefined : `${updated} have it`;
  });
  await world.removeAll([agent]);
  return 'for 5 s nothing, then exactly the deleted pod';
}

async function brokenImage(world: World): Promise<string> {
  const agent = only('broken', Rollout.rolling(IntOrPercent.percent(10)));
  await world.ensureNamespaces([agent]);
  await world.kubectl.applyOk([withImage(agent, 'agent:old', {})]);
  const live = await start(world, agent);
  const { seen, stop } = follow(world, live);
  await world.kubectl.applyOk([withImage(agent, 'agent:broken', { [NEVER_READY]: 'true' })]);
  const most = budget('10%', NODES);
  await waitUntil('the update has spent its budget', async () => (seen.worstUnavailable >= most ? undefined : `${seen.worstUnavailable} of ${most}`));
  await staysTrue('a broken image takes down no more than the budget', async () => (seen.worstUnavailable <= most ? undefined : `${seen.worstUnavailable} are down`), 5 * SECOND);
  await world.kubectl.applyOk([withImage(agent, 'agent:old', {})]);
  await waitUpdated(world, agent);
  stop();
  await world.removeAll([agent]);
  return `${most} of ${NODES} nodes, and going back brings them up again`;
}

export const rollout: Suite = {
  claim: 6,
  title: 'Rollout',
  lines: [LINE],
  setUp: async (world) => {
    await world.join({ name: 'linux', count: NODES, labels: { disktype: 'ssd' } });
  },
  tests: () => [
    ...budgetTests(),
    { name: 'a surge starts the new pod first: no node is ever without a ready one', run: surges },
    { name: 'on delete: a change waits until somebody deletes the pod', run: waitsForDelete },
    { name: 'an image that never becomes ready stops at the budget', run: brokenImage },
  ],
};
