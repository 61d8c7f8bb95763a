import { AgentDefault } from '../daemon-set/agent-defaults';
import { NodeTargeting } from '../values/node-targeting';
import { Priority } from '../values/priority';
import { Rollout } from '../values/rollout';
import { ContainerSecurity } from '../values/security';
import { Tolerations } from '../values/tolerations';

/** A default of an agent: what is shown of it, and beside it the value itself. `name` is the DaemonSet's. */
export interface OwnDefault<T> {
  readonly shown: AgentDefault;
  readonly value: (name: string) => T;
}

/** The defaults that every agent has; each adds its own beside them. */
export interface CommonDefaults {
  readonly targeting: OwnDefault<NodeTargeting>;
  readonly tolerations: OwnDefault<Tolerations>;
  readonly priority: OwnDefault<Priority>;
  /** Unset for agents that are content with the base's. */
  readonly rollout?: OwnDefault<Rollout>;
  readonly serviceAccount: OwnDefault<true>;
}

export function ownDefault<T>(id: string, what: string, reason: string, value: (name: string) => T): OwnDefault<T> {
  return { shown: AgentDefault._of(id, what, reason), value };
}

/** For `defaults` of the agent's class: in the order of the table. */
export function shown(defaults: { readonly [name: string]: OwnDefault<unknown> } | CommonDefaults): AgentDefault[] {
  return Object.values(defaults as { readonly [name: string]: OwnDefault<unknown> }).map((one) => one.shown);
}

// What several agents say alike is said here; a reason that differs is given by the agent.

export function realNodes(reason: string = 'there, a pod that tolerates every taint stays Pending for ever'): OwnDefault<NodeTargeting> {
  return ownDefault('agentTargeting', 'every Linux node but EKS Fargate and AKS virtual nodes', reason, () => NodeTargeting.realNodes());
}

export function everyTaint(reason: string): OwnDefault<Tolerations> {
  return ownDefault('agentTolerations', 'tolerates every taint', reason, () => Tolerations.everything());
}

export function nodeAgentsPriority(): OwnDefault<Priority> {
  return ownDefault('agentPriority', 'PriorityClass node-agents, made once in the cluster',
    'on a full node the agent has no other place to go, so it must not be the one that waits', () => Priority.nodeAgents());
}

export function rollout(what: string, reason: string, value: () => Rollout): OwnDefault<Rollout> {
  return ownDefault('agentRollout', what, reason, value);
}

export function security(what: string, reason: string, value: ContainerSecurity): OwnDefault<ContainerSecurity> {
  return ownDefault('agentSecurity', what, reason, () => value);
}

export function ownAccount(what: string, reason: string): OwnDefault<true> {
  return ownDefault('serviceAccount', `a ServiceAccount of the agent's own, ${what}`, reason, () => true);
}

/** For agents whose metrics Prometheus finds by a Service. */
export function metricsService(what: string = 'a headless Service'): OwnDefault<true> {
  return ownDefault('service', what, 'Prometheus finds every node behind it; one address for all would answer with one node or another', () => true);
}
