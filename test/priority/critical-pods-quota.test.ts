import { Testing } from 'cdk8s';
import { CriticalPodsQuota, CriticalPodsQuotaProps } from '../../src';
import { chart, refused } from '../daemon-set/agent';

function quota(props?: CriticalPodsQuotaProps, namespace?: string): any {
  const root = chart('chart', namespace);
  new CriticalPodsQuota(root, 'quota', props);
  return Testing.synth(root)[0];
}

test('allows pods of the system\'s classes in a namespace, as many as there may be', () => {
  expect(quota({ namespace: 'agents' })).toEqual({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'node-agents-critical-pods', namespace: 'agents' },
    spec: {
      // 1000000000, as the API server stores it.
      hard: { pods: '1G' },
      scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['system-node-critical', 'system-cluster-critical'] }] },
    },
  });
});

test('stands in its Chart\'s namespace unless another one is written', () => {
  expect(quota({}, 'charts').metadata.namespace).toBe('charts');
  expect(quota({ namespace: 'own' }, 'charts').metadata.namespace).toBe('own');
  expect(quota().metadata).toEqual({ name: 'node-agents-critical-pods' });
});

test.each([[0, '0'], [1, '1'], [1000, '1k'], [1500, '1500']])('%s pods are written as the API server stores them', (pods, stored) => {
  expect(quota({ pods }).spec.hard).toEqual({ pods: stored });
});

test('has the name that is given', () => {
  expect(quota({ name: 'critical' }).metadata.name).toBe('critical');
});

test.each<[CriticalPodsQuotaProps, string]>([
  [{ name: 'Not_A_Name' }, 'InvalidName'], [{ namespace: 'not.a.namespace' }, 'InvalidName'],
  [{ pods: -1 }, 'InvalidNumber'], [{ pods: 1.5 }, 'InvalidNumber'], [{ pods: NaN }, 'InvalidNumber'], [{ pods: '5' as any }, 'InvalidNumber'],
])('%j is refused', (props, code) => {
  expect(refused(() => quota(props))).toBe(code);
});
