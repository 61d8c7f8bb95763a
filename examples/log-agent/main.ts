import { App, Chart } from 'cdk8s';
import { ImageName, LogAgentDaemonSet, NodeLabel, NodeTargeting, Priority, Tolerations } from 'cdk8s-node-agents';

const app = new App();
const chart = new Chart(app, 'log-agent', { namespace: 'kube-system' });
new LogAgentDaemonSet(chart, 'agent', {
  image: ImageName.of('fluent/fluentd:v1.14'),
  targeting: NodeTargeting.matching(NodeLabel.is('disktype', 'ssd')),
  tolerations: Tolerations.controlPlane(),
  priority: Priority.nodeCritical(),
});
app.synth();
