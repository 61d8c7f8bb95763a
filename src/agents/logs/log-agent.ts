import { Construct } from 'constructs';
import { AgentDefault } from '../../daemon-set/agent-defaults';
import { NodeAgentDaemonSet } from '../../daemon-set/node-agent-daemon-set';
import { fail, show } from '../../errors';
import { AgentServiceAccount, accountOf, grantInCluster } from '../../objects/rbac';
import { Container } from '../../pod/container';
import { HostPath } from '../../values/host-path';
import { ImageName } from '../../values/image-name';
import { NodeTargeting } from '../../values/node-targeting';
import { Priority } from '../../values/priority';
import { Rollout } from '../../values/rollout';
import { Tolerations } from '../../values/tolerations';
import { AgentContext, AgentProps, containerOptions } from '../common';

const OWN_DEFAULTS: readonly AgentDefault[] = [
  AgentDefault._of('agentTargeting', 'every Linux node but EKS Fargate and AKS virtual nodes', 'there, a pod that tolerates every taint stays Pending for ever'),
  AgentDefault._of('agentTolerations', 'tolerates every taint', 'a node without a log agent loses the logs that explain why it was tainted'),
  AgentDefault._of('agentPriority', 'PriorityClass node-agents, made once in the cluster', 'on a full node the agent has no other place to go, so it must not be the one that waits'),
  AgentDefault._of('agentRollout', 'at most 10% of the pods down at once', 'many that start at once load the API server and the log store'),
  AgentDefault._of('logPaths', '/var/log of the node, read-only', 'the logs of pods and containers are there; nothing that reads them needs to write them'),
  AgentDefault._of('stateDirectory', '/var/lib/NAME of the node, writable', 'without stored positions, every restart sends logs twice or loses them'),
  AgentDefault._of('agentSecurity', 'user 0 without any capability', 'log files of pods belong to root with mode 0640, as does the state directory; nothing more is needed'),
  AgentDefault._of('serviceAccount', 'a ServiceAccount of the agent\'s own, without rights', 'rights given to the namespace\'s default account must not reach it'),
];

/** A log agent. */
export interface LogAgentDaemonSetProps extends AgentProps {
  /** The log shipper, for example `ImageName.of('fluent/fluentd:v1.14')`. */
  readonly image: ImageName;
  /**
   * May list and watch pods, namespaces and nodes, to add their names and labels to what it ships. Makes a ClusterRole, and mounts the token.
   *
   * @default false - the file names alone tell namespace, pod and container
   */
  readonly readPodMetadata?: boolean;
  /**
   * Where positions and buffers are kept on the node.
   *
   * @default HostPath.stateDirectory(name) - without stored positions, every restart sends logs twice or loses them
   */
  readonly stateDirectory?: HostPath;
}

/**
 * Any log shipper on every node: reads the logs of pods and containers read-only, keeps its positions on the node, control-plane nodes included.
 */
export class LogAgentDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return [...OWN_DEFAULTS];
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;

  /** @throws MissingImage and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: LogAgentDaemonSetProps) {
    super(scope, id);
    if (!(props?.image instanceof ImageName)) {
      fail('MissingImage', this.node.path, `image is ${show(props?.image)}; write the log shipper's, such as ImageName.of("fluent/fluentd:v1.14")`);
    }
    const context = new AgentContext(this, props, OWN_DEFAULTS);
    const name = props.name ?? 'log-agent';
    const state = context.or('stateDirectory', props.stateDirectory, HostPath.stateDirectory(name));
    // What is mounted at the same path by hand takes the place of the default.
    const taken = new Set([...props.mounts ?? [], ...(props.hostPaths ?? []).map((path) => path.toMount())].map((mount) => mount.mountPath));
    const logs = context.or<HostPath[]>('logPaths', undefined, [HostPath.varLog()])?.filter((path) => !taken.has(path.mountPath)) ?? [];
    const account = props.serviceAccount === undefined && (context.isOn('serviceAccount') || props.readPodMetadata === true);
    const labels = { 'app.kubernetes.io/instance': props.instance ?? name, 'app.kubernetes.io/name': name };

    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...props,
      name,
      containers: [Container.of({
        ...containerOptions(props),
        name: props.containerName ?? 'log-agent',
        image: props.image,
        hostPaths: [...props.hostPaths ?? [], ...logs, ...(state === undefined ? [] : [state])],
        securityContext: context.or('agentSecurity', props.securityContext, { runAsUser: 0, capabilities: { drop: ['ALL'] } }),
      })],
      targeting: context.or('agentTargeting', props.targeting, NodeTargeting.realNodes()),
      tolerations: context.or('agentTolerations', props.tolerations, Tolerations.everything()),
      priority: props.priority ?? context.or('agentPriority', context.scopePriority, Priority.nodeAgents()),
      rollout: context.or('agentRollout', props.rollout, Rollout.logAgent()),
      serviceAccount: account ? accountOf(this, 'Account', name, props.namespace) : props.serviceAccount,
      automountServiceAccountToken: props.automountServiceAccountToken ?? (account && context.isOn('serviceAccountToken') ? props.readPodMetadata === true : undefined),
    });
    if (account) {
      new AgentServiceAccount(this, 'ServiceAccount', name, props.namespace, labels);
    }
    if (props.readPodMetadata === true) {
      const accountName = props.serviceAccount?.name ?? name;
      grantInCluster(this, name, accountName, props.namespace, labels, [{ apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: ['get', 'list', 'watch'] }]);
    }
  }
}
