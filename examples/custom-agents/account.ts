import { ApiObject, Chart } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** A rule of a role, in Kubernetes' own words. */
export interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

/** A ServiceAccount with these rights in the whole cluster. */
export function accountWith(scope: Construct, name: string, rules: Rule[]): ServiceAccount {
  const account = new ServiceAccount(scope, 'ServiceAccount', { metadata: { name } });
  new ApiObject(scope, 'ClusterRole', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules });
  new ApiObject(scope, 'ClusterRoleBinding', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: Chart.of(scope).namespace }],
  });
  return account;
}
