import { make, envOf, deployed, conflistOf, pool } from './setup';
import { CalicoBackend, CalicoDaemonSetProps, CalicoDataplane, CalicoEncapsulation, CalicoNodeAddress, CalicoVersion } from '../../../../src';
import { Conflist } from '../../../../src/agents/network/conflist';
import { thrown } from '../../../values/thrown';
import { containerOf, Manifest, names, only, podOf } from '../../synth';

describe('backends keep probes, pools and what is installed in step', () => {
  const health = (objects: Manifest[]) => ['livenessProbe', 'readinessProbe'].map((probe) => containerOf(objects)[probe].exec.command.slice(1));

  test('BIRD: asked for its health, IP in IP, a BGP cluster', () => {
    expect(health(make())).toEqual([['-felix-live', '-bird-live'], ['-felix-ready', '-bird-ready']]);
    expect(envOf(containerOf(make()))).toMatchObject({ CLUSTER_TYPE: 'k8s,bgp', IP: 'autodetect', CALICO_IPV4POOL_IPIP: 'Always', CALICO_IPV4POOL_VXLAN: 'Never' });
    expect(only('ConfigMap', make()).data.calico_backend).toBe('bird');
  });

  test('VXLAN: no BIRD to ask, and no pool that would need it', () => {
    const objects = make({ backend: CalicoBackend.vxlan() });
    expect(health(objects)).toEqual([['-felix-live'], ['-felix-ready']]);
    expect(envOf(containerOf(objects))).toMatchObject({ CLUSTER_TYPE: 'k8s', CALICO_IPV4POOL_IPIP: 'Never', CALICO_IPV4POOL_VXLAN: 'Always' });
    expect(only('ConfigMap', objects).data.calico_backend).toBe('vxlan');
    expect(thrown(() => make({ backend: CalicoBackend.vxlan(), pools: [pool('a', '10.0.0.0/16', { encapsulation: CalicoEncapsulation.IPIP_CROSS_SUBNET })] })))
      .toMatch(/^\[PoolNeedsBird\] chart\/calico: pool "a" has IPIP, and only BIRD/);
    expect(thrown(() => CalicoBackend.vxlan(CalicoEncapsulation.IPIP))).toMatch(/^\[PoolNeedsBird\] CalicoBackend\.vxlan: encapsulation is "IPIP"/);
  });

  test('none: another plugin stays, nothing is installed, and nobody has rights for it', () => {
    const objects = make({ backend: CalicoBackend.none('eni') });
    expect(podOf(objects).initContainers.map((one: Manifest) => one.name)).toEqual(['ebpf-bootstrap']);
    expect(names(objects).filter((name) => name.includes('cni-plugin'))).toEqual([]);
    expect(containerOf(objects).volumeMounts.map((mount: Manifest) => mount.mountPath).filter((path: string) => path.includes('cni'))).toEqual([]);
    expect(only('ConfigMap', objects).data).toEqual({ calico_backend: 'none', typha_service_name: 'none', veth_mtu: '0' });
    const env = envOf(containerOf(objects));
    expect(env).toMatchObject({ CALICO_MANAGE_CNI: 'false', FELIX_INTERFACEPREFIX: 'eni', CLUSTER_TYPE: 'k8s', NO_DEFAULT_POOLS: 'true' });
    expect(Object.keys(env).filter((name) => /^(IP6?|CALICO_IPV4POOL.*|FELIX_VXLANMTU)$/.test(name))).toEqual([]);
    expect(health(objects)).toEqual([['-felix-live'], ['-felix-ready']]);
  });

  test.each<[string, CalicoDaemonSetProps]>([
    ['pools', { pools: [pool('a', '10.0.0.0/16')] }], ['mtu', { mtu: 1440 }], ['nodeAddress', { nodeAddress: CalicoNodeAddress.firstFound() }], ['wireguard', { wireguard: true }],
    ['cniBinDirectory', { cniBinDirectory: '/a' }], ['cniConfDirectory', { cniConfDirectory: '/a' }],
  ])('none has no network that %s could be about', (prop, props) => {
    expect(thrown(() => make({ backend: CalicoBackend.none('eni'), ...props }))).toMatch(new RegExp(`^\\[NoNetworkOfOwn\\] chart/calico: ${prop} is `));
    expect(names(make({ backend: CalicoBackend.none('eni'), wireguard: false, pools: [] })).length).toBeGreaterThan(1);
  });

  test.each([['eth 0'], [''], [undefined], ['sixteen-letters-'], [['eni']]])('an interface prefix %p is none', (prefix) => {
    expect(thrown(() => CalicoBackend.none(prefix as never))).toMatch(/^\[InvalidInterface\] CalicoBackend\.none: interfacePrefix is/);
  });
});

