import { Duration, Size, Yaml } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { shared } from './block';
import { LOGSTASH_PROPS, checkLogstash, checkPaths, checkState } from './check-props';
import { javaOptions } from './java';
import { PIPELINES, queueSettings } from './pipeline';
import { LogstashDaemonSetProps } from './props';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { ConfigFiles } from '../../../daemon-set/config-files';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { localService } from '../../../objects/service';
import { Container } from '../../../pod/container';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { ListenAddress } from '../../../values/listen-address';
import { Probe } from '../../../values/probe';
import { PodSecurity } from '../../../values/security';
import { AgentContext } from '../../agent-context';
import { isMounted, unlessMounted } from '../../common';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, security, shown } from '../../own-default';
import { LOG_PATHS } from '../log-defaults';
import { wrapLogAgent } from '../wrapped';

/** https://www.elastic.co/docs/release-notes/logstash */
const IMAGE = 'docker.elastic.co/logstash/logstash:9.4.5';
/** The user of its image. */
const USER = 1000;
const DATA = '/usr/share/logstash/data';
const SETTINGS = '/usr/share/logstash/config';
const API = 'http';
const STATE_OWNER = 'state-owner';
const GIVES_STATE = 'the kubelet makes the state directory for root, and Logstash runs as another user';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node without Logstash loses the logs that explain why it was tainted'),
  priority: nodeAgentsPriority(),
  logPaths: LOG_PATHS,
  stateDirectory: ownDefault('stateDirectory', '/var/lib/NAME of the node, writable, given to user 1000 by an init container, which is root with the capability CHOWN alone',
    'without stored positions, every restart sends logs twice or loses them', (name) => HostPath.stateDirectory(name).at(DATA)),
  security: security('user and group 1000 without any capability', 'the user of the image; it reads log files by the group root', {
    runAsUser: USER, runAsGroup: USER, runAsNonRoot: true, capabilities: { drop: ['ALL'] },
  }),
  groups: ownDefault<PodSecurity>('agentGroups', 'group root besides its own, and group 1000 for volumes', 'log files of pods belong to root and its group with mode 0640: in the group, nobody needs to be root to read them',
    () => ({ fsGroup: USER, supplementalGroups: [0] })),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 100m CPU, and 1536Mi memory, which is its limit as well',
    'as in the vendor\'s chart: Java takes its heap at the start and never gives it back. No CPU limit, which would make its start take minutes',
    () => ({ cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(1536), limit: Size.mebibytes(1536) } })),
  probes: ownDefault('agentProbes', 'startup, liveness and readiness by HTTP at / of the API; 5 minutes to start', 'Java and JRuby take a minute or more to start on a busy node; the vendor\'s chart waits 5 minutes', () => true),
  grace: ownDefault('terminationGrace', 'a termination grace of 120 s', 'what was read is filtered and sent before it ends, as in the vendor\'s chart', () => Duration.seconds(120)),
  serviceAccount: ownAccount('without rights or token', 'it asks the API server nothing'),
};

const REASONS = [
  HostAccessReason.root(GIVES_STATE, STATE_OWNER),
  HostAccessReason.capability('CHOWN', GIVES_STATE, STATE_OWNER),
  HostAccessReason.hostPorts('the kubelet asks for its health there, and programs of the node send there'),
  HostAccessReason.hostNetwork('inputs listen at the node\'s address'),
];

/**
 * Logstash on every node: pipelines for the logs of its containers, or for what its programs send. Positions and queues stay on the node, Java's heap follows the
 * memory limit, and it is not root.
 *
 * @see https://www.elastic.co/docs/reference/logstash
 */
