import { ApiObject, Duration, Size } from 'cdk8s';
import {
  Container, ContainerOptions, ContainerPort, EnvVar, HostAccessReason, HostPath, HostPathType, ImageName, IntOrPercent, LifecycleHandler, MountPropagation,
  NodeAgentDaemonSet, NodeLabel, NodeTargeting, PortRef, Priority, Probe, Rollout, Tolerations, Volume, VolumeMount,
} from 'cdk8s-node-agents';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { accountWith } from './account';

const DRIVER = 'ebs.csi.aws.com';

export interface EbsCsiNodeProps {
  /**
   * The kubelet's directory: other than this on k0s and microk8s, for example.
   *
   * @default /var/lib/kubelet
   */
  readonly kubeletDirectory?: string;
}

/** The node part of the EBS CSI driver: attaches and mounts volumes, and is registered with the kubelet. */
export class EbsCsiNode extends Construct {
  public readonly daemonSet: NodeAgentDaemonSet;

  constructor(scope: Construct, id: string, props: EbsCsiNodeProps = {}) {
    super(scope, id);
    const kubelet = props.kubeletDirectory ?? '/var/lib/kubelet';
    const pluginDirectory = `${kubelet}/plugins/${DRIVER}`;
    const socketDirectory = HostPath.of(pluginDirectory, { mountPath: '/csi', volumeName: 'plugin-dir', type: HostPathType.DIRECTORY_OR_CREATE })
      .writable('the driver\'s socket is made there, and asked there');
    const socket = EnvVar.of('ADDRESS', '/csi/csi.sock');

    new ApiObject(this, 'CSIDriver', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: DRIVER },
      spec: { attachRequired: true, podInfoOnMount: false, nodeAllocatableUpdatePeriodSeconds: 10, fsGroupPolicy: 'File' },
    });
    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      name: 'ebs-csi-node',
      serviceAccount: accountWith(this, 'ebs-csi-node-sa', [
        { apiGroups: ['storage.k8s.io'], resources: ['volumeattachments'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'patch', 'list', 'watch'] },
        { apiGroups: ['storage.k8s.io'], resources: ['csinodes'], verbs: ['get'] },
      ]),
      // Auto Mode and hybrid nodes have storage of their own.
      targeting: NodeTargeting.matching(NodeLabel.isNoneOf('eks.amazonaws.com/compute-type', 'fargate', 'auto', 'hybrid')),
      tolerations: Tolerations.everything(),
      priority: Priority.nodeCritical(),
      rollout: Rollout.rolling(IntOrPercent.percent(10)),
      hostNetwork: false,
      podSecurityContext: { fsGroup: 0, runAsGroup: 0, runAsNonRoot: false, runAsUser: 0 },
      containers: [
        Container.of({
          name: 'ebs-plugin',
          image: ImageName.of('public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.63.1'),
          args: ['node', '--endpoint=$(CSI_ENDPOINT)', `--csi-mount-point-prefix=${kubelet}/plugins/kubernetes.io/csi/${DRIVER}/`, '--logging-format=text', '--v=2'],
          env: [EnvVar.of('CSI_ENDPOINT', 'unix:/csi/csi.sock'), EnvVar.fromField('CSI_NODE_NAME', 'spec.nodeName')],
          ports: [ContainerPort.named('healthz', 9808)],
          securityContext: { privileged: true, readOnlyRootFilesystem: true },
          resources: { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(40), limit: Size.mebibytes(256) } },
          // The driver answers through the container liveness-probe.
          livenessProbe: Probe.httpGet('/healthz', PortRef.named('healthz'), {
            initialDelay: Duration.seconds(10), timeout: Duration.seconds(3), period: Duration.seconds(10), failureThreshold: 5,
          }),
          readinessProbe: Probe.httpGet('/healthz', PortRef.named('healthz'), { timeout: Duration.seconds(3), period: Duration.seconds(5), failureThreshold: 3 }),
          preStop: LifecycleHandler.exec(['/bin/aws-ebs-csi-driver', 'pre-stop-hook']),
          terminationMessagePolicy: 'FallbackToLogsOnError',
          hostPaths: [
            HostPath.kubeletDirectory(kubelet).named('kubelet-dir').withType(HostPathType.DIRECTORY).withPropagation(MountPropagation.BIDIRECTIONAL)
              .writable('volumes are mounted there, for the kubelet and the pods to see'),
            socketDirectory,
            HostPath.dev().named('device-dir').withType(HostPathType.DIRECTORY).writable('disks are formatted and mounted'),
          ],
        }),
        sidecar('node-driver-registrar', 'csi-node-driver-registrar:v2.17.0-eksbuild.5', {
          args: ['--csi-address=$(ADDRESS)', '--kubelet-registration-path=$(DRIVER_REG_SOCK_PATH)', '--http-endpoint=0.0.0.0:9809', '--v=2'],
          // The path on the node: the kubelet looks there, not in the container.
          env: [socket, EnvVar.of('DRIVER_REG_SOCK_PATH', `${pluginDirectory}/csi.sock`)],
          ports: [ContainerPort.named('healthz-ndr', 9809)],
          livenessProbe: Probe.httpGet('/healthz', PortRef.named('healthz-ndr'), { initialDelay: Duration.seconds(30), period: Duration.seconds(90), timeout: Duration.seconds(15) }),
          hostPaths: [
            socketDirectory,
            HostPath.of(`${kubelet}/plugins_registry`, { mountPath: '/registration', volumeName: 'registration-dir', type: HostPathType.DIRECTORY })
              .writable('the kubelet finds new drivers by the sockets there'),
          ],
          mounts: [VolumeMount.of(pluginDirectory, Volume.emptyDir('probe-dir'))],
        }),
        sidecar('liveness-probe', 'livenessprobe:v2.19.0-eksbuild.5', { args: ['--csi-address=/csi/csi.sock'], hostPaths: [socketDirectory] }),
      ],
      hostAccessReasons: [
        HostAccessReason.privileged('mounts that the node is to see can be made by privileged containers only', 'ebs-plugin'),
        HostAccessReason.root('the kubelet\'s directories and sockets belong to root'),
      ],
    });
  }
}

/** A helper of the CSI project, small and confined. */
function sidecar(name: string, image: string, more: ContainerOptions): Container {
  return Container.of({
    name,
    image: ImageName.of(`public.ecr.aws/csi-components/${image}`),
    resources: { cpu: { request: Cpu.millis(10) }, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(32) } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ...more,
  });
}
