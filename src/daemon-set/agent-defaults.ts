import { Construct } from 'constructs';
import { fail, show } from '../errors';
import { valueClass } from '../values/require';

/** Of every default of every kind of agent: each is made when its module is loaded. */
const IDS = new Set<string>();
const OWN = Symbol.for('cdk8s-node-agents.own-defaults');

/**
 * A value that is set although nobody wrote it, with the reason.
 */
export class AgentDefault {
  /** @internal */
  public static _of(id: string, what: string, reason: string): AgentDefault {
    IDS.add(id);
    return new AgentDefault(id, what, reason);
  }

  private constructor(
    /** By which it is switched off. */
    public readonly id: string,
    /** What it sets. */
    public readonly what: string,
    /** Why. */
    public readonly reason: string,
  ) {}
}

/** What the base sets for every agent. */
export const BASE_DEFAULTS: readonly AgentDefault[] = [
  AgentDefault._of('linuxNodes', 'kubernetes.io/os: linux (windows with Windows options) where the targeting asks about no operating system',
    'an image runs on one operating system, and on the other its pods never start'),
  AgentDefault._of('rollingUpdate', 'updateStrategy: at most 10% of the pods down at once',
    'Kubernetes\' own default of one pod at a time takes hours on large clusters'),
  AgentDefault._of('nodeNameEnv', 'NODE_NAME in the environment of every container',
    'agents that do not know their node ask the API server, and so load it from every node at once'),
  AgentDefault._of('noPrivilegeEscalation', 'allowPrivilegeEscalation: false, unless the container is privileged or has SYS_ADMIN',
    'no agent needs more rights than it is given; for the two exceptions Kubernetes documents that it is always true'),
  AgentDefault._of('runtimeDefaultSeccomp', 'seccompProfile RuntimeDefault for the pod, but not on Windows',
    'Kubernetes leaves containers unconfined when nothing is said'),
  AgentDefault._of('imagePullPolicy', 'imagePullPolicy IfNotPresent for images with a tag or digest',
    'a node that starts again while the registry is away still gets its agent'),
  AgentDefault._of('serviceAccountToken', 'automountServiceAccountToken: true with a ServiceAccount, false without',
    'cdk8s-plus switches the token off on the accounts it makes; and an agent that asks the API server nothing must not hold a key to it'),
  AgentDefault._of('dnsPolicy', 'dnsPolicy ClusterFirstWithHostNet on the host network, but not on Windows',
    'with Kubernetes\' own default, pods on the host network cannot resolve Services'),
  AgentDefault._of('openShiftSeLinux', 'on OpenShift, SELinux type spc_t for pods that mount paths of the node',
    'SELinux keeps ordinary containers from every file of the node, whoever they run as'),
  AgentDefault._of('configChecksum', 'annotation checksum/config of the pods, over the configuration that is known here',
    'Kubernetes does not restart pods when their ConfigMap changes'),
  AgentDefault._of('recommendedLabels', 'labels app.kubernetes.io/name and instance on the DaemonSet itself',
    'tools find what belongs together by them'),
  AgentDefault._of('scopeDefaults', 'what ScopeDefaults says for the cluster: mirrors, pull secrets, labels, tolerations, priority',
    'it is said once for all agents of a scope'),
];

/**
 * Which defaults are on.
 */
export class AgentDefaults {
  /** All of the base and of the agent. */
  public static all(): AgentDefaults {
    return new AgentDefaults(false, []);
  }

  /** None: only what was asked for is emitted. For a DaemonSet that exists and must not restart. */
  public static none(): AgentDefaults {
    return new AgentDefaults(true, []);
  }

  /** Says which defaults an agent has besides its base's. @internal */
  public static _declare(agent: Construct, own: readonly AgentDefault[]): void {
    (agent as Construct & { [OWN]?: readonly AgentDefault[] })[OWN] = own;
  }

  private constructor(private readonly off: boolean, private readonly except: readonly string[]) {}

  /** Without these as well; the ids are those of `NodeAgentDaemonSet.defaults` and of the agent. */
  public without(...ids: string[]): AgentDefaults {
    return this.off ? new AgentDefaults(true, this.except.filter((id) => !ids.includes(id))) : new AgentDefaults(false, [...this.except, ...ids]);
  }

  /** With these all the same. */
  public with(...ids: string[]): AgentDefaults {
    return this.off ? new AgentDefaults(true, [...this.except, ...ids]) : new AgentDefaults(false, this.except.filter((id) => !ids.includes(id)));
  }

  /** Whether this one is on. */
  public isOn(id: string): boolean {
    return this.off === this.except.includes(id);
  }

  /** An id that no default has is a typing mistake that would leave the default on. @internal */
  public _requireKnown(agent: Construct): void {
    // An agent may be wrapped around another that is wrapped around the base.
    const own = agent.node.scopes.flatMap((scope) => (scope as Construct & { [OWN]?: readonly AgentDefault[] })[OWN] ?? []);
    this.requireIds(agent.node.path, [...new Set([...BASE_DEFAULTS, ...own].map((one) => one.id))]);
  }

  /** The same for a scope, which has agents of any kind. @internal */
  public _requireKnownToSome(where: string): void {
    this.requireIds(where, [...IDS]);
  }

  private requireIds(where: string, known: readonly string[]): void {
    const unknown = this.except.find((id) => !known.includes(id));
    if (unknown !== undefined) {
      fail('UnknownDefault', where, `defaults name ${show(unknown)}; write one of ${known.join(', ')}`);
    }
  }
}

valueClass(AgentDefaults, 'AgentDefaults', 'AgentDefaults.all()');
