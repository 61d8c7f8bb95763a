/** Codes of NodeLocal DNSCache: about arguments and the configuration of its program, which are any text to the API server, and addresses of nodes that it does not know. */
export const CODES: Record<string, string> = {
  BlockWithoutBind: 'about a server that would listen on every address of the node',
  FamiliesDiffer: 'about arguments that the program refuses',
  InvalidClusterDns: 'about an address that no Service has',
  InvalidDirective: 'about a configuration that CoreDNS refuses, or reads as another',
  InvalidLocalAddress: 'about an address that may be somebody else\'s on a node',
  InvalidZone: 'about a configuration that CoreDNS refuses',
  MissingMode: 'about a cache that no pod would ask',
  NoServers: 'about a configuration that CoreDNS refuses',
  NoServiceLinks: 'about a program that would not know whom to ask',
  UpstreamElsewhere: 'about a Service that would lead nowhere',
  UpstreamIsItself: 'about a program that would ask itself for ever',
  ZoneTwice: 'about a configuration that CoreDNS refuses',
};
