/*
 * Kubernetes' spelling of amounts as numbers and back. A leaf: whoever counts resources uses it, with or without the checks of `Quantity`.
 */

const DECIMAL: { [suffix: string]: number } = { 'n': -9, 'u': -6, 'm': -3, '': 0, 'k': 3, 'M': 6, 'G': 9, 'T': 12, 'P': 15, 'E': 18 };
const BINARY: { [suffix: string]: number } = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const DECIMAL_NAMES = new Map(Object.entries(DECIMAL).map(([name, exponent]) => [exponent, name]));
/** Billionths in one of each suffix, for those in which that is whole. */
const FACTORS = new Map([
  ...Object.entries(DECIMAL).map(([name, exponent]): [string, bigint] => [name, 10n ** BigInt(exponent + 9)]),
  ...Object.entries(BINARY).map(([name, exponent]): [string, bigint] => [name, 1024n ** BigInt(exponent) * 10n ** 9n]),
]);
const BINARY_NAMES = new Map(Object.entries(BINARY).map(([name, exponent]) => [exponent, name]));
const SHAPE = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)([EinumkKMGTP]*|[eE][+-]?\d{1,3})$/;
/** Billionths in one. */
export const NANO = 10n ** 9n;
/** The API server cuts amounts with a binary suffix here, and only those. */
const MOST = (2n ** 63n - 1n) * NANO;

/** How an amount is written back: with the suffixes that it was read with. */
export type AmountFormat = 'decimal' | 'binary' | 'exponent';

export interface Amount {
  /** In billionths, finer than which the API server does not count. */
  readonly nano: bigint;
  readonly format: AmountFormat;
}

/** Undefined when it is no amount; may be negative. */
export function parseAmount(text: string): Amount | undefined {
  const match = SHAPE.exec(text);
  const format = match === null ? undefined : formatOf(match[3]);
  if (match === null || format === undefined) {
    return undefined;
  }
  const size = toNano(match[2], match[3], format);
  const nano = format === 'binary' && size > MOST ? MOST : size;
  return { nano: match[1] === '-' ? -nano : nano, format };
}

/** As the API server stores it; 0 or more. */
export function formatAmount({ nano, format }: Amount): string {
  if (nano === 0n) {
    return '0';
  }
  if (format === 'binary' && nano >= 1024n * NANO && nano % NANO === 0n) {
    return canonicalBinary(nano / NANO);
  }
  return canonicalDecimal(nano, format === 'exponent');
}

function formatOf(suffix: string): AmountFormat | undefined {
  if (/^[eE][+-]?\d+$/.test(suffix)) {
    return 'exponent';
  }
  return suffix in DECIMAL ? 'decimal' : suffix in BINARY ? 'binary' : undefined;
}

/** The value in billionths, rounded up as the API server does. */
function toNano(digits: string, suffix: string, format: AmountFormat): bigint {
  const factor = FACTORS.get(suffix);
  if (factor !== undefined && !digits.includes('.')) {
    return BigInt(digits) * factor;
  }
  const [whole, part = ''] = digits.split('.');
  const mantissa = BigInt(`${whole}${part}`);
  const exponent = format === 'exponent' ? Number(suffix.slice(1)) : format === 'decimal' ? DECIMAL[suffix] : 0;
  const scaled = format === 'binary' ? mantissa * 1024n ** BigInt(BINARY[suffix]) : mantissa;
  const power = exponent - part.length + 9;
  if (power >= 0) {
    return scaled * 10n ** BigInt(power);
  }
  const divisor = 10n ** BigInt(-power);
  return (scaled + divisor - 1n) / divisor;
}

function canonicalBinary(value: bigint): string {
  let exponent = 0;
  while (exponent < 6 && value % 1024n === 0n) {
    value /= 1024n;
    exponent++;
  }
  return `${value}${exponent === 0 ? '' : BINARY_NAMES.get(exponent)}`;
}

function canonicalDecimal(nano: bigint, scientific: boolean): string {
  let exponent = -9;
  while ((scientific || exponent < 18) && nano % 1000n === 0n) {
    nano /= 1000n;
    exponent += 3;
  }
  const suffix = scientific ? (exponent === 0 ? '' : `e${exponent}`) : DECIMAL_NAMES.get(exponent);
  return `${nano}${suffix}`;
}
