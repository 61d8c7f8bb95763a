import { Construct } from 'constructs';
import { Ownership } from './rbac';
import { KubeObject } from '../daemon-set/kube-object';
import { objectMetadata } from '../daemon-set/object-labels';

/**
 * Lets whoever empties nodes (a drain, an autoscaler) end one of these pods at a time. For a single pod that means: at once. Without a budget,
 * the cluster autoscaler leaves nodes alone that have pods of `kube-system` on them.
 */
export function disruptionBudget(scope: Construct, id: string, owner: Ownership, selector: { readonly [key: string]: string }): KubeObject {
  return new KubeObject(scope, id, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: objectMetadata(owner.name, owner.namespace, owner.labels),
    spec: { maxUnavailable: 1, selector: { matchLabels: selector } },
  });
}
