import { execFileSync } from 'child_process';
import { join } from 'path';
import type { PlacementSample } from './placement-child';
import { Clock, cells, median, ratio, ratios } from './samples';
import { printTarget, row } from './table';

/*
 * Where twenty agents go on up to 100,000 nodes, decided in memory: beside JSON.parse of the same nodes without their status, in the same process.
 */

const JUDGE: Clock = 'cpu';
const MIB = 1024 * 1024;

type Placements = ReadonlyMap<number, readonly PlacementSample[]>;

export function measurePlacement(quick: boolean): Placements {
  const sizes = quick ? [1000, 10000] : [1000, 10000, 100000];
  const rounds = quick ? 3 : 5;
  return new Map(sizes.map((nodes) => [nodes, Array.from({ length: rounds }, (_, i) => {
    console.error(`${nodes} nodes, round ${i + 1} of ${rounds}`);
    return measure(nodes);
  })]));
}

function measure(nodes: number): PlacementSample {
  const options = ['--expose-gc', '--max-old-space-size=4096', '--import', 'tsx'];
  return JSON.parse(execFileSync(process.execPath, [...options, join(__dirname, 'placement-child.ts'), String(nodes)], { encoding: 'utf8' })) as PlacementSample;
}

export function printPlacement(placements: Placements): void {
  console.log('\nPlacement of 20 agents, beside JSON.parse of the same nodes without their status');
  for (const [nodes, samples] of placements) {
    const parse = samples.map((sample) => sample.parse);
    console.log(`\n${row([`${nodes} nodes`, 'ms', 'lowest–highest', 'CPU ms', '× parse', '× parse, CPU'])}`);
    console.log(row(['JSON.parse', ...cells(parse), ...ratios(parse, parse)]));
    for (const [what, times] of [['decided', samples.map(({ place }) => place)], ['and every decision told, with its reasons', samples.map(({ tell }) => tell)]] as const) {
      console.log(row([what, ...cells(times), ...ratios(times, parse)]));
    }
    const [own, beside] = [median(samples.map(({ nodesHeap }) => nodesHeap)), median(samples.map(({ placementHeap }) => placementHeap))];
    console.log(row(['memory: nodes, placement beside them', `${(own / MIB).toFixed(1)} MiB`, `${(beside / MIB).toFixed(1)} MiB`]));
  }
  const sizes = [...placements.keys()];
  console.log(`\n${row(['growth of CPU time (in brackets: linear)', ...sizes.slice(1).map((size, i) => `${sizes[i]} → ${size}`)])}`);
  console.log(row(['decided', ...sizes.slice(1).map((size, i) => `${growth(placements, sizes[i], size).toFixed(2)} (${size / sizes[i]})`)]));
  printPlacementTargets(placements);
}

function growth(placements: Placements, from: number, to: number): number {
  const cpu = (size: number) => median(placements.get(size)!.map(({ place }) => place[JUDGE]));
  return cpu(to) / cpu(from);
}

function printPlacementTargets(placements: Placements): void {
  const largest = placements.get(100000);
  console.log('\nTargets of placement, by CPU time');
  if (largest === undefined) {
    console.log('not measured   all are for 100000 nodes: run without --quick');
    return;
  }
  const toParse = ratio(largest.map(({ place }) => place), largest.map(({ parse }) => parse), JUDGE);
  printTarget('100000 nodes are decided in less time than they are parsed', toParse, toParse <= 1);
  const memory = median(largest.map(({ nodesHeap, placementHeap }) => (nodesHeap + placementHeap) / nodesHeap));
  printTarget('memory within twice the nodes\' own', memory, memory <= 2);
  const grown = growth(placements, 10000, 100000);
  // A tenth for noise; the square would be 100.
  printTarget('linear growth from 10000 to 100000 nodes (10 ×, a tenth more for noise)', grown, grown <= 11);
}
