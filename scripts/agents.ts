import { existsSync, readFileSync, writeFileSync } from 'fs';
import { basename, join, resolve } from 'path';
import { App, ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DocumentedInterface, DocumentedProp, interfacesOf } from './interfaces';
import { TYPED_AGENTS } from '../catalogue/agents';
import { Difference, Vendor, differences, explained } from '../catalogue/differences';
import { modulesOf } from '../catalogue/discover';
import { TypedEntry } from '../catalogue/entry';
import { AgentDefaults } from '../src';

/*
 * Writes the parts of docs/agents/*.md that come from code, between their marks; with --check, fails when they are not what the code gives. What stands
 * around them is written by hand.
 */

const ROOT = resolve(__dirname, '..');

/** A namespace that nobody has; pages show it as NAMESPACE. */
const IN_PAGES = 'namespace-in-pages';

type Part = 'creates' | 'touches' | 'props' | 'defaults' | 'vendor';

const PARTS: { readonly [part in Part]: (entry: TypedEntry) => string[] } = { creates, touches, props, defaults, vendor };

/** By the name of the agent's DaemonSet. */
const VENDORS: ReadonlyMap<string, Vendor> = new Map(modulesOf<Vendor>(join(ROOT, 'catalogue/vendors')).map((one) => [one.KEY, one]));

for (const entry of TYPED_AGENTS) {
  const file = join(ROOT, 'docs/agents', `${basename(entry.source)}.md`);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : fail(`${file} is missing: write it, with marks for its parts`);
  const after = before.replace(/(<!-- from code: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start: string, part: string, end: string) => {
    const lines = part in PARTS ? PARTS[part as Part](entry) : fail(`${file} has a mark for ${part}; write one of ${Object.keys(PARTS).join(', ')}`);
    return `${start}\n${lines.join('\n').replaceAll(IN_PAGES, 'NAMESPACE')}\n\n${end}`;
  });
  for (const part of ['creates', 'touches', 'props', 'defaults']) {
    if (!after.includes(`<!-- from code: ${part} -->`)) {
      fail(`${file} has no mark for ${part}`);
    }
  }
  if (!process.argv.includes('--check')) {
    writeFileSync(file, after);
  } else if (before !== after) {
    console.error(`${file} is not what the sources give: run npm run docs:generate`);
    process.exitCode = 1;
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((text) => text.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

/** Every object of a Chart, as it is written. */
function objectsOf(make: (chart: Chart) => void): any[] {
  const chart = new Chart(new App(), 'docs', { namespace: IN_PAGES });
  make(chart);
  const constructs: Construct[] = chart.node.findAll();
  return constructs.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct)).map((object) => object.toJson());
}

/** Objects that one default makes go with it; others come with an option. */
function creates(entry: TypedEntry): string[] {
  const named = (make: (chart: Chart) => void) => objectsOf(make).map(({ kind, metadata }) => `${kind} \`${metadata.name}\``);
  const plain = named((chart) => entry.make(chart, 'agent', {}));
  const without = entry.defaults.map(({ id }) => ({ id, names: named((chart) => entry.make(chart, 'agent', { defaults: AgentDefaults.all().without(id) })) }));
  const rows = plain.map((name) => {
    const made = without.find(({ names }) => !names.includes(name));
    return [name, made === undefined ? 'always' : `unless the default \`${made.id}\` is off`];
  });
  const more = (entry.more ?? []).flatMap(({ when, make }) => named((chart) => make(chart, 'agent'))
    .filter((name) => !plain.includes(name)).map((name) => [name, when]));
  return table(['object', 'when'], [...rows, ...more]);
}

function touches(entry: TypedEntry): string[] {
  const agent = entry.make(new Chart(new App(), 'docs', { namespace: IN_PAGES }), 'agent', {});
  return table(['what', 'container', 'why'], agent.daemonSet.hostAccess.map(({ what, container, reason, source }) => [
    `\`${what}\``, container ?? 'the pod', `${reason ?? ''}${source === undefined ? '' : ` ([source](${source}))`}`,
  ]));
}

/** Interfaces that users see: of the file, or of those of the folder that its index gives on, whole or by name. */
function interfacesShown({ source }: TypedEntry): DocumentedInterface[] {
  const folder = join(ROOT, 'src/agents', source);
  if (!existsSync(folder)) {
    return interfacesOf(`${folder}.ts`);
  }
  const exported = [...readFileSync(join(folder, 'index.ts'), 'utf8').matchAll(/^export (\*|\{([^}]*)\}) from '\.\/(.+)';$/gm)];
  return exported.sort(([, , , a], [, , , b]) => (a < b ? -1 : 1)).flatMap(([, , names, file]) => (
    interfacesOf(join(folder, `${file}.ts`)).filter(({ name }) => names === undefined || names.split(',').some((one) => one.trim() === name))));
}

function props(entry: TypedEntry): string[] {
  const common = interfacesOf(join(ROOT, 'src/agents/common.ts'));
  const interfaces = interfacesShown(entry);
  const own = interfaces.filter(({ name }) => name === `${entry.className}Props`);
  const others = interfaces.filter((one) => !own.includes(one));
  const row = ({ name, type, optional, text, byDefault }: DocumentedProp) => [
    `\`${name}\``, `\`${type}\``, text, byDefault === undefined ? optional ? '' : 'required' : byDefault.replace(/^- /, ''),
  ];
  return [...own, ...others].flatMap(({ name, text, props: members }, i) => [
    ...(i === 0 ? [] : ['', `\`${name}\`: ${text}`, '']),
    ...table(['prop', 'type', 'what', 'default'], (i === 0 ? [...members, ...common.flatMap((one) => one.props)] : members).map(row)),
  ]);
}

function defaults(entry: TypedEntry): string[] {
  return table(['id', 'what it adds', 'why'], entry.defaults.map(({ id, what, reason }) => [`\`${id}\``, what, reason]));
}

function vendor(entry: TypedEntry): string[] {
  const { CHART, REASONS, SOURCE, VERSION, asCompared } = VENDORS.get(entry.name) ?? fail(`docs/agents/${basename(entry.source)}.md has a mark for vendor, and there is none`);
  const found = differences(CHART, asCompared(objectsOf((chart) => entry.make(chart, 'agent', {}))));
  const groups = [...explained(found, REASONS)].filter(([, list]) => list.length > 0);
  return [
    `Compared with ${VERSION} ([source](${SOURCE})):`,
    '',
    ...table(['field', 'chart', 'here', 'why'], groups.map(([reason, list]) => [
      `\`${reason?.path}\``, cell(list, reason?.path ?? '', 'theirs'), cell(list, reason?.path ?? '', 'ours'), reason?.why ?? '',
    ])),
  ];
}

/** The values of several fields below one path, each by what its path has more. */
function cell(list: readonly Difference[], path: string, whose: 'theirs' | 'ours'): string {
  const said = list.filter((one) => one[whose] !== undefined);
  const shown = said.map((one) => {
    const rest = one.path.slice(path.length).replace(/^\./, '');
    return `\`${rest === '' ? '' : `${rest}: `}${JSON.stringify(one[whose])}\``;
  });
  return shown.length === 0 ? 'not set' : shown.join('<br>');
}
