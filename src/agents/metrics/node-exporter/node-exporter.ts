import { Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NodeExporterCollector } from './collector';
import { NodeExporterFilter } from './filter';
import { Collectors, checkFlags, collectorsOf, flags, isCollected } from './flags';
import { HTTPS, KubeRbacProxy, PROXY, PROXY_RULES } from './kube-rbac-proxy';
import { NodeExporterDaemonSetProps } from './props';
import { NodeExporterTextfiles } from './textfiles';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { fail, show } from '../../../errors';
import { serviceWithMonitor } from '../../../objects/metrics';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, TEXT, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { ListenAddress } from '../../../values/listen-address';
import { Monitor } from '../../../values/monitor';
import { Probe } from '../../../values/probe';
import { Rollout } from '../../../values/rollout';
import { PodSecurity } from '../../../values/security';
import { AgentContext } from '../../agent-context';
import { agentProps } from '../../common';
import { everyTaint, metricsService, nodeAgentsPriority, ownAccount, ownDefault, realNodes, rollout, security, shown } from '../../own-default';

/** https://github.com/prometheus/node_exporter/releases */
const IMAGE = 'quay.io/prometheus/node-exporter:v1.12.1';
const NOBODY = 65534;
const METRICS = 'metrics';
const NODE_PROCESSES = 'its authors run it among the processes of the host: https://github.com/prometheus/node_exporter/tree/v1.12.1#docker';
const NODE_NETWORK = 'statistics of interfaces and connections are of the network that the program is in';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('the nodes that are tainted are those whose metrics are asked for'),
  priority: nodeAgentsPriority(),
  rollout: rollout('at most 33% of the pods down at once', 'a restart costs a scrape or two', () => Rollout.exporter()),
  hostNetwork: ownDefault('hostNetwork', 'the node\'s network', NODE_NETWORK, () => true),
  hostPid: ownDefault('hostPid', 'the node\'s processes', NODE_PROCESSES, () => true),
  user: ownDefault<PodSecurity>('agentUser', 'user and group 65534 for the whole pod', 'it reads files that everybody may read; a sidecar that needs another user says so',
    () => ({ runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY })),
  security: security('no capability, read-only file system', 'it reads files that everybody may read, and writes none',
    { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 10m CPU and 32Mi memory, at most 128Mi memory',
    'it idles near 20Mi and answers a scrape in milliseconds; no CPU limit, which would only slow a scrape down',
    () => ({ cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) } })),
  probes: ownDefault('agentProbes', 'liveness and readiness by HTTP at /', 'the page is answered without collecting metrics', () => true),
  serviceAccount: ownAccount('without rights or token', 'it asks the API server nothing'),
  service: metricsService(),
};

const REASONS = [
  HostAccessReason.hostNetwork(NODE_NETWORK),
  HostAccessReason.hostPid(NODE_PROCESSES),
  HostAccessReason.hostPorts('Prometheus asks it there, from another node'),
];

const REASONS_BEHIND_PROXY = [
  HostAccessReason.hostPorts('Prometheus asks it there, from another node', PROXY),
  HostAccessReason.hostPorts('the proxy of the same pod asks it there, on loopback'),
  ...REASONS,
];

const KINDS = {
  image: of(ImageName),
  listenAddress: of(ListenAddress),
  rbacProxy: of(KubeRbacProxy),
  rootFileSystem: BOOLEAN,
  rootPropagation: TEXT,
  collectorsOn: TEXTS,
  collectorsOff: TEXTS,
  collectorsOnly: TEXTS,
  filters: listOf(of(NodeExporterFilter)),
  textfiles: listOf(of(NodeExporterTextfiles)),
  monitor: of(Monitor),
};
const KNOWN = agentProps<NodeExporterDaemonSetProps>({ ...KINDS, port: true });

/**
 * The Prometheus node exporter on every node: flags and mounts always agree, it runs as nobody, and holds no token unless a proxy in front of it needs one.
 *
 * @see https://github.com/prometheus/node_exporter
 */
