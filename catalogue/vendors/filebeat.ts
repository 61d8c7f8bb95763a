/*
 * Filebeat as its authors' manifest for Kubernetes installs it: deploy/kubernetes/filebeat-kubernetes.yaml of 9.5.2. Names and labels, which are every installation's
 * own, and the configuration are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podOf, rights, tokenOf } from '../manifest';

export const KEY = 'filebeat';
export const SOURCE = 'https://github.com/elastic/beats/blob/main/deploy/kubernetes/filebeat-kubernetes.yaml';
export const VERSION = 'the manifest filebeat-kubernetes.yaml, for Filebeat 9.5.2';

const READ = ['get', 'list', 'watch'];

export const CHART = {
  DaemonSet: {
    pod: {
      hostNetwork: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
      terminationGracePeriodSeconds: 30,
      containers: [{
        name: 'filebeat',
        image: 'docker.elastic.co/beats/filebeat-wolfi:9.5.2',
        args: ['-c', '/etc/filebeat.yml', '-e'],
        env: [
          { name: 'ELASTICSEARCH_HOST', value: 'elasticsearch' },
          { name: 'ELASTICSEARCH_PORT', value: '9200' },
          { name: 'ELASTICSEARCH_USERNAME', value: 'elastic' },
          { name: 'ELASTICSEARCH_PASSWORD', value: 'changeme' },
          { name: 'ELASTIC_CLOUD_ID' },
          { name: 'ELASTIC_CLOUD_AUTH' },
          { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        ],
        securityContext: { runAsUser: 0 },
        resources: { limits: { memory: '200Mi' }, requests: { cpu: '100m', memory: '100Mi' } },
        volumeMounts: [
          { name: 'config', mountPath: '/etc/filebeat.yml', readOnly: true, subPath: 'filebeat.yml' },
          { name: 'data', mountPath: '/usr/share/filebeat/data' },
          { name: 'varlibdockercontainers', mountPath: '/var/lib/docker/containers', readOnly: true },
          { name: 'varlog', mountPath: '/var/log', readOnly: true },
        ],
      }],
      volumes: [
        { name: 'config', configMap: { defaultMode: 416, name: 'filebeat-config' } },
        { name: 'varlibdockercontainers', hostPath: { path: '/var/lib/docker/containers' } },
        { name: 'varlog', hostPath: { path: '/var/log' } },
        { name: 'data', hostPath: { path: '/var/lib/filebeat-data', type: 'DirectoryOrCreate' } },
      ],
    },
  },
  ClusterRole: {
    rules: rights([
      { apiGroups: [''], resources: ['namespaces', 'pods', 'nodes'], verbs: READ },
      { apiGroups: ['apps'], resources: ['replicasets'], verbs: READ },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: READ },
    ]),
  },
  Role: {
    rules: rights([
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
    ]),
  },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const allOf = (kind: string) => rights(objects.filter((object) => object.kind === kind).flatMap(({ rules }) => rules));
  return {
    DaemonSet: { updateStrategy: daemonSet.spec.updateStrategy, pod: podOf(daemonSet) },
    ServiceAccount: tokenOf(objects),
    ClusterRole: { rules: allOf('ClusterRole') },
    Role: { rules: allOf('Role') },
  };
}

const CONTAINER = 'DaemonSet.pod.containers[filebeat]';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'one pod at a time takes hours on large clusters' },
  { path: 'DaemonSet.pod.tolerations', why: 'the manifest leaves out the control plane, whose logs are asked for first' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.nodeSelector', why: 'the image is for Linux' },
  { path: 'DaemonSet.pod.priorityClassName', why: 'on a full node Filebeat has no other place to go' },
  { path: 'DaemonSet.pod.securityContext', why: 'seccomp is a default of every agent' },
  { path: 'DaemonSet.pod.automountServiceAccountToken', why: 'said as it is: the pods mount the token themselves' },
  { path: `${CONTAINER}.securityContext.allowPrivilegeEscalation`, why: 'root needs no more rights than it has' },
  { path: `${CONTAINER}.securityContext.capabilities`, why: 'log files belong to root, and root without any capability reads them' },
  { path: `${CONTAINER}.imagePullPolicy`, why: 'said as it is' },
  { path: `${CONTAINER}.livenessProbe`, why: 'the manifest has none, so that a Filebeat that hangs goes on hanging' },
  { path: `${CONTAINER}.readinessProbe`, why: 'without, a rollout goes on over pods that do not start' },
  { path: `${CONTAINER}.ports`, why: 'its HTTP endpoint, on loopback, for the probes' },
  { path: `${CONTAINER}.env[GOMEMLIMIT]`, why: '90% of the memory limit: garbage is collected before the container is ended' },
  { path: `${CONTAINER}.env[ELASTICSEARCH_HOST]`, why: '`output` says where logs are sent' },
  { path: `${CONTAINER}.env[ELASTICSEARCH_PORT]`, why: 'the same' },
  { path: `${CONTAINER}.env[ELASTICSEARCH_USERNAME]`, why: 'the same' },
  { path: `${CONTAINER}.env[ELASTICSEARCH_PASSWORD]`, why: 'from a Secret, when there is one; the manifest has a password in its text' },
  { path: `${CONTAINER}.env[ELASTIC_CLOUD_ID]`, why: '`FilebeatOutput.elasticCloud` has it' },
  { path: `${CONTAINER}.env[ELASTIC_CLOUD_AUTH]`, why: 'the same, by a Secret' },
  { path: `${CONTAINER}.volumeMounts[/usr/share/filebeat/data].name`, why: 'names of volumes are alike for every agent' },
  { path: `${CONTAINER}.volumeMounts[/var/lib/docker/containers]`, why: 'nodes without Docker get an empty directory by it; `hostPaths: [HostPath.dockerContainers()]` has it' },
  { path: 'DaemonSet.pod.volumes[varlibdockercontainers]', why: 'the same' },
  { path: 'DaemonSet.pod.volumes[data]', why: 'a directory by the agent\'s name; `stateDirectory: HostPath.stateDirectory("filebeat-data").at("/usr/share/filebeat/data")` keeps the positions of the manifest\'s' },
  { path: 'DaemonSet.pod.volumes[state]', why: 'the same' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'the pods mount the token themselves, and no other pod gets it by the account' },
  { path: 'ClusterRole.rules[apps/replicasets]', why: 'with `deployment: true` only, for which alone they are asked' },
  { path: 'ClusterRole.rules[batch/jobs]', why: 'with `cronJob: true` only, for which alone they are asked' },
  { path: 'Role.rules', why: 'none as it comes' },
  { path: 'Role.rules[coordination.k8s.io/leases]', why: 'with `FilebeatAutodiscover.leader` only: nothing else takes turns' },
  { path: 'Role.rules[configmaps]', why: 'with `kubeadmClusterName: true` only, and else Filebeat is told not to ask' },
];
