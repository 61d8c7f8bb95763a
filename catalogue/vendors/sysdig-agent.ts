/*
 * The Sysdig agent as the vendor's own chart installs it with access key, region us1 and the cluster's name: chart agent 2.10.2, agent 14.7.4. Names and labels, which
 * are every installation's own, and the pod that tests the installation are left out.
 */

import { parse } from 'yaml';
import type { Reason } from '../differences';
import { objectOf, podWithoutConfigMaps, rights, tokenOf } from '../manifest';

const PRIVILEGED = {
  privileged: true, runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, readOnlyRootFilesystem: false, allowPrivilegeEscalation: true, capabilities: { drop: ['ALL'] },
};
const mount = (name: string, mountPath: string, readOnly = false) => ({ name, mountPath, readOnly });
const hostPath = (name: string, path: string) => ({ name, hostPath: { path } });
const LOOK = ['get', 'list', 'watch'];

export const KEY = 'sysdig-agent';
export const SOURCE = 'https://github.com/sysdiglabs/charts/tree/main/charts/agent';
export const VERSION = 'chart agent 2.10.2, for the agent 14.7.4, with access key, region us1 and a cluster\'s name';

export const CHART = {
  DaemonSet: {
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    pod: {
      hostNetwork: true,
      hostPID: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
      terminationGracePeriodSeconds: 5,
      tolerations: [
        { effect: 'NoSchedule', key: 'node-role.kubernetes.io/master' },
        { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' },
        { effect: 'NoSchedule', key: 'node-role.kubernetes.io/controlplane', operator: 'Equal', value: 'true' },
        { effect: 'NoExecute', key: 'node-role.kubernetes.io/etcd', operator: 'Equal', value: 'true' },
        { effect: 'NoExecute', key: 'CriticalAddonsOnly', operator: 'Equal', value: 'true' },
      ],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{
              matchExpressions: [
                { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64', 's390x'] }, { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
              ],
            }],
          },
        },
      },
      initContainers: [{
        name: 'sysdig-agent-kmodule',
        image: 'quay.io/sysdig/agent-kmodule:14.7.4',
        imagePullPolicy: 'IfNotPresent',
        securityContext: PRIVILEGED,
        resources: { limits: { cpu: '1000m', memory: '512Mi' }, requests: { cpu: '250m', memory: '348Mi' } },
        volumeMounts: [
          mount('modprobe-d', '/etc/modprobe.d', true), mount('boot-vol', '/host/boot', true), mount('etc-vol', '/host/etc', true),
          mount('modules-vol', '/host/lib/modules', true), mount('usr-vol', '/host/usr', true),
        ],
      }],
      containers: [{
        name: 'sysdig',
        image: 'quay.io/sysdig/agent-slim:14.7.4',
        imagePullPolicy: 'IfNotPresent',
        securityContext: PRIVILEGED,
        resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: '1000m', memory: '1024Mi' } },
        readinessProbe: { httpGet: { host: '127.0.0.1', path: '/healthz', port: 24483 }, initialDelaySeconds: 90, periodSeconds: 10, failureThreshold: 9 },
        env: [{ name: 'K8S_NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        volumeMounts: [
          mount('dev-vol', '/host/dev'), mount('usr-vol', '/host/usr', true), mount('proc-vol', '/host/proc', true), mount('run-vol', '/host/run'), mount('dshm', '/dev/shm'),
          mount('config', '/opt/draios/etc/kubernetes/config'), mount('sysdig-agent-secrets', '/opt/draios/etc/kubernetes/secrets'), mount('podinfo', '/etc/podinfo'),
          mount('etc-vol', '/host/etc', true), mount('varlib-vol', '/host/var/lib'), mount('vardata-vol', '/host/var/data'), mount('varrun-vol', '/host/var/run'),
          mount('sysfs-vol', '/host/sys/fs', true),
        ],
      }],
      volumes: [
        hostPath('dev-vol', '/dev'), hostPath('usr-vol', '/usr'), hostPath('proc-vol', '/proc'), hostPath('run-vol', '/run'), hostPath('sysfs-vol', '/sys/fs'),
        hostPath('modprobe-d', '/etc/modprobe.d'), hostPath('boot-vol', '/boot'), hostPath('modules-vol', '/lib/modules'), hostPath('varrun-vol', '/var/run'),
        hostPath('etc-vol', '/etc'), hostPath('varlib-vol', '/var/lib'), hostPath('vardata-vol', '/var/data'),
        { name: 'dshm', emptyDir: { medium: 'Memory' } },
        { name: 'sysdig-agent-secrets', secret: {} },
        {
          name: 'podinfo',
          downwardAPI: {
            items: [{ fieldRef: { fieldPath: 'metadata.name' }, path: 'name' }, { fieldRef: { fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  },
  ConfigMap: {
    new_k8s: true,
    k8s_cluster_name: 'c1',
    collector: 'collector.sysdigcloud.com',
    sysdig_api_endpoint: 'secure.sysdig.com',
    security: { enabled: true, k8s_audit_server_enabled: true, k8s_audit_server_port: 7765, k8s_audit_server_url: '0.0.0.0' },
  },
  Service: { ports: [{ name: 'k8s-audit', port: 7765 }] },
  ClusterRole: {
    rules: rights([
      {
        apiGroups: [''],
        resources: [
          'pods', 'replicationcontrollers', 'services', 'endpoints', 'events', 'limitranges', 'namespaces', 'nodes', 'nodes/metrics', 'nodes/proxy', 'resourcequotas',
          'persistentvolumes', 'persistentvolumeclaims', 'configmaps',
        ],
        verbs: LOOK,
      },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: LOOK },
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: LOOK },
      { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: LOOK },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies', 'ingresses'], verbs: LOOK },
      { apiGroups: ['extensions'], resources: ['daemonsets', 'deployments', 'replicasets'], verbs: LOOK },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
      { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: LOOK },
      { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: LOOK },
      { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: LOOK },
    ]),
  },
  Role: { rules: rights([{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'list', 'update', 'watch'] }]) },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const pod = podWithoutConfigMaps(daemonSet);
  const volumes = pod.volumes.map((volume: any) => (volume.secret === undefined ? volume : { name: volume.name, secret: {} }));
  const rules = (kind: string) => ({ rules: rights(objectOf(objects, kind).rules) });
  return {
    DaemonSet: { updateStrategy: daemonSet.spec.updateStrategy, pod: { ...pod, volumes } },
    ConfigMap: parse(objectOf(objects, 'ConfigMap').data['dragent.yaml']) as object,
    ServiceAccount: tokenOf(objects),
    ClusterRole: rules('ClusterRole'),
    Role: rules('Role'),
  };
}

const POD = 'DaemonSet.pod';
const AGENT = `${POD}.containers[sysdig]`;
const INIT = `${POD}.initContainers[sysdig-agent-kmodule]`;

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'one pod at a time takes hours on large clusters' },
  { path: `${POD}.tolerations`, why: 'a node that nobody watches because it is tainted is where an intruder would stay' },
  { path: `${POD}.affinity`, why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever; nodes of other architectures are left out by `targeting`' },
  { path: `${POD}.nodeSelector`, why: 'the image is for Linux: said so' },
  { path: `${POD}.priorityClassName`, why: 'on a full node the agent has no other place to go' },
  { path: `${POD}.securityContext`, why: 'seccomp is a default of every agent; privileged containers are not under it' },
  { path: `${POD}.automountServiceAccountToken`, why: 'the account mounts none by itself, and no other pod gets it' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'the same' },
  ...[AGENT, INIT].flatMap((container) => [
    { path: `${container}.securityContext`, why: 'a privileged container has every capability, whatever is dropped, and may always gain more rights: neither is said' },
    { path: `${container}.env[NODE_NAME]`, why: 'a default of every agent' },
    { path: `${container}.resources`, why: 'requests are those of Sysdig\'s newer chart, shield; with a CPU limit system calls would be missed' },
  ]),
  { path: `${AGENT}.volumeMounts[/opt/draios/etc/kubernetes/config].readOnly`, why: 'said as it is: ConfigMaps are mounted read-only always' },
  { path: `${AGENT}.volumeMounts[/opt/draios/etc/kubernetes/secrets].readOnly`, why: 'the same of Secrets' },
  { path: `${AGENT}.volumeMounts[/etc/podinfo].readOnly`, why: 'the same of the pod\'s own fields' },
  { path: `${POD}.volumes[vardata-vol].hostPath.type`, why: 'said as it is: container runtimes make the directory where it is not there; Sysdig\'s newer chart says it, too' },
  { path: 'ConfigMap.security', why: 'on the host network, everybody who reaches the node could send; `auditServerPort: 7765` has it' },
  { path: 'Service', why: 'comes with `auditServerPort`, and leads to the agent of the same node' },
  ...['daemonsets', 'deployments', 'replicasets'].map((name) => ({ path: `ClusterRole.rules[extensions/${name}]`, why: 'no served version of Kubernetes has them there' })),
];
