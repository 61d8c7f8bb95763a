import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import type { Question } from '../../proof/oracle/cases';
import { Answer, differences } from '../../proof/oracle/compare';

/*
 * Cases in which the engine, or a version of it broken on purpose, once differed from upstream, with upstream's answers: proof/oracle writes them.
 */

const CORPUS = join(__dirname, 'corpus');

test.each(readdirSync(CORPUS).sort())('%s: the engine says what upstream said', (file) => {
  const { question, answers } = JSON.parse(readFileSync(join(CORPUS, file), 'utf8')) as { question: Question; answers: Answer[] };
  expect(answers.length).toBeGreaterThan(0);
  expect(differences(question, answers)).toEqual([]);
});
