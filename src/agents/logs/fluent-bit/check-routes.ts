import { FluentBitFilter } from './filter';
import { FluentBitInput } from './input';
import { FluentBitOutput } from './output';
import { meet } from './tag';
import { fail, show } from '../../../errors';

/** Filters that may give records other tags. */
const RETAGGING = ['rewrite_tag', 'log_to_metrics', 'lua', 'wasm'];

/** Fluent Bit takes sections that no record ever reaches, and says nothing. What cannot be known here is not judged. */
export function checkRoutes(where: string, inputs: readonly FluentBitInput[], filters: readonly FluentBitFilter[], outputs: readonly FluentBitOutput[]): void {
  const tags = inputs.map(({ tag }) => tag);
  const isKnown = !tags.includes(undefined) && !filters.some(({ name }) => RETAGGING.includes(name));
  const takers = [...filters.map((filter) => ['filter', filter] as const), ...outputs.map((output) => ['output', output] as const)];
  for (const [kind, { name, match }] of takers) {
    if (isKnown && match !== undefined && !tags.some((tag) => meet(tag!, match))) {
      fail('NothingMatches', where, `${kind} ${name} matches ${show(match)}, and tags are ${show(tags)}; write a match that one of them has`);
    }
  }
  if (outputs.every(({ match }) => match !== undefined) && isKnown) {
    const unsent = inputs.find(({ tag }) => !outputs.some(({ match }) => meet(tag!, match!)));
    if (unsent !== undefined) {
      fail('InputUnsent', where, `input ${unsent.name} has the tag ${show(unsent.tag)}, and no output matches it; write an output for it, or drop the input`);
    }
  }
}
