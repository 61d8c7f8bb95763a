import { objectsOf } from '../harness/batches';
import { untolerated } from '../harness/eligible';
import { DaemonSet, KubeObject, Node, Pod } from '../harness/kube';
import { NOT_READY } from '../harness/kwok';
import { inParallel, nodeOf, NodePool } from '../harness/nodes';
import type { Line } from '../harness/programs';
import { Random } from '../harness/random';
import type { Suite, Test } from '../harness/runner';
import { MINUTE, staysTrue, SECOND, waitUntil } from '../harness/wait';
import type { World } from '../harness/world';
import { agentsAsTheyCome, daemonSetsOf, Subject } from '../subjects';

const LINE: Line = '1.36';
const STORM = 200;
const MAINTENANCE = { key: 'maintenance', value: 'kernel', effect: 'NoExecute' };

let made: Subject[] | undefined;

function subjects(): Subject[] {
  made ??= agentsAsTheyCome(LINE);
  return made;
}

function agents(): DaemonSet[] {
  return subjects().flatMap(daemonSetsOf);
}

async function allCovered(world: World, timeoutMs = MINUTE): Promise<void> {
  for (const agent of agents()) {
    await world.waitCovered(agent, { timeoutMs });
  }
}

/** Name of the node → uid of the agent's pod on it. */
async function podOn(world: World, agent: DaemonSet, nodes: readonly string[]): Promise<Map<string, string>> {
  const pods = await world.podsOf(agent);
  const on = pods.filter((pod) => nodes.includes(pod.spec.nodeName ?? '') && pod.metadata.deletionTimestamp === undefined);
  return new Map(on.map((pod) => [pod.spec.nodeName ?? '', pod.metadata.uid ?? '']));
}

function nodeNamed(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name } };
}

async function taintComesAndGoes(world: World): Promise<string> {
  const names = ['ssd-0', 'ssd-1', 'ssd-2', 'general-10', 'general-11'];
  const before = new Map(await Promise.all(agents().map(async (agent) => [agent.metadata.name, await podOn(world, agent, names)] as const)));
  await inParallel(names, (name) => world.client.merge(nodeNamed(name), { spec: { taints: [MAINTENANCE] } }).then(() => undefined));
  const stays: string[] = [];
  for (const agent of agents()) {
    const tolerates = untolerated(agent.spec.template.spec, { ...nodeNamed('any'), spec: { taints: [MAINTENANCE] } } as Node).length === 0;
    await world.waitCovered(agent);
    const after = await podOn(world, agent, names);
    const uids = before.get(agent.metadata.name);
    if (tolerates && names.some((name) => after.get(name) === undefined || after.get(name) !== uids?.get(name))) {
      throw new Error(`${agent.metadata.name} tolerates the taint, and yet its pods on ${names.join(', ')} were replaced`);
    }
    if (!tolerates && after.size > 0) {
      throw new Error(`${agent.metadata.name} does not tolerate the taint, and yet it stands on ${[...after.keys()].join(', ')}`);
    }
    stays.push(...(tolerates ? [agent.metadata.name] : []));
  }
  if (stays.length === 0 || stays.length === agents().length) {
    throw new Error(`of ${agents().length} agents ${stays.length} tolerate the taint, so that this does not tell the two apart`);
  }
  await inParallel(names, (name) => world.client.merge(nodeNamed(name), { spec: { taints: null } }).then(() => undefined));
  await allCovered(world);
  return `${stays.join(', ')} stayed, ${agents().length - stays.length} left and came back`;
}

async function drained(world: World): Promise<string> {
  const node = 'general-12';
  const app: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'default', name: 'app' },
    spec: {
      replicas: 5,
      selector: { matchLabels: { app: 'app' } },
      template: { metadata: { labels: { app: 'app' } }, spec: { nodeSelector: { 'kubernetes.io/hostname': node }, containers: [{ name: 'app', image: 'app:v1' }] } },
    },
  };
  const appPods = () => world.podMirror.all().filter((pod) => pod.metadata.labels?.app === 'app' && pod.spec.nodeName === node);
  await world.client.create(app);
  await waitUntil(`5 ordinary pods stand on ${node}`, async () => (appPods().length === 5 ? undefined : `${appPods().length}`));
  const before = await Promise.all(agents().map((agent) => podOn(world, agent, [node])));

  await world.kubectl.ok(['cordon', node]);
  const refused = await world.kubectl.run(['drain', node, '--timeout=20s']);
  if (refused.code === 0 || !/cannot delete DaemonSet-managed Pods/.test(refused.stderr)) {
    throw new Error(`kubectl drain without --ignore-daemonsets: exit code ${refused.code}\n${refused.stderr}`);
  }
  await world.kubectl.ok(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s']);
  if (appPods().length > 0) {
    throw new Error(`after the drain ${appPods().length} ordinary pods are left on ${node}`);
  }
  await staysTrue('the agents stay on the drained node', async () => {
    const after = await Promise.all(agents().map((agent) => podOn(world, agent, [node])));
    const moved = agents().filter((_, i) => after[i].get(node) !== before[i].get(node));
    return moved.length === 0 ? undefined : `pods of ${moved.map((agent) => agent.metadata.name).join(', ')} were replaced or removed`;
  }, 3 * SECOND);
  await allCovered(world);
  await world.removeAll([app]);
  await world.kubectl.ok(['uncordon', node]);
  return `${before.filter((pods) => pods.size > 0).length} daemon pods stayed, 5 ordinary pods left`;
}

