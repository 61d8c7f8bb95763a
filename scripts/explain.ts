import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

/*
 * Runs every command that docs/explain.md shows, in docs/explain, and writes what it prints below it; with --check, fails when that is not what is there.
 */

const root = resolve(__dirname, '..');
const page = join(root, 'docs/explain.md');
const folder = mkdtempSync(join(tmpdir(), 'explain-'));
const BLOCK = /```console\n((?:.*\n)*?)```/g;

/** Each line that begins with a dollar is a command; what it prints follows, and its exit code where it is not 0. */
function rerun(block: string): string {
  return block.split('\n').filter((line) => line.startsWith('$ ')).map((line) => {
    const { stdout, stderr, status } = spawnSync('sh', ['-c', line.slice(2)], {
      cwd: join(root, 'docs/explain'), encoding: 'utf8', env: { PATH: `${folder}:${process.env.PATH}` },
    });
    const code = /; echo \$\?$/.test(line) || status === 0 ? '' : `exit code ${status}\n`;
    return `${line}\n${stdout}${stderr}${code}`;
  }).join('\n');
}

try {
  const made = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, 'bundle.ts'), join(folder, 'node-agents')], { cwd: root, stdio: 'inherit' });
  if (made.status !== 0) {
    throw new Error('the program cannot be bundled');
  }
  const before = readFileSync(page, 'utf8');
  const after = before.replace(BLOCK, (_, block: string) => `\`\`\`console\n${rerun(block)}\`\`\``);
  if (!process.argv.includes('--check')) {
    writeFileSync(page, after);
  } else if (before !== after) {
    console.error('docs/explain.md does not show what node-agents prints: run npm run docs:generate');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