describe('pools', () => {
  test('are objects of the cluster, and Calico makes none besides', () => {
    const objects = make({
      pools: [pool('default-ipv4-ippool', '10.244.0.0/16'), pool('zone-b', '10.245.0.0/16', {
        encapsulation: CalicoEncapsulation.VXLAN_CROSS_SUBNET, blockSize: 24, natOutgoing: false, nodeSelector: 'zone == "b"', disableBgpExport: true,
      })],
    });
    const [first, second] = objects.filter(({ kind }) => kind === 'IPPool');
    expect(first).toEqual({
      apiVersion: 'crd.projectcalico.org/v1',
      kind: 'IPPool',
      metadata: { name: 'default-ipv4-ippool', labels: { 'app.kubernetes.io/instance': 'calico-node', 'app.kubernetes.io/name': 'calico-node' } },
      spec: {
        allowedUses: ['Workload', 'Tunnel'], blockSize: 26, cidr: '10.244.0.0/16', disableBGPExport: false, ipipMode: 'Always', natOutgoing: true, nodeSelector: 'all()', vxlanMode: 'Never',
      },
    });
    expect(second.spec).toMatchObject({ blockSize: 24, disableBGPExport: true, ipipMode: 'Never', natOutgoing: false, nodeSelector: 'zone == "b"', vxlanMode: 'CrossSubnet' });
    const env = envOf(containerOf(objects));
    expect(env.NO_DEFAULT_POOLS).toBe('true');
    expect(Object.keys(env).filter((name) => name.startsWith('CALICO_IPV4POOL'))).toEqual([]);
  });

  test.each<[CalicoBackend, string, string]>([
    [CalicoBackend.bird(), 'Always', 'Never'], [CalicoBackend.vxlan(), 'Never', 'Always'], [CalicoBackend.bird(CalicoEncapsulation.NONE), 'Never', 'Never'],
    [CalicoBackend.bird(CalicoEncapsulation.IPIP_CROSS_SUBNET), 'CrossSubnet', 'Never'],
  ])('travel as the backend does when nothing is said', (backend, ipipMode, vxlanMode) => {
    expect(only('IPPool', make({ backend, pools: [pool('a', '10.0.0.0/16')] })).spec).toMatchObject({ ipipMode, vxlanMode });
    expect(envOf(containerOf(make({ backend })))).toMatchObject({ CALICO_IPV4POOL_IPIP: ipipMode, CALICO_IPV4POOL_VXLAN: vxlanMode });
  });

  test('of IPv6 have no IP in IP and no address translation, and switch IPv6 on everywhere', () => {
    const objects = make({ pools: [pool('v4', '10.244.0.0/16'), pool('v6', 'fd00:10:244::/56')], nodeAddress: CalicoNodeAddress.interfaces('ens.*') });
    expect(objects.filter(({ kind }) => kind === 'IPPool')[1].spec).toMatchObject({ blockSize: 122, ipipMode: 'Never', natOutgoing: false, vxlanMode: 'Never' });
    expect(envOf(containerOf(objects))).toMatchObject({
      FELIX_IPV6SUPPORT: 'true', IP: 'autodetect', IP6: 'autodetect', IP_AUTODETECTION_METHOD: 'interface=ens.*', IP6_AUTODETECTION_METHOD: 'interface=ens.*',
    });
    expect(JSON.parse(conflistOf(objects)).plugins[0].ipam).toEqual({ type: 'calico-ipam', assign_ipv4: 'true', assign_ipv6: 'true' });
  });

  test('of IPv6 alone switch IPv4 off, and give BIRD an id all the same', () => {
    const objects = make({ pools: [pool('v6', 'fd00:10:244::/56')] });
    expect(envOf(containerOf(objects))).toMatchObject({ IP: 'none', CALICO_ROUTER_ID: 'hash', IP6: 'autodetect' });
    expect(JSON.parse(conflistOf(objects)).plugins[0].ipam).toMatchObject({ assign_ipv4: 'false', assign_ipv6: 'true' });
  });

  test.each<[string, object, RegExp]>([
    ['10.244.0.1/16', {}, /^\[InvalidCidr\] CalicoIpPool\.of: cidr is "10.244.0.1\/16".*write "10.244.0.0\/16"/],
    ['10.244.0.0', {}, /^\[InvalidCidr\]/],
    ['10.244.0.0/28', {}, /^\[InvalidPool\] CalicoIpPool\.of: cidr of "a" is "10.244.0.0\/28", which holds no block of size 26; .* blockSize of at least 28/],
    ['10.244.0.0/16', { blockSize: 19 }, /^\[InvalidPool\] .*blockSize of "a" is 19; write a whole number from 20 to 32 for IPv4/],
    ['fd00::/64', { blockSize: 26 }, /^\[InvalidPool\] .*from 116 to 128 for IPv6/],
    ['169.254.128.0/20', {}, /^\[InvalidPool\] .*link-local/],
    ['fe80::/64', {}, /^\[InvalidPool\] .*link-local/],
    ['fd00::/64', { encapsulation: CalicoEncapsulation.IPIP }, /^\[InvalidPool\] .*which IPv6 does not have/],
    ['10.244.0.0/16', { encapsulation: 'GRE' }, /^\[UnknownValue\]/],
    ['10.244.0.0/16', { natOutgoing: 'yes' }, /^\[WrongType\]/],
  ])('%s %j is refused', (cidr, options, says) => {
    expect(thrown(() => pool('a', cidr, options))).toMatch(says);
  });

  test('have names of their own, and no address in common', () => {
    expect(thrown(() => make({ pools: [pool('a', '10.0.0.0/16'), pool('a', '10.1.0.0/16')] }))).toMatch(/^\[PoolTwice\] chart\/calico: pools have "a" twice/);
    expect(thrown(() => make({ pools: [pool('a', '10.0.0.0/8'), pool('b', '10.1.0.0/16')] })))
      .toMatch(/^\[PoolsOverlap\] chart\/calico: pools "a" \(10\.0\.0\.0\/8\) and "b" \(10\.1\.0\.0\/16\) have addresses in common/);
  });
});

