import { Duration } from 'cdk8s';
import { make, config, refusal, API } from './make';
import {
  CiliumChainingMode, CiliumCleanUp, CiliumCni, CiliumDaemonSetProps, CiliumEncryption, CiliumEnvoy, CiliumHubble, CiliumIpam,
  CiliumIpPool, CiliumLoadBalancerAcceleration, CiliumLoadBalancerAlgorithm, CiliumLoadBalancerMode, CiliumMasquerade, CiliumRouting, Monitor,
  SecretKey,
} from '../../../../src';
import { NOT_MADE, PROP_OF_KEY } from '../../../../src/agents/network/cilium/owned-keys';
import { thrown } from '../../../values/thrown';
import { containerOf, Manifest, only, podOf } from '../../synth';

describe('routes, masquerading and load balancing go together', () => {
  const native = CiliumRouting.native({ ipv4Cidr: '10.0.0.0/8' });

  test('in a tunnel unless said otherwise', () => {
    expect(config()).toMatchObject({ 'routing-mode': 'tunnel', 'tunnel-protocol': 'vxlan', 'enable-ipv4-masquerade': 'true' });
    expect(config({ routing: CiliumRouting.geneve({ port: 7000 }) })).toMatchObject({ 'tunnel-protocol': 'geneve', 'tunnel-port': '7000' });
    expect(config()['ipv4-native-routing-cidr']).toBeUndefined();
  });

  test('natively, what the network routes is the one range of the pool, or what is written', () => {
    expect(config({ routing: CiliumRouting.native(), ipam: CiliumIpam.clusterPool({ ipv4Cidrs: ['10.9.0.0/16'] }) })).toMatchObject({ 'routing-mode': 'native', 'ipv4-native-routing-cidr': '10.9.0.0/16' });
    expect(config({ routing: native })['ipv4-native-routing-cidr']).toBe('10.0.0.0/8');
    expect(config({ routing: native })['ipv6-native-routing-cidr']).toBeUndefined();
    expect(config({ routing: native, ipv6: true })['ipv6-native-routing-cidr']).toBe('fd00::/104');
    expect(config({ routing: CiliumRouting.native({ ipv4Cidr: '10.0.0.0/8', autoDirectNodeRoutes: true, skipUnreachable: true, endpointRoutes: true }) })).toMatchObject({
      'auto-direct-node-routes': 'true', 'direct-routing-skip-unreachable': 'true', 'enable-endpoint-routes': 'true',
    });
  });

  test.each<[string, CiliumDaemonSetProps]>([
    ['ranges of Kubernetes', { ipam: CiliumIpam.kubernetes(), routing: CiliumRouting.native() }],
    ['two pools', { ipam: CiliumIpam.clusterPool({ ipv4Cidrs: ['10.1.0.0/16', '10.3.0.0/16'] }), routing: CiliumRouting.native() }],
    ['only IPv4 written of two', { ipam: CiliumIpam.kubernetes(), routing: native, ipv6: true }],
    ['a pool of each kind', { ipam: CiliumIpam.multiPool(CiliumIpPool.of('default', { ipv4Cidrs: ['10.1.0.0/16'] }), CiliumIpPool.of('b', { ipv4Cidrs: ['10.2.0.0/16'] })), routing: CiliumRouting.native() }],
  ])('natively with %s it is not known what to masquerade', (_, props) => {
    expect(refusal(props)).toMatch(/^\[MissingNativeCidr\] chart\/network: routing is native and IPv[46] is masqueraded/);
    expect(() => make({ ...props, masquerade: CiliumMasquerade.off() })).not.toThrow();
  });

  test('the VPC needs no range and no tunnel', () => {
    expect(() => make({ ipam: CiliumIpam.eni(), masquerade: CiliumMasquerade.ebpf() })).not.toThrow();
    expect(refusal({ ipam: CiliumIpam.eni(), routing: CiliumRouting.vxlan() })).toMatch(/^\[TunnelInVpc\] chart\/network: ipam gives pods addresses of the VPC \(eni\), and routing is vxlan/);
  });

  test('masquerading is iptables\', eBPF\'s, or nobody\'s, by version', () => {
    expect(config({ masquerade: CiliumMasquerade.ebpf({ ipv6: false }) })).toMatchObject({ 'enable-bpf-masquerade': 'true', 'enable-ipv4-masquerade': 'true', 'enable-ipv6-masquerade': 'false' });
    expect(config({ masquerade: CiliumMasquerade.off() })).toMatchObject({ 'enable-ipv4-masquerade': 'false', 'enable-ipv6-masquerade': 'false' });
    expect(config()['enable-bpf-masquerade']).toBeUndefined();
  });

  test('Services are balanced here only in place of kube-proxy, and straight back only where the network can', () => {
    const replaced = { kubeProxyReplacement: true, apiServer: API };
    const [algorithm, acceleration] = [CiliumLoadBalancerAlgorithm.MAGLEV, CiliumLoadBalancerAcceleration.BEST_EFFORT];
    const loadBalancer = { mode: CiliumLoadBalancerMode.DSR, algorithm, acceleration };
    expect(refusal({ loadBalancer })).toMatch(/^\[KubeProxyBalances\] chart\/network: loadBalancer is .*kubeProxyReplacement: true/);
    expect(refusal({ ...replaced, loadBalancer })).toMatch(/^\[DsrInVxlan\] chart\/network: loadBalancer\.mode is "dsr"/);
    expect(config({ ...replaced, loadBalancer, routing: native })).toMatchObject({ 'bpf-lb-mode': 'dsr', 'bpf-lb-algorithm': 'maglev', 'bpf-lb-acceleration': 'best-effort' });
    expect(config({ ...replaced, loadBalancer, routing: native })['bpf-lb-dsr-dispatch']).toBeUndefined();
    expect(config({ ...replaced, loadBalancer, routing: CiliumRouting.geneve() })['bpf-lb-dsr-dispatch']).toBe('geneve');
    expect(refusal({ ...replaced, loadBalancer: { mode: 'fast' } })).toMatch(/^\[UnknownValue\] chart\/network: loadBalancer\.mode is "fast"; write one of snat, dsr, hybrid/);
  });

  test('both versions of IP may not be off, and a node of IPv6 alone is asked on its own loopback', () => {
    expect(refusal({ ipv4: false })).toMatch(/^\[NoAddressFamily\] chart\/network:/);
    const objects = make({ ipv4: false, ipv6: true, envoy: CiliumEnvoy.daemonSet() });
    const hosts = [...JSON.stringify(objects).matchAll(/"host":"([^"]+)"/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(['::1']));
    expect(config({ ipv4: false, ipv6: true })).toMatchObject({ 'operator-api-serve-addr': '[::1]:9234', 'enable-ipv4': 'false' });
  });
});

