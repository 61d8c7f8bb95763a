import { Size } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FILEBEAT_PROPS, checkFilebeat, checkPaths, diskQueueBytes } from './check-props';
import { DATA, Ingredients, filebeatConfig, filebeatYaml } from './config';
import { Endpoint, endpointOf } from './endpoint';
import { FilebeatInput } from './input';
import { FilebeatProcessor } from './processor';
import { FilebeatDaemonSetProps } from './props';
import { Rights, rightsOf } from './rights';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { grantInNamespace } from '../../../objects/rbac';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { ListenAddress } from '../../../values/listen-address';
import { Probe } from '../../../values/probe';
import { AgentContext } from '../../agent-context';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, shown } from '../../own-default';
import { LOG_PATHS, READS_AS_ROOT, stateDirectory } from '../log-defaults';
import { wrapLogAgent } from '../wrapped';

/** https://github.com/elastic/beats/blob/main/deploy/kubernetes/filebeat-kubernetes.yaml */
const IMAGE = 'docker.elastic.co/beats/filebeat-wolfi:9.5.2';
const FILE = 'filebeat.yml';
const PATH = `/etc/${FILE}`;
const HTTP = 'http';
const NODE_NETWORK = 'name and addresses that it adds to events are the node\'s there, and logs are sent while the cluster\'s network is not up';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node without Filebeat loses the logs that explain why it was tainted'),
  priority: nodeAgentsPriority(),
  hostNetwork: ownDefault('hostNetwork', 'the node\'s network', `as in the vendor's manifest: ${NODE_NETWORK}`, () => true),
  logPaths: LOG_PATHS,
  stateDirectory: stateDirectory(DATA),
  security: READS_AS_ROOT,
  resources: ownDefault<ContainerResources>('agentResources', 'requests 100m CPU and 100Mi memory, at most 200Mi memory',
    'as in the vendor\'s manifest; more where a node has very many containers, or events are large. No CPU limit, which would only delay what it sends',
    () => ({ cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(100), limit: Size.mebibytes(200) } })),
  probes: ownDefault('agentProbes', 'the HTTP endpoint, and liveness and readiness by HTTP at its /', 'it answers as long as Filebeat runs; whether the output can be reached is nothing that a restart would mend',
    () => true),
  serviceAccount: ownAccount('with the rights that its configuration needs', 'the API server is asked in its name for names and labels of pods; without an account it has neither token nor rights'),
};

const REASONS = [
  HostAccessReason.hostNetwork(NODE_NETWORK),
  HostAccessReason.hostPorts('the kubelet asks for its health there'),
];

/**
 * Filebeat on every node. Logs of every container, with names and labels of their pods, to Elasticsearch, Logstash or Kafka; positions stay on the node, and
 * what it may ask the API server for follows its configuration.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat
 */
