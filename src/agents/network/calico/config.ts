import { CalicoBackend } from './backend';
import { CalicoDataplane } from './dataplane';
import { modesOf } from './encapsulation';
import { CalicoIpPool } from './ip-pool';
import { CalicoProfile } from './profile';
import { CalicoDaemonSetProps } from './props';
import { AgentConfigMap } from '../../../objects/config-map';
import { EnvVar } from '../../../values/env-var';

export const CONFLIST_FILE = '10-calico.conflist';

/** All that Calico's configuration is made of. */
export interface Settings {
  readonly props: CalicoDaemonSetProps;
  readonly backend: CalicoBackend;
  readonly pools: readonly CalicoIpPool[];
  readonly metricsPort: number | undefined;
  /** The agent's, when it is known. */
  readonly namespace: string | undefined;
}

/** The namespace in which agents look for Typha, and Typha for itself, unless told otherwise. */
const TYPHA_NAMESPACE = 'kube-system';
/** The same of its Service. */
const TYPHA_SERVICE = 'calico-typha';

/** Which of the two kinds of addresses pods have: IPv4 where nobody said. */
export function families(pools: readonly CalicoIpPool[]): { readonly v4: boolean; readonly v6: boolean } {
  const has = (family: number) => pools.some(({ _range }) => _range.family === family);
  return { v4: pools.length === 0 || has(4), v6: has(6) };
}

/**
 * The network's configuration list, with the words that the installer replaces on each node.
 *
 * @see https://docs.tigera.io/calico/latest/reference/configure-cni-plugins
 */
export function conflist(profile: CalicoProfile, pools: readonly CalicoIpPool[]): string {
  const { v4, v6 } = families(pools);
  const list = {
    name: 'k8s-pod-network',
    cniVersion: profile.cniVersion,
    plugins: [
      {
        type: 'calico',
        log_level: 'info',
        log_file_path: '/var/log/calico/cni/cni.log',
        datastore_type: 'kubernetes',
        nodename: '__KUBERNETES_NODE_NAME__',
        mtu: '__CNI_MTU__',
        ipam: { type: 'calico-ipam', ...(v6 ? { assign_ipv4: String(v4), assign_ipv6: 'true' } : {}) },
        policy: { type: 'k8s' },
        kubernetes: { kubeconfig: '__KUBECONFIG_FILEPATH__' },
      },
      { type: 'portmap', snat: true, capabilities: { portMappings: true } },
    ],
  };
  // A number, once it is replaced.
  return JSON.stringify(list, undefined, 2).replace('"__CNI_MTU__"', '__CNI_MTU__');
}

/** Keys of the ConfigMap that containers read. */
export function configData({ props, backend, pools }: Settings, profile: CalicoProfile, typhaService: string | undefined): { [key: string]: string } {
  return {
    calico_backend: backend.name,
    typha_service_name: typhaService ?? 'none',
    veth_mtu: String(props.mtu ?? 0),
    ...(backend._hasNetwork ? { cni_network_config: conflist(profile, pools) } : {}),
  };
}

/** Where the API server is, for whoever must reach it without kube-proxy. */
export function apiServerEnv(dataplane: CalicoDataplane | undefined): EnvVar[] {
  const server = dataplane?._apiServer;
  return server === undefined ? [] : [EnvVar.of('KUBERNETES_SERVICE_HOST', server.host), EnvVar.of('KUBERNETES_SERVICE_PORT', String(server.port))];
}

