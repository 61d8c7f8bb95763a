import { App, Chart } from 'cdk8s';
import { CalicoDaemonSet } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'calico', { namespace: 'kube-system' });
  new CalicoDaemonSet(chart, 'agent');
}
