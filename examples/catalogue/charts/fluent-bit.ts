import { App, Chart } from 'cdk8s';
import { FluentBitDaemonSet, FluentBitOutput } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'fluent-bit', { namespace: 'logging' });
  new FluentBitDaemonSet(chart, 'agent', { outputs: [FluentBitOutput.elasticsearch({ host: 'elasticsearch.logging' })] });
}
