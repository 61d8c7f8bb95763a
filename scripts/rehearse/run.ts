import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { quickStart } from './quick-start';
import { startRegistry } from './registry';
import { execOk } from '../../proof/harness/exec';
import { whenInterrupted } from '../../proof/harness/processes';
import { duration } from '../../proof/harness/progress';
import { MINUTE } from '../../proof/harness/wait';
import { ROOT, artifact, buildPackage, packageVersion } from '../packages/build';

/*
 * A publish rehearsal: the package goes to a registry on loopback, and from there, by the README's quick start word by word, into a project in an empty folder:
 * `tsx scripts/rehearse/run.ts`.
 */

const NAME = 'cdk8s-node-agents';
const start = Date.now();
const say = (what: string) => console.log(`${duration(Date.now() - start).padStart(7)}  ${what}`);

/** Outside the checkout, where Node.js would find what the checkout has installed. */
const project = fs.mkdtempSync(path.join(os.tmpdir(), 'quick-start-'));
const forget = () => fs.rmSync(project, { recursive: true, force: true });

async function rehearse(): Promise<void> {
  await buildPackage('js');
  say(`${path.basename(artifact('js'))} is built`);
  const registry = await startRegistry(NAME);
  try {
    say('Verdaccio answers');
    const userconfig = path.join(project, '.npmrc-user');
    fs.writeFileSync(userconfig, `registry=${registry.url}\n//${new URL(registry.url).host}/:_authToken=rehearsal\naudit=false\nfund=false\n`);
    const env = { npm_config_userconfig: userconfig, npm_config_registry: registry.url };
    await execOk('npm', ['publish', artifact('js'), '--provenance=false'], { cwd: project, env });
    const latest = (await execOk('npm', ['view', NAME, 'version'], { cwd: project, env })).trim();
    if (latest !== packageVersion(ROOT)) {
      throw new Error(`the registry has version ${latest}`);
    }
    say(`${NAME} ${latest} is published`);

    // What the reader's cluster would answer to the command that the README names.
    fs.copyFileSync(path.join(ROOT, 'docs/explain/nodes.json'), path.join(project, 'nodes.json'));
    for (const step of quickStart(fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8'))) {
      if (step.kind === 'write') {
        fs.writeFileSync(path.join(project, step.file), step.text);
        say(`wrote ${step.file}`);
      } else {
        const printed = await execOk('bash', ['-c', step.command], { cwd: project, env, timeoutMs: 10 * MINUTE });
        say(`$ ${step.command}`);
        console.log(printed.trimEnd().replace(/^/gm, '         '));
      }
    }
    expectations();
    say('the manifests are those of examples/log-agent, and nothing is installed that the package does not need');
  } finally {
    await registry.stop();
  }
}

function expectations(): void {
  const got = fs.readFileSync(path.join(project, 'dist/log-agent.k8s.yaml'), 'utf8');
  if (got !== fs.readFileSync(path.join(ROOT, 'examples/log-agent/expected/log-agent.k8s.yaml'), 'utf8')) {
    throw new Error(`the quick start gives other manifests than examples/log-agent:\n${got}`);
  }
  const installed = path.join(project, 'node_modules', NAME);
  if (fs.existsSync(path.join(installed, 'node_modules'))) {
    throw new Error('the package brings packages of its own');
  }
  const lock = JSON.parse(fs.readFileSync(path.join(project, 'package-lock.json'), 'utf8')) as { packages: { [path: string]: { dependencies?: object; hasInstallScript?: boolean } } };
  const { dependencies, hasInstallScript } = lock.packages[`node_modules/${NAME}`];
  if (dependencies !== undefined || hasInstallScript === true) {
    throw new Error(`the package has ${dependencies === undefined ? 'an install script' : `dependencies: ${JSON.stringify(dependencies)}`}`);
  }
}

const taken = whenInterrupted(forget);
rehearse().then(() => {
  console.log('1 passed, 0 failed');
}, (error: Error) => {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}).finally(() => {
  taken();
  forget();
});
