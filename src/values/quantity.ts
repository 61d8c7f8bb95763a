import { fail, show } from '../errors';

const DECIMAL: { [suffix: string]: number } = { 'n': -9, 'u': -6, 'm': -3, '': 0, 'k': 3, 'M': 6, 'G': 9, 'T': 12, 'P': 15, 'E': 18 };
const BINARY: { [suffix: string]: number } = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };
const DECIMAL_NAMES = new Map(Object.entries(DECIMAL).map(([name, exponent]) => [exponent, name]));
const BINARY_NAMES = new Map(Object.entries(BINARY).map(([name, exponent]) => [exponent, name]));
const SHAPE = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)([EinumkKMGTP]*|[eE][+-]?\d{1,3})$/;
const NANO = 10n ** 9n;
/** The API server cuts amounts with a binary suffix here, and only those. */
const MOST = (2n ** 63n - 1n) * NANO;

type Format = 'decimal' | 'binary' | 'exponent';

/**
 * An amount of a resource, as Kubernetes counts it: `100m`, `200Mi`, `1.5`, `2k`.
 *
 * It is written the way the API server stores it (`1000m` becomes `1`, `1024Mi` becomes `1Gi`), so that no tool sees a difference
 * between what is committed and what the cluster holds.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export class Quantity {
  /**
   * Reads Kubernetes' spelling.
   *
   * @throws InvalidQuantity when it is none, or negative
   */
  public static parse(text: string): Quantity {
    const match = SHAPE.exec(typeof text === 'string' ? text : '');
    const format = match === null ? undefined : formatOf(match[3]);
    if (match === null || format === undefined) {
      fail('InvalidQuantity', 'Quantity.parse', `got ${show(text)}; write a number with a suffix Kubernetes knows, such as "100m", "0.5", "200Mi" or "2G"`);
    }
    const nano = toNano(match[2], match[3], format);
    if (match[1] === '-' && nano !== 0n) {
      fail('InvalidQuantity', 'Quantity.parse', `got ${show(text)}; a resource is never negative, write 0 or more`);
    }
    return new Quantity(format === 'binary' && nano > MOST ? MOST : nano, format);
  }

  /**
   * A plain number, such as of devices.
   *
   * @throws InvalidQuantity when it is no whole number of 0 or more
   */
  public static of(count: number): Quantity {
    if (!Number.isSafeInteger(count) || count < 0) {
      fail('InvalidQuantity', 'Quantity.of', `got ${show(count)}; write a whole number of 0 or more, or Quantity.parse("500m") for a part`);
    }
    return new Quantity(BigInt(count) * NANO, 'decimal');
  }

  private constructor(private readonly nano: bigint, private readonly format: Format) {}

  /** Whether it is a whole number, as devices and other extended resources must be. */
  public get isWhole(): boolean {
    return this.nano % NANO === 0n;
  }

  /** Whether this is a whole number of times the other. @internal */
  public _isMultipleOf(other: Quantity): boolean {
    return this.nano % other.nano === 0n;
  }

  /** Whether this is more than the other. */
  public exceeds(other: Quantity): boolean {
    return this.nano > other.nano;
  }

  /** As the API server stores it. */
  public toString(): string {
    if (this.nano === 0n) {
      return '0';
    }
    if (this.format === 'binary' && this.nano >= 1024n * NANO && this.isWhole) {
      return canonicalBinary(this.nano / NANO);
    }
    return canonicalDecimal(this.nano, this.format === 'exponent');
  }
}

function formatOf(suffix: string): Format | undefined {
  if (/^[eE][+-]?\d+$/.test(suffix)) {
    return 'exponent';
  }
  return suffix in DECIMAL ? 'decimal' : suffix in BINARY ? 'binary' : undefined;
}

/** The value in billionths, rounded up as the API server does. */
function toNano(digits: string, suffix: string, format: Format): bigint {
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
