/*
 * Cilium as the project's own chart installs it with nothing set: chart 1.20.2 for Kubernetes 1.34. Names of objects and labels, which are every installation's own, are left out,
 * and so are shell scripts, the DaemonSet of Envoy, the certificates that the chart makes anew at every rendering, and keys of the ConfigMap that say what the programs do anyway.
 */

import { readFileSync } from 'fs';
import { join } from 'path';
import type { Reason } from '../differences';
import { objectOf, podOf, rights } from '../manifest';

export const KEY = 'cilium';
export const SOURCE = 'https://github.com/cilium/cilium/tree/v1.20.2/install/kubernetes/cilium';
export const VERSION = 'chart cilium 1.20.2 for Kubernetes 1.34, with nothing set';

const facts = (name: string) => JSON.parse(readFileSync(join(__dirname, '../facts', `${name}.json`), 'utf8'));
const agent = facts('cilium');
const operator = facts('cilium-operator');
const { serviceAccountName: _agent, ...agentPod } = agent.DaemonSet.pod;
const { serviceAccountName: _operator, ...operatorPod } = operator.Deployment.pod;

export const CHART = {
  DaemonSet: { updateStrategy: agent.DaemonSet.updateStrategy, pod: sorted(agentPod) },
  Deployment: { ...operator.Deployment, pod: sorted(operatorPod) },
  ConfigMap: operator.ConfigMap,
  agent: { rules: rights(agent.rules) },
  operator: { rules: rights(operator.rules) },
};

/** Lists of keys at paths by the keys. */
function sorted(pod: any): any {
  const sources = (volume: any) => volume.projected?.sources.map(({ secret: { items, ...rest } }: any) => (
    { secret: { ...rest, ...(items === undefined ? {} : { items: byKey(items) }) } }));
  const capabilities = (container: any) => ({ ...container, ...(container.command?.[0] === 'bash' ? { command: undefined } : {}) });
  return {
    ...pod,
    initContainers: (pod.initContainers ?? []).map(capabilities),
    volumes: pod.volumes.map((volume: any) => (
      volume.projected === undefined ? volume : { ...volume, projected: { ...volume.projected, sources: sources(volume) } })),
  };
}

