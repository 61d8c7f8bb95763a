import * as fc from 'fast-check';
import { thrown } from './thrown';
import { overlaps, requireCidr } from '../../src/values/cidr';

const read = (text: unknown) => requireCidr('here', 'cidr', text as string);

test.each([
  ['10.244.0.0/16', 4, 0x0af40000n, 16], ['0.0.0.0/0', 4, 0n, 0], ['192.168.7.9/32', 4, 0xc0a80709n, 32], ['fd00:10::/64', 6, 0xfd000010n * 2n ** 96n, 64], ['::/0', 6, 0n, 0],
  ['::ffff:10.0.0.0/104', 6, 0xffff0a000000n, 104], ['1:2:3:4:5:6:7:8/128', 6, 0x00010002000300040005000600070008n, 128],
])('%s is a range', (text, family, first, prefix) => {
  expect(read(text)).toEqual({ text, family, first, prefix });
});

test.each([
  [''], ['10.0.0.0'], ['10.0.0.0/'], ['10.0.0.0/33'], ['10.0.0/8'], ['10.0.0.0/08'], ['010.0.0.0/8'], ['10.0.0.0/8/9'], ['10.0.0.0/-1'], ['fd00::/129'], ['fd00::%eth0/64'],
  ['::/1e1'], [undefined], [null], [10], [['10.0.0.0/8']],
])('%p is none', (text) => {
  expect(thrown(() => read(text))).toMatch(/^\[InvalidCidr\] here: cidr is .*; write an address, "\/" and the number of bits/);
});

test.each([['10.244.1.7/16', '10.244.0.0/16'], ['10.0.0.1/0', '0.0.0.0/0'], ['fd00::1/64', 'fd00:0:0:0::/64'], ['fd00:1:2:3:4:5:6:7/64', 'fd00:1:2:3::/64']])(
  '%s does not begin with its first address, and is told what does', (text, instead) => {
    const [, told] = /write "(.*)"$/.exec(thrown(() => read(text)))!;
    expect(read(told)).toMatchObject({ first: read(instead).first, prefix: read(instead).prefix });
  });

test('a range of another family than is asked for is none', () => {
  expect(requireCidr('here', 'cidr', 'fd00::/64', 6).family).toBe(6);
  expect(thrown(() => requireCidr('here', 'cidr', 'fd00::/64', 4))).toBe('[InvalidCidr] here: cidr is "fd00::/64", which is IPv6; write a range of IPv4, such as "10.244.0.0/16"');
});

test('ranges overlap when one is within the other, whichever is asked first', () => {
  const pairs: [string, string, boolean][] = [
    ['10.0.0.0/8', '10.244.0.0/16', true], ['10.0.0.0/16', '10.1.0.0/16', false], ['10.0.0.0/16', '10.0.0.0/16', true], ['0.0.0.0/0', '192.0.2.1/32', true],
    ['fd00::/8', 'fd12::/64', true], ['fd00::/64', 'fd00:0:0:1::/64', false], ['0.0.0.0/0', '::/0', false],
  ];
  for (const [a, b, expected] of pairs) {
    expect([overlaps(read(a), read(b)), overlaps(read(b), read(a))]).toEqual([expected, expected]);
  }
});

test('any two IPv4 ranges overlap exactly when they have an address in common', () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 })).map(([byte, prefix]) => `10.0.0.${byte - byte % 2 ** (32 - prefix)}/${prefix}`);
  const addresses = (text: string) => Array.from({ length: 2 ** (32 - read(text).prefix) }, (_, i) => Number(read(text).first % 256n) + i);
  fc.assert(fc.property(range, range, (a, b) => overlaps(read(a), read(b)) === addresses(a).some((one) => addresses(b).includes(one))));
});
