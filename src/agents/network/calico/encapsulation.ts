/** How packets of pods travel from node to node, in the words of Calico's own installation API. */
export enum CalicoEncapsulation {
  /** In IP packets of the nodes, always. Needs the backend BIRD, which distributes the routes. */
  IPIP = 'IPIP',
  /** In IP packets of the nodes, but not within a subnet. */
  IPIP_CROSS_SUBNET = 'IPIPCrossSubnet',
  /** In UDP packets of the nodes at port 4789, always: works whatever is between the nodes. */
  VXLAN = 'VXLAN',
  /** In UDP packets of the nodes, but not within a subnet. */
  VXLAN_CROSS_SUBNET = 'VXLANCrossSubnet',
  /** As they are: what is between the nodes must know the routes. */
  NONE = 'None',
}

/** The same as an IP pool says it: Never, Always or CrossSubnet for either kind. */
export interface EncapsulationModes {
  readonly ipip: string;
  readonly vxlan: string;
}

export function modesOf(encapsulation: CalicoEncapsulation): EncapsulationModes {
  const mode = encapsulation.endsWith('CrossSubnet') ? 'CrossSubnet' : 'Always';
  return { ipip: encapsulation.startsWith('IPIP') ? mode : 'Never', vxlan: encapsulation.startsWith('VXLAN') ? mode : 'Never' };
}

export function isIpip(encapsulation: CalicoEncapsulation): boolean {
  return modesOf(encapsulation).ipip !== 'Never';
}
