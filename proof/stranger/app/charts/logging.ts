import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

const labels = { 'k8s-app': 'fluent-bit', 'version': 'v3' };

/** The log shipper, as it was copied from its documentation some years ago and has grown since. */
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

    new k8s.KubeDaemonSet(this, 'fluent-bit', {
      metadata: { name: 'fluent-bit', labels },
      spec: {
        selector: { matchLabels: { 'k8s-app': 'fluent-bit' } },
        minReadySeconds: 5,
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) } },
        template: {
          metadata: { labels, annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '2020' } },
          spec: {
            serviceAccountName: 'fluent-bit',
            terminationGracePeriodSeconds: 10,
            dnsPolicy: 'ClusterFirst',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            tolerations: [
              { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
              { operator: 'Exists', effect: 'NoExecute' },
            ],
            initContainers: [{
              name: 'state',
              image: 'busybox:1.36',
              command: ['sh', '-c', 'mkdir -p /var/fluent-bit/state'],
              volumeMounts: [{ name: 'state', mountPath: '/var/fluent-bit/state' }],
            }],
            containers: [{
              name: 'fluent-bit',
              image: 'cr.fluentbit.io/fluent/fluent-bit:3.2.2',
              imagePullPolicy: 'Always',
              ports: [{ name: 'http', containerPort: 2020, protocol: 'TCP' }],
              env: [
                { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
                { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'log-backend', key: 'token', optional: true } } },
                { name: 'LEVEL', value: 'info' },
              ],
              resources: {
                requests: { cpu: k8s.Quantity.fromString('50m'), memory: k8s.Quantity.fromString('64Mi') },
                limits: { memory: k8s.Quantity.fromString('128Mi') },
              },
              livenessProbe: { httpGet: { path: '/', port: k8s.IntOrString.fromString('http') }, initialDelaySeconds: 10 },
              readinessProbe: { httpGet: { path: '/api/v1/health', port: k8s.IntOrString.fromNumber(2020) }, periodSeconds: 20, failureThreshold: 5 },
              securityContext: { readOnlyRootFilesystem: true },
              volumeMounts: [
                { name: 'varlog', mountPath: '/var/log', readOnly: true },
                { name: 'containers', mountPath: '/var/lib/docker/containers', readOnly: true },
                { name: 'state', mountPath: '/var/fluent-bit/state' },
                { name: 'config', mountPath: '/fluent-bit/etc' },
              ],
            }],
            volumes: [
              { name: 'varlog', hostPath: { path: '/var/log' } },
              { name: 'containers', hostPath: { path: '/var/lib/docker/containers' } },
              { name: 'state', hostPath: { path: '/var/fluent-bit/state', type: 'DirectoryOrCreate' } },
              { name: 'config', configMap: { name: 'fluent-bit-config' } },
            ],
          },
        },
      },
    });
  }
}
