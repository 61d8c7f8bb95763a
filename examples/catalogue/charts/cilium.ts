import { App, Chart } from 'cdk8s';
import { CiliumDaemonSet } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'cilium', { namespace: 'kube-system' });
  new CiliumDaemonSet(chart, 'agent');
}
