import { bracketed } from './addresses';
import { NodeLocalDnsBlock, NodeLocalDnsStubDomain } from './block';
import { NodeLocalDnsCache } from './cache';

/** All that stands in the Corefile. */
export interface CorefileModel {
  readonly clusterDomain: string;
  /** Where it listens: the local address first. */
  readonly addresses: readonly string[];
  /** Of cluster DNS, or the placeholder for its Service's address. */
  readonly clusterUpstream: readonly string[];
  /** For names outside of the cluster, or the placeholder for the node's own. */
  readonly upstreamServers: readonly string[];
  readonly forceTcp: boolean;
  readonly stubDomains: readonly NodeLocalDnsStubDomain[];
  readonly clusterCache: NodeLocalDnsCache;
  readonly cache: NodeLocalDnsCache | undefined;
  readonly directives: readonly string[];
  readonly blocks: readonly NodeLocalDnsBlock[];
  readonly reload: boolean;
  readonly metricsPort: number;
  readonly healthPort: number;
}

/** Replaced by the program when it starts. */
export const CLUSTER_DNS = '__PILLAR__CLUSTER__DNS__';
export const UPSTREAM_SERVERS = '__PILLAR__UPSTREAM__SERVERS__';

/** The Corefile, always in this order. */
export function corefile(model: CorefileModel): string {
  const { clusterDomain, clusterCache, cache, clusterUpstream, forceTcp } = model;
  const health = `health ${bracketed(model.addresses[0])}:${model.healthPort}`;
  const zones = [
    block(clusterDomain, [...zone(model, clusterCache, clusterUpstream, forceTcp), health]),
    ...['in-addr.arpa', 'ip6.arpa'].map((name) => block(name, zone(model, cache, clusterUpstream, forceTcp))),
    ...model.stubDomains.map(({ zone: name, servers, _options }) => block(name, zone(model, _options.cache ?? cache, servers, _options.forceTcp === true))),
    block('.', zone(model, cache, model.upstreamServers, false)),
    ...model.blocks.map((one) => own(model, one)),
  ];
  return `${zones.map((lines) => lines.join('\n')).join('\n')}\n`;
}

function zone(model: CorefileModel, cache: NodeLocalDnsCache | undefined, servers: readonly string[], forceTcp: boolean): string[] {
  return [
    'errors',
    ...(cache === undefined ? ['cache 30'] : ['cache {', ...indented(cache._lines), '}']),
    ...(model.reload ? ['reload'] : []),
    'loop',
    `bind ${model.addresses.join(' ')}`,
    ...(forceTcp ? [`forward . ${servers.join(' ')} {`, ...indented(['force_tcp']), '}'] : [`forward . ${servers.join(' ')}`]),
    `prometheus :${model.metricsPort}`,
    ...model.directives,
  ];
}

function own(model: CorefileModel, { zones, _directives, _raw }: NodeLocalDnsBlock): string[] {
  return _raw === undefined ? block(zones.map((name) => `${name}:53`).join(' '), [`bind ${model.addresses.join(' ')}`, ..._directives], '') : [..._directives];
}

function block(name: string, lines: readonly string[], port: string = ':53'): string[] {
  return [`${name}${port} {`, ...indented(lines), '}'];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
