import { CLAIMS } from '../../proof/claims';
import type { Suite } from '../../proof/harness/runner';
import { claimsTable, withTable } from '../../scripts/claims';

const suite = (claim: number, title = 'Some'): Suite => ({ claim, title, lines: ['1.36'], tests: () => [] });
const every = Object.keys(CLAIMS).map((claim) => suite(Number(claim)));
const files = (suites: readonly Suite[]) => new Map(suites.map((one) => [`claim-${one.claim}.ts`, [one]]));

test('every claim has its row, with its test and its Kubernetes lines', () => {
  const { problems, table } = claimsTable(every, files(every));
  expect(problems).toEqual([]);
  expect(table.split('\n')).toContain(`| 8 | ${CLAIMS[8]} | 1.36 | [claim-8.ts](proof/tests/claim-8.ts) |`);
  expect(table.split('\n')).toHaveLength(every.length + 2);
});

test('a claim without a suite, a suite without a claim, and one without a file are told', () => {
  const others = every.filter(({ claim }) => claim !== 3);
  expect(claimsTable(others, files(others)).problems).toEqual(['claim 3 has no suite']);
  const more = [...every, suite(99, 'Unclaimed')];
  expect(claimsTable(more, files(every)).problems).toEqual([
    'suite Unclaimed is of claim 99, which proof/claims.ts does not have', 'suite Unclaimed is exported by no file of proof/tests',
  ]);
});

test('only what stands between the markers changes, and a README without them is an error', () => {
  const [begin, end] = ['<!-- claims: made by npm run docs:generate from the suites of proof/tests -->', '<!-- claims end -->'];
  expect(withTable(`before\n${begin}\nold\n${end}\nafter`, 'new')).toBe(`before\n${begin}\n\nnew\n\n${end}\nafter`);
  expect(() => withTable('nothing', 'new')).toThrow('README.md has no place for the claims');
});
