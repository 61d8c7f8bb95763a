import { IntOrPercent } from './int-or-percent';
import { requireOptions } from './option-fields';
import { requireValue, valueClass } from './require';
import { fail } from '../errors';

/**
 * `rollingUpdate` of a DaemonSet in Kubernetes' own words.
 */
export interface RollingUpdateOptions {
  /**
   * At most so many pods, or such a share of them, are down at once because of the update.
   *
   * @default - unset: the API server sets 1
   */
  readonly maxUnavailable?: IntOrPercent;

  /**
   * On so many nodes, or such a share of them, the new pod may start beside the old one.
   *
   * @default - unset: the API server sets 0
   */
  readonly maxSurge?: IntOrPercent;
}

/**
 * How a change replaces the pods of an agent.
 *
 * @see https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/
 */
export class Rollout {
  /**
   * At most this many pods, or this share of them, are down at once. Suits agents whose absence for a moment harms no traffic.
   *
   * @throws EmptyRollout when it is zero
   */
  public static rolling(maxUnavailable: IntOrPercent): Rollout {
    requireSome('Rollout.rolling', 'maxUnavailable', maxUnavailable);
    return new Rollout('RollingUpdate', maxUnavailable, undefined);
  }

  /**
   * Starts the new pod beside the old one, on at most this many nodes at once, and ends the old one when the new one is available:
   * no node goes without. Not for agents with host ports (on the host network every container port is one): the two would
   * need the same port, and the rollout would hang; that is an error at synth.
   *
   * @throws EmptyRollout when it is zero
   */
  public static surging(maxSurge: IntOrPercent): Rollout {
    requireSome('Rollout.surging', 'maxSurge', maxSurge);
    return new Rollout('RollingUpdate', IntOrPercent.of(0), maxSurge);
  }

  /** Nothing restarts by itself: a pod is replaced when somebody deletes it, or when its node is replaced. */
  public static onDelete(): Rollout {
    return new Rollout('OnDelete', undefined, undefined);
  }

  /**
   * In Kubernetes' own words, for what exists already.
   *
   * @throws EmptyRollout when both are zero
   * @throws SurgeAndUnavailable when both are set and not zero
   * @throws SurgeAlone when only maxSurge is set: the API server adds maxUnavailable 1 and refuses the two
   */
  public static rollingUpdate(options: RollingUpdateOptions = {}): Rollout {
    requireOptions('Rollout.rollingUpdate', options, 'rollingUpdate');
    const { maxUnavailable, maxSurge } = options;
    for (const what of ['maxUnavailable', 'maxSurge'] as const) {
      if (options[what] !== undefined) {
        requireValue('Rollout.rollingUpdate', what, options[what], IntOrPercent);
      }
    }
    const surges = maxSurge !== undefined && !maxSurge.isZero;
    if (surges && maxUnavailable === undefined) {
      fail('SurgeAlone', 'Rollout.rollingUpdate',
        `maxSurge is ${maxSurge} and maxUnavailable is not set, to which the API server adds maxUnavailable 1 and then refuses both; write Rollout.surging(…), which sets maxUnavailable to 0`);
    }
    if (surges && !maxUnavailable!.isZero) {
      fail('SurgeAndUnavailable', 'Rollout.rollingUpdate',
        `maxSurge is ${maxSurge} and maxUnavailable is ${maxUnavailable}, and the API server takes only one that is not zero; write Rollout.rolling(…) or Rollout.surging(…)`);
    }
    if (!surges && maxUnavailable?.isZero === true) {
      fail('EmptyRollout', 'Rollout.rollingUpdate', `maxUnavailable is ${maxUnavailable} and maxSurge is ${maxSurge ?? 'not set'}, so no pod could ever be replaced; write at least 1 or 1% for one of them`);
    }
    return new Rollout('RollingUpdate', maxUnavailable, maxSurge);
  }

  /**
   * One node at a time: for network agents. While the agent is down, new pods on its node get no network, and a broken version that
   * never becomes ready stops after the first node.
   */
  public static networkAgent(): Rollout {
    return Rollout.rolling(IntOrPercent.of(1));
  }

  /**
   * A tenth of the nodes at a time: for log agents, which read on from their stored position. Many that start at once would load
   * the API server and the log store.
   */
  public static logAgent(): Rollout {
    return Rollout.rolling(IntOrPercent.percent(10));
  }

  /**
   * A third of the nodes at a time: for exporters, of which a restart costs a scrape or two.
   */
  public static exporter(): Rollout {
    return Rollout.rolling(IntOrPercent.percent(33));
  }

  /**
   * A twentieth of the nodes at a time, one by one in clusters of up to 20: for caches that the pods of their node depend on. A broken version stops there, and large
   * clusters do not take hours.
   */
  public static nodeCache(): Rollout {
    return Rollout.rolling(IntOrPercent.percent(5));
  }

  private constructor(
    /** RollingUpdate or OnDelete. */
    public readonly type: string,
    /** At most so many pods are down at once; unset when nothing was said. */
    public readonly maxUnavailable: IntOrPercent | undefined,
    /** On so many nodes the new pod may start beside the old one; unset when nothing was said. */
    public readonly maxSurge: IntOrPercent | undefined,
  ) {}

  /** Whether new pods start beside old ones. */
  public get surges(): boolean {
    return this.maxSurge !== undefined && !this.maxSurge.isZero;
  }

  /** One English sentence. */
  public describe(): string {
    if (this.type === 'OnDelete') {
      return 'Pods are replaced only when they are deleted.';
    }
    return this.surges
      ? `New pods start beside old ones on at most ${this.maxSurge} of the nodes at once.`
      : `At most ${this.maxUnavailable ?? 1} of the pods are down at once.`;
  }

  /** @internal */
  public _toKube(): object {
    const rollingUpdate = {
      ...(this.maxSurge === undefined ? {} : { maxSurge: this.maxSurge._toKube() }),
      ...(this.maxUnavailable === undefined ? {} : { maxUnavailable: this.maxUnavailable._toKube() }),
    };
    return Object.keys(rollingUpdate).length === 0 ? { type: this.type } : { rollingUpdate, type: this.type };
  }
}

valueClass(Rollout, 'Rollout', 'Rollout.rolling(IntOrPercent.percent(10))');

function requireSome(where: string, what: string, amount: IntOrPercent): void {
  requireValue(where, what, amount, IntOrPercent);
  if (amount.isZero) {
    fail('EmptyRollout', where, `${what} is ${amount}, so no pod could ever be replaced; write at least 1 or 1%, or Rollout.onDelete() when that is meant`);
  }
}
