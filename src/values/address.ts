import { isIP } from 'net';
import { fail, show } from '../errors';

/** An IP address without a zone, in the spelling that programs agree about: API servers also take `010.0.0.1`, which some read as octal. */
export function isAddress(text: string): boolean {
  return typeof text === 'string' && isIP(text) !== 0 && !text.includes('%');
}

export function requireAddress(where: string, what: string, text: string): void {
  if (!isAddress(text)) {
    fail('InvalidAddress', where, `${what} is ${show(text)}; write an IP address such as "10.0.0.10" or "fd00::10"`);
  }
}