async function becomesReady(world: World): Promise<string> {
  const pool: NodePool = { name: 'booting', count: 3, notReady: true };
  const names = await world.join(pool);
  await waitUntil('new nodes carry not-ready:NoSchedule', async () => {
    const bare = (await world.nodes()).filter((node) => names.includes(node.metadata.name) && node.spec?.taints?.some((taint) => taint.key === 'node.kubernetes.io/not-ready') !== true);
    return bare.length === 0 ? undefined : `${bare.length} do not`;
  });
  await allCovered(world);
  const early = (await Promise.all(agents().map(async (agent) => ((await podOn(world, agent, names)).size > 0 ? [agent.metadata.name] : [])))).flat();
  if (early.length === 0 || early.length === agents().length) {
    throw new Error(`on nodes that are not ready stand ${early.length} of ${agents().length} agents, so that this does not tell the two apart`);
  }
  await inParallel(names, (name) => world.client.merge(nodeNamed(name), { metadata: { annotations: { [NOT_READY]: null } } }).then(() => undefined));
  await waitUntil('the nodes are ready', async () => {
    const starting = (await world.nodes()).filter((node) => names.includes(node.metadata.name) && (node.spec?.taints ?? []).length > 0);
    return starting.length === 0 ? undefined : `${starting.length} are tainted`;
  });
  await allCovered(world);
  return `${early.join(', ')} stand there before the node is ready, all others once it is`;
}

/** Nodes that leave for good, of each kind, while the storm goes on around them. */
const LEAVING = [...Array.from({ length: 6 }, (_, i) => `general-${i}`), 'control-plane-0', 'spot-0'];
/** Pods of a node that is gone are removed by Kubernetes' pod garbage collector: it looks every 20 s, and once more after 40 s of doubt. */
const UNTIL_COLLECTED = 2 * MINUTE;

interface Churn {
  readonly steps: number;
  readonly seed: number;
  /** Pods that no node's leaving concerns, by uid. */
  readonly untouched: ReadonlySet<string>;
}

