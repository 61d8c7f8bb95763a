import { Construct } from 'constructs';
import { clusterOf } from '../daemon-set/cluster-scope';
import { KubeObject, requireNamespace } from '../daemon-set/kube-object';
import { FIELDS, TEXT, requireKinds } from '../values/kinds';
import { fieldsOf, handedOn, requireKnown } from '../values/known-fields';
import { requireDnsSubdomain, requireWholeNumber } from '../values/kube-names';
import { Quantity } from '../values/quantity';

/** A quota for pods of the system's priority classes. */
export interface CriticalPodsQuotaProps {
  /**
   * The namespace.
   *
   * @default - the chart's
   */
  readonly namespace?: string;
  /**
   * So many such pods may be there: at least one for each node and agent.
   *
   * @default 1000000000 - the quota is there to allow them, not to count them
   */
  readonly pods?: number;
  /**
   * Its name.
   *
   * @default node-agents-critical-pods - says what it is for
   */
  readonly name?: string;
}

const KNOWN = handedOn(fieldsOf<CriticalPodsQuotaProps>({ namespace: true, pods: true, name: true }));

/**
 * The ResourceQuota without which GKE refuses pods of `system-node-critical` and `system-cluster-critical` outside `kube-system`.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default
 */
export class CriticalPodsQuota extends Construct {
  /** @throws WrongType, NotAProp, InvalidName, InvalidNumber, NoChart */
  constructor(scope: Construct, id: string, props: CriticalPodsQuotaProps = {}) {
    super(scope, id);
    requireKinds(this.node.path, { props, ...props }, { props: FIELDS, name: TEXT, namespace: TEXT });
    requireKnown(this.node.path, props, KNOWN);
    const name = props.name ?? 'node-agents-critical-pods';
    requireDnsSubdomain(this.node.path, 'name', name);
    requireWholeNumber(this.node.path, 'pods', props.pods ?? 0, 0);
    requireNamespace(this, props.namespace);
    clusterOf(this);
    new KubeObject(this, 'Default', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name, ...(props.namespace === undefined ? {} : { namespace: props.namespace }) },
      spec: {
        hard: { pods: podCount(props.pods) },
        scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['system-node-critical', 'system-cluster-critical'] }] },
      },
    });
  }
}

/** As the API server stores it: 1000000000 is 1G. */
function podCount(pods: number | undefined): string {
  return Quantity.of(pods ?? 1000000000).toString();
}
