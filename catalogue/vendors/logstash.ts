/*
 * Logstash as its authors' chart installs it: logstash 8.5.1 of elastic/helm-charts, the last one, a StatefulSet. There is no DaemonSet of theirs, so that what is
 * compared is the pod. Names and labels, which are every installation's own, and the configuration, which the chart leaves empty, are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podOf } from '../manifest';

const PROBE = { httpGet: { path: '/', port: 'http' }, failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 5 };

export const KEY = 'logstash';
export const SOURCE = 'https://github.com/elastic/helm-charts/tree/main/logstash';
export const VERSION = 'the pods of chart logstash 8.5.1, which makes a StatefulSet';

export const CHART = {
  pod: {
    terminationGracePeriodSeconds: 120,
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{
          labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['r-logstash'] }] }, topologyKey: 'kubernetes.io/hostname',
        }],
      },
    },
    securityContext: { fsGroup: 1000, runAsUser: 1000 },
    containers: [{
      name: 'logstash',
      image: 'docker.elastic.co/logstash/logstash:8.5.1',
      imagePullPolicy: 'IfNotPresent',
      env: [{ name: 'LS_JAVA_OPTS', value: '-Xmx1g -Xms1g' }],
      ports: [{ name: 'http', containerPort: 9600 }],
      securityContext: { capabilities: { drop: ['ALL'] }, runAsNonRoot: true, runAsUser: 1000 },
      resources: { limits: { cpu: '1000m', memory: '1536Mi' }, requests: { cpu: '100m', memory: '1536Mi' } },
      livenessProbe: { ...PROBE, initialDelaySeconds: 300 },
      readinessProbe: { ...PROBE, initialDelaySeconds: 60, successThreshold: 3 },
    }],
  },
  PodDisruptionBudget: { maxUnavailable: 1 },
  Service: { clusterIP: 'None', ports: [{ name: 'http', port: 9600 }] },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  return { updateStrategy: daemonSet.spec.updateStrategy, pod: podOf(daemonSet) };
}

const CONTAINER = 'pod.containers[logstash]';

export const REASONS: readonly Reason[] = [
  { path: 'updateStrategy', why: 'one pod at a time takes hours on large clusters' },
  { path: 'PodDisruptionBudget', why: 'a node that is drained keeps its DaemonSet pods, and nothing is evicted' },
  { path: 'Service', why: 'a StatefulSet must have it; programs reach inputs that listen by a Service to the pod of their own node' },
  { path: 'pod.tolerations', why: 'tainted nodes are nodes, too' },
  { path: 'pod.affinity', why: 'one pod for each node is what a DaemonSet is; on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'pod.nodeSelector', why: 'the image is for Linux' },
  { path: 'pod.priorityClassName', why: 'on a full node Logstash has no other place to go' },
  { path: 'pod.automountServiceAccountToken', why: 'it asks the API server nothing, and holds no key to it' },
  { path: 'pod.securityContext.seccompProfile', why: 'seccomp is a default of every agent' },
  { path: 'pod.securityContext.runAsUser', why: 'said for the container' },
  { path: 'pod.securityContext.supplementalGroups', why: 'log files of pods can be read by the group root' },
  { path: 'pod.initContainers', why: 'the state directory of the node is made for root, and Logstash is user 1000' },
  { path: 'pod.volumes', why: 'logs are read from the node, and positions and queues are kept there; the chart reads none' },
  { path: `${CONTAINER}.volumeMounts`, why: 'the same' },
  { path: `${CONTAINER}.image`, why: '8.5 is of 2022 and has no security fixes any more' },
  { path: `${CONTAINER}.command`, why: 'the image\'s own start writes variables such as NODE_NAME into logstash.yml, and ends where it cannot' },
  { path: `${CONTAINER}.env[LS_JAVA_OPTS].value`, why: 'half of the memory limit: two thirds leave little for buffers and queues. The rest is what the image\'s own start sets' },
  { path: `${CONTAINER}.env[NODE_NAME]`, why: 'a default of every agent; Logstash\'s name of itself' },
  { path: `${CONTAINER}.securityContext.allowPrivilegeEscalation`, why: 'a default of every agent' },
  { path: `${CONTAINER}.securityContext.runAsGroup`, why: 'the group of the image\'s user' },
  { path: `${CONTAINER}.resources.limits.cpu`, why: 'a CPU limit makes Java\'s start take minutes' },
  { path: `${CONTAINER}.startupProbe`, why: 'waits up to 5 minutes and no longer than it takes, in place of delays that are waited out at every start' },
  { path: `${CONTAINER}.livenessProbe.initialDelaySeconds`, why: 'the same' },
  { path: `${CONTAINER}.readinessProbe.initialDelaySeconds`, why: 'the same' },
  { path: `${CONTAINER}.readinessProbe.successThreshold`, why: 'nothing is gained by waiting for three answers' },
];
