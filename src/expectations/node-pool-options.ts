import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { Quantity } from '../values/quantity';
import { Taint } from '../values/toleration';

/** The operating system of a node, as its kubelet names it. */
export enum OperatingSystem {
  /** `kubernetes.io/os: linux` */
  LINUX = 'linux',
  /** `kubernetes.io/os: windows` */
  WINDOWS = 'windows',
}

/**
 * What a node has for pods: what `kubectl describe node` shows under Allocatable, which is less than its capacity.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/
 */
export interface Allocatable {
  /** Processors. */
  readonly cpu: Cpu;
  /** Memory. */
  readonly memory: Size;
  /**
   * So many pods at once.
   *
   * @default 110 - what the kubelet takes unless it is told otherwise; on EKS it is the machine type that decides
   */
  readonly pods?: number;
  /**
   * Storage of the node's disk.
   *
   * @default - none: an agent that requests some does not fit
   */
  readonly ephemeralStorage?: Size;
  /**
   * Devices and other resources by name, for example `nvidia.com/gpu`.
   *
   * @default - none
   */
  readonly extended?: { [resource: string]: Quantity };
}

/** What the nodes of a pool have in common. */
export interface NodePoolOptions {
  /**
   * So many nodes.
   *
   * @default 1 - enough to tell whether an agent runs there
   */
  readonly count?: number;
  /**
   * Labels that you or your add-ons put on the nodes, besides those of the kubelet and of the platform.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * Taints that you or your add-ons put on the nodes, besides those of the platform.
   *
   * @default - none
   */
  readonly taints?: Taint[];
  /**
   * What each node has for pods.
   *
   * @default - not known: then it is not told whether an agent fits
   */
  readonly allocatable?: Allocatable;
  /**
   * The operating system.
   *
   * @default OperatingSystem.LINUX
   */
  readonly operatingSystem?: OperatingSystem;
  /**
   * The processor architecture, as Go spells it: `amd64`, `arm64`, `s390x`, …
   *
   * @default amd64
   */
  readonly architecture?: string;
}

/** What the nodes of a pool that a platform makes have in common. */
export interface CloudNodePoolOptions extends NodePoolOptions {
  /**
   * Whether the machines are spot machines, which the platform marks.
   *
   * @default false
   */
  readonly spot?: boolean;
}

/** A node pool of GKE. */
export interface GkeNodePoolOptions extends CloudNodePoolOptions {
  /**
   * Whether the machines have NVIDIA accelerators: then GKE taints them.
   *
   * @default false
   */
  readonly gpu?: boolean;
}

/** A node pool of AKS. */
export interface AksNodePoolOptions extends CloudNodePoolOptions {
  /**
   * Whether it is a system node pool.
   *
   * @default false - a user node pool
   */
  readonly system?: boolean;
}
