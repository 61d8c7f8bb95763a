import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import * as ts from 'typescript';
import { TYPED_AGENTS } from '../../catalogue/agents';

const ROOT = resolve(__dirname, '../..');
const HOW_TO = readdirSync(join(ROOT, 'docs/how-to')).map((file) => `docs/how-to/${file}`);
const PAGES = ['README.md', 'docs/languages.md', ...HOW_TO, ...TYPED_AGENTS.map(({ source }) => `docs/agents/${source.split('/').pop()}.md`)];

const BLOCKS = PAGES.flatMap((page) => [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```typescript\n([\s\S]*?)```/g)]
  .map((match, i) => [`${page}, program ${i + 1}`, match[1]] as const));

let out: string;
const home = process.cwd();
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'docs-'));
  process.chdir(out);
});
afterEach(() => {
  process.chdir(home);
  rmSync(out, { recursive: true, force: true });
});

test('every page has a program', () => {
  for (const page of PAGES) {
    expect(BLOCKS.filter(([name]) => name.startsWith(page)).length).toBeGreaterThan(0);
  }
});

test.each(BLOCKS)('%s runs as it stands there, and writes manifests', (_, program) => {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(program, { compilerOptions });
  // The package by its own name means the sources, as everywhere in the tests.
  new Function('require', 'exports', outputText)(require, {});
  const written = readdirSync(out, { recursive: true, encoding: 'utf8' });
  expect(written.filter((file) => file.endsWith('.k8s.yaml')).length).toBeGreaterThan(0);
});
