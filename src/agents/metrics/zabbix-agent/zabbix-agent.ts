import { Duration, Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ZABBIX_PROPS, checkZabbix, requireOnce } from './check-props';
import { ConfigModel, agentConfig, linesOf } from './config';
import { ZabbixHostname } from './host';
import { ZabbixAgentDaemonSetProps } from './props';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { headlessService } from '../../../objects/service';
import { Container } from '../../../pod/container';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort } from '../../../values/container-port';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { Probe } from '../../../values/probe';
import { Rollout } from '../../../values/rollout';
import { ContainerSecurity } from '../../../values/security';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';
import { AgentContext } from '../../agent-context';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, rollout, security, shown } from '../../own-default';

/** https://hub.docker.com/r/zabbix/zabbix-agent2/tags */
const IMAGE = 'zabbix/zabbix-agent2:ubuntu-7.0.16';
/** `zabbix` of the image. */
const USER = 1997;
const GROUP = 1995;
const PROGRAM = '/usr/sbin/zabbix_agent2';
const DIRECTORY = '/etc/zabbix-agent';
const FILE = `${DIRECTORY}/zabbix_agent2.conf`;
const PORT_NAME = 'zabbix-agent';
const PREPARE = 'state-directory';
const NODE_NETWORK = 'traffic and connections are of the network that the program is in, and servers beyond the cluster ask by the node\'s address';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node that is not seen because it is tainted is the one that is looked for'),
  priority: nodeAgentsPriority(),
  rollout: rollout('at most 33% of the pods down at once', 'a restart costs a check or two', () => Rollout.exporter()),
  hostNetwork: ownDefault('hostNetwork', 'the node\'s network', NODE_NETWORK, () => true),
  hostFiles: ownDefault('hostFiles', '/proc, /sys and / of the node, read-only, under /hostfs', 'items read there what is the node\'s: vfs.fs.size[/hostfs/root,pused], vfs.file.contents[/hostfs/proc/mdstat]',
    () => true),
  security: security('user 1997 of group 1995, no capability, read-only file system', 'they are the image\'s; what the agent reads, everybody may read',
    { runAsUser: USER, runAsGroup: GROUP, runAsNonRoot: true, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 10m CPU and 32Mi memory, at most 128Mi memory',
    'it idles near 20Mi, and user parameters run beside it; no CPU limit, which would only delay values',
    () => ({ cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) } })),
  probes: ownDefault('agentProbes', 'startup and liveness by a command to the agent\'s control socket',
    'it answers in either mode; a connection to its port is one from nobody that it knows, and gets a warning in its log each time', () => true),
  serviceAccount: ownAccount('without rights or token', 'it asks the API server nothing'),
  service: ownDefault('service', 'a headless Service, when there are passive checks', 'Zabbix finds the agents by its endpoints; one address for all would answer with one node or another', () => true),
};

const REASONS = [
  HostAccessReason.hostNetwork(NODE_NETWORK),
  HostAccessReason.hostPorts('servers and proxies ask it there'),
  HostAccessReason.hostPid('items of processes, such as proc.num and proc.mem, count those that the program sees'),
  HostAccessReason.root('the kubelet makes the state directory for root; its owner alone can give it to the agent\'s group', PREPARE),
];

/**
 * Zabbix agent 2 on every node: passive checks, active checks or both, in a file of its own that is checked before it is mounted.
 *
 * @see https://www.zabbix.com/documentation/7.0/en/manual/concepts/agent2
 */
