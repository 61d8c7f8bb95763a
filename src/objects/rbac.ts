import type { IServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClusterObject, KubeObject, namespaceOf } from '../daemon-set/kube-object';
import { fail } from '../errors';

/** A rule of a role, in Kubernetes' own words. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A ServiceAccount of the agent's own. Its token is mounted by the pods that need it, never by itself. */
export class AgentServiceAccount extends Construct {
  public readonly object: KubeObject;

  constructor(scope: Construct, id: string, name: string, namespace: string | undefined, labels: { [key: string]: string }) {
    super(scope, id);
    this.object = new KubeObject(this, 'Default', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels },
      automountServiceAccountToken: false,
    });
  }
}

/** The interface that cdk8s-plus and the base take, for an account that is made here. */
export function accountOf(scope: Construct, id: string, name: string, namespace: string | undefined): IServiceAccount {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { ServiceAccount } = require('cdk8s-plus-28') as typeof import('cdk8s-plus-28');
  return ServiceAccount.fromServiceAccountName(scope, id, name, namespace === undefined ? {} : { namespaceName: namespace });
}

/** A ClusterRole with these rules, bound to the account. */
export function grantInCluster(
  scope: Construct, name: string, accountName: string, namespace: string | undefined, labels: { [key: string]: string }, rules: readonly Rule[],
): void {
  const accountNamespace = namespaceOf(scope, namespace);
  if (accountNamespace === undefined) {
    fail('NoNamespace', scope.node.path, 'namespace is not known, and a ClusterRoleBinding must name the account\'s; set namespace on the agent or on its Chart');
  }
  new ClusterObject(scope, 'ClusterRole', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name, labels }, rules });
  new ClusterObject(scope, 'ClusterRoleBinding', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace: accountNamespace }],
  });
}
