import { Amount, NANO, formatAmount, parseAmount } from './amount';
import { fail, show } from '../errors';

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
    const amount = parseAmount(typeof text === 'string' ? text : '');
    if (amount === undefined) {
      fail('InvalidQuantity', 'Quantity.parse', `got ${show(text)}; write a number with a suffix Kubernetes knows, such as "100m", "0.5", "200Mi" or "2G"`);
    }
    if (amount.nano < 0n) {
      fail('InvalidQuantity', 'Quantity.parse', `got ${show(text)}; a resource is never negative, write 0 or more`);
    }
    return new Quantity(amount);
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
    return new Quantity({ nano: BigInt(count) * NANO, format: 'decimal' });
  }

  private constructor(private readonly amount: Amount) {}

  /** Whether it is a whole number, as devices and other extended resources must be. */
  public get isWhole(): boolean {
    return this.amount.nano % NANO === 0n;
  }

  /** Whether this is a whole number of times the other. @internal */
  public _isMultipleOf(other: Quantity): boolean {
    return this.amount.nano % other.amount.nano === 0n;
  }

  /** Whether this is more than the other. */
  public exceeds(other: Quantity): boolean {
    return this.amount.nano > other.amount.nano;
  }

  /** As the API server stores it. */
  public toString(): string {
    return formatAmount(this.amount);
  }
}
