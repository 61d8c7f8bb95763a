/*
 * Zabbix agent 2 as the community's chart installs it as a DaemonSet (zabbixAgent.runAsSidecar=false, runAsDaemonSet=true): zabbix 7.0.12, appVersion 7.0.16. Names and labels, which are every
 * installation's own, are left out, and so is everything of the chart that is not the agent's: server, web front end, database, and the cluster role of their account.
 */

import type { Reason } from '../differences';
import { objectOf, podWithoutConfigMaps, serviceOf, tokenOf } from '../manifest';

const PROBE = { tcpSocket: { port: 'zabbix-agent' }, successThreshold: 1, timeoutSeconds: 3 };
const value = (name: string, text: string) => ({ name, value: text });

export const KEY = 'zabbix-agent';
export const SOURCE = 'https://github.com/zabbix-community/helm-zabbix/tree/main/charts/zabbix';
export const VERSION = 'chart zabbix 7.0.12 of the Zabbix community, for Zabbix 7.0.16, with the agent as a DaemonSet';

export const CHART = {
  DaemonSet: {
    pod: {
      hostNetwork: true,
      dnsPolicy: 'ClusterFirstWithHostNet',
      containers: [{
        name: 'zabbix-agent',
        image: 'zabbix/zabbix-agent2:ubuntu-7.0.16',
        imagePullPolicy: 'IfNotPresent',
        env: [
          { name: 'ZBX_HOSTNAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }, value('ZBX_SERVER_HOST', '0.0.0.0/0'), value('ZBX_SERVER_PORT', '10051'),
          value('ZBX_PASSIVE_ALLOW', 'true'), value('ZBX_ACTIVE_ALLOW', 'false'), value('ZBX_DEBUGLEVEL', '3'), value('ZBX_TIMEOUT', '4'),
        ],
        ports: [{ name: 'zabbix-agent', containerPort: 10050, protocol: 'TCP' }],
        livenessProbe: { ...PROBE, failureThreshold: 3, periodSeconds: 10 },
        startupProbe: { ...PROBE, failureThreshold: 5, initialDelaySeconds: 15, periodSeconds: 5 },
        volumeMounts: [
          { name: 'proc', mountPath: '/hostfs/proc', readOnly: true },
          { name: 'sys', mountPath: '/hostfs/sys', readOnly: true },
          { name: 'root', mountPath: '/hostfs/root', mountPropagation: 'HostToContainer', readOnly: true },
        ],
      }],
      volumes: [
        { name: 'proc', hostPath: { path: '/proc' } },
        { name: 'sys', hostPath: { path: '/sys' } },
        { name: 'root', hostPath: { path: '/' } },
      ],
    },
  },
  ServiceAccount: { automountServiceAccountToken: true },
  Service: { type: 'ClusterIP', ports: [{ name: 'zabbix-agent', port: 10050, targetPort: 10050, protocol: 'TCP' }] },
};

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const { updateStrategy, revisionHistoryLimit } = daemonSet.spec;
  return {
    DaemonSet: { updateStrategy, revisionHistoryLimit, pod: podWithoutConfigMaps(daemonSet) },
    ServiceAccount: tokenOf(objects),
    Service: serviceOf(objects),
  };
}

const CONTAINER = 'DaemonSet.pod.containers[zabbix-agent]';
const FILE = 'the configuration is a file that is rendered and checked here, so that every parameter there is can be set, and its change rolls the pods';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'a restart costs a check or two, and one pod at a time takes hours on large clusters' },
  { path: 'DaemonSet.pod.tolerations', why: 'tainted nodes are nodes, too: the chart leaves out the control plane' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.nodeSelector', why: 'the image is for Linux' },
  { path: 'DaemonSet.pod.priorityClassName', why: 'on a full node the agent has no other place to go' },
  { path: 'DaemonSet.pod.securityContext', why: 'seccomp is a default of every agent' },
  { path: 'DaemonSet.pod.automountServiceAccountToken', why: 'the agent asks the API server nothing; in the chart it runs under the account of the whole installation, which may read every node, pod and Service' },
  { path: `${CONTAINER}.securityContext`, why: 'the image\'s user, said as it is; it needs neither capabilities nor a file system to write to' },
  { path: `${CONTAINER}.resources`, why: 'without requests the scheduler takes a node for emptier than it is, and without a memory limit a leak is the node\'s' },
  { path: `${CONTAINER}.command`, why: 'the image\'s own start writes a configuration from variables into the file system of the container' },
  { path: `${CONTAINER}.args`, why: FILE },
  { path: `${CONTAINER}.env[NODE_NAME]`, why: 'a default of every agent' },
  { path: `${CONTAINER}.env[ZBX_SERVER_HOST]`, why: 'who may ask has to be said: on the host network 0.0.0.0/0 is everybody who reaches the node, and what it asks for may be any file that everybody on the node may read' },
  ...['ZBX_SERVER_PORT', 'ZBX_PASSIVE_ALLOW', 'ZBX_ACTIVE_ALLOW', 'ZBX_DEBUGLEVEL'].map((name) => ({ path: `${CONTAINER}.env[${name}]`, why: FILE })),
  { path: `${CONTAINER}.env[ZBX_TIMEOUT]`, why: 'the agent\'s own 3 s; `timeout` says another' },
  { path: `${CONTAINER}.livenessProbe`, why: 'a connection to the port is one from nobody that the agent knows, with a warning in its log each time; the control socket also answers where there are active checks alone' },
  { path: `${CONTAINER}.startupProbe`, why: 'the same, and without waiting 15 s: it answers within one' },
  { path: `${CONTAINER}.volumeMounts[/etc/zabbix-agent]`, why: FILE },
  { path: `${CONTAINER}.volumeMounts[/tmp]`, why: 'its sockets are there, and the file system is read-only' },
  { path: 'DaemonSet.pod.volumes[tmp]', why: 'the same' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'no pod gets the token by the account' },
  { path: 'Service.clusterIP', why: 'headless: one address in front of all agents gives values of one node, then of another' },
  { path: 'Service.ports[zabbix-agent].targetPort', why: 'the port\'s name, which is the same whatever its number' },
];