describe('the configuration list', () => {
  test.each([['v3.32.1', '0.3.1'], ['v3.33.0', '1.0.0']])('of %s is one by the specification, version %s', (version, cniVersion) => {
    const text = conflistOf(make({ version: CalicoVersion.of(version) }));
    expect(Object.keys(Conflist.parse('here', text, '10-calico.conflist').files)).toEqual(['10-calico.conflist']);
    expect(JSON.parse(text)).toMatchObject({ cniVersion, name: 'k8s-pod-network', plugins: [{ type: 'calico' }, { type: 'portmap' }] });
  });

  test('has the words that the installer replaces, the MTU as a number', () => {
    const text: string = only('ConfigMap', make()).data.cni_network_config;
    expect(text).toContain('"mtu": __CNI_MTU__,');
    expect(text).toContain('"nodename": "__KUBERNETES_NODE_NAME__"');
    expect(text).toContain('"kubeconfig": "__KUBECONFIG_FILEPATH__"');
  });
});

describe('eBPF', () => {
  const dataplane = CalicoDataplane.ebpf('10.0.0.5', 6443);
  const server = { KUBERNETES_SERVICE_HOST: '10.0.0.5', KUBERNETES_SERVICE_PORT: '6443' };

  test('brings the API server\'s address to every container that talks to it before there are Services', () => {
    const objects = make({ dataplane, typha: { replicas: 3 } });
    for (const name of ['calico-node', 'install-cni', 'upgrade-ipam']) {
      expect(envOf(containerOf(objects, name))).toMatchObject(server);
    }
    expect(envOf(deployed('calico-typha', objects).containers[0])).toMatchObject(server);
    expect(envOf(containerOf(objects)).FELIX_BPFENABLED).toBe('true');
  });

  test('is off by default, and nothing is said of it', () => {
    for (const props of [{}, { dataplane: CalicoDataplane.iptables() }]) {
      expect(Object.keys(envOf(containerOf(make(props)))).filter((name) => /BPF|KUBERNETES_SERVICE/.test(name))).toEqual([]);
    }
  });

  test.each([['kubernetes.default.svc'], ['kubernetes.default.svc.cluster.local'], ['https://10.0.0.5'], [''], [undefined]])('%p is no address without cluster DNS', (host) => {
    expect(thrown(() => CalicoDataplane.ebpf(host as never))).toMatch(/^\[InvalidHost\] CalicoDataplane\.ebpf: apiServerHost is/);
  });

  test('needs a port that is one', () => {
    expect(thrown(() => CalicoDataplane.ebpf('10.0.0.5', 0))).toMatch(/^\[InvalidPort\]/);
  });
});

