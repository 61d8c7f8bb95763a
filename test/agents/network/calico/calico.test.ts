import { make, named, envOf, deployed, pool } from './setup';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/calico';
import {
  CalicoBackend, CalicoDaemonSet, CalicoDaemonSetProps, CalicoDataplane, CalicoEncapsulation, CalicoIpPool, CalicoLogSeverity, CalicoNodeAddress,
  CalicoVersion, ConfigFiles, ImageName, Monitor, Taint, TaintEffect, Tolerations,
} from '../../../../src';
import { PLUGIN } from '../../../../src/agents/network/calico/rights';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, problems } from '../../synth';

test('needs no option at all, and is a whole set', () => {
  expect(names(make())).toEqual([
    'ServiceAccount calico-node', 'ClusterRole kube-system:calico-node', 'ClusterRoleBinding kube-system:calico-node',
    'ServiceAccount calico-cni-plugin', 'ClusterRole kube-system:calico-cni-plugin', 'ClusterRoleBinding kube-system:calico-cni-plugin',
    'Role calico-cni-plugin-token', 'RoleBinding calico-cni-plugin-token',
    'ConfigMap calico-config', 'DaemonSet calico-node',
    'ServiceAccount calico-kube-controllers', 'Deployment calico-kube-controllers', 'PodDisruptionBudget calico-kube-controllers',
    'ClusterRole kube-system:calico-kube-controllers', 'ClusterRoleBinding kube-system:calico-kube-controllers',
    'ClusterRole kube-system:calico-kube-controllers-tier-getter', 'ClusterRoleBinding kube-system:calico-kube-controllers-tier-getter',
  ]);
  const agent = new CalicoDaemonSet(chartOf(), 'calico');
  expect(agent.node.children.map((child) => child.node.id)).toEqual([
    'ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'CniPlugin', 'ConfigMap', 'Default', 'KubeControllers',
  ]);
});

test('differs from Calico\'s own manifest exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

test.each([[null], ['calico'], [7]])('props %p are refused', (props) => {
  expect(thrown(() => new CalicoDaemonSet(chartOf(), 'calico', props as never))).toMatch(/^\[MissingProps\] chart\/calico: props are/);
});

describe('what belongs together cannot be written apart', () => {
  const everywhere: CalicoDaemonSetProps[] = [{}, { name: 'policy-node' }, { namespace: 'calico' }, { backend: CalicoBackend.vxlan() }, { version: CalicoVersion.of('v3.33.0') }];

  test.each(everywhere)('%j: the account of the plugin is the one whose tokens the agent may ask for, and the one it asks for', (props) => {
    const objects = make(props);
    const token = objects.find((object) => object.kind === 'Role');
    const [account] = token.rules[0].resourceNames;
    expect(named('ServiceAccount', account, objects).metadata.namespace).toBe(token.metadata.namespace);
    for (const container of [containerOf(objects), containerOf(objects, 'install-cni')]) {
      expect(envOf(container).CALICO_CNI_SERVICE_ACCOUNT ?? 'calico-cni-plugin').toBe(account);
    }
    const binding = objects.find((object) => object.kind === 'ClusterRoleBinding' && object.subjects[0].name === account);
    expect(named('ClusterRole', binding.roleRef.name, objects).rules).toHaveLength(PLUGIN.length);
  });

  test.each(everywhere)('%j: every ConfigMap and key that a container reads is there', (props) => {
    const objects = make(props);
    const { metadata, data } = only('ConfigMap', objects);
    const pod = podOf(objects);
    const keys = [...pod.initContainers, ...pod.containers].flatMap((container: Manifest) => container.env ?? [])
      .flatMap(({ valueFrom }: Manifest) => (valueFrom?.configMapKeyRef === undefined ? [] : [valueFrom.configMapKeyRef]));
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter(({ name, key }) => name !== metadata.name || data[key] === undefined)).toEqual([]);
  });

  test('names of what is beside it follow the agent\'s, and leave those of its configuration files alone', () => {
    const of = (name: string) => names(make({ name, configFiles: [ConfigFiles.of('/etc/agent', { 'a.conf': 'a' })] })).filter((one) => /^(ConfigMap|Deployment)/.test(one));
    expect(of('policy-node')).toEqual(['ConfigMap policy-config', 'ConfigMap policy-node-config', 'Deployment policy-kube-controllers']);
    expect(of('network')).toEqual(['ConfigMap network-calico-config', 'ConfigMap network-config', 'Deployment network-calico-kube-controllers']);
  });

  test('a change of the configuration rolls the pods', () => {
    const sum = (props: CalicoDaemonSetProps) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(sum({ mtu: 1440 })).not.toBe(sum({}));
  });

  test('a budget finds the pods of its Deployment, and the DaemonSet none of them', () => {
    const objects = make({ typha: { replicas: 3 } });
    for (const name of ['calico-kube-controllers', 'calico-typha']) {
      const { selector, template } = named('Deployment', name, objects).spec;
      expect(template.metadata.labels).toMatchObject(selector.matchLabels);
      expect(named('PodDisruptionBudget', name, objects).spec).toEqual({ maxUnavailable: 1, selector });
      // What Calico's own manifests select by, which no update can change.
      expect(selector.matchLabels).toEqual({ 'k8s-app': name });
      expect(template.metadata.labels).not.toMatchObject(only('DaemonSet', objects).spec.selector.matchLabels);
    }
  });
});

