import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Measured } from './fleet-child';
import { LoadTimes, Loaded, measureLoad } from './load';
import { measurePlacement, printPlacement } from './placement';
import { Clock, Sample, cells, ratio, ratios } from './samples';
import { printTarget, row } from './table';

/*
 * How fast a fleet is synthesized, the package loaded, and agents placed on nodes: beside peers and floors, in one run, as ratios.
 * `--quick` leaves out the largest sizes and runs less often.
 * Targets are judged by processor time, which is the same on a machine that does other things, too; time on the wall stands beside it.
 * It reports and never fails for being slow; it does fail when the sides do not write the same.
 */

const quick = process.argv.includes('--quick');
const SIZES = quick ? [10, 100] : [10, 100, 400];
const ROUNDS = quick ? 3 : 5;
const LOADS = quick ? 5 : 21;

const VARIANTS = {
  'base': 'NodeAgentDaemonSet, an App per cluster',
  'plus-one-app': 'cdk8s-plus-28, one App',
  'plus': 'cdk8s-plus-28, an App per cluster',
  'raw': 'raw ApiObjects, an App per cluster',
  'floor': 'the floor: yaml and files',
} as const;
type Variant = keyof typeof VARIANTS;
const NAMES = Object.keys(VARIANTS) as Variant[];

type Times = { readonly [variant in Variant]: Sample[] };

function child(variant: string, clusters: number, manifests: string): string {
  return execFileSync(process.execPath, ['--import', 'tsx', join(__dirname, 'fleet-child.ts'), variant, String(clusters), manifests], { encoding: 'utf8' });
}

/** All variants by turns, so that what else the machine does hits them alike. */
function measureFleet(clusters: number, manifests: string): Times {
  const times: Times = { 'base': [], 'plus-one-app': [], 'plus': [], 'raw': [], 'floor': [] };
  for (let round = 0; round < ROUNDS; round++) {
    const measured = new Map(NAMES.map((variant) => [variant, JSON.parse(child(variant, clusters, manifests)) as Measured]));
    requireSame(measured, ['floor', 'raw', 'base'], 'digest');
    requireSame(measured, ['plus', 'plus-one-app'], 'digest');
    requireSame(measured, ['base', 'plus'], 'shape');
    measured.forEach((sample, variant) => times[variant].push(sample));
    console.error(`${clusters} clusters, round ${round + 1} of ${ROUNDS}`);
  }
  return times;
}

function requireSame(measured: ReadonlyMap<Variant, Measured>, variants: readonly Variant[], what: 'digest' | 'shape'): void {
  const seen = variants.map((variant) => shown(measured.get(variant)![what]));
  if (new Set(seen).size > 1) {
    throw new Error(`the sides do not write the same, and cannot be compared: ${variants.map((variant, i) => `${variant} ${seen[i]}`).join('; ')}`);
  }
}

function shown(value: Measured['digest'] | Measured['shape']): string {
  return typeof value === 'string' ? value : JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const JUDGE: Clock = 'cpu';
const HEAD = ['ms', 'lowest–highest', 'CPU ms'];

function printFleet(fleets: ReadonlyMap<number, Times>): void {
  console.log(`\nSynthesis of clusters × 11 agents to YAML on disk, median of ${ROUNDS}. Milliseconds are noisy; the ratios, taken side by side, are what to read.`);
  for (const [clusters, times] of fleets) {
    console.log(`\n${row([`${clusters} clusters`, ...HEAD, '× floor', '× floor, CPU'])}`);
    for (const variant of NAMES) {
      console.log(row([VARIANTS[variant], ...cells(times[variant]), ...ratios(times[variant], times.floor)]));
    }
  }
  const sizes = [...fleets.keys()];
  const steps = sizes.slice(1).map((size, i) => [sizes[i], size]);
  console.log(`\n${row(['growth of CPU time (in brackets: linear)', ...steps.map(([from, to]) => `${from} → ${to}`)])}`);
  for (const variant of NAMES) {
    console.log(row([VARIANTS[variant], ...steps.map(([from, to]) => `${growth(fleets, variant, from, to).toFixed(2)} (${to / from})`)]));
  }
}

function growth(fleets: ReadonlyMap<number, Times>, variant: Variant, from: number, to: number): number {
  return ratio(fleets.get(to)![variant], fleets.get(from)![variant], JUDGE);
}

function printLoad(load: LoadTimes): void {
  const rows: { readonly [what in Loaded]: string } = {
    peers: 'cdk8s, constructs, cdk8s-plus-28',
    withUs: 'the same and cdk8s-node-agents',
    withAnAgent: 'and the first use of an agent',
    withEveryName: 'and every name of the package',
  };
  console.log(`\n${row([`loading, median of ${LOADS}`, ...HEAD, '× peers', '× peers, CPU'])}`);
  for (const [what, name] of Object.entries(rows) as [Loaded, string][]) {
    console.log(row([name, ...cells(load[what]), ...ratios(load[what], load.peers)]));
  }
}

function printTargets(fleets: ReadonlyMap<number, Times>, { peers, withUs }: LoadTimes): void {
  console.log('\nTargets, by CPU time');
  for (const [clusters, times] of fleets) {
    const toFloor = ratio(times.base, times.floor, JUDGE);
    printTarget(`at most 2 × the floor, ${clusters} clusters`, toFloor, toFloor <= 2);
  }
  const largest = fleets.get(400);
  if (largest === undefined) {
    console.log('not measured   at least 5 × faster than the plain App, and linear growth, both at 400 clusters: run without --quick');
  } else {
    const faster = ratio(largest['plus-one-app'], largest.base, JUDGE);
    const grown = growth(fleets, 'base', 100, 400);
    printTarget('at least 5 × faster than the plain App, 400 clusters', faster, faster >= 5);
    // A tenth for noise; the square would be 16.
    printTarget('linear growth from 100 to 400 clusters (4 ×, a tenth more for noise)', grown, grown <= 4.4);
  }
  const load = ratio(withUs, peers, JUDGE);
  printTarget('loads within 1.15 × of its peers', load, load <= 1.15);
}

function benchFleets(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const manifests = join(folder, 'manifests.json');
    child('manifests', Math.max(...SIZES), manifests);
    const fleets = new Map(SIZES.map((size) => [size, measureFleet(size, manifests)]));
    const load = measureLoad(LOADS);
    printFleet(fleets);
    printLoad(load);
    printTargets(fleets, load);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// `npm run bench -- placement` leaves the rest out.
if (!process.argv.includes('placement')) {
  benchFleets();
}
printPlacement(measurePlacement(quick));
