import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';
import { transformSync } from 'esbuild';

const ROOT = resolve(__dirname, '../..');

/** A project of a user's, far from this one, with the package and its peers installed. */
let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'jest-entry-'));
  install('cdk8s-node-agents', ROOT);
  ['cdk8s', 'cdk8s-plus-28', 'constructs', 'jest', 'expect', '@jest/globals', '@types/jest', '@types/node', 'typescript'].forEach((name) => {
    install(name, join(ROOT, 'node_modules', name));
  });
  writeFileSync(join(project, 'package.json'), '{"name":"project"}');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function install(name: string, from: string): void {
  const link = join(project, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(from, link);
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

function run(program: string, ...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', program), ...args], { cwd: project, encoding: 'utf8' });
  return { code: status, output: `${stdout}${stderr}` };
}

function jest(content: string, ...args: readonly string[]): Ran {
  writeFileSync(join(project, 'placement.test.js'), content);
  return run('jest/bin/jest.js', '--rootDir', project, '--ci', ...args);
}

/** The programs of docs/explain.md. */
function documented(): string[] {
  return [...readFileSync(join(ROOT, 'docs/explain.md'), 'utf8').matchAll(/```typescript\n([\s\S]*?)```/g)].map(([, code]) => code);
}

const HEAD = `
const { Chart, Testing } = require('cdk8s');
const { Cluster, Container, ImageName, NodeAgentDaemonSet, NodePool, Tolerations } = require('cdk8s-node-agents');
const cluster = Cluster.of(NodePool.gkeNodePool('workers', { count: 2 }), NodePool.gkeNodePool('gpu', { gpu: true }));
const chart = Testing.chart();
const agent = new NodeAgentDaemonSet(chart, 'log', { name: 'log', containers: [Container.of({ name: 'a', image: ImageName.of('registry.example.com/a:1.0.0') })] });
`;

describe('cdk8s-node-agents/jest, in a run of jest', () => {
  test('expectations that hold pass, of constructs and of manifests', () => {
    const { code, output } = jest(`require('cdk8s-node-agents/jest');${HEAD}
      test('holds', () => {
        expect(agent).toRunOn(cluster.pool('workers'));
        expect(agent).toRunOnEveryNodeOf(cluster.pool('workers'));
        expect(agent).not.toRunOn(cluster.pool('gpu'));
        expect(agent).not.toRunOnEveryNodeOf(...cluster.pools);
        const [manifest] = Testing.synth(chart);
        expect(manifest).toRunOn(cluster.pool('workers'));
        expect(manifest).not.toRunOn(cluster.pool('gpu'));
      });
    `);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('1 passed') as string });
  });

  test('expectations that do not hold fail with the reasons', () => {
    const { code, output } = jest(`require('cdk8s-node-agents/jest');${HEAD}
      test('runs', () => expect(agent).toRunOn(cluster.pool('gpu')));
      test('runs everywhere', () => expect(agent).toRunOnEveryNodeOf(...cluster.pools));
      test('does not run', () => expect(agent).not.toRunOn(cluster.pool('workers')));
      test('does not run everywhere', () => expect(agent).not.toRunOnEveryNodeOf(cluster.pool('workers')));
      test('no pool', () => expect(() => expect(agent).toRunOn('gpu')).toThrow('[NoPools] toRunOn: got "gpu"'));
      test('no agent', () => expect(() => expect({ kind: 'Service' }).toRunOn(cluster.pool('gpu'))).toThrow('[NoDaemonSet]'));
    `);
    expect(code).toBe(1);
    expect(output).toContain('4 failed, 2 passed');
    expect(output).toContain('[ExpectedToRun] test/log: is expected on pool gpu, and no node of it gets a pod that runs: pool gpu (gpu-0): node pool gpu has taint');
    expect(output).toContain('[ExpectedToRun] test/log: is expected on every node of pool gpu, and 1 of 1 go without it:');
    expect(output).toContain('[ExpectedNotToRun] test/log: is expected on no node of pool workers, and the DaemonSet controller puts a pod on 2 of 2');
    expect(output).toContain('[ExpectedNotToRun] test/log: is expected to go without some node of workers, and runs on all of them');
  });

  test('what docs/explain.md shows passes', () => {
    const [, shown] = documented();
    expect(jest(transformSync(shown, { loader: 'ts', format: 'cjs' }).code).output).toContain('1 passed');
  });

  test('it goes into setupFilesAfterEnv, too, and does without injected globals', () => {
    const globals = "const { expect, test } = require('@jest/globals');";
    const holds = "test('holds', () => expect(agent).toRunOn(cluster.pool('workers')));";
    const { output } = jest(`${globals}${HEAD}${holds}`, '--setupFilesAfterEnv', 'cdk8s-node-agents/jest', '--injectGlobals=false');
    expect(output).toContain('1 passed');
  });
});

describe('its types', () => {
  const use = `import 'cdk8s-node-agents/jest';
    import { NodePool } from 'cdk8s-node-agents';
    const pool = NodePool.of('a');
    expect({}).toRunOn(pool);
    expect({}).not.toRunOnEveryNodeOf(pool, pool);
    // @ts-expect-error
    expect({}).toRunOn('a');
  `;

  test.each([
    [['--module', 'node16']],
    [['--module', 'preserve', '--moduleResolution', 'bundler']],
    [['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0']],
  ])('are there for the globals of jest and for @jest/globals: %j', (options) => {
    writeFileSync(join(project, 'global.ts'), use);
    writeFileSync(join(project, 'imported.ts'), `import { expect } from '@jest/globals';${use}`);
    const shown = documented().map((code, i) => {
      writeFileSync(join(project, `shown-${i}.ts`), code);
      return `shown-${i}.ts`;
    });
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--esModuleInterop', '--ignoreConfig', '--types', 'jest,node', ...options];
    expect(run('typescript/bin/tsc', ...flags, 'global.ts', 'imported.ts', ...shown)).toEqual({ code: 0, output: '' });
  });
});
