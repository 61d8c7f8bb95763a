import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { parseAllDocuments } from 'yaml';

import { artifact, buildPackage } from '../../scripts/packages/build';
import { execOk } from '../harness/exec';
import type { DaemonSet, KubeObject } from '../harness/kube';
import { whenInterrupted } from '../harness/processes';
import { controlPlanePrograms } from '../harness/programs';
import { Runner, Suite, runsOf } from '../harness/runner';
import { MINUTE } from '../harness/wait';
import type { World } from '../harness/world';
import { countPods, requireUnchanged, standing } from '../tests/unchanged';

/*
 * A stranger's app: several charts and a DaemonSet written by hand, as people have them today. It is applied to a real control plane; then the package is installed from what is
 * published, the DaemonSet replaced by a construct, and applied again: `tsx proof/stranger/run.ts`.
 */

const LINE = '1.36';
const APP = path.join(__dirname, 'app');
const AFTER = path.join(__dirname, 'after');

/** Outside the checkout, whose packages Node.js would find. */
const project = fs.mkdtempSync(path.join(os.tmpdir(), 'stranger-'));
const forget = () => fs.rmSync(project, { recursive: true, force: true });

const npm = (...args: string[]) => execOk('npm', ['install', '--no-audit', '--no-fund', ...args], { cwd: project, timeoutMs: 10 * MINUTE });

async function synth(): Promise<Map<string, string>> {
  const dist = path.join(project, 'dist');
  fs.rmSync(dist, { recursive: true, force: true });
  await execOk('npx', ['cdk8s', 'synth', '--check-upgrade=false'], { cwd: project, timeoutMs: 2 * MINUTE });
  return new Map(fs.readdirSync(dist).sort().map((file) => [file, fs.readFileSync(path.join(dist, file), 'utf8')]));
}

const objectsOf = (text: string) => parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as KubeObject);
const apply = (world: World) => world.kubectl.ok(['apply', '--validate=strict', '-f', path.join(project, 'dist')]);

async function takeOver(world: World): Promise<string> {
  fs.cpSync(APP, project, { recursive: true });
  await npm();
  const before = await synth();
  await apply(world);
  const agents = [...before.values()].flatMap(objectsOf).filter(({ kind }) => kind === 'DaemonSet') as DaemonSet[];
  for (const agent of agents) {
    await world.waitCovered(agent);
    await world.waitSettled(agent);
  }
  const pods = await standing(world, agents);
  if (agents.length !== 1 || countPods(pods) === 0) {
    throw new Error(`there are ${agents.length} DaemonSets with ${countPods(pods)} pods, so that nothing could restart`);
  }

  await buildPackage('js');
  await npm(artifact('js'));
  fs.cpSync(AFTER, project, { recursive: true });
  const after = await synth();
  const changed = [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file);
  if (changed.some((file) => file !== 'logging.k8s.yaml') || after.size !== before.size) {
    throw new Error(`other files than the log shipper's are different: ${changed.join(', ')} of ${[...after.keys()].join(', ')}`);
  }
  const diff = await world.kubectl.run(['diff', '-f', path.join(project, 'dist')]);
  if (diff.code !== 0) {
    throw new Error(`kubectl diff tells of a change:\n${diff.stdout}${diff.stderr}`);
  }
  await apply(world);
  await requireUnchanged(world, agents, pods);
  return `${countPods(pods)} pods stayed, kubectl diff is empty, ${before.size - changed.length} of ${before.size} files are the same bytes`;
}

const SUITE: Suite = {
  claim: 7,
  title: 'Stability: a stranger\'s app',
  lines: [LINE],
  setUp: async (world) => {
    await world.join({ name: 'linux', count: 4 });
  },
  tests: () => [{
    name: 'charts and a DaemonSet written by hand, applied; the package is installed, the DaemonSet replaced by a construct, and no pod restarts',
    run: takeOver,
    timeoutMs: 15 * MINUTE,
  }],
};

async function main(): Promise<number> {
  whenInterrupted(forget);
  await controlPlanePrograms(LINE);
  const runner = new Runner(() => true);
  for (const run of runsOf([SUITE])) {
    await runner.run(run);
  }
  await runner.stop();
  process.stdout.write(`${runner.tally.passed} passed, ${runner.tally.failed} failed\n`);
  return runner.tally.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