describe('encryption', () => {
  test('by WireGuard needs no Secret', () => {
    const encryption = CiliumEncryption.wireguard({ nodeEncryption: true, persistentKeepalive: Duration.seconds(25) });
    expect(config({ encryption })).toMatchObject({ 'enable-wireguard': 'true', 'encrypt-node': 'true', 'wireguard-persistent-keepalive': '25s' });
    expect(config({ encryption })['enable-ipsec']).toBeUndefined();
    expect(podOf(make({ encryption })).volumes.filter(({ secret }: Manifest) => secret !== undefined)).toEqual([]);
  });

  test('by IPsec reads its key from a Secret, which must be there, and sees a new one', () => {
    const encryption = CiliumEncryption.ipsec(SecretKey.of('ipsec', 'key'), { keyRotationDuration: Duration.minutes(10) });
    const objects = make({ encryption });
    expect(only('ConfigMap', objects).data).toMatchObject({ 'enable-ipsec': 'true', 'ipsec-key-file': '/etc/ipsec/keys', 'ipsec-key-rotation-duration': '600s' });
    expect(podOf(objects).volumes).toContainEqual({ name: 'cilium-ipsec-secrets', secret: { secretName: 'ipsec', defaultMode: 0o400, items: [{ key: 'key', path: 'keys' }] } });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/ipsec', name: 'cilium-ipsec-secrets', readOnly: true });
    expect(thrown(() => CiliumEncryption.ipsec('key' as never))).toMatch(/^\[WrongType\] CiliumEncryption\.ipsec: keys is "key"; write a SecretKey/);
  });

  test('by IPsec goes with neither a firewall of the host nor a chain', () => {
    const encryption = CiliumEncryption.ipsec(SecretKey.of('ipsec', 'key'));
    expect(refusal({ encryption, config: { 'enable-host-firewall': 'true' } })).toMatch(/^\[IpsecWithHostFirewall\]/);
    const cni = CiliumCni.chained(CiliumChainingMode.GENERIC_VETH);
    expect(refusal({ encryption, cni })).toMatch(/^\[IpsecInChain\]/);
    expect(() => make({ encryption, cni, envoy: CiliumEnvoy.off() })).not.toThrow();
  });
});

