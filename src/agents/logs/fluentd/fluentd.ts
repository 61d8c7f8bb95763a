import { Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkFluentd, variantOf } from './check-props';
import { Configuration, fluentdConfig } from './config';
import { FluentdFilter } from './filter';
import { FluentdDaemonSetProps, FluentdLogLevel } from './props';
import { FluentdSource } from './source';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { monitorAgent } from '../../../objects/monitor';
import { headlessService, localService } from '../../../objects/service';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Probe } from '../../../values/probe';
import { AgentContext } from '../../agent-context';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, shown } from '../../own-default';
import { LOG_PATHS, READS_AS_ROOT, stateDirectory } from '../log-defaults';
import { wrapLogAgent } from '../wrapped';

/** https://github.com/fluent/fluentd-kubernetes-daemonset/releases */
const IMAGE = (variant: string) => `fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-${variant}-1.1`;
const DIRECTORY = '/etc/fluent';
const FILE = 'fluent.conf';
const METRICS = 'metrics';
const METRICS_PORT = 24231;

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node without a log agent loses the logs that explain why it was tainted'),
  priority: nodeAgentsPriority(),
  logPaths: LOG_PATHS,
  stateDirectory: stateDirectory(),
  security: READS_AS_ROOT,
  resources: ownDefault<ContainerResources>('agentResources', 'requests 100m CPU and 200Mi memory, at most 512Mi memory',
    'Ruby with its plugins takes more than 100Mi before the first record; with 200Mi as the limit, as in the project\'s manifest, it is ended under load; no CPU limit, which would only delay logs',
    () => ({ cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(200), limit: Size.mebibytes(512) } })),
  probes: ownDefault('agentProbes', 'liveness and readiness by HTTP at /metrics', 'it answers once the configuration was taken; with `metrics: false` there is nothing to ask', () => true),
  serviceAccount: ownAccount('with the rights of its filters', 'the API server is asked in its name; without an account it has neither token nor rights'),
  service: ownDefault('service', 'a headless Service', 'Prometheus finds every node behind it; one address for all would answer with one node or another', () => true),
};

const REASONS = [
  HostAccessReason.hostNetwork('programs of the node send there'),
  HostAccessReason.hostPorts('programs of the node send there, and the kubelet asks for its health'),
];

/**
 * Fluentd on every node: logs of containers with names and labels of their pods, sent where they are wanted. Positions and buffers are kept on the node.
 *
 * @see https://docs.fluentd.org
 */
export class FluentdDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it asks the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its configuration, as Fluentd reads it. */
  public readonly configText: string;

  /**
   * @throws MissingOutputs, MissingSources, RawConfigAndMore, NoImageForOutputs, OutputUnreached, SourceTwice, NoStateDirectory, ReadOnlyState, InvalidPort, InvalidAddress,
   * SecretAsText, MetricsOff, MonitorWithoutService, MonitorWithoutLabels and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: FluentdDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkFluentd(where, props);
    const { metricsPort = METRICS_PORT, outputs = [] } = props;
    const filters = props.rawConfig === undefined ? props.filters ?? [FluentdFilter.kubernetesMetadata()] : [];
    // What a configuration written by hand asks is not known.
    const asks = props.rawConfig !== undefined || filters.some(({ type }) => type === 'kubernetes_metadata');
    const agent = new AgentContext(this, props, { name: 'fluentd', defaults: DEFAULTS, asksApiServer: asks ? undefined : false });
    const state = agent.or(DEFAULTS.stateDirectory, props.stateDirectory);
    const hasMetrics = props.metrics !== false;
    const { text, parts } = this.configuration(props, filters, state, hasMetrics, metricsPort);
    const variant = variantOf(where, outputs, props.image);
    this.configText = text;

    const isByHand = (props.mounts ?? []).some(({ mountPath }) => mountPath.replace(/\/+$/, '') === DIRECTORY);
    const probe = hasMetrics && agent.isOn(DEFAULTS.probes) ? Probe.httpGet('/metrics', PortRef.named(METRICS)) : undefined;
    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = wrapLogAgent(this, agent, {
      image: props.image ?? ImageName.of(IMAGE(variant)),
      stateDirectory: state,
      reasons: REASONS,
      pod: { configFiles: [...(isByHand ? [] : [ConfigFiles.of(DIRECTORY, { [FILE]: text })]), ...props.configFiles ?? []] },
      container: {
        env: environment(variant, parts.flatMap(({ env = [] }) => env)),
        ports: [...(hasMetrics ? [ContainerPort.named(METRICS, metricsPort)] : []), ...parts.flatMap(({ ports = [] }) => ports)],
        hostPaths: parts.flatMap(({ hostPaths = [] }) => hostPaths),
        mounts: [...parts.flatMap(({ mounts = [] }) => mounts), ...props.mounts ?? []],
        livenessProbe: props.livenessProbe ?? probe,
        readinessProbe: props.readinessProbe ?? probe,
        resources: agent.or(DEFAULTS.resources, props.resources),
        securityContext: agent.security(DEFAULTS.security),
      },
    }).daemonSet;
    const rules = parts.flatMap((part) => part.rules ?? []);
    if (this.serviceAccount !== undefined && rules.length > 0) {
      agent.grant(rules);
    }
    this.services(props, agent, parts.flatMap(({ ports = [] }) => ports), hasMetrics, metricsPort);
  }

  private configuration(
    props: FluentdDaemonSetProps, filters: FluentdFilter[], state: HostPath | undefined, hasMetrics: boolean, metricsPort: number,
  ): Configuration {
    return fluentdConfig({
      where: this.node.path,
      sources: props.sources ?? [FluentdSource.containerLogs()],
      filters,
      outputs: props.outputs ?? [],
      rawConfig: props.rawConfig,
      stateDirectory: state?.mountPath,
      logLevel: props.logLevel ?? FluentdLogLevel.INFO,
      metrics: hasMetrics ? { port: metricsPort, bind: props.metricsBind ?? '0.0.0.0' } : undefined,
    });
  }

  /** One for who asks for metrics, of every node; another for who sends, to its own node. */
  private services(
    { monitor }: FluentdDaemonSetProps, agent: AgentContext<typeof DEFAULTS>, ports: readonly ContainerPort[], hasMetrics: boolean, metricsPort: number,
  ): void {
    const { selector } = this.daemonSet;
    const { ownership } = agent;
    const hasService = hasMetrics && agent.isOn(DEFAULTS.service);
    if (hasService) {
      headlessService(this, ownership, selector, [{ name: METRICS, port: metricsPort }]);
    }
    if (ports.length > 0) {
      localService(this, 'Forward', { ...ownership, name: `${ownership.name}-forward` }, selector, ports.map(({ name, number }) => ({ name: name!, port: number })));
    }
    if (monitor !== undefined) {
      monitorAgent(this, monitor, ownership, { selector, hasService, endpoint: { port: METRICS } });
    }
  }
}

/** What the image and the configuration ask their environment for, each once. */
function environment(variant: string, ofSections: readonly EnvVar[]): EnvVar[] {
  const all = [
    // Relative to /fluentd/etc, where the image looks.
    EnvVar.of('FLUENTD_CONF', `../../..${DIRECTORY}/${FILE}`),
    // With it, the filter watches the pods of its own node, and not those of the whole cluster.
    EnvVar.fromField('K8S_NODE_NAME', 'spec.nodeName'),
    // The image would change the configuration in its place, which is read-only.
    ...(variant.startsWith('elasticsearch') ? [EnvVar.of('FLUENT_ELASTICSEARCH_SED_DISABLE', 'true')] : []),
    ...ofSections,
  ];
  return all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);
}