/** @see https://docs.tigera.io/calico/latest/reference/configure-calico-node */
export function nodeEnv(settings: Settings, configMap: AgentConfigMap, account: string | undefined): EnvVar[] {
  const { props, backend } = settings;
  const flag = (name: string, on: boolean | undefined) => (on === true ? [EnvVar.of(name, 'true')] : []);
  return [
    ...apiServerEnv(props.dataplane),
    EnvVar.of('DATASTORE_TYPE', 'kubernetes'),
    EnvVar.of('WAIT_FOR_DATASTORE', 'true'),
    EnvVar.fromField('NODENAME', 'spec.nodeName'),
    EnvVar.fromConfigMap('CALICO_NETWORKING_BACKEND', configMap, 'calico_backend'),
    EnvVar.of('CLUSTER_TYPE', backend._hasBird ? 'k8s,bgp' : 'k8s'),
    ...(props.typha === undefined ? [] : [EnvVar.fromConfigMap('FELIX_TYPHAK8SSERVICENAME', configMap, 'typha_service_name'), ...typhaNamespace('FELIX_TYPHAK8SNAMESPACE', settings.namespace)]),
    ...pluginAccount(account),
    ...(backend._hasNetwork ? networkEnv(settings, configMap) : policyEnv(backend)),
    EnvVar.of('CALICO_DISABLE_FILE_LOGGING', 'true'),
    EnvVar.of('FELIX_DEFAULTENDPOINTTOHOSTACTION', 'ACCEPT'),
    EnvVar.of('FELIX_IPV6SUPPORT', String(families(settings.pools).v6)),
    EnvVar.of('FELIX_HEALTHENABLED', 'true'),
    ...flag('FELIX_BPFENABLED', props.dataplane?.isEbpf),
    ...flag('FELIX_WIREGUARDENABLED', props.wireguard),
    ...(props.logSeverity === undefined ? [] : [EnvVar.of('FELIX_LOGSEVERITYSCREEN', props.logSeverity)]),
    ...(settings.metricsPort === undefined ? [] : [EnvVar.of('FELIX_PROMETHEUSMETRICSENABLED', 'true'), EnvVar.of('FELIX_PROMETHEUSMETRICSPORT', String(settings.metricsPort))]),
  ];
}

function typhaNamespace(variable: string, namespace: string | undefined): EnvVar[] {
  return namespace === undefined || namespace === TYPHA_NAMESPACE ? [] : [EnvVar.of(variable, namespace)];
}

/** By which Typha counts how many of it there are, to share the agents evenly. */
export function typhaEnv(service: string, namespace: string | undefined): EnvVar[] {
  return [...(service === TYPHA_SERVICE ? [] : [EnvVar.of('TYPHA_K8SSERVICENAME', service)]), ...typhaNamespace('TYPHA_K8SNAMESPACE', namespace)];
}

/** Calico knows its plugin's account by the name that its own manifests give it; any other must be said. */
export function pluginAccount(account: string | undefined): EnvVar[] {
  return account === undefined || account === 'calico-cni-plugin' ? [] : [EnvVar.of('CALICO_CNI_SERVICE_ACCOUNT', account)];
}

function networkEnv({ props, backend, pools }: Settings, configMap: AgentConfigMap): EnvVar[] {
  const { v4, v6 } = families(pools);
  const method = (name: string) => (props.nodeAddress === undefined ? [] : [EnvVar.of(name, props.nodeAddress.method)]);
  const mtu = (name: string) => EnvVar.fromConfigMap(name, configMap, 'veth_mtu');
  return [
    // Without an IPv4 address BIRD has nothing to make its id of.
    ...(v4 ? [EnvVar.of('IP', 'autodetect'), ...method('IP_AUTODETECTION_METHOD')] : [EnvVar.of('IP', 'none'), EnvVar.of('CALICO_ROUTER_ID', 'hash')]),
    ...(v6 ? [EnvVar.of('IP6', 'autodetect'), ...method('IP6_AUTODETECTION_METHOD')] : []),
    ...(pools.length === 0 ? usualPool(backend) : [EnvVar.of('NO_DEFAULT_POOLS', 'true')]),
    mtu('FELIX_IPINIPMTU'),
    mtu('FELIX_VXLANMTU'),
    mtu('FELIX_WIREGUARDMTU'),
  ];
}

/** Of the pool that Calico makes when there is none. */
function usualPool({ _encapsulation }: CalicoBackend): EnvVar[] {
  const { ipip, vxlan } = modesOf(_encapsulation!);
  return [EnvVar.of('CALICO_IPV4POOL_IPIP', ipip), EnvVar.of('CALICO_IPV4POOL_VXLAN', vxlan)];
}

function policyEnv({ _interfacePrefix }: CalicoBackend): EnvVar[] {
  // The plugin is another's, and so is its access to the API server.
  return [EnvVar.of('CALICO_MANAGE_CNI', 'false'), EnvVar.of('FELIX_INTERFACEPREFIX', _interfacePrefix!), EnvVar.of('NO_DEFAULT_POOLS', 'true')];
}
