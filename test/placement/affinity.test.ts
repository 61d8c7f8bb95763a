import { codes, daemonSet, decide, node } from './given';
import { KubeNodeSelectorTerm, KubePodSpec, KubeRequirement } from '../../src/placement';

function terms(...nodeSelectorTerms: KubeNodeSelectorTerm[]): Partial<KubePodSpec> {
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

function runs(spec: Partial<KubePodSpec>, labels: { [key: string]: string } = {}, name = 'n'): boolean {
  return decide(daemonSet('a', spec), node(name, { labels })).shouldRun;
}

const when = (key: string, operator: string, ...values: string[]): KubeRequirement => ({ key, operator, ...(values.length === 0 ? {} : { values }) });
const SSD = { matchExpressions: [when('disktype', 'In', 'ssd')] };

describe('item 9: the node selector and the terms', () => {
  test('every pair of the selector must be there, letter by letter', () => {
    expect(runs({ nodeSelector: { disktype: 'ssd', zone: 'a' } }, { disktype: 'ssd', zone: 'a' })).toBe(true);
    expect(runs({ nodeSelector: { disktype: 'ssd', zone: 'a' } }, { disktype: 'ssd' })).toBe(false);
    expect(runs({ nodeSelector: { disktype: 'ssd' } }, { disktype: 'SSD' })).toBe(false);
    expect(runs({ nodeSelector: { disktype: '' } })).toBe(false);
  });

  test('the selector and the terms must both hold', () => {
    const spec = { nodeSelector: { zone: 'a' }, ...terms(SSD) };
    expect(runs(spec, { zone: 'a', disktype: 'ssd' })).toBe(true);
    expect(runs(spec, { zone: 'b', disktype: 'ssd' })).toBe(false);
    expect(runs(spec, { zone: 'a' })).toBe(false);
  });

  test('one of the terms is enough; all of a term is needed', () => {
    const spec = terms(SSD, { matchExpressions: [when('zone', 'In', 'a'), when('gpu', 'Exists')] });
    expect(runs(spec, { disktype: 'ssd' })).toBe(true);
    expect(runs(spec, { zone: 'a', gpu: '' })).toBe(true);
    expect(runs(spec, { zone: 'a' })).toBe(false);
  });

  test('expressions and fields of a term must both hold', () => {
    const spec = terms({ ...SSD, matchFields: [when('metadata.name', 'In', 'n')] });
    expect(runs(spec, { disktype: 'ssd' })).toBe(true);
    expect(runs(spec, { disktype: 'ssd' }, 'other')).toBe(false);
    expect(runs(spec, {})).toBe(false);
  });

  test('an empty term matches nothing, beside others and alone', () => {
    expect(runs(terms({}))).toBe(false);
    expect(runs(terms({ matchExpressions: [], matchFields: [] }))).toBe(false);
    expect(runs(terms({}, SSD), { disktype: 'ssd' })).toBe(true);
    expect(codes(decide(daemonSet('a', terms({})), node('n')))).toEqual(['NodeAffinityNeverMatches']);
  });

  test('no term at all matches nothing', () => {
    expect(runs(terms())).toBe(false);
    expect(codes(decide(daemonSet('a', terms()), node('n')))).toEqual(['NodeAffinityNeverMatches']);
  });

  test('what an object inherits is no label', () => {
    expect(runs(terms({ matchExpressions: [when('constructor', 'Exists')] }))).toBe(false);
    expect(runs({ nodeSelector: { toString: 'x' } as never })).toBe(false);
  });
});

describe('item 10: a term with a fault', () => {
  const bad = { matchExpressions: [when('cores', 'Gt', 'many')] };

  test('matches nothing, and leaves the others their say', () => {
    expect(runs(terms(bad, SSD), { disktype: 'ssd', cores: '64' })).toBe(true);
    expect(runs(terms(bad, SSD), { cores: '64' })).toBe(false);
  });

  test('is not said to be an error, but why the node is left out', () => {
    const decision = decide(daemonSet('a', terms(bad, SSD)), node('n'));
    expect(codes(decision)).toEqual(['NodeAffinityMismatch']);
    expect(decision.reasons[0].message).toBe('node n does not meet the required node affinity: '
      + 'term 1 has Gt ["many"] of cores, which takes one whole number of 64 bits, so it matches nothing; '
      + 'term 2 asks for disktype In [ssd], and the node has no such label');
  });

  test('alone leaves out every node', () => {
    expect(codes(decide(daemonSet('a', terms(bad)), node('n', { labels: { cores: '64' } })))).toEqual(['NodeAffinityNeverMatches']);
  });

  test('spoils the whole term', () => {
    expect(runs(terms({ matchExpressions: [when('disktype', 'In', 'ssd'), when('cores', 'Like', '4')] }), { disktype: 'ssd', cores: '4' })).toBe(false);
  });
});

describe('item 11: operators', () => {
  test.each<[string, KubeRequirement, { [key: string]: string }, boolean]>([
    ['In with one of the values', when('zone', 'In', 'a', 'b'), { zone: 'b' }, true],
    ['In with another value', when('zone', 'In', 'a', 'b'), { zone: 'c' }, false],
    ['In without the label', when('zone', 'In', 'a', ''), {}, false],
    ['In with the empty value', when('zone', 'In', ''), { zone: '' }, true],
    ['NotIn with one of the values', when('zone', 'NotIn', 'a', 'b'), { zone: 'b' }, false],
    ['NotIn with another value', when('zone', 'NotIn', 'a', 'b'), { zone: 'c' }, true],
    ['NotIn without the label', when('zone', 'NotIn', 'a'), {}, true],
    ['Exists with an empty label', when('gpu', 'Exists'), { gpu: '' }, true],
    ['Exists without the label', when('gpu', 'Exists'), {}, false],
    ['DoesNotExist without the label', when('gpu', 'DoesNotExist'), {}, true],
    ['DoesNotExist with an empty label', when('gpu', 'DoesNotExist'), { gpu: '' }, false],
    ['Gt above', when('cores', 'Gt', '8'), { cores: '9' }, true],
    ['Gt equal', when('cores', 'Gt', '8'), { cores: '8' }, false],
    ['Gt as numbers, not as text', when('cores', 'Gt', '8'), { cores: '16' }, true],
    ['Gt without the label', when('cores', 'Gt', '8'), {}, false],
    ['Gt with a label that is no number', when('cores', 'Gt', '8'), { cores: 'many' }, false],
    ['Gt with a label that is no whole number', when('cores', 'Gt', '8'), { cores: '9.5' }, false],
    ['Gt with leading zeros', when('cores', 'Gt', '007'), { cores: '08' }, true],
    ['Lt below', when('cores', 'Lt', '8'), { cores: '7' }, true],
    ['Lt equal', when('cores', 'Lt', '8'), { cores: '8' }, false],
    ['Lt below zero', when('cores', 'Lt', '8'), { cores: '-7' }, true],
    ['Lt without the label', when('cores', 'Lt', '8'), {}, false],
    ['Lt with the largest number', when('cores', 'Lt', '9223372036854775807'), { cores: '9223372036854775806' }, true],
    ['Lt with a label beyond 64 bits', when('cores', 'Lt', '8'), { cores: '-9223372036854775809' }, false],
    ['Gt with a label beyond 64 bits', when('cores', 'Gt', '8'), { cores: '9223372036854775808' }, false],
  ])('%s', (_, requirement, labels, expected) => {
    expect(runs(terms({ matchExpressions: [requirement] }), labels)).toBe(expected);
  });
});

describe('item 12: faults of expressions, each of which matches nothing', () => {
  test.each<[string, KubeRequirement, { [key: string]: string }]>([
    ['Gt -5 is a number and no label value', when('cores', 'Gt', '-5'), { cores: '1' }],
    ['Gt with a word', when('cores', 'Gt', 'abc'), { cores: '1' }],
    ['Gt without a value', when('cores', 'Gt'), { cores: '1' }],
    ['Lt with two values', when('cores', 'Lt', '5', '6'), { cores: '1' }],
    ['Lt beyond 64 bits', when('cores', 'Lt', '9223372036854775808'), { cores: '1' }],
    ['In without a value', when('zone', 'In'), { zone: 'a' }],
    ['NotIn without a value', when('zone', 'NotIn'), {}],
    ['Exists with a value', when('zone', 'Exists', 'a'), { zone: 'a' }],
    ['DoesNotExist with a value', when('zone', 'DoesNotExist', 'a'), {}],
    ['an operator that there is not', when('zone', 'Equals', 'a'), { zone: 'a' }],
    ['a key that is none', when('-zone', 'DoesNotExist'), {}],
    ['a key with two slashes', when('a/b/c', 'DoesNotExist'), {}],
    ['an empty key', when('', 'DoesNotExist'), {}],
    ['a value that no label can be', when('zone', 'NotIn', 'a b'), {}],
    ['a value of 64 characters', when('zone', 'NotIn', 'x'.repeat(64)), {}],
  ])('%s', (_, requirement, labels) => {
    const decision = decide(daemonSet('a', terms({ matchExpressions: [requirement] })), node('n', { labels }));
    expect(decision.shouldRun).toBe(false);
    expect(codes(decision)).toEqual(['NodeAffinityNeverMatches']);
  });
});

describe('item 13: fields', () => {
  test.each<[string, KubeRequirement, boolean]>([
    ['In with the name', when('metadata.name', 'In', 'n'), true],
    ['In with another name', when('metadata.name', 'In', 'other'), false],
    ['NotIn with the name', when('metadata.name', 'NotIn', 'n'), false],
    ['NotIn with another name', when('metadata.name', 'NotIn', 'other'), true],
    ['two names', when('metadata.name', 'In', 'n', 'other'), false],
    ['no name', when('metadata.name', 'NotIn'), false],
    ['Exists is for labels', when('metadata.name', 'Exists'), false],
    ['a field that nodes do not have is empty', when('spec.unschedulable', 'In', ''), true],
    ['and has no other value', when('spec.unschedulable', 'In', 'true'), false],
  ])('%s', (_, requirement, expected) => {
    expect(runs(terms({ matchFields: [requirement] }))).toBe(expected);
  });
});

test('many terms are shown in part', () => {
  const many = Array.from({ length: 6 }, (_, i) => ({ matchExpressions: [when('zone', 'In', `z${i}`)] }));
  const [{ message }] = decide(daemonSet('a', terms(...many)), node('n', { labels: { zone: 'x' } })).reasons;
  expect(message).toContain('term 3 asks for zone In [z2], and the node has zone=x; and 3 more');
  expect(message).not.toContain('z3');
});

test('a pair of the selector is explained with what the node has', () => {
  const decision = decide(daemonSet('a', { nodeSelector: { disktype: 'ssd', gpu: 'a100' } }), node('n', { labels: { disktype: 'hdd' } }));
  expect(codes(decision)).toEqual(['NodeSelectorMismatch', 'NodeSelectorMismatch']);
  expect(decision.reasons.map(({ message }) => message)).toEqual([
    'nodeSelector asks for disktype=ssd, and node n has disktype=hdd',
    'nodeSelector asks for gpu=a100, and node n has no such label',
  ]);
  expect(decision.reasons[0].remedy).toContain('NodeLabel.isOneOf(\'disktype\', \'ssd\', \'hdd\')');
});
