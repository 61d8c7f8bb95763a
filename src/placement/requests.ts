import { KubeAmounts, KubePodContainer, KubePodSpec } from './kube';
import { fail, show } from '../errors';
import { Amount, NANO, parseAmount } from '../values/amount';
import { isQualifiedName } from '../values/kube-names';

/*
 * What a pod asks of its node (item 24): upstream's PodRequests over a pod as the API server completes it.
 */

/** In billionths: the API server rounds each amount up to thousandths as it takes it, before anything is added. */
const MILLI = NANO / 1000n;

/** Resource name → amount. */
export type Amounts = ReadonlyMap<string, Amount>;

/** @throws InvalidQuantity; `where` says whose pod it is. */
export function podRequests(spec: KubePodSpec, where: string): Amounts {
  const { ofContainers, ofPod, overhead } = partsOf(spec, where);
  const requests = new Map([...ofContainers, ...ofPod]);
  addAll(requests, overhead);
  return requests;
}

/** What the kubelet counts on when it evicts the pod: overhead only beside requests, and what its containers ask for only where the pod as a whole says nothing. */
export function reclaimed(spec: KubePodSpec, where: string): Amounts {
  const { ofContainers, ofPod, overhead } = partsOf(spec, where);
  const requests = new Map(ofPod.size > 0 ? ofPod : ofContainers);
  addAll(requests, new Map([...overhead].filter(([name]) => (requests.get(name)?.nano ?? 0n) > 0n)));
  return requests;
}

interface Parts {
  readonly ofContainers: Amounts;
  /** Of the pod as a whole; empty where that says nothing. */
  readonly ofPod: Amounts;
  readonly overhead: Amounts;
}

function partsOf(spec: KubePodSpec, where: string): Parts {
  const inits = (spec.initContainers ?? []).map((container) => completed(container, where));
  const containers = spec.containers.map((container) => completed(container, where));
  const ofContainers = aggregate(containers, inits, (container) => container.requests);
  return {
    ofContainers,
    ofPod: podLevelRequests(spec, where, ofContainers, () => aggregate(containers, inits, (container) => container.limits)),
    overhead: amountsOf(spec.overhead, `${where}, overhead`),
  };
}

interface Completed {
  readonly isSidecar: boolean;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Where there is a limit and no request, the request is the limit: the API server writes it so into pods, not into templates. */
function completed({ name, restartPolicy, resources }: KubePodContainer, where: string): Completed {
  const limits = amountsOf(resources?.limits, `${where}, limits of container ${name}`);
  const requests = new Map([...limits, ...amountsOf(resources?.requests, `${where}, requests of container ${name}`)]);
  return { isSidecar: restartPolicy === 'Always', requests, limits };
}

/** Containers and sidecars together, or, if more, an init container together with the sidecars that start before it. */
function aggregate(containers: readonly Completed[], inits: readonly Completed[], of: (container: Completed) => Amounts): Map<string, Amount> {
  const total = new Map<string, Amount>();
  containers.forEach((container) => addAll(total, of(container)));
  const sidecars = new Map<string, Amount>();
  const starting = new Map<string, Amount>();
  for (const init of inits) {
    if (init.isSidecar) {
      addAll(total, of(init));
      addAll(sidecars, of(init));
      raise(starting, sidecars);
    } else {
      const together = new Map(of(init));
      addAll(together, sidecars);
      raise(starting, together);
    }
  }
  raise(total, starting);
  return total;
}

/**
 * Requests of the pod as a whole, which replace what its containers add up to. Where it has only limits as a whole, the API server fills
 * them in: from the containers, and where those say nothing, from the limits; of huge pages, whose request is their limit, always from limits.
 */
function podLevelRequests(spec: KubePodSpec, where: string, ofContainers: Amounts, limitsOfContainers: () => Amounts): Map<string, Amount> {
  const requests = amountsOf(spec.resources?.requests, `${where}, requests of the pod`);
  const limits = amountsOf(spec.resources?.limits, `${where}, limits of the pod`);
  if (requests.size + limits.size === 0) {
    return new Map();
  }
  const huge = [...limitsOfContainers()].filter(([name]) => isHugePages(name) && !requests.has(name) && !limits.has(name));
  const allLimits = new Map([...limits, ...huge]);
  const complete = new Map(requests);
  if (allLimits.size > 0) {
    const fill = (amounts: Amounts, suits: (name: string) => boolean) => amounts.forEach((amount, name) => {
      if (!complete.has(name) && suits(name)) {
        complete.set(name, amount);
      }
    });
    fill(ofContainers, isCpuOrMemory);
    fill(allLimits, isPodLevel);
  }
  return new Map([...complete].filter(([name]) => isPodLevel(name)));
}

/** What fit counts beside cpu, memory, ephemeral storage and pods: extended resources, huge pages, volumes to attach. Any other name is passed over. */
export function isScalar(name: string): boolean {
  return isHugePages(name) || name.includes('kubernetes.io/') || name.startsWith('attachable-volumes-')
    || (name.includes('/') && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`));
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function isCpuOrMemory(name: string): boolean {
  return name === 'cpu' || name === 'memory';
}

function isPodLevel(name: string): boolean {
  return isCpuOrMemory(name) || isHugePages(name);
}

/** @throws InvalidQuantity */
export function amountsOf(amounts: KubeAmounts | undefined | null, where: string): Map<string, Amount> {
  return new Map(Object.entries(amounts ?? {}).map(([name, value]) => [name, amountOf(value, `${where}, ${name}`)]));
}

/** Few amounts are written, again and again. */
const known = new Map<string | number, Amount>();
const MOST_KNOWN = 10000;

function amountOf(value: string | number, where: string): Amount {
  const before = known.get(value);
  if (before !== undefined) {
    return before;
  }
  const amount = readAmount(value, where);
  if (known.size >= MOST_KNOWN) {
    known.clear();
  }
  known.set(value, amount);
  return amount;
}

function readAmount(value: string | number, where: string): Amount {
  const amount = parseAmount(typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  if (amount === undefined || amount.nano < 0n) {
    fail('InvalidQuantity', where, `got ${show(value)}; write a number of 0 or more with a suffix Kubernetes knows, such as "100m", "0.5", "200Mi" or "2G"`);
  }
  return { ...amount, nano: roundedUp(amount.nano, MILLI) };
}

function roundedUp(nano: bigint, unit: bigint): bigint {
  return (nano + unit - 1n) / unit * unit;
}

/** The scheduler counts cpu in thousandths and all else in whole numbers, rounded up. */
export function counted(name: string, { nano }: Amount): number {
  const unit = name === 'cpu' ? MILLI : NANO;
  return Number(roundedUp(nano, unit) / unit);
}

export function addAll(total: Map<string, Amount>, more: Amounts): void {
  more.forEach((amount, name) => {
    const sum = total.get(name);
    total.set(name, sum === undefined ? amount : { nano: sum.nano + amount.nano, format: sum.nano === 0n ? amount.format : sum.format });
  });
}

function raise(total: Map<string, Amount>, other: Amounts): void {
  other.forEach((amount, name) => {
    const before = total.get(name);
    if (before === undefined || amount.nano > before.nano) {
      total.set(name, amount);
    }
  });
}
