import { isIP } from 'net';
import { isAddress } from './address';
import { fail, show } from '../errors';

const BITS = { 4: 32, 6: 128 } as const;
const EXAMPLES = { 4: '10.244.0.0/16', 6: 'fd00:10::/64' } as const;

/** A range of addresses. */
export interface Cidr {
  /** As it was written. */
  readonly text: string;
  readonly family: 4 | 6;
  /** Its first address, as a number. */
  readonly first: bigint;
  /** How many bits its addresses have in common. */
  readonly prefix: number;
}

/**
 * Refuses what is none or of another family than `only`, and ranges that do not begin with their first address: programs disagree about what those mean.
 *
 * @throws InvalidCidr
 */
export function requireCidr(where: string, what: string, text: string, only?: 4 | 6): Cidr {
  const [address, length, more] = typeof text === 'string' ? text.split('/') : [''];
  const family = isAddress(address) ? isIP(address) as 4 | 6 : undefined;
  const prefix = /^(0|[1-9]\d{0,2})$/.test(length ?? '') ? Number(length) : NaN;
  if (family === undefined || more !== undefined || !(prefix <= BITS[family])) {
    fail('InvalidCidr', where, `${what} is ${show(text)}; write an address, "/" and the number of bits that its addresses have in common, such as "10.244.0.0/16" or "fd00:10::/64"`);
  }
  if (only !== undefined && family !== only) {
    fail('InvalidCidr', where, `${what} is ${show(text)}, which is IPv${family}; write a range of IPv${only}, such as ${show(EXAMPLES[only])}`);
  }
  const given = numberOf(address, family);
  const size = 2n ** BigInt(BITS[family] - prefix);
  const first = given - given % size;
  if (first !== given) {
    fail('InvalidCidr', where, `${what} is ${show(text)}, which has bits after the first ${prefix}; write ${show(`${addressOf(first, family)}/${prefix}`)}`);
  }
  return { text, family, first, prefix };
}

/** Whether some address is in both. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  const [wider, other] = a.prefix <= b.prefix ? [a, b] : [b, a];
  const size = 2n ** BigInt(BITS[wider.family] - wider.prefix);
  return a.family === b.family && other.first - other.first % size === wider.first;
}

function numberOf(address: string, family: 4 | 6): bigint {
  if (family === 4) {
    return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  // The last 32 bits may be written as an IPv4 address.
  const words = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a, b, c, d] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [before, after] = words.split('::').map((half) => half.split(':').filter((word) => word !== ''));
  const zeros = after === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after ?? []].reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n);
}

function addressOf(number: bigint, family: 4 | 6): string {
  if (family === 4) {
    return digits(number, 256n, 4).join('.');
  }
  const words = digits(number, 65536n, 8).map((word) => word.toString(16));
  return words.join(':').replace(/(^|:)0(:0)+(?=:|$)/, '::').replace(/:{3,}/, '::');
}

/** The most significant first. */
function digits(number: bigint, base: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => number / base ** BigInt(count - 1 - i) % base);
}
