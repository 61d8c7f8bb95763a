import { valueClass } from './require';
import { fail, show } from '../errors';

/**
 * A number of pods, or a share of them: what `maxUnavailable` and `maxSurge` take.
 */
export class IntOrPercent {
  /**
   * A number of pods.
   *
   * @param count a whole number, 0 or more
   * @throws InvalidIntOrPercent when it is anything else
   */
  public static of(count: number): IntOrPercent {
    if (!Number.isInteger(count) || count < 0 || count > 2147483647) {
      fail('InvalidIntOrPercent', 'IntOrPercent.of', `got ${show(count)}; write a whole number of pods, 0 or more, or IntOrPercent.percent(10) for a share`);
    }
    return new IntOrPercent(count, false);
  }

  /**
   * A share of the nodes that the agent should run on, rounded up by the controller.
   *
   * @param share a whole number of percent from 0 to 100
   * @throws InvalidIntOrPercent when it is anything else
   * @see https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/
   */
  public static percent(share: number): IntOrPercent {
    if (!Number.isInteger(share) || share < 0 || share > 100) {
      fail('InvalidIntOrPercent', 'IntOrPercent.percent', `got ${show(share)}; write a whole number of percent from 0 to 100`);
    }
    return new IntOrPercent(share, true);
  }

  /**
   * Reads Kubernetes' own spelling: `10%` or `3`.
   *
   * @throws InvalidIntOrPercent when it is neither
   */
  public static parse(text: string): IntOrPercent {
    const match = /^(\d{1,10})(%?)$/.exec(typeof text === 'string' ? text : '');
    if (match === null) {
      fail('InvalidIntOrPercent', 'IntOrPercent.parse', `got ${show(text)}; write a whole number such as "3", or a percentage such as "10%"`);
    }
    return match[2] === '%' ? IntOrPercent.percent(Number(match[1])) : IntOrPercent.of(Number(match[1]));
  }

  private constructor(
    /** The number of pods, or of percent. */
    public readonly amount: number,
    /** Whether `amount` is a percentage. */
    public readonly isPercent: boolean,
  ) {}

  /** Whether it allows no pod at all. */
  public get isZero(): boolean {
    return this.amount === 0;
  }

  /** As Kubernetes spells it: `10%` or `3`. */
  public toString(): string {
    return this.isPercent ? `${this.amount}%` : `${this.amount}`;
  }

  /** @internal */
  public _toKube(): number | string {
    return this.isPercent ? `${this.amount}%` : this.amount;
  }
}

valueClass(IntOrPercent, 'IntOrPercent', 'IntOrPercent.of(1) or IntOrPercent.percent(10)');