describe('versions', () => {
  const images = (version: string) => {
    const objects = make({ version: CalicoVersion.of(version), typha: { replicas: 1 } });
    const pods = [podOf(objects), deployed('calico-kube-controllers', objects), deployed('calico-typha', objects)];
    return Object.fromEntries(pods.flatMap((pod) => [...pod.initContainers ?? [], ...pod.containers]).map((one: Manifest) => [one.name, one.image.replace('quay.io/calico/', '')]));
  };

  test('up to v3.32 have an image for each program', () => {
    expect(images('v3.32.1')).toEqual({
      'upgrade-ipam': 'cni:v3.32.1',
      'install-cni': 'cni:v3.32.1',
      'ebpf-bootstrap': 'node:v3.32.1',
      'calico-node': 'node:v3.32.1',
      'calico-kube-controllers': 'kube-controllers:v3.32.1',
      'calico-typha': 'typha:v3.32.1',
    });
  });

  test('from v3.33 on have one for all but the node and plugins of others, which are staged before the install', () => {
    expect(images('v3.33.0')).toEqual({
      'upgrade-ipam': 'calico:v3.33.0',
      'third-party-cni-plugins': 'third-party-cni-plugins:v3.33.0',
      'install-cni': 'calico:v3.33.0',
      'ebpf-bootstrap': 'node:v3.33.0',
      'calico-node': 'node:v3.33.0',
      'calico-kube-controllers': 'calico:v3.33.0',
      'calico-typha': 'calico:v3.33.0',
    });
    const objects = make({ version: CalicoVersion.of('v3.33.0'), typha: { replicas: 1 } });
    expect(podOf(objects).initContainers.map((one: Manifest) => one.name)).toEqual(['upgrade-ipam', 'third-party-cni-plugins', 'install-cni', 'ebpf-bootstrap']);
    expect(containerOf(objects, 'third-party-cni-plugins').volumeMounts).toEqual([{ mountPath: '/stage', name: 'cni-plugins' }]);
    expect(containerOf(objects, 'install-cni').volumeMounts).toContainEqual({ mountPath: '/opt/cni/bin', name: 'cni-plugins', readOnly: true });
    expect(containerOf(objects, 'install-cni').args).toEqual(['component', 'cni', 'install']);
    expect(containerOf(objects).livenessProbe.exec.command).toEqual(['calico', 'component', 'node', 'health', '--felix-live', '--bird-live']);
    expect(containerOf(objects).lifecycle.preStop.exec.command).toEqual(['calico', 'component', 'node', 'shutdown']);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/sys/kernel/security', name: 'sys-kernel-security', readOnly: true });
    expect(deployed('calico-kube-controllers', objects).containers[0].args).toEqual(['component', 'kube-controllers']);
    expect(deployed('calico-typha', objects).containers[0].args).toEqual(['component', 'typha']);
  });

  test('come from another registry, or image by image', () => {
    const version = CalicoVersion.of('v3.32.1', { registry: 'registry.example.com/calico', cniImage: ImageName.of('registry.example.com/cni:patched') });
    const objects = make({ version, image: ImageName.of('registry.example.com/node:patched') });
    expect(containerOf(objects).image).toBe('registry.example.com/node:patched');
    expect(containerOf(objects, 'ebpf-bootstrap').image).toBe('registry.example.com/node:patched');
    expect(containerOf(objects, 'install-cni').image).toBe('registry.example.com/cni:patched');
    expect(deployed('calico-kube-controllers', objects).containers[0].image).toBe('registry.example.com/calico/kube-controllers:v3.32.1');
  });

  test.each([['3.32.1'], ['v3.32'], ['v3.27.9'], ['v4.0.0'], ['latest'], [undefined], [3]])('%p is none', (version) => {
    expect(thrown(() => CalicoVersion.of(version as never))).toMatch(/^\[InvalidCalicoVersion\] CalicoVersion\.of: version is/);
  });

  test('a plugins\' image belongs to those that have one; a registry must be one', () => {
    const plugins = { cniPluginsImage: ImageName.of('a:1') };
    expect(thrown(() => CalicoVersion.of('v3.32.1', plugins))).toMatch(/^\[InvalidCalicoVersion\] .*leave it out/);
    expect(containerOf(make({ version: CalicoVersion.of('v3.33.0', plugins) }), 'third-party-cni-plugins').image).toBe('a:1');
    expect(thrown(() => CalicoVersion.of('v3.32.1', { registry: 'Not A Registry' }))).toMatch(/^\[InvalidImage\]/);
  });
});

