/*
 * Fluentd as the project's own chart installs it when nothing is set: fluentd 0.6.0, appVersion 1.19.3, rendered as a DaemonSet. Names and labels, which are every
 * installation's own, and the configuration are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podWithoutConfigMaps, rights, serviceOf, tokenOf } from '../manifest';

const PROBE = { httpGet: { path: '/metrics', port: 'metrics' } };

export const KEY = 'fluentd';
export const SOURCE = 'https://github.com/fluent/helm-charts/tree/main/charts/fluentd';
export const VERSION = 'chart fluentd 0.6.0, for Fluentd 1.19.3, rendered with nothing set';

export const CHART = {
  DaemonSet: {
    pod: {
      containers: [{
        name: 'fluentd',
        image: 'fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch7-1.1',
        imagePullPolicy: 'IfNotPresent',
        env: [{ name: 'FLUENTD_CONF', value: '../../../etc/fluent/fluent.conf' }],
        ports: [{ name: 'metrics', containerPort: 24231, protocol: 'TCP' }],
        livenessProbe: PROBE,
        readinessProbe: PROBE,
        volumeMounts: [
          { name: 'config', mountPath: '/etc/fluent' },
          { name: 'etcfluentd-config', mountPath: '/etc/fluent/config.d/' },
          { name: 'varlog', mountPath: '/var/log' },
          { name: 'varlibdockercontainers', mountPath: '/var/lib/docker/containers', readOnly: true },
        ],
      }],
      volumes: [
        { name: 'varlog', hostPath: { path: '/var/log' } },
        { name: 'varlibdockercontainers', hostPath: { path: '/var/lib/docker/containers' } },
      ],
    },
  },
  Service: { type: 'ClusterIP', ports: [{ name: 'metrics', port: 24231, targetPort: 'metrics', protocol: 'TCP' }] },
  ClusterRole: { rules: rights([{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }]) },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  return {
    DaemonSet: { updateStrategy: daemonSet.spec.updateStrategy, pod: podWithoutConfigMaps(daemonSet) },
    Service: serviceOf(objects),
    ServiceAccount: tokenOf(objects),
    ClusterRole: { rules: rights(objectOf(objects, 'ClusterRole').rules) },
  };
}

const CONTAINER = 'DaemonSet.pod.containers[fluentd]';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'one pod at a time takes hours on large clusters' },
  { path: 'DaemonSet.pod.tolerations', why: 'tainted nodes have logs, too: the chart leaves out the control plane' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.nodeSelector', why: 'the image is for Linux' },
  { path: 'DaemonSet.pod.priorityClassName', why: 'on a full node it has no other place to go' },
  { path: 'DaemonSet.pod.securityContext', why: 'seccomp is a default of every agent' },
  { path: 'DaemonSet.pod.automountServiceAccountToken', why: 'the pods mount the token themselves, and no other pod gets it by the account' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'the same' },
  { path: `${CONTAINER}.image`, why: 'of the variants of one image, that for Elasticsearch 8; `version` and other outputs choose others' },
  { path: `${CONTAINER}.securityContext`, why: 'root is needed to read logs, its capabilities are not' },
  { path: `${CONTAINER}.resources`, why: 'without requests the scheduler takes a node for emptier than it is' },
  { path: `${CONTAINER}.env[K8S_NODE_NAME]`, why: 'without it, the filter of every node watches every pod of the cluster; the project\'s manifest has it' },
  { path: `${CONTAINER}.env[NODE_NAME]`, why: 'a default of every agent' },
  { path: `${CONTAINER}.env[POD_NAME]`, why: 'by it, its own logs are left out' },
  { path: `${CONTAINER}.env[POD_NAMESPACE]`, why: 'the same' },
  { path: `${CONTAINER}.env[FLUENT_ELASTICSEARCH_SED_DISABLE]`, why: 'the image would change the configuration in its place, which is read-only' },
  { path: `${CONTAINER}.volumeMounts[/etc/fluent].readOnly`, why: 'said as it is: ConfigMaps are mounted read-only always' },
  { path: `${CONTAINER}.volumeMounts[/etc/fluent/config.d]`, why: 'the configuration is one file' },
  { path: `${CONTAINER}.volumeMounts[/var/log].readOnly`, why: 'nothing that reads logs needs to write them; positions are kept elsewhere' },
  { path: `${CONTAINER}.volumeMounts[/var/lib/fluentd]`, why: 'positions and buffers are kept there; the chart has positions in /var/log, and buffers in memory' },
  { path: 'DaemonSet.pod.volumes[state]', why: 'the same' },
  { path: `${CONTAINER}.volumeMounts[/var/lib/docker/containers]`, why: 'nodes without Docker get an empty directory by it; `hostPaths: [HostPath.dockerContainers()]` has it' },
  { path: 'DaemonSet.pod.volumes[varlibdockercontainers]', why: 'the same' },
  { path: 'Service.clusterIP', why: 'metrics are each node\'s own: one address for all would answer with one node or another' },
];
