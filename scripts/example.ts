import { execFileSync } from 'child_process';
import { readdirSync } from 'fs';
import { join, relative, resolve } from 'path';

/* Synthesizes every example with cdk8s-cli, as a user would, and shows where the YAML is. */

const root = resolve(__dirname, '..');
const cdk8s = join(root, 'node_modules', '.bin', 'cdk8s');

for (const name of readdirSync(join(root, 'examples')).sort()) {
  const folder = join(root, 'examples', name);
  console.log(`\nexamples/${name}`);
  const printed = execFileSync(cdk8s, ['synth', '--check-upgrade=false'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  for (const line of printed.split('\n').filter((text) => text.startsWith('  - '))) {
    console.log(`  ${relative(process.cwd(), join(folder, line.slice(4)))}`);
  }
}