describe('the directory of networks', () => {
  test('is Cilium\'s alone, or others\' too for Multus', () => {
    expect(config()).toMatchObject({ 'cni-exclusive': 'true', 'write-cni-conf-when-ready': '/host/etc/cni/net.d/05-cilium.conflist' });
    expect(config({ cni: CiliumCni.shared() })['cni-exclusive']).toBe('false');
    expect(config()['cni-uninstall']).toBeUndefined();
    expect(config({ cni: CiliumCni.exclusive({ uninstall: true }) })['cni-uninstall']).toBe('true');
  });

  test('is elsewhere on some clusters, for every container that means it', () => {
    const objects = make({ cniBinDirectory: '/var/lib/rancher/rke2/bin', cniConfDirectory: '/var/lib/rancher/rke2/net.d' });
    expect(JSON.stringify(podOf(objects))).not.toMatch(/"(\/opt\/cni\/bin|\/etc\/cni\/net\.d)"/);
    for (const name of ['mount-cgroup', 'apply-sysctl-overwrites']) {
      expect(containerOf(objects, name).env).toContainEqual({ name: 'BIN_PATH', value: '/var/lib/rancher/rke2/bin' });
    }
  });

  test('is another plugin\'s in a chain: Cilium makes no routes, and asks not for the health of pods', () => {
    const cni = CiliumCni.chained(CiliumChainingMode.AWS_CNI);
    const routes = { routing: CiliumRouting.native(), masquerade: CiliumMasquerade.off() };
    expect(config({ cni, ...routes })).toMatchObject({
      'cni-chaining-mode': 'aws-cni', 'cni-exclusive': 'false', 'enable-local-node-route': 'false', 'enable-host-legacy-routing': 'true', 'enable-endpoint-health-checking': 'false',
    });
    expect(config({ cni, ...routes })['dnsproxy-enable-transparent-mode']).toBeUndefined();
    expect(refusal({ cni })).toMatch(/^\[ChainRoutes\] chart\/network: cni is chained to aws-cni/);
    const portmap = config({ cni: CiliumCni.chained(CiliumChainingMode.PORTMAP, { target: 'pods' }) });
    expect([portmap['enable-local-node-route'], portmap['enable-endpoint-health-checking'], portmap['cni-chaining-target']]).toEqual([undefined, undefined, 'pods']);
    expect(thrown(() => CiliumCni.chained('calico' as never))).toMatch(/^\[UnknownValue\] CiliumCni\.chained: mode is "calico"/);
  });

  test('of an earlier Cilium is cleared when that is asked for', () => {
    expect(config()['clean-cilium-state']).toBeUndefined();
    expect(config({ cleanUp: CiliumCleanUp.nothing() })).toEqual(config());
    expect(config({ cleanUp: CiliumCleanUp.bpfState() })['clean-cilium-bpf-state']).toBe('true');
    expect(config({ cleanUp: CiliumCleanUp.allState() })['clean-cilium-state']).toBe('true');
  });
});

describe('configuration key by key', () => {
  test('joins the rest', () => {
    expect(config({ config: { 'enable-bbr': 'true', 'monitor-aggregation': 'none' } })).toMatchObject({ 'enable-bbr': 'true', 'monitor-aggregation': 'none' });
  });

  test.each(Object.keys(PROP_OF_KEY))('%s is settled by a prop, with what goes with it', (key) => {
    expect(refusal({ config: { [key]: 'x' } })).toMatch(new RegExp(`^\\[SettingOfProp\\] chart/network: config has ${key}: "x".*; write \\S`));
  });

  test.each(Object.keys(NOT_MADE))('%s needs what is not made here', (key) => {
    expect(refusal({ config: { [key]: 'true' } })).toMatch(new RegExp(`^\\[NotSetUp\\] chart/network: config has ${key}: "true", and \\S.* that it needs is not made here`));
    expect(() => make({ config: { [key]: 'false' } })).not.toThrow();
  });

  test('every key that a prop settles is one of those', () => {
    const everything = config({
      kubeProxyReplacement: true,
      apiServer: API,
      loadBalancer: { mode: CiliumLoadBalancerMode.DSR, algorithm: CiliumLoadBalancerAlgorithm.MAGLEV, acceleration: CiliumLoadBalancerAcceleration.NATIVE },
      routing: CiliumRouting.geneve({ port: 7000 }),
      clusterId: 3,
      clusterName: 'blue',
      ipv6: true,
      mtu: 1400,
      devices: ['eth0', 'eth1'],
      encryption: CiliumEncryption.wireguard({ nodeEncryption: true }),
      hubble: CiliumHubble.withCertificates('c', { metrics: ['dns'] }),
      policySecretsNamespace: 's',
      monitor: Monitor.podMonitor(),
      cleanUp: CiliumCleanUp.allState(),
      masquerade: CiliumMasquerade.ebpf(),
      cni: CiliumCni.exclusive({ uninstall: true }),
    });
    const free = Object.keys(everything).filter((key) => PROP_OF_KEY[key] === undefined);
    // What is no more than a default of Cilium's chart may be written over.
    expect(free).toEqual(['monitor-aggregation', 'monitor-aggregation-flags', 'preallocate-bpf-maps', 'enable-well-known-identities', 'dnsproxy-enable-transparent-mode', 'envoy-xds-mode', 'set-cilium-is-up-condition']);
    expect(everything.devices).toBe('eth0 eth1');
    expect(Object.values(everything).every((value) => typeof value === 'string')).toBe(true);
  });
});
