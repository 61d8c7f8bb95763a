import { InputError } from './input-error';
import { View, listWords } from './selection';
import { formatProblem, show } from '../errors';
import { countNodes, poolByPool, runs, whyWords } from '../placement/tell';

/**
 * What of the expectations does not hold. They are about all nodes given, whatever is told of them.
 *
 * @throws InputError when the DaemonSet is not there: that is no answer to whether it runs
 */
export function brokenExpectations({ placement, nodeNames, names }: View, expected: readonly string[]): string[] {
  return [...new Set(expected)].flatMap((name) => {
    const agent = names.indexOf(name);
    if (agent < 0) {
      throw new InputError('--expect-everywhere', { code: 'UnknownAgent', message: `no DaemonSet ${show(name)} is given; write one of ${listWords(names)}` });
    }
    const missed = poolByPool(placement, nodeNames, agent).filter(({ decision }) => !runs(decision));
    return missed.length === 0 ? [] : [formatProblem(name, {
      code: 'ExpectedEverywhere',
      message: `is expected on every node, and ${countNodes(missed)} of ${nodeNames.length} go without it: ${whyWords(missed)}`,
    })];
  });
}
