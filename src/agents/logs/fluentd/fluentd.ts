import { Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FLUENTD_PROPS, checkFluentd, variantOf } from './check-props';
import { Configuration, fluentdConfig } from './config';
import { FluentdFilter } from './filter';
import { FluentdDaemonSetProps, FluentdLogLevel } from './props';
import { FluentdSource } from './source';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Probe } from '../../../values/probe';
import { AgentContext } from '../../agent-context';
import { metricsService, nodeAgentsPriority, ownDefault, realNodes, shown } from '../../own-default';
import { SERVICE_ACCOUNT, addServices } from '../fluent/agent';
import { needsOf } from '../fluent/needs';
import { LOG_PATHS, READS_AS_ROOT, TOLERATIONS, stateDirectory } from '../log-defaults';
import { wrapLogAgent } from '../wrapped';

/** https://github.com/fluent/fluentd-kubernetes-daemonset/releases */
const IMAGE = (variant: string) => `fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-${variant}-1.1`;
const DIRECTORY = '/etc/fluent';
const FILE = 'fluent.conf';
const METRICS = 'metrics';
const METRICS_PORT = 24231;

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: TOLERATIONS,
  priority: nodeAgentsPriority(),
  logPaths: LOG_PATHS,
  stateDirectory: stateDirectory(),
  security: READS_AS_ROOT,
  resources: ownDefault<ContainerResources>('agentResources', 'requests 100m CPU and 200Mi memory, at most 512Mi memory',
    'Ruby with its plugins takes more than 100Mi before the first record; with 200Mi as the limit, as in the project\'s manifest, it is ended under load; no CPU limit, which would only delay logs',
    () => ({ cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(200), limit: Size.mebibytes(512) } })),
  probes: ownDefault('agentProbes', 'liveness and readiness by HTTP at /metrics', 'it answers once the configuration was taken; with `metrics: false` there is nothing to ask', () => true),
  serviceAccount: SERVICE_ACCOUNT,
  service: metricsService(),
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
    const agent = new AgentContext(this, props, { name: 'fluentd', defaults: DEFAULTS, known: FLUENTD_PROPS, asksApiServer: asks ? undefined : false });
    const state = agent.or(DEFAULTS.stateDirectory, props.stateDirectory);
    const hasMetrics = props.metrics !== false;
    const { text, parts } = this.configuration(props, filters, state, hasMetrics, metricsPort);
    const variant = variantOf(where, outputs, props.image);
    const needs = needsOf([{ env: ofImage(variant) }, ...parts]);
    this.configText = text;

    const isByHand = agent.isMounted(DIRECTORY);
    const probe = hasMetrics && agent.isOn(DEFAULTS.probes) ? Probe.httpGet('/metrics', PortRef.named(METRICS)) : undefined;
    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = wrapLogAgent(this, agent, {
      image: props.image ?? ImageName.of(IMAGE(variant)),
      stateDirectory: state,
      reasons: REASONS,
      pod: { configFiles: [...(isByHand ? [] : [ConfigFiles.of(DIRECTORY, { [FILE]: text })]), ...props.configFiles ?? []] },
      container: {
        env: needs.env,
        ports: [...(hasMetrics ? [ContainerPort.named(METRICS, metricsPort)] : []), ...needs.ports],
        hostPaths: needs.hostPaths,
        mounts: [...needs.mounts, ...props.mounts ?? []],
        livenessProbe: props.livenessProbe ?? probe,
        readinessProbe: props.readinessProbe ?? probe,
        resources: agent.or(DEFAULTS.resources, props.resources),
        securityContext: agent.security(DEFAULTS.security),
      },
    }).daemonSet;
    if (this.serviceAccount !== undefined && needs.rules.length > 0) {
      agent.grant(needs.rules);
    }
    addServices(this, agent.ownership, needs.ports, hasMetrics && agent.isOn(DEFAULTS.service), {
      selector: this.daemonSet.selector, port: { name: METRICS, port: metricsPort }, monitor: props.monitor,
    });
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
}

/** What the image asks its environment for. */
function ofImage(variant: string): EnvVar[] {
  return [
    // Relative to /fluentd/etc, where the image looks.
    EnvVar.of('FLUENTD_CONF', `../../..${DIRECTORY}/${FILE}`),
    // With it, the filter watches the pods of its own node, and not those of the whole cluster.
    EnvVar.fromField('K8S_NODE_NAME', 'spec.nodeName'),
    // The image would change the configuration in its place, which is read-only.
    ...(variant.startsWith('elasticsearch') ? [EnvVar.of('FLUENT_ELASTICSEARCH_SED_DISABLE', 'true')] : []),
  ];
}
