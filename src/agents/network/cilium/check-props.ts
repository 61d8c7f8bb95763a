import { CiliumApiServer } from './api-server';
import { CiliumCleanUp } from './clean-up';
import { CiliumChainingMode, CiliumCni } from './cni';
import { CiliumEncryption } from './encryption';
import { CiliumEnvoy } from './envoy';
import { CiliumHubble } from './hubble';
import { CiliumIpam } from './ipam';
import { CiliumLoadBalancerMode, checkLoadBalancer } from './load-balancer';
import { CiliumMasquerade } from './masquerade';
import { NOT_MADE, PROP_OF_KEY } from './owned-keys';
import { CiliumDaemonSetProps, CiliumOperatorOptions } from './props';
import { CiliumRouting } from './routing';
import { Settled } from './settled';
import { CiliumStartupTaint } from './startup-taint';
import { fail, show } from '../../../errors';
import { EnvVar } from '../../../values/env-var';
import { ImageName } from '../../../values/image-name';
import { BOOLEAN, FIELDS, Kind, TEXT, TEXTS, listOf, of, requireKinds } from '../../../values/kinds';
import { fieldsOf, requireKnown } from '../../../values/known-fields';
import { requireDnsLabel, requireWholeNumber } from '../../../values/kube-names';
import { Monitor } from '../../../values/monitor';
import { NodeTargeting } from '../../../values/node-targeting';
import { requireTexts } from '../../../values/require';
import { Tolerations } from '../../../values/tolerations';
import { AgentProps, agentProps } from '../../common';

/** A number is judged by its bounds, the balancer by its own words. */
type Elsewhere = 'clusterId' | 'mtu' | 'loadBalancer';

const KINDS: { readonly [prop in Exclude<keyof Required<CiliumDaemonSetProps>, keyof AgentProps | Elsewhere>]: Kind } = {
  clusterName: TEXT,
  ipv4: BOOLEAN,
  ipv6: BOOLEAN,
  ipam: of(CiliumIpam),
  routing: of(CiliumRouting),
  masquerade: of(CiliumMasquerade),
  kubeProxyReplacement: BOOLEAN,
  apiServer: of(CiliumApiServer),
  encryption: of(CiliumEncryption),
  envoy: of(CiliumEnvoy),
  hubble: of(CiliumHubble),
  cni: of(CiliumCni),
  cniBinDirectory: TEXT,
  cniConfDirectory: TEXT,
  startupTaint: of(CiliumStartupTaint),
  cleanUp: of(CiliumCleanUp),
  privileged: BOOLEAN,
  devices: TEXTS,
  policySecretsNamespace: TEXT,
  config: FIELDS,
  image: of(ImageName),
  operator: FIELDS,
  monitor: of(Monitor),
};

/** All that it takes. */
export const CILIUM_PROPS = agentProps<CiliumDaemonSetProps>({ ...KINDS, clusterId: true, mtu: true, loadBalancer: true });

const OPERATOR: { readonly [option in Exclude<keyof Required<CiliumOperatorOptions>, 'replicas'>]: Kind } = {
  image: of(ImageName),
  args: TEXTS,
  env: listOf(of(EnvVar)),
  resources: FIELDS,
  targeting: of(NodeTargeting),
  tolerations: of(Tolerations),
  serviceAccountAnnotations: FIELDS,
  restartsUnmanagedDns: BOOLEAN,
  adopt: FIELDS,
};

const OPERATOR_OPTIONS = fieldsOf<CiliumOperatorOptions>({ ...OPERATOR, replicas: true });

/** What can be seen to be wrong in single props. */
export function checkCilium(where: string, props: CiliumDaemonSetProps): void {
  requireKinds(where, props, KINDS);
  const { operator = {}, clusterName = 'default', clusterId = 0, mtu, loadBalancer, policySecretsNamespace, config = {} } = props;
  requireKnown(where, operator, OPERATOR_OPTIONS, 'operator');
  requireKinds(where, operator, OPERATOR);
  requireWholeNumber(where, 'operator.replicas', operator.replicas ?? 2, 1);
  if (!/^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/.test(clusterName)) {
    fail('InvalidClusterName', where, `clusterName is ${show(clusterName)}; write at most 32 lower-case letters, digits and "-", with a letter or digit at both ends`);
  }
  requireWholeNumber(where, 'clusterId', clusterId, 0, 255);
  if (clusterName === 'default' && clusterId !== 0) {
    fail('InvalidClusterName', where, `clusterName is "default" and clusterId ${clusterId}; write a name by which other clusters know this one`);
  }
  if (mtu !== undefined) {
    requireWholeNumber(where, 'mtu', mtu, 576, 65535);
  }
  if (loadBalancer !== undefined) {
    checkLoadBalancer(where, loadBalancer);
  }
  if (policySecretsNamespace !== undefined) {
    requireDnsLabel(where, 'policySecretsNamespace', policySecretsNamespace);
  }
  requireTexts(where, 'config', config);
  for (const [key, value] of Object.entries(config)) {
    if (NOT_MADE[key] !== undefined && value !== 'false') {
      fail('NotSetUp', where, `config has ${key}: ${show(value)}, and ${NOT_MADE[key]} that it needs is not made here; drop it`);
    }
    if (PROP_OF_KEY[key] !== undefined) {
      fail('SettingOfProp', where, `config has ${key}: ${show(value)}, and what goes with it is settled by a prop; write ${PROP_OF_KEY[key]}`);
    }
  }
}

