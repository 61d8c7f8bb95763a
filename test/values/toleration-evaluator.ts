/*
 * What a pod's tolerations let it stand, and for how long: written from Kubernetes' documentation, on plain JSON, without anything of the
 * sources under test.
 */

export interface KubeToleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

export interface KubeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What the API server refuses in a toleration; empty when it takes it. */
export function refused({ key = '', operator = 'Equal', value = '', effect = '', tolerationSeconds }: KubeToleration): string[] {
  return [
    ...(['Exists', 'Equal'].includes(operator) ? [] : ['operator']),
    ...(key === '' && operator !== 'Exists' ? ['operator must be Exists when key is empty'] : []),
    ...(operator === 'Exists' && value !== '' ? ['value must be empty when operator is Exists'] : []),
    ...(['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect) ? [] : ['effect']),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute' ? ['effect must be NoExecute when tolerationSeconds is set'] : []),
  ];
}

export function tolerates({ key = '', operator = 'Equal', value = '', effect = '' }: KubeToleration, taint: KubeTaint): boolean {
  return (effect === '' || effect === taint.effect) && (key === '' || key === taint.key) && (operator === 'Exists' || value === taint.value);
}

/**
 * Seconds until a pod is evicted because of this taint: 0 when nothing tolerates it, Infinity when it may stay. Of several tolerations,
 * the first that tolerates the taint counts.
 */
export function staysFor(tolerations: readonly KubeToleration[], taint: KubeTaint): number {
  const first = tolerations.find((toleration) => tolerates(toleration, taint));
  return first === undefined ? 0 : first.tolerationSeconds ?? Infinity;
}
