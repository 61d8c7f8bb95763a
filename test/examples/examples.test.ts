import { execFileSync, spawnSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join, relative, resolve } from 'path';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(__dirname, '../..');
const CDK8S = join(ROOT, 'node_modules', '.bin', 'cdk8s');

/** File path → content, below a folder. */
function filesOf(folder: string): { [path: string]: string } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(folder, path), readFileSync(path, 'utf8')];
  }));
}

function synth(example: string, out: string): { [path: string]: string } {
  execFileSync(CDK8S, ['synth', '--check-upgrade=false', '--output', out], { cwd: join(ROOT, 'examples', example), stdio: 'pipe' });
  return filesOf(out);
}

let out: string;
beforeEach(() => {
  // Below the checkout, so that what is synthesized there finds the package by its name.
  out = mkdtempSync(join(ROOT, '.tmp-example-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

describe('cdk8s synth gives what is committed', () => {
  const committed = (example: string) => (example === 'gitops' ? 'clusters' : 'expected');
  test.each(readdirSync(join(ROOT, 'examples')).sort())('examples/%s', (example) => {
    const files = synth(example, out);
    expect(Object.keys(files).length).toBeGreaterThan(0);
    expect(files).toEqual(filesOf(join(ROOT, 'examples', example, committed(example))));
  });
});

test('examples/gitops: a change of one agent for one cluster changes one file', () => {
  const copy = join(out, 'app');
  cpSync(join(ROOT, 'examples/gitops'), copy, { recursive: true });
  const settings = join(copy, 'clusters.ts');
  const before = readFileSync(settings, 'utf8');
  const after = before.replace(/(production-us.*logImage: 'fluent\/fluentd:)v1\.14/, '$1v1.16');
  expect(after).not.toBe(before);
  writeFileSync(settings, after);
  const fresh = join(out, 'fresh');
  execFileSync(CDK8S, ['synth', '--check-upgrade=false', '--output', fresh], { cwd: copy, stdio: 'pipe' });
  const was = filesOf(join(ROOT, 'examples/gitops/clusters'));
  const is = filesOf(fresh);
  expect(Object.keys(is)).toEqual(Object.keys(was));
  expect(Object.keys(is).filter((path) => is[path] !== was[path])).toEqual([join('production-us', 'log-agent.k8s.yaml')]);
});

describe('examples/gitops/check.sh', () => {
  const check = (folder: string) => spawnSync('sh', [join(folder, 'check.sh')], { encoding: 'utf8' });
  let copy: string;
  beforeEach(() => {
    copy = join(out, 'app');
    cpSync(join(ROOT, 'examples/gitops'), copy, { recursive: true });
  });

  test('passes when what is committed is what synthesizes', () => {
    expect(check(copy).status).toBe(0);
  });

  test('fails on a stale file, which cdk8s synth never deletes', () => {
    writeFileSync(join(copy, 'clusters/staging/removed-agent.k8s.yaml'), 'kind: DaemonSet\n');
    const run = check(copy);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('removed-agent.k8s.yaml');
  });

  test('fails on a changed file and on a missing one', () => {
    writeFileSync(join(copy, 'clusters/staging/log-agent.k8s.yaml'), 'kind: DaemonSet\n');
    expect(check(copy).status).toBe(1);
    rmSync(join(copy, 'clusters/staging/log-agent.k8s.yaml'));
    expect(check(copy).status).toBe(1);
  });
});

test('the README shows the YAML that its ten lines give', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]);
  const given = parseAllDocuments(readFileSync(join(ROOT, 'examples/log-agent/expected/log-agent.k8s.yaml'), 'utf8')).map((doc) => doc.toJS());
  expect(parseAllDocuments(shown[0])[0].toJS()).toEqual(given.find((object) => object.kind === 'DaemonSet'));
  const code = [...readme.matchAll(/```typescript\n([\s\S]*?)```/g)][0][1];
  expect(readFileSync(join(ROOT, 'examples/log-agent/main.ts'), 'utf8')).toBe(code);
});
