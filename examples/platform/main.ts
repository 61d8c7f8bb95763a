import { App, Chart, Size } from 'cdk8s';
import {
  CniAgentDaemonSet, ConfigFiles, ImageName, LogAgentDaemonSet, NodeExporterDaemonSet, NodeTargeting, ScopeDefaults, TargetVersion,
} from 'cdk8s-node-agents';
import { Cpu } from 'cdk8s-plus-28';

// A mixed cluster: amd64 and arm64 nodes, some of them with GPUs, some Windows, a Fargate profile.
const app = new App();
const chart = new Chart(app, 'platform', { namespace: 'platform-agents', labels: { team: 'platform' } });
ScopeDefaults.set(chart, { targetVersion: TargetVersion.of('1.30') });

new CniAgentDaemonSet(chart, 'network', {
  name: 'bridge-network',
  namespace: 'kube-system',
  image: ImageName.of('registry.example.com/network/agent:v2.3.1'),
  install: { command: ['/opt/agent/install', '--from', '/etc/cni-config', '--to', '/host/etc/cni/net.d'] },
  conflist: JSON.stringify({
    cniVersion: '1.0.0',
    name: '10-bridge',
    plugins: [{ type: 'bridge', bridge: 'cni0', isGateway: true, ipMasq: true, ipam: { type: 'host-local', ranges: [[{ subnet: '10.244.0.0/16' }]] } }, { type: 'portmap' }],
  }),
});

new NodeExporterDaemonSet(chart, 'exporter');

new LogAgentDaemonSet(chart, 'logs', {
  image: ImageName.of('fluent/fluentd:v1.14'),
  readPodMetadata: true,
  // The image is built for these two only.
  targeting: NodeTargeting.realNodes().and(NodeTargeting.architecture('amd64', 'arm64')),
  resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) } },
  configFiles: [ConfigFiles.of('/fluentd/etc', {
    'fluent.conf': [
      '<source>',
      '  @type tail',
      '  path /var/log/containers/*.log',
      '  pos_file /var/lib/log-agent/containers.pos',
      '  tag kubernetes.*',
      '  <parse>',
      '    @type none',
      '  </parse>',
      '</source>',
      '<match **>',
      '  @type stdout',
      '</match>',
      '',
    ].join('\n'),
  })],
});
app.synth();
