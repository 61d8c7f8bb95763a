import { spawn } from 'child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv/dist/2020';
import { parse, stringify } from 'yaml';
import { daemonSet, list, node } from './objects';
import { DOCS, Program, Ran } from './program';
import type { Report } from '../../src/placement';

let program: Program;
beforeAll(() => {
  program = Program.bundled();
});
afterAll(() => program.remove());

const AGENTS = 'agents.yaml';
const NODES = 'nodes.json';
const explain = (...args: string[]): Ran => program.run(['explain', ...args]);
const report = (ran: Ran) => JSON.parse(ran.stdout) as Report;

describe('exit codes', () => {
  test('0: all is told', () => {
    expect(explain(AGENTS, '--nodes', NODES)).toMatchObject({ code: 0, stderr: '' });
  });

  test('0: what is expected everywhere is everywhere', () => {
    expect(explain(AGENTS, '--nodes', NODES, '--expect-everywhere', 'monitoring/node-exporter')).toMatchObject({ code: 0, stderr: '' });
  });

  test('0: a node that does not say what it can allocate is not counted against the agent', () => {
    const nodes = program.file('n.json', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } });
    expect(explain(program.file('a.json', daemonSet('a')), '--nodes', nodes, '--expect-everywhere', 'agents/a').code).toBe(0);
  });

  test('1: an agent that should not run, or does not fit, on some node, with the reasons; the report is there all the same', () => {
    const ran = explain(AGENTS, '--nodes', NODES, '-o', 'json', '--expect-everywhere', 'monitoring/node-exporter', '--expect-everywhere', 'logging/log-agent');
    expect(ran.code).toBe(1);
    expect(report(ran).decisions).toHaveLength(18);
    expect(ran.stderr).toContain('[ExpectedEverywhere] logging/log-agent: is expected on every node, and 3 of 6 go without it: '
      + 'pool gpu (gpu-0, gpu-1): node pool gpu has taint nvidia.com/gpu=present:NoSchedule; tolerate it with Tolerations.gpu()');
    expect(ran.stderr).toContain('pool edge (edge-0): on node edge-0 200Mi of memory is wanted, and 180Mi is left of 180Mi; ');
    expect(ran.stderr).not.toContain('node-exporter:');
  });

  test('1: expectations are about all nodes, whatever is told of them', () => {
    expect(explain(AGENTS, '--nodes', NODES, '--node', 'worker-0', '--agent', 'node-exporter', '--expect-everywhere', 'logging/log-agent').code).toBe(1);
  });
});

