import { loadBalancerKeys } from './load-balancer';
import { CiliumSettings, settings } from './settings';
import { Settled } from './settled';

/** Where the agent writes the network's configuration in its container; the directory is the node's. */
const CONFLIST = '/host/etc/cni/net.d/05-cilium.conflist';
export const CGROUP_ROOT = '/run/cilium/cgroupv2';
export const METRICS_PORT = 9962;

/** All of it, as the ConfigMap has it: what differs from what the programs do by themselves, and what says how this cluster is made. */
export function ciliumConfig(settled: Settled): CiliumSettings {
  const { props: { clusterName, clusterId, kubeProxyReplacement, mtu, devices, policySecretsNamespace, operator = {}, monitor, config = {} } } = settled;
  const { ipv4, ipv6, ipam, routing, masquerade, cni, envoy, hubble, startupTaint, selector } = settled;
  const keys = {
    ...settings({
      'cluster-name': clusterName ?? 'default',
      'cluster-id': clusterId,
      'identity-allocation-mode': 'crd',
      'enable-ipv4': ipv4,
      'enable-ipv6': ipv6,
      'ipam': ipam._mode.name,
    }),
    ...ipam._mode.keys({ ipv4, ipv6 }),
    ...routing._keys(),
    ...settings({ 'ipv4-native-routing-cidr': settled.nativeCidrs[4], 'ipv6-native-routing-cidr': settled.nativeCidrs[6] }),
    ...masquerade._keys(),
    ...settings({
      'kube-proxy-replacement': kubeProxyReplacement ?? false,
      'mtu': mtu,
      'devices': devices?.join(' '),
      // Fewer events of the kernel, all flags of TCP among them.
      'monitor-aggregation': 'medium',
      'monitor-aggregation-flags': 'all',
      'preallocate-bpf-maps': false,
      'enable-well-known-identities': false,
      'write-cni-conf-when-ready': CONFLIST,
      // Answers of DNS come from the server's own address; a chained plugin would not let them pass.
      'dnsproxy-enable-transparent-mode': cni._chainingMode === undefined ? true : undefined,
      'bpf-root': '/sys/fs/bpf',
      'cgroup-root': CGROUP_ROOT,
      'procfs': settled.isPrivileged ? undefined : '/host/proc',
    }),
    ...loadBalancerKeys(settled.props.loadBalancer ?? {}, routing._kind === 'geneve'),
    ...cni._keys(),
    ...settled.props.encryption?._keys(),
    ...hubble._keys(),
    ...settings({
      'enable-l7-proxy': envoy._kind !== 'off',
      'external-envoy-proxy': envoy._kind === 'daemonSet',
      'envoy-xds-mode': envoy._kind === 'off' ? undefined : 'ads',
      'policy-secrets-only-from-secrets-namespace': true,
      'policy-secrets-namespace': policySecretsNamespace,
      'enable-policy-secrets-sync': policySecretsNamespace === undefined ? undefined : true,
    }),
    ...startupTaint._keys(),
    ...settings({
      // By its own default the operator looks for other labels, finds no agent, and leaves every taint.
      'cilium-pod-labels': Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`).join(','),
      'set-cilium-is-up-condition': true,
      'unmanaged-pod-watcher-interval': operator.restartsUnmanagedDns === false ? '0s' : '15s',
      'operator-api-serve-addr': ipv4 ? '127.0.0.1:9234' : '[::1]:9234',
      'prometheus-serve-addr': monitor === undefined ? undefined : `:${METRICS_PORT}`,
    }),
    ...settled.props.cleanUp?._keys(),
  };
  return { ...keys, ...config };
}
