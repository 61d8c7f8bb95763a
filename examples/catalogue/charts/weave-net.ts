import { App, Chart } from 'cdk8s';
import { WeaveNetDaemonSet } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'weave-net', { namespace: 'kube-system' });
  new WeaveNetDaemonSet(chart, 'agent');
}
