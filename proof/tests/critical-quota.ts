import * as path from 'node:path';

import { CriticalPodsQuota, PreemptionPolicy, Priority } from '../../src';
import { synthesize } from '../catalogue';
import { Member, batchesOf, objectsOf, Stage } from '../harness/batches';
import { DaemonSet, KubeObject, Pod, keyOf } from '../harness/kube';
import type { Line } from '../harness/programs';
import type { Suite, Test } from '../harness/runner';
import { SECOND, staysTrue, waitUntil } from '../harness/wait';
import type { World } from '../harness/world';
import { agentsWith, daemonSetsOf, plainAgent, Subject } from '../subjects';

const LINE: Line = '1.36';
const NODES = 3;
const NAMESPACE = 'agents';
const ADMISSION = path.join(__dirname, '..', 'fixtures', 'limited-priority-classes.yaml');
const REFUSED = /insufficient quota to match these scopes/;

function quota(namespace: string, pods?: number): KubeObject[] {
  return synthesize(namespace, (chart) => new CriticalPodsQuota(chart, 'quota', pods === undefined ? {} : { pods }));
}

async function apply(world: World, objects: readonly KubeObject[]): Promise<void> {
  await world.ensureNamespaces(objects);
  const { warnings } = await world.kubectl.applyOk(objects);
  if (warnings.length > 0) {
    throw new Error(`the API server warns:\n${warnings.join('\n')}`);
  }
}

/** What the controller was told when it tried to make pods. */
async function refusals(world: World, daemonSet: DaemonSet): Promise<string[]> {
  const events = (await world.events(daemonSet.metadata.name)).filter((event) => event.reason === 'FailedCreate');
  return events.map((event) => event.message);
}

async function waitRefused(world: World, daemonSet: DaemonSet, why: RegExp): Promise<string> {
  let said = '';
  await waitUntil(`the API server refuses pods of ${keyOf(daemonSet)}`, async () => {
    said = (await refusals(world, daemonSet)).find((message) => why.test(message)) ?? '';
    return said === '' ? 'no event says so' : undefined;
  }, { giveUp: () => world.dead() });
  return said.replace(/^Error creating: /, '');
}

/** What was said about each agent without the quota; at the end the quota is there, and they stand everywhere. */
async function refusedThenAllowed(world: World, batch: readonly Member[]): Promise<Map<Member, string>> {
  const agents = batch.flatMap((member) => daemonSetsOf(member as Subject).map((daemonSet) => ({ member, daemonSet })));
  await world.removeAll(quota(NAMESPACE));
  await apply(world, objectsOf(batch));
  const said = new Map<Member, string>();
  for (const { member, daemonSet } of agents) {
    said.set(member, await waitRefused(world, daemonSet, REFUSED));
  }
  await staysTrue('no pod is made without the quota', async () => {
    const pods = (await Promise.all(agents.map(({ daemonSet }) => world.podsOf(daemonSet)))).flat();
    return pods.length === 0 ? undefined : `${pods.length} pods are there`;
  }, SECOND);
  await apply(world, quota(NAMESPACE));
  for (const { daemonSet } of agents) {
    await world.waitCovered(daemonSet);
  }
  return said;
}

function refusedTests(): Test[] {
  const stage = new Stage(refusedThenAllowed);
  const critical = [
    ...agentsWith('', LINE, { priority: Priority.nodeCritical() }), plainAgent('of-the-cluster', LINE, { priority: Priority.clusterCritical() }),
  ];
  return batchesOf(critical, 10).flatMap((batch) => batch.map((subject) => ({
    name: `${subject.name}, ${classOf(subject)}: refused in a namespace without CriticalPodsQuota, and with it on every node`,
    run: async (world: World) => (await stage.enter(world, batch)).get(subject),
  })));
}

function classOf(subject: Subject): string {
  return daemonSetsOf(subject)[0].spec.template.spec.priorityClassName ?? 'no class';
}

async function ownClass(world: World): Promise<string> {
  const subject = plainAgent('own-class', LINE, { namespace: 'without-quota', priority: Priority.nodeAgents() });
  await apply(world, subject.objects);
  const [agent] = daemonSetsOf(subject);
  const pods = await world.waitCovered(agent);
  const values = [...new Set(pods.map((pod) => pod.spec.priority))];
  const refused = await refusals(world, agent);
  await world.removeAll(subject.objects);
  if (pods.length !== NODES || values.join() !== '1000000000' || refused.length > 0) {
    throw new Error(`${pods.length} pods with priority ${values.join(', ')}; refused: ${refused.join('; ')}`);
  }
  return `${pods.length} pods with priority ${values[0]}`;
}