export class ZabbixAgentDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it runs: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its configuration, as the agent reads it. */
  public readonly configText: string;

  /**
   * @throws MissingProps, MissingChecks, RulesWithoutEffect, UserParameterTwice, UnsafeWithoutParameters, ParameterTwice, InvalidParameter, InvalidLine, SecretAsText,
   * ReadOnlyState, RootWithoutFileSystem and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: ZabbixAgentDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkZabbix(where, props);
    const { passiveChecks, activeChecks } = props;
    const agent = new AgentContext(this, props, { name: 'zabbix-agent', defaults: DEFAULTS, known: ZABBIX_PROPS, asksApiServer: false });
    const state = activeChecks?.keepsBuffer === true ? props.stateDirectory ?? HostPath.stateDirectory(agent.name) : undefined;
    const model = modelOf(props, state);
    requireOnce(where, linesOf(model));
    this.configText = agentConfig(model);

    const image = props.image ?? ImageName.of(IMAGE);
    const isByHand = agent.isMounted(DIRECTORY);
    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(REASONS),
      hostNetwork: agent.or(DEFAULTS.hostNetwork, props.hostNetwork),
      configFiles: [...(isByHand ? [] : [ConfigFiles.of(DIRECTORY, { 'zabbix_agent2.conf': this.configText })]), ...props.configFiles ?? []],
      initContainers: [...(state === undefined ? [] : preparing(image, state, props)), ...props.initContainers ?? []],
      containers: [agent.container(image, {
        // The image's own start writes a configuration of its own from variables, into a file system that is read-only here.
        command: props.command ?? [PROGRAM],
        args: ['--foreground', '--config', FILE],
        env: [...model.hostname._env, ...activeChecks?._options.hostInterface?._env ?? []],
        ports: passiveChecks === undefined ? [] : [ContainerPort.named(PORT_NAME, passiveChecks.port)],
        hostPaths: [...(agent.isOn(DEFAULTS.hostFiles) ? hostFiles(props) : []), ...(state === undefined ? [] : [state])],
        mounts: agent.mounts([VolumeMount.of('/tmp', Volume.emptyDir('tmp')), ...filesOf(props)]),
        startupProbe: props.startupProbe ?? (agent.isOn(DEFAULTS.probes) ? asked({ period: Duration.seconds(2), failureThreshold: 30 }) : undefined),
        livenessProbe: props.livenessProbe ?? (agent.isOn(DEFAULTS.probes) ? asked({ period: Duration.seconds(30) }) : undefined),
        resources: agent.or(DEFAULTS.resources, props.resources),
        securityContext: agent.security(DEFAULTS.security),
      })],
    });
    if (passiveChecks !== undefined && !passiveChecks._address.isLoopback && agent.isOn(DEFAULTS.service)) {
      headlessService(this, agent.ownership, this.daemonSet.selector, [{ name: PORT_NAME, port: passiveChecks.port }]);
    }
  }
}

function modelOf(props: ZabbixAgentDaemonSetProps, state: HostPath | undefined): ConfigModel {
  const { passiveChecks, activeChecks, tls, itemKeys = [], userParameters = [], unsafeUserParameters, plugins = [], includes = [], debugLevel } = props;
  return {
    passiveChecks,
    activeChecks,
    buffer: state === undefined ? undefined : `${state.mountPath.replace(/\/+$/, '')}/agent2.db`,
    hostname: props.hostname ?? ZabbixHostname.nodeName(),
    tls,
    itemKeys,
    userParameters,
    unsafeUserParameters,
    plugins,
    includes,
    timeout: props.timeout?.toSeconds(),
    debugLevel,
    written: props.config ?? {},
  };
}

/** Gives the directory to the agent's group: as its owner, and so without a capability. Not for an agent that is root itself. */
function preparing(image: ImageName, state: HostPath, { securityContext, podSecurityContext }: ZabbixAgentDaemonSetProps): Container[] {
  const user = securityContext?.runAsUser ?? podSecurityContext?.runAsUser;
  const group = securityContext?.runAsGroup ?? podSecurityContext?.runAsGroup ?? (user === undefined ? GROUP : 0);
  if (user === 0) {
    return [];
  }
  const directory = state.mountPath;
  const confinement: ContainerSecurity = { runAsUser: 0, runAsGroup: group, runAsNonRoot: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
  return [Container.of({
    name: PREPARE,
    image,
    command: ['/bin/sh', '-c', `chgrp ${group} ${directory} && chmod 0770 ${directory}`],
    hostPaths: [state],
    resources: { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(8), limit: Size.mebibytes(32) } },
    securityContext: confinement,
  })];
}

function hostFiles({ rootFileSystem, rootPropagation }: ZabbixAgentDaemonSetProps): HostPath[] {
  const root = HostPath.root().at('/hostfs/root').because('sizes of its file systems and contents of its files are read there');
  return [
    HostPath.proc().at('/hostfs/proc').because('what the kernel tells of the node is read there'),
    HostPath.sys().at('/hostfs/sys').because('what the kernel tells of devices is read there'),
    ...(rootFileSystem === false ? [] : [rootPropagation === undefined ? root : root.withPropagation(rootPropagation)]),
  ];
}

/** Files that the configuration names. */
function filesOf({ tls, includes = [] }: ZabbixAgentDaemonSetProps): VolumeMount[] {
  return [...(tls === undefined ? [] : [tls._mount()]), ...includes.flatMap(({ _mount }) => _mount ?? [])];
}

/** The program itself says in text alone whether it got an answer, never by its exit code. */
function asked(options: { readonly period: Duration; readonly failureThreshold?: number }): Probe {
  return Probe.exec(['/bin/sh', '-c', `${PROGRAM} --config ${FILE} -R metrics | grep -q active:`], { timeout: Duration.seconds(5), ...options });
}
