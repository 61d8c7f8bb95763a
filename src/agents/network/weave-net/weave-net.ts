import { Duration } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { WEAVE_NET_PROPS, checkWeaveNet } from './check-props';
import { WeaveNetDaemonSetProps } from './props';
import { OWN_RIGHTS, RIGHTS } from './rights';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { namespaceOf } from '../../../daemon-set/kube-object';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { monitorWithService } from '../../../objects/metrics';
import { grantInNamespace } from '../../../objects/rbac';
import { Container, ContainerOptions } from '../../../pod/container';
import { ContainerResources } from '../../../pod/resources';
import { ContainerPort, PortRef } from '../../../values/container-port';
import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { ImageName } from '../../../values/image-name';
import { picked } from '../../../values/known-fields';
import { Probe } from '../../../values/probe';
import { ContainerSecurity } from '../../../values/security';
import { AgentContext } from '../../agent-context';
import { ownAccount, ownDefault, security, shown } from '../../own-default';
import { CniAgentDaemonSet, CniWriters } from '../cni-agent';
import { CNI_DEFAULTS } from '../cni-defaults';
import { CNI_AGENT_PROPS } from '../cni-props';

/** https://github.com/rajch/weave/releases */
const VERSION = '2.9.0';
const ROUTER = 'weave';
const NPC = 'weave-npc';
const METRICS = 'metrics';
const METRICS_PORT = 6782;
const STATUS_PORT = 6784;

const PRIVILEGED: ContainerSecurity = { privileged: true };

/** Where the vendor's manifest puts it. */
const HOME = 'kube-system';

const DEFAULTS = {
  ...CNI_DEFAULTS,
  nodePaths: ownDefault('nodePaths', 'paths of the node: /var/lib/weave, /run/xtables.lock; read-only /lib/modules, /etc/machine-id, /var/lib/dbus',
    'which addresses are the node\'s must be known after a restart, as must its name among the others, which is made of its machine id', () => true),
  installSecurity: ownDefault<ContainerSecurity>('installSecurity', 'the install container is user 0 and privileged', 'it loads kernel modules and sets net.bridge.bridge-nf-call-iptables', () => PRIVILEGED),
  security: security('privileged, both containers', 'the kernel\'s own data path is made by the router, and packet filters by both', PRIVILEGED),
  resources: ownDefault<ContainerResources>('agentResources', 'requests 50m CPU for each container',
    'Weave Net\'s own figure; a memory limit that is met leaves the node without network', () => ({ cpu: { request: Cpu.millis(50) } })),
  probes: ownDefault('agentProbes', 'readiness by HTTP at /status of the router, on loopback; no liveness probe', 'a router that is started again loses its connections, and what it waits for is mostly others', () => true),
  minReady: ownDefault('agentMinReady', 'minReadySeconds: 5', 'a router is ready before it is connected: the next node waits a moment', () => Duration.seconds(5)),
  serviceAccount: ownAccount('with its rights', 'nodes, pods and policies are asked for in its name; without an account it has neither token nor rights'),
};

/** @see https://github.com/rajch/weave/tree/main/docs */
const REASONS = [
  HostAccessReason.privileged('kernel modules are loaded, and net.bridge.bridge-nf-call-iptables is set below /proc/sys', 'install-cni'),
  HostAccessReason.privileged('sets of addresses and packet filters of the node are changed, and dropped packets are read from the kernel\'s log', NPC),
  HostAccessReason.privileged('bridge, interfaces of pods and the kernel\'s data path are made, in namespaces of others'),
  HostAccessReason.hostPorts('Prometheus asks the node for the router\'s metrics'),
];

const STATE = HostPath.of('/var/lib/weave', { mountPath: '/weavedb', volumeName: 'weavedb' }).writable('which addresses are the node\'s is kept there for the next pod on this node');
const IDENTITY = [
  HostPath.of('/var/lib/dbus', { mountPath: '/host/var/lib/dbus', volumeName: 'dbus' }).because('where it is, the machine id is there'),
  HostPath.of('/etc/machine-id', { mountPath: '/host/etc/machine-id', volumeName: 'cni-machine-id' }).because('the router\'s name among the others is made of it'),
];

/**
 * Weave Net, for clusters that have it: its maker ended in 2024, and a community keeps it running with little activity. New clusters want CalicoDaemonSet or CiliumDaemonSet.
 *
 * @see https://github.com/rajch/weave
 */
