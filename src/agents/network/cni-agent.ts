import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CNI_DEFAULTS } from './cni-defaults';
import { CNI_AGENT_KINDS, CNI_AGENT_PROPS, CNI_INSTALL_PROPS } from './cni-props';
import { Conflist } from './conflist';
import { AgentDefault } from '../../daemon-set/agent-defaults';
import { clusterOf } from '../../daemon-set/cluster-scope';
import { ConfigFiles } from '../../daemon-set/config-files';
import { HostAccessReason } from '../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../daemon-set/node-agent-daemon-set';
import { fail, show } from '../../errors';
import { Container, ContainerOptions } from '../../pod/container';
import { HostPath } from '../../values/host-path';
import { ImageName } from '../../values/image-name';
import { TEXT, of, requireKinds } from '../../values/kinds';
import { requireKnown } from '../../values/known-fields';
import { requireUnsetOrOneOf } from '../../values/require';
import { ContainerSecurity } from '../../values/security';
import { Tolerations } from '../../values/tolerations';
import { AgentContext } from '../agent-context';
import { AgentProps, containerOptions, unlessMounted } from '../common';
import { confined } from '../confined';
import { shown } from '../own-default';

const INSTALLER = 'install-cni';
const CONFLIST_DIRECTORY = '/etc/cni-config';
const PLUGINS = 'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/';
const SPECIFICATION = 'https://www.cni.dev/docs/spec/#section-4-plugin-delegation';

const REASONS = [
  HostAccessReason.hostNetwork('it makes the network of all other pods, and has none before').from(PLUGINS),
  HostAccessReason.root('interfaces, routes and packet filters of the node are root\'s to change').from('https://man7.org/linux/man-pages/man7/network_namespaces.7.html'),
];

/** Who writes the node's directories of network plugins. */
export enum CniWriters {
  /** The install container both directories, the agent that of networks' configuration; without an install container the agent both. */
  INSTALL_AND_AGENT = 'install-and-agent',
  /** The install container alone, which there must be: for agents that never touch them. */
  INSTALL = 'install',
  /** The install container that of programs, the agent that of configuration; without an install container the agent both. */
  APART = 'apart',
  /** Nobody: for agents beside a network plugin that is another's. */
  NOBODY = 'nobody',
}

/** How the network's plugin comes onto the node: an init container, with all that a container can have. */
export interface CniInstall extends ContainerOptions {
  /**
   * The install container's image.
   *
   * @default - the agent's; then `command` must say what else it does
   */
  readonly image?: ImageName;
  /**
   * Its name.
   *
   * @default install-cni - says what it does
   */
  readonly containerName?: string;
}

/** A network agent. */
export interface CniAgentDaemonSetProps extends AgentProps {
  /** The agent. */
  readonly image: ImageName;
  /**
   * An init container, before all others but those of `beforeInstall`, that copies the plugin's programs to the node.
   *
   * @default - none: the agent does it
   */
  readonly install?: CniInstall;
  /**
   * Containers that run to their end before the install container: whatever must be done before the node's runtime sees the plugin.
   *
   * @default - none
   */
  readonly beforeInstall?: Container[];
  /**
   * Who writes the node's directories of network plugins.
   *
   * @default CniWriters.INSTALL_AND_AGENT - agents keep the plugin's access to the API server up to date there
   */
  readonly cniWriters?: CniWriters;
  /**
   * Whose taint `PREFIX/agent-not-ready` keeps other pods off a new node: tolerated besides what `tolerations` says. The node pools must set it, and somebody must
   * remove it when the agent is ready, as the agent's page says.
   *
   * @default - none but what `tolerations` says; by default that is every taint
   */
  readonly startupTaint?: string;
  /**
   * The network's configuration list, as JSON text: brought to the agent and to the install container in `/etc/cni-config`.
   *
   * @default - none: the agent writes it
   * @see https://www.cni.dev/docs/spec/#section-1-network-configuration-format
   */
  readonly conflist?: string;
  /**
   * The name of its file. Container runtimes take the first of their directory in the order of the alphabet, hence names such as `10-bridge.conflist`. Without `conflist`, the file that
   * the agent writes itself: two writers of one file in a cluster are told.
   *
   * @default - the network's name with `.conflist`
   */
  readonly conflistFile?: string;
  /**
   * The node's directory of plugins' programs.
   *
   * @default /opt/cni/bin - where container runtimes look unless told otherwise
   */
  readonly cniBinDirectory?: string;
  /**
   * The node's directory of networks' configuration.
   *
   * @default /etc/cni/net.d - where container runtimes look unless told otherwise
   */
  readonly cniConfDirectory?: string;
}

