import { App, Chart } from 'cdk8s';
import { FalcoDaemonSet } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'falco', { namespace: 'falco' });
  new FalcoDaemonSet(chart, 'agent');
}
