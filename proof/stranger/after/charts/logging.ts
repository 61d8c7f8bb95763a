import { Chart, Duration, Size } from 'cdk8s';
import {
  AgentDefaults, Container, ContainerPort, DnsPolicy, EnvVar, HostPathType, ImageName, ImagePullPolicy, IntOrPercent, LogAgentDaemonSet, NodeTargeting, PortRef, Probe, Rollout,
  TaintEffect, Toleration, Tolerations, Volume, VolumeMount,
} from 'cdk8s-node-agents';
import { Cpu, k8s, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

const labels = { 'k8s-app': 'fluent-bit', 'version': 'v3' };

/** The log shipper, taken over by a construct: nothing is different yet. */
export class Logging extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'logging' });

    new k8s.KubeServiceAccount(this, 'account', { metadata: { name: 'fluent-bit' } });
    new k8s.KubeClusterRole(this, 'role', {
      metadata: { name: 'fluent-bit-read' },
      rules: [{ apiGroups: [''], resources: ['namespaces', 'pods'], verbs: ['get', 'list', 'watch'] }],
    });
    new k8s.KubeClusterRoleBinding(this, 'binding', {
      metadata: { name: 'fluent-bit-read' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'fluent-bit-read' },
      subjects: [{ kind: 'ServiceAccount', name: 'fluent-bit', namespace: 'logging' }],
    });
    new k8s.KubeConfigMap(this, 'config', {
      metadata: { name: 'fluent-bit-config' },
      data: { 'fluent-bit.conf': '[INPUT]\n    Name tail\n    Path /var/log/containers/*.log\n    DB /var/fluent-bit/state/tail.db\n[OUTPUT]\n    Name stdout\n    Match *\n' },
    });

    const state = Volume.hostPath('state', '/var/fluent-bit/state', HostPathType.DIRECTORY_OR_CREATE);
    new LogAgentDaemonSet(this, 'fluent-bit', {
      name: 'fluent-bit',
      adopt: { matchLabels: { 'k8s-app': 'fluent-bit' }, templateLabels: labels },
      defaults: AgentDefaults.none(),
      labels,
      podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '2020' },
      serviceAccount: ServiceAccount.fromServiceAccountName(this, 'their-account', 'fluent-bit'),
      targeting: NodeTargeting.linux(),
      tolerations: Tolerations.verbatim(
        Toleration.exists('node-role.kubernetes.io/control-plane', TaintEffect.NO_SCHEDULE),
        Toleration.everyTaint(TaintEffect.NO_EXECUTE),
      ),
      rollout: Rollout.rolling(IntOrPercent.of(1)),
      minReady: Duration.seconds(5),
      terminationGracePeriod: Duration.seconds(10),
      dnsPolicy: DnsPolicy.CLUSTER_FIRST,
      initContainers: [Container.of({
        name: 'state',
        image: ImageName.of('busybox:1.36'),
        command: ['sh', '-c', 'mkdir -p /var/fluent-bit/state'],
        mounts: [VolumeMount.of('/var/fluent-bit/state', state)],
      })],
      containerName: 'fluent-bit',
      image: ImageName.of('cr.fluentbit.io/fluent/fluent-bit:3.2.2'),
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      ports: [ContainerPort.named('http', 2020)],
      env: [
        EnvVar.fromField('NODE', 'spec.nodeName'),
        EnvVar.fromSecretNamed('TOKEN', 'log-backend', 'token', true),
        EnvVar.of('LEVEL', 'info'),
      ],
      resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) } },
      livenessProbe: Probe.httpGet('/', PortRef.named('http'), { initialDelay: Duration.seconds(10) }),
      readinessProbe: Probe.httpGet('/api/v1/health', PortRef.number(2020), { period: Duration.seconds(20), failureThreshold: 5 }),
      securityContext: { readOnlyRootFilesystem: true },
      mounts: [
        VolumeMount.of('/var/log', Volume.hostPath('varlog', '/var/log'), { readOnly: true }),
        VolumeMount.of('/var/lib/docker/containers', Volume.hostPath('containers', '/var/lib/docker/containers'), { readOnly: true }),
        VolumeMount.of('/var/fluent-bit/state', state),
        VolumeMount.of('/fluent-bit/etc', Volume.configMapNamed('config', 'fluent-bit-config')),
      ],
    });
  }
}
