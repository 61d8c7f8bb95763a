import { App, Chart } from 'cdk8s';
import { ZabbixAgentDaemonSet, ZabbixPassiveChecks } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'zabbix-agent', { namespace: 'monitoring' });
  new ZabbixAgentDaemonSet(chart, 'agent', { passiveChecks: ZabbixPassiveChecks.from(['10.244.0.0/16']) });
}
