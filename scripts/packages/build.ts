import { spawn } from 'child_process';
import { createHash } from 'crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import { Language } from './tools';

export const ROOT = resolve(__dirname, '../..');
export const DIST = join(ROOT, 'dist');
/** What Maven downloads and what is built for it stays here: neither the user's own repository nor the machine's settings are touched. */
export const MAVEN_REPOSITORY = join(ROOT, '.tmp/maven');

const STATE = join(ROOT, '.tmp/packages');
const PLUS = 'cdk8s-plus-28';

/**
 * Builds the package of one language into `dist/`, unless what is there was built from the same.
 *
 * @returns whether it was built now
 */
export async function buildPackage(language: Language): Promise<boolean> {
  const stamp = join(STATE, `${language}.key`);
  const key = keyOfSources();
  if (existsSync(artifact(language)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) {
    return false;
  }
  if (language === 'java') {
    await installPlus();
  }
  rmSync(join(DIST, language), { recursive: true, force: true });
  await pacmak(language, [...(language === 'java' ? [`--maven-local-repository=${MAVEN_REPOSITORY}`] : [])]);
  writeFileSync(stamp, key);
  return true;
}

/** The file, or for Go the folder, that is published. */
export function artifact(language: Language): string {
  const version = packageVersion(ROOT);
  switch (language) {
    case 'js': return join(DIST, `js/cdk8s-node-agents@${version}.jsii.tgz`);
    case 'python': return join(DIST, `python/cdk8s_node_agents-${version}-py3-none-any.whl`);
    case 'java': return join(DIST, `java/io/github/cdk8s-node-agents/cdk8s-node-agents/${version}/cdk8s-node-agents-${version}.jar`);
    case 'go': return join(DIST, 'go/nodeagents');
  }
}

/** The version of the package in a folder. */
export function packageVersion(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

/**
 * The Java package of cdk8s-plus-28 is made from its npm package, for Maven's own repository does not have it. The install phase of its build leaves it in the local
 * repository, where every build that uses this repository finds it.
 */
async function installPlus(): Promise<void> {
  const source = join(ROOT, 'node_modules', PLUS);
  const version = packageVersion(source);
  if (existsSync(join(MAVEN_REPOSITORY, 'org/cdk8s', PLUS, version, `${PLUS}-${version}.jar`))) {
    return;
  }
  console.error(`making the Java package of ${PLUS} ${version}: once, about a minute and a half`);
  await pacmak('java', [`--maven-local-repository=${MAVEN_REPOSITORY}`, '--outdir', join(STATE, PLUS), source], PLUS);
}

/** What a package is made of: all that npm packs. */
function keyOfSources(): string {
  const hash = createHash('sha256');
  for (const file of ['package.json', '.jsii.gz', 'README.md', ...filesBelow('lib'), ...filesBelow('bin')]) {
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  const path = join(ROOT, folder);
  if (!existsSync(path)) {
    throw new Error(`there is no ${folder}/: compile first (npm run compile && npm run bundle)`);
  }
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

async function pacmak(language: Language, args: readonly string[], what = 'cdk8s-node-agents'): Promise<void> {
  const log = join(STATE, `${what}-${language}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const file = createWriteStream(log);
  const program = join(ROOT, 'node_modules/.bin/jsii-pacmak');
  const child = spawn(program, ['--verbose', '--target', language, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  await new Promise((done) => file.end(done));
  if (code !== 0) {
    const last = readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n');
    throw new Error(`jsii-pacmak could not package ${what} for ${language} (exit code ${code}); ${relative(ROOT, log)} ends with\n${last}`);
  }
}
