import { CiliumCni } from './cni';
import { CiliumEnvoy } from './envoy';
import { CiliumHubble } from './hubble';
import { CiliumIpam } from './ipam';
import { CiliumMasquerade } from './masquerade';
import { CiliumDaemonSetProps } from './props';
import { CiliumRouting } from './routing';
import { CiliumStartupTaint } from './startup-taint';

/** The props, with what holds where nothing was written. */
export interface Settled {
  readonly props: CiliumDaemonSetProps;
  readonly name: string;
  /** By which the operator finds agents. */
  readonly selector: { readonly [key: string]: string };
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly ipam: CiliumIpam;
  readonly routing: CiliumRouting;
  readonly masquerade: CiliumMasquerade;
  /** What the network routes to pods by itself, where that is asked for. */
  readonly nativeCidrs: { readonly 4?: string; readonly 6?: string };
  readonly cni: CiliumCni;
  readonly envoy: CiliumEnvoy;
  readonly hubble: CiliumHubble;
  readonly startupTaint: CiliumStartupTaint;
  readonly isPrivileged: boolean;
  /** The ConfigMap's name. */
  readonly configName: string;
}

export function settle(props: CiliumDaemonSetProps, name: string, selector: { readonly [key: string]: string }): Settled {
  const ipam = props.ipam ?? CiliumIpam.clusterPool();
  const isEni = ipam._mode.name === 'eni';
  const { ipv4 = true, ipv6 = false } = props;
  const routing = props.routing ?? (ipam._mode.isRoutedByCloud === true ? CiliumRouting.native() : CiliumRouting.vxlan());
  return {
    props,
    name,
    selector,
    ipv4,
    ipv6,
    ipam,
    routing,
    masquerade: props.masquerade ?? CiliumMasquerade.iptables({ ipv4: !isEni }),
    nativeCidrs: routing._kind === 'native' ? nativeCidrs(ipam, routing, { 4: ipv4, 6: ipv6 }) : {},
    cni: props.cni ?? CiliumCni.exclusive(),
    envoy: props.envoy ?? CiliumEnvoy.embedded(),
    hubble: props.hubble ?? CiliumHubble.off(),
    startupTaint: props.startupTaint ?? CiliumStartupTaint.managed(),
    isPrivileged: props.privileged ?? false,
    configName: `${name}-config`,
  };
}

/** Where all pods are in one range, that is what is routed natively. */
function nativeCidrs({ _mode: { ranges } }: CiliumIpam, { _native: { ipv4Cidr, ipv6Cidr } }: CiliumRouting, isUsed: { readonly 4: boolean; readonly 6: boolean }): Settled['nativeCidrs'] {
  const only = (version: 4 | 6) => (isUsed[version] && ranges?.[version].length === 1 ? ranges[version][0].text : undefined);
  return { 4: ipv4Cidr ?? only(4), 6: ipv6Cidr ?? only(6) };
}
