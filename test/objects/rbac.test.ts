import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AgentServiceAccount, Ownership, grantInCluster, grantInNamespace, rulesOf } from '../../src/objects/rbac';
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

  test('need the account\'s namespace to be known, and nothing is half written without', () => {
    const root = chart();
    expect(thrown(() => granted(root))).toBe(
      '[NoNamespace] chart: namespace is not known, and a ClusterRoleBinding must name the account\'s; set namespace on the agent or on its Chart',
    );
    expect(Testing.synth(root)).toEqual([]);
  });
});

describe('rights in a namespace', () => {
  const SUBJECTS = [{ kind: 'ServiceAccount', name: 'account', namespace: 'own' }];
  const granted = (where: Parameters<typeof grantInNamespace>[3], namespace: string | undefined = 'own', root = chart()) => {
    grantInNamespace(root, owned(namespace), 'account', where, RULES);
    return Testing.synth(root);
  };

  test('are a Role of the agent\'s name, bound to the account in its namespace', () => {
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'agent' };
    const metadata = { name: 'agent', namespace: 'own', labels: LABELS };
    expect(granted({ id: 'Role' })).toEqual([
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: RULES },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata, roleRef, subjects: SUBJECTS },
    ]);
  });

  test('elsewhere carry the agent\'s namespace, for others have agents of that name as well', () => {
    const [role, binding] = granted({ id: 'Role', namespace: 'kube-system', suffix: '-config' });
    expect([role.metadata.namespace, role.metadata.name]).toEqual(['kube-system', 'own:agent-config']);
    expect([binding.metadata.namespace, binding.roleRef.name, binding.subjects]).toEqual(['kube-system', 'own:agent-config', SUBJECTS]);
    expect(granted({ id: 'Role', namespace: 'own', suffix: '-config' })[0].metadata.name).toBe('agent-config');
  });

  test('need the account\'s namespace to be known, and nothing is half written without', () => {
    const root = chart();
    expect(thrown(() => grantInNamespace(root, owned(), 'account', { id: 'Role' }, RULES))).toMatch(/^\[NoNamespace\] chart: namespace is not known, and a RoleBinding/);
    expect(Testing.synth(root)).toEqual([]);
  });
});

test('why a rule is there stays with the role, and out of its manifest', () => {
  const root = chart('chart', 'agents');
  const rule = { apiGroups: [''], resources: ['secrets'], resourceNames: ['ca'], verbs: ['get'], reason: 'the authority is there', source: 'https://example.com' };
  grantInCluster(root, owned(), 'account', [rule]);
  const role = root.node.findAll().find((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === 'ClusterRole')!;
  expect(rulesOf(role)).toEqual([rule]);
  expect(role.toJson().rules).toEqual([{ apiGroups: [''], resources: ['secrets'], resourceNames: ['ca'], verbs: ['get'] }]);
  expect(rulesOf(new ApiObject(root, 'other', { apiVersion: 'v1', kind: 'ConfigMap' }))).toEqual([]);
});
