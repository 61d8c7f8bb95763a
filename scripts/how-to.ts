import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import * as ts from 'typescript';
import { parseAllDocuments, stringify } from 'yaml';

/*
 * Runs the programs of docs/how-to and writes below each what it gives, at marks such as `<!-- gives: DaemonSet/name spec.template.spec.tolerations -->` (an object, or only
 * what stands at some paths) and `<!-- gives: files -->`; with --check, fails when a page shows something else.
 */

interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const root = resolve(__dirname, '..');
const folder = join(root, 'docs/how-to');

/** Runs a program of the docs in an empty folder. @returns its files, each with its text */
function run(program: string): Map<string, string> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(program, { compilerOptions });
  const home = process.cwd();
  const out = mkdtempSync(join(tmpdir(), 'how-to-'));
  process.chdir(out);
  try {
    // The package by its own name means the sources.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const load = (name: string) => require(name === 'cdk8s-node-agents' ? '../src' : name) as unknown;
    new Function('require', 'exports', outputText)(load, {});
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort();
    return new Map(files.map((file) => [file, readFileSync(join(out, file), 'utf8')]));
  } finally {
    process.chdir(home);
    rmSync(out, { recursive: true, force: true });
  }
}

/** What of an object stands at a path, with all that leads there. */
function at(value: unknown, [key, ...rest]: readonly string[], path: string): unknown {
  const inner = (value as { [key: string]: unknown } | undefined)?.[key];
  if (inner === undefined) {
    throw new Error(`there is nothing at ${path}`);
  }
  return { [key]: rest.length === 0 ? inner : at(inner, rest, path) };
}

function merged(a: unknown, b: unknown): unknown {
  const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap(a) || !isMap(b)) {
    return b;
  }
  return Object.entries(b).reduce<{ [key: string]: unknown }>((sum, [key, value]) => ({ ...sum, [key]: merged(sum[key], value) }), { ...a });
}

function shown(files: Map<string, string>, what: string): string {
  const [object, ...paths] = what.split(' ');
  if (object === 'files') {
    return `\`\`\`text\n${[...files.keys()].join('\n')}\n\`\`\``;
  }
  const objects = [...files.values()].flatMap((text) => parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as KubeObject | null));
  const found = objects.find((one) => one !== null && `${one.kind}/${one.metadata.name}` === object);
  if (found === undefined || found === null) {
    throw new Error(`the program gives no ${object}, but ${objects.map((one) => `${one?.kind}/${one?.metadata.name}`).join(', ')}`);
  }
  const value = paths.length === 0 ? found : paths.map((path) => at(found, path.split('.'), path)).reduce(merged, { kind: found.kind });
  return `\`\`\`yaml\n${stringify(value, { lineWidth: 0, version: '1.1' }).trimEnd()}\n\`\`\``;
}

for (const page of readdirSync(folder).filter((file) => file.endsWith('.md')).sort()) {
  const before = readFileSync(join(folder, page), 'utf8');
  let files: Map<string, string> | undefined;
  const parts = /```typescript\n([\s\S]*?)```|(<!-- gives: (.*?) -->\n)[\s\S]*?(<!-- end -->)/g;
  const after = before.replace(parts, (whole: string, program: string | undefined, start: string, what: string, end: string) => {
    try {
      if (program !== undefined) {
        files = run(program);
        return whole;
      }
      if (files === undefined) {
        throw new Error(`no program stands before "gives: ${what}"`);
      }
      return `${start}\n${shown(files, what)}\n\n${end}`;
    } catch (error) {
      throw new Error(`docs/how-to/${page}: ${(error as Error).message}`);
    }
  });
  if (!process.argv.includes('--check')) {
    writeFileSync(join(folder, page), after);
  } else if (before !== after) {
    console.error(`docs/how-to/${page} does not show what its programs give: run npm run docs:generate`);
    process.exitCode = 1;
  }
}
