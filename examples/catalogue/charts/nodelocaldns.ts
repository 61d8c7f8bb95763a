import { App, Chart } from 'cdk8s';
import { NodeLocalDnsDaemonSet, NodeLocalDnsMode } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'nodelocaldns', { namespace: 'kube-system' });
  new NodeLocalDnsDaemonSet(chart, 'agent', { mode: NodeLocalDnsMode.iptables('10.96.0.10') });
}
