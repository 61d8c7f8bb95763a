import { KubePodSpec, KubePriorityClass } from './kube';
import { fail, show } from '../errors';

/** From here on a pod is critical: the kubelet, too, makes room for it (items 28 and 29). */
export const CRITICAL = 2000000000;

const SYSTEM_CLASSES: readonly KubePriorityClass[] = [
  { metadata: { name: 'system-node-critical' }, value: CRITICAL + 1000 },
  { metadata: { name: 'system-cluster-critical' }, value: CRITICAL },
];

export interface PodPriority {
  readonly value: number;
  /** Whether pods of lower priority are evicted for it. */
  readonly preempts: boolean;
  /** A class that is named and not known, so that the value is a guess. */
  readonly unknownClass?: string;
}

export interface PriorityClasses {
  readonly byName: ReadonlyMap<string, KubePriorityClass>;
  readonly byDefault: KubePriorityClass | undefined;
}

/** @throws NotAPriorityClass */
export function priorityClasses(given: readonly KubePriorityClass[]): PriorityClasses {
  given.forEach(requireClass);
  const all = [...given, ...SYSTEM_CLASSES];
  // Of several defaults the API server takes the lowest.
  const defaults = given.filter((one) => one.globalDefault === true).sort((a, b) => a.value - b.value);
  return { byName: new Map(all.map((one) => [one.metadata.name, one])), byDefault: defaults[0] };
}

function requireClass(given: KubePriorityClass, index: number): void {
  const name: unknown = given?.metadata?.name;
  if (typeof name !== 'string' || !Number.isInteger(given.value)) {
    fail('NotAPriorityClass', `priorityClasses[${index}]`, `got ${show(given)}; give it metadata.name and a whole number as value`);
  }
}

/** As the API server resolves it when the pod is made; a pod that exists has its number. */
export function podPriority(spec: KubePodSpec, classes: PriorityClasses): PodPriority {
  const name = spec.priorityClassName ?? '';
  const found = name === '' ? classes.byDefault : classes.byName.get(name);
  const policy = spec.preemptionPolicy ?? found?.preemptionPolicy;
  return {
    value: spec.priority ?? found?.value ?? 0,
    preempts: policy !== 'Never',
    ...(name !== '' && found === undefined && (spec.priority ?? undefined) === undefined ? { unknownClass: name } : {}),
  };
}
