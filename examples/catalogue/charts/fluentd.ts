import { App, Chart } from 'cdk8s';
import { FluentdDaemonSet, FluentdOutput } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'fluentd', { namespace: 'logging' });
  new FluentdDaemonSet(chart, 'agent', { outputs: [FluentdOutput.elasticsearch({ host: 'elasticsearch.logging' })] });
}