describe('from before the node is ready', () => {
  test('every taint is tolerated, DNS is the node\'s, and the pod waits for nothing of the cluster', () => {
    const pod = podOf(make());
    expect(pod).toMatchObject({ dnsPolicy: 'Default', hostNetwork: true, priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] });
    expect(names(make()).filter((name) => /Webhook/.test(name))).toEqual([]);
  });

  test('a startup taint is tolerated besides other tolerations', () => {
    const agent = new CalicoDaemonSet(chartOf(), 'calico', { startupTaint: 'projectcalico.org', tolerations: Tolerations.notReady() });
    expect(agent.daemonSet.tolerationPolicy.tolerates(Taint.of('projectcalico.org/agent-not-ready', TaintEffect.NO_EXECUTE))).toBe(true);
    expect(agent.daemonSet.tolerationPolicy.tolerates(Taint.of('other', TaintEffect.NO_SCHEDULE))).toBe(false);
  });
});

describe('what it has of the node', () => {
  test.each<[string, CalicoDaemonSetProps]>([
    ['as it comes', {}], ['v3.33', { version: CalicoVersion.of('v3.33.0') }], ['policies alone', { backend: CalicoBackend.none('azv') }],
    ['metrics', { metricsPort: 9091, dataplane: CalicoDataplane.ebpf('10.0.0.5') }],
  ])('%s: each piece has a reason', (_, props) => {
    const agent = new CalicoDaemonSet(chartOf(), 'calico', props);
    expect(agent.daemonSet.hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  test('is privileged only where it changes the node: what copies programs is not', () => {
    const objects = make({ version: CalicoVersion.of('v3.33.0') });
    const containers: Manifest[] = [...podOf(objects).initContainers, ...podOf(objects).containers];
    expect(containers.filter(({ securityContext }) => securityContext?.privileged === true).map(({ name }) => name)).toEqual(['upgrade-ipam', 'install-cni', 'ebpf-bootstrap', 'calico-node']);
  });

  test('the programs\' directory is the init containers\' alone, wherever it is', () => {
    const objects = make({ cniBinDirectory: '/var/lib/rancher/rke2/cni/bin', cniConfDirectory: '/var/lib/rancher/rke2/cni/net.d' });
    const paths = podOf(objects).volumes.map((volume: Manifest) => volume.hostPath?.path);
    expect(paths).toEqual(expect.arrayContaining(['/var/lib/rancher/rke2/cni/bin', '/var/lib/rancher/rke2/cni/net.d']));
    expect(containerOf(objects).volumeMounts.map((mount: Manifest) => mount.name)).not.toContain('cni-bin-dir');
    expect(containerOf(objects, 'upgrade-ipam').volumeMounts.map((mount: Manifest) => mount.name)).toContain('cni-bin-dir');
  });
});

describe('mistakes', () => {
  test.each<[object, RegExp]>([
    [{ mtu: 0 }, /^\[InvalidNumber\] chart\/calico: mtu is 0; write a whole number from 576 to 65535/],
    [{ mtu: 1000, pools: [pool('a', 'fd00::/64')] }, /^\[InvalidNumber\] chart\/calico: mtu is 1000; write a whole number from 1280/],
    [{ metricsPort: 70000 }, /^\[InvalidPort\] chart\/calico: metricsPort/],
    [{ logSeverity: 'loud' }, /^\[UnknownValue\] chart\/calico: logSeverity is "loud"; write one of Debug, Info/],
    [{ backend: 'vxlan' }, /^\[WrongType\] chart\/calico: backend is "vxlan"; write a value of CalicoBackend/],
    [{ pools: ['10.0.0.0/8'] }, /^\[WrongType\] chart\/calico: pools/],
    [{ version: 'v3.32.1' }, /^\[WrongType\] chart\/calico: version/],
    [{ dataplane: 'ebpf' }, /^\[WrongType\] chart\/calico: dataplane/],
    [{ wireguard: 'yes' }, /^\[WrongType\] chart\/calico: wireguard/],
    [{ typha: 3 }, /^\[WrongType\] chart\/calico: typha/],
    [{ kubeControllers: { datastoreMigration: 1 } }, /^\[WrongType\] chart\/calico: datastoreMigration/],
    [{ crds: './crds.yaml' }, /^\[WrongType\] chart\/calico: crds/],
    [{ name: 'calico.example.com', typha: { replicas: 1 } }, /^\[InvalidName\] .*no name of a Service/],
  ])('%j', (props, says) => {
    expect(thrown(() => make(props as never))).toMatch(says);
  });

  test.each<[() => unknown, RegExp]>([
    [() => CalicoNodeAddress.interfaces(), /^\[InvalidInterface\] CalicoNodeAddress\.interfaces/],
    [() => CalicoNodeAddress.skipInterfaces('a,b'), /^\[InvalidInterface\] CalicoNodeAddress\.skipInterfaces/],
    [() => CalicoNodeAddress.canReach('not a host'), /^\[InvalidAddress\] CalicoNodeAddress\.canReach/],
    [() => CalicoNodeAddress.cidrs(), /^\[InvalidCidr\] CalicoNodeAddress\.cidrs/],
    [() => CalicoNodeAddress.cidrs('10.0.0.1/8'), /^\[InvalidCidr\] CalicoNodeAddress\.cidrs/],
  ])('of the node\'s address (%#)', (act, says) => {
    expect(thrown(act)).toMatch(says);
  });

  test.each<[CalicoNodeAddress, string]>([
    [CalicoNodeAddress.firstFound(), 'first-found'], [CalicoNodeAddress.kubernetesInternalIp(), 'kubernetes-internal-ip'], [CalicoNodeAddress.canReach('8.8.8.8'), 'can-reach=8.8.8.8'],
    [CalicoNodeAddress.interfaces('eth.*', 'ens.*'), 'interface=eth.*,ens.*'], [CalicoNodeAddress.skipInterfaces('docker.*'), 'skip-interface=docker.*'],
    [CalicoNodeAddress.cidrs('10.0.0.0/8', '192.168.0.0/16'), 'cidr=10.0.0.0/8,192.168.0.0/16'],
  ])('the node\'s address as Calico reads it: %j', (address, method) => {
    expect(envOf(containerOf(make({ nodeAddress: address }))).IP_AUTODETECTION_METHOD).toBe(method);
  });
});

describe('metrics', () => {
  test('are off, on at a port, and scraped when a monitor is asked for', () => {
    expect(containerOf(make()).ports).toBeUndefined();
    expect(containerOf(make({ metricsPort: 9292 })).ports).toEqual([{ containerPort: 9292, name: 'metrics' }]);
    const objects = make({ monitor: Monitor.podMonitor() });
    expect(envOf(containerOf(objects))).toMatchObject({ FELIX_PROMETHEUSMETRICSENABLED: 'true', FELIX_PROMETHEUSMETRICSPORT: '9091' });
    expect(only('PodMonitor', objects).spec.podMetricsEndpoints).toEqual([{ port: 'metrics' }]);
    expect(only('Service', make({ monitor: Monitor.serviceMonitor() })).spec).toMatchObject({ clusterIP: 'None', ports: [{ name: 'metrics', port: 9091 }] });
  });
});

describe('as its users set it', () => {
  test('kubeadm on machines with two networks: a pool within the pod CIDR, the right interface, jumbo frames', () => {
    const objects = make({
      pools: [CalicoIpPool.of('default-ipv4-ippool', '10.244.0.0/16', { encapsulation: CalicoEncapsulation.IPIP_CROSS_SUBNET })],
      nodeAddress: CalicoNodeAddress.cidrs('172.16.0.0/12'),
      mtu: 8980,
      logSeverity: CalicoLogSeverity.WARNING,
    });
    expect(only('IPPool', objects).spec).toMatchObject({ cidr: '10.244.0.0/16', ipipMode: 'CrossSubnet' });
    expect(envOf(containerOf(objects))).toMatchObject({ IP_AUTODETECTION_METHOD: 'cidr=172.16.0.0/12', FELIX_LOGSEVERITYSCREEN: 'Warning' });
    expect(only('ConfigMap', objects).data.veth_mtu).toBe('8980');
  });

  test('a large cluster without kube-proxy: eBPF, VXLAN, Typha, encryption, metrics', () => {
    const objects = make({
      backend: CalicoBackend.vxlan(),
      dataplane: CalicoDataplane.ebpf('api.internal.example.com', 443),
      pools: [pool('default-ipv4-ippool', '10.0.0.0/12', { encapsulation: CalicoEncapsulation.VXLAN })],
      typha: { replicas: 5 },
      wireguard: true,
      monitor: Monitor.podMonitor({ nodeAsInstance: true }),
    });
    expect(envOf(containerOf(objects))).toMatchObject({ FELIX_BPFENABLED: 'true', FELIX_WIREGUARDENABLED: 'true', KUBERNETES_SERVICE_PORT: '443' });
    expect(named('Deployment', 'calico-typha', objects).spec.replicas).toBe(5);
    expect(problems((chart) => new CalicoDaemonSet(chart, 'calico', { typha: { replicas: 5 } }))).toEqual([]);
  });

  test('an installation by Calico\'s own manifest is taken over: no pod of the agent restarts because of its labels', () => {
    const objects = make({ adopt: { matchLabels: { 'k8s-app': 'calico-node' } } });
    const labels = { 'k8s-app': 'calico-node' };
    expect(only('DaemonSet', objects).spec).toMatchObject({ selector: { matchLabels: labels }, template: { metadata: { labels } } });
    expect(named('Deployment', 'calico-kube-controllers', objects).spec.selector.matchLabels).toEqual({ 'k8s-app': 'calico-kube-controllers' });
  });

  test('policies on EKS beside the VPC CNI', () => {
    const objects = make({ backend: CalicoBackend.none('eni'), typha: { replicas: 2 } });
    expect(names(objects)).toContain('Deployment calico-kube-controllers');
    expect(envOf(containerOf(objects)).FELIX_INTERFACEPREFIX).toBe('eni');
  });
});