export class NodeExporterDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it runs: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /**
   * @throws InvalidPort, RootWithoutFileSystem, FlagWrittenTwice, CollectorsOnlyAndMore, CollectorOnAndOff, FileSystemWithoutRoot, FilterWithoutCollector, FilteredTwice,
   * LoopbackWithProxy, PortTakenByProxy, PodMonitorWithProxy, MonitorWithoutService, MonitorWithoutLabels and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: NodeExporterDaemonSetProps = {}) {
    super(scope, id);
    const { rbacProxy } = props ?? {};
    const agent = new AgentContext(this, props, { name: 'node-exporter', defaults: DEFAULTS, known: KNOWN, asksApiServer: rbacProxy !== undefined });
    const where = this.node.path;
    const { port = 9100, listenAddress = ListenAddress.everywhere() } = props;
    checkExporter(where, props, port);
    const hostNetwork = agent.or(DEFAULTS.hostNetwork, props.hostNetwork);
    const collectors = collectorsOf(where, props);
    const proxy = rbacProxy?._container(where, port, listenAddress);
    const own = rbacProxy === undefined ? { port, address: listenAddress, portName: METRICS } : { port: rbacProxy.upstreamPort, address: ListenAddress.loopback(), portName: 'http' };
    const args = flags(props, own.address._withPort(own.port), collectors);
    checkFlags(where, args, props.args ?? []);
    const answersKubelet = hostNetwork === true || !own.address.isLoopback;
    const probe = agent.isOn(DEFAULTS.probes) && answersKubelet ? Probe.httpGet('/', PortRef.named(own.portName), { host: own.address._probeHost }) : undefined;

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(proxy === undefined ? REASONS : REASONS_BEHIND_PROXY),
      hostNetwork,
      hostPid: agent.or(DEFAULTS.hostPid, props.hostPid),
      podSecurityContext: agent.podSecurity(DEFAULTS.user),
      containers: [
        agent.container(props.image ?? ImageName.of(IMAGE), {
          args,
          env: own.address._env,
          ports: [ContainerPort.named(own.portName, own.port)],
          hostPaths: hostFiles(props, collectors),
          mounts: mountsOf(props),
          livenessProbe: props.livenessProbe ?? probe,
          readinessProbe: props.readinessProbe ?? probe,
          resources: agent.or(DEFAULTS.resources, props.resources),
          securityContext: agent.security(DEFAULTS.security),
        }),
        ...(proxy === undefined ? [] : [proxy]),
      ],
    });
    if (proxy !== undefined) {
      agent.grant(PROXY_RULES);
    }
    const portName = proxy === undefined ? METRICS : HTTPS;
    const hasService = agent.isOn(DEFAULTS.service) && !listenAddress.isLoopback;
    const more = proxy === undefined || props.monitor === undefined ? undefined : throughProxy(where, props.monitor);
    serviceWithMonitor(this, agent.ownership, hasService, { selector: this.daemonSet.selector, port: { name: portName, port }, more, monitor: props.monitor });
  }
}

function hostFiles(props: NodeExporterDaemonSetProps, collectors: Collectors): HostPath[] {
  const { rootFileSystem, rootPropagation: propagation, textfiles = [], args = [] } = props;
  const root = HostPath.root().because('sizes of its file systems and properties of its disks are read there');
  const asksSystemd = [NodeExporterCollector.SYSTEMD, NodeExporterCollector.LOGIND].some((one) => isCollected(one, collectors, args));
  return [
    HostPath.proc().because('statistics of the kernel are read there'),
    HostPath.sys().because('statistics of devices are read there'),
    ...(rootFileSystem === false ? [] : [propagation === undefined ? root : root.withPropagation(propagation)]),
    // The directory, for a socket that is mounted as a file is lost when D-Bus starts again; and where the program's library looks for it.
    ...(asksSystemd ? [HostPath.of('/run/dbus', { mountPath: '/var/run/dbus', volumeName: 'dbus' }).because('systemd is asked over D-Bus about its units and sessions')] : []),
    ...textfiles.flatMap(({ _hostPath }) => _hostPath ?? []),
  ];
}

function mountsOf({ textfiles = [], mounts = [] }: NodeExporterDaemonSetProps): NonNullable<NodeExporterDaemonSetProps['mounts']> {
  return [...textfiles.flatMap(({ _mount }) => _mount ?? []), ...mounts];
}

/** Prometheus shows its own token; of the proxy's certificate, which it makes for itself, nothing can be checked. */
function throughProxy(where: string, monitor: Monitor): object {
  if (monitor.kind === 'PodMonitor') {
    fail('PodMonitorWithProxy', where, 'monitor is a PodMonitor, which cannot show Prometheus\' own token to the proxy; write Monitor.serviceMonitor()');
  }
  return { bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token', scheme: 'https', tlsConfig: { insecureSkipVerify: true } };
}

function checkExporter(where: string, props: NodeExporterDaemonSetProps, port: number): void {
  requireKinds(where, props, KINDS);
  requirePort(where, 'port', port);
  if (props.rootFileSystem === false && props.rootPropagation !== undefined) {
    fail('RootWithoutFileSystem', where, `rootPropagation is ${show(props.rootPropagation)} and rootFileSystem is false, so that nothing is mounted; drop one of them`);
  }
}
