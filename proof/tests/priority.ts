import { Cpu } from 'cdk8s-plus-28';

import { AgentDefaults, AgentProps, PreemptionPolicy, Priority, ScopeDefaults, TargetVersion } from '../../src';
import { CATALOGUE, synthesize } from '../catalogue';
import { batchesOf, objectsOf, Stage } from '../harness/batches';
import { DaemonSet, KubeObject, Pod } from '../harness/kube';
import type { Line } from '../harness/programs';
import type { Suite, Test } from '../harness/runner';
import { told } from '../harness/told';
import { SECOND, staysTrue, waitUntil } from '../harness/wait';
import type { World } from '../harness/world';
import { daemonSetsOf, plainAgent, Subject } from '../subjects';

const LINE: Line = '1.36';
const NODES = 3;
/** Ordinary pods that fill a node. An agent needs the room of one (more, when it has more containers). */
const FILLERS = 12;
const AGENTS_AT_ONCE = 5;
const SHARE = 500;

const FILLER: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: 'default', name: 'ordinary' },
  spec: {
    replicas: NODES * FILLERS,
    selector: { matchLabels: { app: 'ordinary' } },
    template: {
      metadata: { labels: { app: 'ordinary' } },
      spec: { containers: [{ name: 'app', image: 'app:v1', resources: { requests: { cpu: `${SHARE}m` } } }] },
    },
  },
};

/** An agent that competes for its place, and whether it should get it. */
interface Competitor extends Subject {
  readonly wins: boolean;
  /** The class that its pods have to have for this to prove anything. */
  readonly className: string | undefined;
  readonly what: string;
}

const NEEDS: AgentProps = { targetVersion: TargetVersion.of(LINE), resources: { cpu: { request: Cpu.millis(SHARE) } } };

/** The whole catalogue with that priority, or with none at all. */
function competitors(priority: Priority | undefined, what: string): Competitor[] {
  return CATALOGUE.map((entry) => ({
    name: entry.className,
    owner: entry.className,
    target: LINE,
    wins: priority !== undefined,
    className: priority?.className,
    what,
    objects: synthesize('agents', (chart) => {
      ScopeDefaults.set(chart, { defaults: AgentDefaults.all().without('agentPriority') });
      entry.make(chart, 'agent', { ...NEEDS, name: entry.name, ...(priority === undefined ? {} : { priority }) });
      // Deployments beside an agent have priorities of their own, and would win for it.
    }).filter(({ kind }) => kind !== 'Deployment'),
  }));
}

function patient(): Competitor {
  const priority = Priority.newClass('patient', { value: 1000000, preemptionPolicy: PreemptionPolicy.NEVER });
  return { ...plainAgent('patient', LINE, { ...NEEDS, priority }), wins: false, className: priority.className, what: 'with a class that never preempts it stays Pending on full nodes' };
}

function fillersOn(world: World): Map<string, number> {
  const counts = new Map<string, number>();
  const standing = world.podMirror.all().filter((pod) => pod.metadata.labels?.app === 'ordinary' && pod.spec.nodeName !== undefined && pod.metadata.deletionTimestamp === undefined);
  standing.forEach((pod) => counts.set(pod.spec.nodeName ?? '', (counts.get(pod.spec.nodeName ?? '') ?? 0) + 1));
  return counts;
}

async function allFull(world: World): Promise<void> {
  await waitUntil(`${FILLERS} ordinary pods stand on each of ${NODES} nodes`, async () => {
    const counts = [...fillersOn(world).values()];
    return counts.length === NODES && counts.every((count) => count === FILLERS) ? undefined : counts.join(', ');
  }, { giveUp: () => world.dead() });
}

function unschedulable(pod: Pod): string | undefined {
  const condition = pod.status?.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False' && one.reason === 'Unschedulable');
  return pod.spec.nodeName === undefined ? condition?.message : undefined;
}

/** Every pod of the agent has been tried, has found no place, and an event about it says so. Gives what was said. */
async function waitPending(world: World, agent: DaemonSet): Promise<string> {
  let said = '';
  await waitUntil(`every pod of ${agent.metadata.name} was tried and found no place`, async () => {
    const pods = await world.podsOf(agent);
    const reasons = pods.flatMap((pod) => unschedulable(pod) ?? []);
    const events = (await world.events()).filter((event) => event.reason === 'FailedScheduling');
    const reported = pods.filter((pod) => events.some((event) => event.involvedObject.name === pod.metadata.name && /Insufficient cpu/.test(event.message)));
    said = reasons[0] ?? '';
    return pods.length === NODES && reasons.length === NODES && reported.length === NODES ? undefined
      : `${pods.length} pods, ${reasons.length} unschedulable, about ${reported.length} an event says "Insufficient cpu"`;
  }, { giveUp: () => world.dead() });
  return said;
}

