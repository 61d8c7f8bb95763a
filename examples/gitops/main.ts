import { join } from 'path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { ClusterScope, ImageName, LogAgentDaemonSet, NodeExporterDaemonSet, RegistryMirror } from 'cdk8s-node-agents';
import { CLUSTERS } from './clusters';

// One App per cluster: each has a directory of its own, and many synthesize in a time that grows with their number, no faster.
const outdir = process.env.CDK8S_OUTDIR ?? 'clusters';

for (const cluster of CLUSTERS) {
  const app = new App({ outdir: join(outdir, cluster.name), yamlOutputType: YamlOutputType.FILE_PER_CHART });
  ClusterScope.declare(app, {
    targetVersion: cluster.targetVersion,
    ...(cluster.mirror === undefined ? {} : { registryMirrors: [RegistryMirror.ofAll(cluster.mirror)] }),
  });
  // One file per agent: a change of one agent for one cluster changes one file.
  const logs = new Chart(app, 'log-agent', { namespace: 'logging' });
  new LogAgentDaemonSet(logs, 'agent', { image: ImageName.of(cluster.logImage) });
  const metrics = new Chart(app, 'node-exporter', { namespace: 'monitoring' });
  new NodeExporterDaemonSet(metrics, 'exporter');
  app.synth();
}
