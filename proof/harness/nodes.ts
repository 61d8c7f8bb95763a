import type { Client } from './client';
import type { Node, Taint } from './kube';
import { NOT_READY } from './kwok';

/** Nodes that are alike, as a cloud's node pool or an auto-scaling group makes them. */
export interface NodePool {
  readonly name: string;
  readonly count: number;
  readonly labels?: Record<string, string>;
  readonly taints?: readonly Taint[];
  readonly allocatable?: Record<string, string>;
  readonly os?: 'linux' | 'windows';
  readonly architecture?: 'amd64' | 'arm64' | 'ppc64le' | 's390x';
  /** `spec.unschedulable`, as `kubectl cordon` sets it. */
  readonly cordoned?: boolean;
  /** Its kubelet reports `Ready=False`, as on a node whose network has not come up. */
  readonly notReady?: boolean;
}

/** Room for every agent of the proof at once. */
const ROOMY = { 'cpu': '64', 'memory': '256Gi', 'ephemeral-storage': '500Gi', 'pods': '250' };

const CONDITIONS = [
  { type: 'MemoryPressure', reason: 'KubeletHasSufficientMemory' },
  { type: 'DiskPressure', reason: 'KubeletHasNoDiskPressure' },
  { type: 'PIDPressure', reason: 'KubeletHasSufficientPID' },
];

/** A node as its kubelet registers it: labelled, with what it can allocate, not yet ready. */
export function nodeOf(pool: NodePool, index: number, now = new Date()): Node {
  const name = `${pool.name}-${index}`;
  const os = pool.os ?? 'linux';
  const architecture = pool.architecture ?? 'amd64';
  const allocatable = pool.allocatable ?? ROOMY;
  const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const times = { lastHeartbeatTime: time, lastTransitionTime: time };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
        'kubernetes.io/arch': architecture,
        'proof/pool': pool.name,
        ...pool.labels,
      },
      annotations: pool.notReady === true ? { [NOT_READY]: 'true' } : {},
    },
    spec: {
      ...(pool.taints === undefined ? {} : { taints: [...pool.taints] }),
      ...(pool.cordoned === true ? { unschedulable: true } : {}),
    },
    status: {
      allocatable,
      capacity: allocatable,
      nodeInfo: {
        architecture,
        operatingSystem: os,
        bootID: '',
        containerRuntimeVersion: 'containerd://2.0.0',
        kernelVersion: '6.1.0',
        kubeletVersion: 'v1.36.3',
        kubeProxyVersion: '',
        machineID: '',
        osImage: os,
        systemUUID: '',
      },
      conditions: [
        ...CONDITIONS.map((condition) => ({ ...condition, ...times, status: 'False', message: condition.reason })),
        { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'container runtime network not ready', ...times },
      ],
    },
  };
}

export function nodesOf(pools: readonly NodePool[]): Node[] {
  return pools.flatMap((pool) => Array.from({ length: pool.count }, (_, index) => nodeOf(pool, index)));
}

export async function joinNodes(client: Client, nodes: readonly Node[]): Promise<void> {
  await inParallel(nodes, (node) => client.create(node).then(() => undefined));
}

export async function removeNodes(client: Client, names: readonly string[]): Promise<void> {
  await inParallel(names, (name) => client.remove({ apiVersion: 'v1', kind: 'Node', metadata: { name } }));
}

/** A bounded number at a time: enough to be quick, few enough for the API server's own limits. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>, workers = 16): Promise<void> {
  const queue = [...items];
  await Promise.all(Array.from({ length: Math.min(workers, queue.length) }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await work(item);
    }
  }));
}
