import type { Duration } from 'cdk8s';
import { AgentDefaults } from './agent-defaults';
import { ConfigFiles } from './config-files';
import { HostAccessReason } from './host-access-reason';
import { Patch } from './patch';
import { Container } from '../pod/container';
import { PodOptions } from '../pod/pod-options';
import { NodeTargeting } from '../values/node-targeting';
import { Platform } from '../values/platform';
import { Priority } from '../values/priority';
import { Rollout } from '../values/rollout';
import { TargetVersion } from '../values/target-version';
import { Tolerations } from '../values/tolerations';

/**
 * The identity of a DaemonSet that exists already. Its selector can never change, and a change of its pods' labels restarts them.
 */
export interface AdoptedIdentity {
  /** `spec.selector.matchLabels` as it is. */
  readonly matchLabels: { [key: string]: string };
  /**
   * `spec.template.metadata.labels` as they are.
   *
   * @default - the same as the selector
   */
  readonly templateLabels?: { [key: string]: string };
}

/** What every agent takes, its containers aside. */
export interface NodeAgentOptions extends PodOptions {
  /**
   * The namespace.
   *
   * @default - the chart's
   */
  readonly namespace?: string;
  /**
   * The value of `app.kubernetes.io/instance`, part of the selector: it can never change for a DaemonSet that exists.
   *
   * @default - the name
   */
  readonly instance?: string;
  /**
   * Takes over a DaemonSet that exists, with its selector and pod labels unchanged.
   *
   * @default - a new identity of `app.kubernetes.io/name` and `app.kubernetes.io/instance`
   */
  readonly adopt?: AdoptedIdentity;
  /**
   * Which nodes.
   *
   * @default - every Linux node
   */
  readonly targeting?: NodeTargeting;
  /**
   * Which taints it stands.
   *
   * @default - those that the DaemonSet controller adds
   */
  readonly tolerations?: Tolerations;
  /**
   * How important it is.
   *
   * @default - no class, and so the cluster's default
   */
  readonly priority?: Priority;
  /**
   * How a change replaces its pods.
   *
   * @default - at most 10 % at once: one at a time, as Kubernetes does it, takes hours on large clusters
   */
  readonly rollout?: Rollout;
  /**
   * A pod counts as available when it was ready for so long, in whole seconds.
   *
   * @default - unset: at once
   */
  readonly minReady?: Duration;
  /**
   * So many old revisions are kept for going back.
   *
   * @default - unset: the API server sets 10
   */
  readonly revisionHistoryLimit?: number;
  /**
   * More labels of the DaemonSet itself, and of what is made beside it. Its pods have `podLabels`.
   *
   * @default - its identity
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations of the DaemonSet itself.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * Configuration that is made as ConfigMaps and mounted.
   *
   * @default - none
   */
  readonly configFiles?: ConfigFiles[];
  /**
   * Why the agent needs what it has of the node, shown by `hostAccess`.
   *
   * @default - paths say their own reasons; the rest is shown without one
   */
  readonly hostAccessReasons?: HostAccessReason[];
  /**
   * Whose Kubernetes it is, where that changes what the agent needs or may do.
   *
   * @default - the scope's, else Platform.kubernetes(): nothing is added or refused
   */
  readonly platform?: Platform;
  /**
   * The Kubernetes version that the output is for.
   *
   * @default - the scope's, else 1.28
   */
  readonly targetVersion?: TargetVersion;
  /**
   * Which defaults are on.
   *
   * @default - the scope's, else all
   */
  readonly defaults?: AgentDefaults;
  /**
   * Changes to the finished manifest.
   *
   * @default - none
   */
  readonly patches?: Patch[];
}

/** A node agent. */
export interface NodeAgentDaemonSetProps extends NodeAgentOptions {
  /** The DaemonSet's name, and the value of `app.kubernetes.io/name`: it never comes from the construct's path. */
  readonly name: string;
  /**
   * The containers of every pod.
   *
   * @default - none: then `addContainer` must be called
   */
  readonly containers?: Container[];
}
