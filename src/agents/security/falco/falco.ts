import { Duration, Size, Yaml } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FalcoArtifacts } from './artifacts';
import { FALCO_PROPS, checkFalco } from './check-props';
import { falcoConfig, sorted } from './config';
import { FALCOCTL_REASONS, FOLLOW, INSTALL, LOADER, driverLoader, falcoMounts, falcoctl } from './containers';
import { FalcoDriver } from './driver';
import { FalcoOutput } from './output';
import { FalcoDaemonSetProps } from './props';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { monitorWithService } from '../../../objects/metrics';
import { ContainerOptions } from '../../../pod/container';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Probe } from '../../../values/probe';
import { AgentContext } from '../../agent-context';
import { containerOptions } from '../../common';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, shown } from '../../own-default';
import { RuntimeSocket, SecurityAgentDaemonSet, SecurityWatch } from '../security-agent';

/** https://github.com/falcosecurity/falco/releases */
const VERSION = '0.44.1';
/** https://github.com/falcosecurity/falcoctl/releases */
const FALCOCTL = 'falcosecurity/falcoctl:0.13.0';
const WEB = 'web';
const FILE = '/etc/falco/falco.yaml';
const RULES = '/etc/falco/rules.d';
const CHART = 'https://github.com/falcosecurity/charts/tree/master/charts/falco';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node that nobody watches because it is tainted is a place to hide'),
  priority: nodeAgentsPriority(),
  security: ownDefault('agentSecurity', 'user 0 with no capability but those that its driver needs; falcoctl is user 0 without any',
    'programs in the kernel and other users\' processes are root\'s to read; nothing more is needed', () => true),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 100m CPU and 512Mi memory, at most 1Gi memory; falcoctl 10m and 32Mi',
    'as Falco\'s own chart sizes it; no CPU limit, under which it would drop events', () => ({
      cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(512), limit: Size.gibibytes(1) },
    })),
  probes: ownDefault('agentProbes', 'startup, liveness and readiness by HTTP at /healthz', 'it answers once the rules are read and events come; reading them may take 100 s', () => true),
  artifacts: ownDefault('artifacts', 'falcoctl brings Falco\'s own rules and the container plugin, and looks for newer rules every week',
    'rules come in other versions than Falco does', () => FalcoArtifacts.following()),
  runtimeSockets: ownDefault('runtimeSockets', 'directories of the sockets of containerd, CRI-O and the containerd of K3s, read-only',
    'without them, alerts name no pod; the kubelets of today have no other runtime', () => [RuntimeSocket.containerd(), RuntimeSocket.crio(), RuntimeSocket.k3s()]),
  serviceAccount: ownAccount('without rights', 'rights given to the namespace\'s default account must not reach it'),
};

/**
 * Falco on every node: alerts on what programs do, by rules about system calls.
 *
 * @see https://falco.org/docs/
 */
