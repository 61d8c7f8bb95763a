import type { IApiResource, IServiceAccount, SubjectConfiguration } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClusterObject, KubeObject, namespaceOf } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail } from '../errors';

/** A rule of a role, in Kubernetes' own words. */
export interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  /** Paths of the API server or of what asks it for a review, such as `/metrics`; only in a ClusterRole, and without `apiGroups` and `resources`. */
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** What says whose an object is. */
export interface Ownership {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: { [key: string]: string };
}

/**
 * A ServiceAccount of the agent's own. Its token is mounted by the pods that need it, never by itself.
 *
 * A construct of ours, not cdk8s-plus' own: loading that takes longer than making an agent, and its name would come from the path.
 */
export class AgentServiceAccount extends Construct implements IServiceAccount {
  public readonly apiVersion = 'v1';
  public readonly apiGroup = '';
  public readonly kind = 'ServiceAccount';
  public readonly resourceType = 'serviceaccounts';
  public readonly name: string;
  private readonly namespace: string | undefined;

  constructor(scope: Construct, id: string, owner: Ownership, annotations?: { [key: string]: string }) {
    super(scope, id);
    this.name = owner.name;
    this.namespace = namespaceOf(this, owner.namespace);
    new KubeObject(this, 'Default', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: objectMetadata(owner.name, owner.namespace, owner.labels, annotations),
      automountServiceAccountToken: false,
    });
  }

  public get resourceName(): string {
    return this.name;
  }

  public asApiResource(): IApiResource | undefined {
    return this;
  }

  public asNonApiResource(): string | undefined {
    return undefined;
  }

  public toSubjectConfiguration(): SubjectConfiguration {
    return { kind: this.kind, name: this.name, apiGroup: this.apiGroup, ...(this.namespace === undefined ? {} : { namespace: this.namespace }) };
  }
}

/**
 * A ClusterRole with these rules, bound to the account. Its name carries the namespace, `NAMESPACE:NAME`: cluster-wide names are shared with everybody,
 * and two agents of one name, in two namespaces and perhaps of two teams, must not overwrite each other's rights. In a namespace of the agent's own name,
 * where many vendors install theirs, the name alone says as much.
 */
export function grantInCluster(scope: Construct, owner: Ownership, accountName: string, rules: readonly Rule[]): void {
  const namespace = knownNamespace(scope, owner, 'ClusterRoleBinding');
  const metadata = objectMetadata(namespace === owner.name ? owner.name : `${namespace}:${owner.name}`, undefined, owner.labels);
  new ClusterObject(scope, 'ClusterRole', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules });
  new ClusterObject(scope, 'ClusterRoleBinding', { ...bindingOf('ClusterRole', metadata.name, accountName, namespace), kind: 'ClusterRoleBinding', metadata });
}

/** A Role with these rules in the agent's own namespace, bound to the account. */
export function grantInNamespace(scope: Construct, owner: Ownership, accountName: string, rules: readonly Rule[]): void {
  const namespace = knownNamespace(scope, owner, 'RoleBinding');
  const metadata = objectMetadata(owner.name, owner.namespace, owner.labels);
  new KubeObject(scope, 'Role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules });
  new KubeObject(scope, 'RoleBinding', { ...bindingOf('Role', metadata.name, accountName, namespace), kind: 'RoleBinding', metadata });
}

function knownNamespace(scope: Construct, owner: Ownership, binding: string): string {
  const namespace = namespaceOf(scope, owner.namespace);
  if (namespace === undefined) {
    fail('NoNamespace', scope.node.path, `namespace is not known, and a ${binding} must name the account's; set namespace on the agent or on its Chart`);
  }
  return namespace;
}

function bindingOf(kind: string, role: string, accountName: string, namespace: string): { apiVersion: string; roleRef: object; subjects: object[] } {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace }],
  };
}
