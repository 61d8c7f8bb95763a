import { Construct } from 'constructs';
import { AgentDefault } from '../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../daemon-set/config-files';
import { NodeAgentDaemonSet } from '../../daemon-set/node-agent-daemon-set';
import { fail, show } from '../../errors';
import { AgentServiceAccount, accountOf } from '../../objects/rbac';
import { Container } from '../../pod/container';
import { DnsPolicy } from '../../pod/pod-options';
import { HostPath } from '../../values/host-path';
import { ImageName } from '../../values/image-name';
import { NodeTargeting } from '../../values/node-targeting';
import { Priority } from '../../values/priority';
import { Rollout } from '../../values/rollout';
import { Tolerations } from '../../values/tolerations';
import { AgentContext, AgentProps, containerOptions } from '../common';

const OWN_DEFAULTS: readonly AgentDefault[] = [
  AgentDefault._of('agentTargeting', 'every Linux node but EKS Fargate and AKS virtual nodes', 'they have networks of their own'),
  AgentDefault._of('agentTolerations', 'tolerates every taint, not-ready included', 'a node becomes ready only through its network agent'),
  AgentDefault._of('agentPriority', 'system-node-critical', 'without a network the node runs nothing else'),
  AgentDefault._of('agentRollout', 'one pod at a time', 'while it is down, new pods on its node get no network; a broken version stops after the first node'),
  AgentDefault._of('agentDns', 'dnsPolicy Default: the node\'s own servers', 'cluster DNS needs the network that this agent makes'),
  AgentDefault._of('cniPaths', 'the directories of network plugins\' programs and configuration, writable', 'it installs its plugin and its configuration there'),
  AgentDefault._of('serviceAccount', 'a ServiceAccount of the agent\'s own', 'rights given to the namespace\'s default account must not reach it'),
];

/** How the network's plugin comes onto the node. */
export interface CniInstall {
  /** The program and its arguments, in the install container. */
  readonly command: string[];
  /**
   * The install container's image.
   *
   * @default - the agent's
   */
  readonly image?: ImageName;
}

/** A network agent. */
export interface CniAgentDaemonSetProps extends AgentProps {
  /** The agent. */
  readonly image: ImageName;
  /**
   * An init container that copies the plugin's programs to the node.
   *
   * @default - none: the agent does it
   */
  readonly install?: CniInstall;
  /**
   * The network's configuration list, as JSON text: brought to the containers as `/etc/cni-config/<name>.conflist`.
   *
   * @default - none: the agent writes it
   * @see https://www.cni.dev/docs/spec/#section-1-network-configuration-format
   */
  readonly conflist?: string;
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
    return [...OWN_DEFAULTS];
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;

  /** @throws MissingImage, InvalidConflist and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: CniAgentDaemonSetProps) {
    super(scope, id);
    if (!(props?.image instanceof ImageName)) {
      fail('MissingImage', this.node.path, `image is ${show(props?.image)}; write the network agent's, such as ImageName.of("example.com/network-agent:v1.0.0")`);
    }
    const context = new AgentContext(this, props, OWN_DEFAULTS);
    const name = props.name ?? 'cni-agent';
    const network = props.conflist === undefined ? undefined : checkedConflist(this.node.path, props.conflist);
    const account = props.serviceAccount === undefined && context.isOn('serviceAccount');
    const labels = { 'app.kubernetes.io/instance': props.instance ?? name, 'app.kubernetes.io/name': name };
    const bin = HostPath.cniBin(props.cniBinDirectory).writable('the plugin\'s programs are installed there');
    const conf = HostPath.cniConf(props.cniConfDirectory).writable('the network\'s configuration is installed there');
    const paths = context.or<HostPath[]>('cniPaths', undefined, [bin, conf]) ?? [];

    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...props,
      name,
      hostNetwork: props.hostNetwork ?? true,
      dnsPolicy: context.or('agentDns', props.dnsPolicy, DnsPolicy.DEFAULT),
      containers: [Container.of({
        ...containerOptions(props),
        name: props.containerName ?? 'cni-agent',
        image: props.image,
        hostPaths: [...paths, ...props.hostPaths ?? []],
      })],
      initContainers: [
        ...(props.install === undefined ? [] : [Container.of({
          name: 'install-cni', image: props.install.image ?? props.image, command: props.install.command, hostPaths: paths,
        })]),
        ...props.initContainers ?? [],
      ],
      targeting: context.or('agentTargeting', props.targeting, NodeTargeting.realNodes()),
      tolerations: context.or('agentTolerations', props.tolerations, Tolerations.everything()),
      priority: props.priority ?? context.or('agentPriority', context.scopePriority, Priority.nodeCritical()),
      rollout: context.or('agentRollout', props.rollout, Rollout.networkAgent()),
      serviceAccount: account ? accountOf(this, 'Account', name, props.namespace) : props.serviceAccount,
    });
    if (account) {
      new AgentServiceAccount(this, 'ServiceAccount', name, props.namespace, labels);
    }
    if (network !== undefined) {
      const file = `${network}.conflist`;
      this.daemonSet.addConfigFiles(ConfigFiles.of('/etc/cni-config', { [file]: props.conflist! }, props.install === undefined ? {} : { container: 'install-cni' }));
    }
  }
}

/** The network's name. */
function checkedConflist(where: string, conflist: string): string {
  let parsed: { name?: unknown; plugins?: unknown };
  try {
    parsed = JSON.parse(conflist);
  } catch (error) {
    fail('InvalidConflist', where, `conflist is no JSON: ${(error as Error).message}; write the network configuration list as JSON text`);
  }
  if (typeof parsed !== 'object' || parsed === null || typeof parsed.name !== 'string' || !/^[A-Za-z0-9][\w.-]*$/.test(parsed.name)
    || !Array.isArray(parsed.plugins) || parsed.plugins.length === 0) {
    fail('InvalidConflist', where, `conflist is ${show(conflist)}; write { "cniVersion": …, "name": …, "plugins": [ … ] } with a name and at least one plugin`);
  }
  return parsed.name;
}
