import { Allocatable } from './node-pool-options';
import { KubeNode } from '../placement';
import { Quantity } from '../values/quantity';
import { Taint } from '../values/toleration';

/** All that is known of a pool. */
export interface PoolModel {
  readonly name: string;
  readonly count: number;
  /** By whose value the pool is known. */
  readonly poolLabel: string | undefined;
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly Taint[];
  readonly allocatable: Allocatable | undefined;
}

/** The kubelet's own limit, where nobody sets one: `maxPods`. */
const PODS = 110;

/** The nodes as the API server would give them, of which placement reads no more than this. */
export function renderNodes({ name, count, labels, taints, allocatable }: PoolModel): KubeNode[] {
  const spec = { taints: taints.map(({ key, value, effect }) => ({ key, ...(value === undefined ? {} : { value }), effect })) };
  const status = allocatable === undefined ? {} : { status: { allocatable: amounts(allocatable) } };
  return Array.from({ length: count }, (_, i) => ({
    metadata: { name: `${name}-${i}`, labels: { ...labels, 'kubernetes.io/hostname': `${name}-${i}` } },
    spec,
    ...status,
  }));
}

function amounts({ cpu, memory, pods, ephemeralStorage, extended }: Allocatable): { [resource: string]: string } {
  const kibibytes = (size: NonNullable<typeof ephemeralStorage>) => `${Quantity.parse(`${size.toKibibytes()}Ki`)}`;
  return {
    cpu: `${Quantity.parse(cpu.amount)}`,
    ...(ephemeralStorage === undefined ? {} : { 'ephemeral-storage': kibibytes(ephemeralStorage) }),
    memory: kibibytes(memory),
    pods: `${Quantity.of(pods ?? PODS)}`,
    ...Object.fromEntries(Object.entries(extended ?? {}).map(([resource, amount]) => [resource, `${amount}`])),
  };
}
