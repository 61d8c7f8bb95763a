import { View } from './selection';
import { Colour, Look, paint } from './terminal';
import { fitNames, shorten, wrap } from './wrap';
import { Decision, Reserved } from '../placement';
import { Alike, countNodes, poolByPool, runs, sameSaid } from '../placement/tell';

interface Standing {
  readonly words: string;
  readonly colour: Colour;
}

const INDENT = '  ';
/** With less room, names of nodes say nothing. */
const LEAST_NAMES = 12;

/** Agent by agent, pool by pool, for people: fits the terminal. */
export function* tableReport(view: View, look: Look): Iterable<string> {
  const only = view.chosenNodes.length === view.nodeNames.length ? undefined : new Set(view.chosenNodes);
  for (const agent of view.agents) {
    yield* agentLines(view.names[agent], poolByPool(view.placement, view.nodeNames, agent, only), look);
    yield '\n';
  }
  yield* conflictLines(view, look);
  yield* reservedLines(view.placement.reserved, look);
  yield* bareLines(view, look);
}

function standing({ shouldRun, shouldContinueRunning, fits }: Decision): Standing {
  if (!shouldRun) {
    return shouldContinueRunning ? { words: 'no new pod', colour: 'yellow' } : { words: 'no pod', colour: 'dim' };
  }
  return fits === null ? { words: 'runs if it fits', colour: 'yellow' } : fits ? { words: 'runs', colour: 'green' } : { words: 'does not fit', colour: 'red' };
}

function* agentLines(name: string, rows: readonly Alike[], look: Look): Iterable<string> {
  const all = countNodes(rows);
  const run = countNodes(rows.filter(({ decision }) => runs(decision)));
  const title = `${name} runs on ${run} of ${all} ${all === 1 ? 'node' : 'nodes'}`;
  yield* heading(title, look);
  const widths = [
    Math.min(longest(['POOL', ...rows.map(({ pool }) => pool)]), Math.max(8, Math.floor(look.width / 3))),
    longest(['NODES', `${all}`]),
    longest(['POD', ...rows.map(({ decision }) => standing(decision).words)]),
  ];
  const rest = look.width - widths.reduce((sum, width) => sum + INDENT.length + width, 0) - INDENT.length;
  yield line(look, [cell('POOL', widths[0]), 'NODES'.padStart(widths[1]), cell('POD', widths[2])], 'dim');
  for (const alike of sameSaid(rows)) {
    for (const { pool, nodes, decision } of alike) {
      const { words, colour } = standing(decision);
      const which = rest < LEAST_NAMES ? '' : fitNames(nodes, rest);
      yield line(look, [cell(pool, widths[0]), `${nodes.length}`.padStart(widths[1]), paint(look, colour, cell(words, widths[2])), which]);
    }
    yield* reasonLines(alike, look);
  }
}

function* reasonLines(alike: readonly Alike[], look: Look): Iterable<string> {
  const indent = INDENT.repeat(2);
  const { decision: { node, reasons } } = alike[0];
  const others = countNodes(alike) - 1;
  for (const { code, message, remedy } of reasons) {
    const example = others > 0 && message.includes(node) ? ` (and so for ${others} more)` : '';
    const lines = wrap(`${code}: ${message}${example}`, look.width - indent.length);
    yield* lines.map((text, i) => `${indent}${i === 0 && text.startsWith(code) ? paint(look, 'yellow', code) + text.slice(code.length) : text}\n`);
    yield* wrap(remedy, look.width - indent.length - 2).map((text, i) => `${indent}${paint(look, 'dim', `${i === 0 ? '→' : ' '} ${text}`)}\n`);
  }
}

function* conflictLines({ placement }: View, look: Look): Iterable<string> {
  if (placement.portConflicts.length === 0) {
    return;
  }
  yield* heading('Host ports that several agents want on the same nodes', look);
  for (const { port, protocol, daemonSets, nodes } of placement.portConflicts) {
    const words = `${port}/${protocol} on ${nodes} ${nodes === 1 ? 'node' : 'nodes'}: ${daemonSets.join(', ')}`;
    yield* wrap(words, look.width - INDENT.length).map((text) => `${INDENT}${paint(look, 'red', text)}\n`);
  }
  yield '\n';
}

function* reservedLines(reserved: readonly Reserved[], look: Look): Iterable<string> {
  const rows = (share: (part: number | null) => string) => [
    ['POOL', 'NODES', 'PODS', 'CPU', 'MEMORY'],
    ...reserved.map(({ pool, nodes, pods, cpu, memory, cpuShare, memoryShare }) => [
      shorten(pool, Math.max(8, Math.floor(look.width / 3))), `${nodes}`, `${pods}`, `${cpu}${share(cpuShare)}`, `${memory}${share(memoryShare)}`,
    ]),
  ];
  const withShares = aligned(rows(percent));
  const lines = withShares[0].length + INDENT.length <= look.width ? withShares : aligned(rows(() => ''));
  yield* heading('What all agents together take of one node', look);
  for (const [i, text] of lines.entries()) {
    yield line(look, [shorten(text, look.width - INDENT.length)], i === 0 ? 'dim' : undefined);
  }
}

/** The first column to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => longest(rows.map((row) => row[column])));
  return rows.map((row) => row.map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join(INDENT));
}

/** Nodes on which none of the agents given runs. */
function* bareLines({ placement, nodeNames, names, chosenNodes }: View, look: Look): Iterable<string> {
  const standsAlone = ({ nodes }: { readonly nodes: readonly number[] }) => names.every((_, agent) => !runs(placement.decision(agent, nodes[0])));
  const chosen = new Set(chosenNodes);
  const bare = placement.pools.filter(standsAlone).flatMap(({ nodes }) => nodes.filter((node) => chosen.has(node)));
  if (bare.length > 0) {
    yield '\n';
    yield* heading(`Nodes without any of the agents: ${bare.length}`, look);
    yield `${INDENT}${fitNames(bare.map((node) => nodeNames[node]), look.width - INDENT.length)}\n`;
  }
}

function heading(text: string, look: Look): string[] {
  return wrap(text, look.width).map((part) => `${paint(look, 'bold', part)}\n`);
}

/** There may be as many pools as nodes: too many for the arguments of Math.max. */
function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

function percent(share: number | null): string {
  return share === null ? '' : ` (${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %)`;
}

function cell(text: string, width: number): string {
  return shorten(text, width).padEnd(width);
}

function line(look: Look, cells: readonly string[], colour?: Colour): string {
  const text = cells.join(INDENT).trimEnd();
  return `${INDENT}${paint(look, colour, text)}\n`;
}
