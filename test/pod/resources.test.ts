import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { ContainerResources, Quantity } from '../../src';
import { renderResources } from '../../src/pod/resources';
import { MESSAGE, container, refused } from '../daemon-set/agent';
import { thrown } from '../values/thrown';

const render = (resources: ContainerResources) => renderResources('here', resources);

test('what is not asked for is not there: no number that nobody measured', () => {
  expect(render({})).toEqual({});
  expect(render({ cpu: {}, memory: {}, ephemeralStorage: {}, extended: {} })).toEqual({});
});

test('requests and limits stand apart, each where it was said', () => {
  expect(render({ cpu: { request: Cpu.millis(1) } })).toEqual({ requests: { cpu: '1m' } });
  expect(render({ cpu: { limit: Cpu.millis(1) } })).toEqual({ limits: { cpu: '1m' } });
  expect(render({ memory: { request: Size.mebibytes(1), limit: Size.mebibytes(2) } })).toEqual({ limits: { memory: '2Mi' }, requests: { memory: '1Mi' } });
  expect(render({ ephemeralStorage: { request: Size.gibibytes(1) } })).toEqual({ requests: { 'ephemeral-storage': '1Gi' } });
});

test('amounts have the form the API server stores', () => {
  const memory = { request: Size.kibibytes(2048), limit: Size.mebibytes(1024) };
  expect(render({ cpu: { request: Cpu.millis(1500), limit: Cpu.units(2) }, memory })).toEqual({
    limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1500m', memory: '2Mi' },
  });
});

describe('amounts of cdk8s that are none', () => {
  test.each<[string, ContainerResources, string]>([
    ['memory.limit', { memory: { limit: Size.gibibytes(0.7) } }, '734003.2 KiB, which is no whole number of bytes; write one that is, such as Size.mebibytes(717)'],
    ['memory.request', { memory: { request: Size.mebibytes(0.0001) } }, '0.1024 KiB, which is no whole number of bytes; write one that is, such as Size.mebibytes(1)'],
    ['ephemeralStorage.limit', { ephemeralStorage: { limit: Size.gibibytes(NaN) } }, 'NaN KiB, which is no whole number of bytes; write one that is, such as Size.mebibytes(64)'],
    ['ephemeralStorage.request', { ephemeralStorage: { request: Size.kibibytes(Infinity) } }, 'Infinity KiB, which is no whole number of bytes; write one that is, such as Size.mebibytes(64)'],
    ['cpu.request', { cpu: { request: Cpu.millis(NaN) } }, '"NaNm"; write 0 or more, such as Cpu.millis(100) or Cpu.units(0.5)'],
    ['cpu.request', { cpu: { request: Cpu.millis(0.5) } }, '"0.5m", and Kubernetes counts whole millis and rounds up; write Cpu.millis(1)'],
    ['cpu.limit', { cpu: { limit: Cpu.units(0.0105) } }, '"0.0105", and Kubernetes counts whole millis and rounds up; write Cpu.millis(11)'],
    ['cpu.limit', { cpu: { limit: Cpu.millis(-1) } }, '"-1m"; write 0 or more, such as Cpu.millis(100) or Cpu.units(0.5)'],
  ])('%s', (field, resources, got) => {
    expect(thrown(() => container({ resources }))).toBe(`[InvalidQuantity] Container.of "main": resources.${field} is ${got}`);
  });

  test('parts of a unit are amounts when they are whole bytes', () => {
    expect(render({ memory: { limit: Size.gibibytes(0.5), request: Size.kibibytes(0.5) }, ephemeralStorage: { limit: Size.mebibytes(1.001953125) } })).toEqual({
      limits: { 'memory': '512Mi', 'ephemeral-storage': '1026Ki' }, requests: { memory: '512' },
    });
  });
});

test('zero can be said', () => {
  expect(render({ cpu: { request: Cpu.millis(0) }, memory: { request: Size.kibibytes(0) } })).toEqual({ requests: { cpu: '0', memory: '0' } });
});

test('extended resources are request and limit alike, as Kubernetes demands', () => {
  expect(render({ extended: { 'nvidia.com/gpu': Quantity.of(2) } })).toEqual({ limits: { 'nvidia.com/gpu': '2' }, requests: { 'nvidia.com/gpu': '2' } });
});

test('huge pages go with processors or memory', () => {
  const extended = { 'hugepages-2Mi': Quantity.parse('64Mi') };
  expect(render({ extended, memory: { limit: Size.mebibytes(5) } })).toEqual({
    limits: { 'hugepages-2Mi': '64Mi', 'memory': '5Mi' }, requests: { 'hugepages-2Mi': '64Mi' },
  });
  expect(render({ extended, cpu: { request: Cpu.millis(5) } })).toMatchObject({ requests: { 'cpu': '5m', 'hugepages-2Mi': '64Mi' } });
  expect(thrown(() => render({ extended, ephemeralStorage: { limit: Size.mebibytes(5) } }))).toBe(
    '[HugePagesAlone] here: huge pages are asked for without cpu or memory, which the API server refuses; add a request of one of them',
  );
});

describe('a request above its limit is refused', () => {
  test('whatever the units', () => {
    expect(thrown(() => render({ cpu: { request: Cpu.units(1), limit: Cpu.millis(999) } }))).toBe(
      '[RequestAboveLimit] here: cpu request 1 is more than its limit 999m; raise the limit or lower the request',
    );
    expect(refused(() => render({ memory: { request: Size.gibibytes(1), limit: Size.mebibytes(1023) } }))).toBe('RequestAboveLimit');
    expect(refused(() => render({ ephemeralStorage: { request: Size.gibibytes(1), limit: Size.mebibytes(1023) } }))).toBe('RequestAboveLimit');
  });

  test('equal is fine', () => {
    const memory = { request: Size.gibibytes(1), limit: Size.mebibytes(1024) };
    expect(render({ cpu: { request: Cpu.units(1), limit: Cpu.millis(1000) }, memory })).toEqual({
      limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' },
    });
  });

  test('for any two amounts, exactly when it is so', () => {
    fc.assert(fc.property(fc.nat(5000), fc.nat(5000), (request, limit) => {
      const act = () => render({ cpu: { request: Cpu.millis(request), limit: Cpu.millis(limit) } });
      if (request > limit) {
        expect(thrown(act)).toMatch(MESSAGE);
      } else {
        expect(act()).toEqual({ limits: { cpu: `${Quantity.parse(`${limit}m`)}` }, requests: { cpu: `${Quantity.parse(`${request}m`)}` } });
      }
    }));
  });
});

describe('extended resources', () => {
  test.each(['cpu', 'memory', 'gpu', 'nvidia.com/', '/gpu', 'nvidia.com/a b', 'hugepages', ''])('%j is no name of one', (name) => {
    expect(refused(() => render({ extended: { [name]: Quantity.of(1) } }))).toBe('InvalidResource');
  });

  test.each(['nvidia.com/gpu', 'smarter-devices/fuse', 'example.com/a_b.c'])('%j is', (name) => {
    expect(render({ extended: { [name]: Quantity.of(1) } })).toEqual({ limits: { [name]: '1' }, requests: { [name]: '1' } });
  });

  test('are whole: half a device cannot be had', () => {
    expect(thrown(() => render({ extended: { 'nvidia.com/gpu': Quantity.parse('500m') } }))).toBe('[InvalidQuantity] here: nvidia.com/gpu is 500m; write a whole number');
    expect(render({ extended: { 'nvidia.com/gpu': Quantity.parse('2000m') } })).toMatchObject({ limits: { 'nvidia.com/gpu': '2' } });
  });
});