export class LogstashDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it runs: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;
  /** Its `logstash.yml`. */
  public readonly settingsYaml: string;
  /** Its pipelines, in Logstash's own language, by the names of their files. */
  public readonly pipelineFiles: { [file: string]: string };

  /**
   * @throws MissingPipelines, PipelineTwice, InputTwice, FilesNotMounted, HeapAboveLimit, HeapTwice, QueueTooSmall, NothingToDrain, NoStateDirectory, OutputTwice, EscapesChanged, SecretAsText,
   * InvalidPort, ReadOnlyState and what `NodeAgentDaemonSet` throws
   */
  constructor(scope: Construct, id: string, props: LogstashDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    checkLogstash(where, props);
    const agent = new AgentContext(this, props, { name: 'logstash', defaults: DEFAULTS, known: LOGSTASH_PROPS, asksApiServer: false });
    checkPaths(where, props);
    const { pipelines, apiPort = 9600, mounts = [] } = props;
    const image = props.image ?? ImageName.of(IMAGE);
    const state = agent.or(DEFAULTS.stateDirectory, props.stateDirectory);
    checkState(where, props, state);
    const resources = agent.or(DEFAULTS.resources, props.resources);
    const address = props.listenAddress ?? (props.hostNetwork === true ? ListenAddress.loopback() : ListenAddress.of('0.0.0.0'));
    const needs = pipelines.map(({ _needs }) => _needs);
    const ports = needs.flatMap((one) => one.ports ?? []);
    const ofOutputs = shared(where, needs);

    this.settingsYaml = Yaml.stringify(this.settings(props, state, hostOf(address), apiPort));
    this.pipelineFiles = Object.fromEntries(pipelines.map((pipeline) => [pipeline._file, pipeline._write({ where, stateDirectory: state?.mountPath })]));
    const probe = (options: object) => Probe.httpGet('/', PortRef.named(API), { timeout: Duration.seconds(5), host: address._probeHost, ...options });
    const isAsked = agent.isOn(DEFAULTS.probes) && (props.hostNetwork === true || !address.isLoopback);
    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = wrapLogAgent(this, agent, {
      image,
      reasons: REASONS,
      stateDirectory: state,
      pod: {
        podSecurityContext: agent.podSecurity(DEFAULTS.groups),
        terminationGracePeriod: agent.or(DEFAULTS.grace, props.terminationGracePeriod),
        initContainers: [...this.stateOwner(image, props, state), ...props.initContainers ?? []],
        configFiles: [...this.files(agent.name, props), ...props.configFiles ?? []],
      },
      container: {
        // The image's own start writes variables such as NODE_NAME into logstash.yml, and ends where it cannot.
        command: props.command ?? ['/usr/share/logstash/bin/logstash'],
        env: [...address._env, javaOptions(where, props, resources), ...ofOutputs.env],
        ports: [ContainerPort.named(API, apiPort), ...ports],
        mounts: [...ofOutputs.mounts, ...mounts],
        startupProbe: props.startupProbe ?? (isAsked ? probe({ failureThreshold: 30 }) : undefined),
        livenessProbe: props.livenessProbe ?? (isAsked ? probe({}) : undefined),
        readinessProbe: props.readinessProbe ?? (isAsked ? probe({}) : undefined),
        resources,
        securityContext: agent.security(DEFAULTS.security),
      },
    }).daemonSet;
    if (ports.length > 0) {
      localService(this, 'Service', agent.ownership, this.daemonSet.selector, ports.map(({ name, number }) => ({ name: name!, port: number })));
    }
  }

  private settings({ persistentQueue, drainQueue, config = {} }: LogstashDaemonSetProps, state: HostPath | undefined, host: string, port: number): object {
    const made = {
      'node.name': '${NODE_NAME:logstash}',
      'api.http.host': host,
      'api.http.port': port,
      ...(state === undefined || state.mountPath === DATA ? {} : { 'path.data': state.mountPath }),
      ...queueSettings(persistentQueue),
      ...(drainQueue === undefined ? {} : { 'queue.drain': drainQueue }),
      ...config,
    };
    return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== null));
  }

  /** What is mounted by hand takes the place of what is made. */
  private files(name: string, props: LogstashDaemonSetProps): ConfigFiles[] {
    const { pipelines } = props;
    const one = (file: string, content: string, configMapName: string) => ConfigFiles.of(`${SETTINGS}/${file}`, { [file]: content }, { onlyFile: file, configMapName });
    const made = [
      one('logstash.yml', this.settingsYaml, `${name}-config`),
      ConfigFiles.of(PIPELINES, this.pipelineFiles, { configMapName: `${name}-pipeline` }),
      ...(pipelines.length === 1 && pipelines[0]._isUsual ? [] : [one('pipelines.yml', Yaml.stringify(pipelines.map(({ _settings }) => _settings)), `${name}-pipelines`)]),
    ];
    return unlessMounted(props, made);
  }

  /** Only where Logstash is another user than root, and has a directory that is made for root. */
  private stateOwner(image: ImageName, props: LogstashDaemonSetProps, state: HostPath | undefined): Container[] {
    const user = props.securityContext?.runAsUser ?? props.podSecurityContext?.runAsUser ?? USER;
    if (state === undefined || isMounted(props, state.mountPath) || user === 0) {
      return [];
    }
    return [Container.of({
      name: STATE_OWNER,
      image,
      imagePullPolicy: props.imagePullPolicy,
      command: ['chown', String(user), state.mountPath],
      hostPaths: [state],
      resources: { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(16), limit: Size.mebibytes(64) } },
      securityContext: { runAsUser: 0, runAsNonRoot: false, capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
    })];
  }
}

/** As `api.http.host` takes it. */
function hostOf(address: ListenAddress): string {
  const [variable] = address._env;
  return variable !== undefined ? `\${${variable.name}}` : address._withPort(0).slice(0, -':0'.length) || '0.0.0.0';
}
