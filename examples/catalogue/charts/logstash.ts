import { App, Chart } from 'cdk8s';
import { LogstashDaemonSet, LogstashOutput, LogstashPipeline, SecretKey } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'logstash', { namespace: 'logging' });
  new LogstashDaemonSet(chart, 'agent', {
    pipelines: [LogstashPipeline.containerLogs({
      outputs: [LogstashOutput.elasticsearch({
        hosts: ['https://elasticsearch.logging:9200'],
        user: 'logstash',
        password: SecretKey.of('logstash-credentials', 'password'),
      })],
    })],
  });
}
