import { daemonSet, decide, node } from './given';
import * as library from '../../src';
import { KubeTaint } from '../../src/placement';

function remedy(taint: KubeTaint, labels?: { [key: string]: string }): string {
  return decide(daemonSet('a'), node('n', { taints: [taint], labels })).reasons[0].remedy;
}

describe('what to do about a taint', () => {
  test('is said in this library\'s words and in YAML, for the node', () => {
    expect(remedy({ key: 'dedicated', value: 'db', effect: 'NoSchedule' })).toBe(
      'tolerate it with Tolerations.of(Toleration.equal(\'dedicated\', \'db\', TaintEffect.NO_SCHEDULE)) '
      + '(YAML: tolerations: [{key: dedicated, operator: Equal, value: "db", effect: NoSchedule}]), '
      + 'or leave the node out with NodeTargeting.notNamed(\'n\') (YAML: matchFields: [{key: metadata.name, operator: NotIn, values: [n]}])');
  });

  test('and for the pool where it has a label', () => {
    expect(remedy({ key: 'drain', effect: 'NoExecute' }, { 'karpenter.sh/nodepool': 'batch' })).toBe(
      'tolerate it with Tolerations.of(Toleration.exists(\'drain\', TaintEffect.NO_EXECUTE)) '
      + '(YAML: tolerations: [{key: drain, operator: Exists, effect: NoExecute}]), '
      + 'or leave the pool out with NodeTargeting.matching(NodeLabel.isNoneOf(\'karpenter.sh/nodepool\', \'batch\')) '
      + '(YAML: matchExpressions: [{key: karpenter.sh/nodepool, operator: NotIn, values: [batch]}])');
  });

  test.each([
    ['node-role.kubernetes.io/control-plane', undefined, 'Tolerations.controlPlane()'],
    ['node.kubernetes.io/not-ready', undefined, 'Tolerations.notReady()'],
    ['node.kubernetes.io/unreachable', undefined, 'Tolerations.notReady()'],
    ['node.kubernetes.io/network-unavailable', undefined, 'Tolerations.notReady()'],
    ['node.cloudprovider.kubernetes.io/uninitialized', 'true', 'Tolerations.notReady()'],
    ['nvidia.com/gpu', 'present', 'Tolerations.gpu()'],
    ['sku', 'gpu', 'Tolerations.gpu()'],
    ['kubernetes.azure.com/scalesetpriority', 'spot', 'Tolerations.spot()'],
  ])('is the policy that there is for %s=%s', (key, value, policy) => {
    expect(remedy({ key, ...(value === undefined ? {} : { value }), effect: 'NoSchedule' })).toContain(`tolerate it with ${policy} (YAML: `);
    // The policy that is named does tolerate it.
    const made = library.Tolerations[/\.(\w+)\(/.exec(policy)![1] as 'gpu']();
    expect(made.tolerates(library.Taint.of(key, library.TaintEffect.NO_SCHEDULE, value))).toBe(true);
  });

  test.each([['sku', 'large'], ['kubernetes.azure.com/scalesetpriority', 'other']])('is no policy that does not tolerate %s=%s', (key, value) => {
    expect(remedy({ key, value, effect: 'NoSchedule' })).toContain('tolerate it with Tolerations.of(');
  });

  test('is no policy where that does not tolerate the effect', () => {
    expect(remedy({ key: 'nvidia.com/gpu', effect: 'NoExecute' })).toContain('tolerate it with Tolerations.of(');
  });

  test('helps when it is done', () => {
    const gpu = library.Tolerations.of(library.Toleration.equal('dedicated', 'db', library.TaintEffect.NO_SCHEDULE))._toKube() as never;
    expect(decide(daemonSet('a', { tolerations: gpu }), node('n', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] }))).toMatchObject({
      shouldRun: true, reasons: [],
    });
  });
});
