/** Codes of Calico: about its own configuration, which is any text to the API server, and about definitions that it would wait for. */
export const CODES: Record<string, string> = {
  CrdChartTaken: 'about a Chart of cdk8s, which the API server never sees',
  CrdsIncomplete: 'about definitions that Calico would wait for',
  CrdsNotRead: 'about a file that is not there',
  InvalidCalicoVersion: 'about images that are not there, and programs that are started in other words',
  InvalidCidr: 'about a range that Calico refuses, or that programs read in different ways',
  InvalidHost: 'about an address that leads nowhere before the network is up',
  InvalidInterface: 'about a pattern that Calico refuses, or that would match no interface',
  InvalidPool: 'about a pool that Calico\'s own tools refuse, and the API server stores',
  NoNetworkOfOwn: 'about a setting that would have no effect',
  PoolNeedsBird: 'about a network whose routes nobody would distribute',
  PoolTwice: 'about two objects of one name, of which the second would take the place of the first',
  PoolsOverlap: 'about pools that Calico\'s own tools refuse, and the API server stores',
};
