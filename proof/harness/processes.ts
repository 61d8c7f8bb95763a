import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Every process that the proof starts is started here, and ended here by its own id: when its owner stops it, when the proof
 * ends, when a test throws, when the proof is interrupted. On Linux the kernel ends them too when the proof itself is killed.
 */
export interface Running {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Undefined while it runs. */
  exit(): string | undefined;
  /** Asks it to end, waits, then insists. */
  stop(graceMs?: number): Promise<void>;
}

const alive = new Set<ChildProcess>();
const atTheEnd = new Set<() => void>();
let guarded = false;

export function startProcess(name: string, command: string, args: string[], logFile: string, env: NodeJS.ProcessEnv = {}): Running {
  guard();
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'a');
  const [program, ...rest] = [...diesWithParent(), command, ...args];
  const child = spawn(program, rest, { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  fs.closeSync(log);
  if (child.pid === undefined) {
    throw new Error(`${name}: ${command} cannot be started`);
  }
  let ended: string | undefined;
  const end = new Promise<void>((resolve) => {
    const settle = (text: string) => {
      ended ??= text;
      alive.delete(child);
      resolve();
    };
    child.once('exit', (code, signal) => settle(signal === null ? `exit code ${code}` : `signal ${signal}`));
    child.once('error', (error) => settle(error.message));
  });
  alive.add(child);
  return {
    name,
    pid: child.pid,
    logFile,
    exit: () => ended,
    stop: async (graceMs = 10_000) => {
      if (ended !== undefined) {
        return;
      }
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await end;
      clearTimeout(insist);
    },
  };
}

/** Does something (at once, without waiting) after all processes were ended, should the proof end before that is taken back. */
export function whenInterrupted(work: () => void): () => void {
  guard();
  atTheEnd.add(work);
  return () => atTheEnd.delete(work);
}

/** Ids of the processes started here that still run. */
export function runningPids(): number[] {
  return [...alive].flatMap((child) => child.pid ?? []);
}

/** Peak resident memory of a process in MiB, as the kernel counted it; undefined where /proc does not say. */
export function peakMemoryMiB(pid: number): number | undefined {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match === null ? undefined : Math.round(Number(match[1]) / 1024);
  } catch {
    return undefined;
  }
}

/** `setpriv --pdeathsig` has the kernel end a process together with its parent; the wrapper becomes the program, so the id stays. */
let wrapper: string[] | undefined;
function diesWithParent(): string[] {
  if (wrapper === undefined) {
    const probe = process.platform === 'linux' ? spawnSync('setpriv', ['--pdeathsig', 'KILL', '--', 'true']) : undefined;
    wrapper = probe?.status === 0 ? ['setpriv', '--pdeathsig', 'KILL', '--'] : [];
  }
  return wrapper;
}

/** Whatever way the proof ends, nothing that it started stays. Without this a signal would end Node.js before anything else is. */
export function guard(): void {
  if (guarded) {
    return;
  }
  guarded = true;
  process.on('exit', () => {
    alive.forEach((child) => child.kill('SIGKILL'));
    atTheEnd.forEach((work) => work());
  });
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const [signal, code] of Object.entries(codes)) {
    process.on(signal, () => {
      process.stderr.write(`\n${signal}: ending ${alive.size} processes\n`);
      process.exit(code);
    });
  }
}
