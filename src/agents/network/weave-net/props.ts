import { ContainerResources } from '../../../pod/resources';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { SecretKey } from '../../../values/secret-key';
import { AgentProps } from '../../common';

/** Which of the kernel's two packet filters Weave Net's `iptables` writes to. */
export enum WeaveNetIptablesBackend {
  /** The old tables: nodes whose own `iptables --version` says `legacy`. */
  LEGACY = 'legacy',
  /** nftables. */
  NFT = 'nft',
}

/** Weave Net. */
export interface WeaveNetDaemonSetProps extends AgentProps {
  /**
   * The router's image, which installs the plugin as well.
   *
   * @default rajchaudhuri/weave-kube:2.9.0 - of the community that goes on with it; the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * The policy controller's image.
   *
   * @default rajchaudhuri/weave-npc:2.9.0
   */
  readonly npcImage?: ImageName;
  /**
   * What the policy controller needs.
   *
   * @default - 50m CPU requested, Weave Net's own figure
   */
  readonly npcResources?: ContainerResources;
  /**
   * With which packets between the nodes are encrypted; without it they are not. All nodes must have the same: a change cuts those with the old one off from those with the new one.
   *
   * @default - none: not encrypted
   */
  readonly password?: SecretKey;
  /**
   * The range of pods' addresses, of IPv4. It must not be any node's or Service's, and cannot be changed while pods have addresses of it.
   *
   * @default - unset: 10.32.0.0/12, Weave Net's own
   */
  readonly ipRange?: string;
  /**
   * Largest packet of pods' interfaces, in bytes: what the nodes' network takes, less what Weave Net and encryption add.
   *
   * @default - unset: 1376, which every network takes
   */
  readonly mtu?: number;
  /**
   * How many other nodes one is connected to at most, 0 for any number. A cluster of more nodes needs more.
   *
   * @default - unset: 200, Weave Net's own
   */
  readonly connLimit?: number;
  /**
   * Whether packets to pods of the same node keep the address of the client that they come from.
   *
   * @default - unset: true, Weave Net's own
   */
  readonly noMasqLocal?: boolean;
  /**
   * Whether policies are enforced, by a controller in the same pod.
   *
   * @default true
   */
  readonly networkPolicies?: boolean;
  /**
   * Which packet filter is written to. It reaches all three containers: each writes for itself.
   *
   * @default - unset: found out on each node, which 2.9.0 often gets wrong where the old tables are used
   */
  readonly iptablesBackend?: WeaveNetIptablesBackend;
  /**
   * Addresses or names of nodes to connect to first.
   *
   * @default - unset: all nodes, as the API server has them
   */
  readonly peers?: string[];
  /**
   * An object of the Prometheus operator that has the router's metrics scraped, at port 6782 of the node.
   *
   * @default - none
   */
  readonly monitor?: Monitor;
  /**
   * Whose taint `PREFIX/agent-not-ready` keeps other pods off a new node: tolerated besides what `tolerations` says. Weave Net removes no such taint.
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
