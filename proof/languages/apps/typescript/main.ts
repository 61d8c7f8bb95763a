import { App, Chart, Duration, Size } from 'cdk8s';
import {
  Cluster, ConfigFiles, Container, ContainerPort, ExpectPlacement, HostPath, ImageName, IntOrPercent, LogAgentDaemonSet, NodeAgentDaemonSet, NodeExporterCollector,
  NodeExporterDaemonSet, NodeExporterFilter, NodeExporterSubject, NodeLabel, NodePool, NodeTargeting, PortRef, Priority, Probe, Rollout, Tolerations,
} from 'cdk8s-node-agents';
import { Cpu } from 'cdk8s-plus-28';

const app = new App();

// The log agent: which nodes, how important, how a change rolls out.
const logs = new Chart(app, 'log-agent', { namespace: 'kube-system' });
const logAgent = new LogAgentDaemonSet(logs, 'agent', {
  image: ImageName.of('fluent/fluentd:v1.14'),
  targeting: NodeTargeting.matching(NodeLabel.is('disktype', 'ssd')),
  tolerations: Tolerations.controlPlane(),
  priority: Priority.nodeCritical(),
  rollout: Rollout.rolling(IntOrPercent.percent(20)),
  resources: { cpu: { request: Cpu.millis(100) }, memory: { limit: Size.mebibytes(200) } },
});

// A vendor's agent: the Prometheus node exporter.
const metrics = new Chart(app, 'node-exporter', { namespace: 'monitoring' });
new NodeExporterDaemonSet(metrics, 'exporter', {
  collectorsOn: [NodeExporterCollector.PROCESSES, NodeExporterCollector.SYSTEMD],
  collectorsOff: [NodeExporterCollector.ZFS],
  filters: [NodeExporterFilter.except(NodeExporterSubject.NETWORK_DEVICES, '^(veth|cali).*$')],
  podLabels: { team: 'platform' },
});

// An agent of our own.
const security = new Chart(app, 'certificate-watch', { namespace: 'security' });
const watch = new NodeAgentDaemonSet(security, 'agent', {
  name: 'certificate-watch',
  targeting: NodeTargeting.linux(),
  tolerations: Tolerations.everything(),
  containers: [
    Container.of({
      name: 'watch',
      image: ImageName.of('registry.example.com/certificate-watch:2.3.1'),
      args: ['--config=/etc/certificate-watch/config.yaml', '--state=/var/lib/certificate-watch'],
      ports: [ContainerPort.named('metrics', 9402)],
      hostPaths: [HostPath.of('/etc/kubernetes/pki').because('the certificates are there'), HostPath.stateDirectory('certificate-watch')],
      readinessProbe: Probe.httpGet('/ready', PortRef.named('metrics'), { period: Duration.seconds(20) }),
      resources: { memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) } },
    }),
  ],
  configFiles: [ConfigFiles.of('/etc/certificate-watch', { 'config.yaml': 'warnBefore: 30d\n' })],
});
watch.addSidecar(Container.of({ name: 'forwarder', image: ImageName.of('registry.example.com/forwarder:1.4.0'), args: ['--from=/var/lib/certificate-watch'] }));

// Where the log agent must run, and where not: checked at every synth.
const cluster = Cluster.of(
  NodePool.of('workers', { count: 3, labels: { disktype: 'ssd' } }),
  NodePool.of('archive', { labels: { disktype: 'hdd' } }),
);
ExpectPlacement.of(logAgent).runsOnEveryNodeOf(cluster.pool('workers')).neverRunsOn(cluster.pool('archive'));

app.synth();
