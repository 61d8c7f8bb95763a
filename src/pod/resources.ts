import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { fail, show } from '../errors';
import { cpuQuantity, sizeQuantity } from '../values/cdk8s-amounts';
import { isQualifiedName } from '../values/kube-names';
import { Quantity } from '../values/quantity';

/** Share of the processors. */
export interface CpuAmounts {
  /**
   * Kept free for the container on its node.
   *
   * @default - unset: the limit, if there is one
   */
  readonly request?: Cpu;
  /**
   * The container is slowed down above this.
   *
   * @default - unset: none
   */
  readonly limit?: Cpu;
}

/** Memory or storage. */
export interface SizeAmounts {
  /**
   * Kept free for the container on its node.
   *
   * @default - unset: the limit, if there is one
   */
  readonly request?: Size;
  /**
   * The container is ended (memory) or its pod evicted (storage) above this.
   *
   * @default - unset: none
   */
  readonly limit?: Size;
}

/**
 * What a container needs of its node. It is multiplied by the number of nodes: nothing is invented here.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ContainerResources {
  /**
   * Processors.
   *
   * @default - unset
   */
  readonly cpu?: CpuAmounts;
  /**
   * Memory.
   *
   * @default - unset
   */
  readonly memory?: SizeAmounts;
  /**
   * Storage of the node's disk.
   *
   * @default - unset
   */
  readonly ephemeralStorage?: SizeAmounts;
  /**
   * Devices and other resources by name, for example `nvidia.com/gpu`; request and limit alike, as Kubernetes demands.
   *
   * @default - none
   */
  readonly extended?: { [resource: string]: Quantity };
}

/** Requests and limits in the form the API server stores. */
export function renderResources(where: string, resources: ContainerResources): object {
  const limits: [string, Quantity | undefined][] = [
    ['cpu', cpu(where, 'limit', resources.cpu?.limit)],
    ['memory', size(where, 'memory.limit', resources.memory?.limit)],
    ['ephemeral-storage', size(where, 'ephemeralStorage.limit', resources.ephemeralStorage?.limit)],
  ];
  const requests: [string, Quantity | undefined][] = [
    ['cpu', cpu(where, 'request', resources.cpu?.request)],
    ['memory', size(where, 'memory.request', resources.memory?.request)],
    ['ephemeral-storage', size(where, 'ephemeralStorage.request', resources.ephemeralStorage?.request)],
  ];
  requests.forEach(([name, request], i) => {
    const limit = limits[i][1];
    if (request !== undefined && limit !== undefined && request.exceeds(limit)) {
      fail('RequestAboveLimit', where, `${name} request ${request} is more than its limit ${limit}; raise the limit or lower the request`);
    }
  });
  for (const [name, amount] of Object.entries(resources.extended ?? {})) {
    if (!isQualifiedName(name) || (!name.includes('/') && !name.startsWith('hugepages-')) || name.startsWith('requests.')) {
      fail('InvalidResource', where, `extended resource is ${show(name)}; write domain/name such as "nvidia.com/gpu", or hugepages-2Mi`);
    }
    if (!amount.isWhole) {
      fail('InvalidQuantity', where, `${name} is ${amount}; write a whole number`);
    }
    if (name.startsWith('hugepages-') && !amount._isMultipleOf(pageSize(where, name))) {
      fail('InvalidQuantity', where, `${name} is ${amount}; write a whole number of pages of that size`);
    }
    limits.push([name, amount]);
    requests.push([name, amount]);
  }
  if (requests.some(([name]) => name.startsWith('hugepages-')) && ![...limits, ...requests].some(([name, amount]) => amount !== undefined && (name === 'cpu' || name === 'memory'))) {
    fail('HugePagesAlone', where, 'huge pages are asked for without cpu or memory, which the API server refuses; add a request of one of them');
  }
  const some = (list: [string, Quantity | undefined][]) => Object.fromEntries(
    list.filter(([, amount]) => amount !== undefined).map(([name, amount]) => [name, `${amount}`]));
  const rendered = { limits: some(limits), requests: some(requests) };
  return Object.fromEntries(Object.entries(rendered).filter(([, amounts]) => Object.keys(amounts).length > 0));
}

function pageSize(where: string, name: string): Quantity {
  const pages = name.slice('hugepages-'.length);
  if (!/^[1-9]\d*(Ki|Mi|Gi)$/.test(pages)) {
    fail('InvalidResource', where, `extended resource is ${show(name)}; write the pages' size after hugepages-, such as hugepages-2Mi`);
  }
  return Quantity.parse(pages);
}

function cpu(where: string, field: string, amount: Cpu | undefined): Quantity | undefined {
  return amount === undefined ? undefined : cpuQuantity(where, `resources.cpu.${field}`, amount);
}

function size(where: string, field: string, amount: Size | undefined): Quantity | undefined {
  return amount === undefined ? undefined : sizeQuantity(where, `resources.${field}`, amount);
}
