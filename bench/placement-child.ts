import { benchAgents, benchNode } from './placement-nodes';
import { KubeNode, place } from '../src/placement';

/* One measurement in a process of its own: `tsx bench/placement-child.ts NODES`, with --expose-gc. Prints JSON. */

export interface PlacementSample {
  readonly parse: { readonly milliseconds: number; readonly cpu: number };
  readonly place: { readonly milliseconds: number; readonly cpu: number };
  readonly tell: { readonly milliseconds: number; readonly cpu: number };
  /** Of the nodes themselves, and of what placement keeps beside them, in bytes. */
  readonly nodesHeap: number;
  readonly placementHeap: number;
  readonly pools: number;
  readonly decisions: number;
}

function timed<T>(work: () => T): [T, { milliseconds: number; cpu: number }] {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  return [result, { milliseconds, cpu: (user + system) / 1000 }];
}

function heap(): number {
  globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

function textOf(count: number, whole: boolean): string {
  const items: string[] = [];
  for (let i = 0; i < count; i++) {
    const node = benchNode(i);
    items.push(JSON.stringify(whole ? node : { ...node, status: undefined }));
  }
  return `[${items.join()}]`;
}

const count = Number(process.argv[2]);
// Parsed without their status, to be compared with; then whole, to be placed.
let text = textOf(count, false);
const [, parse] = timed(() => (JSON.parse(text) as KubeNode[]).length);
text = textOf(count, true);
const before = heap();
const nodes = JSON.parse(text) as KubeNode[];
const nodesHeap = heap() - before;
const [placement, placed] = timed(() => place({ daemonSets: benchAgents(), nodes }));
const placementHeap = heap() - before - nodesHeap;
const [decisions, tell] = timed(() => {
  let running = 0;
  for (const decision of placement.decisions()) {
    running += Number(decision.shouldRun);
  }
  return running;
});
const sample: PlacementSample = { parse, place: placed, tell, nodesHeap, placementHeap, pools: placement.pools.length, decisions };
console.log(JSON.stringify(sample));
