import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';

const ROOT = resolve(__dirname, '../..');
const run = (cwd: string, ...args: string[]) => spawnSync(process.execPath, ['--import', 'tsx', ...args], { cwd, encoding: 'utf8' });

test('docs/explain.md shows what node-agents prints', () => {
  const { status, stderr } = run(ROOT, 'scripts/explain.ts', '--check');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the program that docs/explain.md shows synthesizes: its expectations hold', () => {
  // Below the checkout, so that the program finds the package by its name.
  const folder = mkdtempSync(join(ROOT, '.tmp-docs-'));
  try {
    const [, code] = /```typescript\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/explain.md'), 'utf8'))!;
    writeFileSync(join(folder, 'main.ts'), code);
    expect(run(folder, 'main.ts')).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(join(folder, 'dist'))).toEqual(['node-exporter.k8s.yaml']);
    writeFileSync(join(folder, 'main.ts'), code.replace('.neverRunsOn(', '.runsOnEveryNodeOf('));
    expect(run(folder, 'main.ts').stderr).toContain('[ExpectedToRun] node-exporter/exporter: is expected on every node of pool serverless');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
