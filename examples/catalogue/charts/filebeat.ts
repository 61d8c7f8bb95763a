import { App, Chart } from 'cdk8s';
import { FilebeatDaemonSet, FilebeatOutput, SecretKey } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'filebeat', { namespace: 'logging' });
  new FilebeatDaemonSet(chart, 'agent', {
    output: FilebeatOutput.elasticsearch({
      hosts: ['https://elasticsearch.logging:9200'],
      user: 'filebeat',
      password: SecretKey.of('filebeat-credentials', 'password'),
    }),
  });
}
