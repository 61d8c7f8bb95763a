import { InputError } from '../../src/cli/input-error';
import { parseOptions } from '../../src/cli/options';
import { thrown } from '../values/thrown';

test('explain takes files, and everything else by name', () => {
  expect(parseOptions(['explain', 'a.yaml', '-', '--nodes', 'n.json', '--pods=p.json', '-o', 'json', '--agent', 'a', '--agent', 'b', '--node', 'n', '--expect-everywhere', 'x/y'])).toEqual({
    command: 'explain',
    options: { manifests: ['a.yaml', '-'], nodes: ['n.json'], pods: ['p.json'], output: 'json', agents: ['a', 'b'], nodeNames: ['n'], expectEverywhere: ['x/y'] },
  });
});

test('a table of everything is the default', () => {
  expect(parseOptions(['explain', 'a.yaml', '--nodes', 'n.json'])).toEqual({
    command: 'explain', options: { manifests: ['a.yaml'], nodes: ['n.json'], pods: [], output: 'table', agents: [], nodeNames: [], expectEverywhere: [] },
  });
});

test('help and version go before everything else', () => {
  expect(parseOptions(['explain', '--help'])).toEqual({ command: 'help' });
  expect(parseOptions(['-h'])).toEqual({ command: 'help' });
  expect(parseOptions(['--version'])).toEqual({ command: 'version' });
});

describe('what cannot be meant is told', () => {
  test.each([
    [[], 'command is nothing; write explain'],
    [['expain', 'a.yaml'], 'command is "expain"; write explain'],
    [['explain', '--nodes', 'n.json'], 'no manifests are given; write files or directories, or - for the standard input'],
    [['explain', 'a.yaml'], '--nodes is missing; write the file that'],
    [['explain', 'a.yaml', '--nodes', 'n.json', '-o', 'xml'], '--output is "xml"; write one of table, json, yaml'],
    [['explain', 'a.yaml', '--nodes', 'n.json', '--nope'], '\'--nope\''],
    [['explain', '-', '--nodes', '-'], '- stands 2 times'],
    [['explain', 'a.yaml', '--nodes', 'n.json', '--expect-everywhere', 'name'], '--expect-everywhere is "name"; write NAMESPACE/NAME'],
  ])('%j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(InputError);
    expect(thrown(() => parseOptions(args))).toContain(`[Usage] node-agents: ${message}`.slice(0, message.startsWith('\'') ? 20 : undefined));
    expect(thrown(() => parseOptions(args))).toContain(message);
  });
});
