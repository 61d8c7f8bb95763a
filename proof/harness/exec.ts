import { spawn } from 'node:child_process';

import { guard } from './processes';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Milliseconds after which the program is ended and the call fails. */
  readonly timeoutMs?: number;
  /** Called with each line of standard error while the program runs. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end. Its exit code is data: the caller decides what it means. */
export function exec(command: string, args: string[], options: ExecOptions = {}): Promise<Outcome> {
  guard();
  return new Promise((resolve, reject) => {
    // A process group of its own: `go build` has compilers of its own, and all have to end together.
    const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const end = () => endGroup(child.pid);
    const timeoutMs = options.timeoutMs ?? 120_000;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    process.once('exit', end);
    let stdout = '';
    let stderr = '';
    let partial = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const lines = (partial + text).split('\n');
      partial = lines.pop() ?? '';
      lines.forEach((line) => options.onLine?.(line));
    });
    const settle = () => {
      clearTimeout(timer);
      process.removeListener('exit', end);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code) => {
      settle();
      if (timedOut) {
        reject(new Error(`${command} ${args.join(' ')}: did not end within ${timeoutMs} ms\n${stderr}`));
      } else {
        resolve({ code: code ?? -1, stdout, stderr });
      }
    });
    child.stdin.on('error', () => undefined); // a program may end before it has read everything
    child.stdin.end(options.input ?? '');
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, 'SIGKILL');
    }
  } catch {
    // It has ended by itself.
  }
}

/** Runs a program that must succeed, and gives what it printed. */
export async function execOk(command: string, args: string[], options: ExecOptions = {}): Promise<string> {
  const outcome = await exec(command, args, options);
  if (outcome.code !== 0) {
    throw new Error(`${command} ${args.join(' ')}: exit code ${outcome.code}\n${outcome.stderr}${outcome.stdout}`);
  }
  return outcome.stdout;
}
