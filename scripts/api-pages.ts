import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { readAssembly } from './packages/assembly';

/*
 * Makes API.md, an index by what a construct is for, and docs/api/, a page for each part of the library, of the one long page that jsii-docgen writes: `tsx scripts/api-pages.ts FILE`.
 */

const root = resolve(__dirname, '..');
const folder = join(root, 'docs/api');
const NAME = 'cdk8s-node-agents';

interface Declared {
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly datatype?: boolean;
  readonly locationInModule: { readonly filename: string };
  readonly docs?: { readonly summary?: string };
  readonly base?: string;
}

/** The pages whose sources are not an agent's, in the order of the index. */
const PARTS: readonly (readonly [folder: string, page: string, title: string])[] = [
  ['src/daemon-set/', 'node-agent', 'Any agent: the base, its scopes and defaults'],
  ['src/pod/', 'pod', 'Pods and containers'],
  ['src/values/', 'values', 'Values: targeting, tolerations, priority, rollout, paths of the node, …'],
  ['src/priority/', 'priority', 'Priority classes and quota'],
  ['src/expectations/', 'expectations', 'Expectations of where agents run'],
];

/** Titles of agents' groups; a folder that has none here is shown by its name. */
const GROUPS: { readonly [group: string]: string } = { logs: 'Logs', metrics: 'Metrics', network: 'Network', security: 'Security', cache: 'Caches' };

/** The page of a type, by the file in which it is declared. */
function pageOf(filename: string): { readonly page: string; readonly title: string } {
  const agent = /^src\/agents\/([^/]+)\/([^/.]+)/.exec(filename);
  if (agent !== null) {
    return { page: agent[2], title: `${GROUPS[agent[1]] ?? agent[1]}: ${agent[2]}` };
  }
  const [, page, title] = PARTS.find(([start]) => filename.startsWith(start)) ?? PARTS[0];
  return { page, title };
}

const types = readAssembly() as { types: { [fqn: string]: Declared } };
const pages = new Map(Object.values(types.types).map((type) => [type.name, pageOf(type.locationInModule.filename)]));

/** The parts of the long page: headings of kinds, and below them one part for each type. */
function sections(text: string): { readonly kind: string; readonly name: string; readonly text: string }[] {
  return text.split(/^(?=## )/m).slice(1).flatMap((ofKind) => {
    const kind = /^## (\w+)/.exec(ofKind)![1];
    return ofKind.split(/^(?=### \S+ <a )/m).slice(1).map((part) => ({ kind, name: /^### (\S+)/.exec(part)![1], text: part }));
  });
}

/** Links to types of other pages. */
function linked(text: string, page: string): string {
  return text.replace(new RegExp(`href="#(${NAME}\\.(\\w+)[^"]*)"`, 'g'), (whole, anchor: string, name: string) => {
    const other = pages.get(name)?.page;
    return other === undefined || other === page ? whole : `href="${other}.md#${anchor}"`;
  });
}

const all = sections(readFileSync(resolve(process.argv[2]), 'utf8'));
const lost = Object.values(types.types).filter(({ name }) => !all.some((section) => section.name === name));
if (lost.length > 0) {
  throw new Error(`the long page has nothing of ${lost.map(({ name }) => name).join(', ')}`);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const titles = new Map([...pages.values()].map(({ page, title }) => [page, title]));
for (const [page, title] of titles) {
  const kinds = new Map<string, string[]>();
  for (const { kind, text } of all.filter(({ name }) => pages.get(name)?.page === page)) {
    kinds.set(kind, [...kinds.get(kind) ?? [], linked(text, page).trimEnd()]);
  }
  const body = [...kinds].map(([kind, parts]) => `## ${kind}\n\n${parts.join('\n\n')}\n`).join('\n');
  writeFileSync(join(folder, `${page}.md`), `# ${title}\n\n[All parts](../../API.md)\n\n${body}`);
}

const row = ({ name, docs }: Declared) => `| [\`${name}\`](docs/api/${pages.get(name)!.page}.md#${NAME}.${name}) | ${(docs?.summary ?? '').replace(/\|/g, '\\|')} |`;
const table = (list: readonly Declared[]) => ['| | |', '|---|---|', ...list.map(row)];
const declared = Object.values(types.types).sort((a, b) => (a.name < b.name ? -1 : 1));
const isConstruct = ({ base, name }: Declared) => base === 'constructs.Construct' || /DaemonSet$/.test(name);
const of = (page: string) => declared.filter(({ name }) => pages.get(name)!.page === page);
const parts = PARTS.map(([, page]) => page).filter((page) => titles.has(page));
const order = [...parts, ...[...titles.keys()].filter((page) => !parts.includes(page)).sort()];

writeFileSync(join(root, 'API.md'), [
  '# API',
  '',
  `${declared.length} types, by what they are for; \`npm run docgen\` makes this page and those of [docs/api](docs/api) from the sources.`,
  '',
  '## Constructs',
  '',
  ...table(declared.filter(isConstruct)),
  ...order.flatMap((page) => [
    '',
    `## [${titles.get(page)!}](docs/api/${page}.md)`,
    '',
    ...table(of(page).filter((type) => type.datatype !== true)),
    ...(of(page).some(({ datatype }) => datatype === true)
      ? ['', `Props and options: ${of(page).filter(({ datatype }) => datatype === true).map(({ name }) => `[\`${name}\`](docs/api/${page}.md#${NAME}.${name})`).join(', ')}.`]
      : []),
  ]),
  '',
].join('\n'));
console.log(`API.md and ${readdirSync(folder).length} pages of docs/api`);
