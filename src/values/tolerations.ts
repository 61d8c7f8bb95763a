import { requireDnsSubdomain } from './kube-names';
import { requireValue, requireValues, valueClass } from './require';
import { Taint, TaintEffect, Toleration } from './toleration';
import { POOL_TAINTS, PoolTaint } from '../platforms/pool-taints';

/**
 * Which taints an agent stands: named policies, each with its trade-off, that can be joined.
 *
 * The DaemonSet controller adds tolerations of its own to every pod (not-ready and unreachable with NoExecute; disk, memory and
 * pid pressure and unschedulable with NoSchedule; network-unavailable on the host network), which need not be listed.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
 */
export class Tolerations {
  /**
   * Every taint, whatever its effect: the agent is on every node, always, and stays until the node is gone.
   *
   * The price: a node that is being emptied (Karpenter's `karpenter.sh/disrupted`, a node's shutdown) is not emptied of this agent,
   * and nothing can keep it off a node but its targeting, which must leave out nodes that can run no pod of a DaemonSet.
   */
  public static everything(): Tolerations {
    return new Tolerations([Toleration.everything()], ['on every node until the node is gone, also while it is drained']);
  }

  /**
   * Every taint with effect NoSchedule: the agent is put on every node, but a NoExecute taint drives it off.
   *
   * The price: a node that someone taints with NoExecute to isolate it goes without the agent.
   */
  public static allNoSchedule(): Tolerations {
    return new Tolerations([Toleration.everyTaint(TaintEffect.NO_SCHEDULE)], ['put on every node, driven off by any NoExecute taint']);
  }

  /**
   * Nodes of the control plane, by the taint kubeadm and most installers set.
   *
   * The price: the agent takes its share of the machines that the API server runs on.
   *
   * @see https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane-taint
   */
  public static controlPlane(): Tolerations {
    return new Tolerations([Toleration.exists('node-role.kubernetes.io/control-plane', TaintEffect.NO_SCHEDULE)],
      ['also on control-plane nodes, where it takes its share of the API server\'s machines']);
  }

  /**
   * The taint that keeps other pods off a new node until this agent has removed it: `<prefix>/agent-not-ready`, whatever its
   * effect. The node pools must set it, and the agent must remove it when it is ready.
   *
   * The price: where the agent fails, nothing else starts on new nodes, which is what the taint is for.
   *
   * @param prefix the agent's own domain, for example `cilium.io` or `logs.example.com`
   * @throws InvalidName when it is no DNS subdomain
   */
  public static startupTaint(prefix: string): Tolerations {
    requireDnsSubdomain('Tolerations.startupTaint', 'prefix', prefix);
    return new Tolerations([Toleration.exists(`${prefix}/agent-not-ready`)], ['on new nodes before they are open to others']);
  }

  /**
   * Nodes that are not ready, unreachable or not yet initialized by their cloud: for agents that make a node ready, such as network
   * agents. The controller adds `not-ready` by itself only for NoExecute; a new node has it with NoSchedule, too.
   *
   * The price: the agent starts before the node has a network, a cloud's addresses or cluster DNS, and must do without.
   */
  public static notReady(): Tolerations {
    return new Tolerations([
      Toleration.exists('node.kubernetes.io/not-ready', TaintEffect.NO_SCHEDULE),
      Toleration.exists('node.kubernetes.io/unreachable', TaintEffect.NO_SCHEDULE),
      Toleration.exists('node.kubernetes.io/network-unavailable', TaintEffect.NO_SCHEDULE),
      Toleration.exists('node.cloudprovider.kubernetes.io/uninitialized', TaintEffect.NO_SCHEDULE),
    ], ['starts before the node has a network or cluster DNS, and must do without']);
  }

  /**
   * Nodes with accelerators, by the taints that providers and device plugins set.
   *
   * The price: the agent's memory and CPU come out of the dearest machines.
   */
  public static gpu(): Tolerations {
    return new Tolerations(ofPool('gpu'), ['also on nodes with accelerators, the dearest machines']);
  }

