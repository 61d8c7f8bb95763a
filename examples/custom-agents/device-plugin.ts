import {
  Container, EnvVar, HostAccessReason, HostPath, HostPathType, ImageName, NodeAgentDaemonSet, NodeLabel, NodeTargeting, Priority, TaintEffect, Toleration, Tolerations,
} from 'cdk8s-node-agents';
import { Construct } from 'constructs';
import { accountWith } from './account';

/** NVIDIA's device plugin: tells the kubelet of a node's GPUs, on nodes that have some. */
export class DevicePlugin extends Construct {
  public readonly daemonSet: NodeAgentDaemonSet;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      name: 'nvidia-device-plugin',
      serviceAccount: accountWith(this, 'nvidia-device-plugin', [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] }]),
      // Whoever discovers it first: a PCI device of NVIDIA, a processor of NVIDIA's, or NVIDIA's own discovery.
      targeting: NodeTargeting.anyOf(
        NodeTargeting.matching(NodeLabel.is('feature.node.kubernetes.io/pci-10de.present', 'true')),
        NodeTargeting.matching(NodeLabel.is('feature.node.kubernetes.io/cpu-model.vendor_id', 'NVIDIA')),
        NodeTargeting.matching(NodeLabel.is('nvidia.com/gpu.present', 'true')),
      ),
      tolerations: Tolerations.of(Toleration.exists('CriticalAddonsOnly'), Toleration.exists('nvidia.com/gpu', TaintEffect.NO_SCHEDULE)),
      priority: Priority.nodeCritical(),
      containers: [Container.of({
        name: 'nvidia-device-plugin-ctr',
        image: ImageName.of('nvcr.io/nvidia/k8s-device-plugin:v0.20.0'),
        command: ['nvidia-device-plugin'],
        env: [EnvVar.of('MPS_ROOT', '/run/nvidia/mps'), EnvVar.of('NVIDIA_VISIBLE_DEVICES', 'all'), EnvVar.of('NVIDIA_DRIVER_CAPABILITIES', 'compute,utility')],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        hostPaths: [
          HostPath.of('/var/lib/kubelet/device-plugins', { volumeName: 'kubelet-device-plugins-dir', type: HostPathType.DIRECTORY })
            .writable('the plugin\'s socket stands there, beside the kubelet\'s'),
          HostPath.of('/run/nvidia/mps/shm', { volumeName: 'mps-shm', mountPath: '/dev/shm' }).writable('memory is shared with the daemon that divides GPUs'),
          HostPath.of('/run/nvidia/mps', { volumeName: 'mps-root', mountPath: '/mps', type: HostPathType.DIRECTORY_OR_CREATE })
            .writable('the daemon that divides GPUs is talked to there'),
          HostPath.of('/var/run/cdi', { volumeName: 'cdi-root', type: HostPathType.DIRECTORY_OR_CREATE }).writable('devices are described there for the container runtime'),
        ],
      })],
      hostAccessReasons: [HostAccessReason.root('the kubelet\'s directory of plugins belongs to root')],
    });
  }
}
