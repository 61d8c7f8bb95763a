import { NodeLabel, NodeTargeting } from '../../src';

const ssd = NodeLabel.is('disktype', 'ssd');

function required(targeting: NodeTargeting): unknown {
  const { affinity } = targeting._toKube() as any;
  return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

describe('how a targeting is written', () => {
  test('every node needs nothing', () => {
    expect(NodeTargeting.everyNode()._toKube()).toEqual({});
    expect(NodeTargeting.everyNode().isEveryNode).toBe(true);
  });

  test('equality is a nodeSelector', () => {
    expect(NodeTargeting.matching(ssd, NodeLabel.is('a', ''))._toKube()).toEqual({ nodeSelector: { a: '', disktype: 'ssd' } });
  });

  test('the labels of a nodeSelector stand in order of the alphabet', () => {
    expect(Object.keys(NodeTargeting.matching(ssd, NodeLabel.is('b', '1'), NodeLabel.is('a', '1'))._toKube().nodeSelector!)).toEqual(['a', 'b', 'disktype']);
  });

  test('everything else is required node affinity, of one term', () => {
    const targeting = NodeTargeting.matching(
      ssd, NodeLabel.isOneOf('zone', 'b', 'a'), NodeLabel.isNoneOf('pool', 'x'), NodeLabel.exists('gpu'), NodeLabel.doesNotExist('old'),
      NodeLabel.greaterThan('cores', 4), NodeLabel.lessThan('cores', 64),
    );
    expect(targeting._toKube()).toEqual({
      nodeSelector: { disktype: 'ssd' },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{
              matchExpressions: [
                { key: 'cores', operator: 'Gt', values: ['4'] },
                { key: 'cores', operator: 'Lt', values: ['64'] },
                { key: 'gpu', operator: 'Exists' },
                { key: 'old', operator: 'DoesNotExist' },
                { key: 'pool', operator: 'NotIn', values: ['x'] },
                { key: 'zone', operator: 'In', values: ['a', 'b'] },
              ],
            }],
          },
        },
      },
    });
  });

  test('names are fields, one a term, since the API takes one value', () => {
    expect(required(NodeTargeting.named('node-2', 'node-1', 'node-2'))).toEqual([
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] },
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] },
    ]);
  });

  test('names left out are fields of one term', () => {
    expect(required(NodeTargeting.notNamed('node-2', 'node-1', 'node-2'))).toEqual([{
      matchFields: [
        { key: 'metadata.name', operator: 'NotIn', values: ['node-1'] },
        { key: 'metadata.name', operator: 'NotIn', values: ['node-2'] },
      ],
    }]);
  });

  test('what all alternatives ask for is in the nodeSelector, the rest in one term each', () => {
    const targeting = NodeTargeting.linux().and(NodeTargeting.anyOf(NodeTargeting.matching(ssd), NodeTargeting.named('node-1')));
    expect(targeting._toKube().nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
    expect(required(targeting)).toEqual([
      { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd'] }] },
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] },
    ]);
  });

  test('a preference is written with its weight, and does not narrow what is required', () => {
    const targeting = NodeTargeting.everyNode().preferring(100, ssd, NodeLabel.exists('gpu')).preferring(1, NodeLabel.exists('gpu'));
    expect(targeting._toKube()).toEqual({
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { preference: { matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd'] }, { key: 'gpu', operator: 'Exists' }] }, weight: 100 },
            { preference: { matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }, weight: 1 },
          ],
        },
      },
    });
    expect(targeting.isEveryNode).toBe(true);
  });

  test('preferences of both sides are kept when targetings are joined', () => {
    const weights = (targeting: NodeTargeting) => (targeting._toKube() as any)
      .affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.map((term: { weight: number }) => term.weight);
    const [a, b] = [NodeTargeting.matching(ssd).preferring(1, ssd), NodeTargeting.linux().preferring(2, ssd)];
    expect([weights(a.and(b)), weights(a.or(b))]).toEqual([[1, 2], [1, 2]]);
  });
});

