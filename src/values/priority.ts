import { requireDnsSubdomain } from './kube-names';
import { requireOptions } from './option-fields';
import { requireFlag, requireUnsetOrOneOf, requireUnsetOrText, valueClass } from './require';
import { fail, show } from '../errors';

/** The most that a class which is not the system's own may have. */
export const HIGHEST_USER_PRIORITY = 1000000000;
const SYSTEM_CLASSES = ['system-node-critical', 'system-cluster-critical'];

/**
 * Whether pods of a class may have others evicted to make room.
 */
export enum PreemptionPolicy {
  /** Pods of lower priority are evicted when there is no room; what Kubernetes does when nothing is said. */
  PREEMPT_LOWER_PRIORITY = 'PreemptLowerPriority',
  /** Waits first in line, evicts nobody. An agent may then wait for ever on a full node, which has no other place for it. */
  NEVER = 'Never',
}

/**
 * A PriorityClass to be made.
 */
export interface PriorityClassOptions {
  /**
   * The higher, the more important; at most 1000000000, above which are the system's own classes.
   */
  readonly value: number;

  /**
   * Whether pods of the class may have others evicted.
   *
   * @default - unset: Kubernetes preempts pods of lower priority
   */
  readonly preemptionPolicy?: PreemptionPolicy;

  /**
   * For whoever lists the classes of the cluster.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether pods that name no class get this one: a decision about every workload of the cluster, never a side effect of an agent.
   *
   * @default false - nobody's pods change priority because an agent was added
   */
  readonly globalDefault?: boolean;
}

/**
 * How important an agent is: who gets the place on a full node, and who is evicted first under pressure.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class Priority {
  /**
   * `system-node-critical`, the highest there is: for agents without which the node does not work, such as network and DNS agents.
   *
   * Outside `kube-system`, GKE takes such pods only where a ResourceQuota allows them: see `CriticalPodsQuota`.
   */
  public static nodeCritical(): Priority {
    return new Priority('system-node-critical');
  }

  /**
   * `system-cluster-critical`, just below node-critical.
   *
   * Outside `kube-system`, GKE takes such pods only where a ResourceQuota allows them: see `CriticalPodsQuota`.
   */
  public static clusterCritical(): Priority {
    return new Priority('system-cluster-critical');
  }

  /**
   * The library's own class `node-agents`: above every ordinary workload, below the system's classes, and so without the quota
   * that those need on GKE. Made once in each cluster scope, however many agents share it.
   */
  public static nodeAgents(): Priority {
    return Priority.newClass('node-agents', {
      value: HIGHEST_USER_PRIORITY,
      description: 'Agents that stand on every node: each has one node only, so it must get its place there.',
    });
  }

  /**
   * A PriorityClass that exists already, or that is made elsewhere.
   *
   * @throws InvalidName, SystemPriorityName when no class can have the name
   */
  public static ofClass(name: string): Priority {
    requireDnsSubdomain('Priority.ofClass', 'name', name);
    if (name.startsWith('system-') && !SYSTEM_CLASSES.includes(name)) {
      fail('SystemPriorityName', 'Priority.ofClass',
        `name is ${show(name)}, and the API server lets no class but ${SYSTEM_CLASSES.join(' and ')} begin with "system-"; write the name of a class that exists`);
    }
    return new Priority(name);
  }

  /**
   * A PriorityClass of one's own, made once in each cluster scope, however many agents share it.
   *
   * @throws InvalidName, SystemPriorityName, InvalidPriority, UnknownValue
   */
  public static newClass(name: string, options: PriorityClassOptions): Priority {
    requireDnsSubdomain('Priority.newClass', 'name', name);
    if (name.startsWith('system-')) {
      fail('SystemPriorityName', 'Priority.newClass', `name is ${show(name)}, and names with "system-" are the system's own; write another, or Priority.nodeCritical()`);
    }
    requireOptions('Priority.newClass', options, 'priorityClass');
    if (!Number.isInteger(options.value) || options.value > HIGHEST_USER_PRIORITY || options.value < -2147483648) {
      fail('InvalidPriority', 'Priority.newClass', `value is ${show(options.value)}; write a whole number of at most ${HIGHEST_USER_PRIORITY}, or use Priority.nodeCritical()`);
    }
    requireUnsetOrOneOf('Priority.newClass', 'preemptionPolicy', options.preemptionPolicy, PreemptionPolicy);
    requireUnsetOrText('Priority.newClass', 'description', options.description);
    requireFlag('Priority.newClass', 'globalDefault', options.globalDefault);
    return new Priority(name, { ...options });
  }

  private constructor(
    /** The name of the PriorityClass. */
    public readonly className: string,
    /** The class to be made; unset when it exists already. */
    public readonly classToMake?: PriorityClassOptions,
  ) {}
}

valueClass(Priority, 'Priority', 'Priority.nodeAgents() or Priority.ofClass("my-class")');
