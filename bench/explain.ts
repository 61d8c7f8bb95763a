import { spawnSync } from 'child_process';
import { mkdtempSync, openSync, closeSync, rmSync, statSync, writeFileSync, writeSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { kubectlNodeList } from './kubectl-nodes';
import { Sample, cells, median, ratios } from './samples';

/*
 * What `node-agents explain` costs: cold, on 3 agents and 10 nodes, beside Node's own start; and how fast and in how much memory 100,000 nodes are read.
 * `--quick` reads 10,000. It reports and never fails for being slow.
 */

const quick = process.argv.includes('--quick');
const COUNT = quick ? 10_000 : 100_000;
const ROUNDS = 21;
const ROOT = resolve(__dirname, '..');
const AGENTS = join(ROOT, 'docs/explain/agents.yaml');

interface Run extends Sample {
  /** Of all memory the process ever had, in MiB. */
  readonly peak: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-explain-'));
const program = join(folder, 'node-agents');
const hook = join(folder, 'hook.js');

/** Told by the process itself as its last act, on a channel of its own. */
const HOOK = `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('fs').writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS / 1024 })); });`;

function node(...args: readonly string[]): Run {
  const start = performance.now();
  const { status, output, stderr } = spawnSync(process.execPath, ['--require', hook, ...args], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const milliseconds = performance.now() - start;
  if (status !== 0) {
    throw new Error(`${args.join(' ')}: ${stderr.toString()}`);
  }
  return { milliseconds, ...JSON.parse(output[3]!.toString()) as { cpu: number; peak: number } };
}

function writeNodes(count: number): string {
  const file = join(folder, `nodes-${count}.json`);
  const out = openSync(file, 'w');
  for (const piece of kubectlNodeList(count)) {
    writeSync(out, piece);
  }
  closeSync(out);
  return file;
}

function row(columns: readonly string[]): string {
  return columns.map((column, i) => (i === 0 ? column.padEnd(48) : column.padStart(16))).join('');
}

function cold(): void {
  const few = writeNodes(10);
  const parser = `require(${JSON.stringify(join(ROOT, 'node_modules/yaml'))}).parseAllDocuments(require('fs').readFileSync(${JSON.stringify(AGENTS)}, 'utf8'))`;
  const sides = { floor: ['-e', '0'], yaml: ['-e', parser], explain: [program, 'explain', AGENTS, '--nodes', few, '-o', 'json'] };
  const times: { [side in keyof typeof sides]: Run[] } = { floor: [], yaml: [], explain: [] };
  node(...sides.explain);
  for (let round = 0; round < ROUNDS; round++) {
    times.floor.push(node(...sides.floor));
    times.yaml.push(node(...sides.yaml));
    times.explain.push(node(...sides.explain));
  }
  console.log(`\n${row([`cold, 3 agents × 10 nodes, median of ${ROUNDS}`, 'ms', 'lowest–highest', 'CPU ms', '× node -e 0', '× node, CPU'])}`);
  console.log(row(['node -e 0', ...cells(times.floor), ...ratios(times.floor, times.floor)]));
  console.log(row(['the manifests parsed by yaml, and nothing else', ...cells(times.yaml), ...ratios(times.yaml, times.floor)]));
  console.log(row(['node-agents explain', ...cells(times.explain), ...ratios(times.explain, times.floor)]));
}

function reading(): void {
  const file = writeNodes(COUNT);
  const megabytes = statSync(file).size / 1e6;
  // All are read and placed; of one node is told, so that writing is not measured.
  const runs = Array.from({ length: 3 }, () => node(program, 'explain', AGENTS, '--nodes', file, '-o', 'json', '--node', 'ip-10-0-0-0.eu-central-1.compute.internal'));
  const bytes = Array.from({ length: 3 }, () => node('-e', `require('fs').createReadStream(${JSON.stringify(file)}, { highWaterMark: 1048576 }).resume()`));
  console.log(`\n${row([`${COUNT} nodes, ${megabytes.toFixed(0)} MB, median of 3`, 'ms', 'lowest–highest', 'CPU ms', 'MB/s', 'peak MiB'])}`);
  for (const [what, samples] of [['the file read, and nothing else', bytes], ['read, checked and placed', runs]] as const) {
    const speed = megabytes / (median(samples.map(({ milliseconds }) => milliseconds)) / 1000);
    console.log(row([what, ...cells(samples), speed.toFixed(0), median(samples.map(({ peak }) => peak)).toFixed(0)]));
  }
}

try {
  writeFileSync(hook, HOOK);
  const made = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/bundle.ts'), program], { cwd: ROOT, stdio: 'inherit' });
  if (made.status !== 0) {
    throw new Error('the program cannot be bundled');
  }
  cold();
  reading();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
