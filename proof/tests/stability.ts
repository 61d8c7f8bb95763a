import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';

import { ClusterException, ClusterScope, ConfigFiles, TargetVersion } from '../../src';
import { CATALOGUE, CatalogueEntry } from '../catalogue';
import { adoptionTests } from './adoption';
import { countPods, differences, requireUnchanged, standing } from './unchanged';
import { batchesOf, Stage } from '../harness/batches';
import type { DaemonSet, KubeObject } from '../harness/kube';
import type { Line } from '../harness/programs';
import type { Suite, Test } from '../harness/runner';
import { MINUTE, waitUntil } from '../harness/wait';
import type { World } from '../harness/world';
import { agentsAsTheyCome, Subject } from '../subjects';

const LINE: Line = '1.36';
const NODES = 3;
const NAMESPACE = 'agents';

/** An app as users write it, in one of several ways: `place` says where in the tree an agent stands. */
interface Shape {
  readonly what: string;
  readonly place: (app: App) => (entry: CatalogueEntry, index: number) => { scope: Construct; id: string };
  readonly order?: (entries: readonly CatalogueEntry[]) => CatalogueEntry[];
  /** More agents, beside those whose pods must not restart. */
  readonly more?: (app: App) => void;
}

const oneChart = (id: string) => (app: App) => {
  const chart = new Chart(app, id, { namespace: NAMESPACE });
  return (entry: CatalogueEntry) => ({ scope: chart, id: entry.name });
};

const AS_IT_WAS: Shape = { what: 'nothing', place: oneChart('platform') };

const CHANGES: readonly Shape[] = [
  {
    what: 'every construct is moved to another place in the tree, under another id and in the opposite order',
    place: (app) => {
      const chart = new Chart(app, 'platform', { namespace: NAMESPACE });
      const team = new Construct(new Construct(chart, 'teams'), 'observability');
      return (_, index) => ({ scope: new Construct(team, `slot-${index}`), id: 'agent' });
    },
    order: (entries) => [...entries].reverse(),
  },
  { what: 'the chart is renamed', place: oneChart('node-agents-v2') },
  {
    what: 'the chart is split into one chart for each agent, in a cluster scope',
    place: (app) => {
      const cluster = new ClusterScope(app, 'production');
      return (entry) => ({ scope: new Chart(cluster, `chart-of-${entry.name}`, { namespace: NAMESPACE }), id: 'agent' });
    },
  },
  {
    what: 'another agent is added before the others',
    place: oneChart('platform'),
    more: (app) => CATALOGUE[0].make(app.charts[0], 'added', { name: 'added' }),
  },
];

/** Agents that can stand on one node, as one app; their configurations change from test to test. */
class Platform {
  private readonly versions = new Map<string, number>();
  private readonly entries: readonly CatalogueEntry[];

  public constructor(public readonly members: readonly Subject[]) {
    this.entries = CATALOGUE.filter((entry) => members.some((member) => member.owner === entry.className));
  }

  public changeConfig(entry: CatalogueEntry): void {
    this.versions.set(entry.className, (this.versions.get(entry.className) ?? 1) + 1);
  }

  /** What the app synthesizes, and where in its tree its agents stand. */
  public synthesize(shape: Shape): { objects: KubeObject[]; agents: DaemonSet[]; paths: string[] } {
    const app = new App();
    const place = shape.place(app);
    // Network agents of several vendors stand on one node here: no program runs, and none makes a network.
    ClusterScope.allow(app, ...this.entries.map(({ name }) => ClusterException.besideNetworkAgent(name, 'no program runs')));
    shape.more?.(app);
    const paths = (shape.order?.(this.entries) ?? this.entries).map((entry, index) => {
      const { scope, id } = place(entry, index);
      return entry.make(scope, id, {
        name: entry.name,
        targetVersion: TargetVersion.of(LINE),
        configFiles: [ConfigFiles.of('/etc/proof', { 'proof.conf': `version = ${this.versions.get(entry.className) ?? 1}\n` }, { configMapName: `${entry.name}-proof` })],
      }).node.path;
    });
    const objects = app.charts.flatMap((chart) => Testing.synth(chart) as KubeObject[]);
    const names = this.entries.map((entry) => entry.name);
    const agents = (objects.filter((object) => object.kind === 'DaemonSet') as DaemonSet[]).filter((agent) => names.includes(agent.metadata.name));
    return { objects, agents, paths };
  }
}

