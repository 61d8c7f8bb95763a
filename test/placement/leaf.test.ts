import { readFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';

const root = resolve(__dirname, '../../src');

/** All files that one imports but for types, and those that they import; packages by their names. */
function imported(file: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(file)) {
    seen.add(file);
    for (const [, from] of readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';$/gm)) {
      if (from.startsWith('.')) {
        imported(`${relative(root, resolve(root, dirname(file), from))}.ts`, seen);
      } else {
        seen.add(from);
      }
    }
  }
  return seen;
}

test('placement stands on small files without imports of their own, on no package and on no construct', () => {
  const outside = [...imported('placement/index.ts')].filter((file) => !file.startsWith('placement/'));
  expect(outside.sort()).toEqual([
    'errors.ts', 'platforms/node-pools.ts', 'platforms/pool-taints.ts', 'values/amount.ts', 'values/kube-names.ts', 'values/node-requirement.ts',
    'values/require.ts',
  ]);
});
