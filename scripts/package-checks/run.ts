import * as fs from 'node:fs';
import * as path from 'node:path';

import { wrongFiles, wrongManifest } from './contents';
import { cleanProject, loads } from './loads';
import { exec, execOk } from '../../proof/harness/exec';
import { whenInterrupted } from '../../proof/harness/processes';
import { MINUTE } from '../../proof/harness/wait';
import { ROOT, artifact, buildPackage } from '../packages/build';
import { bytes, npmFiles, parts } from '../packages/sizes';

/*
 * Checks the npm package as it is: what is in it, how large it is, what tools made for it say, and that it loads on every Node.js it is for: `tsx scripts/package-checks/run.ts`.
 */

const TOOLS = path.join(__dirname, 'tools');
const bin = (name: string) => path.join(TOOLS, 'node_modules/.bin', name);

let passed = 0;
let failed = 0;

async function check(name: string, run: () => Promise<string | void>): Promise<void> {
  try {
    const told = await run();
    passed += 1;
    console.log(`ok     ${name}${typeof told === 'string' ? `: ${told}` : ''}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${(error as Error).message}`);
  }
}

function nothing(wrong: readonly string[]): void {
  if (wrong.length > 0) {
    throw new Error(wrong.join('\n       '));
  }
}

async function tool(program: string, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await exec(program, args, { cwd: ROOT });
  if (code !== 0) {
    throw new Error(`exit code ${code}\n${stdout}${stderr}`);
  }
}

async function main(): Promise<void> {
  await buildPackage('js');
  const installed = path.join(TOOLS, 'node_modules/.package-lock.json');
  if (!fs.existsSync(installed) || fs.statSync(installed).mtimeMs < fs.statSync(path.join(TOOLS, 'package-lock.json')).mtimeMs) {
    await execOk('npm', ['ci', '--no-audit', '--no-fund'], { cwd: TOOLS, timeoutMs: 10 * MINUTE });
  }
  const files = npmFiles();
  await check('only what users need is in it', async () => {
    nothing(wrongFiles(files));
    return `${files.length} files`;
  });
  await check('package.json: no dependencies but peers, nothing runs at installation, all metadata', async () => {
    nothing(wrongManifest(JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Parameters<typeof wrongManifest>[0]));
  });
  await check('its size unpacked, by part', async () => {
    const list = Object.entries(parts(files)).map(([part, size]) => `${part} ${bytes(size)}`);
    return `${bytes(files.reduce((sum, { size }) => sum + size, 0))}: ${list.join(', ')}`;
  });
  await check('publint finds nothing', () => tool(bin('publint'), 'run', artifact('js'), '--strict'));
  // The assembly is data, which has no types.
  await check('types are right for require, import and bundlers (attw)', () => tool(bin('attw'), artifact('js'), '--exclude-entrypoints', '.jsii', '.jsii.gz'));

  const project = await cleanProject();
  const forget = () => fs.rmSync(project, { recursive: true, force: true });
  whenInterrupted(forget);
  const manifests = new Set<string>();
  const versions = [process.execPath, ...['node22', 'node24'].map((name) => path.join(TOOLS, 'node_modules', name, 'bin/node'))];
  for (const node of versions) {
    const version = (await exec(node, ['--version'])).stdout.trim();
    await check(`Node.js ${version}: require, import, synth, node-agents`, async () => { manifests.add(await loads(node, project)); });
  }
  await check('every Node.js gives the same manifests', async () => {
    nothing(manifests.size === 1 ? [] : [`${manifests.size} different ones`]);
  });
  forget();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
