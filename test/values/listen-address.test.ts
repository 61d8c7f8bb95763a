import { isIPv6 } from 'net';
import * as fc from 'fast-check';
import { thrown } from './thrown';
import { ListenAddress } from '../../src';

test('an address of IPv6 stands in brackets before its port, one of IPv4 does not', () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 65535 }), (address, port) => {
    expect(ListenAddress.of(address)._withPort(port)).toBe(isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`);
  }));
});

test.each(['127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1'])('%s is loopback, and is where the kubelet asks', (address) => {
  expect(ListenAddress.of(address).isLoopback).toBe(true);
  expect(ListenAddress.of(address)._probeHost).toBe(address);
});

test.each(['0.0.0.0', '::', '0::0'])('%s is every address: no loopback, and the kubelet asks the pod\'s', (address) => {
  expect(ListenAddress.of(address).isLoopback).toBe(false);
  expect(ListenAddress.of(address)._probeHost).toBeUndefined();
});

test.each(['10.0.0.1', '1.27.0.1', 'fd00::1', '::11', '::ffff:1'])('%s is no loopback', (address) => {
  expect(ListenAddress.of(address).isLoopback).toBe(false);
});

test('every address has no name, and the pod\'s comes from a variable', () => {
  expect(ListenAddress.everywhere()._withPort(1)).toBe(':1');
  expect(ListenAddress.everywhere()._env).toEqual([]);
  expect(ListenAddress.ofPod()._withPort(1)).toBe('[$(LISTEN_ADDRESS)]:1');
  expect(ListenAddress.ofPod()._env.map((variable) => variable._toKube())).toEqual([{ name: 'LISTEN_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }]);
});

test.each([['localhost'], ['[::1]'], ['127.0.0.1:9100'], ['fe80::1%eth0'], ['10.0.0.256'], [''], [undefined], [9100]])('%p is refused', (address) => {
  expect(thrown(() => ListenAddress.of(address as never))).toMatch(/^\[InvalidAddress\] ListenAddress\.of: address is .*; write an IPv4 or IPv6 address without brackets and port/);
});
