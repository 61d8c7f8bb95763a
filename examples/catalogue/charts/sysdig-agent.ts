import { App, Chart } from 'cdk8s';
import { SecretKey, SysdigAgentDaemonSet, SysdigRegion } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'sysdig-agent', { namespace: 'sysdig-agent' });
  new SysdigAgentDaemonSet(chart, 'agent', {
    accessKey: SecretKey.of('sysdig-agent', 'access-key'), region: SysdigRegion.US1, clusterName: 'c1',
  });
}
