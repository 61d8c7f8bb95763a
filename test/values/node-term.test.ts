import { NodeLabel, NodeTargeting } from '../../src';

const ssd = NodeLabel.is('disktype', 'ssd');

/** All that a targeting says of itself. */
function told(targeting: NodeTargeting): unknown {
  return targeting.terms.map((term) => ({
    labels: term.labels.map(({ key, operator, values }) => [key, operator, ...values]),
    ...(term.nodeName === undefined ? {} : { nodeName: term.nodeName }),
    notNodeNames: term.notNodeNames,
    words: term.describe(),
  }));
}

describe('a targeting tells its terms', () => {
  test('every node is one term without a condition', () => {
    expect(told(NodeTargeting.everyNode())).toEqual([{ labels: [], notNodeNames: [], words: '' }]);
  });

  test('conditions on labels, joined and in order', () => {
    expect(told(NodeTargeting.matching(ssd, NodeLabel.greaterThan('cores', 4), NodeLabel.greaterThan('cores', 8), NodeLabel.exists('b')))).toEqual([{
      labels: [['b', 'Exists'], ['cores', 'Gt', '8'], ['disktype', 'In', 'ssd']],
      notNodeNames: [],
      words: 'b is set and cores is greater than 8 and disktype is ssd',
    }]);
  });

  test('names meant and left out', () => {
    expect(told(NodeTargeting.named('a').and(NodeTargeting.matching(ssd)))).toEqual([
      { labels: [['disktype', 'In', 'ssd']], nodeName: 'a', notNodeNames: [], words: 'the name is a and disktype is ssd' },
    ]);
    expect(told(NodeTargeting.notNamed('b', 'a'))).toEqual([{ labels: [], notNodeNames: ['a', 'b'], words: 'the name is not a or b' }]);
  });

  test('alternatives, in the same order however they were put together', () => {
    const [a, b] = [NodeTargeting.linux(), NodeTargeting.named('a')];
    expect(told(a.or(b))).toHaveLength(2);
    expect(told(a.or(b))).toEqual(told(b.or(a)));
  });

  test('its terms can be put together again', () => {
    const targeting = NodeTargeting.anyOf(NodeTargeting.matching(ssd, NodeLabel.isNoneOf('zone', 'a')), NodeTargeting.workers());
    const again = NodeTargeting.anyOf(...targeting.terms.map((term) => NodeTargeting.matching(...term.labels)));
    expect(again._toKube()).toEqual(targeting._toKube());
  });

  test('what is done to what it told changes nothing', () => {
    const targeting = NodeTargeting.notNamed('a');
    targeting.terms[0].notNodeNames.push('b');
    targeting.terms[0].labels.push(ssd);
    expect(told(targeting)).toEqual([{ labels: [], notNodeNames: ['a'], words: 'the name is not a' }]);
  });
});