async function apply(world: World, objects: readonly KubeObject[]): Promise<void> {
  await world.ensureNamespaces(objects);
  await world.kubectl.applyOk(objects);
}

function platformTests(members: readonly Subject[], index: number, groups: readonly unknown[]): Test[] {
  const whose = groups.length === 1 ? 'every typed agent' : `typed agents, group ${index + 1} of ${groups.length}`;
  const platform = new Platform(members);
  // What stands is removed as what the members bring; the configuration is the platform's own.
  const stage = new Stage(async (world: World) => {
    const { objects, agents } = platform.synthesize(AS_IT_WAS);
    await apply(world, objects);
    for (const agent of agents) {
      await world.waitCovered(agent);
      await world.waitSettled(agent);
    }
  });

  const stays = (shape: Shape): Test => ({
    name: `${whose}: ${shape.what}, and no pod restarts`,
    run: async (world) => {
      await stage.enter(world, members);
      const { agents, paths } = platform.synthesize(AS_IT_WAS);
      const changed = platform.synthesize(shape);
      if (shape.more === undefined && changed.paths.some((path) => paths.includes(path))) {
        throw new Error(`of ${paths.join(', ')} some did not move, so that this proves nothing`);
      }
      const before = await standing(world, agents);
      await apply(world, changed.objects);
      const others = (changed.objects.filter((object) => object.kind === 'DaemonSet') as DaemonSet[]).filter((object) => !changed.agents.includes(object));
      for (const other of others) {
        await world.waitCovered(other);
      }
      await requireUnchanged(world, agents, before);
      await world.removeAll(others);
      return `${agents.length} agents with ${countPods(before)} pods${others.length === 0 ? '' : `, beside ${others.map((other) => other.metadata.name).join(', ')}`}`;
    },
  });

  const restarts = (member: Subject): Test => ({
    name: `${member.owner}: its configuration changes, and exactly its pods restart`,
    run: async (world) => {
      await stage.enter(world, members);
      const entry = CATALOGUE.find((one) => one.className === member.owner)!;
      const agents = platform.synthesize(AS_IT_WAS).agents;
      const mine = agents.filter((agent) => agent.metadata.name === entry.name);
      const others = agents.filter((agent) => agent.metadata.name !== entry.name);
      const [myPods, before] = [await standing(world, mine), await standing(world, others)];
      platform.changeConfig(entry);
      await apply(world, platform.synthesize(AS_IT_WAS).objects);
      await waitUntil('every pod of the agent was replaced, on the node where it was', async () => {
        const after = await standing(world, mine);
        const old = [...myPods.values()][0];
        const now = [...after.values()][0];
        const nodes = [...old.pods.keys()];
        const replaced = nodes.filter((node) => now.pods.get(node) !== undefined && now.pods.get(node) !== old.pods.get(node));
        return now.uid === old.uid && replaced.length === nodes.length && nodes.length === NODES ? undefined : `${replaced.length} of ${nodes.length}; ${differences(myPods, after).join('; ')}`;
      }, { timeoutMs: 2 * MINUTE, giveUp: () => world.dead() });
      await world.waitSettled(mine[0]);
      await requireUnchanged(world, others, before);
      return `${countPods(myPods)} pods restarted, ${countPods(before)} of ${others.length} other agents did not`;
    },
  });

  return [...CHANGES.map(stays), ...members.map(restarts)];
}

export const stability: Suite = {
  claim: 7,
  title: 'Stability',
  lines: [LINE],
  setUp: async (world) => {
    await world.join({ name: 'linux', count: NODES });
  },
  tests: () => [...batchesOf(agentsAsTheyCome(LINE), 10).flatMap(platformTests), ...adoptionTests()],
};
