import { CalicoBackend } from './backend';
import { CalicoCrds } from './crds';
import { CalicoDataplane } from './dataplane';
import { CalicoIpPool } from './ip-pool';
import { CalicoNodeAddress } from './node-address';
import { CalicoVersion } from './version';
import { ContainerResources } from '../../../pod/resources';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { AgentProps } from '../../common';

/** What Felix logs. */
export enum CalicoLogSeverity {
  /** All there is. */
  DEBUG = 'Debug',
  /** What it does. */
  INFO = 'Info',
  /** What may be wrong. */
  WARNING = 'Warning',
  /** What is wrong. */
  ERROR = 'Error',
  /** What it ends with. */
  FATAL = 'Fatal',
}

/** Typha: stands between the node agents and the API server, which then has one watcher of each kind instead of one for each node. */
export interface CalicoTyphaOptions {
  /** How many, each on a node of its own: one for 100 to 200 nodes, and three at least where an update must not be felt. */
  readonly replicas: number;
  /**
   * What one needs.
   *
   * @default - unset: it depends on the size of the cluster
   */
  readonly resources?: ContainerResources;
}

/** The controllers: one pod in the cluster, which gives back what gone nodes and pods had. */
export interface CalicoKubeControllersOptions {
  /**
   * What it needs.
   *
   * @default - unset: it depends on the size of the cluster
   */
  readonly resources?: ContainerResources;
  /**
   * Whether it may move all of Calico's objects from the group `crd.projectcalico.org` to `projectcalico.org`, when a DatastoreMigration asks for it: rights to change
   * every object of Calico, and to delete definitions and API services of anybody.
   *
   * @default false - it is done once, if ever
   */
  readonly datastoreMigration?: boolean;
}

/** Calico. */
export interface CalicoDaemonSetProps extends AgentProps {
  /**
   * Which version: its images, and how their programs are started.
   *
   * @default v3.32.1 - the version this release was checked with
   */
  readonly version?: CalicoVersion;
  /**
   * The node agent's image.
   *
   * @default - the version's
   */
  readonly image?: ImageName;
  /**
   * Who makes the network between the nodes.
   *
   * @default CalicoBackend.bird() - Calico's own
   */
  readonly backend?: CalicoBackend;
  /**
   * Ranges of addresses for pods, within the cluster's pod CIDR. They are objects of the cluster, so that a change of them is applied.
   *
   * @default - the first agent makes one IPv4 pool: kubeadm's pod CIDR, or 192.168.0.0/16
   */
  readonly pools?: CalicoIpPool[];
  /**
   * How policies and Services come into the kernel.
   *
   * @default CalicoDataplane.iptables() - beside kube-proxy
   */
  readonly dataplane?: CalicoDataplane;
  /**
   * Largest packet of pods' interfaces and of tunnels, in bytes.
   *
   * @default - unset: each node finds out, from its own interface and the encapsulation
   */
  readonly mtu?: number;
  /**
   * Which of a node's addresses is its own.
   *
   * @default CalicoNodeAddress.firstFound()
   */
  readonly nodeAddress?: CalicoNodeAddress;
  /**
   * Whether packets between nodes are encrypted by WireGuard, which their kernels must have.
   *
   * @default false
   */
  readonly wireguard?: boolean;
  /**
   * Typha, for clusters of more than 50 nodes.
   *
   * @default - none: each node agent watches the API server itself
   */
  readonly typha?: CalicoTyphaOptions;
  /**
   * Settings of the controllers.
   *
   * @default - none
   */
  readonly kubeControllers?: CalicoKubeControllersOptions;
  /**
   * Where the definitions of Calico's kinds come from.
   *
   * @default CalicoCrds.external() - they are in the cluster before; an update of them is a decision of its own
   */
  readonly crds?: CalicoCrds;
  /**
   * What Felix logs.
   *
   * @default - unset: Calico's own, Info
   */
  readonly logSeverity?: CalicoLogSeverity;
  /**
   * The port of the node at which Felix has metrics.
   *
   * @default - none; 9091 with a monitor
   */
  readonly metricsPort?: number;
  /**
   * An object of the Prometheus operator that has Felix' metrics scraped.
   *
   * @default - none
   */
  readonly monitor?: Monitor;
  /**
   * Whose taint `PREFIX/agent-not-ready` keeps other pods off a new node: tolerated besides what `tolerations` says. Calico removes no such taint; see its page for what can.
   *
   * @default - none but what `tolerations` says; by default that is every taint
   */
  readonly startupTaint?: string;
  /**
   * The node's directory of plugins' programs.
   *
   * @default /opt/cni/bin
   */
  readonly cniBinDirectory?: string;
  /**
   * The node's directory of networks' configuration.
   *
   * @default /etc/cni/net.d
   */
  readonly cniConfDirectory?: string;
}
