import { isIP } from 'net';
import { fail, show } from '../../../errors';

/** A range of addresses. */
export interface Cidr {
  readonly text: string;
  readonly version: 4 | 6;
  readonly prefix: number;
  /** Its first address, as a number. */
  readonly first: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;
const EXAMPLE = { 4: '10.0.0.0/8', 6: 'fd00::/104' } as const;

/** A range in the form in which programs agree about it: without bits of a host, which Cilium drops without a word. */
export function parseCidr(where: string, what: string, text: unknown, version?: 4 | 6): Cidr {
  const [address, length, ...rest] = typeof text === 'string' ? text.split('/') : [''];
  const found = isIP(address);
  const example = EXAMPLE[version ?? 4];
  if (found === 0 || address.includes('%') || length === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > BITS[found as 4 | 6]) {
    fail('InvalidCidr', where, `${what} is ${show(text)}; write a range of addresses such as "${example}"`);
  }
  if (version !== undefined && found !== version) {
    fail('InvalidCidr', where, `${what} is ${show(text)}, which is IPv${found}; write a range of IPv${version} such as "${example}"`);
  }
  const cidr: Cidr = { text: text as string, version: found as 4 | 6, prefix: Number(length), first: numberOf(address, found as 4 | 6) };
  if (cidr.first !== firstOf(cidr)) {
    fail('InvalidCidr', where, `${what} is ${show(text)}, an address within the range; write the range's first address with /${length}`);
  }
  return cidr;
}

/** Whether any address is in both. */
export function overlap(a: Cidr, b: Cidr): boolean {
  const prefix = Math.min(a.prefix, b.prefix);
  return a.version === b.version && firstOf({ ...a, prefix }) === firstOf({ ...b, prefix });
}

function firstOf({ first, prefix, version }: Cidr): bigint {
  const size = 2n ** BigInt(BITS[version] - prefix);
  return first - first % size;
}

function numberOf(address: string, version: 4 | 6): bigint {
  if (version === 4) {
    return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  // The URL parser writes every spelling in one form: groups in hexadecimal, the longest run of zeros as "::".
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined) => (text === undefined || text === '' ? [] : text.split(':'));
  const zeros = new Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  return [...groups(head), ...zeros, ...groups(tail)].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