/**
 * Any network agent on every node, from before the node is ready.
 */
export class CniAgentDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(CNI_DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it talks to the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /** @throws MissingImage, InvalidConflist, MissingCommand, UnknownValue, InvalidName and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: CniAgentDaemonSetProps) {
    super(scope, id);
    const agent = new AgentContext(this, props, { name: 'cni-agent', defaults: CNI_DEFAULTS, known: CNI_AGENT_PROPS });
    const image = agent.requiredImage('the network agent\'s', 'example.com/network-agent:v1.0.0');
    requireKinds(this.node.path, props, CNI_AGENT_KINDS);
    requireUnsetOrOneOf(this.node.path, 'cniWriters', props.cniWriters, CniWriters);
    const conflist = props.conflist === undefined ? undefined : Conflist.parse(this.node.path, props.conflist, props.conflistFile);
    const bin = HostPath.cniBin(props.cniBinDirectory).writable('the plugin\'s programs are installed there', SPECIFICATION);
    const conf = HostPath.cniConf(props.cniConfDirectory).writable('the network\'s configuration is installed there', PLUGINS);
    const writers = agent.isOn(CNI_DEFAULTS.cniPaths) ? props.cniWriters ?? CniWriters.INSTALL_AND_AGENT : CniWriters.NOBODY;
    if (writers === CniWriters.INSTALL && props.install === undefined) {
      fail('MissingCommand', this.node.path, `cniWriters is ${show(writers)} and install is nothing, so that nobody brings the plugin onto the node; write install: { command: ["/install"] } with the program that installs, or CniWriters.NOBODY where the plugin is another's`);
    }
    const install = props.install === undefined ? undefined
      : installer(this.node.path, props.install, image, installed(writers, bin, conf), agent.or(CNI_DEFAULTS.installSecurity));
    const ofAgent = install === undefined ? [bin, conf] : [conf];
    const common = agent.common([...(install === undefined ? [] : [HostAccessReason.root('the directories of network plugins belong to root', install.name).from(PLUGINS)]), ...REASONS]);
    const own = common.tolerations ?? Tolerations.none();

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...common,
      tolerations: props.startupTaint === undefined ? common.tolerations : own.and(Tolerations.startupTaint(props.startupTaint)),
      hostNetwork: agent.or(CNI_DEFAULTS.hostNetwork, props.hostNetwork),
      dnsPolicy: agent.or(CNI_DEFAULTS.dns, props.dnsPolicy),
      containers: [agent.container(image, { hostPaths: writers === CniWriters.INSTALL_AND_AGENT || writers === CniWriters.APART ? ofAgent : [] })],
      initContainers: [...props.beforeInstall ?? [], ...(install === undefined ? [] : [install]), ...props.initContainers ?? []],
    });
    const directory = props.cniConfDirectory ?? '/etc/cni/net.d';
    const file = props.conflistFile ?? Object.keys(conflist?.files ?? {})[0];
    clusterOf(this).agents.addNetworkPart(this.daemonSet, { isNetworkAgent: true, cniFiles: file === undefined ? [] : [`${directory.replace(/\/+$/, '')}/${file}`] });
    if (conflist !== undefined) {
      const readers = install === undefined ? {} : { containers: [install.name, agent.containerName] };
      this.daemonSet.addConfigFiles(ConfigFiles.of(CONFLIST_DIRECTORY, conflist.files, readers));
    }
  }
}

function installed(writers: CniWriters, bin: HostPath, conf: HostPath): HostPath[] {
  return writers === CniWriters.NOBODY ? [] : writers === CniWriters.APART ? [bin] : [bin, conf];
}

function installer(where: string, install: CniInstall, image: ImageName, paths: HostPath[], own: ContainerSecurity | undefined): Container {
  requireKnown(where, install, CNI_INSTALL_PROPS, 'install');
  requireKinds(where, install, { image: of(ImageName), containerName: TEXT });
  if (install.image === undefined && (install.command ?? []).length === 0) {
    fail('MissingCommand', where, `install.command is ${show(install.command)}, and the agent's own program would run in its place and never end; write the program that installs, or another image`);
  }
  return Container.of({
    ...containerOptions(install),
    name: install.containerName ?? INSTALLER,
    image: install.image ?? image,
    hostPaths: [...unlessMounted(install, paths), ...install.hostPaths ?? []],
    ...(own === undefined ? {} : { securityContext: confined(own, install.securityContext) }),
  });
}