describe('Typha', () => {
  test('comes whole: Deployment, Service, budget, and the agents know of it', () => {
    const objects = make({ typha: { replicas: 3 } });
    expect(names(objects).filter((name) => name.includes('typha'))).toEqual(['Deployment calico-typha', 'Service calico-typha', 'PodDisruptionBudget calico-typha']);
    expect(only('ConfigMap', objects).data.typha_service_name).toBe('calico-typha');
    expect(envOf(containerOf(objects)).FELIX_TYPHAK8SSERVICENAME).toEqual({ configMapKeyRef: { name: 'calico-config', key: 'typha_service_name' } });
    expect(only('Service', objects).spec).toEqual({ ports: [{ name: 'calico-typha', port: 5473, targetPort: 'calico-typha' }], selector: { 'k8s-app': 'calico-typha' } });
    const pod = deployed('calico-typha', objects);
    expect(pod).toMatchObject({ hostNetwork: true, dnsPolicy: 'Default', priorityClassName: 'system-cluster-critical', serviceAccountName: 'calico-node', terminationGracePeriodSeconds: 300 });
    expect(pod.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(envOf(pod.containers[0]).TYPHA_SHUTDOWNTIMEOUTSECS).toBe('300');
  });

  test('is looked for where it is, in any namespace and by any name', () => {
    expect(Object.keys(envOf(containerOf(make({ typha: { replicas: 1 } })))).filter((name) => name.includes('NAMESPACE'))).toEqual([]);
    const objects = make({ typha: { replicas: 1 }, name: 'policy-node' }, 'calico');
    expect(envOf(containerOf(objects)).FELIX_TYPHAK8SNAMESPACE).toBe('calico');
    expect(envOf(deployed('policy-typha', objects).containers[0])).toMatchObject({ TYPHA_K8SSERVICENAME: 'policy-typha', TYPHA_K8SNAMESPACE: 'calico' });
  });

  test.each([[{}], [{ replicas: 0 }], [{ replicas: 1.5 }], [{ replicas: '3' }]])('%j is refused', (typha) => {
    expect(thrown(() => make({ typha: typha as never }))).toMatch(/^\[InvalidNumber\] chart\/calico: typha\.replicas is/);
  });
});
