/*
 * NodeLocal DNSCache as the addon of Kubernetes has it: cluster/addons/dns/nodelocaldns/nodelocaldns.yaml, image 1.26.4, its placeholders filled for kube-proxy in iptables mode. Names and labels,
 * which are every installation's own, and the Corefile are left out.
 */

import type { Reason } from '../differences';
import { objectOf, podOf, serviceOf, tokenOf } from '../manifest';

export const KEY = 'node-local-dns';
export const SOURCE = 'https://github.com/kubernetes/kubernetes/blob/master/cluster/addons/dns/nodelocaldns/nodelocaldns.yaml';
export const VERSION = 'the addon nodelocaldns of Kubernetes, for node-cache 1.26.4, filled in for kube-proxy in iptables mode';

export const CHART = {
  DaemonSet: {
    updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } },
    pod: {
      priorityClassName: 'system-node-critical',
      hostNetwork: true,
      dnsPolicy: 'Default',
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, { effect: 'NoExecute', operator: 'Exists' }, { effect: 'NoSchedule', operator: 'Exists' }],
      containers: [{
        name: 'node-cache',
        image: 'registry.k8s.io/dns/k8s-dns-node-cache:1.26.4',
        resources: { requests: { cpu: '25m', memory: '5Mi' } },
        args: ['-localip', '169.254.20.10,10.96.0.10', '-conf', '/etc/Corefile', '-upstreamsvc', 'kube-dns-upstream', '-pidfile', '/tmp/node-cache.pid'],
        securityContext: { capabilities: { add: ['NET_ADMIN'] } },
        ports: [
          { name: 'dns', containerPort: 53, protocol: 'UDP' }, { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' }, { name: 'metrics', containerPort: 9253, protocol: 'TCP' },
        ],
        livenessProbe: { httpGet: { host: '169.254.20.10', path: '/health', port: 8080 }, initialDelaySeconds: 60, timeoutSeconds: 5 },
        volumeMounts: [
          { name: 'xtables-lock', mountPath: '/run/xtables.lock', readOnly: false },
          { name: 'config-volume', mountPath: '/etc/coredns' },
          { name: 'kube-dns-config', mountPath: '/etc/kube-dns' },
        ],
      }],
      volumes: [
        { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
        { name: 'kube-dns-config', configMap: { name: 'kube-dns', optional: true } },
      ],
    },
  },
  UpstreamService: {
    type: 'ClusterIP',
    ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }, { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 }],
    selector: { 'k8s-app': 'kube-dns' },
  },
  MetricsService: { clusterIP: 'None', ports: [{ name: 'metrics', port: 9253, targetPort: 9253 }], annotations: { 'prometheus.io/port': '9253', 'prometheus.io/scrape': 'true' } },
  podAnnotations: { 'prometheus.io/port': '9253', 'prometheus.io/scrape': 'true' },
};

const METRICS = /^node-local-dns$/;

/** What is synthesized, in the same form. The ConfigMap with the Corefile has a name of its own here. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const { updateStrategy, template } = daemonSet.spec;
  const pod = podOf(daemonSet);
  const { 'checksum/config': _, ...podAnnotations } = template.metadata.annotations;
  const containers = pod.containers.map((container: any) => ({
    ...container, volumeMounts: container.volumeMounts.map((mount: any) => (mount.name === 'config' ? { ...mount, name: 'config-volume' } : mount)),
  }));
  return {
    DaemonSet: { updateStrategy, pod: { ...pod, containers, volumes: pod.volumes.filter((volume: any) => volume.name !== 'config') } },
    ServiceAccount: tokenOf(objects),
    UpstreamService: objectOf(objects, 'Service', /^kube-dns-upstream$/).spec,
    MetricsService: { ...serviceOf(objects, METRICS), annotations: objectOf(objects, 'Service', METRICS).metadata.annotations },
    podAnnotations,
  };
}

const CONTAINER = 'DaemonSet.pod.containers[node-cache]';
const SCRAPE = 'an annotation that only some Prometheus reads; the Service is there, and `monitor` makes the object of its operator';

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'while it is down the pods of its node may be without names: a broken version stops after a twentieth of the nodes, and readiness is asked before the next' },
  { path: 'DaemonSet.pod.tolerations', why: 'the one that stands for these three' },
  { path: 'DaemonSet.pod.affinity', why: 'on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: 'DaemonSet.pod.nodeSelector', why: 'the image is for Linux' },
  { path: 'DaemonSet.pod.securityContext', why: 'seccomp is a default of every agent' },
  { path: 'DaemonSet.pod.automountServiceAccountToken', why: 'it asks the API server nothing' },
  { path: `${CONTAINER}.securityContext.allowPrivilegeEscalation`, why: 'it is root with what it needs already' },
  { path: `${CONTAINER}.securityContext.capabilities.drop`, why: 'of the usual capabilities it needs those of low ports and of iptables\' sockets alone' },
  { path: `${CONTAINER}.securityContext.readOnlyRootFilesystem`, why: 'said as it is: the program writes its Corefile' },
  { path: `${CONTAINER}.resources.requests.memory`, why: 'it takes 20Mi before it knows a name: with 5Mi the scheduler takes nodes for emptier than they are' },
  { path: `${CONTAINER}.resources.limits`, why: 'a leak must not be the node\'s; far above full caches, since one that is ended for its memory leaves its addresses and rules behind until it is back' },
  { path: `${CONTAINER}.imagePullPolicy`, why: 'a default of every agent, and the API server\'s as well' },
  { path: `${CONTAINER}.env[NODE_NAME]`, why: 'a default of every agent' },
  { path: `${CONTAINER}.readinessProbe`, why: 'a rollout goes on when the new one answers, not when it was started' },
  { path: `${CONTAINER}.ports[setup-metrics]`, why: 'the program listens there, and the port is seen' },
  { path: `${CONTAINER}.ports[health]`, why: 'the same, at the local address alone' },
  { path: `${CONTAINER}.volumeMounts[/etc/coredns].readOnly`, why: 'said as it is: ConfigMaps are mounted read-only always' },
  { path: `${CONTAINER}.volumeMounts[/etc/kube-dns].readOnly`, why: 'the same' },
  { path: 'ServiceAccount.automountServiceAccountToken', why: 'no pod gets the token by the account' },
  { path: 'MetricsService.ports[metrics].targetPort', why: 'the port\'s name, which is the same whatever its number' },
  { path: 'MetricsService.annotations', why: SCRAPE },
  { path: 'podAnnotations', why: SCRAPE },
];
