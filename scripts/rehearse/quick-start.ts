/** What the README's quick start has its reader do. */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'run'; readonly command: string };

const HEADING = '## Quick start';

/**
 * Reads the quick start: paragraphs that end with "in `FILE`:" before a block are files, "the program above in `FILE`" is the README's first program, and indented lines are commands.
 *
 * @throws when there is none, or when it is not written like that
 */
export function quickStart(readme: string): Step[] {
  const from = readme.indexOf(`\n${HEADING}\n`);
  if (from === -1) {
    throw new Error(`README.md has no part ${JSON.stringify(HEADING)}`);
  }
  const program = /```typescript\n([\s\S]*?)```/.exec(readme);
  const part = readme.slice(from + HEADING.length + 2).split('\n## ')[0];
  const steps: Step[] = [];
  const block = /^```\w+\n([\s\S]*?)^```$|^ {4}(\S.*)$|the program above in `([^`]+)`/gm;
  for (const found of part.matchAll(block)) {
    const [, text, command, above] = found;
    if (command !== undefined) {
      steps.push({ kind: 'run', command });
    } else if (above !== undefined) {
      if (program === null) {
        throw new Error('there is no program above');
      }
      steps.push({ kind: 'write', file: above, text: program[1] });
    } else {
      const name = / in `([^`]+)`:\s*$/.exec(part.slice(0, found.index));
      if (name === null) {
        throw new Error(`the quick start does not say in which file this belongs; write "in \`FILE\`:" before\n${text}`);
      }
      steps.push({ kind: 'write', file: name[1], text });
    }
  }
  if (!steps.some(({ kind }) => kind === 'run')) {
    throw new Error('the quick start has no command');
  }
  return steps;
}