export class FalcoDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it runs: given, or made; unset when neither. It asks the API server nothing. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its configuration, as Falco reads it. */
  public readonly configYaml: string;

  /**
   * @throws InvalidRules, NoOutputs, OutputTwice, PluginTwice, SidekickWithoutJson, MonitorWithoutMetrics, LoaderWithoutModule, SecretAsText, InvalidPort, MonitorWithoutLabels and
   * what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: FalcoDaemonSetProps = {}) {
    super(scope, id);
    const where = this.node.path;
    const agent = new AgentContext(this, props, { name: 'falco', defaults: DEFAULTS, known: FALCO_PROPS, asksApiServer: false });
    checkFalco(where, props);
    const { driver = FalcoDriver.modernEbpf(), outputs = [FalcoOutput.stdout()], port = 8765 } = props;
    const artifacts = agent.or(DEFAULTS.artifacts, props.artifacts) ?? FalcoArtifacts.ofImage();
    const sockets = agent.or(DEFAULTS.runtimeSockets, props.runtimeSockets) ?? [];

    this.configYaml = Yaml.stringify(falcoConfig({
      driver,
      sockets,
      outputs,
      plugins: props.plugins ?? [],
      port,
      minimumPriority: props.minimumPriority,
      jsonOutput: props.jsonOutput,
      hasMetrics: props.metrics ?? props.monitor !== undefined,
      written: props.config ?? {},
    }));
    const own = {
      env: [...ENVIRONMENT, ...outputs.flatMap(({ _env }) => _env)],
      args: ['/usr/bin/falco'],
      ports: [ContainerPort.named(WEB, port)],
      hostPaths: driver._needsLoader ? [] : DEVICES,
      mounts: [
        ...agent.unlessMounted([...falcoMounts(artifacts.isDownloaded), ...outputs.flatMap(({ _mounts }) => _mounts)]),
        ...props.mounts ?? [],
      ],
      ...this.probes(agent.isOn(DEFAULTS.probes), port, props),
      resources: agent.or(DEFAULTS.resources, props.resources),
      securityContext: props.securityContext,
    };
    const main = agent.container(props.image ?? ImageName.of(`falcosecurity/falco:${VERSION}`), own);
    const loader = driver._needsLoader ? driverLoader(driver, props.driverLoaderImage ?? ImageName.of(`falcosecurity/falco-driver-loader:${VERSION}`)) : undefined;
    const falcoctlImage = props.falcoctlImage ?? ImageName.of(FALCOCTL);
    const isOn = { security: agent.isOn(DEFAULTS.security), resources: agent.isOn(DEFAULTS.resources) };
    const { name } = agent;

    this.serviceAccount = agent.serviceAccount;
    const security = new SecurityAgentDaemonSet(this, 'Default', {
      ...agent.common(FALCOCTL_REASONS),
      ...containerOptions(main._props),
      name,
      containerName: agent.containerName,
      // What it stands for has been made here.
      serviceAccountAnnotations: undefined,
      image: main._props.image,
      watches: [
        driver._watch, SecurityWatch.processes(), SecurityWatch.files('/etc', 'names of the node\'s users and groups are there', CHART),
        ...(sockets.length === 0 ? [] : [SecurityWatch.containers(...sockets)]),
      ],
      driverLoader: loader,
      initContainers: [...(artifacts.isDownloaded ? [falcoctl(INSTALL, falcoctlImage, 'install', isOn)] : []), ...props.initContainers ?? []],
      configFiles: [
        ...(agent.isMounted(FILE) ? [] : [ConfigFiles.of(FILE, { 'falco.yaml': this.configYaml }, {
          configMapName: `${name}-config`, onlyFile: 'falco.yaml', containers: [agent.containerName, ...(driver.kind === 'auto' ? [LOADER] : [])],
        })]),
        ...(props.customRules === undefined || Object.keys(props.customRules).length === 0 || agent.isMounted(RULES) ? [] : [ConfigFiles.of(RULES, props.customRules, { configMapName: `${name}-rules` })]),
        ...(artifacts.isDownloaded ? [ConfigFiles.of('/etc/falcoctl', { 'falcoctl.yaml': Yaml.stringify(sorted(artifacts._config(port))) }, {
          configMapName: `${name}-falcoctl`, containers: [INSTALL, ...(artifacts.isFollowed ? [FOLLOW] : [])],
        })] : []),
        ...props.configFiles ?? [],
      ],
    });
    this.daemonSet = security.daemonSet;
    if (artifacts.isFollowed) {
      this.daemonSet.addContainer(falcoctl(FOLLOW, falcoctlImage, 'follow', isOn));
    }
    monitorWithService(this, agent.ownership, { selector: this.daemonSet.selector, port: { name: WEB, port }, monitor: props.monitor });
  }

  private probes(isOn: boolean, port: number, props: FalcoDaemonSetProps): Pick<ContainerOptions, 'startupProbe' | 'livenessProbe' | 'readinessProbe'> {
    const asks = (period: number, failureThreshold?: number) => (isOn ? Probe.httpGet('/healthz', PortRef.number(port), {
      period: Duration.seconds(period), timeout: Duration.seconds(5), ...(failureThreshold === undefined ? {} : { failureThreshold }),
    }) : undefined);
    return {
      startupProbe: props.startupProbe ?? asks(5, 20),
      livenessProbe: props.livenessProbe ?? asks(15),
      readinessProbe: props.readinessProbe ?? asks(15),
    };
  }
}

const ENVIRONMENT = [
  EnvVar.of('HOST_ROOT', '/host'), EnvVar.fromField('FALCO_HOSTNAME', 'spec.nodeName'), EnvVar.fromField('FALCO_K8S_NODE_NAME', 'spec.nodeName'),
];

/** Falco's libraries look there whatever the driver. No device can be opened by a container that is not privileged. */
const DEVICES = [
  HostPath.dev().at('/host/dev').because('Falco looks for its drivers\' devices there; it can open none without being privileged', CHART),
  HostPath.of('/sys/module').because('Falco looks there whether its kernel module is loaded', CHART),
];
