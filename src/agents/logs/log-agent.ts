import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LOG_PATHS, READS_AS_ROOT, REASONS, TOLERATIONS, stateDirectory } from './log-defaults';
import { AgentDefault } from '../../daemon-set/agent-defaults';
import { NodeAgentDaemonSet } from '../../daemon-set/node-agent-daemon-set';
import { fail } from '../../errors';
import { HostPath } from '../../values/host-path';
import { ImageName } from '../../values/image-name';
import { BOOLEAN, of, requireKinds } from '../../values/kinds';
import { AgentContext } from '../agent-context';
import { AgentProps, agentProps } from '../common';
import { nodeAgentsPriority, ownAccount, realNodes, shown } from '../own-default';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: TOLERATIONS,
  priority: nodeAgentsPriority(),
  logPaths: LOG_PATHS,
  stateDirectory: stateDirectory(),
  security: READS_AS_ROOT,
  serviceAccount: ownAccount('without rights', 'rights given to the namespace\'s default account must not reach it'),
};

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
   * Where positions and buffers are kept on the node. Two agents of one name, in two namespaces, need two directories on nodes that they share.
   *
   * @default HostPath.stateDirectory(name) - without stored positions, every restart sends logs twice or loses them
   */
  readonly stateDirectory?: HostPath;
}

const KINDS = { readPodMetadata: BOOLEAN, stateDirectory: of(HostPath) };
const KNOWN = agentProps<LogAgentDaemonSetProps>({ ...KINDS, image: true });

/**
 * Any log shipper on every node: reads the logs of pods and containers read-only, keeps its positions on the node, control-plane nodes included.
 */
export class LogAgentDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it talks to the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /** @throws MissingImage, ReadOnlyState and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: LogAgentDaemonSetProps) {
    super(scope, id);
    const agent = new AgentContext(this, props, { name: 'log-agent', defaults: DEFAULTS, known: KNOWN, asksApiServer: props?.readPodMetadata === true });
    const image = agent.requiredImage('the log shipper\'s', 'fluent/fluentd:v1.14');
    requireKinds(this.node.path, props, KINDS);
    if (props.stateDirectory?.isReadOnly === true) {
      fail('ReadOnlyState', this.node.path, `stateDirectory ${props.stateDirectory.path} is read-only; write HostPath.stateDirectory("name"), or say .writable("why")`);
    }
    if (props.readPodMetadata === true) {
      agent.grant([{ apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: ['get', 'list', 'watch'] }]);
    }
    const paths = [agent.or(DEFAULTS.logPaths), agent.or(DEFAULTS.stateDirectory, props.stateDirectory)];

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(REASONS),
      containers: [agent.container(image, {
        hostPaths: paths.filter((path) => path !== undefined),
        securityContext: agent.security(DEFAULTS.security),
      })],
    });
  }
}
