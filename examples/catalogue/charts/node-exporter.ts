import { App, Chart } from 'cdk8s';
import { NodeExporterDaemonSet } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'node-exporter', { namespace: 'monitoring' });
  new NodeExporterDaemonSet(chart, 'agent');
}