/** The library's own explanation says, before anything is applied, what will happen. */
async function toldBeforehand(world: World, batch: readonly Competitor[], daemonSets: readonly DaemonSet[]): Promise<void> {
  const { wins } = batch[0];
  const wanted = wins ? 'WillPreempt' : 'InsufficientCpu';
  const wrong = told(daemonSets, await world.nodes(), world.podMirror.all(), objectsOf(batch))
    .filter(({ shouldRun, fits, reasons }) => !shouldRun || fits !== wins || !reasons.some(({ code }) => code === wanted));
  if (wrong.length > 0) {
    throw new Error(`the engine does not say ${wanted} of ${wrong.length} places, but for example ${JSON.stringify(wrong[0])}`);
  }
}

/** Lets a batch compete on full nodes. All of a batch either win or lose. Gives what was seen, by the competitor's name. */
async function compete(world: World, batch: readonly Competitor[]): Promise<Map<string, string>> {
  const agents = batch.flatMap((member) => daemonSetsOf(member).map((daemonSet) => ({ member, daemonSet })));
  await world.ensureNamespaces(objectsOf(batch));
  await allFull(world);
  await toldBeforehand(world, batch, agents.map(({ daemonSet }) => daemonSet));
  const evictedBefore = await evictions(world);
  await world.kubectl.applyOk(objectsOf(batch));
  if (!batch[0].wins) {
    const said = new Map<string, string>();
    for (const { member, daemonSet } of agents) {
      said.set(member.name, await waitPending(world, daemonSet));
    }
    await staysTrue('no agent gets a place, and no ordinary pod loses one', async () => {
      const pods = (await Promise.all(agents.map(({ daemonSet }) => world.podsOf(daemonSet)))).flat();
      const placed = pods.filter((pod) => pod.spec.nodeName !== undefined);
      const left = [...fillersOn(world).values()].reduce((sum, count) => sum + count, 0);
      return placed.length === 0 && left === NODES * FILLERS ? undefined : `${placed.length} pods have a place, ${left} ordinary pods stand`;
    }, 3 * SECOND);
    return said;
  }
  for (const { daemonSet } of agents) {
    await world.waitCovered(daemonSet);
  }
  let seen = '';
  await waitUntil('each agent took the place of an ordinary pod on each node, and others are left', async () => {
    const evicted = await evictions(world) - evictedBefore;
    const counts = [...fillersOn(world).values()];
    seen = `${agents.length} agents stand on ${NODES} nodes, ${counts.join(', ')} of ${FILLERS} ordinary pods are left, ${evicted} were preempted`;
    const madeRoom = counts.length === NODES && counts.every((count) => count <= FILLERS - agents.length && count > 0);
    return evicted >= NODES * agents.length && madeRoom ? undefined : seen;
  }, { giveUp: () => world.dead() });
  return new Map(agents.map(({ member }) => [member.name, seen]));
}

async function evictions(world: World): Promise<number> {
  const preempted = (await world.events()).filter((event) => event.reason === 'Preempted' && event.involvedObject.name.startsWith('ordinary-'));
  return new Set(preempted.map((event) => event.involvedObject.name)).size;
}

function tests(): Test[] {
  const stage = new Stage(compete);
  const groups = [
    competitors(undefined, 'without a priority it stays Pending on full nodes, and an event says why'),
    [patient()],
    competitors(Priority.nodeCritical(), 'node-critical, it gets its place on full nodes by preemption'),
    competitors(Priority.nodeAgents(), 'of the library\'s own class node-agents, it gets its place on full nodes by preemption'),
  ];
  return groups.flatMap((group) => batchesOf(group, AGENTS_AT_ONCE)).flatMap((batch) => batch.map((competitor) => ({
    name: `${competitor.name}: ${competitor.what}`,
    run: async (world: World) => {
      const classes = daemonSetsOf(competitor).map((daemonSet) => daemonSet.spec.template.spec.priorityClassName);
      if (classes.some((name) => name !== competitor.className)) {
        throw new Error(`its class should be ${competitor.className} and is ${classes.join(', ')}, so that this proves nothing`);
      }
      return (await stage.enter(world, batch)).get(competitor.name);
    },
  })));
}

export const priority: Suite = {
  claim: 5,
  title: 'Priority',
  lines: [LINE],
  setUp: async (world) => {
    await world.join({ name: 'small', count: NODES, allocatable: { cpu: `${FILLERS * SHARE}m`, memory: '64Gi', pods: '110' } });
    await world.client.create(FILLER);
    await allFull(world);
  },
  tests,
};