describe('2: what cannot be used is told in one line, and nothing is printed', () => {
  const fails = (args: readonly string[], message: string, input?: string): void => {
    const ran = program.run(['explain', ...args], { input });
    expect(ran).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string });
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
  };

  test('the command line', () => {
    fails([], '[Usage] node-agents: no manifests are given');
    fails([AGENTS, '--nodes', NODES, '--bogus'], '[Usage] node-agents: Unknown option \'--bogus\'');
  });

  test('an agent or a node that is not there', () => {
    fails([AGENTS, '--nodes', NODES, '--agent', 'nope'], '[UnknownAgent] --agent: no DaemonSet "nope" is given; write one of logging/log-agent, ');
    fails([AGENTS, '--nodes', NODES, '--expect-everywhere', 'a/nope'], '[UnknownAgent] --expect-everywhere: no DaemonSet "a/nope" is given');
    fails([AGENTS, '--nodes', NODES, '--node', 'nope'], '[UnknownNode] --node: no Node "nope" is given; write one of worker-0, ');
  });

  test('files that are not there, or are directories', () => {
    fails(['nope.yaml', '--nodes', NODES], '[UnreadableFile] nope.yaml: there is no such file or directory');
    fails([AGENTS, '--nodes', 'nope.json'], '[UnreadableFile] nope.json: there is no such file or directory');
    fails([AGENTS, '--nodes', DOCS], 'is a directory; write the file');
  });

  test('a file that does not parse', () => {
    fails(['-', '--nodes', NODES], '[NotParsed] stdin, document 2: is no YAML at line 4, column ', 'a: 1\n---\nb: "c\n');
  });

  test('a Node without a name, in whatever form nodes come', () => {
    const nameless = { apiVersion: 'v1', kind: 'Node', metadata: {} };
    fails([AGENTS, '--nodes', program.file('n.json', list([node('a'), nameless]))], 'n.json, document 1, items[1].metadata.name: got nothing; write it');
    fails([AGENTS, '--nodes', program.file('n.yaml', `${stringify(node('a'))}---\n${stringify(nameless)}`)], 'n.yaml, document 2, metadata.name: got nothing; write it');
  });

  test('a quantity that is none', () => {
    fails([AGENTS, '--nodes', program.file('n.json', list([node('a', { allocatable: { cpu: 'four' } })]))], 'n.json, document 1, items[0].status.allocatable.cpu: got "four"; write a number');
    fails(['-', '--nodes', NODES], 'stdin, document 1, spec.template.spec.containers[0].resources.limits.memory: got "1GB"',
      JSON.stringify(daemonSet('a', { containers: [{ name: 'c', resources: { limits: { memory: '1GB' } } }] })));
  });

  test('no Node at all', () => {
    fails([AGENTS, '--nodes', AGENTS], '[NoNodes] agents.yaml: has no Node in it, but 3 × DaemonSet; write what kubectl get nodes -o json prints');
    fails([AGENTS, '--nodes', program.file('n.json', '')], 'n.json: has no Node in it, but nothing; ');
    fails([AGENTS, '--nodes', program.file('n.json', list([]))], 'n.json: has no Node in it, but nothing; ');
  });

  test('an object that is given twice', () => {
    fails([AGENTS, AGENTS, '--nodes', NODES], '[GivenTwice] agents.yaml, document 1: DaemonSet "logging/log-agent" is also in agents.yaml, document 1; ');
    fails([AGENTS, '--nodes', NODES, '--nodes', NODES], '[GivenTwice] nodes.json, document 1, items[0]: Node "worker-0" is also in nodes.json, document 1, items[0]; ');
  });
});

describe('-o json', () => {
  const schema = JSON.parse(readFileSync(join(DOCS, 'schema.json'), 'utf8')) as object;
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

  test('is what the schema says, and the schema says everything', () => {
    const ran = explain(AGENTS, '--nodes', NODES, '-o', 'json');
    const told = report(ran);
    expect([validate(told), validate.errors]).toEqual([true, null]);
    expect(validate({ ...told, more: 1 })).toBe(false);
    expect(validate({ ...told, schemaVersion: 2 })).toBe(false);
    expect(validate({ ...told, decisions: [{ ...told.decisions[0], shouldRun: false, fits: true }] })).toBe(false);
  });

  test('has its keys in this order', () => {
    const told = report(explain(AGENTS, '--nodes', NODES, '-o', 'json'));
    const withReason = told.decisions.find(({ reasons }) => reasons.length > 0)!;
    expect(Object.keys(told)).toEqual(['schemaVersion', 'decisions', 'portConflicts', 'reserved']);
    expect(Object.keys(withReason)).toEqual(['daemonSet', 'node', 'shouldRun', 'shouldContinueRunning', 'fits', 'reasons']);
    expect(Object.keys(withReason.reasons[0])).toEqual(['code', 'message', 'remedy']);
    expect(Object.keys(told.portConflicts[0])).toEqual(['port', 'protocol', 'daemonSets', 'nodes']);
    expect(Object.keys(told.reserved[0])).toEqual(['pool', 'nodes', 'cpu', 'memory', 'pods', 'cpuShare', 'memoryShare']);
  });

  test('has one decision for each pair, in the order of the input', () => {
    const agents = ['logging/log-agent', 'monitoring/node-exporter', 'monitoring/gpu-exporter'];
    const nodes = ['worker-0', 'worker-1', 'worker-2', 'gpu-0', 'gpu-1', 'edge-0'];
    expect(report(explain(AGENTS, '--nodes', NODES, '-o', 'json')).decisions.map((decision) => `${decision.daemonSet} ${decision.node}`))
      .toEqual(agents.flatMap((agent) => nodes.map((name) => `${agent} ${name}`)));
  });

  test('says what it decided', () => {
    const { decisions, portConflicts, reserved } = report(explain(AGENTS, '--nodes', NODES, '-o', 'json'));
    const find = (agent: string, name: string) => decisions.find((decision) => decision.daemonSet.endsWith(agent) && decision.node === name);
    expect(find('log-agent', 'worker-0')).toMatchObject({ shouldRun: true, shouldContinueRunning: true, fits: true, reasons: [] });
    expect(find('log-agent', 'gpu-0')).toMatchObject({ shouldRun: false, shouldContinueRunning: true, fits: null, reasons: [{ code: 'UntoleratedTaint' }] });
    expect(find('log-agent', 'edge-0')).toMatchObject({ shouldRun: true, fits: false, reasons: [{ code: 'InsufficientMemory' }] });
    expect(portConflicts).toEqual([{ port: 9100, protocol: 'TCP', daemonSets: ['monitoring/node-exporter', 'monitoring/gpu-exporter'], nodes: 2 }]);
    expect(reserved[0]).toEqual({ pool: 'workers', nodes: 3, cpu: '110m', memory: '232Mi', pods: 2, cpuShare: 0.057, memoryShare: 0.0327 });
  });

  test('of nothing is a report of nothing', () => {
    const ran = program.run(['explain', '-', '--nodes', NODES, '-o', 'json'], { input: 'kind: ConfigMap\n' });
    expect(ran.code).toBe(0);
    expect(report(ran).decisions).toEqual([]);
    expect(validate(report(ran))).toBe(true);
    expect(ran.stderr).toBe('no DaemonSet in -: there is nothing to explain\n');
  });
});

