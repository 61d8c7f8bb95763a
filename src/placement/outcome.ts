import { Agent, Agents } from './agent';
import { Eligibility } from './controller';
import { Misfit, Room, TakenPort, misfit, take } from './fit';
import { Contender, victims } from './preemption';

/** What becomes of one agent's pod on one node. `sign` is equal for outcomes that people would call the same. */
export type Fit =
  | { readonly kind: 'none'; readonly sign: string }
  | { readonly kind: 'fits'; readonly sign: string }
  | { readonly kind: 'unknown'; readonly sign: string; readonly taken: readonly TakenPort[] }
  | { readonly kind: 'misfit'; readonly sign: string; readonly missing: Misfit }
  | { readonly kind: 'preempts'; readonly sign: string; readonly missing: Misfit; readonly evicted: readonly string[] };

const NONE: Fit = { kind: 'none', sign: '-' };
const FITS: Fit = { kind: 'fits', sign: '+' };
const UNKNOWN: Fit = { kind: 'unknown', sign: '?', taken: [] };
/** Shared by all nodes: an outcome made of these alone is kept once. */
const PLAIN: ReadonlySet<Fit> = new Set([NONE, FITS, UNKNOWN]);

export function isPlain(fits: readonly Fit[]): boolean {
  return fits.every((fit) => PLAIN.has(fit));
}

/** Whether the pod takes its part of the node. */
export function stands(fit: Fit): boolean {
  return fit.kind === 'fits' || fit.kind === 'preempts' || (fit.kind === 'unknown' && fit.taken.length === 0);
}

/** Fills a node with all agents that should run there, one after the other; `room` is used up. */
export function fill({ all, order, resources }: Agents, eligible: readonly Eligibility[], room: Room<Contender>): Fit[] {
  const fits = all.map(() => NONE);
  for (const i of order) {
    if (eligible[i].shouldRun) {
      fits[i] = placeIn(room, all[i], resources);
    }
  }
  return fits;
}

function placeIn(room: Room<Contender>, { pod }: Agent, resources: readonly string[]): Fit {
  const missing = misfit(room, pod, resources);
  const evicted = missing === undefined ? [] : victims(room, pod, missing, resources);
  if (evicted !== undefined) {
    take(room, pod);
  }
  if (room.allocatable === undefined) {
    return missing === undefined || evicted !== undefined ? UNKNOWN : { kind: 'unknown', sign: sign('?', missing), taken: missing.taken };
  }
  if (missing === undefined) {
    return FITS;
  }
  return evicted === undefined
    ? { kind: 'misfit', sign: sign('!', missing), missing }
    : { kind: 'preempts', sign: sign('>', missing), missing, evicted: evicted.map(({ name }) => name) };
}

function sign(kind: string, { shortages, taken }: Misfit): string {
  const what = [...shortages.map(({ resource }) => resource), ...taken.map(({ port, by }) => `${port.port}${port.protocol}${by}`)];
  return `${kind}${what.join(',')};`;
}
