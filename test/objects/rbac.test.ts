import { Chart, Testing } from 'cdk8s';
import { AgentServiceAccount, accountOf, grantInCluster } from '../../src/objects/rbac';
import { chart } from '../daemon-set/agent';
import { thrown } from '../values/thrown';

const LABELS = { app: 'x' };
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];

test('an agent\'s own account gives its token to nobody by itself', () => {
  const root = chart('chart', 'charts');
  new AgentServiceAccount(root, 'a', 'agent', undefined, LABELS);
  new AgentServiceAccount(root, 'b', 'agent', 'own', LABELS);
  expect(Testing.synth(root)).toEqual(['charts', 'own'].map((namespace) => ({
    apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'agent', namespace, labels: LABELS }, automountServiceAccountToken: false,
  })));
});

test('the account is passed on by its name, and makes no object a second time', () => {
  const root = chart();
  expect(accountOf(root, 'a', 'agent', undefined).name).toBe('agent');
  expect(accountOf(root, 'b', 'agent', 'own').name).toBe('agent');
  expect(Testing.synth(root)).toEqual([]);
});

describe('rights in the cluster', () => {
  const granted = (root: Chart, namespace?: string) => {
    grantInCluster(root, 'reader', 'agent', namespace, LABELS, RULES);
    return Testing.synth(root);
  };

  test('are a ClusterRole, bound to the account in its namespace; neither has a namespace', () => {
    expect(granted(chart('chart', 'charts'), 'own')).toEqual([
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader', labels: LABELS }, rules: RULES },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'reader', labels: LABELS },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
        subjects: [{ kind: 'ServiceAccount', name: 'agent', namespace: 'own' }],
      },
    ]);
    expect(granted(chart('chart', 'charts'))[1].subjects).toEqual([{ kind: 'ServiceAccount', name: 'agent', namespace: 'charts' }]);
  });

  test('need the account\'s namespace to be known, and nothing is half written without', () => {
    const root = chart();
    expect(thrown(() => granted(root))).toBe(
      '[NoNamespace] chart: namespace is not known, and a ClusterRoleBinding must name the account\'s; set namespace on the agent or on its Chart',
    );
    expect(Testing.synth(root)).toEqual([]);
  });
});
