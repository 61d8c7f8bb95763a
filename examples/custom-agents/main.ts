import { App, Chart } from 'cdk8s';
import { ClusterScope, TargetVersion } from 'cdk8s-node-agents';
import { CiliumAgent } from './cilium-agent';
import { DevicePlugin } from './device-plugin';
import { EbsCsiNode } from './ebs-csi-node';
import { Multus } from './multus';

// Agents that the library has no construct for, each written on NodeAgentDaemonSet alone and without a patch. Each of them is what must run on
// every node; controllers, operators and custom resource definitions are installed as their projects say.
const app = new App();
ClusterScope.declare(app, { targetVersion: TargetVersion.of('1.34') });
const chart = (name: string) => new Chart(app, name, { namespace: 'kube-system' });

new DevicePlugin(chart('nvidia-device-plugin'), 'agent');
new EbsCsiNode(chart('ebs-csi-node'), 'agent');
new CiliumAgent(chart('cilium'), 'agent');
new Multus(chart('multus'), 'agent');
app.synth();
