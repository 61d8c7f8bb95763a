import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { NODE_CACHE_DEFAULTS } from './defaults';
import { NodeCacheDaemonSetProps } from './props';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { fail } from '../../../errors';
import { localService } from '../../../objects/service';
import { ContainerPort, PortProtocol, PortRef } from '../../../values/container-port';
import { HostPath } from '../../../values/host-path';
import { TEXT, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { ListenAddress } from '../../../values/listen-address';
import { Probe } from '../../../values/probe';
import { ContainerSecurity } from '../../../values/security';
import { AgentContext } from '../../agent-context';
import { agentProps } from '../../common';
import { ownDefault, security, shown } from '../../own-default';

const LISTENS = 'NET_BIND_SERVICE';

const DEFAULTS = {
  ...NODE_CACHE_DEFAULTS,
  security: security(`no capability but ${LISTENS} for a port below 1024, read-only file system`, 'it listens, and keeps what it has in memory or in a directory that is mounted',
    { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }),
  probes: ownDefault('agentProbes', 'liveness and readiness: HTTP where there is a healthPort, else a connection to the first port', 'a cache that answers nobody is started again, and a rollout waits for it', () => true),
  service: ownDefault('service', 'a Service to the cache of the client\'s own node, for named ports', 'programs that cannot be told of an address find it by name; on another address than the pod\'s own there is none',
    () => true),
};

/** The cache of the node that most clusters know. */
const SOURCE = 'https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/';

const REASONS = [
  HostAccessReason.hostNetwork('pods find it at an address of their own node, whatever their network').from(SOURCE),
  HostAccessReason.hostPorts('the pods of the node ask it there').from(SOURCE),
  HostAccessReason.capability(LISTENS, 'it listens on a port below 1024').from(SOURCE),
  HostAccessReason.root('the image\'s own user; securityContext says another where the image allows it').from(SOURCE),
];

const KINDS = { listenAddress: of(ListenAddress), healthPath: TEXT, stateDirectory: of(HostPath) };
const KNOWN = agentProps<NodeCacheDaemonSetProps>({ ...KINDS, image: true, healthPort: true });

/**
 * Any caching service on every node, for the pods of that node: names, images, packages, time.
 */
export class NodeCacheDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it runs: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /** @throws MissingImage, InvalidPort, ReadOnlyState and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: NodeCacheDaemonSetProps) {
    super(scope, id);
    const agent = new AgentContext(this, props, { name: 'node-cache', defaults: DEFAULTS, known: KNOWN, asksApiServer: false });
    const image = agent.requiredImage('the cache\'s', 'example.com/node-cache:v1.0.0');
    checkNodeCache(this.node.path, props);
    const { listenAddress = ListenAddress.ofPod(), ports = [], stateDirectory } = props;
    const probe = agent.isOn(DEFAULTS.probes) ? probeOf(props, listenAddress) : undefined;

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common(REASONS),
      hostNetwork: agent.or(DEFAULTS.hostNetwork, props.hostNetwork),
      dnsPolicy: agent.or(DEFAULTS.dns, props.dnsPolicy),
      containers: [agent.container(image, {
        env: listenAddress._env,
        hostPaths: stateDirectory === undefined ? [] : [stateDirectory],
        livenessProbe: props.livenessProbe ?? probe,
        readinessProbe: props.readinessProbe ?? probe,
        securityContext: agent.security({ ...DEFAULTS.security, value: () => confinement(ports) }),
      })],
    });
    const named = ports.filter(({ name }) => name !== undefined);
    // Behind a Service stands the pod's own address: where the cache listens on another, nobody would answer.
    if (agent.isOn(DEFAULTS.service) && listenAddress._probeHost === undefined && named.length > 0) {
      localService(this, 'Service', agent.ownership, this.daemonSet.selector, named.map(({ name, number, protocol }) => ({ name: name!, port: number, protocol })));
    }
  }
}

function checkNodeCache(where: string, props: NodeCacheDaemonSetProps): void {
  requireKinds(where, props, KINDS);
  if (props.healthPort !== undefined) {
    requirePort(where, 'healthPort', props.healthPort);
  }
  if (props.healthPath !== undefined && (props.healthPort === undefined || !props.healthPath.startsWith('/'))) {
    fail('InvalidHealthPath', where, `healthPath is ${JSON.stringify(props.healthPath)}${props.healthPort === undefined ? ', and there is no healthPort to ask at; write both' : '; begin it with "/"'}`);
  }
  if (props.stateDirectory?.isReadOnly === true) {
    fail('ReadOnlyState', where, `stateDirectory ${props.stateDirectory.path} is read-only; write HostPath.stateDirectory("name"), or say .writable("why")`);
  }
}

/** Asked at the address on which it listens; the kubelet takes the pod's own where nothing is said. */
function probeOf({ healthPort, healthPath = '/health', ports = [] }: NodeCacheDaemonSetProps, address: ListenAddress): Probe | undefined {
  const host = address._probeHost;
  if (healthPort !== undefined) {
    return Probe.httpGet(healthPath, PortRef.number(healthPort), { host });
  }
  const first = ports.find(({ protocol }) => protocol === undefined || protocol === PortProtocol.TCP);
  return first === undefined ? undefined : Probe.tcpSocket(refOf(first), { host });
}

function refOf({ name, number }: ContainerPort): PortRef {
  return name === undefined ? PortRef.number(number) : PortRef.named(name);
}

function confinement(ports: readonly ContainerPort[]): ContainerSecurity {
  const isLow = ports.some(({ number }) => number < 1024);
  return { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], ...(isLow ? { add: [LISTENS] } : {}) } };
}