/** Nodes of the storm join and leave in random order, and the leaving leave. */
async function churn(world: World): Promise<Churn> {
  const random = Random.fromEnvironment();
  const pools: NodePool[] = [
    { name: 'storm', count: STORM, architecture: 'arm64' },
    { name: 'storm-spot', count: STORM, taints: [{ key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NoSchedule' }] },
  ];
  const lives = Array.from({ length: STORM }, (_, index): (() => Promise<unknown>)[] => {
    const pool = pools[random.chance(0.2) ? 1 : 0];
    const leaves = random.chance(0.5);
    const node = nodeOf(pool, index);
    // Who replaces a node has a name of its own, as in every cloud; KWOK confuses two lives of one name, within a second, with each other.
    const successor = leaves && random.chance(0.3) ? [() => world.client.create(nodeOf(pool, STORM + index))] : [];
    return [() => world.client.create(node), ...(leaves ? [() => world.client.remove(node)] : []), ...successor];
  });
  // What comes next to which node is random; a node's own steps keep their order.
  const order: number[] = [];
  const left = lives.map((steps) => steps.length);
  for (let open = lives.map((_, i) => i); open.length > 0; open = open.filter((i) => left[i] > 0)) {
    const index = open[random.below(open.length)];
    left[index] -= 1;
    order.push(index);
  }
  const done = lives.map((): Promise<void> => Promise.resolve());
  const at = lives.map(() => 0);
  const pods = world.podMirror.all().filter((pod) => pod.metadata.deletionTimestamp === undefined && !LEAVING.includes(pod.spec.nodeName ?? ''));
  await world.leave(LEAVING);
  await inParallel(order, async (index) => {
    const step = lives[index][at[index]];
    at[index] += 1;
    done[index] = done[index].then(step).then(() => undefined);
    await done[index];
  }, 8);
  return { steps: order.length, seed: random.seed, untouched: new Set(pods.map((pod) => pod.metadata.uid ?? '')) };
}

async function nodesLeave(world: World, { untouched, seed }: Churn): Promise<string> {
  await waitUntil('the pods of the nodes that left are gone', async () => {
    const left = world.podMirror.all().filter((pod) => LEAVING.includes(pod.spec.nodeName ?? ''));
    return left.length === 0 ? undefined : `${left.length} are left, first ${left[0].metadata.name} on ${left[0].spec.nodeName}; PROOF_SEED=${seed}`;
  }, { timeoutMs: UNTIL_COLLECTED, giveUp: () => world.dead() });
  const now = new Set(world.podMirror.all().filter((pod) => pod.metadata.deletionTimestamp === undefined).map((pod) => pod.metadata.uid ?? ''));
  const lost = [...untouched].filter((uid) => !now.has(uid));
  if (untouched.size === 0 || lost.length > 0) {
    throw new Error(`of ${untouched.size} pods on nodes that stayed, ${lost.length} were replaced; PROOF_SEED=${seed}`);
  }
  return `${LEAVING.length} nodes left; ${untouched.size} pods on others are the same`;
}

async function stormEnds(world: World, { steps, seed }: Churn): Promise<string> {
  try {
    await waitUntil('the nodes that stayed are ready', async () => {
      const starting = (await world.nodes()).filter((node) => (node.spec?.taints ?? []).some((taint) => taint.key === 'node.kubernetes.io/not-ready'));
      return starting.length === 0 ? undefined : `${starting.length} are not`;
    });
    await allCovered(world, UNTIL_COLLECTED);
    const names = new Set((await world.nodes()).map((node) => node.metadata.name));
    await waitUntil('no pod is left of a node that left', async () => {
      const orphans = world.podMirror.all().filter((pod: Pod) => pod.spec.nodeName !== undefined && !names.has(pod.spec.nodeName));
      return orphans.length === 0 ? undefined : `${orphans.length}, first ${orphans[0].metadata.name} on ${orphans[0].spec.nodeName}`;
    }, { timeoutMs: UNTIL_COLLECTED });
    return `${steps} joins and leaves, PROOF_SEED=${seed}`;
  } catch (error) {
    throw new Error(`PROOF_SEED=${seed} repeats it: ${(error as Error).message}`);
  }
}

/** Both wait for the same garbage collector, so both look at one churn. */
function churnTests(): Test[] {
  let started: Promise<Churn> | undefined;
  const once = (world: World) => {
    started ??= churn(world);
    return started;
  };
  return [
    { name: 'nodes leave: their pods are gone, all others stay', run: async (world) => nodesLeave(world, await once(world)) },
    {
      name: `a storm: ${STORM} nodes join and leave in random order; at the end coverage is exact`,
      run: async (world) => stormEnds(world, await once(world)),
      timeoutMs: 8 * MINUTE,
    },
  ];
}

async function deleted(world: World): Promise<string> {
  let count = 0;
  for (const agent of agents()) {
    count += (await world.podsOf(agent)).length;
    await world.kubectl.ok(['delete', 'daemonset', agent.metadata.name, '--namespace', agent.metadata.namespace ?? 'default', '--timeout=60s']);
  }
  await waitUntil('every pod is gone', async () => {
    const left = world.podMirror.all();
    return left.length === 0 ? undefined : `${left.length} are left, first ${left[0].metadata.name}`;
  });
  return `${count} pods`;
}

export const life: Suite = {
  claim: 4,
  title: 'Life',
  lines: [LINE],
  setUp: async (world) => {
    await world.join(
      { name: 'general', count: 30 },
      { name: 'ssd', count: 10, labels: { disktype: 'ssd' } },
      { name: 'spot', count: 5, taints: [{ key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NoSchedule' }] },
      { name: 'control-plane', count: 3, taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    );
    const objects = objectsOf(subjects());
    await world.ensureNamespaces(objects);
    await world.kubectl.applyOk(objects);
    await allCovered(world);
  },
  tests: () => [
    {
      name: 'nodes join: every agent gets a pod on each of them that it is for',
      run: async (world) => {
        const names = await world.join({ name: 'joined', count: 10 }, { name: 'joined-arm', count: 5, architecture: 'arm64' });
        await allCovered(world);
        return `${names.length} nodes`;
      },
    },
    { name: 'a NoExecute taint comes and goes: agents that tolerate it keep their pods, all others leave and come back', run: taintComesAndGoes },
    { name: 'a node is cordoned and drained: daemon pods stay, ordinary pods leave', run: drained },
    { name: 'a node that is not ready has only agents that tolerate it; the others come once it is ready', run: becomesReady },
    ...churnTests(),
    { name: 'kubectl delete daemonset removes every pod', run: deleted },
  ],
};
