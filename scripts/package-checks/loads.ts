import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { execOk } from '../../proof/harness/exec';
import { MINUTE } from '../../proof/harness/wait';
import { ROOT, artifact } from '../packages/build';

const REQUIRED = `
const names = Object.keys(require('cdk8s-node-agents')).filter((name) => name !== '__esModule').sort();
console.log(JSON.stringify(names));
`;

const IMPORTED = `
import * as all from 'cdk8s-node-agents';
import { LogAgentDaemonSet, NodeAgentDaemonSet } from 'cdk8s-node-agents';
if (typeof LogAgentDaemonSet !== 'function' || typeof NodeAgentDaemonSet !== 'function') throw new Error('classes are missing');
console.log(JSON.stringify(Object.keys(all).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort()));
`;

const SYNTH = `
import { App, Chart } from 'cdk8s';
import { ImageName, LogAgentDaemonSet } from 'cdk8s-node-agents';
const app = new App();
new LogAgentDaemonSet(new Chart(app, 'chart'), 'agent', { image: ImageName.of('agent:1') });
process.stdout.write(app.synthYaml());
`;

/** A project with nothing but the package and its peers, outside the checkout. */
export async function cleanProject(): Promise<string> {
  const project = fs.mkdtempSync(path.join(os.tmpdir(), 'package-'));
  const peers = ['cdk8s@2.69.10', 'cdk8s-plus-28@2.5.6', 'constructs@10.4.2'];
  fs.writeFileSync(path.join(project, 'package.json'), '{"private": true}\n');
  await execOk('npm', ['install', '--no-audit', '--no-fund', artifact('js'), ...peers], { cwd: project, timeoutMs: 5 * MINUTE });
  Object.entries({ 'required.cjs': REQUIRED, 'imported.mjs': IMPORTED, 'synth.mjs': SYNTH }).forEach(([file, text]) => fs.writeFileSync(path.join(project, file), text));
  return project;
}

/** Loads the package both ways, synthesizes with it, and runs its program. @returns what it synthesizes. @throws when `require` and `import` give different names */
export async function loads(node: string, project: string): Promise<string> {
  const run = (...args: string[]) => execOk(node, args, { cwd: project });
  const required = await run('required.cjs');
  const imported = await run('imported.mjs');
  if (required !== imported) {
    throw new Error(`import gives other names than require:\n${imported}\n${required}`);
  }
  const program = 'node_modules/cdk8s-node-agents/bin/node-agents';
  await run(program, 'explain', path.join(ROOT, 'docs/explain/agents.yaml'), '--nodes', path.join(ROOT, 'docs/explain/nodes.json'), '--expect-everywhere', 'monitoring/node-exporter');
  return run('synth.mjs');
}
