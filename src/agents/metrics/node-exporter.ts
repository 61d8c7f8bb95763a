import { Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AgentDefault } from '../../daemon-set/agent-defaults';
import { HostAccessReason } from '../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../daemon-set/node-agent-daemon-set';
import { fail, show } from '../../errors';
import { headlessService } from '../../objects/service';
import { ContainerResources } from '../../pod/resources';
import { ContainerPort, PortRef } from '../../values/container-port';
import { HostPath } from '../../values/host-path';
import { ImageName } from '../../values/image-name';
import { BOOLEAN, TEXT, of, requireKinds } from '../../values/kinds';
import { requirePort } from '../../values/kube-names';
import { ListenAddress } from '../../values/listen-address';
import { Probe } from '../../values/probe';
import { Rollout } from '../../values/rollout';
import { MountPropagation } from '../../values/volume-mount';
import { AgentContext } from '../agent-context';
import { AgentProps } from '../common';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, rollout, security, shown } from '../own-default';

/** https://github.com/prometheus/node_exporter/releases */
const IMAGE = 'quay.io/prometheus/node-exporter:v1.12.1';
const NOBODY = 65534;
const METRICS = 'metrics';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('the nodes that are tainted are those whose metrics are asked for'),
  priority: nodeAgentsPriority(),
  rollout: rollout('at most 33% of the pods down at once', 'a restart costs a scrape or two', () => Rollout.exporter()),
  hostNetwork: ownDefault('hostNetwork', 'the node\'s network', 'statistics of interfaces and connections are of the network that the program is in', () => true),
  security: security('user and group 65534, no capability, read-only file system', 'it reads files that everybody may read, and writes none', {
    runAsNonRoot: true, runAsUser: NOBODY, runAsGroup: NOBODY, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] },
  }),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 10m CPU and 32Mi memory, at most 128Mi memory',
    'it idles near 20Mi and answers a scrape in milliseconds; no CPU limit, which would only slow a scrape down',
    () => ({ cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) } })),
  probes: ownDefault('agentProbes', 'liveness and readiness by HTTP at /', 'the page is answered without collecting metrics', () => true),
  serviceAccount: ownAccount('without rights or token', 'it asks the API server nothing'),
  service: ownDefault('service', 'a headless Service', 'Prometheus finds every node behind it; one address for all would answer with one node or another', () => true),
};

const REASONS = [
  HostAccessReason.hostNetwork('statistics of interfaces and connections are of the network that the program is in'),
  HostAccessReason.hostPorts('Prometheus asks it there, from another node'),
];

/** The Prometheus node exporter. */
export interface NodeExporterDaemonSetProps extends AgentProps {
  /**
   * The image.
   *
   * @default quay.io/prometheus/node-exporter:v1.12.1 - the version this release was checked with
   */
  readonly image?: ImageName;
  /**
   * The port it listens on, on the host network a port of the node.
   *
   * @default 9100 - where Prometheus' own scrape configurations look
   */
  readonly port?: number;
  /**
   * Where it listens. On loopback it gets no Service, for nobody could reach it; on loopback of a network of its own no probes either.
   *
   * @default ListenAddress.everywhere() - Prometheus comes from other nodes
   */
  readonly listenAddress?: ListenAddress;
  /**
   * The file systems of the node: root mounted, and the flags that go with it.
   *
   * @default true - without, there are no metrics of file systems: those of the container's own would be taken for the node's
   */
  readonly rootFileSystem?: boolean;
  /**
   * Whether file systems that are mounted later are seen. It fails on nodes whose root is not a shared mount, such as some test clusters.
   *
   * @default HostToContainer - volumes come and go
   */
  readonly rootPropagation?: MountPropagation;
}

