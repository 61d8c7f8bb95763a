import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AgentServiceAccount, Ownership, grantInCluster, grantInNamespace } from '../../src/objects/rbac';
import { chart } from '../daemon-set/agent';
import { thrown } from '../values/thrown';

const LABELS = { app: 'x' };
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];

const owned = (namespace?: string): Ownership => ({ name: 'agent', namespace, labels: LABELS });

describe('an agent\'s own account', () => {
  test('gives its token to nobody by itself', () => {
    const root = chart('chart', 'charts');
    new AgentServiceAccount(root, 'a', owned());
    new AgentServiceAccount(root, 'b', owned('own'), { 'example.com/role': 'x' });
    expect(Testing.synth(root)).toEqual([
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'agent', namespace: 'charts', labels: LABELS }, automountServiceAccountToken: false },
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        automountServiceAccountToken: false,
        metadata: { name: 'agent', namespace: 'own', labels: LABELS, annotations: { 'example.com/role': 'x' } },
      },
    ]);
  });

  test('is one to the roles of cdk8s-plus', () => {
    const root = chart('chart', 'agents');
    const account = new AgentServiceAccount(root, 'a', owned());
    const role = new kplus.ClusterRole(root, 'role', { metadata: { name: 'reader' } });
    role.allowRead(kplus.ApiResource.PODS);
    role.bind(account);
    role.allowRead(account);
    const all = Testing.synth(root);
    expect(all.find(({ kind }) => kind === 'ClusterRoleBinding').subjects).toEqual([{ apiGroup: '', kind: 'ServiceAccount', name: 'agent', namespace: 'agents' }]);
    expect(all.find(({ kind }) => kind === 'ClusterRole').rules[1]).toMatchObject({ apiGroups: [''], resources: ['serviceaccounts'] });
  });
});

describe('rights in the cluster', () => {
  const granted = (root: Chart, namespace?: string) => {
    grantInCluster(root, { name: 'reader', namespace, labels: LABELS }, 'agent', RULES);
    return Testing.synth(root);
  };

  test('are a ClusterRole, bound to the account in its namespace; neither has a namespace but in its name', () => {
    expect(granted(chart('chart', 'charts'), 'own')).toEqual([
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'own:reader', labels: LABELS }, rules: RULES },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'own:reader', labels: LABELS },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'own:reader' },
        subjects: [{ kind: 'ServiceAccount', name: 'agent', namespace: 'own' }],
      },
    ]);
    expect(granted(chart('chart', 'charts'))[1].subjects).toEqual([{ kind: 'ServiceAccount', name: 'agent', namespace: 'charts' }]);
  });

  test('are named like the agent alone where its namespace is', () => {
    expect(granted(chart('chart', 'reader')).map(({ metadata, roleRef }) => [metadata.name, roleRef?.name])).toEqual([['reader', undefined], ['reader', 'reader']]);
    expect(granted(chart('chart', 'charts'), 'reader').map(({ metadata }) => metadata.name)).toEqual(['reader', 'reader']);
  });

  test('need the account\'s namespace to be known, and nothing is half written without', () => {
    const root = chart();
    expect(thrown(() => granted(root))).toBe(
      '[NoNamespace] chart: namespace is not known, and a ClusterRoleBinding must name the account\'s; set namespace on the agent or on its Chart',
    );
    expect(Testing.synth(root)).toEqual([]);
  });
});

describe('rights in the agent\'s own namespace', () => {
  const granted = (root: Chart, namespace?: string) => {
    grantInNamespace(root, { name: 'reader', namespace, labels: LABELS }, 'agent', RULES);
    return Testing.synth(root);
  };

  test('are a Role there, bound to the account', () => {
    expect(granted(chart('chart', 'charts'), 'own')).toEqual([
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'reader', namespace: 'own', labels: LABELS }, rules: RULES },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'reader', namespace: 'own', labels: LABELS },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
        subjects: [{ kind: 'ServiceAccount', name: 'agent', namespace: 'own' }],
      },
    ]);
    expect(granted(chart('chart', 'charts'))[0].metadata.namespace).toBe('charts');
  });

  test('need the account\'s namespace to be known', () => {
    expect(thrown(() => granted(chart()))).toMatch(/^\[NoNamespace\] chart: namespace is not known, and a RoleBinding must name/);
  });
});