test('-o yaml says the same', () => {
  for (const manifests of [AGENTS, program.file('none.yaml', 'kind: ConfigMap\n')]) {
    const args = [manifests, '--nodes', NODES, '-o'];
    expect(parse(explain(...args, 'yaml').stdout)).toEqual(report(explain(...args, 'json')));
  }
});

describe('--agent and --node choose what is told, and change nothing of what is decided', () => {
  test('by name, with the namespace or without, several if need be', () => {
    const all = report(explain(AGENTS, '--nodes', NODES, '-o', 'json'));
    const told = report(explain(AGENTS, '--nodes', NODES, '-o', 'json', '--agent', 'log-agent', '--agent', 'monitoring/gpu-exporter', '--node', 'gpu-1', '--node', 'edge-0'));
    expect(told).toEqual({
      ...all, decisions: all.decisions.filter(({ daemonSet: name, node: on }) => !name.endsWith('node-exporter') && (on === 'gpu-1' || on === 'edge-0')),
    });
    expect(told.decisions).toHaveLength(4);
  });
});

describe('manifests', () => {
  test('from files, directories with all that is in them, and the standard input', () => {
    const folder = join(program.folder, 'manifests');
    mkdirSync(join(folder, 'deep/deeper'), { recursive: true });
    program.file('manifests/b.yaml', stringify(daemonSet('b')));
    program.file('manifests/notes.txt', 'no manifest: {');
    program.file('manifests/deep/deeper/a.json', daemonSet('a'));
    program.file('manifests/deep/c.yml', stringify(daemonSet('c')));
    symlinkSync(join(folder, 'b.yaml'), join(folder, 'deep/linked.txt'));
    symlinkSync(folder, join(folder, 'deep/round'));
    const ran = program.run(['explain', folder, '-', '--nodes', NODES, '-o', 'json', '--node', 'worker-0'], { input: stringify(daemonSet('d', {}, {})) });
    expect(report(ran).decisions.map(({ daemonSet: name }) => name)).toEqual(['agents/b', 'agents/c', 'agents/a', 'default/d']);
  });

  test('files in a directory that are mounted as links, as ConfigMaps are', () => {
    mkdirSync(join(program.folder, 'mounted'));
    symlinkSync(program.file('mounted-a.yaml', stringify(daemonSet('a'))), join(program.folder, 'mounted/a.yaml'));
    expect(report(explain(join(program.folder, 'mounted'), '--nodes', NODES, '-o', 'json')).decisions).toHaveLength(6);
  });

  test('PriorityClasses among them count: the more important goes first', () => {
    const port = { containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort: 80 }] }] };
    const priority = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 };
    const documents = [daemonSet('a', port), daemonSet('b', { ...port, priorityClassName: 'high' }), priority];
    const fits = (objects: readonly object[]) => report(program.run(['explain', '-', '--nodes', NODES, '-o', 'json', '--node', 'worker-0'], {
      input: objects.map((object) => stringify(object)).join('---\n'),
    })).decisions.map((decision) => decision.fits);
    expect(fits(documents)).toEqual([false, true]);
    expect(fits(documents.slice(0, 2))).toEqual([true, false]);
  });
});

