/*
 * The OpenTelemetry Collector as the project's own chart installs it as a DaemonSet with the presets hostMetrics, kubeletMetrics, logsCollection and
 * kubernetesAttributes: opentelemetry-collector 0.170.0, appVersion 0.158.0, image opentelemetry-collector-k8s. Names and labels, which are every installation's own, and the
 * configuration are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podWithoutConfigMaps, rights, tokenOf } from '../manifest';

const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const port = (name: string, number: number, protocol = 'TCP') => ({ name, containerPort: number, hostPort: number, protocol });
const PROBE = { httpGet: { path: '/', port: 13133 } };

export const KEY = 'otel-collector';
export const SOURCE = 'https://github.com/open-telemetry/opentelemetry-helm-charts/tree/main/charts/opentelemetry-collector';
export const VERSION = 'chart opentelemetry-collector 0.170.0, for the Collector 0.158.0, as a DaemonSet with the same four presets';

export const CHART = {
  DaemonSet: {
    updateStrategy: { type: 'RollingUpdate' },
    revisionHistoryLimit: 10,
    pod: {
      hostNetwork: false,
      terminationGracePeriodSeconds: 30,
      automountServiceAccountToken: true,
      containers: [{
        name: 'otel-collector',
        image: 'otel/opentelemetry-collector-k8s:0.158.0',
        imagePullPolicy: 'IfNotPresent',
        args: ['--config=/conf/relay.yaml'],
        env: [
          field('MY_POD_IP', 'status.podIP'), field('OTEL_K8S_NODE_NAME', 'spec.nodeName'), field('OTEL_K8S_NODE_IP', 'status.hostIP'),
          field('OTEL_K8S_NAMESPACE', 'metadata.namespace'), field('OTEL_K8S_POD_NAME', 'metadata.name'), field('OTEL_K8S_POD_IP', 'status.podIP'),
          field('K8S_NODE_NAME', 'spec.nodeName'), field('K8S_NODE_IP', 'status.hostIP'),
        ],
        ports: [
          port('jaeger-compact', 6831, 'UDP'), port('jaeger-grpc', 14250), port('jaeger-thrift', 14268), port('otlp', 4317), port('otlp-http', 4318), port('zipkin', 9411),
        ],
        livenessProbe: PROBE,
        readinessProbe: PROBE,
        volumeMounts: [
          { mountPath: '/conf', name: 'config' },
          { mountPath: '/var/log/pods', name: 'podlogs', readOnly: true },
          { mountPath: '/var/lib/docker/containers', name: 'varlibdockercontainers', readOnly: true },
          { mountPath: '/hostfs', name: 'root', readOnly: true, mountPropagation: 'HostToContainer' },
        ],
      }],
      volumes: [
        { name: 'podlogs', hostPath: { path: '/var/log/pods' } },
        { name: 'varlibdockercontainers', hostPath: { path: '/var/lib/docker/containers' } },
        { name: 'root', hostPath: { path: '/' } },
      ],
    },
  },
  ClusterRole: {
    rules: rights([
      { apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'watch', 'list'] },
      { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['extensions'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/stats'], verbs: ['get', 'watch', 'list'] },
    ]),
  },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const { updateStrategy, revisionHistoryLimit } = daemonSet.spec;
  return {
    DaemonSet: { updateStrategy, revisionHistoryLimit, pod: podWithoutConfigMaps(daemonSet) },
    ServiceAccount: tokenOf(objects),
    ClusterRole: { rules: rights(objectOf(objects, 'ClusterRole').rules) },
  };
}

const CONTAINER = 'DaemonSet.pod.containers[otel-collector]';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'one pod at a time takes hours on large clusters' },
  { path: 'DaemonSet.pod.tolerations', why: 'tainted nodes are nodes, too: the chart leaves out the control plane' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.nodeSelector', why: 'the image is for Linux' },
  { path: 'DaemonSet.pod.priorityClassName', why: 'on a full node the Collector has no other place to go' },
  { path: 'DaemonSet.pod.securityContext', why: 'seccomp is a default of every agent' },
  { path: `${CONTAINER}.securityContext`, why: 'as the image\'s user 10001 it cannot read logs, which belong to root; root without capabilities can, and nothing more is needed' },
  { path: `${CONTAINER}.resources`, why: 'without requests the scheduler takes a node for emptier than it is, and memory_limiter needs a limit to go by' },
  { path: `${CONTAINER}.env[GOMEMLIMIT]`, why: '80% of the memory limit, as the chart sets it where there is one' },
  { path: `${CONTAINER}.env[NODE_NAME]`, why: 'a default of every agent' },
  { path: `${CONTAINER}.env[OTEL_K8S_NODE_NAME]`, why: 'the same is in K8S_NODE_NAME' },
  { path: `${CONTAINER}.env[OTEL_K8S_NODE_IP]`, why: 'the same is in K8S_NODE_IP' },
  { path: `${CONTAINER}.env[OTEL_K8S_POD_IP]`, why: 'the same is in MY_POD_IP' },
  ...['jaeger-compact', 'jaeger-grpc', 'jaeger-thrift', 'zipkin'].map((name) => ({ path: `${CONTAINER}.ports[${name}]`, why: 'nothing is received that nobody asked for; `OtelComponent.receiver` has it' })),
  ...['otlp', 'otlp-http'].map((name) => ({ path: `${CONTAINER}.ports[${name}]`, why: 'received when asked for with `OtelPreset.otlp()`, and by a Service to the Collector of the same node; ports of the node with `hostPorts: true`' })),
  { path: `${CONTAINER}.ports[health]`, why: 'it listens there, and the port is seen' },
  { path: `${CONTAINER}.volumeMounts[/conf].readOnly`, why: 'said as it is: ConfigMaps are mounted read-only always' },
  { path: `${CONTAINER}.volumeMounts[/var/lib/docker/containers]`, why: 'nodes without Docker get an empty directory by it; `hostPaths: [HostPath.dockerContainers()]` has it' },
  { path: 'DaemonSet.pod.volumes[varlibdockercontainers]', why: 'the same' },
  { path: `${CONTAINER}.volumeMounts[/var/lib/otel-collector]`, why: 'positions of logs are kept, as with the chart\'s storeCheckpoints' },
  { path: 'DaemonSet.pod.volumes[state]', why: 'the same' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'the pods mount the token themselves, and no other pod gets it by the account' },
  { path: 'ClusterRole.rules[nodes/stats]', why: 'the kubelet asks for get alone' },
  { path: 'ClusterRole.rules[apps/replicasets]', why: 'names of Deployments come from those of ReplicaSets in 0.158' },
  { path: 'ClusterRole.rules[extensions/replicasets]', why: 'no served version of Kubernetes has them there' },
];
