import { KubeTaint, KubeToleration } from './kube';
import { tolerates } from './tolerations';

/** Taints that keep a pod of a DaemonSet from its node; `PreferNoSchedule` never does (item 6). */
export function untolerated(taints: readonly KubeTaint[], tolerations: readonly KubeToleration[]): KubeTaint[] {
  return taints.filter((taint) => (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute')
    && !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/**
 * Seconds after which the taint-eviction controller removes a pod from the node although it tolerates all NoExecute taints there; undefined for never.
 * The DaemonSet controller does not look at it and makes the pod again (item 16). As there, the first toleration that fits a taint counts.
 */
export function evictedAfter(taints: readonly KubeTaint[], tolerations: readonly KubeToleration[]): number | undefined {
  const limits = taints.flatMap((taint) => limitOf(taint, tolerations) ?? []);
  return limits.length === 0 ? undefined : Math.max(0, Math.min(...limits));
}

/** Those of the taints that are tolerated for some seconds only. */
export function toleratedForAWhile(taints: readonly KubeTaint[], tolerations: readonly KubeToleration[]): KubeTaint[] {
  return taints.filter((taint) => limitOf(taint, tolerations) !== undefined);
}

function limitOf(taint: KubeTaint, tolerations: readonly KubeToleration[]): number | undefined {
  return taint.effect === 'NoExecute' ? tolerations.find((toleration) => tolerates(toleration, taint))?.tolerationSeconds ?? undefined : undefined;
}

/** As kubectl writes it: `key=value:Effect`. */
export function showTaint({ key, value, effect }: KubeTaint): string {
  return `${key}${(value ?? '') === '' ? '' : `=${value}`}:${effect}`;
}