/**
 * The Prometheus node exporter on every node: flags and mounts always agree, it runs as nobody, and holds no token.
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

  /** @throws InvalidPort, RootWithoutFileSystem, FlagWrittenTwice and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: NodeExporterDaemonSetProps = {}) {
    super(scope, id);
    const agent = new AgentContext(this, props, { name: 'node-exporter', defaults: DEFAULTS, asksApiServer: false });
    const { port = 9100, listenAddress = ListenAddress.everywhere(), rootFileSystem = true } = props;
    checkExporter(this.node.path, props, port);
    const hostNetwork = agent.or(DEFAULTS.hostNetwork, props.hostNetwork);
    const args = flags(rootFileSystem, listenAddress._withPort(port), props.args ?? []);
    checkFlags(this.node.path, args, props.args ?? []);
    const answersKubelet = hostNetwork === true || !listenAddress.isLoopback;
    const probe = agent.isOn(DEFAULTS.probes) && answersKubelet ? Probe.httpGet('/', PortRef.named(METRICS), { host: listenAddress._probeHost }) : undefined;

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(REASONS),
      hostNetwork,
      containers: [agent.container(props.image ?? ImageName.of(IMAGE), {
        args,
        env: listenAddress._env,
        ports: [ContainerPort.named(METRICS, port)],
        hostPaths: hostFiles(rootFileSystem, props.rootPropagation),
        livenessProbe: props.livenessProbe ?? probe,
        readinessProbe: props.readinessProbe ?? probe,
        resources: agent.or(DEFAULTS.resources, props.resources),
        securityContext: agent.security(DEFAULTS.security),
      })],
    });
    if (agent.isOn(DEFAULTS.service) && !listenAddress.isLoopback) {
      headlessService(this, agent.ownership, this.daemonSet.selector, [{ name: METRICS, port }]);
    }
  }
}

/** Mounts and flags come from one place: a flag without its mount, or the other way round, gives metrics of the container. */
function flags(root: boolean, listen: string, written: readonly string[]): string[] {
  const rootByHand = written.some((flag) => flag.startsWith('--path.rootfs'));
  return [
    '--path.procfs=/host/proc',
    '--path.sysfs=/host/sys',
    ...(root ? ['--path.rootfs=/host/root', '--path.udev.data=/host/root/run/udev/data'] : []),
    // With the paths of the node, it would give the sizes of the container's own file systems.
    ...(root || rootByHand ? [] : ['--no-collector.filesystem']),
    `--web.listen-address=${listen}`,
  ];
}

function hostFiles(root: boolean, propagation: MountPropagation | undefined): HostPath[] {
  const rootPath = HostPath.root().because('sizes of its file systems and properties of its disks are read there');
  return [
    HostPath.proc().because('statistics of the kernel are read there'),
    HostPath.sys().because('statistics of devices are read there'),
    ...(root ? [propagation === undefined ? rootPath : rootPath.withPropagation(propagation)] : []),
  ];
}

function checkExporter(where: string, props: NodeExporterDaemonSetProps, port: number): void {
  requireKinds(where, props, { image: of(ImageName), listenAddress: of(ListenAddress), rootFileSystem: BOOLEAN, rootPropagation: TEXT });
  requirePort(where, 'port', port);
  if (props.rootFileSystem === false && props.rootPropagation !== undefined) {
    fail('RootWithoutFileSystem', where, `rootPropagation is ${show(props.rootPropagation)} and rootFileSystem is false, so that nothing is mounted; drop one of them`);
  }
}

/** The exporter ends at once when a flag of these is repeated. */
function checkFlags(where: string, own: readonly string[], written: readonly string[]): void {
  const nameOf = (flag: string) => flag.split('=')[0].replace(/^--no-/, '--');
  const twice = written.find((flag) => own.some((other) => nameOf(other) === nameOf(flag)));
  if (twice !== undefined) {
    fail('FlagWrittenTwice', where, `args have ${show(twice)}, and ${nameOf(twice)} is written from props already; use port, listenAddress or rootFileSystem, or mount the path by hand and leave the flag as it is`);
  }
}
