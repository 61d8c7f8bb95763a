import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterAgents, allow } from './cluster-agents';
import { ClusterException } from './cluster-exception';
import { ClusterObject, isClusterWide, isOurs } from './kube-object';
import { ScopeDefaults, ScopeDefaultsProps } from './scope-defaults';
import { fail, formatProblem, show } from '../errors';
import { PreemptionPolicy, Priority } from '../values/priority';
import { requireValues } from '../values/require';

const IS_CLUSTER = Symbol.for('cdk8s-node-agents.is-cluster');
const CLUSTER = Symbol.for('cdk8s-node-agents.cluster');

/**
 * One cluster, when it is made of several Charts: names are unique in it, and shared objects are made once, in a Chart of its own with the id `cluster`.
 * Without a ClusterScope, each outermost Chart is a cluster.
 */
export class ClusterScope extends Construct {
  /**
   * Says that a construct that is there already is one cluster: an App of its own for each cluster, for example.
   *
   * @param scope its Charts are the cluster
   * @param defaults for all agents of the cluster
   * @throws ClusterDeclaredTooLate when an agent of it was made before, DefaultsSetTwice, DefaultsSetTooLate
   */
  public static declare(scope: Construct, defaults?: ScopeDefaultsProps): void {
    const reader = ScopeDefaults._reader(scope);
    if (reader !== undefined && !(IS_CLUSTER in scope)) {
      fail('ClusterDeclaredTooLate', scope.node.path === '' ? 'ClusterScope.declare' : scope.node.path,
        `agent ${reader} was made before, and took its Chart for its cluster; declare a cluster before its agents`);
    }
    (scope as Construct & { [IS_CLUSTER]?: true })[IS_CLUSTER] = true;
    if (defaults !== undefined) {
      ScopeDefaults.set(scope, defaults);
    }
  }

  /**
   * Says what is meant of what is refused among the agents of a cluster: two that want one port of the node, two network agents, two writers of a network's configuration.
   *
   * @param scope a Chart, a ClusterScope, or any construct that holds both agents
   * @param exceptions each with its reason
   * @throws WrongType
   */
  public static allow(scope: Construct, ...exceptions: ClusterException[]): void {
    requireValues(scope.node.path === '' ? 'ClusterScope.allow' : scope.node.path, 'exception', exceptions, ClusterException);
    allow(scope, exceptions);
  }

  /**
   * @param scope an App, or any construct of one
   * @param id of no effect on any object's identity
   * @param defaults for all agents of the cluster
   */
  constructor(scope: Construct, id: string, defaults?: ScopeDefaultsProps) {
    super(scope, id);
    ClusterScope.declare(this, defaults);
  }
}

/** What one cluster shares. */
export interface Cluster {
  /** The ClusterScope, or the outermost Chart. */
  readonly root: Construct;
  /** PriorityClasses that were made here, by their names. */
  readonly priorityClasses: Map<string, { readonly wanted: string; readonly isDefault: boolean; readonly object: ApiObject }>;
  /** Its agents, which must not be in each other's way. */
  readonly agents: ClusterAgents;
}

/** The cluster that a construct belongs to: its nearest ClusterScope, else its outermost Chart, never an App that nobody declared one. */
export function clusterOf(construct: Construct): Cluster {
  const scopes = construct.node.scopes;
  const root = [...scopes].reverse().find((scope) => IS_CLUSTER in scope) ?? scopes.find((scope) => Chart.isChart(scope));
  if (root === undefined) {
    fail('NoChart', construct.node.path, 'the agent stands in no Chart; give it a Chart, or a construct within one, as its scope');
  }
  const marked = root as Construct & { [CLUSTER]?: Cluster };
  if (marked[CLUSTER] === undefined) {
    const agents = new ClusterAgents(root);
    marked[CLUSTER] = { root, priorityClasses: new Map(), agents };
    root.node.addValidation({ validate: () => [...repeatedObjects(root), ...agents.problems()] });
  }
  return marked[CLUSTER];
}

