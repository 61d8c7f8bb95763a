import { thrown } from './thrown';
import { TargetVersion } from '../../src';

describe('TargetVersion', () => {
  test.each([['1.28', '1.28'], ['v1.30', '1.30'], ['1.31.4', '1.31'], ['v1.36.0', '1.36']])('%s is %s', (text, version) => {
    expect(TargetVersion.of(text).toString()).toBe(version);
  });

  test.each<unknown>(['', '1', '1.27', '1.37', '2.30', '1.3', '1.300', '1.28.', '1.28-gke', 'latest', ' 1.28', 1.28, null])('%p is none', (version) => {
    expect(thrown(() => TargetVersion.of(version as string)))
      .toBe(`[InvalidTargetVersion] TargetVersion.of: version is ${JSON.stringify(version)}; write "1.28" to "1.36"`);
  });

  test('the oldest and the newest have names', () => {
    expect([`${TargetVersion.V1_28}`, `${TargetVersion.V1_36}`]).toEqual(['1.28', '1.36']);
  });

  test('versions are compared as numbers, and each is at least itself', () => {
    const versions = Array.from({ length: 9 }, (_, i) => TargetVersion.of(`1.${28 + i}`));
    for (const [i, a] of versions.entries()) {
      expect(versions.map((b) => a.isAtLeast(b))).toEqual(versions.map((_, j) => i >= j));
    }
  });

  test('nothing but a version is compared', () => {
    expect(thrown(() => TargetVersion.V1_28.isAtLeast('1.28' as never)))
      .toBe('[WrongKind] TargetVersion.isAtLeast: other is "1.28"; write a TargetVersion, such as TargetVersion.of("1.30")');
  });
});