function byKey(items: readonly any[]): any[] {
  return [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What is synthesized, in the same form. */
export function asCompared(objects: readonly any[]): object {
  const daemonSet = objectOf(objects, 'DaemonSet');
  const deployment = objectOf(objects, 'Deployment');
  const { replicas, strategy } = deployment.spec;
  return {
    DaemonSet: { updateStrategy: daemonSet.spec.updateStrategy, pod: sorted(podOf(daemonSet)) },
    Deployment: { replicas, strategy, pod: sorted(podOf(deployment)) },
    ConfigMap: objectOf(objects, 'ConfigMap').data,
    agent: { rules: rights(objectOf(objects, 'ClusterRole', /cilium$/).rules) },
    operator: { rules: rights(objectOf(objects, 'ClusterRole', /operator$/).rules) },
  };
}

const POD = 'DaemonSet.pod';
const AGENT = `${POD}.containers[cilium-agent]`;
const OPERATOR = 'Deployment.pod.containers[cilium-operator]';
const INITS = ['config', 'mount-cgroup', 'apply-sysctl-overwrites', 'mount-bpf-fs', 'clean-cilium-state', 'install-cni-binaries'];

export const REASONS: readonly Reason[] = [
  { path: 'DaemonSet.updateStrategy', why: 'a version that does not become ready stops after the first node' },
  { path: `${POD}.affinity`, why: 'a DaemonSet has one pod on a node anyway, and the rule costs the scheduler; on EKS Fargate and AKS virtual nodes its pods would stay Pending for ever' },
  { path: `${POD}.dnsPolicy`, why: 'said as it is on the host network, and so off it: cluster DNS needs Cilium' },
  { path: `${POD}.securityContext.appArmorProfile`, why: 'the same as annotations, before 1.30' },
  ...INITS.map((name) => ({ path: `${POD}.initContainers[${name}].env[NODE_NAME]`, why: 'a default of every agent' })),
  ...['config', 'install-cni-binaries'].map((name) => ({ path: `${POD}.initContainers[${name}].securityContext.allowPrivilegeEscalation`, why: 'it starts no program that needs more than it has' })),
  ...['config', 'install-cni-binaries'].map((name) => ({ path: `${POD}.initContainers[${name}].securityContext.seccompProfile`, why: 'it asks nothing of the kernel that the runtime\'s profile forbids' })),
  { path: `${POD}.initContainers[config].command`, why: 'the address of the API server comes by the environment: `apiServer`' },
  { path: `${POD}.initContainers[install-cni-binaries].securityContext.runAsUser`, why: 'said as it is: the directory belongs to root' },
  { path: `${POD}.initContainers[install-cni-binaries].resources`, why: 'what the agent asks for is more and counts for both; a limit could only stop the installation' },
  ...['mount-cgroup', 'apply-sysctl-overwrites'].map((name) => ({ path: `${POD}.initContainers[${name}].volumeMounts[/hostbin].name`, why: 'one volume for one directory, by the name that all network agents have here' })),
  { path: `${POD}.initContainers[install-cni-binaries].volumeMounts[/host/opt/cni/bin].name`, why: 'the same' },
  { path: `${POD}.volumes[cni-path]`, why: 'the same' },
  { path: `${POD}.volumes[cni-bin-dir]`, why: 'the same' },
  { path: `${AGENT}.volumeMounts[/host/etc/cni/net.d].name`, why: 'the same' },
  { path: `${POD}.volumes[etc-cni-netd]`, why: 'the same' },
  { path: `${POD}.volumes[cni-net-dir]`, why: 'the same' },
  { path: `${AGENT}.env[NODE_NAME]`, why: 'a default of every agent' },
  { path: `${AGENT}.env[GOMEMLIMIT]`, why: 'without a limit it would be the memory of the node; there as soon as `resources` has one' },
  { path: `${AGENT}.resources`, why: 'the vendor suggests it: without requests the scheduler takes a node for emptier than it is' },
  { path: `${AGENT}.ports[health].hostPort`, why: 'on the host network the API server sets it' },
  { path: `${AGENT}.ports[peer-service]`, why: 'Hubble is off; there with `CiliumHubble.withCertificates(…)`' },
  { path: `${AGENT}.volumeMounts[/var/lib/cilium/tls/hubble]`, why: 'the same' },
  { path: `${POD}.volumes[hubble-tls]`, why: 'the same' },
  { path: 'ConfigMap.enable-hubble', why: 'certificates made at every rendering would be another output each time; `hubble` brings those of a Secret' },
  ...['hubble-disable-tls', 'hubble-listen-address', 'hubble-tls-cert-file', 'hubble-tls-client-ca-files', 'hubble-tls-key-file'].map((key) => ({ path: `ConfigMap.${key}`, why: 'the same' })),
  { path: `${AGENT}.volumeMounts[/var/run/cilium/envoy/sockets]`, why: 'Envoy is in the agent\'s container and runs when a policy asks for it; there with `CiliumEnvoy.daemonSet()`' },
  { path: `${POD}.volumes[envoy-sockets]`, why: 'the same' },
  { path: 'ConfigMap.external-envoy-proxy', why: 'the same' },
  { path: 'ConfigMap.cilium-pod-labels', why: 'agents have labels of their own, and by its default the operator would find none of them and leave every startup taint' },
  { path: 'ConfigMap.enable-metrics', why: 'the operator\'s metrics are an open port on its nodes; `config: { "enable-metrics": "true" }` has it' },
  { path: 'ConfigMap.enable-policy-secrets-sync', why: 'with it the operator reads every Secret of the cluster; there with `policySecretsNamespace`' },
  { path: 'ConfigMap.policy-secrets-namespace', why: 'the same' },
  { path: 'operator.rules[secrets]', why: 'the same' },
  { path: 'Deployment.pod.dnsPolicy', why: 'said as it is on the host network' },
  { path: 'Deployment.pod.affinity', why: 'the same rule, by labels of our own' },
  { path: 'Deployment.pod.tolerations', why: 'the same in a fixed order, and network-unavailable, which it takes away itself' },
  { path: `${OPERATOR}.args`, why: 'whether to debug is in the configuration, which it reads anyway' },
  { path: `${OPERATOR}.env[CILIUM_DEBUG]`, why: 'the same' },
  { path: `${OPERATOR}.env[NODE_NAME]`, why: 'a default of every agent' },
  { path: `${OPERATOR}.ports[health].hostPort`, why: 'on the host network the API server sets it' },
  { path: `${OPERATOR}.ports[prometheus]`, why: 'its metrics are off' },
  { path: `${OPERATOR}.resources`, why: 'the vendor suggests it' },
  { path: 'operator.rules[configmaps cilium-config]', why: 'nothing in the operator of 1.20 changes it' },
  { path: 'operator.rules[serviceaccounts]', why: 'asked for with ztunnel only, which is not set up here' },
  { path: 'operator.rules[coordination.k8s.io/leases]', why: 'by a Role in its own namespace, where the lease is' },
  { path: 'operator.rules[cilium.io/ciliumnetworkpolicies]', why: 'policies are made by operators before 1.20 only' },
  { path: 'operator.rules[cilium.io/ciliumclusterwidenetworkpolicies]', why: 'the same' },
];
