/*
 * The node exporter as the chart of the Prometheus community installs it when nothing is set: prometheus-node-exporter 4.56.1, appVersion 1.12.1, rendered for
 * Kubernetes 1.33. Names and labels, which are every installation's own, are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podOf, serviceOf, tokenOf } from '../manifest';

const PROBE = {
  failureThreshold: 3, httpGet: { path: '/', port: 'metrics', scheme: 'HTTP' }, initialDelaySeconds: 0, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1,
};

export const KEY = 'node-exporter';
export const SOURCE = 'https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-node-exporter';
export const VERSION = 'chart prometheus-node-exporter 4.56.1, for node exporter 1.12.1, rendered with nothing set';

export const CHART = {
  DaemonSet: {
    updateStrategy: { rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' },
    revisionHistoryLimit: 10,
    annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' },
    pod: {
      hostNetwork: true,
      hostPID: true,
      hostIPC: false,
      automountServiceAccountToken: false,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{
              matchExpressions: [
                { key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['fargate'] },
                { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] },
              ],
            }],
          },
        },
      },
      tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }],
      securityContext: { fsGroup: 65534, runAsGroup: 65534, runAsNonRoot: true, runAsUser: 65534 },
      containers: [{
        name: 'node-exporter',
        image: 'quay.io/prometheus/node-exporter:v1.12.1',
        imagePullPolicy: 'IfNotPresent',
        args: [
          '--path.procfs=/host/proc', '--path.sysfs=/host/sys', '--path.rootfs=/host/root', '--path.udev.data=/host/root/run/udev/data',
          '--web.listen-address=[$(HOST_IP)]:9100',
        ],
        env: [{ name: 'HOST_IP', value: '0.0.0.0' }],
        ports: [{ name: 'metrics', containerPort: 9100, protocol: 'TCP' }],
        securityContext: { readOnlyRootFilesystem: true },
        livenessProbe: PROBE,
        readinessProbe: PROBE,
        volumeMounts: [
          { name: 'proc', mountPath: '/host/proc', readOnly: true },
          { name: 'sys', mountPath: '/host/sys', readOnly: true },
          { name: 'root', mountPath: '/host/root', mountPropagation: 'HostToContainer', readOnly: true },
        ],
      }],
      volumes: [
        { name: 'proc', hostPath: { path: '/proc' } },
        { name: 'sys', hostPath: { path: '/sys' } },
        { name: 'root', hostPath: { path: '/' } },
      ],
    },
  },
  ServiceAccount: { automountServiceAccountToken: false },
  Service: {
    annotations: { 'prometheus.io/scrape': 'true' },
    type: 'ClusterIP',
    ports: [{ name: 'metrics', port: 9100, targetPort: 9100, protocol: 'TCP' }],
  },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const { updateStrategy, revisionHistoryLimit, template } = daemonSet.spec;
  return {
    DaemonSet: { updateStrategy, revisionHistoryLimit, annotations: template.metadata.annotations, pod: podOf(daemonSet) },
    ServiceAccount: tokenOf(objects),
    Service: { annotations: objectOf(objects, 'Service').metadata.annotations, ...serviceOf(objects) },
  };
}

const CONTAINER = 'DaemonSet.pod.containers[node-exporter]';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.pod.tolerations', why: 'a node that is tainted with NoExecute is one whose metrics are asked for' },
  { path: 'DaemonSet.pod.affinity', why: 'virtual nodes v2 of AKS run no pods of DaemonSets either' },
  { path: 'DaemonSet.pod.priorityClassName', why: 'on a full node the exporter has no other place to go' },
  { path: 'DaemonSet.updateStrategy', why: 'a restart costs a scrape or two, and one pod at a time takes hours on large clusters' },
  { path: 'DaemonSet.annotations', why: 'the cluster autoscaler never keeps a node for the sake of a DaemonSet\'s pod' },
  { path: 'DaemonSet.pod.dnsPolicy', why: 'a default of every agent on the host network, so that Services are found by name' },
  { path: 'DaemonSet.pod.securityContext', why: 'there is no volume that fsGroup could apply to; seccomp is a default of every agent' },
  { path: `${CONTAINER}.securityContext`, why: 'it needs neither capabilities nor more rights than it starts with' },
  { path: `${CONTAINER}.resources`, why: 'without requests the scheduler takes a node for emptier than it is, and without a memory limit a leak is the node\'s' },
  { path: `${CONTAINER}.args`, why: 'every address of IPv4 and IPv6; `listenAddress` says another, with the variable that it needs' },
  { path: `${CONTAINER}.env[HOST_IP]`, why: 'the same: a variable is set only where the address is not known before' },
  { path: `${CONTAINER}.env[NODE_NAME]`, why: 'a default of every agent' },
  { path: 'Service.clusterIP', why: 'one address for all would answer with one node or another' },
  { path: 'Service.ports[metrics].targetPort', why: 'the same port, by its name' },
  { path: 'Service.annotations', why: 'a convention of some Prometheus configurations, which finds every pod twice where Services and pods are both discovered' },
];
