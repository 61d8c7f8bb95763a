import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';

/*
 * Holds synthesized agents against facts of the vendors' own charts and manifests: `tsx proof/parity/check.ts [DIR] [--only KEY]...`.
 * DIR has one file per agent, KEY.k8s.yaml. Each must is one jq expression over the JSON array of that file's objects. A must that is decided against on purpose
 * stands in exceptions.json with its reason; one that is unknown, or holds after all, is an error.
 */

interface Must {
  readonly key: string;
  readonly id: string;
  readonly fact: string;
  readonly jq: string;
  readonly prelude: string;
}

interface Musts {
  readonly preludes: { readonly [name: string]: string };
  readonly musts: readonly Must[];
}

interface Jq {
  json(input: unknown, program: string): unknown;
}

const read = <T>(name: string): T => JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as T;

function objectsOf(file: string): unknown[] | undefined {
  return existsSync(file) ? parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown).filter((object) => object !== null) : undefined;
}

function holds(jq: Jq, objects: unknown[], program: string): boolean | string {
  try {
    return jq.json(objects, program) === true;
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', multiple: true } } });
  const directory = positionals[0] ?? resolve(__dirname, '../../examples/catalogue/expected');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a module without types
  const jq = await (require('jq-web') as Promise<Jq>);
  const { preludes, musts } = read<Musts>('musts.json');
  const exceptions = read<{ [id: string]: string }>('exceptions.json');
  const files = new Map<string, unknown[] | undefined>();
  const failures = Object.keys(exceptions).filter((id) => !musts.some((must) => must.id === id)).map((id) => `unknown   exception ${id}`);
  let held = 0;
  let excepted = 0;
  for (const must of musts.filter(({ key }) => values.only === undefined || values.only.includes(key))) {
    const file = join(directory, `${must.key}.k8s.yaml`);
    if (!files.has(must.key)) {
      files.set(must.key, objectsOf(file));
    }
    const objects = files.get(must.key);
    const outcome = objects === undefined ? `${file} is missing` : holds(jq, objects, preludes[must.prelude] + must.jq);
    const reason = exceptions[must.id];
    if (outcome === true && reason !== undefined) {
      failures.push(`stale     exception ${must.id}: it holds`);
    } else if (outcome === true) {
      held += 1;
    } else if (reason !== undefined) {
      excepted += 1;
      console.log(`excepted  ${must.key}: ${must.fact} [${must.id}] ${reason}`);
    } else {
      failures.push(`fails     ${must.key}: ${must.fact} [${must.id}]${outcome === false ? '' : ` ${outcome}`}`);
    }
  }
  failures.forEach((failure) => console.log(failure));
  console.log(`${held} held, ${failures.length} not, ${excepted} excepted`);
  return failures.length === 0 ? 0 : 1;
}

void main().then((code) => process.exit(code));
