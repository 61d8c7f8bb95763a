import { readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { TYPED_AGENTS } from '../catalogue/agents';
import { AgentDefault, LogAgentDaemonSet, NodeAgentDaemonSet } from '../src';

/*
 * Writes docs/article.md and docs/defaults.md from the defaults themselves; with --check, fails when they are not what the sources give.
 */

const rows = (defaults: AgentDefault[]) => defaults.map(({ id, what, reason }) => `| \`${id}\` | ${what} | ${reason} |`);
const table = (defaults: AgentDefault[]) => ['| id | what it adds | why |', '|---|---|---|', ...rows(defaults)];

const pages: { [file: string]: string[] } = {
  'docs/article.md': [
    '# The article\'s log agent, and what the defaults add',
    '',
    'With `adopt: { matchLabels: { name: \'log-agent\' } }` and `defaults: AgentDefaults.none()`, `LogAgentDaemonSet` gives the DaemonSet of',
    'the article exactly. With the defaults on, every field of it is there unchanged, and these are added. Each is switched off by its id:',
    '`AgentDefaults.all().without(\'nodeNameEnv\')`; or switched on alone: `AgentDefaults.none().with(\'runtimeDefaultSeccomp\')`.',
    '',
    ...table([...LogAgentDaemonSet.defaults, ...NodeAgentDaemonSet.defaults]),
  ],
  'docs/defaults.md': [
    '# Defaults',
    '',
    'What is set although nobody wrote it, with the reason and the id for `AgentDefaults`.',
    ...[{ className: 'NodeAgentDaemonSet, and every agent', defaults: NodeAgentDaemonSet.defaults }, ...TYPED_AGENTS]
      .flatMap(({ className, defaults }) => ['', `## ${className}`, '', ...table(defaults)]),
  ],
};

const root = resolve(__dirname, '..');
for (const [file, lines] of Object.entries(pages)) {
  const text = `${lines.join('\n')}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, file), text);
  } else if (readFileSync(join(root, file), 'utf8') !== text) {
    console.error(`${file} is not what the sources give: run npm run docs:generate`);
    process.exitCode = 1;
  }
}
