import { daemonSet } from './given';
import { KubePodContainer, KubePodSpec, place, podRequests } from '../../src/placement';
import { formatAmount } from '../../src/values/amount';

function requests(spec: Partial<KubePodSpec>): { [resource: string]: string } {
  const amounts = podRequests({ containers: [], ...spec }, 'agents/a');
  return Object.fromEntries([...amounts].map(([name, amount]) => [name, formatAmount(amount)]));
}

function container(name: string, cpu: string, more: Partial<KubePodContainer> = {}): KubePodContainer {
  return { name, resources: { requests: { cpu } }, ...more };
}

describe('item 24: what a pod asks for', () => {
  test('nothing, when nothing is said', () => {
    expect(requests({ containers: [{ name: 'a' }] })).toEqual({});
  });

  test('its containers together', () => {
    expect(requests({ containers: [container('a', '100m'), container('b', '1')] })).toEqual({ cpu: '1100m' });
  });

  test('or the largest init container, when that is more', () => {
    const containers = [container('a', '100m'), container('b', '100m')];
    expect(requests({ containers, initContainers: [container('i', '150m'), container('j', '50m')] })).toEqual({ cpu: '200m' });
    expect(requests({ containers, initContainers: [container('i', '150m'), container('j', '500m')] })).toEqual({ cpu: '500m' });
  });

  test('resource by resource', () => {
    const spec = { containers: [container('a', '100m')], initContainers: [{ name: 'i', resources: { requests: { cpu: '50m', memory: '1Gi' } } }] };
    expect(requests(spec)).toEqual({ cpu: '100m', memory: '1Gi' });
  });

  test('sidecars count with the containers, and with the init containers that come after them', () => {
    const sidecar = container('s', '300m', { restartPolicy: 'Always' });
    const containers = [container('a', '100m')];
    expect(requests({ containers, initContainers: [sidecar] })).toEqual({ cpu: '400m' });
    expect(requests({ containers, initContainers: [sidecar, container('i', '200m')] })).toEqual({ cpu: '500m' });
    expect(requests({ containers, initContainers: [container('i', '200m'), sidecar] })).toEqual({ cpu: '400m' });
  });

  test('overhead is added at the end', () => {
    expect(requests({ containers: [container('a', '100m')], initContainers: [container('i', '200m')], overhead: { cpu: '10m', memory: '20Mi' } }))
      .toEqual({ cpu: '210m', memory: '20Mi' });
  });

  test('where there is a limit and no request, the limit is the request, container by container', () => {
    const limited = { name: 'a', resources: { limits: { cpu: '200m', memory: '64Mi' }, requests: { cpu: '100m' } } };
    expect(requests({ containers: [limited] })).toEqual({ cpu: '100m', memory: '64Mi' });
    expect(requests({ containers: [container('b', '1')], initContainers: [{ ...limited, name: 'i' }] })).toEqual({ cpu: '1', memory: '64Mi' });
  });

  test('a request of 0 is a request', () => {
    expect(requests({ containers: [{ name: 'a', resources: { limits: { cpu: '200m' }, requests: { cpu: '0' } } }] })).toEqual({ cpu: '0' });
  });

  test('each amount is rounded up to thousandths before they are added', () => {
    expect(requests({ containers: [container('a', '0.5m'), container('b', '500u')] })).toEqual({ cpu: '2m' });
  });

  test('numbers are as good as text', () => {
    expect(requests({ containers: [{ name: 'a', resources: { requests: { 'cpu': 0.5, 'nvidia.com/gpu': 2 } } }] })).toEqual({ 'cpu': '500m', 'nvidia.com/gpu': '2' });
  });

  describe('of the pod as a whole', () => {
    const containers = [container('a', '100m')];

    test('its requests replace what the containers add up to', () => {
      expect(requests({ containers, resources: { requests: { cpu: '50m', memory: '1Gi' } }, overhead: { cpu: '5m' } })).toEqual({ cpu: '55m', memory: '1Gi' });
    });

    test('of devices they count for nothing', () => {
      expect(requests({ containers, resources: { requests: { 'nvidia.com/gpu': 1 }, limits: { 'nvidia.com/gpu': 1 } } })).toEqual({ cpu: '100m' });
    });

    test('its limits are requests only where the containers ask for nothing', () => {
      expect(requests({ containers, resources: { limits: { cpu: '2', memory: '1Gi' } } })).toEqual({ cpu: '100m', memory: '1Gi' });
    });

    test('huge pages that its containers may use are its limit, and its request', () => {
      const huge = { name: 'a', resources: { limits: { 'hugepages-2Mi': '64Mi' }, requests: { 'hugepages-2Mi': '64Mi' } } };
      expect(requests({ containers: [huge, { ...huge, name: 'b' }], resources: { limits: { memory: '1Gi' } } }))
        .toEqual({ 'memory': '1Gi', 'hugepages-2Mi': '128Mi' });
      expect(requests({ containers: [huge], resources: { limits: { 'hugepages-2Mi': '256Mi' } } })).toEqual({ 'hugepages-2Mi': '256Mi' });
    });
  });

  test.each<[string | number]>([['lots'], ['1 Gi'], ['-1'], ['']])('an amount that is none (%p) is named by its DaemonSet, container and resource', (cpu) => {
    const set = daemonSet('a', { containers: [{ name: 'agent', resources: { requests: { cpu } } }] });
    expect(() => place({ daemonSets: [set], nodes: [] })).toThrow(`[InvalidQuantity] agents/a, requests of container agent, cpu: got ${JSON.stringify(cpu)}`);
  });
});
