import { parseArgs } from 'util';
import { InputError } from './input-error';
import { show } from '../errors';

export type Output = 'table' | 'json' | 'yaml';

const OUTPUTS: readonly Output[] = ['table', 'json', 'yaml'];

export interface ExplainOptions {
  readonly manifests: readonly string[];
  readonly nodes: readonly string[];
  readonly pods: readonly string[];
  readonly output: Output;
  /** Empty for all. */
  readonly agents: readonly string[];
  /** Empty for all. */
  readonly nodeNames: readonly string[];
  readonly expectEverywhere: readonly string[];
}

export type Asked = { readonly command: 'help' } | { readonly command: 'version' } | { readonly command: 'explain'; readonly options: ExplainOptions };

/** @throws InputError */
export function parseOptions(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  if (values.help === true) {
    return { command: 'help' };
  }
  if (values.version === true) {
    return { command: 'version' };
  }
  const [command, ...manifests] = positionals;
  if (command !== 'explain') {
    wrong(`command is ${show(command)}; write explain`);
  }
  const output = OUTPUTS.find((known) => known === values.output) ?? wrong(`--output is ${show(values.output)}; write one of ${OUTPUTS.join(', ')}`);
  const options = {
    manifests,
    nodes: values.nodes ?? [],
    pods: values.pods ?? [],
    output,
    agents: values.agent ?? [],
    nodeNames: values.node ?? [],
    expectEverywhere: values['expect-everywhere'] ?? [],
  };
  requireUsable(options);
  return { command: 'explain', options };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'nodes': { type: 'string', multiple: true },
        'pods': { type: 'string', multiple: true },
        'output': { type: 'string', short: 'o', default: 'table' },
        'agent': { type: 'string', multiple: true },
        'node': { type: 'string', multiple: true },
        'expect-everywhere': { type: 'string', multiple: true },
        'help': { type: 'boolean', short: 'h' },
        'version': { type: 'boolean' },
      },
    });
  } catch (error) {
    return wrong((error as Error).message.replace(/\.$/, ''));
  }
}

function requireUsable({ manifests, nodes, pods, expectEverywhere }: ExplainOptions): void {
  if (manifests.length === 0) {
    wrong('no manifests are given; write files or directories, or - for the standard input');
  }
  if (nodes.length === 0) {
    wrong('--nodes is missing; write the file that kubectl get nodes -o json > nodes.json makes');
  }
  const inputs = [...manifests, ...nodes, ...pods].filter((name) => name === '-').length;
  if (inputs > 1) {
    wrong(`- stands ${inputs} times, and the standard input can be read once; write files for the others`);
  }
  for (const expected of expectEverywhere) {
    if (!/^[^/]+\/[^/]+$/.test(expected)) {
      wrong(`--expect-everywhere is ${show(expected)}; write NAMESPACE/NAME`);
    }
  }
}

function wrong(message: string): never {
  throw new InputError('node-agents', { code: 'Usage', message });
}
