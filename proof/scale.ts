import { parseArgs } from 'node:util';

import { batchesOf, objectsOf } from './harness/batches';
import { ControlPlane } from './harness/control-plane';
import type { Line } from './harness/programs';
import { duration } from './harness/progress';
import { MINUTE } from './harness/wait';
import { World } from './harness/world';
import { agentsAsTheyCome, daemonSetsOf, plainAgent, Subject } from './subjects';

const USAGE = `usage: npm run proof:scale -- [--nodes N] [--agents N] [--line 1.36|1.28]

Fills a control plane with nodes (1000 when nothing is said), applies agents (5) at once, and prints how long it takes until every
node has every agent, and the peak memory of each process. It needs about 2.5 GiB.
`;

interface Options {
  readonly nodes: number;
  readonly agents: number;
  readonly line: Line;
}

function optionsOf(args: string[]): Options | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { nodes: text, agents: text, line: text, help: { type: 'boolean' } } });
  const [nodes, agents, line] = [Number(values.nodes ?? 1000), Number(values.agents ?? 5), values.line ?? '1.36'];
  const valid = Number.isInteger(nodes) && nodes > 0 && Number.isInteger(agents) && agents > 0 && (line === '1.28' || line === '1.36');
  return values.help !== true && valid ? { nodes, agents, line: line as Line } : undefined;
}

/** So many agents that can stand on one node: those of the catalogue, and plain ones where it has too few. */
function agentsFor({ agents, line }: Options): Subject[] {
  const plain = Array.from({ length: agents }, (_, index) => plainAgent(`${index + 2}`, line, {}));
  return batchesOf([...agentsAsTheyCome(line), ...plain], Infinity)[0].slice(0, agents);
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const agents = agentsFor(options);
  const daemonSets = agents.flatMap(daemonSetsOf);
  const plane = await ControlPlane.start(options.line);
  process.stdout.write(`Kubernetes ${plane.version} is ready after ${duration(plane.startMs)}\n`);
  const world = await World.of(plane);
  let covered = false;
  try {
    const start = Date.now();
    await world.join({ name: 'linux', count: options.nodes });
    process.stdout.write(`${options.nodes} nodes are ready after ${duration(Date.now() - start)}\n`);

    await world.ensureNamespaces(objectsOf(agents));
    const applied = Date.now();
    await world.kubectl.applyOk(objectsOf(agents));
    await Promise.all(daemonSets.map((daemonSet) => world.waitCovered(daemonSet, { timeoutMs: 10 * MINUTE })));
    const took = Date.now() - applied;
    const pods = world.podMirror.all().length;
    covered = pods === options.nodes * daemonSets.length;
    const names = daemonSets.map((daemonSet) => daemonSet.metadata.name).join(', ');
    process.stdout.write(`${names}: full coverage after ${duration(took)}: ${pods} pods, ${Math.round(pods / (took / 1000))} a second\n`);
    if (!covered) {
      process.stderr.write(`expected ${options.nodes * daemonSets.length} pods: not every agent is meant for every node\n`);
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nlogs: ${plane.logs}\n`);
  }
  const memory = { ...plane.peakMemory(), 'this program': Math.round(process.resourceUsage().maxRSS / 1024) };
  Object.entries(memory).forEach(([name, mebibytes]) => process.stdout.write(`peak memory of ${name}: ${mebibytes} MiB\n`));
  process.stdout.write(`together: ${Object.values(memory).reduce((sum, value) => sum + value, 0)} MiB\n`);
  world.close();
  await plane.stop();
  if (covered) {
    plane.discard();
  }
  return covered ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
