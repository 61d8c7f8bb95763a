import { allOfTerms, anyOfTerms } from './join-terms';
import { isDnsSubdomain, requireWholeNumber } from './kube-names';
import { NodeLabel } from './node-label';
import { ANY_NODE, Term } from './node-requirement';
import { NodeTerm } from './node-term';
import { PreferredTerm, RenderedTargeting, describeTargeting, renderTargeting } from './render-targeting';
import { requireValue, requireValues, valueClass } from './require';
import { fail, show } from '../errors';
import { POOL_LABELS } from '../platforms/node-pools';
import { SPECIAL_NODES, SpecialNodes } from '../platforms/special-nodes';

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';
const OS = 'kubernetes.io/os';
const ARCH = 'kubernetes.io/arch';

/**
 * Which nodes an agent is meant for. A value: it can be passed around, joined with others, inspected and described.
 *
 * Simple equality is written as `nodeSelector`, which schedulers and autoscalers read most reliably; the rest as required node affinity.
 * For DaemonSets the "ignored during execution" of that affinity does not hold: when a node's labels change, its pod is removed.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export class NodeTargeting {
  /** Every node. Only taints and the agent's defaults (Linux) may still keep it away. */
  public static everyNode(): NodeTargeting {
    return new NodeTargeting([ANY_NODE]);
  }

  /**
   * Nodes whose labels meet all of these conditions.
   *
   * @throws NoConditions, TargetsNoNode
   */
  public static matching(...labels: NodeLabel[]): NodeTargeting {
    if (labels.length === 0) {
      fail('NoConditions', 'NodeTargeting.matching', 'got no condition; write at least one NodeLabel, or NodeTargeting.everyNode() when every node is meant');
    }
    requireValues('NodeTargeting.matching', 'condition', labels, NodeLabel);
    return new NodeTargeting(allOfTerms('NodeTargeting.matching', labels.map((label) => [termOf(label)]), () => labels.map((label) => label.describe())));
  }

  /** Nodes that run Linux. */
  public static linux(): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.is(OS, 'linux'));
  }

  /** Nodes that run Windows. */
  public static windows(): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.is(OS, 'windows'));
  }

  /**
   * Nodes with one of these processor architectures.
   *
   * @param architectures as Go spells them: `amd64`, `arm64`, `s390x`, …
   */
  public static architecture(...architectures: string[]): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.isOneOf(ARCH, ...architectures));
  }

  /** Only nodes of the control plane. They are tainted: the agent needs `Tolerations.controlPlane()`, too. */
  public static controlPlane(): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.exists(CONTROL_PLANE));
  }

  /** Only nodes that are not of the control plane. */
  public static workers(): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.doesNotExist(CONTROL_PLANE));
  }

  /**
   * Nodes with these names, by field; not by the label `kubernetes.io/hostname`, which need not be the name.
   *
   * @throws NoConditions, InvalidName
   */
  public static named(...names: string[]): NodeTargeting {
    if (names.length === 0) {
      fail('NoConditions', 'NodeTargeting.named', 'got no name; write at least one, or NodeTargeting.everyNode() when every node is meant');
    }
    // The API takes one name a term, so that several names are several terms.
    return new NodeTargeting(anyOfTerms('NodeTargeting.named', [names.map((name) => ({ ...ANY_NODE, nodeName: checkedNodeName('NodeTargeting.named', name) }))]));
  }

  /**
   * All nodes but those with these names.
   *
   * @throws NoConditions, InvalidName
   */
  public static notNamed(...names: string[]): NodeTargeting {
    if (names.length === 0) {
      fail('NoConditions', 'NodeTargeting.notNamed', 'got no name; write at least one');
    }
    const notNodeNames = [...new Set(names.map((name) => checkedNodeName('NodeTargeting.notNamed', name)))].sort();
    return new NodeTargeting([{ ...ANY_NODE, notNodeNames }]);
  }

  /**
   * Managed node groups of EKS with these names.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
   */
  public static eksNodeGroup(...names: string[]): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.isOneOf(POOL_LABELS.eks.key, ...names));
  }

  /**
   * Node pools of GKE with these names.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools
   */
  public static gkeNodePool(...names: string[]): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.isOneOf(POOL_LABELS.gke.key, ...names));
  }

  /**
   * Node pools of AKS with these names.
   *
   * @see https://learn.microsoft.com/azure/aks/use-labels
   */
  public static aksNodePool(...names: string[]): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.isOneOf(POOL_LABELS.aks.key, ...names));
  }

  /**
   * NodePools of Karpenter with these names (EKS Auto Mode's, too).
   *
   * @see https://karpenter.sh/docs/concepts/nodepools/
   */
  public static karpenterNodePool(...names: string[]): NodeTargeting {
    return NodeTargeting.matching(NodeLabel.isOneOf(POOL_LABELS.karpenter.key, ...names));
  }

  /**
   * All nodes but those that can never run a pod of a DaemonSet: EKS Fargate and AKS virtual nodes (v2, too). Without this, an agent
   * that tolerates every taint has a pod there that stays Pending for ever.
   *
   * EKS Auto Mode and hybrid nodes do run them, and are left out only by name.
   */
  public static realNodes(): NodeTargeting {
    return without(...Object.values(SPECIAL_NODES).filter((nodes) => !nodes.runsDaemonPods));
  }

  /** All nodes but those of EKS Auto Mode. Ordinary agents do run there. */
  public static notEksAutoMode(): NodeTargeting {
    return without(SPECIAL_NODES.eksAutoMode);
  }

  /** All nodes but EKS hybrid nodes. Ordinary agents do run there. */
  public static notEksHybrid(): NodeTargeting {
    return without(SPECIAL_NODES.eksHybrid);
  }

  /**
   * Nodes that meet all of these (AND).
   *
   * @throws NoConditions, TargetsNoNode, TooManyTerms when more than 64 alternatives are left
   */
  public static allOf(...targetings: NodeTargeting[]): NodeTargeting {
    if (targetings.length === 0) {
      fail('NoConditions', 'NodeTargeting.allOf', 'got no targeting; write at least one, or NodeTargeting.everyNode() when every node is meant');
    }
    requireValues('NodeTargeting.allOf', 'targeting', targetings, NodeTargeting);
    return NodeTargeting._joined('NodeTargeting.allOf', targetings);
  }

  /**
   * Nodes that meet at least one of these (OR).
   *
   * @throws NoConditions, TooManyTerms
   */
  public static anyOf(...targetings: NodeTargeting[]): NodeTargeting {
    if (targetings.length === 0) {
      fail('NoConditions', 'NodeTargeting.anyOf', 'got no targeting, which no node can meet; write at least one');
    }
    requireValues('NodeTargeting.anyOf', 'targeting', targetings, NodeTargeting);
    return NodeTargeting._either('NodeTargeting.anyOf', targetings);
  }

  /** @internal */
  public static _joined(where: string, all: readonly NodeTargeting[]): NodeTargeting {
    const terms = allOfTerms(where, all.map(({ alternatives }) => alternatives), () => all.map((one) => one.describe()));
    return new NodeTargeting(terms, all.flatMap(({ preferences }) => preferences));
  }

  /** @internal */
  public static _either(where: string, all: readonly NodeTargeting[]): NodeTargeting {
    return new NodeTargeting(anyOfTerms(where, all.map(({ alternatives }) => alternatives)), all.flatMap(({ preferences }) => preferences));
  }

  /** Made once: one targeting is often that of a whole fleet. */
  private rendered: RenderedTargeting | undefined;

  private constructor(private readonly alternatives: readonly Term[], private readonly preferences: readonly PreferredTerm[] = []) {}

  /** Nodes that meet this and the other (AND). */
  public and(other: NodeTargeting): NodeTargeting {
    requireValue('NodeTargeting.and', 'other', other, NodeTargeting);
    return NodeTargeting._joined('NodeTargeting.and', [this, other]);
  }

  /** Nodes that meet this, the other or both (OR). */
  public or(other: NodeTargeting): NodeTargeting {
    requireValue('NodeTargeting.or', 'other', other, NodeTargeting);
    return NodeTargeting._either('NodeTargeting.or', [this, other]);
  }

  /**
   * Adds a preference. It has no effect on where a DaemonSet's pods stand, since each pod has one node; other tools may read it.
   *
   * @param weight 1 to 100
   * @throws InvalidNumber, NoConditions
   */
  public preferring(weight: number, ...labels: NodeLabel[]): NodeTargeting {
    requireWholeNumber('NodeTargeting.preferring', 'weight', weight, 1, 100);
    if (labels.length === 0) {
      fail('NoConditions', 'NodeTargeting.preferring', 'got no condition; write at least one NodeLabel');
    }
    requireValues('NodeTargeting.preferring', 'condition', labels, NodeLabel);
    return new NodeTargeting(this.alternatives, [...this.preferences, { weight, labels: labels.map((label) => label._requirement()) }]);
  }

  /** Whether it leaves no node out. */
  public get isEveryNode(): boolean {
    return this.alternatives.length === 1 && isAny(this.alternatives[0]);
  }

  /** The alternatives that were made of it, in one order however it was put together; a node is meant when it meets one of them. */
  public get terms(): NodeTerm[] {
    return this.alternatives.map((term) => NodeTerm._of(term));
  }

  /** The keys of all labels it asks about, in order of the alphabet. */
  public get labelKeys(): string[] {
    return [...new Set(this.alternatives.flatMap((term) => term.labels.map((requirement) => requirement.key)))].sort();
  }

  /** One English sentence that says which nodes are meant. */
  public describe(): string {
    return describeTargeting(this.alternatives);
  }

  /**
   * Each alternative that asks about none of these labels meets the other, too.
   *
   * @internal
   */
  public _unlessAsked(keys: readonly string[], other: NodeTargeting): NodeTargeting {
    const isAsked = (term: Term) => term.labels.some(({ key }) => keys.includes(key));
    const rest = this.alternatives.filter((term) => !isAsked(term));
    if (rest.length === 0) {
      return this;
    }
    const asked = new NodeTargeting(this.alternatives.filter(isAsked));
    const completed = new NodeTargeting(rest, this.preferences).and(other);
    return asked.alternatives.length === 0 ? completed : asked.or(completed);
  }

  /** @internal */
  public _toKube(): RenderedTargeting {
    return (this.rendered ??= renderTargeting(this.alternatives, this.preferences));
  }
}

valueClass(NodeTargeting, 'NodeTargeting', 'NodeTargeting.matching(NodeLabel.is("disktype", "ssd"))');

function without(...nodes: readonly SpecialNodes[]): NodeTargeting {
  return NodeTargeting.matching(...nodes.map(({ label, value }) => NodeLabel.isNoneOf(label, value)));
}

function termOf(label: NodeLabel): Term {
  return { labels: [label._requirement()], notNodeNames: [] };
}

function isAny(term: Term): boolean {
  return term.labels.length === 0 && term.nodeName === undefined && term.notNodeNames.length === 0;
}

function checkedNodeName(where: string, name: string): string {
  if (typeof name !== 'string' || !isDnsSubdomain(name)) {
    fail('InvalidName', where, `name ${show(name)} is no node name; write a DNS subdomain as kubectl get nodes shows it`);
  }
  return name;
}

