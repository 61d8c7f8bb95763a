import { Duration, Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NodeLocalDnsCache } from './cache';
import { DNS_PORT, NODE_LOCAL_DNS_PROPS, SETUP_METRICS_PORT, checkNodeLocalDns, checkZones } from './check-props';
import { CLUSTER_DNS, UPSTREAM_SERVERS, corefile } from './corefile';
import { NodeLocalDnsDaemonSetProps } from './props';
import { NodeLocalDnsUpstream } from './upstream';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { KubeObject, namespaceOf } from '../../../daemon-set/kube-object';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { objectMetadata } from '../../../daemon-set/object-labels';
import { fail, show } from '../../../errors';
import { serviceWithMonitor } from '../../../objects/metrics';
import { Ownership } from '../../../objects/rbac';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortProtocol, PortRef } from '../../../values/container-port';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { ListenAddress } from '../../../values/listen-address';
import { Probe } from '../../../values/probe';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';
import { AgentContext } from '../../agent-context';
import { containerOptions } from '../../common';
import { metricsService, ownDefault, security, shown } from '../../own-default';
import { NodeCacheDaemonSet } from '../node-cache';
import { NODE_CACHE_DEFAULTS } from '../node-cache/defaults';

/** https://github.com/kubernetes/dns/releases */
const IMAGE = 'registry.k8s.io/dns/k8s-dns-node-cache:1.26.4';
const LOCAL_IPV4 = '169.254.20.10';
const LOCAL_IPV6 = 'fd00:169:254:20::10';
const CONTAINER = 'node-cache';
const METRICS = 'metrics';
const NAME = 'node-local-dns';
const SERVICE = 'kube-dns-upstream';
/** Of the capabilities that containers have by themselves, all but those of listening on port 53 and of iptables' sockets. */
const NOT_NEEDED = ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'];

const DEFAULTS = {
  ...NODE_CACHE_DEFAULTS,
  upstreamService: ownDefault('upstreamService', `a Service ${SERVICE} for the pods of cluster DNS, in iptables mode unless there is an upstream`, 'the cache takes over the address of the other Service, and needs one to ask behind it',
    () => true),
  kubeDnsConfig: ownDefault('kubeDnsConfig', 'the ConfigMap kube-dns, where there is one', 'stub domains and servers that kube-dns was told of go on being asked', () => VolumeMount.of('/etc/kube-dns', Volume.configMapNamed('kube-dns-config', 'kube-dns', { optional: true }), { readOnly: true })),
  xtablesLock: ownDefault('xtablesLock', '/run/xtables.lock of the node, writable', 'it changes rules of iptables, one after the other with kube-proxy', () => HostPath.xtablesLock()),
  security: security('NET_ADMIN, and none of the usual capabilities but those of ports below 1024 and raw sockets; writable file system',
    'it makes an interface with the addresses that it listens on, and rules of iptables that keep their traffic from being tracked; it writes the Corefile, and the image\'s iptables sets itself up',
    { readOnlyRootFilesystem: false, capabilities: { add: ['NET_ADMIN'], drop: NOT_NEEDED } }),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 25m CPU and 32Mi memory, at most 256Mi memory',
    'it begins near 20Mi, and full caches of 9984 answers take about 30Mi more each; one that is ended for its memory leaves its addresses behind, at which nobody answers until it is back, so that the limit is far above; no CPU limit, which would only delay answers',
    () => ({ cpu: { request: Cpu.millis(25) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(256) } })),
  probes: ownDefault('agentProbes', 'liveness after 60 s, and readiness, by HTTP at /health of the local address', 'it answers once its zones are loaded; a rollout waits for that', () => true),
  service: metricsService('a headless Service for its metrics'),
};

const REASONS = [
  HostAccessReason.hostNetwork('its addresses, and the rules for them, are the node\'s'),
  HostAccessReason.hostPorts('pods ask it for names there, Prometheus for metrics, the kubelet for its health'),
  HostAccessReason.capability('NET_ADMIN', 'it makes an interface with its addresses, and rules of iptables that keep their traffic from being tracked'),
  HostAccessReason.root('interfaces and rules of iptables are root\'s to change'),
];

