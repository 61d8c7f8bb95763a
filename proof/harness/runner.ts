import { ControlPlane, ControlPlaneOptions } from './control-plane';
import { countRunning } from './processes';
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
  /** Number of the claim in `claims.ts`. */
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

/** Runs the selected tests of a suite on one line and prints each as it ends. */
export async function runSuite(suite: Suite, line: Line, selected: (name: string) => boolean, tally: Tally): Promise<void> {
  const tests = suite.tests(line).filter((test) => selected(nameOf(suite, line, test)));
  if (tests.length === 0) {
    return;
  }
  process.stdout.write(`\nClaim ${suite.claim}: ${suite.title}, on Kubernetes ${line} (${tests.length} tests)\n`);
  let plane: ControlPlane | undefined;
  let world: World | undefined;
  let failures = 0;
  try {
    plane = await ControlPlane.start(line, suite.options);
    process.stdout.write(`  Kubernetes ${plane.version} is ready after ${duration(plane.startMs)}\n`);
    world = await World.of(plane);
    await suite.setUp?.(world);
    for (const test of tests) {
      const passed = await runTest(test, world, plane.logs);
      tally[passed ? 'passed' : 'failed'] += 1;
      failures += passed ? 0 : 1;
    }
    const memory = plane.peakMemory();
    const total = Object.values(memory).reduce((sum, value) => sum + value, 0);
    tally.peakMiB = Math.max(tally.peakMiB, total);
    process.stdout.write(`  peak memory ${total} MiB (${Object.entries(memory).map(([name, value]) => `${name} ${value}`).join(', ')})\n`);
  } catch (error) {
    const left = tests.length - failures;
    tally.failed += Math.max(1, left);
    failures += 1;
    process.stdout.write(`  FAILED before its tests could end: ${(error as Error).message}\n${plane === undefined ? '' : `    logs: ${plane.logs}\n`}`);
  } finally {
    world?.close();
    await plane?.stop();
    if (failures === 0) {
      plane?.discard();
    }
    if (countRunning() > 0) {
      tally.failed += 1;
      process.stdout.write(`  FAILED: ${countRunning()} processes are left running\n`);
    }
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
