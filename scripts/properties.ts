import { spawnSync } from 'child_process';
import { randomInt } from 'crypto';
import { readFileSync, readdirSync } from 'fs';
import { join, resolve } from 'path';

/* The tests of properties, with other cases than usual: `tsx scripts/properties.ts [ROUNDS]`, each with a random seed. Ends with the first that fails. */

const root = resolve(__dirname, '..');
const rounds = Number(process.argv[2] ?? 10);
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join('test', file))
  .filter((file) => readFileSync(join(root, file), 'utf8').includes('fc.property('));

for (let round = 1; round <= rounds; round++) {
  const seed = String(randomInt(2 ** 31));
  console.log(`round ${round} of ${rounds}: FAST_CHECK_SEED=${seed}, ${files.length} files`);
  const { status } = spawnSync(join(root, 'node_modules/.bin/jest'), [...files, '--silent', '--reporters=default'], {
    cwd: root, env: { ...process.env, FAST_CHECK_SEED: seed }, stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    process.exitCode = 1;
    break;
  }
}
