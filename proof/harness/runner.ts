import { ControlPlane, ControlPlaneOptions } from './control-plane';
import { runningPids } from './processes';
import { Line } from './programs';
import { duration } from './progress';
import { MINUTE } from './wait';
import { World } from './world';

/** One fact about the cluster. It fails by throwing; what it returns is printed beside its name. */
export interface Test {
  readonly name: string;
  readonly run: (world: World) => Promise<string | void>;
  readonly timeoutMs?: number;
}

/** The tests of one claim. They share a control plane that was started for them, and run one after the other. */
export interface Suite {
  /** Number of the claim in the README; 0 for what the proof has to keep itself. */
  readonly claim: number;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly options?: ControlPlaneOptions;
  /** Nodes and objects that all tests of the suite need. */
  readonly setUp?: (world: World) => Promise<void>;
  readonly tests: (line: Line) => readonly Test[];
}

export interface Tally {
  passed: number;
  failed: number;
  /** Sum of the components' peak memory in MiB, of the control plane that took most. */
  peakMiB: number;
}

const TEST_TIMEOUT = 6 * MINUTE;

export function nameOf(suite: Suite, line: Line, test: Test): string {
  return `claim ${suite.claim} ${suite.title} [${line}] ${test.name}`;
}

/** One suite on one line. */
export interface Run {
  readonly suite: Suite;
  readonly line: Line;
}

/** All runs, those together that can share a control plane. */
export function runsOf(suites: readonly Suite[]): Run[] {
  const runs = suites.flatMap((suite) => suite.lines.map((line) => ({ suite, line })));
  const planes = [...new Set(runs.map(planeKey))];
  return planes.flatMap((key) => runs.filter((run) => planeKey(run) === key));
}

function planeKey({ suite, line }: Run): string {
  return `${line} ${JSON.stringify(suite.options ?? {})}`;
}

/**
 * Runs suites one after the other. Starting a control plane takes as long as many a suite, so the next suite gets the one that is there,
 * emptied; but never one in which a test failed: its logs tell of that test, and what it left behind must not fail others.
 */
export class Runner {
  public readonly tally: Tally = { passed: 0, failed: 0, peakMiB: 0 };
  private world: World | undefined;
  private key = '';
  private failures = 0;

  public constructor(private readonly selected: (name: string) => boolean) {}

  /** Runs the selected tests of a suite on one line and prints each as it ends. */
  public async run(run: Run): Promise<void> {
    const { suite, line } = run;
    const tests = suite.tests(line).filter((test) => this.selected(nameOf(suite, line, test)));
    if (tests.length === 0) {
      return;
    }
    const start = Date.now();
    process.stdout.write(`\nClaim ${suite.claim}: ${suite.title}, on Kubernetes ${line} (${tests.length} tests)\n`);
    let open = tests.length;
    try {
      const world = await this.worldFor(run);
      await suite.setUp?.(world);
      for (const test of tests) {
        this.count(await runTest(test, world, world.plane.logs));
        open -= 1;
      }
    } catch (error) {
      this.failures += 1;
      this.tally.failed += Math.max(1, open);
      const logs = this.world === undefined ? '' : `    logs: ${this.world.plane.logs}\n`;
      process.stdout.write(`  FAILED before its tests could end: ${(error as Error).message}\n${logs}`);
    }
    process.stdout.write(`  claim ${suite.claim} on ${line}: ${duration(Date.now() - start)}\n`);
    if (this.failures > 0) {
      await this.stop();
    }
  }

  /** Ends the control plane that is there. Data and logs stay only where a test failed. */
  public async stop(): Promise<void> {
    const plane = this.world?.plane;
    if (plane !== undefined) {
      const memory = plane.peakMemory();
      const total = Object.values(memory).reduce((sum, value) => sum + value, 0);
      this.tally.peakMiB = Math.max(this.tally.peakMiB, total);
      process.stdout.write(`  peak memory of this control plane ${total} MiB (${Object.entries(memory).map(([name, value]) => `${name} ${value}`).join(', ')})\n`);
    }
    this.world?.close();
    this.world = undefined;
    await plane?.stop();
    if (this.failures === 0) {
      plane?.discard();
    }
    this.failures = 0;
    const left = runningPids();
    if (left.length > 0) {
      this.tally.failed += 1;
      process.stdout.write(`  FAILED: processes are left running: ${left.join(', ')}\n`);
    }
  }

  private async worldFor(run: Run): Promise<World> {
    if (this.world !== undefined && this.key === planeKey(run)) {
      await this.world.reset();
      return this.world;
    }
    await this.stop();
    const plane = await ControlPlane.start(run.line, run.suite.options);
    process.stdout.write(`  Kubernetes ${plane.version} is ready after ${duration(plane.startMs)}\n`);
    try {
      this.world = await World.of(plane);
    } catch (error) {
      await plane.stop();
      throw new Error(`${(error as Error).message}\n    logs: ${plane.logs}`);
    }
    this.key = planeKey(run);
    return this.world;
  }

  private count(passed: boolean): void {
    this.tally[passed ? 'passed' : 'failed'] += 1;
    this.failures += passed ? 0 : 1;
  }
}

async function runTest(test: Test, world: World, logs: string): Promise<boolean> {
  const start = Date.now();
  try {
    const detail = await withDeadline(test.run(world), test.timeoutMs ?? TEST_TIMEOUT);
    process.stdout.write(`  ok    ${test.name} (${duration(Date.now() - start)})${typeof detail === 'string' ? `: ${detail}` : ''}\n`);
    return true;
  } catch (error) {
    const text = error instanceof Error ? error.message + firstOwnFrame(error) : String(error);
    process.stdout.write(`  FAIL  ${test.name} (${duration(Date.now() - start)})\n${text.replace(/^/gm, '        ')}\n        logs: ${logs}\n`);
    return false;
  }
}

/** Where in the tests it failed; the frames of the harness say nothing that the message does not. */
function firstOwnFrame(error: Error): string {
  const frame = (error.stack ?? '').split('\n').find((line) => line.includes('/proof/tests/'));
  return frame === undefined ? '' : `\n${frame.trim()}`;
}

async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the test does not end within ${duration(timeoutMs)}`)), timeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
