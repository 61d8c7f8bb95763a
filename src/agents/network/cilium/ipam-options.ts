import type { SecretKey } from '../../../values/secret-key';

/** Ranges from which the operator gives each node one of its own. */
export interface CiliumClusterPoolOptions {
  /**
   * Ranges of IPv4. They must not overlap the network of the nodes, of Services, or of anything that pods are to reach.
   *
   * @default 10.0.0.0/8 - Cilium's own, which overlaps many networks of nodes: say another where yours is in it
   */
  readonly ipv4Cidrs?: string[];
  /**
   * Size of a node's range.
   *
   * @default 24 - 254 addresses for each node
   */
  readonly ipv4MaskSize?: number;
  /**
   * Ranges of IPv6.
   *
   * @default fd00::/104 - Cilium's own
   */
  readonly ipv6Cidrs?: string[];
  /**
   * Size of a node's range.
   *
   * @default 120 - 254 addresses for each node
   */
  readonly ipv6MaskSize?: number;
}

/** Addresses of the VPC, from interfaces that the operator attaches to instances. */
export interface CiliumEniOptions {
  /**
   * The operator gives back addresses that no pod uses.
   *
   * @default false - Cilium's own
   */
  readonly releaseExcessIps?: boolean;
  /**
   * Interfaces get prefixes of 16 addresses instead of single ones: more pods on a node.
   *
   * @default false - Cilium's own
   */
  readonly prefixDelegation?: boolean;
  /**
   * Tags of interfaces that are made.
   *
   * @default - none
   */
  readonly eniTags?: { [key: string]: string };
  /**
   * Only subnets with these tags.
   *
   * @default - the instance's own subnet, or any of its zone
   */
  readonly subnetTags?: { [key: string]: string };
  /**
   * Only instances with these tags are managed.
   *
   * @default - every instance
   */
  readonly instanceTags?: { [key: string]: string };
  /**
   * Tags of the security groups that are attached.
   *
   * @default - those of the instance's first interface
   */
  readonly securityGroupTags?: { [key: string]: string };
  /**
   * The first interface whose addresses pods get; 1 keeps the first for the node.
   *
   * @default 0 - Cilium's own
   */
  readonly firstInterfaceIndex?: number;
}

/** Addresses of the virtual network, on Azure machines that are no nodes of AKS. */
export interface CiliumAzureOptions {
  /**
   * The subscription.
   *
   * @default - asked of the machine's metadata
   */
  readonly subscriptionId?: string;
  /**
   * Resource group of the nodes.
   *
   * @default - asked of the machine's metadata
   */
  readonly resourceGroup?: string;
  /**
   * Tenant of the application.
   *
   * @default - the identity of the machine, or of the workload
   */
  readonly tenantId?: string;
  /**
   * Application by which the operator asks Azure, with `clientSecret`.
   *
   * @default - the identity of the machine, or of the workload
   */
  readonly clientId?: SecretKey;
  /**
   * Its secret.
   *
   * @default - the identity of the machine, or of the workload
   */
  readonly clientSecret?: SecretKey;
  /**
   * Client id of the machine's identity to use, where it has several.
   *
   * @default - the only one
   */
  readonly userAssignedIdentityId?: string;
  /**
   * The interface whose addresses pods get.
   *
   * @default - any
   */
  readonly interfaceName?: string;
}

/** Addresses of a VPC of Alibaba Cloud. */
export interface CiliumAlibabaCloudOptions {
  /** Key by which the operator asks the cloud. */
  readonly accessKeyId: SecretKey;
  /** Its secret. */
  readonly accessKeySecret: SecretKey;
  /**
   * Only these switches.
   *
   * @default - any of the zone
   */
  readonly vSwitches?: string[];
}