describe('conditions are joined into the fewest', () => {
  const joined = (...labels: NodeLabel[]) => (required(NodeTargeting.matching(...labels)) as any)[0].matchExpressions;

  test('of lists of values, the common ones', () => {
    expect(joined(NodeLabel.isOneOf('z', 'a', 'b', 'c'), NodeLabel.isOneOf('z', 'b', 'c', 'd'))).toEqual([{ key: 'z', operator: 'In', values: ['b', 'c'] }]);
  });

  test('without the values that another condition forbids', () => {
    expect(joined(NodeLabel.isOneOf('z', 'a', 'b', 'c'), NodeLabel.isNoneOf('z', 'b'))).toEqual([{ key: 'z', operator: 'In', values: ['a', 'c'] }]);
  });

  test('and without those out of bounds, as the scheduler counts: what is no whole number is out of every bound', () => {
    expect(joined(NodeLabel.isOneOf('z', '3', '4', '007', '9', 'many', '9223372036854775808'), NodeLabel.greaterThan('z', 3)))
      .toEqual([{ key: 'z', operator: 'In', values: ['007', '4', '9'] }]);
    expect(joined(NodeLabel.isOneOf('z', '3', '4', '5'), NodeLabel.lessThan('z', 5))).toEqual([{ key: 'z', operator: 'In', values: ['3', '4'] }]);
  });

  test('forbidden values are one list', () => {
    expect(joined(NodeLabel.isNoneOf('z', 'b'), NodeLabel.isNoneOf('z', 'a', 'b'))).toEqual([{ key: 'z', operator: 'NotIn', values: ['a', 'b'] }]);
  });

  test('of bounds, the narrowest', () => {
    expect(joined(NodeLabel.greaterThan('z', 3), NodeLabel.greaterThan('z', 10), NodeLabel.lessThan('z', 100), NodeLabel.lessThan('z', 20)))
      .toEqual([{ key: 'z', operator: 'Gt', values: ['10'] }, { key: 'z', operator: 'Lt', values: ['20'] }]);
  });

  test('that a label is set is left out where its value says so', () => {
    expect(joined(NodeLabel.exists('z'), NodeLabel.greaterThan('z', 3))).toEqual([{ key: 'z', operator: 'Gt', values: ['3'] }]);
    expect(joined(NodeLabel.exists('z'), NodeLabel.isNoneOf('z', 'a')))
      .toEqual([{ key: 'z', operator: 'Exists' }, { key: 'z', operator: 'NotIn', values: ['a'] }]);
  });

  test('that a label has not some value is left out where it is not set', () => {
    expect(joined(NodeLabel.doesNotExist('z'), NodeLabel.isNoneOf('z', 'a'))).toEqual([{ key: 'z', operator: 'DoesNotExist' }]);
  });

  test('a name makes names left out superfluous', () => {
    expect(required(NodeTargeting.named('node-1').and(NodeTargeting.notNamed('node-2'))))
      .toEqual([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }]);
  });

  test.each([
    ['a narrower list', NodeLabel.isOneOf('z', 'a', 'b', 'c'), NodeLabel.isOneOf('z', 'a', 'b')],
    ['a longer list of forbidden values', NodeLabel.isNoneOf('z', 'a'), NodeLabel.isNoneOf('z', 'a', 'b')],
    ['a value, beside being set', NodeLabel.exists('z'), NodeLabel.is('z', 'a')],
    ['a bound, beside being set', NodeLabel.exists('z'), NodeLabel.lessThan('z', 4)],
    ['another value, beside a forbidden one', NodeLabel.isNoneOf('z', 'a'), NodeLabel.is('z', 'b')],
    ['not being set, beside a forbidden value', NodeLabel.isNoneOf('z', 'a'), NodeLabel.doesNotExist('z')],
  ])('of alternatives, %s is left out', (_, wide, narrow) => {
    const [wider, narrower] = [NodeTargeting.matching(wide), NodeTargeting.matching(narrow)];
    expect([wider.or(narrower)._toKube(), narrower.or(wider)._toKube()]).toEqual([wider._toKube(), wider._toKube()]);
  });

  test.each([
    ['a forbidden value is no narrower than being set', NodeLabel.exists('z'), NodeLabel.isNoneOf('z', 'a')],
    ['not being set is the contrary of being set', NodeLabel.exists('z'), NodeLabel.doesNotExist('z')],
    ['different values', NodeLabel.isOneOf('z', 'a', 'b'), NodeLabel.isOneOf('z', 'b', 'c')],
    ['a forbidden value that is meant', NodeLabel.isNoneOf('z', 'a'), NodeLabel.isOneOf('z', 'a', 'b')],
    ['different labels', NodeLabel.exists('y'), NodeLabel.exists('z')],
    ['bounds on two sides', NodeLabel.greaterThan('z', 4), NodeLabel.lessThan('z', 4)],
  ])('of alternatives, both are kept: %s', (_, a, b) => {
    expect(required(NodeTargeting.matching(a).or(NodeTargeting.matching(b)))).toHaveLength(2);
  });

  test('of alternatives, a name is left out where another takes it in', () => {
    expect(NodeTargeting.notNamed('node-2').or(NodeTargeting.named('node-1'))._toKube()).toEqual(NodeTargeting.notNamed('node-2')._toKube());
    expect(required(NodeTargeting.notNamed('node-1').or(NodeTargeting.named('node-1')))).toHaveLength(2);
    expect(NodeTargeting.notNamed('a').or(NodeTargeting.notNamed('a', 'b'))._toKube()).toEqual(NodeTargeting.notNamed('a')._toKube());
    expect(NodeTargeting.matching(ssd).or(NodeTargeting.matching(ssd).and(NodeTargeting.named('a')))._toKube()).toEqual({ nodeSelector: { disktype: 'ssd' } });
    expect(required(NodeTargeting.named('a').or(NodeTargeting.matching(ssd)))).toHaveLength(2);
  });
});

