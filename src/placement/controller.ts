import { RequiredAffinity, matchesAffinity, requiredAffinity } from './affinity';
import { KubeDaemonSet, KubeNode, KubeTaint, KubeToleration } from './kube';
import { evictedAfter, untolerated } from './taints';
import { daemonPodTolerations } from './tolerations';

/** What of a DaemonSet the controller reads to place its pods: nothing of resources, ports, conditions or preferences (item 7). */
export interface Wish {
  /** '' for none. */
  readonly nodeName: string;
  readonly affinity: RequiredAffinity;
  /** With those the controller adds. */
  readonly tolerations: readonly KubeToleration[];
}

/** The controller's answer for one DaemonSet and one node, with what it was decided by. */
export interface Eligibility {
  readonly shouldRun: boolean;
  readonly shouldContinueRunning: boolean;
  readonly misses: 'nodeName' | 'affinity' | undefined;
  /** NoSchedule and NoExecute, where the node would do otherwise. */
  readonly untolerated: readonly KubeTaint[];
  /** Seconds after which a pod that runs there is evicted, to be made again. */
  readonly evictedAfter: number | undefined;
}

export function wishOf(daemonSet: KubeDaemonSet): Wish {
  const { spec } = daemonSet.spec.template;
  return { nodeName: spec.nodeName ?? '', affinity: requiredAffinity(spec), tolerations: daemonPodTolerations(spec) };
}

/** Items 1 to 6. */
export function eligibility(wish: Wish, node: KubeNode): Eligibility {
  const misses = wish.nodeName !== '' && wish.nodeName !== node.metadata.name ? 'nodeName'
    : !matchesAffinity(wish.affinity, node) ? 'affinity' : undefined;
  if (misses !== undefined) {
    return { shouldRun: false, shouldContinueRunning: false, misses, untolerated: [], evictedAfter: undefined };
  }
  const taints = node.spec?.taints ?? [];
  const kept = untolerated(taints, wish.tolerations);
  const shouldContinueRunning = kept.every(({ effect }) => effect !== 'NoExecute');
  return {
    shouldRun: kept.length === 0,
    shouldContinueRunning,
    misses: undefined,
    untolerated: kept,
    evictedAfter: shouldContinueRunning ? evictedAfter(taints, wish.tolerations) : undefined,
  };
}
