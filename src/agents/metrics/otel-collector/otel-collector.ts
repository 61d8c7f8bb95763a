import { Size, Yaml } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { COLLECTOR_PROPS, checkCollector, checkQueues } from './check-props';
import { collectorConfig } from './config';
import { literal } from './literal';
import { OtelPreset } from './preset';
import { PresetParts } from './presets/parts';
import { OpenTelemetryCollectorDaemonSetProps } from './props';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { monitorWithService } from '../../../objects/metrics';
import { localService } from '../../../objects/service';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Probe } from '../../../values/probe';
import { ContainerSecurity } from '../../../values/security';
import { AgentContext } from '../../agent-context';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, security, shown } from '../../own-default';

/** https://github.com/open-telemetry/opentelemetry-collector-releases/releases */
const IMAGE = 'otel/opentelemetry-collector-k8s:0.158.0';
/** The user of its images. */
const USER = 10001;
const DIRECTORY = '/conf';
const FILE = 'relay.yaml';
const METRICS = 'metrics';
const METRICS_PORT = 8888;

const READS_LOGS: ContainerSecurity = { runAsUser: 0, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
const READS_NONE: ContainerSecurity = { runAsUser: USER, runAsGroup: USER, runAsNonRoot: true, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node that is not seen because it is tainted is the one that is looked for'),
  priority: nodeAgentsPriority(),
  stateDirectory: ownDefault('stateDirectory', '/var/lib/NAME of the node, writable, where positions of logs or queues are kept', 'without them, every restart sends logs twice or loses them',
    (name) => HostPath.stateDirectory(name)),
  nodeAttribute: ownDefault('nodeAttribute', 'attribute k8s.node.name on everything that has none', 'metrics of a node do not say of which', () => true),
  memoryLimiter: ownDefault('memoryLimiter', 'processor memory_limiter: refuses data above 55% of the memory limit, collects garbage above 80%',
    'who sends tries again later; a Collector that is ended for its memory loses what it has', () => true),
  batch: ownDefault('batch', 'processor batch', 'fewer and smaller requests to where it is sent', () => true),
  security: security('user 0 without any capability to read logs or keep state, else user 10001; read-only file system', 'log files of pods belong to root with mode 0640, as does the state directory; nothing more is needed',
    READS_LOGS),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 50m CPU and 128Mi memory, at most 256Mi memory',
    'it takes 50Mi before it knows any pod; the rest is for pods and bursts, and memory_limiter keeps it there; no CPU limit, which would only delay what it sends',
    () => ({ cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) } })),
  probes: ownDefault('agentProbes', 'liveness and readiness by HTTP at / of the health port', 'the extension answers once every pipeline has started', () => true),
  serviceAccount: ownAccount('with the rights of its presets', 'the kubelet and the API server are asked in its name; without an account it has neither token nor rights'),
};

const REASONS = [
  HostAccessReason.root('log files of pods belong to root with mode 0640, as does the state directory'),
  HostAccessReason.hostNetwork('the network of the node is measured there'),
  HostAccessReason.hostPorts('programs of the node send there, and the kubelet asks for its health'),
];

/**
 * The OpenTelemetry Collector on every node. What is in its configuration and what it needs of node and cluster come from one place: its presets.
 *
 * @see https://opentelemetry.io/docs/collector/
 */
export class OpenTelemetryCollectorDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it asks the kubelet and the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its configuration, as the Collector reads it. */
  public readonly configYaml: string;

  /**
   * @throws MissingExporters, PresetTwice, NoReceivers, SignalWithoutExporter, ExporterWithoutSignal, ComponentTwice, UnknownComponent, SecretAsText, NetworkOfPod,
   * NoStateDirectory, ReadOnlyState, InvalidPort, MonitorWithoutLabels and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: OpenTelemetryCollectorDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkCollector(where, props);
    const { exporters, healthPort = 13133, presets = usualPresets() } = props;
    const asks = presets.some(({ name }) => name === 'kubeletStats' || name === 'kubernetesAttributes');
    const agent = new AgentContext(this, props, { name: 'otel-collector', defaults: DEFAULTS, known: COLLECTOR_PROPS, asksApiServer: asks ? undefined : false });
    const state = agent.or(DEFAULTS.stateDirectory, props.stateDirectory);
    checkQueues(where, exporters, state);
    const parts = presets.map((preset) => preset._parts({ where, hostNetwork: props.hostNetwork === true, hasState: state !== undefined }));
    const storage = parts.some(({ storesState }) => storesState) || exporters.some(({ _keepsQueue }) => _keepsQueue) ? state : undefined;
    const needsRoot = storage !== undefined || parts.some((one) => one.needsRoot);
    const hasMonitor = props.monitor !== undefined;

    this.configYaml = Yaml.stringify(collectorConfig({
      where,
      presets: parts,
      components: props.components ?? [],
      exporters,
      memoryLimiter: agent.isOn(DEFAULTS.memoryLimiter),
      batch: agent.isOn(DEFAULTS.batch),
      attributes: [
        ...(agent.isOn(DEFAULTS.nodeAttribute) ? [['k8s.node.name', '${env:K8S_NODE_NAME}'] as const] : []),
        ...Object.entries(props.resourceAttributes ?? {}).map(([name, value]) => [name, literal(value)] as const),
      ],
      stateDirectory: storage?.mountPath,
      metricsPort: hasMonitor ? METRICS_PORT : undefined,
      healthPort,
      written: props.config ?? {},
    }));

    const resources = agent.or(DEFAULTS.resources, props.resources);
    const probe = agent.isOn(DEFAULTS.probes) ? Probe.httpGet('/', PortRef.number(healthPort)) : undefined;
    const isByHand = agent.isMounted(DIRECTORY);
    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(REASONS),
      configFiles: [...(isByHand ? [] : [ConfigFiles.of(DIRECTORY, { [FILE]: this.configYaml })]), ...props.configFiles ?? []],
      containers: [agent.container(props.image ?? ImageName.of(IMAGE), {
        args: [`--config=${DIRECTORY}/${FILE}`],
        env: [...ENVIRONMENT, ...goMemoryLimit(resources), ...exporters.flatMap(({ _env }) => _env)],
        ports: [...portsOf(parts), ContainerPort.named('health', healthPort), ...(hasMonitor ? [ContainerPort.named(METRICS, METRICS_PORT)] : [])],
        hostPaths: [...parts.flatMap(({ hostPaths = [] }) => hostPaths), ...(storage === undefined ? [] : [storage])],
        mounts: [...exporters.flatMap(({ _mounts }) => _mounts), ...props.mounts ?? []],
        livenessProbe: props.livenessProbe ?? probe,
        readinessProbe: props.readinessProbe ?? probe,
        resources,
        securityContext: agent.security(needsRoot ? DEFAULTS.security : { ...DEFAULTS.security, value: () => READS_NONE }),
      })],
    });
    const rules = parts.flatMap((part) => part.rules ?? []);
    if (this.serviceAccount !== undefined && rules.length > 0) {
      agent.grant(rules);
    }
    if (parts.some(({ isServed }) => isServed)) {
      const ports = portsOf(parts).map(({ name, number }) => ({ name: name!, port: number }));
      localService(this, 'Service', agent.ownership, this.daemonSet.selector, ports);
    }
    monitorWithService(this, agent.ownership, { selector: this.daemonSet.selector, port: { name: METRICS, port: METRICS_PORT }, monitor: props.monitor });
  }
}

function usualPresets(): OtelPreset[] {
  return [OtelPreset.hostMetrics(), OtelPreset.kubeletStats(), OtelPreset.logs(), OtelPreset.kubernetesAttributes()];
}

/** What the configuration asks its environment for. */
const ENVIRONMENT = [
  EnvVar.fromField('MY_POD_IP', 'status.podIP'),
  EnvVar.fromField('K8S_NODE_NAME', 'spec.nodeName'),
  EnvVar.fromField('K8S_NODE_IP', 'status.hostIP'),
  EnvVar.fromField('OTEL_K8S_NAMESPACE', 'metadata.namespace'),
  EnvVar.fromField('OTEL_K8S_POD_NAME', 'metadata.name'),
];

/** Go's own limit keeps garbage from growing up to the container's, at which it would be ended. */
function goMemoryLimit(resources: ContainerResources | undefined): EnvVar[] {
  const limit = resources?.memory?.limit;
  return limit === undefined ? [] : [EnvVar.of('GOMEMLIMIT', `${Math.floor(limit.toKibibytes() * 0.8 / 1024)}MiB`)];
}

function portsOf(parts: readonly PresetParts[]): ContainerPort[] {
  return parts.flatMap(({ ports = [] }) => ports);
}
