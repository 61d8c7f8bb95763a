import { Reason } from './report';

/** Every code that a decision can carry, with what it means; docs/placement.md lists them in these words. */
export const REASONS = {
  NodeNameMismatch: 'The template names its node (`spec.nodeName`), and this is another one.',
  NodeSelectorMismatch: 'A label of `nodeSelector` is missing on the node or has another value.',
  NodeAffinityMismatch: 'The node meets no term of the required node affinity.',
  NodeAffinityNeverMatches: 'No node can meet the required node affinity: each of its terms is empty or has a fault. The API server takes most of these and says nothing.',
  UntoleratedTaint: 'A taint with NoSchedule or NoExecute is not tolerated, so no pod is made.',
  EvictedByNoExecute: 'Beside UntoleratedTaint: the taint has NoExecute, so a pod that runs there is deleted.',
  EvictionLoop: 'A NoExecute taint is tolerated for some seconds only: the pod is evicted after that time and made again, for as long as the taint stays.',
  AllocatableUnknown: 'The node does not say what it can allocate, so whether the pod fits is not known.',
  TooManyPods: 'The node has as many pods as it takes.',
  InsufficientCpu: 'Too little cpu is left on the node.',
  InsufficientMemory: 'Too little memory is left on the node.',
  InsufficientEphemeralStorage: 'Too little ephemeral storage is left on the node.',
  InsufficientResource: 'Too little of a device, huge pages or another extended resource is left on the node.',
  HostPortTaken: 'A host port that the pod needs is held by another pod of the node.',
  PriorityClassUnknown: 'The pod does not fit, and its PriorityClass is not among those given, so that its priority was taken for 0.',
  WillPreempt: 'The pod fits only because pods of lower priority are evicted for it.',
} as const;

export type ReasonCode = keyof typeof REASONS;

export function reason(code: ReasonCode, message: string, remedy: string): Reason {
  return { code, message, remedy };
}
