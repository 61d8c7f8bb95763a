/*
 * Fluent Bit as the project's own chart installs it when nothing is set: fluent-bit 0.58.1, appVersion 5.1.1, rendered as a DaemonSet. Names and labels, which are every
 * installation's own, and the configuration are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podWithoutConfigMaps, rights, serviceOf, tokenOf } from '../manifest';

export const KEY = 'fluent-bit';
export const SOURCE = 'https://github.com/fluent/helm-charts/tree/main/charts/fluent-bit';
export const VERSION = 'chart fluent-bit 0.58.1, for Fluent Bit 5.1.1, rendered with nothing set';

export const CHART = {
  DaemonSet: {
    pod: {
      hostNetwork: false,
      dnsPolicy: 'ClusterFirst',
      containers: [{
        name: 'fluent-bit',
        image: 'cr.fluentbit.io/fluent/fluent-bit:5.1.1',
        imagePullPolicy: 'IfNotPresent',
        command: ['/fluent-bit/bin/fluent-bit'],
        args: ['--workdir=/fluent-bit/etc', '--config=/fluent-bit/etc/conf/fluent-bit.conf'],
        ports: [{ name: 'http', containerPort: 2020, protocol: 'TCP' }],
        livenessProbe: { httpGet: { path: '/', port: 'http' } },
        readinessProbe: { httpGet: { path: '/api/v2/health', port: 'http' } },
        volumeMounts: [
          { name: 'config', mountPath: '/fluent-bit/etc/conf' },
          { name: 'varlog', mountPath: '/var/log' },
          { name: 'varlibdockercontainers', mountPath: '/var/lib/docker/containers', readOnly: true },
          { name: 'etcmachineid', mountPath: '/etc/machine-id', readOnly: true },
        ],
      }],
      volumes: [
        { name: 'varlog', hostPath: { path: '/var/log' } },
        { name: 'varlibdockercontainers', hostPath: { path: '/var/lib/docker/containers' } },
        { name: 'etcmachineid', hostPath: { path: '/etc/machine-id', type: 'File' } },
      ],
    },
  },
  Service: { type: 'ClusterIP', ports: [{ name: 'http', port: 2020, targetPort: 'http', protocol: 'TCP' }] },
  ClusterRole: {
    rules: rights([{ apiGroups: [''], resources: ['namespaces', 'pods'], verbs: ['get', 'list', 'watch'] }]),
  },
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

const CONTAINER = 'DaemonSet.pod.containers[fluent-bit]';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'one pod at a time takes hours on large clusters' },
  { path: 'DaemonSet.pod.tolerations', why: 'tainted nodes have logs, too: the chart leaves out the control plane' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.nodeSelector', why: 'the image is for Linux' },
  { path: 'DaemonSet.pod.priorityClassName', why: 'on a full node it has no other place to go' },
  { path: 'DaemonSet.pod.securityContext', why: 'seccomp is a default of every agent' },
  { path: 'DaemonSet.pod.dnsPolicy', why: 'it is what Kubernetes does when nothing is said' },
  { path: 'DaemonSet.pod.automountServiceAccountToken', why: 'the pods mount the token themselves, and no other pod gets it by the account' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'the same' },
  { path: `${CONTAINER}.args`, why: 'the configuration is in YAML; `configFormat: FluentBitConfigFormat.CLASSIC` writes the other form' },
  { path: `${CONTAINER}.securityContext`, why: 'root is needed to read logs, its capabilities are not; and it writes nothing but its state' },
  { path: `${CONTAINER}.resources`, why: 'without requests the scheduler takes a node for emptier than it is' },
  { path: `${CONTAINER}.env`, why: 'the node\'s name is a default of every agent, and the configuration asks for the pod\'s name, namespace and address' },
  { path: `${CONTAINER}.volumeMounts[/fluent-bit/etc/conf].readOnly`, why: 'said as it is: ConfigMaps are mounted read-only always' },
  { path: `${CONTAINER}.volumeMounts[/var/log].readOnly`, why: 'nothing that reads logs needs to write them; positions are kept elsewhere' },
  { path: `${CONTAINER}.volumeMounts[/var/lib/fluent-bit]`, why: 'positions are kept: with the chart\'s configuration every restart begins at the end of each file, and loses what was written meanwhile' },
  { path: 'DaemonSet.pod.volumes[state]', why: 'the same' },
  { path: `${CONTAINER}.volumeMounts[/var/lib/docker/containers]`, why: 'nodes without Docker get an empty directory by it; `hostPaths: [HostPath.dockerContainers()]` has it' },
  { path: 'DaemonSet.pod.volumes[varlibdockercontainers]', why: 'the same' },
  { path: `${CONTAINER}.volumeMounts[/etc/machine-id]`, why: 'a node without that file would get no pod; the journal is read by its directory, `FluentBitInput.systemd()`' },
  { path: 'DaemonSet.pod.volumes[etcmachineid]', why: 'the same' },
  { path: 'Service.clusterIP', why: 'metrics are each node\'s own: one address for all would answer with one node or another' },
  { path: 'ClusterRole.rules[pods]', why: 'the filter asks for one pod after the other; it neither lists nor watches' },
  { path: 'ClusterRole.rules[namespaces]', why: 'read only when labels or annotations of namespaces are asked for' },
];
