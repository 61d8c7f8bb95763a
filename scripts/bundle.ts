import { chmodSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import { buildSync } from 'esbuild';

/*
 * Makes the program of one file, bin/node-agents, so that the package needs nothing at run time but its peers, and the program not even those:
 * `tsx scripts/bundle.ts [FILE]`. THIRD-PARTY names what of others is in it; `--check` fails when it does not.
 */

const root = resolve(__dirname, '..');
const noticeFile = join(root, 'THIRD-PARTY');
const packageJson = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string; license: string };

/** Makes the program. @returns folders of packages of others in it, with the bytes that they take there, and its size */
function bundle(outfile: string): { readonly foreign: { readonly [folder: string]: number }; readonly size: number } {
  const { metafile } = buildSync({
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile,
    absWorkingDir: root,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    // Names stay as they are: they stand in stack traces.
    minifyIdentifiers: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none',
    define: { NODE_AGENTS_VERSION: JSON.stringify(packageJson(root).version) },
    metafile: true,
  });
  chmodSync(outfile, 0o755);
  const [output] = Object.values(metafile.outputs);
  const foreign: { [folder: string]: number } = {};
  for (const [input, { bytesInOutput }] of Object.entries(output.inputs).filter(([file]) => file.includes('node_modules/'))) {
    const folder = input.replace(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/.*$/, '$1');
    foreign[folder] = (foreign[folder] ?? 0) + bytesInOutput;
  }
  return { foreign, size: output.bytes };
}

/** Whoever passes the program on passes these on, too: their licences ask for it. */
function notice(folders: readonly string[]): string {
  const parts = folders.map((folder) => {
    const { name, version, license } = packageJson(join(root, folder));
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, 'LICENSE'), 'utf8').trim()}\n`;
  });
  return ['bin/node-agents contains the following software of others, each under its own licence.\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

const args = process.argv.slice(2);
const outfile = resolve(args.find((arg) => !arg.startsWith('--')) ?? join(root, 'bin/node-agents'));
const { foreign, size } = bundle(outfile);
const text = notice(Object.keys(foreign).sort());
const list = Object.entries(foreign).map(([folder, bytes]) => `${packageJson(join(root, folder)).name} ${packageJson(join(root, folder)).version} ${Math.round(bytes / 1000)} KB`);
console.log(`${relative(process.cwd(), outfile)}: ${Math.round(size / 1000)} KB, of which others are ${list.join(', ')}`);
if (!args.includes('--check')) {
  if (dirname(outfile) === join(root, 'bin')) {
    writeFileSync(noticeFile, text);
  }
} else if (readFileSync(noticeFile, 'utf8') !== text) {
  console.error(`${relative(process.cwd(), noticeFile)} does not name what is bundled: run npm run bundle`);
  process.exitCode = 1;
}