async function counts(world: World): Promise<string> {
  const most = NODES - 1;
  const namespace = 'counted';
  const two = quota(namespace, most);
  await apply(world, two);
  await waitUntil('the quota counts', async () => {
    const live = await world.client.get<KubeObject & { status?: { hard?: Record<string, string> } }>(two[0]);
    return live.status?.hard?.pods === String(most) ? undefined : JSON.stringify(live.status);
  });
  const subject = plainAgent('counted', LINE, { namespace, priority: Priority.nodeCritical() });
  await apply(world, subject.objects);
  const [agent] = daemonSetsOf(subject);
  const said = await waitRefused(world, agent, /exceeded quota: node-agents-critical-pods/);
  const pods = async () => {
    const { length } = await world.podsOf(agent);
    return length === most ? undefined : `${length} stand`;
  };
  await waitUntil(`${most} pods stand`, pods);
  await staysTrue(`${most} pods stand, and no more`, pods, SECOND);
  const others = plainAgent('uncounted', LINE, { namespace, priority: Priority.nodeAgents() });
  await apply(world, others.objects);
  await world.waitCovered(daemonSetsOf(others)[0]);
  await world.removeAll([...subject.objects, ...others.objects, ...two]);
  return said;
}

async function newClass(world: World): Promise<string> {
  const options = { value: 4711, preemptionPolicy: PreemptionPolicy.NEVER, description: 'waits for its turn' };
  const subjects = ['first', 'second'].map((name) => plainAgent(name, LINE, { priority: Priority.newClass('patient', options) }));
  const objects = objectsOf(subjects);
  await apply(world, objects);
  const classes = objects.filter((object) => object.kind === 'PriorityClass');
  const live = await world.client.get<KubeObject>(classes[0]);
  const pods = (await Promise.all(subjects.flatMap(daemonSetsOf).map((agent) => world.waitCovered(agent)))).flat();
  const seen = [...new Set(pods.map((pod) => `${pod.spec.priority} ${pod.spec.preemptionPolicy}`))].join();
  await world.removeAll(objects);
  if (classes.length !== 1 || live.value !== 4711 || live.description !== options.description || live.preemptionPolicy !== 'Never' || live.globalDefault === true) {
    throw new Error(`${classes.length} classes, stored as ${JSON.stringify(live)}`);
  }
  if (pods.length !== 2 * NODES || seen !== '4711 Never') {
    throw new Error(`${pods.length} pods have ${seen}`);
  }
  return `${pods.length} pods of two agents`;
}

async function globalDefault(world: World): Promise<string> {
  const subject = plainAgent('global', LINE, { priority: Priority.newClass('everyone', { value: 7, globalDefault: true }) });
  const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: NAMESPACE, name: 'any' }, spec: { containers: [{ name: 'any', image: 'any:v1' }] } };
  const priorityOfAny = async () => (await world.client.json<Pod>('POST', `${await world.client.pathOf(pod, false)}?dryRun=All`, pod)).spec.priority;
  await world.ensureNamespaces(subject.objects);
  const before = await priorityOfAny();
  await apply(world, subject.objects);
  await waitUntil('a pod that names no class gets the class for everyone', async () => {
    const after = await priorityOfAny();
    return after === 7 ? undefined : `it gets ${after}`;
  });
  await world.removeAll(subject.objects);
  if (before !== 0) {
    throw new Error(`before there was such a class, it got ${before}`);
  }
  return 'before 0, then 7';
}

export const criticalQuota: Suite = {
  claim: 8,
  title: 'Priority classes and quota',
  lines: [LINE],
  options: { flags: { 'kube-apiserver': ['--admission-control-config-file', ADMISSION] } },
  setUp: async (world) => {
    await world.join({ name: 'linux', count: NODES });
  },
  tests: () => [
    ...refusedTests(),
    { name: 'the library\'s own class node-agents needs no quota', run: ownClass },
    { name: 'a quota of so many pods lets so many critical pods stand, and counts no others', run: counts },
    { name: 'a new class is made once for two agents, and its value and preemption policy reach their pods', run: newClass },
    { name: 'a class that is the global default gives its priority to pods that name none', run: globalDefault },
  ],
};
