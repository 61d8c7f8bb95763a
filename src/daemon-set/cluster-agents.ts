import type { Construct } from 'constructs';
import { clashesOf, ClusterPod, NetworkPart } from './cluster-clashes';
import { ClusterException } from './cluster-exception';

/** An agent of a cluster, as far as it can be in another's way. */
export interface ClusterAgent {
  readonly construct: Construct;
  /** The DaemonSet's. */
  readonly name: string;
  /** Grows with every change of what the pod is made of. */
  readonly changes: () => number;
  /** The finished pod, patches included. */
  readonly pod: () => ClusterPod;
}

const EXCEPTIONS = Symbol.for('cdk8s-node-agents.cluster-exceptions');
const COUNT = Symbol.for('cdk8s-node-agents.cluster-exceptions-count');
const OUTSIDE: NetworkPart = { isNetworkAgent: false, cniFiles: [] };

type Marked = Construct & { [EXCEPTIONS]?: readonly ClusterException[]; [COUNT]?: number };

/** The agents of one cluster, and which of them are in each other's way. */
export class ClusterAgents {
  private readonly agents: ClusterAgent[] = [];
  private readonly parts = new Map<Construct, NetworkPart>();
  /** Kept until something changes: cdk8s checks the whole App once for each of its Charts. */
  private kept: { readonly changes: string; readonly problems: string[] } | undefined;

  constructor(private readonly root: Construct) {}

  public add(agent: ClusterAgent): void {
    this.agents.push(agent);
  }

  /** What of the network an agent makes that was added before. */
  public addNetworkPart(construct: Construct, part: NetworkPart): void {
    this.parts.set(construct, part);
  }

  public problems(): string[] {
    const allowed = (this.root.node.root as Marked)[COUNT] ?? 0;
    const agents = this.agents.filter(({ construct }) => isAttached(construct));
    // Numbers that only grow, so that their sum tells whether one of them did; and how many are gone.
    const grown = this.agents.reduce((sum, agent) => sum + 1 + agent.changes(), allowed + this.parts.size);
    const changes = `${grown} ${agents.length}`;
    if (this.kept?.changes !== changes) {
      const residents = agents.map(({ construct, name, pod }) => ({
        construct, path: construct.node.path, name, spec: pod(), part: this.parts.get(construct) ?? OUTSIDE,
      }));
      const isAllowed = (code: string, subject: string, a: { construct: Construct }, b: { construct: Construct }) => (
        exceptionsOfBoth(a.construct, b.construct).some((exception) => exception._code === code && exception._subject === subject));
      this.kept = { changes, problems: clashesOf(residents, isAllowed) };
    }
    return this.kept.problems;
  }
}

/** Remembers what is meant, for the agents within a scope. */
export function allow(scope: Construct, exceptions: readonly ClusterException[]): void {
  const marked = scope as Marked;
  const root = scope.node.root as Marked;
  marked[EXCEPTIONS] = [...marked[EXCEPTIONS] ?? [], ...exceptions];
  root[COUNT] = (root[COUNT] ?? 0) + exceptions.length;
}

/** Whether nobody took it, or what it stands in, out of the tree. */
function isAttached(construct: Construct): boolean {
  return construct.node.scopes.every(({ node }) => node.scope === undefined || node.scope.node.tryFindChild(node.id) !== undefined);
}

/** Those of every scope that both stand in. */
function exceptionsOfBoth(a: Construct, b: Construct): ClusterException[] {
  const ofB = new Set(b.node.scopes);
  return a.node.scopes.filter((scope) => ofB.has(scope)).flatMap((scope) => (scope as Marked)[EXCEPTIONS] ?? []);
}
