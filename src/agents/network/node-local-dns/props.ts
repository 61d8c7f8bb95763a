import { NodeLocalDnsBlock, NodeLocalDnsStubDomain } from './block';
import { NodeLocalDnsCache } from './cache';
import { NodeLocalDnsMode } from './mode';
import { NodeLocalDnsUpstream } from './upstream';
import { ImageName } from '../../../values/image-name';
import { Monitor } from '../../../values/monitor';
import { AgentProps } from '../../common';

/** NodeLocal DNSCache. */
export interface NodeLocalDnsDaemonSetProps extends AgentProps {
  /** How pods come to ask it: the mode of kube-proxy, and the address of cluster DNS. */
  readonly mode: NodeLocalDnsMode;
  /**
   * The address on which it listens on every node: link-local, or unique-local for IPv6, of the family of cluster DNS.
   *
   * @default 169.254.20.10 - the one that is used everywhere; fd00:169:254:20::10 for IPv6
   */
  readonly localAddress?: string;
  /**
   * Whom it asks for names of the cluster that it does not have.
   *
   * @default - with iptables NodeLocalDnsUpstream.clusterDns(), a Service kube-dns-upstream (NAME-upstream for a cache of another name); with IPVS cluster DNS at its own address
   */
  readonly upstream?: NodeLocalDnsUpstream;
  /**
   * Where the pods of cluster DNS run. The cache must be there as well, for Services find pods of their own namespace only.
   *
   * @default kube-system
   */
  readonly clusterDnsNamespace?: string;
  /**
   * The cluster's domain.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
  /**
   * Whom it asks for names outside of the cluster: addresses, with a port where it is not 53; at most 15.
   *
   * @default - the servers of the node's /etc/resolv.conf, or those that the ConfigMap kube-dns has
   */
  readonly upstreamServers?: string[];
  /**
   * Domains with servers of their own.
   *
   * @default - none
   */
  readonly stubDomains?: NodeLocalDnsStubDomain[];
  /**
   * What is kept of the cluster's names.
   *
   * @default NodeLocalDnsCache.of() - 9984 answers for 30 s, 9984 that there is no such name for 5 s
   */
  readonly clusterCache?: NodeLocalDnsCache;
  /**
   * What is kept of all others.
   *
   * @default - CoreDNS' own: as many, all for 30 s
   */
  readonly cache?: NodeLocalDnsCache;
  /**
   * Cluster DNS is asked over TCP.
   *
   * @default true - UDP over a Service fills the table of connections, and loses answers there
   */
  readonly forceTcp?: boolean;
  /**
   * Lines of the Corefile that stand in every zone made here, such as `log`, or `template ANY AAAA {`, `rcode NOERROR`, `}`.
   *
   * @default - none
   */
  readonly directives?: string[];
  /**
   * More server blocks, in CoreDNS' own words.
   *
   * @default - none
   */
  readonly blocks?: NodeLocalDnsBlock[];
  /**
   * A Corefile that changes is read by all nodes within a minute, whatever the rollout says.
   *
   * @default false - a change is rolled out as every other, 5% of the nodes at a time. True for a ConfigMap kube-dns that changes now and then
   */
  readonly reload?: boolean;
  /**
   * The image.
   *
   * @default registry.k8s.io/dns/k8s-dns-node-cache:1.26.4 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * The port of CoreDNS' metrics, at every address of the node.
   *
   * @default 9253
   */
  readonly metricsPort?: number;
  /**
   * The port at which its health is asked, at the local address.
   *
   * @default 8080
   */
  readonly healthPort?: number;
  /**
   * An object of the Prometheus operator that has the metrics scraped.
   *
   * @default - none: the headless Service leads there
   */
  readonly monitor?: Monitor;
}
