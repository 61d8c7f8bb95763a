import { readFileSync } from 'fs';
import { join } from 'path';
import { quickStart } from '../../scripts/rehearse/quick-start';

const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

test('the README\'s quick start writes two files and has five commands, in the order in which they are read', () => {
  expect(quickStart(README).map((step) => (step.kind === 'run' ? step.command : step.file))).toEqual([
    'npm init -y',
    'npm install cdk8s-node-agents cdk8s cdk8s-plus-28 constructs',
    'npm install --save-dev cdk8s-cli tsx',
    'main.ts',
    'cdk8s.yaml',
    'npx cdk8s synth',
    'npx node-agents explain dist --nodes nodes.json',
  ]);
});

test('the program above is the README\'s first', () => {
  const program = quickStart(README).find((step) => step.kind === 'write' && step.file === 'main.ts');
  expect(program).toMatchObject({ text: expect.stringContaining('new LogAgentDaemonSet(chart, \'agent\', {') as string });
});

test('a part that is missing, without a command, or with a file that has no name, is said', () => {
  expect(() => quickStart('# Nothing\n')).toThrow('README.md has no part "## Quick start"');
  expect(() => quickStart('\n## Quick start\n\nJust wait.\n')).toThrow('the quick start has no command');
  expect(() => quickStart('\n## Quick start\n\n```yaml\na: 1\n```\n')).toThrow('the quick start does not say in which file this belongs');
  expect(() => quickStart('\n## Quick start\n\nThe program: the program above in `main.ts`\n')).toThrow('there is no program above');
});

test('it ends where the next part begins', () => {
  expect(quickStart('\n## Quick start\n\n    npm init\n\n## More\n\n    rm -rf /\n')).toEqual([{ kind: 'run', command: 'npm init' }]);
});