export class FilebeatDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it asks the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its configuration, as Filebeat reads it. */
  public readonly configYaml: string;

  /**
   * @throws MissingOutput, NotOneOutput, NoInputs, InputTwice, LogsTwice, DataOutsideTemplate, FilesNotMounted, QueueTooSmall, NoStateDirectory, ShutdownBeyondGrace,
   * SecretAsText, InvalidPort, ReadOnlyState and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: FilebeatDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkFilebeat(where, props);
    const inputs = props.inputs ?? (props.autodiscover === undefined ? [FilebeatInput.containers()] : []);
    const ingredients = ingredientsOf(where, props, inputs);
    const rights = rightsOf(filebeatConfig(ingredients));
    const agent = new AgentContext(this, props, { name: 'filebeat', defaults: DEFAULTS, known: FILEBEAT_PROPS, asksApiServer: rights.cluster.length > 0 ? undefined : false });
    checkPaths(where, inputs, props);
    const hostNetwork = agent.or(DEFAULTS.hostNetwork, props.hostNetwork);
    const state = agent.or(DEFAULTS.stateDirectory, props.stateDirectory);
    const hasProbes = agent.isOn(DEFAULTS.probes);
    const isAsked = hasProbes || props.httpPort !== undefined || props.listenAddress !== undefined;
    const address = props.listenAddress ?? (hostNetwork === true ? ListenAddress.loopback() : ListenAddress.ofPod());
    const endpoint = isAsked ? endpointOf(address, props.httpPort ?? 5066, hostNetwork === true) : undefined;
    this.configYaml = filebeatYaml(filebeatConfig({
      ...ingredients,
      stateDirectory: state?.mountPath,
      http: endpoint === undefined ? undefined : { host: endpoint.host, port: endpoint.port },
      diskQueue: diskQueueBytes(where, props, state),
    }));

    const resources = agent.or(DEFAULTS.resources, props.resources);
    const probe = hasProbes ? probeOf(endpoint) : undefined;
    const isByHand = agent.isMounted(PATH);
    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = wrapLogAgent(this, agent, {
      image: props.image ?? ImageName.of(IMAGE),
      reasons: REASONS,
      stateDirectory: state,
      pod: {
        hostNetwork,
        configFiles: [...(isByHand ? [] : [configFile(this.configYaml)]), ...props.configFiles ?? []],
      },
      container: {
        args: ['-c', PATH, '-e'],
        env: [...endpoint?.env ?? [], ...goMemoryLimit(resources), ...props.output._env],
        ports: endpoint === undefined ? [] : [ContainerPort.named(HTTP, endpoint.port)],
        mounts: [...props.output._mounts, ...props.mounts ?? []],
        livenessProbe: props.livenessProbe ?? probe,
        readinessProbe: props.readinessProbe ?? probe,
        resources,
        securityContext: agent.security(DEFAULTS.security),
      },
    }).daemonSet;
    this.grant(agent, rights);
  }

  private grant(agent: AgentContext<typeof DEFAULTS>, { cluster, lease, kubeadm }: Rights): void {
    const { ownership } = agent;
    const account = this.serviceAccount?.name;
    if (account === undefined) {
      return;
    }
    if (cluster.length > 0) {
      agent.grant(cluster);
    }
    if (lease) {
      grantInNamespace(this, ownership, account, { id: 'Leases' }, [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] }]);
    }
    if (kubeadm) {
      const rule = { apiGroups: [''], resources: ['configmaps'], resourceNames: ['kubeadm-config'], verbs: ['get'] };
      grantInNamespace(this, ownership, account, { id: 'KubeadmConfig', namespace: 'kube-system', suffix: '-kubeadm-config' }, [rule]);
    }
  }
}

/** What the configuration is made of, as far as it does not depend on which defaults are on. */
function ingredientsOf(where: string, props: FilebeatDaemonSetProps, inputs: readonly FilebeatInput[]): Ingredients {
  return {
    where,
    inputs,
    autodiscover: props.autodiscover ?? [],
    processors: props.processors ?? [FilebeatProcessor.addCloudMetadata(), FilebeatProcessor.addHostMetadata()],
    output: props.output,
    fields: props.fields,
    tags: props.tags,
    stateDirectory: undefined,
    http: undefined,
    diskQueue: undefined,
    shutdownSeconds: props.shutdownTimeout?.toSeconds(),
    written: props.config ?? {},
  };
}

/** Filebeat refuses a configuration that others than its user may write, and as one file it is where the vendor has it. */
function configFile(content: string): ConfigFiles {
  return ConfigFiles.of(PATH, { [FILE]: content }, { onlyFile: FILE, defaultMode: '0640' });
}

function probeOf(endpoint: Endpoint | undefined): Probe | undefined {
  return endpoint?.answersKubelet === true ? Probe.httpGet('/', PortRef.named(HTTP), endpoint.probeHost === undefined ? {} : { host: endpoint.probeHost }) : undefined;
}

/** Go's own limit keeps garbage from growing up to the container's, at which it would be ended. */
function goMemoryLimit(resources: ContainerResources | undefined): EnvVar[] {
  const limit = resources?.memory?.limit;
  return limit === undefined ? [] : [EnvVar.of('GOMEMLIMIT', `${Math.floor(limit.toKibibytes() * 0.9 / 1024)}MiB`)];
}
