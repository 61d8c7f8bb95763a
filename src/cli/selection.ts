import { InputError } from './input-error';
import { show } from '../errors';
import { Decision, Placement, PlacementInput } from '../placement';
import { firstOf } from '../placement/tell';

/** What was asked, what was found, and what of it is told: indices into the input, in its order. */
export interface View {
  readonly placement: Placement;
  readonly nodeNames: readonly string[];
  /** All DaemonSets as `NAMESPACE/NAME`. */
  readonly names: readonly string[];
  readonly agents: readonly number[];
  readonly chosenNodes: readonly number[];
}

/** Of names in messages: enough to see a slip of the pen. */
const SHOWN = 10;

/** `NAMESPACE/NAME` of each DaemonSet, as decisions name it. */
export function namesOf({ daemonSets, nodes }: PlacementInput, placement: Placement): string[] {
  return nodes.length === 0 ? [] : daemonSets.map((_, i) => placement.decision(i, 0).daemonSet);
}

/** Indices of the DaemonSets that are meant by `NAME` or `NAMESPACE/NAME`; all, where none is asked for. */
export function chosenAgents(names: readonly string[], asked: readonly string[]): number[] {
  for (const agent of asked) {
    if (!names.some((name) => isMeant(name, agent))) {
      throw new InputError('--agent', { code: 'UnknownAgent', message: `no DaemonSet ${show(agent)} is given; write one of ${listWords(names)}` });
    }
  }
  return indices(names).filter((i) => asked.length === 0 || asked.some((agent) => isMeant(names[i], agent)));
}

function isMeant(name: string, asked: string): boolean {
  return name === asked || name.endsWith(`/${asked}`);
}

/** Indices of the nodes with these names; all, where none is asked for. */
export function chosenNodes(nodeNames: readonly string[], asked: readonly string[]): number[] {
  const meant = new Set(asked);
  const chosen = indices(nodeNames).filter((i) => asked.length === 0 || meant.delete(nodeNames[i]));
  for (const node of meant) {
    throw new InputError('--node', { code: 'UnknownNode', message: `no Node ${show(node)} is given; write one of ${listWords(nodeNames)}` });
  }
  return chosen;
}

/** DaemonSet by DaemonSet, node by node, made one at a time. */
export function* decisionsOf({ placement, agents, chosenNodes: nodes }: View): Iterable<Decision> {
  for (const agent of agents) {
    for (const node of nodes) {
      yield placement.decision(agent, node);
    }
  }
}

export function listWords(names: readonly string[]): string {
  return names.length === 0 ? 'none' : firstOf(names, SHOWN);
}

function indices(list: readonly unknown[]): number[] {
  return list.map((_, i) => i);
}
