/*
 * Weave Net as the manifest of its community installs it: rajch/weave v2.9.0, prog/weave-kube/weave-daemonset-k8s-1.11.yaml. Names and labels, which are every installation's own, are
 * left out.
 */

import type { Reason } from '../differences';
import { objectOf, podOf, rights } from '../manifest';

const image = (name: string) => `rajchaudhuri/${name}:latest`;
const PRIVILEGED = { privileged: true };
const HOSTNAME = { name: 'HOSTNAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } };
const mount = (name: string, mountPath: string, more: object = {}) => ({ name, mountPath, ...more });
const path = (name: string, hostPath: string, more: object = {}) => ({ name, hostPath: { path: hostPath, ...more } });
const REQUESTS = { requests: { cpu: '50m' } };
const READ = ['get', 'list', 'watch'];

export const KEY = 'weave-net';
export const SOURCE = 'https://github.com/rajch/weave/blob/v2.9.0/prog/weave-kube/weave-daemonset-k8s-1.11.yaml';
export const VERSION = 'prog/weave-kube/weave-daemonset-k8s-1.11.yaml of rajch/weave v2.9.0';

export const CHART = {
  DaemonSet: {
    updateStrategy: { type: 'RollingUpdate' },
    minReadySeconds: 5,
    pod: {
      hostNetwork: true,
      hostPID: false,
      dnsPolicy: 'ClusterFirstWithHostNet',
      restartPolicy: 'Always',
      securityContext: { seLinuxOptions: {} },
      tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }, { effect: 'NoExecute', operator: 'Exists' }],
      priorityClassName: 'system-node-critical',
      initContainers: [{
        name: 'weave-init',
        image: image('weave-kube'),
        imagePullPolicy: 'Always',
        command: ['/home/weave/init.sh'],
        securityContext: PRIVILEGED,
        volumeMounts: [mount('cni-bin', '/host/opt'), mount('cni-bin2', '/host/home'), mount('cni-conf', '/host/etc'), mount('lib-modules', '/lib/modules'), mount('xtables-lock', '/run/xtables.lock')],
      }],
      containers: [
        {
          name: 'weave',
          image: image('weave-kube'),
          imagePullPolicy: 'Always',
          command: ['/home/weave/launch.sh'],
          securityContext: PRIVILEGED,
          resources: REQUESTS,
          readinessProbe: { httpGet: { host: '127.0.0.1', path: '/status', port: 6784 } },
          volumeMounts: [
            mount('weavedb', '/weavedb'), mount('dbus', '/host/var/lib/dbus', { readOnly: true }), mount('cni-machine-id', '/host/etc/machine-id', { readOnly: true }),
            mount('xtables-lock', '/run/xtables.lock'),
          ],
          env: [{ name: 'INIT_CONTAINER', value: 'true' }, HOSTNAME, { name: 'CHECKPOINT_DISABLE', value: '1' }],
        },
        {
          name: 'weave-npc',
          image: image('weave-npc'),
          imagePullPolicy: 'Always',
          securityContext: PRIVILEGED,
          resources: REQUESTS,
          volumeMounts: [mount('xtables-lock', '/run/xtables.lock')],
          env: [HOSTNAME],
        },
      ],
      volumes: [
        path('weavedb', '/var/lib/weave'), path('cni-bin', '/opt'), path('cni-bin2', '/home'), path('cni-conf', '/etc'), path('cni-machine-id', '/etc/machine-id'), path('dbus', '/var/lib/dbus'),
        path('lib-modules', '/lib/modules'), path('xtables-lock', '/run/xtables.lock', { type: 'FileOrCreate' }),
      ],
    },
  },
  ClusterRole: {
    rules: rights([
      { apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'], verbs: READ },
      { apiGroups: ['extensions'], resources: ['networkpolicies'], verbs: READ },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
      { apiGroups: [''], resources: ['nodes/status'], verbs: ['patch', 'update'] },
    ]),
  },
  Role: {
    rules: rights([
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['weave-net'], verbs: ['get', 'update'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    ]),
  },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const { updateStrategy, minReadySeconds } = daemonSet.spec;
  const { automountServiceAccountToken: _, ...pod } = podOf(daemonSet);
  return {
    DaemonSet: { updateStrategy, minReadySeconds, pod },
    ClusterRole: { rules: rights(objectOf(objects, 'ClusterRole').rules) },
    Role: { rules: rights(objectOf(objects, 'Role').rules) },
  };
}

const container = (name: string) => `DaemonSet.pod.containers[${name}]`;
const init = (name: string) => `DaemonSet.pod.initContainers[${name}]`;
const PINNED = 'pinned: `latest` is another program on each node, one day';
const NARROW = 'of /opt, /etc and /home it needs two directories, which are mounted as such';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.pod.dnsPolicy', why: 'cluster DNS needs the network that this agent makes; it asks for no name of the cluster' },
  { path: 'DaemonSet.pod.hostPID', why: 'the same: nothing is said' },
  { path: 'DaemonSet.pod.tolerations', why: 'the same in one: every taint, whatever its effect' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.nodeSelector', why: 'the images are for Linux' },
  { path: 'DaemonSet.pod.securityContext', why: 'seccomp is a default of every agent; SELinux options that say nothing are left out' },
  { path: init('weave-init'), why: 'the same container, by the name that it has with every network agent' },
  { path: init('install-cni'), why: `the same container. ${NARROW}; modules are read, not written; user 0 is said` },
  ...['weave', 'weave-npc'].flatMap((name) => [
    { path: `${container(name)}.image`, why: PINNED },
    { path: `${container(name)}.imagePullPolicy`, why: 'a node that starts again must not depend on the registry' },
    { path: `${container(name)}.env[NODE_NAME]`, why: 'a default of every agent' },
  ]),
  ...['cni-bin', 'cni-bin2', 'cni-conf', 'cni-bin-dir', 'cni-net-dir'].map((name) => ({ path: `DaemonSet.pod.volumes[${name}]`, why: NARROW })),
  { path: 'ClusterRole.rules[extensions/networkpolicies]', why: 'no served version of Kubernetes has them there' },
];
