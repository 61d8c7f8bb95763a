import { App, Chart } from 'cdk8s';
import { DatadogAgentDaemonSet, DatadogLogs, SecretKey } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'datadog-agent-logs', { namespace: 'datadog' });
  new DatadogAgentDaemonSet(chart, 'agent', { apiKey: SecretKey.of('datadog', 'api-key'), logs: DatadogLogs.allContainers() });
}
