import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { exec, execOk } from './exec';
import { duration, Progress } from './progress';
import { MINUTE } from './wait';

/**
 * Programs built from Go modules of `proof/`, kept outside the checkout under a key of what they are built from: the module's
 * go.mod, go.sum and sources, the flags, the compiler and the platform. Another key is another build; the same key starts in milliseconds.
 */
export interface GoProgram {
  readonly name: string;
  /** Directory of the Go module that pins the sources. */
  readonly module: string;
  /** What to build; default: the module's own main package. */
  readonly package?: string;
  /** Linker settings `importpath.name=value`. */
  readonly stamps?: Record<string, string>;
  /** Environment of the build, as `CGO_ENABLED: '0'`. */
  readonly env?: Record<string, string>;
}

const BUILD_TIMEOUT = 20 * MINUTE;

/** `$XDG_CACHE_HOME/cdk8s-node-agents`, else `~/.cache/cdk8s-node-agents`. */
export function cacheRoot(): string {
  const base = process.env.XDG_CACHE_HOME;
  return path.join(base === undefined || base === '' ? path.join(os.homedir(), '.cache') : base, 'cdk8s-node-agents');
}

let goVersion: Promise<string> | undefined;

/** `go1.26.8 linux/amd64`. @throws when there is no Go, saying what to install: without it nothing can be proven. */
export function requireGo(): Promise<string> {
  goVersion ??= askGo();
  return goVersion;
}

async function askGo(): Promise<string> {
  const wanted = 'install Go 1.26 or newer and put `go` on the PATH: the proof builds the Kubernetes control plane from its Go modules';
  const outcome = await exec('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH']).catch((error: Error) => {
    throw new Error(`Go is missing (${error.message}); ${wanted}`);
  });
  if (outcome.code !== 0) {
    throw new Error(`Go does not run (${outcome.stderr.trim()}); ${wanted}`);
  }
  const [version, system, architecture] = outcome.stdout.trim().split('\n');
  return `${version} ${system}/${architecture}`;
}

/** The path of the built program; builds it first where the cache has none. */
export async function build(program: GoProgram): Promise<string> {
  const key = keyOf(program, await requireGo());
  const target = path.join(cacheRoot(), key, program.name);
  if (fs.existsSync(target)) {
    return target;
  }
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // Built beside its place and moved there whole: an interrupted or a concurrent build never leaves half a program.
  const temporary = `${target}.${process.pid}`;
  const stamps = Object.entries(program.stamps ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const what = program.package ?? '.';
  const options = { cwd: program.module, env: program.env, timeoutMs: BUILD_TIMEOUT };
  const progress = new Progress();
  const start = Date.now();
  progress.show(`building ${program.name}: reading its packages (first time only; modules are downloaded)`);
  const listed = await execOk('go', ['list', '-deps', what], { ...options, onLine: (line) => progress.show(`building ${program.name}: ${line}`) });
  const total = listed.trim().split('\n').length;
  let compiled = 0;
  try {
    await execOk('go', ['build', '-v', '-p', '2', '-ldflags', ['-s', '-w', ...stamps].join(' '), '-o', temporary, what], {
      ...options,
      onLine: () => {
        compiled += 1;
        progress.show(`building ${program.name}: ${compiled} of at most ${total} packages, ${duration(Date.now() - start)}`);
      },
    });
    fs.renameSync(temporary, target);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  progress.done(`built ${program.name} in ${duration(Date.now() - start)}: ${target}`);
  return target;
}

/** Directory of a required module's sources in Go's module cache, checked against go.sum; downloads it where it is missing. */
export async function moduleSources(module: string, dependency: string): Promise<string> {
  await requireGo();
  const printed = await execOk('go', ['mod', 'download', '-json', dependency], { cwd: module, timeoutMs: 5 * MINUTE });
  return (JSON.parse(printed) as { Dir: string }).Dir;
}

/** The version that a module's go.mod requires of a dependency: written once, there. */
export function requiredVersion(module: string, dependency: string): string {
  const text = fs.readFileSync(path.join(module, 'go.mod'), 'utf8');
  const escaped = dependency.replace(/[.]/g, '\\.');
  const match = new RegExp(`^(?:require)?\\s*${escaped} (v\\S+)`, 'm').exec(text);
  if (match === null) {
    throw new Error(`${module}/go.mod does not require ${dependency}`);
  }
  return match[1];
}

function keyOf(program: GoProgram, go: string): string {
  const hash = createHash('sha256').update(JSON.stringify([go, program.package, program.stamps, program.env]));
  for (const file of fs.readdirSync(program.module).sort().filter((name) => /\.(go|mod|sum)$/.test(name))) {
    hash.update(`\n${file}\n`).update(fs.readFileSync(path.join(program.module, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
