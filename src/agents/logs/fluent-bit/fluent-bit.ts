import { Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FLUENT_BIT_PROPS, checkFluentBit, checkStorage } from './check-props';
import { CLASSIC_FILE } from './classic-form';
import { Configuration, fluentBitConfig } from './config';
import { CONFIG_DIRECTORY, WORK_DIRECTORY } from './directories';
import { FluentBitFilter } from './filter';
import { FluentBitInput } from './input';
import { FluentBitConfigFormat, FluentBitDaemonSetProps, FluentBitLogLevel } from './props';
import { YAML_FILE } from './yaml-form';
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
import { TargetVersion } from '../../../values/target-version';
import { AgentContext } from '../../agent-context';
import { metricsService, nodeAgentsPriority, ownDefault, realNodes, security, shown } from '../../own-default';
import { SERVICE_ACCOUNT, addServices } from '../fluent/agent';
import { needsOf } from '../fluent/needs';
import { LOG_PATHS, ROOT_REASON, TOLERATIONS, stateDirectory } from '../log-defaults';
import { wrapLogAgent } from '../wrapped';

/** https://github.com/fluent/fluent-bit/releases */
const IMAGE = 'cr.fluentbit.io/fluent/fluent-bit:5.1.1';
const PROGRAM = '/fluent-bit/bin/fluent-bit';
const HTTP = 'http';
const HTTP_PORT = 2020;

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: TOLERATIONS,
  priority: nodeAgentsPriority(),
  logPaths: LOG_PATHS,
  stateDirectory: stateDirectory(),
  security: security('user 0 without any capability; read-only file system', `${ROOT_REASON}; nothing more is needed`,
    { runAsUser: 0, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 50m CPU and 64Mi memory, at most 256Mi memory',
    'inputs read no further when 5 MB of theirs wait, and the rest is for what is being sent; no CPU limit, which would only delay logs',
    () => ({ cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } })),
  probes: ownDefault('agentProbes', 'liveness by HTTP at /, readiness at /api/v2/health', 'a destination that is away is no reason to start again, but one to say so', () => true),
  serviceAccount: SERVICE_ACCOUNT,
  service: metricsService(),
};

const REASONS = [
  HostAccessReason.hostNetwork('the kubelet of the node is asked, or programs of the node send there'),
  HostAccessReason.hostPorts('programs of the node send there, and the kubelet asks for its health'),
];

/**
 * Fluent Bit on every node: logs of containers with names and labels of their pods, sent where they are wanted. Positions are kept on the node.
 *
 * @see https://docs.fluentbit.io/manual
 */
export class FluentBitDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it asks the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its configuration, as Fluent Bit reads it. */
  public readonly configText: string;

  /**
   * @throws MissingOutputs, MissingInputs, NothingMatches, InputUnsent, PositionsTwice, ParserTwice, NotInClassicForm, StorageWithoutFilesystem, ChunksAboveMemory, GraceTooShort,
   * NoStateDirectory, ReadOnlyState, InvalidPort, SecretAsText, MonitorWithoutService, MonitorWithoutLabels and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: FluentBitDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkFluentBit(where, props);
    const { httpPort = HTTP_PORT, configFormat = FluentBitConfigFormat.YAML, filters = [FluentBitFilter.kubernetes()] } = props;
    const asks = filters.some(({ name }) => name === 'kubernetes');
    const agent = new AgentContext(this, props, { name: 'fluent-bit', defaults: DEFAULTS, known: FLUENT_BIT_PROPS, asksApiServer: asks ? undefined : false });
    const state = agent.or(DEFAULTS.stateDirectory, props.stateDirectory);
    const resources = agent.or(DEFAULTS.resources, props.resources);
    checkStorage(where, props.storage, state, resources?.memory?.limit);
    const config = this.configuration(props, filters, state, resources, httpPort, configFormat);
    const file = configFormat === FluentBitConfigFormat.YAML ? YAML_FILE : CLASSIC_FILE;
    this.configText = config.files[file];

    const isByHand = agent.isMounted(CONFIG_DIRECTORY);
    const probe = (path: string) => (agent.isOn(DEFAULTS.probes) ? Probe.httpGet(path, PortRef.named(HTTP)) : undefined);
    const needs = needsOf([{ env: [EnvVar.fromField('POD_IP', 'status.podIP')] }, ...config.parts]);
    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = wrapLogAgent(this, agent, {
      image: props.image ?? ImageName.of(IMAGE),
      stateDirectory: state,
      reasons: REASONS,
      pod: { configFiles: [...(isByHand ? [] : [ConfigFiles.of(CONFIG_DIRECTORY, { ...config.files })]), ...props.configFiles ?? []] },
      container: {
        command: props.command ?? [PROGRAM],
        args: [`--workdir=${WORK_DIRECTORY}`, `--config=${CONFIG_DIRECTORY}/${file}`],
        env: needs.env,
        ports: [ContainerPort.named(HTTP, httpPort), ...needs.ports],
        hostPaths: needs.hostPaths,
        mounts: [...needs.mounts, ...props.mounts ?? []],
        livenessProbe: props.livenessProbe ?? probe('/'),
        readinessProbe: props.readinessProbe ?? probe('/api/v2/health'),
        resources,
        securityContext: agent.security(DEFAULTS.security),
      },
    }).daemonSet;
    if (this.serviceAccount !== undefined && needs.rules.length > 0) {
      agent.grant(needs.rules);
    }
    addServices(this, agent.ownership, needs.ports, agent.isOn(DEFAULTS.service), {
      selector: this.daemonSet.selector, port: { name: HTTP, port: httpPort }, path: '/api/v2/metrics/prometheus', monitor: props.monitor,
    });
  }

  private configuration(
    props: FluentBitDaemonSetProps, filters: FluentBitFilter[], state: HostPath | undefined, resources: ContainerResources | undefined, httpPort: number,
    format: FluentBitConfigFormat,
  ): Configuration {
    return fluentBitConfig({
      where: this.node.path,
      inputs: props.inputs ?? [FluentBitInput.containerLogs()],
      filters,
      outputs: props.outputs,
      parsers: props.parsers ?? [],
      storage: props.storage,
      stateDirectory: state?.mountPath,
      hasNodesPods: props.targetVersion?.isAtLeast(TargetVersion.V1_36) === true,
      memoryLimit: resources?.memory?.limit,
      flush: props.flush,
      grace: props.grace,
      logLevel: props.logLevel ?? FluentBitLogLevel.INFO,
      healthCheck: props.healthCheck ?? {},
      httpPort,
      service: props.service ?? {},
      format,
    });
  }
}
