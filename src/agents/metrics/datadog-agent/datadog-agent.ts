import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CheckFiles, checkFiles } from './check';
import { DATADOG_PROPS, checkDatadog, checkTogether } from './check-props';
import { INIT_CONFIG, Kit, PROCESS_AGENT, SYSTEM_PROBE, agentPorts, furtherContainers, healthProbe, initContainers, resources, tracePorts } from './containers';
import { agentEnv, commonEnv, lastOfName } from './environment';
import { CONFIG, agentPaths, configMounts, probeMounts, runMounts, scratchMounts, socketMounts } from './paths';
import { checkAutopilot } from './platform';
import { DatadogAgentDaemonSetProps } from './props';
import { REASONS, rulesOf } from './reasons';
import { Settings, settingsOf } from './settings';
import { systemProbeYaml } from './system-probe';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { NamedPort, localService } from '../../../objects/service';
import { ImageName } from '../../../values/image-name';
import { Platform } from '../../../values/platform';
import { PodSecurity } from '../../../values/security';
import { AgentContext } from '../../agent-context';
import { confined } from '../../confined';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, security, shown } from '../../own-default';

/** https://github.com/DataDog/datadog-agent/releases */
const IMAGE = 'registry.datadoghq.com/agent:7.81.1';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node that is not seen because it is tainted is the one that is looked for'),
  priority: nodeAgentsPriority(),
  hostPid: ownDefault('hostPid', 'the node\'s processes', 'who sends by the socket is told by its process, and processes of the node are watched', () => true),
  user: ownDefault<PodSecurity>('agentUser', 'user 0 for the whole pod', 'sockets of container runtimes and log files of pods belong to root', () => ({ runAsUser: 0 })),
  security: security('read-only file systems but for the init containers; of all capabilities CHOWN, DAC_OVERRIDE and FOWNER only, but for the system-probe',
    'root hands files to the Agent\'s own user and must read and write them all the same; nothing more is needed',
    { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] } }),
  resources: ownDefault('agentResources', 'of the Agent requests 100m CPU and 256Mi memory, at most 512Mi memory; of the others less',
    'Datadog measured 130 MB for the Agent alone (https://docs.datadoghq.com/getting_started/agent/#agent-overhead); the rest is for pods, checks and bursts; no CPU limit, which would only delay what is sent',
    () => resources(100, 256, 512)),
  probes: ownDefault('agentProbes', 'liveness, readiness and start by HTTP at port 5555; liveness of the trace-agent by TCP', 'each part of the Agent says there whether it still works', () => true),
  service: ownDefault('service', 'a Service to the Agent of the same node, internalTrafficPolicy Local', 'programs need no address of their node; where there is no Agent, it leads nowhere rather than to another node',
    () => true),
  serviceAccount: ownAccount('with the rights to ask the kubelet', 'kubelet and API server are asked in its name; without an account it has neither token nor rights'),
};

/**
 * The Datadog Agent on every node: the Agent and the trace-agent; logs, live processes and the system-probe on request.
 *
 * @see https://docs.datadoghq.com/containers/kubernetes/
 */
export class DatadogAgentDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it asks the kubelet and the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /**
   * @throws MissingApiKey, InvalidClusterName, InvalidTag, InvalidCheck, InvalidFilter, CheckTwice, SecretAsText, OriginWithoutHostPid, ServiceLinksOff, OnePortForTwo,
   * ReadOnlyState, RefusedByAutopilot and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: DatadogAgentDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkDatadog(where, props);
    const agent = new AgentContext(this, props, { name: 'datadog-agent', containerName: 'agent', defaults: DEFAULTS, known: DATADOG_PROPS });
    const settings = settingsOf(props, agent.platform, agent.serviceAccount?.name);
    if (settings.isAutopilot) {
      checkAutopilot(where, props, settings);
    }
    const hostPid = settings.isAutopilot ? props.hostPid : agent.or(DEFAULTS.hostPid, props.hostPid);
    checkTogether(where, settings, hostPid === true);
    const checks = checkFiles(where, props.checks ?? []);
    const kit: Kit = {
      settings,
      image: props.image ?? ImageName.of(IMAGE),
      imagePullPolicy: props.imagePullPolicy,
      security: agent.isOn(DEFAULTS.security) ? confined(DEFAULTS.security.value(agent.name), undefined, props.podSecurityContext) : undefined,
      hasResources: agent.isOn(DEFAULTS.resources),
      hasProbes: agent.isOn(DEFAULTS.probes),
    };
    const probe = (path: string) => (kit.hasProbes ? healthProbe(path) : undefined);

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(REASONS),
      hostPid,
      // Autopilot knows the Agent, and lets it have what it refuses to others; what it refuses the Agent was judged above.
      platform: settings.isAutopilot ? Platform.kubernetes() : props.platform,
      podSecurityContext: agent.podSecurity(DEFAULTS.user),
      configFiles: [...configFiles(agent.name, agent.containerName, settings, checks), ...props.configFiles ?? []],
      initContainers: [...initContainers(kit), ...props.initContainers ?? []],
      containers: [
        agent.container(kit.image, {
          command: props.command ?? ['agent', 'run'],
          env: lastOfName(commonEnv(settings), agentEnv(settings)),
          ports: agentPorts(settings),
          hostPaths: agentPaths(settings),
          mounts: agent.mounts([
            ...configMounts(settings, true), ...scratchMounts(), ...runMounts(settings), ...socketMounts(settings), ...probeMounts(settings, false),
          ]),
          livenessProbe: props.livenessProbe ?? probe('/live'),
          readinessProbe: props.readinessProbe ?? probe('/ready'),
          startupProbe: props.startupProbe ?? probe('/startup'),
          resources: agent.or(DEFAULTS.resources, props.resources),
          securityContext: agent.security(DEFAULTS.security),
        }),
        ...furtherContainers(kit),
      ],
    });
    if (agent.serviceAccount !== undefined) {
      agent.grant(rulesOf(settings.isAutopilot));
    }
    const served = servedPorts(settings);
    if (agent.isOn(DEFAULTS.service) && served.length > 0) {
      localService(this, 'Service', agent.ownership, this.daemonSet.selector, served);
    }
  }
}

/** Checks come in by the scripts before the first start; the system-probe's settings are read by each who talks to it. */
function configFiles(name: string, main: string, { systemProbe, hasProcessAgent }: Settings, { configs, sources }: CheckFiles): ConfigFiles[] {
  const toInit = (path: string, suffix: string, files: { [file: string]: string }) => (
    Object.keys(files).length === 0 ? [] : [ConfigFiles.of(path, files, { configMapName: `${name}-${suffix}`, containers: [INIT_CONFIG] })]);
  const file = 'system-probe.yaml';
  const readers = [main, ...(hasProcessAgent ? [PROCESS_AGENT] : []), SYSTEM_PROBE, INIT_CONFIG];
  return [
    ...toInit('/conf.d', 'confd', configs),
    ...toInit('/checks.d', 'checksd', sources),
    ...(systemProbe === undefined ? [] : [
      ConfigFiles.of(`${CONFIG}/${file}`, { [file]: systemProbeYaml(systemProbe._options) }, {
        configMapName: `${name}-system-probe`, containers: readers, onlyFile: file,
      }),
    ]),
  ];
}

/** What programs send to; each port of the Service has the name of the pods' port. */
function servedPorts(settings: Settings): NamedPort[] {
  return [...agentPorts(settings), ...tracePorts(settings)].map(({ name, number, protocol }) => ({
    name: name!, port: number, protocol, appProtocol: name === 'otlpgrpcport' ? 'grpc' : undefined,
  }));
}
