import { readFileSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { Program, ROOT } from './program';

const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string; bin: object; dependencies?: object; devDependencies: { [name: string]: string };
};

let program: Program;
beforeAll(() => {
  // Fails when THIRD-PARTY does not name what is bundled.
  program = Program.bundled();
});
afterAll(() => program.remove());

test('is one file that runs by itself, far from any package', () => {
  expect(readdirSync(program.folder)).toEqual(['node-agents']);
  expect(statSync(program.path).mode.toString(8)).toMatch(/755$/);
  expect(program.run(['--version']).stdout).toBe(`${packageJson.version}\n`);
});

test('holds neither cdk8s nor jsii nor constructs', () => {
  const text = readFileSync(program.path, 'utf8');
  expect(text).not.toMatch(/cdk8s\/lib|constructs\/lib|jsiiRttiSymbol|@jsii/);
  // What is not in it would be asked for: only Node's own modules are.
  const asked = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
  expect([...new Set(asked)].filter((name) => !/^(node:)?(buffer|fs|path|process|util)$/.test(name))).toEqual([]);
});

test('is the package\'s program, and needs no dependency', () => {
  expect(packageJson.bin).toEqual({ 'node-agents': 'bin/node-agents' });
  expect(packageJson.dependencies).toBeUndefined();
});

test('what of others is in it is named with its licence', () => {
  const notice = readFileSync(join(ROOT, 'THIRD-PARTY'), 'utf8');
  expect(notice).toContain(`yaml ${packageJson.devDependencies.yaml} (ISC)`);
  expect(notice).toContain('Permission to use, copy, modify');
});