test('pods that are there take their part, those of the agents themselves aside', () => {
  const asks = (memory: string) => ({ containers: [{ name: 'c', resources: { requests: { memory } } }] });
  const pod = (name: string, spec: object, owner?: object) => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'agents', ...(owner === undefined ? {} : { ownerReferences: [owner] }) }, spec: { nodeName: 'n', ...spec }, status: { phase: 'Running' },
  });
  const nodes = program.file('n.json', list([node('n', { allocatable: { cpu: '1', memory: '3Gi', pods: '9' } })]));
  const agents = program.file('a.json', daemonSet('a', asks('2Gi')));
  const fits = (...pods: object[]) => report(explain(agents, '--nodes', nodes, '--pods', program.file('p.json', list(pods)), '-o', 'json')).decisions[0].fits;
  expect(fits()).toBe(true);
  expect(fits(pod('other', asks('2Gi')))).toBe(false);
  expect(fits(pod('a-xyz', asks('2Gi'), { kind: 'DaemonSet', name: 'a', uid: 'u', controller: true }))).toBe(true);
});

describe('nodes', () => {
  const nodes = [node('a'), node('b', { taints: [{ key: 'k', effect: 'NoSchedule' }] })];
  const json = JSON.stringify(list(nodes));
  test.each<[string, string]>([
    ['a List of JSON', json],
    ['a List of JSON as kubectl indents it', JSON.stringify(list(nodes), undefined, 4)],
    ['a List of YAML', stringify(list(nodes))],
    ['a NodeList whose items have no kind, as the API server gives it', JSON.stringify({ kind: 'NodeList', apiVersion: 'v1', metadata: {}, items: nodes.map((each) => ({ ...each, kind: undefined, apiVersion: undefined })) })],
    ['a stream of documents of YAML', nodes.map((each) => stringify(each)).join('---\n')],
    ['a stream of documents of JSON', nodes.map((each) => JSON.stringify(each)).join('\n')],
    ['Nodes among other things', `${stringify(daemonSet('x'))}---\n${stringify(list(nodes))}`],
  ])('%s', (_, text) => {
    const ran = program.run(['explain', program.file('a.json', daemonSet('a')), '--nodes', '-', '-o', 'json'], { input: text });
    expect(report(ran).decisions.map((decision) => [decision.node, decision.shouldRun])).toEqual([['a', true], ['b', false]]);
  });
});

describe('the table', () => {
  test('has no colours but on a terminal', () => {
    // eslint-disable-next-line no-control-regex
    expect(program.run(['explain', AGENTS, '--nodes', NODES], { env: { FORCE_COLOR: '1', TERM: 'xterm-256color' } }).stdout).not.toMatch(/\u001b/);
  });

  test('says what JSON says', () => {
    const { stdout } = explain(AGENTS, '--nodes', NODES);
    expect(stdout).toContain('logging/log-agent runs on 3 of 6 nodes\n');
    expect(stdout).toContain('monitoring/node-exporter runs on 6 of 6 nodes\n');
    expect(stdout).toContain('monitoring/gpu-exporter runs on 0 of 6 nodes\n');
  });
});

test('--help and --version', () => {
  expect(program.run(['--help']).stdout).toContain('Usage: node-agents explain [FILES or DIRECTORIES…] --nodes FILE');
  expect(program.run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a reader that has had enough is no fault', async () => {
  const nodes = program.file('many.json', list(Array.from({ length: 20_000 }, (_, i) => node(`n-${i}`))));
  const child = spawn(program.path, ['explain', AGENTS, '--nodes', nodes, '-o', 'json'], { cwd: DOCS, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
