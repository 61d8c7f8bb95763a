import { Agent } from './agent';
import { Eligibility } from './controller';
import { KubeNode, KubeTaint } from './kube';
import { Pool } from './pools';
import { reason } from './reasons';
import { Reason } from './report';
import { showTaint, toleratedForAWhile } from './taints';
import { POOL_TAINTS } from '../platforms/pool-taints';

export function explainTaints({ wish }: Agent, node: KubeNode, pool: Pool, eligible: Eligibility): Reason[] {
  const where = pool.label === undefined ? `node ${node.metadata.name}` : `node pool ${pool.label.value}`;
  const kept = eligible.untolerated.flatMap((taint) => {
    const remedy = `tolerate it with ${tolerationWords(taint)} (YAML: tolerations: [${tolerationYaml(taint)}]), or ${leaveOut(node, pool)}`;
    return [
      reason('UntoleratedTaint', `${where} has taint ${showTaint(taint)}`, remedy),
      ...(taint.effect === 'NoExecute' ? [reason('EvictedByNoExecute', `${where} has taint ${showTaint(taint)}, so a pod that runs there is deleted`, remedy)] : []),
    ];
  });
  if (eligible.evictedAfter === undefined) {
    return kept;
  }
  const taints = toleratedForAWhile(node.spec?.taints ?? [], wish.tolerations).map(showTaint).join(', ');
  return [...kept, reason('EvictionLoop',
    `${where} has taint ${taints}, which is tolerated for ${eligible.evictedAfter} s only: the pod is evicted after that time and made again, over and over`,
    `tolerate it for ever: no evictedAndCreatedAgainAfter(…) (YAML: no tolerationSeconds)${wish.tolerations.length === 0 ? '' : `, or ${leaveOut(node, pool)}`}`)];
}

/** A policy where there is one for this taint, else the toleration itself. */
function tolerationWords({ key, value, effect }: KubeTaint): string {
  const policy = policyFor(key, value ?? '', effect);
  const words = `Toleration.${(value ?? '') === '' ? `exists('${key}'` : `equal('${key}', '${value}'`}, ${effectWords(effect)})`;
  return policy ?? `Tolerations.of(${words})`;
}

function effectWords(effect: string): string {
  return effect === 'NoExecute' ? 'TaintEffect.NO_EXECUTE' : 'TaintEffect.NO_SCHEDULE';
}

function policyFor(key: string, value: string, effect: string): string | undefined {
  if (effect !== 'NoSchedule') {
    return undefined;
  }
  if (key === 'node-role.kubernetes.io/control-plane') {
    return 'Tolerations.controlPlane()';
  }
  if (['not-ready', 'unreachable', 'network-unavailable'].some((condition) => key === `node.kubernetes.io/${condition}`)
    || key === 'node.cloudprovider.kubernetes.io/uninitialized') {
    return 'Tolerations.notReady()';
  }
  const kind = POOL_TAINTS.find((taint) => taint.key === key && (taint.value ?? value) === value)?.kind;
  return kind === undefined ? undefined : `Tolerations.${kind}()`;
}

function tolerationYaml({ key, value, effect }: KubeTaint): string {
  return (value ?? '') === '' ? `{key: ${key}, operator: Exists, effect: ${effect}}` : `{key: ${key}, operator: Equal, value: "${value}", effect: ${effect}}`;
}

/** By the pool's label where it has one, so that nodes to come are left out, too. */
function leaveOut(node: KubeNode, { label }: Pool): string {
  return label === undefined
    ? `leave the node out with NodeTargeting.notNamed('${node.metadata.name}') (YAML: matchFields: [{key: metadata.name, operator: NotIn, values: [${node.metadata.name}]}])`
    : `leave the pool out with NodeTargeting.matching(NodeLabel.isNoneOf('${label.key}', '${label.value}')) `
      + `(YAML: matchExpressions: [{key: ${label.key}, operator: NotIn, values: [${label.value}]}])`;
}
