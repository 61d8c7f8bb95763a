import { Agent } from './agent';
import { Eligibility } from './controller';
import { explainAffinity } from './explain-affinity';
import { misfitReasons, portReasons, preemptionReason } from './explain-fit';
import { explainTaints } from './explain-taints';
import { KubeNode } from './kube';
import { Fit } from './outcome';
import { Pool } from './pools';
import { reason } from './reasons';
import { Reason } from './report';

const NOTHING_TO_SAY: readonly Reason[] = Object.freeze([]);

/** Why it was decided so: the controller's reasons, then those of the place on the node. Empty where a pod runs and nothing needs saying. */
export function explain(agent: Agent, node: KubeNode, pool: Pool, eligible: Eligibility, fit: Fit): readonly Reason[] {
  if (eligible.misses === undefined && eligible.untolerated.length === 0 && eligible.evictedAfter === undefined && fit.kind === 'fits') {
    return NOTHING_TO_SAY;
  }
  const name = node.metadata.name;
  if (eligible.misses === 'nodeName') {
    return [reason('NodeNameMismatch', `the template names node ${agent.wish.nodeName}, and this is node ${name}`,
      'say which nodes are meant with NodeTargeting.named(…), and drop spec.template.spec.nodeName, which binds the DaemonSet to one node')];
  }
  if (eligible.misses === 'affinity') {
    return explainAffinity(agent.wish.affinity, node);
  }
  return [...explainTaints(agent, node, pool, eligible), ...explainFit(agent, name, fit)];
}

function explainFit(agent: Agent, node: string, fit: Fit): Reason[] {
  switch (fit.kind) {
    case 'none': case 'fits':
      return [];
    case 'unknown':
      return [
        reason('AllocatableUnknown', `node ${node} does not say what it can allocate, so whether the pod fits is not known`,
          'give the nodes with their status (kubectl get nodes -o json), or a NodePool with allocatable amounts'),
        ...portReasons(fit.taken, node),
      ];
    case 'misfit':
      return misfitReasons(agent, node, fit.missing);
    case 'preempts':
      return [preemptionReason(agent, node, fit.missing, fit.evicted)];
  }
}
