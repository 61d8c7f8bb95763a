import { AksNodePoolOptions, CloudNodePoolOptions, GkeNodePoolOptions, NodePoolOptions, OperatingSystem } from './node-pool-options';
import { PoolModel, renderNodes } from './render-nodes';
import { fail, show } from '../errors';
import { KubeNode } from '../placement';
import { NODE_MARKS, NodeMark } from '../platforms/node-marks';
import { POOL_LABELS } from '../platforms/node-pools';
import { isLabelValue, requireLabelValue, requireLabels, requireWholeNumber } from '../values/kube-names';
import { Taint, TaintEffect } from '../values/toleration';

type Condition = NonNullable<NodeMark['when']>;

/**
 * Nodes that are alike: what agents are placed on, before there is a cluster to ask.
 *
 * Labels and taints of the platform are put on by the factory of the platform, so that an agent that selects or tolerates them finds them.
 */
export class NodePool {
  /**
   * Nodes of no platform known here: what is on them is what you write, and what every kubelet writes (operating system, architecture, host name).
   *
   * @param name for messages, and for the nodes' names
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static of(name: string, options: NodePoolOptions = {}): NodePool {
    return make('NodePool.of', name, options, undefined, []);
  }

  /**
   * A managed node group of EKS, with its capacity type.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static eksNodeGroup(name: string, options: CloudNodePoolOptions = {}): NodePool {
    return make('NodePool.eksNodeGroup', name, options, POOL_LABELS.eks.key, [['eks', capacity(options)]]);
  }

  /**
   * A node pool of EKS Auto Mode: one of Karpenter, on machines of EKS.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/automode.html
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static eksAutoModeNodePool(name: string, options: CloudNodePoolOptions = {}): NodePool {
    return make('NodePool.eksAutoModeNodePool', name, options, POOL_LABELS.karpenter.key, [['karpenter', capacity(options)], ['eksAutoMode']]);
  }

  /**
   * Nodes of EKS Fargate, one for each pod: no pod of a DaemonSet can ever run there.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/fargate.html
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static eksFargate(name: string, options: NodePoolOptions = {}): NodePool {
    return make('NodePool.eksFargate', name, options, undefined, [['eksFargate']]);
  }

  /**
   * A node pool of GKE. Pools with accelerators, with Windows and with ARM processors are tainted by GKE.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static gkeNodePool(name: string, options: GkeNodePoolOptions = {}): NodePool {
    return make('NodePool.gkeNodePool', name, options, POOL_LABELS.gke.key, [['gke', capacity(options), ...(options.gpu === true ? ['gpu' as const] : [])]]);
  }

  /**
   * A node pool of AKS. Spot pools are tainted by AKS.
   *
   * @see https://learn.microsoft.com/azure/aks/use-labels
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static aksNodePool(name: string, options: AksNodePoolOptions = {}): NodePool {
    return make('NodePool.aksNodePool', name, options, POOL_LABELS.aks.key, [['aks', capacity(options), options.system === true ? 'system' : 'user']]);
  }

  /**
   * Virtual nodes of AKS, which are no machines: no pod of a DaemonSet can ever run there.
   *
   * @see https://learn.microsoft.com/azure/aks/virtual-nodes
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static aksVirtualNode(name: string, options: NodePoolOptions = {}): NodePool {
    return make('NodePool.aksVirtualNode', name, options, undefined, [['aksVirtualNode']]);
  }

  /**
   * A virtual node v2 of AKS, where no pod of a DaemonSet can run.
   *
   * @see https://learn.microsoft.com/azure/aks/virtual-nodes-v2
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static aksVirtualNodeV2(name: string, options: NodePoolOptions = {}): NodePool {
    return make('NodePool.aksVirtualNodeV2', name, options, undefined, [['aksVirtualNodeV2']]);
  }

  /**
   * A NodePool of Karpenter, once its nodes are registered and initialized.
   *
   * @see https://karpenter.sh/docs/concepts/nodepools/
   * @throws InvalidLabelValue, InvalidLabelKey, InvalidNumber
   */
  public static karpenterNodePool(name: string, options: CloudNodePoolOptions = {}): NodePool {
    return make('NodePool.karpenterNodePool', name, options, POOL_LABELS.karpenter.key, [['karpenter', capacity(options)]]);
  }

  /** @internal */
  public static _of(model: PoolModel): NodePool {
    return new NodePool(model);
  }

  private constructor(private readonly model: PoolModel) {}

  /** The pool's name. */
  public get name(): string {
    return this.model.name;
  }

  /** So many nodes. */
  public get count(): number {
    return this.model.count;
  }

  /** All labels of its nodes but the host name, in order of the alphabet. */
  public get labels(): { [key: string]: string } {
    return { ...this.model.labels };
  }

  /** All taints of its nodes. */
  public get taints(): Taint[] {
    return [...this.model.taints];
  }

  /** The label by which its nodes are told from others; undefined where only you know. @internal */
  public get _poolLabel(): string | undefined {
    return this.model.poolLabel;
  }

  /** @internal */
  public _nodes(): readonly KubeNode[] {
    return renderNodes(this.model);
  }
}

function capacity(options: CloudNodePoolOptions): Condition {
  return options.spot === true ? 'spot' : 'onDemand';
}

/** Platforms, and which of the conditions of their marks hold. */
type Marked = readonly [NodeMark['platform'], ...Condition[]];

function make(where: string, name: string, options: NodePoolOptions, poolLabel: string | undefined, platforms: readonly Marked[]): NodePool {
  requirePool(where, name, options);
  const os = options.operatingSystem ?? OperatingSystem.LINUX;
  const architecture = options.architecture ?? 'amd64';
  const marks = NODE_MARKS.filter(({ platform, when }) => platforms.some(([marked, ...conditions]) => (
    platform === marked && (when === undefined || when === os || when === architecture || conditions.includes(when as never))
  )));
  const written = options.taints ?? [];
  const taints = marks.flatMap(({ taint }) => (taint === undefined ? [] : [Taint.of(taint.key, taint.effect as TaintEffect, taint.value)]));
  const labels = {
    'kubernetes.io/arch': architecture,
    'kubernetes.io/os': os,
    ...Object.assign({}, ...marks.map((mark) => mark.labels)) as object,
    ...(poolLabel === undefined ? {} : { [poolLabel]: name }),
    ...options.labels,
  };
  return NodePool._of({
    name,
    count: options.count ?? 1,
    poolLabel,
    labels: Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))),
    // A node has one taint of a key and effect: what was written goes before what is usual.
    taints: [...taints.filter((taint) => !written.some(({ key, effect }) => key === taint.key && effect === taint.effect)), ...written],
    allocatable: options.allocatable,
  });
}

function requirePool(where: string, name: string, { count, labels, operatingSystem, architecture }: NodePoolOptions): void {
  if (typeof name !== 'string' || name === '' || !isLabelValue(name)) {
    fail('InvalidName', where, `name ${show(name)} is no name of a node pool; write at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends`);
  }
  if (count !== undefined) {
    requireWholeNumber(where, 'count', count, 1);
  }
  requireLabels(where, 'label', labels ?? {});
  if (operatingSystem !== undefined) {
    requireLabelValue(where, 'operatingSystem', operatingSystem);
  }
  if (architecture !== undefined) {
    requireLabelValue(where, 'architecture', architecture);
  }
}
