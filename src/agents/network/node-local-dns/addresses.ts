import { isIP } from 'net';
import { fail, show } from '../../../errors';
import { requireAddress } from '../../../values/address';

/** On every node alike, so it must be one that means the node itself, and nothing else there. */
export function requireLocalAddress(where: string, address: string): void {
  requireAddress(where, 'localAddress', address);
  const isLinkLocal = /^169\.254\./.test(address) && !/\.(0\.0|255\.255)$/.test(address);
  const isUniqueLocal = isIP(address) === 6 && /^fd/i.test(address);
  if (!isLinkLocal && !isUniqueLocal) {
    fail('InvalidLocalAddress', where, `localAddress is ${show(address)}, which may be somebody else's; write one of 169.254.0.0/16, such as "169.254.20.10", or of fd00::/8 for IPv6`);
  }
  if (/^169\.254\.(169|170)\./.test(address)) {
    fail('InvalidLocalAddress', where, `localAddress is ${show(address)}, and clouds answer there for metadata, time and credentials; write another, such as "169.254.20.10"`);
  }
}

/** The address of a Service. */
export function requireClusterAddress(where: string, address: string): void {
  requireAddress(where, 'clusterDnsIp', address);
  if (/^(127\.|169\.254\.|0\.0\.0\.0$|255\.255\.255\.255$)/.test(address) || /^[0:]+1?$/.test(address) || /^fe[89ab]/i.test(address)) {
    fail('InvalidClusterDns', where, `clusterDnsIp is ${show(address)}, which no Service can have; write what kubectl -n kube-system get service kube-dns -o jsonpath='{.spec.clusterIP}' prints`);
  }
}

/** A DNS server: `address` or `address:port`, IPv6 in brackets before a port. */
export function requireServer(where: string, what: string, server: unknown): asserts server is string {
  const match = typeof server === 'string' ? /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(server) : null;
  const address = match === null ? server : match[1] ?? match[2];
  const isFamily = match === null || (isIP(address as string) === 6) === (match[1] !== undefined);
  if (typeof address !== 'string' || isIP(address) === 0 || !isFamily || (match !== null && !(Number(match[3]) >= 1 && Number(match[3]) <= 65535))) {
    fail('InvalidServer', where, `${what} is ${show(server)}; write an address, or address:port, such as "10.0.0.53" or "[fd00::53]:5353"`);
  }
}

/** Without its port. */
export function addressOf(server: string): string {
  return /^\[(.+)\]:\d+$/.exec(server)?.[1] ?? /^([\d.]+):\d+$/.exec(server)?.[1] ?? server;
}

export function isSameFamily(one: string, other: string): boolean {
  return isIP(one) === isIP(other);
}

/** Before a port. */
export function bracketed(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

/** A zone: a domain, or `.`. */
export function requireZone(where: string, what: string, zone: unknown): asserts zone is string {
  const label = '[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?';
  if (typeof zone !== 'string' || zone.length > 253 || !(zone === '.' || new RegExp(`^${label}(\\.${label})*\\.?$`).test(zone))) {
    fail('InvalidZone', where, `${what} is ${show(zone)}; write a domain, such as "corp.example.com"`);
  }
}