export class WeaveNetDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it talks to the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /** @throws InvalidCidr, InvalidNumber, InvalidAddress, NoPolicyController, UnknownValue, NoNamespace, MonitorWithoutLabels and what `CniAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: WeaveNetDaemonSetProps = {}) {
    super(scope, id);
    checkWeaveNet(this.node.path, props ?? {});
    const agent = new AgentContext(this, props, { name: 'weave-net', defaults: DEFAULTS, known: WEAVE_NET_PROPS });
    const hasPaths = agent.isOn(DEFAULTS.nodePaths);
    const image = props.image ?? ImageName.of(`rajchaudhuri/weave-kube:${VERSION}`);
    const hasNpc = props.networkPolicies !== false;

    this.serviceAccount = agent.serviceAccount;
    if (this.serviceAccount !== undefined) {
      // Where the vendor's manifest puts them, its rights have the name by which they are known.
      agent.grant(RIGHTS, namespaceOf(this, props?.namespace) === HOME ? agent.name : undefined);
      grantInNamespace(this, agent.ownership, this.serviceAccount.name, { id: 'Role' }, OWN_RIGHTS);
    }
    const inner = new CniAgentDaemonSet(this, 'Default', {
      ...picked(props, CNI_AGENT_PROPS),
      ...router(agent, props, hasPaths),
      name: agent.name,
      containerName: props.containerName ?? ROUTER,
      image,
      serviceAccount: agent.serviceAccount,
      // Said of the account that is made here.
      serviceAccountAnnotations: undefined,
      cniWriters: CniWriters.INSTALL,
      install: {
        image,
        command: ['/home/weave/init.sh'],
        env: [...noPolicies(props), ...backend(props)],
        hostPaths: hasPaths ? [HostPath.kernelModules().because('modules of bridges and sets of addresses are loaded from there'), HostPath.xtablesLock()] : [],
        securityContext: agent.or(DEFAULTS.installSecurity),
      },
      minReady: props.minReady ?? agent.or(DEFAULTS.minReady),
      hostAccessReasons: [...props.hostAccessReasons ?? [], ...REASONS],
    });
    this.daemonSet = inner.daemonSet;
    if (hasNpc) {
      this.daemonSet.addContainer(policyController(agent, props, hasPaths));
    }
    monitorWithService(this, agent.ownership, { selector: this.daemonSet.selector, port: { name: METRICS, port: METRICS_PORT }, monitor: props.monitor });
  }
}

function router(agent: AgentContext<typeof DEFAULTS>, props: WeaveNetDaemonSetProps, hasPaths: boolean): ContainerOptions {
  const { password, ipRange, mtu, connLimit, noMasqLocal, peers = [] } = props;
  const variable = (name: string, value: string | number | undefined) => (value === undefined ? [] : [EnvVar.of(name, String(value))]);
  const probe = agent.isOn(DEFAULTS.probes) ? Probe.httpGet('/status', PortRef.number(STATUS_PORT), { host: '127.0.0.1' }) : undefined;
  return agent.containerOptions({
    command: props.command ?? ['/home/weave/launch.sh'],
    env: [
      EnvVar.of('INIT_CONTAINER', 'true'),
      EnvVar.fromField('HOSTNAME', 'spec.nodeName'),
      // Where it asked for new versions nobody answers any more.
      EnvVar.of('CHECKPOINT_DISABLE', '1'),
      ...(password === undefined ? [] : [password.toEnv('WEAVE_PASSWORD')]),
      ...variable('IPALLOC_RANGE', ipRange),
      ...variable('WEAVE_MTU', mtu),
      ...variable('CONN_LIMIT', connLimit),
      ...variable('NO_MASQ_LOCAL', noMasqLocal === undefined ? undefined : Number(noMasqLocal)),
      ...variable('KUBE_PEERS', peers.length === 0 ? undefined : peers.join(' ')),
      ...noPolicies(props),
      ...backend(props),
    ],
    ports: props.monitor === undefined ? [] : [ContainerPort.named(METRICS, METRICS_PORT)],
    hostPaths: hasPaths ? [STATE, ...IDENTITY, HostPath.xtablesLock()] : [],
    readinessProbe: props.readinessProbe ?? probe,
    resources: agent.or(DEFAULTS.resources, props.resources),
    securityContext: agent.security(DEFAULTS.security),
  });
}

function policyController(agent: AgentContext<typeof DEFAULTS>, props: WeaveNetDaemonSetProps, hasPaths: boolean): Container {
  return Container.of({
    name: NPC,
    image: props.npcImage ?? ImageName.of(`rajchaudhuri/weave-npc:${VERSION}`),
    env: [EnvVar.fromField('HOSTNAME', 'spec.nodeName'), ...backend(props)],
    hostPaths: hasPaths ? [HostPath.xtablesLock()] : [],
    resources: agent.or(DEFAULTS.resources, props.npcResources),
    securityContext: agent.or(DEFAULTS.security),
  });
}

/** The router must not wait for a controller that is not there, nor the install look for what it needs of the kernel. */
function noPolicies({ networkPolicies }: WeaveNetDaemonSetProps): EnvVar[] {
  return networkPolicies === false ? [EnvVar.of('EXPECT_NPC', '0')] : [];
}

function backend({ iptablesBackend }: WeaveNetDaemonSetProps): EnvVar[] {
  return iptablesBackend === undefined ? [] : [EnvVar.of('IPTABLES_BACKEND', iptablesBackend)];
}
