import type { IApiResource, IServiceAccount, SubjectConfiguration } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClusterObject, KubeObject, namespaceOf } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail } from '../errors';

/** A rule of a role, in Kubernetes' own words. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only the objects of these names; unset for all of them. */
  readonly resourceNames?: readonly string[];
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
 * and two agents of one name, in two namespaces and perhaps of two teams, must not overwrite each other's rights.
 */
export function grantInCluster(scope: Construct, owner: Ownership, accountName: string, rules: readonly Rule[]): void {
  const namespace = namespaceOf(scope, owner.namespace);
  if (namespace === undefined) {
    fail('NoNamespace', scope.node.path, 'namespace is not known, and a ClusterRoleBinding must name the account\'s; set namespace on the agent or on its Chart');
  }
  const metadata = objectMetadata(`${namespace}:${owner.name}`, undefined, owner.labels);
  new ClusterObject(scope, 'ClusterRole', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules });
  new ClusterObject(scope, 'ClusterRoleBinding', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace }],
  });
}

/** Where rights hold: a namespace that is not the agent's has its Role by a name that carries the agent's, as those of the cluster do. */
export interface RoleIn {
  /** Of the Role's construct; the binding's is the same with `Binding`. */
  readonly id: string;
  /** Unset for the agent's own. */
  readonly namespace?: string;
  /** Added to the agent's name, to tell several Roles apart. */
  readonly suffix?: string;
}

/** A Role with these rules in one namespace, bound to the account. */
export function grantInNamespace(scope: Construct, owner: Ownership, accountName: string, { id, namespace, suffix = '' }: RoleIn, rules: readonly Rule[]): void {
  const home = namespaceOf(scope, owner.namespace);
  if (home === undefined) {
    fail('NoNamespace', scope.node.path, 'namespace is not known, and a RoleBinding must name the account\'s; set namespace on the agent or on its Chart');
  }
  const name = namespace === undefined || namespace === home ? `${owner.name}${suffix}` : `${home}:${owner.name}${suffix}`;
  const metadata = objectMetadata(name, namespace ?? owner.namespace, owner.labels);
  new KubeObject(scope, id, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules });
  new KubeObject(scope, `${id}Binding`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace: home }],
  });
}
