import { KubePodSpec, KubeTaint, KubeToleration } from './kube';

const NODE = 'node.kubernetes.io/';

/** What the DaemonSet controller adds to every pod, in its order (item 14). What is not in here a bootstrap agent must tolerate itself (item 15). */
export function automaticTolerations(hostNetwork: boolean): KubeToleration[] {
  return [
    exists('not-ready', 'NoExecute'),
    exists('unreachable', 'NoExecute'),
    exists('disk-pressure', 'NoSchedule'),
    exists('memory-pressure', 'NoSchedule'),
    exists('pid-pressure', 'NoSchedule'),
    exists('unschedulable', 'NoSchedule'),
    ...(hostNetwork ? [exists('network-unavailable', 'NoSchedule')] : []),
  ];
}

function exists(condition: string, effect: string): KubeToleration {
  return { key: `${NODE}${condition}`, operator: 'Exists', effect };
}

/** The tolerations of a DaemonSet's pod: the template's, and the controller's, which replace equal ones and drop their tolerationSeconds (item 14). */
export function daemonPodTolerations(spec: KubePodSpec): KubeToleration[] {
  let all: KubeToleration[] = [...(spec.tolerations ?? [])];
  for (const added of automaticTolerations(spec.hostNetwork === true)) {
    const isSame = (other: KubeToleration) => (other.key ?? '') === added.key && other.operator === added.operator
      && (other.effect ?? '') === added.effect && (other.value ?? '') === '';
    all = all.some(isSame) ? all.map((other) => (isSame(other) ? added : other)) : [...all, added];
  }
  return all;
}

/** Item 18. `Gt` and `Lt` compare only behind a feature gate that is off; without it the API server refuses them, and they match nothing. */
export function tolerates(toleration: KubeToleration, taint: KubeTaint): boolean {
  const { key = '', operator = '', value = '', effect = '' } = toleration;
  if ((effect !== '' && effect !== taint.effect) || (key !== '' && key !== taint.key)) {
    return false;
  }
  return operator === 'Exists' || ((operator === '' || operator === 'Equal') && value === (taint.value ?? ''));
}
