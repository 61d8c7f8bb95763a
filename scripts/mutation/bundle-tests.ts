import { readdirSync } from 'fs';
import { join, resolve } from 'path';
import { BuildOptions, buildSync } from 'esbuild';

/*
 * Makes one test file of those that a mutation run takes: `tsx scripts/mutation/bundle-tests.ts`. Each mutant is a run of its own; with the sources loaded once
 * for it and not once for every test file, and no test run after one that failed, a run over all mutants takes an hour, not seven.
 * It lies in reports/mutation, where the tests' own paths to other files hold.
 */

const root = resolve(__dirname, '../..');

/** Loads the sources a second time, which one file cannot. */
const LEFT_OUT = 'test/values/another-copy.test.ts';

/** They take longest, and the others often fail before. */
const last = (file: string) => Number(/properties|wrong-types/.test(file));

const files = ['test/daemon-set', 'test/platforms', 'test/pod', 'test/values'].flatMap((folder) => (
  readdirSync(join(root, folder)).filter((name) => name.endsWith('.test.ts')).map((name) => `${folder}/${name}`)))
  .filter((file) => file !== LEFT_OUT)
  .sort((a, b) => last(a) - last(b));

function bundle(outfile: string, entry: Pick<BuildOptions, 'stdin' | 'entryPoints'>): void {
  buildSync({
    ...entry,
    outfile: join(root, 'reports/mutation', outfile),
    absWorkingDir: root,
    bundle: true,
    // Errors name the classes of what they got.
    keepNames: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
}

bundle('environment.js', { entryPoints: ['scripts/mutation/environment.ts'] });
bundle('all.test.js', {
  stdin: {
    // The file's name goes before its tests' names: they are told apart by name alone.
    contents: ['require("./test/property-seed");', ...files.map((file) => `describe(${JSON.stringify(file)}, () => { require(${JSON.stringify(`./${file}`)}); });`)].join('\n'),
    resolveDir: root,
  },
});
console.log(`${files.length} test files in reports/mutation/all.test.js`);
