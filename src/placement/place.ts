import { Agents, agentsOf } from './agent';
import { Alike } from './alike';
import { Conflicts } from './conflicts';
import { eligibility, wishOf } from './controller';
import { explain } from './explain';
import { KubeDaemonSet, KubeNode } from './kube';
import { AllocatableClasses, EligibilityClass, EligibilityClasses } from './likeness';
import { occupantsOf } from './occupants';
import { Outcome, Outcomes } from './outcomes';
import { Pool, Pools } from './pools';
import { priorityClasses } from './priority';
import { Decision, PlacedPool, Placement, PlacementInput, PortConflict, Reserved } from './report';
import { Reservations } from './reserved';
import { fail, show } from '../errors';

/** What the DaemonSet controller says of one DaemonSet and one node, all else aside. */
export function shouldRun(daemonSet: KubeDaemonSet, node: KubeNode): { readonly shouldRun: boolean; readonly shouldContinueRunning: boolean } {
  const answer = eligibility(wishOf(daemonSet), node);
  return { shouldRun: answer.shouldRun, shouldContinueRunning: answer.shouldContinueRunning };
}

/**
 * Places all DaemonSets together on the nodes, as the controller, the scheduler and the kubelet would (docs/placement.md).
 * Time and memory grow with the nodes: each kind of node is decided once, and single decisions are put into words when they are asked for.
 *
 * @throws NotADaemonSet, NodeWithoutName, NotAPod, NotAPriorityClass, InvalidQuantity
 */
export function place(input: PlacementInput): Placement {
  const classes = priorityClasses(input.priorityClasses ?? []);
  const agents = agentsOf(input.daemonSets, classes);
  const occupants = occupantsOf(input.pods ?? [], agents, classes);
  const kinds = new EligibilityClasses(agents);
  const allocatable = new AllocatableClasses(agents);
  const reservations = new Reservations(agents);
  const outcomes = new Outcomes(agents, allocatable, reservations);
  const conflicts = new Conflicts(agents);
  const pools = new Pools();
  const alike = new Alike();
  const decided = input.nodes.map((node, i): DecidedNode => {
    const name = checkedName(node, i);
    const kind = kinds.of(node);
    const amounts = allocatable.indexOf(node);
    const outcome = outcomes.of(kind, amounts, occupants.get(name));
    const pool = pools.indexOf(node);
    reservations.add(pool, outcome.sum, allocatable.all[amounts]);
    alike.add(i, pool, kind.sign, outcome.sign);
    conflicts.add(kind);
    return { kind, outcome, pool: pools.all[pool] };
  });
  const names = pools.names();
  return new Placed(agents, input.nodes, decided, alike.list(names), conflicts.list(), reservations.list(names));
}

/** References only: what is said of a node is said of all that are like it. */
interface DecidedNode {
  readonly kind: EligibilityClass;
  readonly outcome: Outcome;
  readonly pool: Pool;
}

class Placed implements Placement {
  public constructor(
    private readonly agents: Agents,
    private readonly nodes: readonly KubeNode[],
    private readonly decided: readonly DecidedNode[],
    public readonly pools: readonly PlacedPool[],
    public readonly portConflicts: readonly PortConflict[],
    public readonly reserved: readonly Reserved[],
  ) {}

  public decision(daemonSet: number, node: number): Decision {
    const agent = this.agents.all[daemonSet];
    const decided = this.decided[node];
    if (agent === undefined || decided === undefined) {
      fail('NoSuchDecision', 'Placement.decision',
        `got DaemonSet ${show(daemonSet)} and node ${show(node)}; write indices below ${this.agents.all.length} and ${this.nodes.length}`);
    }
    const eligible = decided.kind.of[daemonSet];
    const fit = decided.outcome.fits[daemonSet];
    return {
      daemonSet: agent.name,
      node: this.nodes[node].metadata.name,
      shouldRun: eligible.shouldRun,
      shouldContinueRunning: eligible.shouldContinueRunning,
      fits: fit.kind === 'none' || fit.kind === 'unknown' ? null : fit.kind !== 'misfit',
      reasons: explain(agent, this.nodes[node], decided.pool, eligible, fit),
    };
  }

  public* decisions(): Iterable<Decision> {
    for (let daemonSet = 0; daemonSet < this.agents.all.length; daemonSet++) {
      for (let node = 0; node < this.nodes.length; node++) {
        yield this.decision(daemonSet, node);
      }
    }
  }
}

function checkedName(node: KubeNode, index: number): string {
  const name: unknown = node?.metadata?.name;
  if (typeof name !== 'string' || name === '') {
    fail('NodeWithoutName', `nodes[${index}]`, `metadata.name is ${show(name)}; write the node's name`);
  }
  return name;
}
