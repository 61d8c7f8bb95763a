import { readFileSync } from 'fs';
import { join } from 'path';
import { answersOf, wrongWith } from '../../proof/languages/mistakes';
import { PROJECTS, sourcesOf } from '../../proof/languages/projects';
import { SLIPS } from '../../proof/languages/slips';
import { LANGUAGES, languagesOf, missingTools } from '../../scripts/packages/tools';

test('every language has an app, and each slip has one place in each of them', () => {
  expect(PROJECTS.map(({ language }) => language).sort()).toEqual([...LANGUAGES].sort());
  for (const { language, main } of PROJECTS) {
    const program = readFileSync(join(sourcesOf(language), main), 'utf8');
    for (const { at } of SLIPS) {
      expect(program).toMatch(at[language]);
    }
  }
});

test('answers are lines of JSON or of four columns, and everything else that tools print is none', () => {
  const printed = [
    '[INFO] a tool says something\tin columns',
    '{"mistake":"a null","says":"image","message":"image is null"}',
    '\u001b[0m\u001b[0ma number\tports\tmanifest\tkind: DaemonSet',
  ].join('\n');
  expect(answersOf(printed)).toEqual([
    { mistake: 'a null', says: 'image', message: 'image is null' },
    { mistake: 'a number', says: 'ports', manifest: 'kind: DaemonSet' },
  ]);
});

test('a manifest in place of a message is wrong, and so is a message that speaks of something else', () => {
  const answer = { mistake: 'a null', says: 'image' };
  expect(wrongWith({ ...answer, message: 'image is null' })).toBeUndefined();
  expect(wrongWith({ ...answer, message: 'out of memory' })).toContain('does not say "image"');
  expect(wrongWith({ ...answer, manifest: 'kind: DaemonSet' })).toContain('no message');
});

test('a missing tool is named, with what to install', () => {
  expect(missingTools(['java', 'go'], { PATH: '/nowhere' })).toEqual([
    'Java: `javac -version` does not run; install a JDK of version 8 or later and put it on the PATH',
    'Go: `go version` does not run; install Go 1.25 or later and put it on the PATH',
  ]);
});

test('languages are asked for by name, all of them when none is named', () => {
  expect(languagesOf([])).toEqual([...LANGUAGES]);
  expect(languagesOf(['go', 'js'])).toEqual(['js', 'go']);
  expect(() => languagesOf(['dotnet'])).toThrow('there is no language "dotnet"; write js, python, java, go');
});
