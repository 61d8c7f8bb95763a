import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** Namespaces, and what is allowed in them. */
export class Tenancy extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const name of ['shop', 'logging']) {
      new k8s.KubeNamespace(this, `namespace-${name}`, { metadata: { name, labels: { team: name } } });
    }
    new k8s.KubeResourceQuota(this, 'quota', { metadata: { name: 'shop', namespace: 'shop' }, spec: { hard: { pods: k8s.Quantity.fromNumber(50) } } });
  }
}
