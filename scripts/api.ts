import { spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { gunzipSync, gzipSync } from 'zlib';
import { readAssembly } from './packages/assembly';

/*
 * Compares the public API with that of the last release: `tsx scripts/api.ts`. What would break a program that compiles today fails, unless `.compatignore` has its key.
 * `--release` writes down today's API as that of the release which is made: api/released.json.gz, an assembly of jsii without its texts.
 */

const root = resolve(__dirname, '..');
const released = join(root, 'api/released.json.gz');

/** What comparing needs not, and what would make each release's file large. */
const TEXTS = new Set(['docs', 'locationInModule', 'readme', 'symbolId', 'metadata', 'fingerprint', 'dependencyClosure', 'bin', 'targets']);

const assembly = readAssembly() as Record<string, unknown>;
const { dependencyClosure } = assembly;

function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutTexts);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => !TEXTS.has(key)).map(([key, inner]) => [key, withoutTexts(inner)]));
}

function compare(): number {
  if (!existsSync(released)) {
    throw new Error('api/released.json.gz is missing: npm run api:release writes it');
  }
  // Below the checkout, so that the peers' assemblies are found.
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const folder = mkdtempSync(join(root, '.tmp/api-'));
  try {
    // jsii asks for these fields, whatever is in them.
    const before = { ...JSON.parse(gunzipSync(readFileSync(released)).toString('utf8')) as object, dependencyClosure, fingerprint: '*' };
    writeFileSync(join(folder, '.jsii'), JSON.stringify(before));
    copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
    const outcome = spawnSync(join(root, 'node_modules/.bin/jsii-diff'), [folder, root, '--keys', '--ignore-file', join(root, '.compatignore')],
      { encoding: 'utf8' });
    const told = `${outcome.stdout}${outcome.stderr}`.split('\n').filter((line) => line !== '' && !line.startsWith('!!')).join('\n');
    if (told !== '') {
      console.error(told);
    }
    return outcome.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv.includes('--release')) {
  writeFileSync(released, gzipSync(JSON.stringify(withoutTexts(assembly)), { level: 9 }));
  console.log(`api/released.json.gz has the API of version ${String(assembly.version)}: ${Object.keys(assembly.types as object).length} types`);
} else {
  process.exitCode = compare();
  console.log(process.exitCode === 0 ? 'the API has all that the last release had' : 'programs that compile with the last release would not compile with this one');
}