describe('named targetings', () => {
  const selector = (targeting: NodeTargeting) => targeting._toKube().nodeSelector;
  test.each([
    ['linux', NodeTargeting.linux(), { 'kubernetes.io/os': 'linux' }],
    ['windows', NodeTargeting.windows(), { 'kubernetes.io/os': 'windows' }],
    ['architecture', NodeTargeting.architecture('arm64'), { 'kubernetes.io/arch': 'arm64' }],
    ['eksNodeGroup', NodeTargeting.eksNodeGroup('blue'), { 'eks.amazonaws.com/nodegroup': 'blue' }],
    ['gkeNodePool', NodeTargeting.gkeNodePool('blue'), { 'cloud.google.com/gke-nodepool': 'blue' }],
    ['aksNodePool', NodeTargeting.aksNodePool('blue'), { 'kubernetes.azure.com/agentpool': 'blue' }],
    ['karpenterNodePool', NodeTargeting.karpenterNodePool('blue'), { 'karpenter.sh/nodepool': 'blue' }],
  ])('%s is a label that the platform sets', (_, targeting, labels) => {
    expect(selector(targeting)).toEqual(labels);
    expect(required(targeting)).toBeUndefined();
  });

  test.each([
    ['architecture', NodeTargeting.architecture('arm64', 'amd64'), 'kubernetes.io/arch', ['amd64', 'arm64']],
    ['eksNodeGroup', NodeTargeting.eksNodeGroup('b', 'a'), 'eks.amazonaws.com/nodegroup', ['a', 'b']],
    ['gkeNodePool', NodeTargeting.gkeNodePool('b', 'a'), 'cloud.google.com/gke-nodepool', ['a', 'b']],
    ['aksNodePool', NodeTargeting.aksNodePool('b', 'a'), 'kubernetes.azure.com/agentpool', ['a', 'b']],
    ['karpenterNodePool', NodeTargeting.karpenterNodePool('b', 'a'), 'karpenter.sh/nodepool', ['a', 'b']],
  ])('%s takes several', (_, targeting, key, values) => {
    expect(required(targeting)).toEqual([{ matchExpressions: [{ key, operator: 'In', values }] }]);
  });

  test.each([
    ['controlPlane', NodeTargeting.controlPlane(), [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }]],
    ['workers', NodeTargeting.workers(), [{ key: 'node-role.kubernetes.io/control-plane', operator: 'DoesNotExist' }]],
    ['realNodes', NodeTargeting.realNodes(), [
      { key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['fargate'] },
      { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] },
      { key: 'virtualization', operator: 'NotIn', values: ['virtualnode2'] },
    ]],
    ['notEksAutoMode', NodeTargeting.notEksAutoMode(), [{ key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['auto'] }]],
    ['notEksHybrid', NodeTargeting.notEksHybrid(), [{ key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['hybrid'] }]],
  ])('%s', (_, targeting, matchExpressions) => {
    expect(targeting._toKube().nodeSelector).toBeUndefined();
    expect(required(targeting)).toEqual([{ matchExpressions }]);
  });
});

describe('a targeting can be asked', () => {
  test('whether it leaves no node out', () => {
    const ssdOrNamed = NodeTargeting.anyOf(NodeTargeting.matching(ssd), NodeTargeting.named('node-1'));
    expect([NodeTargeting.everyNode(), NodeTargeting.matching(ssd), ssdOrNamed, ssdOrNamed.or(NodeTargeting.everyNode())].map(({ isEveryNode }) => isEveryNode))
      .toEqual([true, false, false, true]);
  });

  test('for the labels it reads, each once in order', () => {
    expect(NodeTargeting.matching(ssd, NodeLabel.exists('a')).or(NodeTargeting.matching(ssd, NodeLabel.exists('b'))).labelKeys).toEqual(['a', 'b', 'disktype']);
    expect(NodeTargeting.named('node-1').labelKeys).toEqual([]);
  });

  test.each([
    [NodeTargeting.everyNode(), 'Every node.'],
    [NodeTargeting.matching(ssd, NodeLabel.exists('gpu')), 'Nodes where disktype is ssd and gpu is set.'],
    [NodeTargeting.named('node-1', 'node-2'), 'Nodes where the name is node-1, or where the name is node-2.'],
    [NodeTargeting.notNamed('node-1', 'node-2'), 'Nodes where the name is not node-1 or node-2.'],
    [NodeTargeting.named('node-1').and(NodeTargeting.matching(ssd)), 'Nodes where the name is node-1 and disktype is ssd.'],
  ])('for words: %#', (targeting, words) => {
    expect(targeting.describe()).toBe(words);
  });

  test('an empty value is seen in the words', () => {
    expect(NodeTargeting.matching(NodeLabel.is('node-role.kubernetes.io/control-plane', '')).describe()).toBe('Nodes where node-role.kubernetes.io/control-plane is "".');
    expect(NodeTargeting.matching(NodeLabel.isNoneOf('k', '', 'a')).describe()).toBe('Nodes where k is not "" or a.');
  });

  test('whether it leaves no node out', () => {
    expect([NodeTargeting.linux(), NodeTargeting.named('a'), NodeTargeting.notNamed('a'), NodeTargeting.named('a', 'b')].map((targeting) => targeting.isEveryNode))
      .toEqual([false, false, false, false]);
  });
});
