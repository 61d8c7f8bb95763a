import { addressOf, isSameFamily, requireLocalAddress, requireServer, requireZone } from './addresses';
import { NodeLocalDnsBlock, NodeLocalDnsStubDomain } from './block';
import { NodeLocalDnsCache } from './cache';
import { requireDirectives } from './directives';
import { NodeLocalDnsMode } from './mode';
import { NodeLocalDnsDaemonSetProps } from './props';
import { NodeLocalDnsUpstream } from './upstream';
import { fail, show } from '../../../errors';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, TEXT, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { firstRepeated } from '../../../values/repeated';
import { isValueOf } from '../../../values/require';
import { agentProps } from '../../common';

/** Ports of the program: DNS, and metrics of its own about the rules that it sets. */
export const DNS_PORT = 53;
export const SETUP_METRICS_PORT = 9353;

const KINDS = {
  localAddress: TEXT,
  upstream: of(NodeLocalDnsUpstream),
  clusterDnsNamespace: TEXT,
  clusterDomain: TEXT,
  upstreamServers: TEXTS,
  stubDomains: listOf(of(NodeLocalDnsStubDomain)),
  clusterCache: of(NodeLocalDnsCache),
  cache: of(NodeLocalDnsCache),
  forceTcp: BOOLEAN,
  directives: TEXTS,
  blocks: listOf(of(NodeLocalDnsBlock)),
  reload: BOOLEAN,
  image: of(ImageName),
  monitor: of(Monitor),
};

/** All that it takes. */
export const NODE_LOCAL_DNS_PROPS = agentProps<NodeLocalDnsDaemonSetProps>({ ...KINDS, mode: true, metricsPort: true, healthPort: true });

/** What can be seen to be wrong in its own props. */
export function checkNodeLocalDns(where: string, props: NodeLocalDnsDaemonSetProps): void {
  if (typeof props !== 'object' || props === null) {
    fail('MissingProps', where, `props are ${show(props)}; write { mode: NodeLocalDnsMode.iptables("10.96.0.10") }`);
  }
  if (!isValueOf(props.mode, NodeLocalDnsMode)) {
    fail('MissingMode', where, `mode is ${show(props.mode)}; write NodeLocalDnsMode.iptables("10.96.0.10") or NodeLocalDnsMode.ipvs("10.96.0.10"), as kube-proxy has it, with the address of the Service kube-dns`);
  }
  requireKinds(where, props, KINDS);
  if (props.localAddress !== undefined) {
    requireLocalAddress(where, props.localAddress);
    if (!isSameFamily(props.localAddress, props.mode.clusterDnsIp)) {
      fail('FamiliesDiffer', where, `localAddress is ${props.localAddress} and cluster DNS is ${props.mode.clusterDnsIp}, and the program takes addresses of one family; write a local address of the same`);
    }
    if (props.localAddress === props.mode.clusterDnsIp) {
      fail('InvalidLocalAddress', where, `localAddress is ${props.localAddress}, which is the address of cluster DNS; write another, such as "169.254.20.10"`);
    }
  }
  if (props.clusterDomain !== undefined) {
    requireZone(where, 'clusterDomain', props.clusterDomain);
  }
  if (props.directives !== undefined && props.directives.length > 0) {
    requireDirectives(where, props.directives);
  }
  checkPorts(where, props);
}

function checkPorts(where: string, props: NodeLocalDnsDaemonSetProps): void {
  const ports = { metricsPort: props.metricsPort ?? 9253, healthPort: props.healthPort ?? 8080 };
  for (const [what, port] of Object.entries(ports)) {
    requirePort(where, what, port);
    if (port === DNS_PORT || port === SETUP_METRICS_PORT) {
      fail('OnePortForTwo', where, `${what} is ${port}, where the program listens for something else; write another`);
    }
  }
  if (ports.metricsPort === ports.healthPort) {
    fail('OnePortForTwo', where, `metricsPort and healthPort are both ${ports.metricsPort}; write two`);
  }
}

/** Each zone once, and nobody asked who would ask back. */
export function checkZones(where: string, props: NodeLocalDnsDaemonSetProps, clusterDomain: string, addresses: readonly string[]): void {
  const { stubDomains = [], blocks = [], upstreamServers = [], upstream } = props;
  const zones = [clusterDomain, 'in-addr.arpa', 'ip6.arpa', '.', ...stubDomains.map(({ zone }) => zone), ...blocks.flatMap((block) => block.zones)]
    .map((zone) => (zone === '.' ? zone : zone.toLowerCase().replace(/\.$/, '')));
  const twice = firstRepeated(zones);
  if (twice !== undefined) {
    fail('ZoneTwice', where, `the zone ${show(twice)} stands in two server blocks, and CoreDNS does not start; write it once`);
  }
  if (props.upstreamServers !== undefined && (upstreamServers.length === 0 || upstreamServers.length > 15)) {
    fail('NoServers', where, `upstreamServers are ${upstreamServers.length}; write at least one and at most 15, which is what CoreDNS takes, or leave it out`);
  }
  upstreamServers.forEach((server) => requireServer(where, 'one of upstreamServers', server));
  const asked = [...upstreamServers, ...stubDomains.flatMap(({ servers }) => servers), ...upstream?._servers ?? []];
  const itself = asked.find((server) => addresses.includes(addressOf(server)));
  if (itself !== undefined) {
    fail('UpstreamIsItself', where, `${itself} is where the cache itself listens, and would be asked by it for ever; write the servers behind it, as NodeLocalDnsUpstream.clusterDns() does`);
  }
}
