import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { loaderContainer } from './driver-loader';
import { joined, securityFor } from './needs';
import { SecurityAgentDaemonSetProps } from './props';
import { RuntimeSocket } from './runtime-socket';
import { SecurityWatch } from './watch';
import { AgentDefault } from '../../../daemon-set/agent-defaults';
import { HostAccessReason } from '../../../daemon-set/host-access-reason';
import { NodeAgentDaemonSet } from '../../../daemon-set/node-agent-daemon-set';
import { fail, show } from '../../../errors';
import { FIELDS, TEXT, listOf, of, requireKinds } from '../../../values/kinds';
import { AgentContext } from '../../agent-context';
import { agentProps } from '../../common';
import { confined } from '../../confined';
import { everyTaint, nodeAgentsPriority, ownAccount, ownDefault, realNodes, shown } from '../../own-default';

const DEFAULTS = {
  targeting: realNodes(),
  tolerations: everyTaint('a node that nobody watches because it is tainted is a place to hide'),
  priority: nodeAgentsPriority(),
  watches: ownDefault('agentWatches', 'events of the kernel by modern eBPF, processes, and whose they are by containerd or CRI-O',
    'that is what runtime security is about; each needs capabilities at most',
    () => [SecurityWatch.modernEbpf(), SecurityWatch.processes(), SecurityWatch.containers(RuntimeSocket.containerd(), RuntimeSocket.crio())]),
  security: ownDefault('agentSecurity', 'user 0 with no capability but those that its watches need', 'what runs in the kernel is root\'s to load and to read; nothing more is needed', () => true),
  serviceAccount: ownAccount('without rights', 'rights given to the namespace\'s default account must not reach it'),
};

const OF_KERNEL = ['modernEbpf', 'kernelModule', 'kernelModuleOrEbpf'];

const REASONS = [
  HostAccessReason.root('eBPF programs, devices, other users\' processes and sockets of runtimes are root\'s').from('https://man7.org/linux/man-pages/man7/capabilities.7.html'),
];

const KINDS = { watches: listOf(of(SecurityWatch)), hostRoot: TEXT, driverLoader: FIELDS };
const KNOWN = agentProps<SecurityAgentDaemonSetProps>({ ...KINDS, image: true });

/**
 * Any agent of runtime security on every node: told what it watches, it gets what that needs of the node and nothing else.
 */
export class SecurityAgentDaemonSet extends Construct {
  /** What it sets besides the base although nobody wrote it, each with its reason. */
  public static get defaults(): AgentDefault[] {
    return shown(DEFAULTS);
  }

  /** The base, for whatever is to be added. */
  public readonly daemonSet: NodeAgentDaemonSet;
  /** In whose name it talks to the API server: given, or made; unset when neither. */
  public readonly serviceAccount?: IServiceAccount;

  /** @throws MissingImage, WatchedTwice, InvalidPath and what `NodeAgentDaemonSet` throws */
  constructor(scope: Construct, id: string, props: SecurityAgentDaemonSetProps) {
    super(scope, id);
    const where = this.node.path;
    const agent = new AgentContext(this, props, { name: 'security-agent', defaults: DEFAULTS, known: KNOWN });
    const image = agent.requiredImage('the security agent\'s', 'example.com/security-agent:v1.0.0');
    requireKinds(where, props, KINDS);
    const hostRoot = rootOf(where, props.hostRoot);
    const watches = agent.or(DEFAULTS.watches, props.watches) ?? [];
    checkWatches(where, watches);
    const needs = joined(watches.map((watch) => watch._needs(hostRoot)));
    const loader = props.driverLoader === undefined ? undefined : loaderContainer(where, props.driverLoader, hostRoot);

    this.serviceAccount = agent.serviceAccount;
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      ...agent.common([...needs.reasons ?? [], ...loader?.reasons ?? [], ...REASONS]),
      hostPid: props.hostPid ?? (needs.hostPid === true ? true : undefined),
      containers: [agent.container(image, {
        hostPaths: [...needs.hostPaths ?? []],
        securityContext: confined(securityFor(needs, agent.isOn(DEFAULTS.security)), props.securityContext, props.podSecurityContext),
      })],
      initContainers: [...(loader === undefined ? [] : [loader.container]), ...props.initContainers ?? []],
    });
  }
}

function rootOf(where: string, hostRoot: string = '/host'): string {
  if (!/^\/[^/]/.test(hostRoot) || hostRoot.endsWith('/') || hostRoot.split('/').includes('..')) {
    fail('InvalidPath', where, `hostRoot is ${show(hostRoot)}; write an absolute path without ".." and without "/" at its end, such as "/host"`);
  }
  return hostRoot;
}

/** Two ways to the same events would give each of them twice. */
function checkWatches(where: string, watches: readonly SecurityWatch[]): void {
  const ofKernel = watches.filter(({ name }) => OF_KERNEL.includes(name));
  if (ofKernel.length > 1) {
    fail('WatchedTwice', where, `watches have events of the kernel ${ofKernel.length} times, by ${ofKernel.map(({ name }) => name).join(' and ')}; write one of them`);
  }
}
