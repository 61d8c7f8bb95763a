import { Duration, Size } from 'cdk8s';
import {
  AgentDefaults, ConfigFiles, Container, ContainerResources, EnvVar, HostAccessReason, HostPath, ImageName, MountPropagation, NodeAgentDaemonSet, TaintEffect, Toleration, Tolerations,
} from 'cdk8s-node-agents';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { accountWith } from './account';

/** Multus, the thick plugin: gives pods more than one network. */
export class Multus extends Construct {
  public readonly daemonSet: NodeAgentDaemonSet;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = ImageName.of('ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot-thick');
    // Requests and limits alike in every container, the first included: such pods are ended last when the node runs out of memory.
    const resources: ContainerResources = {
      cpu: { request: Cpu.millis(100), limit: Cpu.millis(100) }, memory: { request: Size.mebibytes(100), limit: Size.mebibytes(100) },
    };
    const programs = HostPath.of('/opt/cni/bin', { volumeName: 'cnibin' });

    this.daemonSet = new NodeAgentDaemonSet(this, 'Default', {
      name: 'kube-multus-ds',
      adopt: { matchLabels: { name: 'multus' }, templateLabels: { app: 'multus', name: 'multus', tier: 'node' } },
      serviceAccount: accountWith(this, 'multus', [
        { apiGroups: ['k8s.cni.cncf.io'], resources: ['*'], verbs: ['*'] },
        { apiGroups: [''], resources: ['pods', 'pods/status'], verbs: ['get', 'list', 'update', 'watch'] },
        { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] },
      ]),
      // Cluster DNS may need a network of its making.
      defaults: AgentDefaults.all().without('dnsPolicy'),
      hostNetwork: true,
      hostPid: true,
      tolerations: Tolerations.of(Toleration.everyTaint(TaintEffect.NO_SCHEDULE), Toleration.everyTaint(TaintEffect.NO_EXECUTE)),
      terminationGracePeriod: Duration.seconds(10),
      initContainers: [Container.of({
        name: 'install-multus-binary',
        image,
        command: ['/usr/src/multus-cni/bin/install_multus', '-d', '/host/opt/cni/bin', '-t', 'thick'],
        securityContext: { privileged: true },
        resources,
        terminationMessagePolicy: 'FallbackToLogsOnError',
        hostPaths: [programs.at('/host/opt/cni/bin').withPropagation(MountPropagation.BIDIRECTIONAL).writable('the plugin is installed there')],
      })],
      containers: [Container.of({
        name: 'kube-multus',
        image,
        command: ['/usr/src/multus-cni/bin/multus-daemon'],
        env: [EnvVar.fromField('MULTUS_NODE_NAME', 'spec.nodeName')],
        securityContext: { privileged: true },
        resources,
        terminationMessagePolicy: 'FallbackToLogsOnError',
        hostPaths: [
          HostPath.of('/etc/cni/net.d', { volumeName: 'cni', mountPath: '/host/etc/cni/net.d' }).writable('its configuration is put before that of the first network'),
          programs.writable('plugins that it calls are run from there, and keep files beside them'),
          HostPath.of('/run', { volumeName: 'host-run', mountPath: '/host/run' }).writable('its socket is made there'),
          HostPath.of('/var/lib/cni/multus', { volumeName: 'host-var-lib-cni-multus' }).writable('it remembers there which networks a pod has'),
          HostPath.of('/var/lib/kubelet', { volumeName: 'host-var-lib-kubelet', propagation: MountPropagation.HOST_TO_CONTAINER })
            .writable('devices of pods are asked of the kubelet through its socket there'),
          HostPath.of('/run/k8s.cni.cncf.io', { volumeName: 'host-run-k8s-cni-cncf-io' }).writable('plugins keep descriptions of devices there'),
          HostPath.of('/run/netns', { volumeName: 'host-run-netns', propagation: MountPropagation.HOST_TO_CONTAINER }).writable('networks are set up in the namespaces of pods'),
          HostPath.of('/', { volumeName: 'hostroot', mountPath: '/hostroot', propagation: MountPropagation.HOST_TO_CONTAINER })
            .writable('plugins that it calls are run as on the node'),
          HostPath.of('/etc/cni/multus/net.d', { volumeName: 'multus-conf-dir' }).writable('further networks can be described there'),
        ],
      })],
      configFiles: [ConfigFiles.of('/etc/cni/net.d/multus.d', {
        'daemon-config.json': `${JSON.stringify({
          chrootDir: '/hostroot',
          cniVersion: '0.3.1',
          logLevel: 'verbose',
          logToStderr: true,
          cniConfigDir: '/host/etc/cni/net.d',
          multusAutoconfigDir: '/host/etc/cni/net.d',
          multusConfigFile: 'auto',
          socketDir: '/host/run/multus/',
        }, undefined, 2)}\n`,
      }, { configMapName: 'multus-daemon-config' })],
      hostAccessReasons: [
        HostAccessReason.hostNetwork('it runs before any pod has a network'),
        HostAccessReason.hostPid('plugins find network namespaces by processes'),
        HostAccessReason.privileged('network namespaces of all pods are entered and changed'),
        HostAccessReason.root('directories of network plugins belong to root'),
      ],
    });
  }
}
