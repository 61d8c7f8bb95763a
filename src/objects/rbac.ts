import type { ApiObject } from 'cdk8s';
import type { IApiResource, IServiceAccount, SubjectConfiguration } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClusterObject, KubeObject, namespaceOf } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail } from '../errors';

const RBAC = 'rbac.authorization.k8s.io/v1';

/** A rule of a role, in Kubernetes' own words, and why there is one. */
export interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  /** Only the objects of these names; unset for all of them. With `list` and `watch` only where the program asks for the one name, by field selector. */
  readonly resourceNames?: readonly string[];
  /** Paths of the API server or of what asks it for a review, such as `/metrics`; only in a ClusterRole, and without `apiGroups` and `resources`. */
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
  /** Not in the manifest. Whoever may do everything with something, or read Secrets, must say why. */
  readonly reason?: string;
  /** Where that can be looked up. */
  readonly source?: string;
}

const RULES = Symbol.for('cdk8s-node-agents.rules');

/** The rules as they are written to a role, which knows no reasons. They stay with the object, see `rulesOf`. */
export function withRules<T extends ApiObject>(rules: readonly Rule[], make: (written: object[]) => T): T {
  const object = make(rules.map(({ reason: _, source: __, ...written }) => written));
  return Object.assign(object, { [RULES]: rules });
}

/** The rules of a role with their reasons; none when it was not made with them. */
export function rulesOf(object: ApiObject): readonly Rule[] {
  return (object as ApiObject & { [RULES]?: readonly Rule[] })[RULES] ?? [];
}

/** A rule that must say why it is there. */
export interface Right extends Rule {
  readonly reason: string;
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
 * and two agents of one name, in two namespaces and perhaps of two teams, must not overwrite each other's rights. In a namespace of the agent's own name, where many vendors install theirs, the name
 * alone says as much. `roleName` is for agents of which a cluster has one.
 */
export function grantInCluster(scope: Construct, owner: Ownership, accountName: string, rules: readonly Rule[], roleName?: string): void {
  const namespace = homeOf(scope, owner, 'ClusterRoleBinding');
  const metadata = objectMetadata(roleName ?? (namespace === owner.name ? owner.name : `${namespace}:${owner.name}`), undefined, owner.labels);
  withRules(rules, (written) => new ClusterObject(scope, 'ClusterRole', { apiVersion: RBAC, kind: 'ClusterRole', metadata, rules: written }));
  new ClusterObject(scope, 'ClusterRoleBinding', {
    apiVersion: RBAC,
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
export function grantInNamespace(scope: Construct, owner: Ownership, accountName: string, where: RoleIn, rules: readonly Rule[]): void {
  const metadata = roleMetadata(scope, owner, where);
  withRules(rules, (written) => new KubeObject(scope, where.id, { apiVersion: RBAC, kind: 'Role', metadata, rules: written }));
  bind(scope, owner, accountName, where, { kind: 'Role', name: metadata.name });
}

function bind(scope: Construct, owner: Ownership, accountName: string, where: RoleIn, role: { readonly kind: string; readonly name: string }): void {
  new KubeObject(scope, `${where.id}Binding`, {
    apiVersion: RBAC,
    kind: 'RoleBinding',
    metadata: roleMetadata(scope, owner, where),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...role },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace: homeOf(scope, owner, 'RoleBinding') }],
  });
}

function roleMetadata(scope: Construct, owner: Ownership, { namespace, suffix = '' }: RoleIn): ReturnType<typeof objectMetadata> {
  const home = homeOf(scope, owner, 'RoleBinding');
  const name = namespace === undefined || namespace === home ? `${owner.name}${suffix}` : `${home}:${owner.name}${suffix}`;
  return objectMetadata(name, namespace ?? owner.namespace, owner.labels);
}

function homeOf(scope: Construct, owner: Ownership, binding: string): string {
  const namespace = namespaceOf(scope, owner.namespace);
  if (namespace === undefined) {
    fail('NoNamespace', scope.node.path, `namespace is not known, and a ${binding} must name the account's; set namespace on the agent or on its Chart`);
  }
  return namespace;
}
