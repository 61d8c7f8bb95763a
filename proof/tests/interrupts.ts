import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';

import type { Started } from './interrupted';
import { Running, startProcess } from '../harness/processes';
import type { Suite, Test } from '../harness/runner';
import { MINUTE, waitUntil } from '../harness/wait';
import type { World } from '../harness/world';

const PROGRAM = path.join(__dirname, 'interrupted.ts');

interface Child {
  readonly running: Running;
  readonly started: Started;
  readonly output: () => string;
}

/** Another proof, in a process of its own; it has said what it started. */
async function startProof(world: World, mode: string, name: string): Promise<Child> {
  const temporary = fs.mkdtempSync(path.join(world.plane.directory, `${name}-`));
  const running = startProcess(name, process.execPath, [...process.execArgv, PROGRAM, mode], path.join(world.plane.logs, `${name}.log`), { TMPDIR: temporary });
  const output = () => fs.readFileSync(running.logFile, 'utf8');
  const line = () => output().split('\n').find((text) => text.startsWith('{"pids"'));
  await waitUntil('the other proof has started its control plane', async () => (line() === undefined ? output() || 'it says nothing' : undefined), {
    timeoutMs: 2 * MINUTE,
    everyMs: 20,
    giveUp: () => running.exit(),
  });
  const started = JSON.parse(line() ?? '') as Started;
  if (started.pids.length < 2) {
    throw new Error(`the other proof started ${started.pids.length} processes: there is nothing to see`);
  }
  return { running, started, output };
}

/** A process that has ended, and that nobody has asked about, is kept as a zombie: it runs no more. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function waitGone({ running, started }: Child): Promise<void> {
  try {
    await waitUntil('the other proof ends', async () => (running.exit() === undefined ? `process ${running.pid} runs` : undefined));
    await waitUntil('all that it started has ended, and its ports are free', async () => {
      const left = started.pids.filter(runs);
      const taken = (await Promise.all(started.ports.map(async (port) => (await isFree(port) ? [] : [port])))).flat();
      return left.length + taken.length === 0 ? undefined : `processes ${left.join(', ')}, ports ${taken.join(', ')}`;
    });
  } finally {
    // What a broken proof leaves running must not outlive this one.
    await running.stop(0);
    started.pids.filter(runs).forEach((pid) => process.kill(pid, 'SIGKILL'));
  }
}

/** What is left of a control plane's directory are its logs. */
function onlyLogsAreLeft({ started, output }: Child): string {
  const directory = path.dirname(started.logs);
  const left = fs.readdirSync(directory);
  const logs = fs.readdirSync(started.logs);
  if (left.join() !== path.basename(started.logs) || !logs.includes('kube-apiserver.log') || !output().includes(started.logs)) {
    throw new Error(`of ${directory} there is left ${left.join(', ')}, with ${logs.join(', ')}; the proof said:\n${output()}`);
  }
  return `${logs.length} logs are where the message says`;
}

function signalled(signal: NodeJS.Signals, mode: string, code: number): (world: World) => Promise<string> {
  return async (world) => {
    const child = await startProof(world, mode, `interrupted-by-${signal}`);
    process.kill(child.running.pid, signal);
    await waitGone(child);
    if (child.running.exit() !== `exit code ${code}`) {
      throw new Error(`it ended with ${child.running.exit()}, not with exit code ${code}:\n${child.output()}`);
    }
    const { pids, ports, logs } = child.started;
    return `${pids.length} processes and ${ports.length} ports${logs === '' ? '' : `; ${onlyLogsAreLeft(child)}`}`;
  };
}

async function killed(world: World): Promise<string> {
  const child = await startProof(world, 'starting', 'killed');
  process.kill(child.running.pid, 'SIGKILL');
  await waitGone(child);
  return `${child.started.pids.length} processes`;
}

async function failing(world: World): Promise<string> {
  const child = await startProof(world, 'failing', 'failing');
  await waitGone(child);
  if (child.running.exit() !== 'exit code 1' || !/FAIL {2}this test throws[^]*as it should[^]*logs: /.test(child.output())) {
    throw new Error(`it ended with ${child.running.exit()} and said:\n${child.output()}`);
  }
  return `${child.started.pids.length} processes and ${child.started.ports.length} ports; ${onlyLogsAreLeft(child)}`;
}

const ON_LINUX: Test[] = [{ name: 'killed outright, the proof takes with it what it has started', run: killed }];

export const interrupts: Suite = {
  claim: 0,
  title: 'The proof itself',
  lines: ['1.36'],
  tests: () => [
    { name: 'interrupted (SIGINT), it ends every process that it started and leaves only logs', run: signalled('SIGINT', 'ready', 130) },
    { name: 'ended (SIGTERM) while it starts a control plane, it ends what it has started so far', run: signalled('SIGTERM', 'starting', 143) },
    ...(process.platform === 'linux' ? ON_LINUX : []),
    { name: 'when a test fails, it ends every process all the same, and the logs are where the message says', run: failing },
  ],
};
