import { KubeDaemonSet, KubeNode, KubePod, KubePriorityClass } from './kube';

/** What is asked: all agents given are placed together. */
export interface PlacementInput {
  /** In the order in which decisions are given. */
  readonly daemonSets: readonly KubeDaemonSet[];
  readonly nodes: readonly KubeNode[];
  /** Pods that are on the nodes already; those of the DaemonSets above are not counted twice. */
  readonly pods?: readonly KubePod[];
  /** Classes besides the system's two, for priority and preemption. */
  readonly priorityClasses?: readonly KubePriorityClass[];
}

/** Why, with what to do about it. */
export interface Reason {
  /** Stable, in PascalCase; listed in docs/placement.md. */
  readonly code: string;
  /** One sentence with the values. */
  readonly message: string;
  readonly remedy: string;
}

/** One DaemonSet and one node. */
export interface Decision {
  /** `NAMESPACE/NAME`. */
  readonly daemonSet: string;
  readonly node: string;
  /** The controller puts a pod there. */
  readonly shouldRun: boolean;
  /** A pod that is there stays. */
  readonly shouldContinueRunning: boolean;
  /** The pod gets its place; null where it should not run, or where what the node can allocate is not known. */
  readonly fits: boolean | null;
  readonly reasons: readonly Reason[];
}

/** A port of the node that several DaemonSets want on the same nodes. */
export interface PortConflict {
  readonly port: number;
  readonly protocol: string;
  readonly daemonSets: readonly string[];
  readonly nodes: number;
}

/** What all agents together take of one node of a pool, of the one where it is most; amounts in the form the API server stores. */
export interface Reserved {
  readonly pool: string;
  readonly nodes: number;
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
  /** Share of what the node can allocate, 0 to 1; null where that is not known. */
  readonly cpuShare: number | null;
  readonly memoryShare: number | null;
}

/** Nodes of one pool for which every decision says the same; a pool in which they differ is there several times. */
export interface PlacedPool {
  /** The provider's pool label where there is one, else made from what the nodes have in common. */
  readonly name: string;
  /** Indices into the nodes given. */
  readonly nodes: readonly number[];
}

/** The answer: decided once for nodes that are alike, told one by one. */
export interface Placement {
  readonly pools: readonly PlacedPool[];
  readonly portConflicts: readonly PortConflict[];
  readonly reserved: readonly Reserved[];
  decision(daemonSet: number, node: number): Decision;
  /** DaemonSet by DaemonSet, node by node, in the order of the input; made one at a time, for there may be millions. */
  decisions(): Iterable<Decision>;
}

/** The contract of `node-agents explain -o json`. */
export interface Report {
  readonly schemaVersion: 1;
  readonly decisions: readonly Decision[];
  readonly portConflicts: readonly PortConflict[];
  readonly reserved: readonly Reserved[];
}