/**
 * NodeLocal DNSCache: on every node a cache in front of cluster DNS, at an address of the node itself.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 */
export class NodeLocalDnsDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it runs: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** The Corefile, before the program replaces what it learns from its node. */
  public readonly corefile: string;
  /** Where it listens: the local address first. */
  public readonly addresses: string[];

  /**
   * @throws MissingProps, MissingMode, InvalidLocalAddress, FamiliesDiffer, UpstreamElsewhere, UpstreamIsItself, NoServiceLinks, ZoneTwice, InvalidZone, InvalidServer, NoServers, InvalidDirective,
   * OnePortForTwo, InvalidPort, MonitorWithoutService, MonitorWithoutLabels and what `NodeCacheDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: NodeLocalDnsDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkNodeLocalDns(where, props);
    const named = { ...props, containerName: props.containerName ?? CONTAINER };
    const agent = new AgentContext(this, named, { name: NAME, defaults: DEFAULTS, known: NODE_LOCAL_DNS_PROPS, asksApiServer: false });
    const { mode, clusterDomain = 'cluster.local', metricsPort = 9253, healthPort = 8080 } = props;
    const local = props.localAddress ?? (mode.clusterDnsIp.includes(':') ? LOCAL_IPV6 : LOCAL_IPV4);
    this.addresses = mode.takesClusterDnsIp ? [local, mode.clusterDnsIp] : [local];
    checkZones(where, props, clusterDomain, this.addresses);
    const upstream = props.upstream ?? (mode.takesClusterDnsIp ? this.usualUpstream(agent) : NodeLocalDnsUpstream.addresses(mode.clusterDnsIp));
    this.checkUpstream(upstream, props);
    this.serviceAccount = agent.serviceAccount;
    if (upstream._podLabels !== undefined) {
      this.upstreamService(upstream.serviceName!, upstream._podLabels, agent.ownership);
    }
    this.corefile = corefile({
      clusterDomain,
      addresses: this.addresses,
      clusterUpstream: upstream.serviceName === undefined ? upstream._servers : [CLUSTER_DNS],
      upstreamServers: props.upstreamServers ?? [UPSTREAM_SERVERS],
      forceTcp: props.forceTcp ?? true,
      stubDomains: props.stubDomains ?? [],
      clusterCache: props.clusterCache ?? NodeLocalDnsCache.of(),
      cache: props.cache,
      directives: props.directives ?? [],
      blocks: props.blocks ?? [],
      reload: props.reload ?? false,
      metricsPort,
      healthPort,
    });

    const probe = (initialDelay?: Duration) => Probe.httpGet('/health', PortRef.number(healthPort), { host: local, timeout: Duration.seconds(5), initialDelay });
    const probes = agent.isOn(DEFAULTS.probes);
    const kubeDnsConfig = agent.or(DEFAULTS.kubeDnsConfig);
    const xtablesLock = agent.or(DEFAULTS.xtablesLock);
    const isByHand = agent.isMounted('/etc/coredns');
    const cache = new NodeCacheDaemonSet(this, 'Default', {
      ...agent.common(REASONS),
      ...containerOptions(props),
      // Its own takes the place of any cache's, which would add what it already has.
      defaults: agent.without(DEFAULTS.security),
      serviceAccountAnnotations: undefined,
      containerName: agent.containerName,
      image: props.image ?? ImageName.of(IMAGE),
      listenAddress: ListenAddress.of(local),
      args: [...this.args(upstream, healthPort), ...props.args ?? []],
      ports: [...ports(local, metricsPort, healthPort, props.hostNetwork !== false), ...props.ports ?? []],
      hostPaths: [...agent.unlessMounted(xtablesLock === undefined ? [] : [xtablesLock]), ...props.hostPaths ?? []],
      mounts: agent.mounts(kubeDnsConfig === undefined ? [] : [kubeDnsConfig]),
      configFiles: [...(isByHand ? [] : [ConfigFiles.of('/etc/coredns', { 'Corefile.base': this.corefile })]), ...props.configFiles ?? []],
      livenessProbe: props.livenessProbe ?? (probes ? probe(Duration.seconds(60)) : undefined),
      readinessProbe: props.readinessProbe ?? (probes ? probe() : undefined),
      resources: agent.or(DEFAULTS.resources, props.resources),
      securityContext: agent.security(DEFAULTS.security),
    });
    this.daemonSet = cache.daemonSet;
    serviceWithMonitor(this, agent.ownership, agent.isOn(DEFAULTS.service), {
      selector: this.daemonSet.selector, port: { name: METRICS, port: metricsPort }, monitor: props.monitor,
    });
  }

  /** Named as everywhere; after an agent of another name, so that two caches do not make one Service. */
  private usualUpstream(agent: AgentContext<typeof DEFAULTS>): NodeLocalDnsUpstream {
    const name = agent.name === NAME ? SERVICE : `${agent.name.replace(/\./g, '-').slice(0, 54)}-upstream`;
    return agent.isOn(DEFAULTS.upstreamService) ? NodeLocalDnsUpstream.clusterDns({ name }) : NodeLocalDnsUpstream.serviceNamed(name);
  }

  /** The program knows the Service's address from its environment, which tells of its own namespace alone. */
  private checkUpstream({ serviceName, _podLabels }: NodeLocalDnsUpstream, props: NodeLocalDnsDaemonSetProps): void {
    const where = this.node.path;
    const namespace = namespaceOf(this, props.namespace);
    const { clusterDnsNamespace = 'kube-system' } = props;
    if (_podLabels !== undefined && namespace !== undefined && namespace !== clusterDnsNamespace) {
      fail('UpstreamElsewhere', where, `the namespace is ${show(namespace)}, and a Service there does not find the pods of cluster DNS in ${show(clusterDnsNamespace)}; put the agent there as well, write clusterDnsNamespace: ${show(namespace)} if they are here, or NodeLocalDnsUpstream.addresses(…)`);
    }
    if (serviceName !== undefined && props.enableServiceLinks === false) {
      fail('NoServiceLinks', where, `enableServiceLinks is false, and the program knows the address of the Service ${show(serviceName)} from its environment; leave it out, or write NodeLocalDnsUpstream.addresses(…)`);
    }
  }

  /** Not the Service of cluster DNS itself, whose address the cache takes: the same pods at another. */
  private upstreamService(name: string, selector: { [key: string]: string }, { namespace, labels }: Ownership): void {
    const port = (of: string, protocol: string) => ({ name: of, port: DNS_PORT, protocol, targetPort: DNS_PORT });
    new KubeObject(this, 'Upstream', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: objectMetadata(name, namespace, labels),
      spec: { ports: [port('dns', 'UDP'), port('dns-tcp', 'TCP')], selector },
    });
  }

  private args({ serviceName }: NodeLocalDnsUpstream, healthPort: number): string[] {
    return [
      '-localip', this.addresses.join(','),
      '-conf', '/etc/Corefile',
      ...(serviceName === undefined ? [] : ['-upstreamsvc', serviceName]),
      '-pidfile', '/tmp/node-cache.pid',
      // For the rules that keep the kubelet's questions from being tracked.
      ...(healthPort === 8080 ? [] : ['-health-port', String(healthPort)]),
    ];
  }
}

/** DNS is asked at several addresses, and so has none here: nobody else on the host network may have the port at any of them. */
function ports(local: string, metricsPort: number, healthPort: number, hostNetwork: boolean): ContainerPort[] {
  return [
    ContainerPort.of(DNS_PORT, { name: 'dns', protocol: PortProtocol.UDP }),
    ContainerPort.of(DNS_PORT, { name: 'dns-tcp', protocol: PortProtocol.TCP }),
    ContainerPort.named(METRICS, metricsPort),
    ContainerPort.named('setup-metrics', SETUP_METRICS_PORT),
    ContainerPort.of(healthPort, { name: 'health', ...(hostNetwork ? { hostIp: local, hostPort: healthPort } : {}) }),
  ];
}
