import type { ApiObject } from 'cdk8s';
import type { IApiResource, IServiceAccount, SubjectConfiguration } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ClusterObject, KubeObject, namespaceOf } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';
import { fail } from '../errors';

/** A rule of a role, in Kubernetes' own words, and why there is one. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only objects by these names; unset for all. */
  readonly resourceNames?: readonly string[];
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
  withRules(rules, (written) => new ClusterObject(scope, 'ClusterRole', {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules: written,
  }));
  new ClusterObject(scope, 'ClusterRoleBinding', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: accountName, namespace }],
  });
}
