/* eslint-disable no-bitwise -- the generator is arithmetic on 32 bits */
/** Random numbers that a printed seed repeats (mulberry32). */
export class Random {
  /** From `PROOF_SEED`, else a new one. */
  public static fromEnvironment(): Random {
    const given = process.env.PROOF_SEED;
    return new Random(given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given));
  }

  private state: number;

  public constructor(public readonly seed: number) {
    if (!Number.isInteger(seed)) {
      throw new Error(`PROOF_SEED is ${process.env.PROOF_SEED}; write a whole number, as a run printed it`);
    }
    this.state = seed;
  }

  /** At least 0, below 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  public below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  public chance(share: number): boolean {
    return this.next() < share;
  }
}
