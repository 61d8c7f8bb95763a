import { spawnSync } from 'child_process';
import { join, resolve } from 'path';

const root = resolve(__dirname, '../..');

/** `proof/run.ts` as `npm run proof` starts it, on a machine that has no program but Node.js. */
function proof(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  return spawnSync(process.execPath, [tsx, 'proof/run.ts', ...args], { cwd: root, env: { ...process.env, PATH: '/nonexistent' }, encoding: 'utf8' });
}

test('without Go the proof fails and says what to install', () => {
  const { status, stderr } = proof('--only', 'claim 9');
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'Go is missing (spawn go ENOENT); install Go 1.26 or newer and put `go` on the PATH: the proof builds the Kubernetes control plane from its Go modules\n',
  });
});

test('what is proven can be listed without Go, each test by its claim and its Kubernetes line, and what needs no cluster by what it asks', () => {
  const { status, stdout } = proof('--list');
  expect(status).toBe(0);
  const names = stdout.trim().split('\n');
  expect(names.filter((name) => !/^claim \d+ \S.* \[1\.(28|36)\] \S/.test(name))).toEqual([
    'oracle: 100,000 random pairs of a DaemonSet and a node', 'oracle: the tables of upstream\'s tests',
  ]);
  expect(new Set(names).size).toBe(names.length);
});

test('a text that no test has is an error, not a proof of nothing', () => {
  const { status, stderr } = proof('--only', 'no such test');
  expect({ status, stderr }).toEqual({ status: 2, stderr: 'no test\'s name contains no such test; --list prints the names\n' });
});
