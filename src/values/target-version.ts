import { requireValue, valueClass } from './require';
import { fail, show } from '../errors';

const OLDEST = 28;
const NEWEST = 36;

/**
 * The Kubernetes version that the output is for: what it does not know is an error, not a field that the API server drops.
 */
export class TargetVersion {
  /** 1.28, the line that cdk8s-plus-28 is made for. */
  public static readonly V1_28 = new TargetVersion(28);
  /** 1.36, the newest that is known. */
  public static readonly V1_36 = new TargetVersion(36);

  /**
   * @param version `1.28` to `1.36`
   * @throws InvalidTargetVersion
   */
  public static of(version: string): TargetVersion {
    const match = /^v?1\.(\d{2})(\.\d+)?$/.exec(typeof version === 'string' ? version : '');
    const minor = match === null ? NaN : Number(match[1]);
    if (!(minor >= OLDEST && minor <= NEWEST)) {
      fail('InvalidTargetVersion', 'TargetVersion.of', `version is ${show(version)}; write "1.${OLDEST}" to "1.${NEWEST}"`);
    }
    return new TargetVersion(minor);
  }

  private constructor(private readonly minor: number) {}

  /** Whether it is this version or a later one. */
  public isAtLeast(other: TargetVersion): boolean {
    requireValue('TargetVersion.isAtLeast', 'other', other, TargetVersion);
    return this.minor >= other.minor;
  }

  /** For example `1.28`. */
  public toString(): string {
    return `1.${this.minor}`;
  }
}

valueClass(TargetVersion, 'TargetVersion', 'TargetVersion.of("1.30")');