/** Makes the priority's class, once in a cluster; undefined when it is made elsewhere. */
export function shareClass(construct: Construct, priority: Priority): ApiObject | undefined {
  if (priority.classToMake === undefined) {
    return undefined;
  }
  const { root, priorityClasses } = clusterOf(construct);
  const { value, description, globalDefault, preemptionPolicy } = priority.classToMake;
  const fields = {
    ...(description === undefined ? {} : { description }),
    ...(globalDefault === undefined ? {} : { globalDefault }),
    ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }),
    value,
  };
  const made = priorityClasses.get(priority.className);
  const isDefault = globalDefault === true;
  // What Kubernetes takes for unset is no other class.
  const meant = { description, globalDefault: isDefault, value, preemptionPolicy: preemptionPolicy ?? PreemptionPolicy.PREEMPT_LOWER_PRIORITY };
  const wanted = JSON.stringify(meant);
  if (made !== undefined) {
    if (made.wanted !== wanted) {
      fail('PriorityClassDiffers', construct.node.path,
        `PriorityClass ${show(priority.className)} is wanted with ${wanted}, and this cluster has it with ${made.wanted}; give one of them another name`);
    }
    return made.object;
  }
  const other = isDefault ? [...priorityClasses].find(([, one]) => one.isDefault)?.[0] : undefined;
  if (other !== undefined) {
    fail('GlobalDefaultTwice', construct.node.path,
      `PriorityClass ${show(priority.className)} is wanted as globalDefault, and this cluster has ${show(other)} as that; a cluster takes one: leave globalDefault out for one of them`);
  }
  const chart = Chart.isChart(root) ? root : sharedChart(root);
  const object = new ClusterObject(chart, `PriorityClass-${priority.className}`, {
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: priority.className }, ...fields,
  });
  priorityClasses.set(priority.className, { wanted, isDefault, object });
  return object;
}

/** The Chart of what a cluster of several Charts shares. */
function sharedChart(root: Construct): Chart {
  const there = root.node.tryFindChild('cluster');
  if (there !== undefined && !Chart.isChart(there)) {
    fail('ClusterIdTaken', there.node.path, 'a Chart with the id "cluster" is needed here for what the agents of the cluster share; give this construct another id');
  }
  return there ?? new Chart(root, 'cluster');
}

/** cdk8s emits two objects with one name without a word, and the second overwrites the first in the cluster. */
function repeatedObjects(root: Construct): string[] {
  const objects = objectsOf(root);
  // Objects of other libraries bear the namespace of their Chart although their kind knows none.
  const kinds = new Set(objects.filter(isClusterWide).map(kindOf));
  const namespaceOf = (object: ApiObject) => (kinds.has(kindOf(object)) ? undefined : object.metadata.namespace ?? '');
  const seen = new Map<string, ApiObject>();
  const problems: string[] = [];
  for (const object of objects) {
    const namespace = namespaceOf(object);
    const key = `${kindOf(object)} ${namespace ?? ''}/${object.name}`;
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, object);
    } else if (isOurs(object) || isOurs(other)) {
      const place = namespace === undefined ? '' : ` in namespace ${show(namespace === '' ? 'default' : namespace)}`;
      problems.push(formatProblem(object.node.path, {
        code: 'NameTaken',
        message: `${object.kind} ${show(object.name)}${place} is also made by ${other.node.path}; give one of them another name, or put them into different clusters (a Chart or a ClusterScope each)`,
      }));
    }
  }
  return problems;
}

/** All of a cluster, without those that stand within it. */
function objectsOf(scope: Construct): ApiObject[] {
  const children = scope.node.children.filter((child) => !(IS_CLUSTER in child)) as Construct[];
  return [...ApiObject.isApiObject(scope) ? [scope] : [], ...children.flatMap(objectsOf)];
}

function kindOf(object: ApiObject): string {
  return `${object.apiGroup}/${object.kind}`;
}