/** What does not go together: the agent or the operator would end at once with most of it, and drop packets with the rest. */
export function checkTogether(where: string, settled: Settled): void {
  const { props, ipv4, ipv6, ipam, routing, masquerade, cni, envoy, nativeCidrs } = settled;
  const isReplacing = props.kubeProxyReplacement === true;
  const isTunnel = routing._kind !== 'native';
  const mode = props.loadBalancer?.mode;
  const isByVpc = ipam._mode.name === 'eni' || ipam._mode.name === 'alibabacloud';
  if (!ipv4 && !ipv6) {
    fail('NoAddressFamily', where, 'ipv4 and ipv6 are both false; write one of them');
  }
  if (isReplacing && props.apiServer === undefined) {
    fail('MissingApiServer', where, 'kubeProxyReplacement is true and apiServer is nothing: Kubernetes\' own address of the API server is a Service, which nobody reaches before Cilium runs; write apiServer: CiliumApiServer.of("api.example.com", 6443)');
  }
  if (props.loadBalancer !== undefined && !isReplacing) {
    fail('KubeProxyBalances', where, `loadBalancer is ${show(props.loadBalancer)}, and kube-proxy balances; write kubeProxyReplacement: true, or drop it`);
  }
  if (routing._kind === 'vxlan' && mode !== undefined && mode !== CiliumLoadBalancerMode.SNAT) {
    fail('DsrInVxlan', where, `loadBalancer.mode is ${show(mode)}, which VXLAN cannot carry; write routing: CiliumRouting.geneve() or CiliumRouting.native(…), or mode SNAT`);
  }
  if (isByVpc && isTunnel) {
    fail('TunnelInVpc', where, `ipam gives pods addresses of the VPC (${ipam._mode.name}), and routing is ${routing._kind}, in which the VPC does not see them; write routing: CiliumRouting.native()`);
  }
  for (const [version, isUsed, isMasqueraded] of [[4, ipv4, masquerade._ipv4], [6, ipv6, masquerade._ipv6]] as const) {
    if (!isTunnel && isUsed && isMasqueraded && nativeCidrs[version] === undefined && !(isByVpc && version === 4)) {
      fail('MissingNativeCidr', where, `routing is native and IPv${version} is masqueraded, and what the network routes to pods is not known; write CiliumRouting.native({ ipv${version}Cidr: … }), or masquerade: CiliumMasquerade.off()`);
    }
  }
  if (cni._chainingMode === CiliumChainingMode.AWS_CNI && (isTunnel || masquerade._ipv4)) {
    fail('ChainRoutes', where, 'cni is chained to aws-cni, which routes and masquerades in the VPC; write routing: CiliumRouting.native() and masquerade: CiliumMasquerade.off()');
  }
  if (cni._chainingMode !== undefined && props.encryption?._kind === 'ipsec' && envoy._kind !== 'off') {
    fail('IpsecInChain', where, 'encryption is IPsec, which needs the transparent mode of the DNS proxy, and a chained plugin has none; write CiliumEncryption.wireguard(), or envoy: CiliumEnvoy.off()');
  }
  if (props.encryption?._kind === 'ipsec' && props.config?.['enable-host-firewall'] === 'true') {
    fail('IpsecWithHostFirewall', where, 'encryption is IPsec and config has enable-host-firewall, with which the agent ends at once; write CiliumEncryption.wireguard(), or drop one of them');
  }
  if ((props.clusterId ?? 0) >= 128 && (isByVpc || cni._chainingMode === CiliumChainingMode.AWS_CNI)) {
    fail('ClusterIdTooHigh', where, `clusterId is ${props.clusterId}, and with addresses of a VPC marks of clusters from 128 on are taken for others', so that policies drop what they allow; write 0 to 127`);
  }
}