  /**
   * Spot and preemptible nodes, by the taints that providers set.
   *
   * The price: agents come and go with such nodes; what they hold in memory or buffers on the node is lost with it.
   */
  public static spot(): Tolerations {
    return new Tolerations(ofPool('spot'), ['also on nodes that may be taken away at any time, with what is buffered there']);
  }

  /** A list of one's own: joined, without what another of the list covers, in a fixed order. */
  public static of(...tolerations: Toleration[]): Tolerations {
    requireValues('Tolerations.of', 'toleration', tolerations, Toleration);
    return new Tolerations(tolerations, ['as listed']);
  }

  /** A list exactly as given, repeats and order included: for a DaemonSet that exists and must not restart. */
  public static verbatim(...tolerations: Toleration[]): Tolerations {
    requireValues('Tolerations.verbatim', 'toleration', tolerations, Toleration);
    return new Tolerations(tolerations, ['as listed'], true);
  }

  /** None but those the controller adds: the agent keeps off every tainted node. */
  public static none(): Tolerations {
    return new Tolerations([], ['off every tainted node']);
  }

  /** What the policy means and costs, in a few words. */
  public readonly tradeOff: string;
  private readonly list: Toleration[];

  private constructor(list: Toleration[], private readonly tradeOffs: readonly string[], private readonly asGiven: boolean = false) {
    this.tradeOff = tradeOffs.join('; ');
    this.list = asGiven ? [...list] : normalized(list);
  }

  /** The tolerations, without what another one covers, in a fixed order (as given if they are `verbatim`). */
  public get items(): Toleration[] {
    return [...this.list];
  }

  /**
   * Both policies together: whatever either tolerates, for as long as either does. If one of them is `verbatim`, the joined list is as given, too: this one's
   * first, then the other's.
   */
  public and(other: Tolerations): Tolerations {
    requireValue('Tolerations.and', 'other', other, Tolerations);
    const tradeOffs = [this, other].filter((policy) => policy.list.length > 0).flatMap((policy) => policy.tradeOffs);
    const words = tradeOffs.length === 0 ? this.tradeOffs : [...new Set(tradeOffs)];
    return new Tolerations([...this.list, ...other.list], words, this.asGiven || other.asGiven);
  }

  /** Whether the agent stands a node with this taint (what the controller adds left aside). */
  public tolerates(taint: Taint): boolean {
    requireValue('Tolerations.tolerates', 'taint', taint, Taint);
    return this.list.some((toleration) => toleration.tolerates(taint));
  }

  /** One English sentence. */
  public describe(): string {
    return this.list.length === 0
      ? 'Tolerates no taint but those the DaemonSet controller adds.'
      : `Tolerates ${this.list.map((toleration) => toleration.toString()).join(', ')}: ${this.tradeOff}.`;
  }

  /** @internal */
  public _toKube(): object[] | undefined {
    return this.list.length === 0 ? undefined : this.list.map((toleration) => toleration._toKube());
  }
}

valueClass(Tolerations, 'Tolerations', 'Tolerations.everything() or Tolerations.of(Toleration.exists("nvidia.com/gpu"))');

function ofPool(kind: PoolTaint['kind']): Toleration[] {
  return POOL_TAINTS.filter((taint) => taint.kind === kind).map(({ key, value, effect }) => Taint.of(key, effect as TaintEffect, value).toleration());
}

/**
 * The order of the words, not of the calls: two apps that join policies differently give the same YAML. Before the words, the time: of several tolerations
 * that meet a taint, Kubernetes takes the first for the time until eviction, and joining must not shorten it.
 */
function normalized(list: Toleration[]): Toleration[] {
  const kept: Toleration[] = [];
  for (const toleration of list) {
    if (kept.some((other) => other.covers(toleration))) {
      continue;
    }
    kept.splice(0, kept.length, ...kept.filter((other) => !toleration.covers(other)), toleration);
  }
  const seconds = (t: Toleration) => t.seconds ?? Infinity;
  const words = (t: Toleration) => [t.key ?? '', t.effect ?? '', t.value ?? ''].join('\u0000');
  return kept.sort((a, b) => (seconds(a) === seconds(b) ? (words(a) < words(b) ? -1 : 1) : seconds(a) > seconds(b) ? -1 : 1));
}
