import { Duration, Size } from 'cdk8s';
import {
  AgentDefaults, CiliumApiServer, CiliumChainingMode, CiliumCleanUp, CiliumCni, CiliumDaemonSet, CiliumDaemonSetProps, CiliumEncryption, CiliumEnvoy, CiliumHubble, CiliumIpam,
  CiliumIpPool, CiliumLoadBalancerAcceleration, CiliumLoadBalancerAlgorithm, CiliumLoadBalancerMode, CiliumMasquerade, CiliumRouting, CiliumStartupTaint, Container,
  ConfigFiles, ImageName, Monitor, NodeLabel, NodeTargeting, SecretKey, TargetVersion, Toleration, Tolerations,
} from '../../../../src';
import { PROP_OF_KEY } from '../../../../src/agents/network/cilium/owned-keys';
import { CAPABILITIES, privileges } from '../../../../src/agents/network/cilium/privileges';
import { RIGHTS_SOURCE, agentRights, configRights, leaderRights, operatorRights, rulesOf, secretReaderRights, secretWriterRights } from '../../../../src/agents/network/cilium/rights';
import { settle } from '../../../../src/agents/network/cilium/settled';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

const make = (props: CiliumDaemonSetProps = {}, options?: Parameters<typeof synth>[1]) => synth((chart) => new CiliumDaemonSet(chart, 'network', props), options);
const config = (props: CiliumDaemonSetProps = {}) => new CiliumDaemonSet(chartOf(), 'network', props).config;
const refusal = (props: object) => thrown(() => make(props as CiliumDaemonSetProps));
const named = (kind: string, name: string, objects: Manifest[]): Manifest => objects.find((object) => object.kind === kind && object.metadata.name === name);
const operatorOf = (objects: Manifest[]) => only('Deployment', objects).spec;
const API = CiliumApiServer.of('api.example.com', 8443);
const mountsOf = (container: Manifest) => container.volumeMounts.map(({ name, mountPath, mountPropagation }: Manifest) => [name, mountPath, mountPropagation].filter(Boolean).join(' '));
const ALWAYS = [
  'ServiceAccount cilium', 'ConfigMap cilium-config', 'ClusterRole agents:cilium', 'ClusterRoleBinding agents:cilium', 'Role cilium-config-reader', 'RoleBinding cilium-config-reader',
  'DaemonSet cilium', 'ServiceAccount cilium-operator', 'ClusterRole agents:cilium-operator', 'ClusterRoleBinding agents:cilium-operator', 'Role cilium-operator', 'RoleBinding cilium-operator',
  'Deployment cilium-operator',
];

describe('a whole Cilium', () => {
  test('needs nothing to be said: agents, operator, configuration and the rights of both', () => {
    expect(names(make())).toEqual(ALWAYS);
  });

  test('bears the vendor\'s names where the vendor has it, and there takes the place of one that was installed in the vendor\'s way', () => {
    expect(names(make({}, { namespace: 'kube-system' }))).toEqual(ALWAYS.map((name) => name.replace('agents:', '')));
  });

  test('has its operator whatever is switched off: without one no agent becomes ready', () => {
    const objects = make({ defaults: AgentDefaults.none() });
    expect(names(objects)).toEqual(expect.arrayContaining(['ConfigMap cilium-config', 'DaemonSet cilium', 'Deployment cilium-operator', 'ClusterRole agents:cilium-operator']));
    expect(operatorOf(objects).template.spec).toMatchObject({ hostNetwork: true, serviceAccountName: 'cilium-operator', automountServiceAccountToken: true });
  });

  test('by another name is all of another name, and its agents read their own configuration', () => {
    const objects = make({ name: 'net' });
    expect(names(objects)).toEqual(ALWAYS.map((name) => name.replace(/cilium/g, 'net')));
    expect(containerOf(objects, 'config').command).toEqual(['cilium-dbg', 'build-config', '--source=config-map:net-config,cilium-node-config']);
    expect(containerOf(make(), 'config').command).toEqual(['cilium-dbg', 'build-config']);
    expect(only('Deployment', objects).spec.template.spec.volumes).toEqual([{ name: 'cilium-config-path', configMap: { name: 'net-config' } }]);
    expect(named('Role', 'net-config-reader', objects).rules).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'], resourceNames: ['net-config'] }]);
    const read = containerOf(objects, 'clean-cilium-state').env.flatMap(({ valueFrom }: Manifest) => valueFrom?.configMapKeyRef?.name ?? []);
    expect(new Set(read)).toEqual(new Set(['net-config']));
  });

  test('starts its init containers in the one order that works, and what is written after them', () => {
    const extra = Container.of({ name: 'extra', image: ImageName.of('example.com/extra:v1') });
    expect(podOf(make({ initContainers: [extra] })).initContainers.map(({ name }: Manifest) => name))
      .toEqual(['config', 'mount-cgroup', 'apply-sysctl-overwrites', 'mount-bpf-fs', 'clean-cilium-state', 'install-cni-binaries', 'extra']);
  });

  test('a change of its configuration rolls agents and operator', () => {
    const sums = (props: CiliumDaemonSetProps) => {
      const objects = make(props);
      const daemonSet = only('DaemonSet', objects).spec.template.metadata.annotations['cilium.io/cilium-configmap-checksum'];
      return [daemonSet, operatorOf(objects).template.metadata.annotations['checksum/config']];
    };
    const [before, after] = [sums({}), sums({ mtu: 1400 })];
    expect(before[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    const silent = make({ defaults: AgentDefaults.all().without('configChecksum') });
    expect(JSON.stringify(silent)).not.toContain('checksum');
  });

  test('written files have a ConfigMap of their own', () => {
    const objects = make({ configFiles: [ConfigFiles.of('/etc/a', { a: '1' }), ConfigFiles.of('/etc/b', { b: '1' }), ConfigFiles.of('/etc/c', { c: '1' }, { configMapName: 'mine' })] });
    expect(objects.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name)).toEqual(['cilium-config', 'cilium-files', 'cilium-files-1', 'mine']);
  });

  test('never waits for cluster DNS or for a node that is ready', () => {
    for (const pod of [podOf(make()), operatorOf(make()).template.spec]) {
      expect(pod).toMatchObject({ dnsPolicy: 'Default', hostNetwork: true });
    }
    expect(podOf(make()).tolerations).toEqual([{ operator: 'Exists' }]);
    const keys = operatorOf(make()).template.spec.tolerations.map(({ key }: Manifest) => key);
    expect(keys).toEqual(expect.arrayContaining([
      'node.kubernetes.io/not-ready', 'node.kubernetes.io/network-unavailable', 'node.cloudprovider.kubernetes.io/uninitialized', 'node.cilium.io/agent-not-ready',
      'node-role.kubernetes.io/control-plane',
    ]));
    expect(podOf(make()).priorityClassName).toBe('system-node-critical');
    expect(operatorOf(make()).template.spec.priorityClassName).toBe('system-cluster-critical');
  });
});

describe('what it may do', () => {
  test('no container that goes on is privileged; the one that mounts for the node to see is', () => {
    const { containers, initContainers } = podOf(make({ envoy: CiliumEnvoy.embedded() }));
    expect(containers.map(({ securityContext }: Manifest) => securityContext.privileged)).toEqual([undefined]);
    expect(initContainers.filter(({ securityContext }: Manifest) => securityContext.privileged === true).map(({ name }: Manifest) => name)).toEqual(['mount-bpf-fs']);
    expect(mountsOf(initContainers[3])).toEqual(['bpf-maps /sys/fs/bpf Bidirectional']);
    expect(containers[0].securityContext.capabilities).toEqual({ add: Object.keys(CAPABILITIES['cilium-agent']), drop: ['ALL'] });
    expect(Object.keys(CAPABILITIES['cilium-agent'])).toHaveLength(13);
  });

  test('privileged is one switch, which moves mounts, propagation and the path of /proc with it', () => {
    const objects = make({ privileged: true });
    for (const container of [...podOf(objects).containers, ...podOf(objects).initContainers.filter(({ name }: Manifest) => name !== 'install-cni-binaries')]) {
      expect([container.name, container.securityContext]).toEqual([container.name, { privileged: true }]);
    }
    expect(containerOf(objects, 'install-cni-binaries').securityContext).toMatchObject({ privileged: true, runAsUser: 0 });
    expect(mountsOf(containerOf(objects))).toContain('bpf-maps /sys/fs/bpf Bidirectional');
    expect(mountsOf(containerOf(make()))).toContain('bpf-maps /sys/fs/bpf HostToContainer');
    expect(JSON.stringify(objects)).not.toContain('/proc/sys');
    expect(containerOf(make({ privileged: true, defaults: AgentDefaults.none() })).securityContext).toEqual({ privileged: true });
    expect([config().procfs, config({ privileged: true }).procfs]).toEqual(['/host/proc', undefined]);
    expect(mountsOf(containerOf(make()))).toEqual(expect.arrayContaining(['host-proc-sys-net /host/proc/sys/net', 'host-proc-sys-kernel /host/proc/sys/kernel']));
  });

  test.each<[string, CiliumDaemonSetProps]>([
    ['as it comes', {}], ['privileged', { privileged: true }], ['with Hubble, metrics and IPsec', {
      hubble: CiliumHubble.withCertificates('certs', { metrics: ['dns'] }), monitor: Monitor.podMonitor(), encryption: CiliumEncryption.ipsec(SecretKey.of('keys', 'keys')),
    }], ['by another name of its container', { containerName: 'agent' }], ['for 1.34', { targetVersion: TargetVersion.of('1.34') }], ['with Envoy of its own', { envoy: CiliumEnvoy.daemonSet() }],
  ])('%s, each privilege of the node has its reason, and each reason its source', (_, props) => {
    const agent = new CiliumDaemonSet(chartOf(), 'network', props);
    const access = [...agent.daemonSet.hostAccess, ...agent.envoy?.hostAccess ?? []];
    expect(access.length).toBeGreaterThan(30);
    expect(access.filter(({ reason }) => reason === undefined).map(({ what, container }) => [what, container])).toEqual([]);
    for (const { source } of privileges('cilium-agent', true)) {
      expect(source).toMatch(/^https:\/\//);
    }
  });

  test('each right in the cluster has its reason, and there is no other', () => {
    const objects = make({ policySecretsNamespace: 'cilium-secrets' });
    const settled = settle({ policySecretsNamespace: 'cilium-secrets' }, 'cilium', {});
    const all = [agentRights(), configRights(settled), secretReaderRights(), operatorRights(settled), leaderRights(), secretWriterRights()];
    const text = ({ apiGroups, resources, verbs, resourceNames }: Manifest) => JSON.stringify([apiGroups, resources, verbs, resourceNames]);
    const reasoned = new Set(all.flatMap((rights) => rulesOf(rights).map(text)));
    const rules = objects.flatMap(({ kind, rules: some }) => (kind === 'ClusterRole' || kind === 'Role' ? some : []));
    expect(rules.length).toBe(all.flat().length);
    expect(rules.filter((rule: Manifest) => !reasoned.has(text(rule)))).toEqual([]);
    expect(all.flat().filter(({ why }) => !/\S/.test(why))).toEqual([]);
    expect(JSON.stringify(rules)).not.toContain('"*"');
    expect(RIGHTS_SOURCE).toMatch(/^https:\/\//);
  });

  test('Secrets are read by nobody unless policies may name them', () => {
    expect(JSON.stringify(make())).not.toContain('"secrets"');
    const objects = make({ policySecretsNamespace: 'cilium-secrets' });
    for (const [name, verbs] of [['cilium-policy-secrets', ['get', 'list', 'watch']], ['cilium-operator-policy-secrets', ['create', 'delete', 'update', 'patch']]] as const) {
      expect(named('Role', name, objects)).toMatchObject({ metadata: { namespace: 'cilium-secrets' }, rules: [{ resources: ['secrets'], verbs }] });
      expect(named('RoleBinding', name, objects)).toMatchObject({ metadata: { namespace: 'cilium-secrets' }, subjects: [{ namespace: 'agents' }] });
    }
    expect(config({ policySecretsNamespace: 'cilium-secrets' })).toMatchObject({ 'enable-policy-secrets-sync': 'true', 'policy-secrets-namespace': 'cilium-secrets' });
    expect(config()).toMatchObject({ 'policy-secrets-only-from-secrets-namespace': 'true' });
  });

  test('pods are deleted only to have DNS pods started again', () => {
    const verbs = (props: CiliumDaemonSetProps) => named('ClusterRole', 'agents:cilium-operator', make(props)).rules[0];
    expect(verbs({}).verbs).toContain('delete');
    expect(verbs({ operator: { restartsUnmanagedDns: false } })).toMatchObject({ resources: ['pods'], verbs: ['get', 'list', 'watch'] });
    expect(config({ operator: { restartsUnmanagedDns: false } })['unmanaged-pod-watcher-interval']).toBe('0s');
  });

  test('rights go to the account that is given, too', () => {
    const objects = synth((chart) => new CiliumDaemonSet(chart, 'network', { serviceAccount: new CiliumDaemonSet(chart, 'other', { name: 'other' }).serviceAccount }));
    expect(named('ClusterRoleBinding', 'agents:cilium', objects).subjects[0].name).toBe('other');
    expect(named('RoleBinding', 'cilium-config-reader', objects).subjects[0].name).toBe('other');
  });
});

describe('the API server\'s address', () => {
  const addressed = [{ name: 'KUBERNETES_SERVICE_HOST', value: 'api.example.com' }, { name: 'KUBERNETES_SERVICE_PORT', value: '8443' }];

  test('reaches every part that asks: agent, config and clean-up containers, operator', () => {
    const objects = make({ apiServer: API });
    for (const container of [containerOf(objects), containerOf(objects, 'config'), containerOf(objects, 'clean-cilium-state'), operatorOf(objects).template.spec.containers[0]]) {
      expect([container.name, container.env]).toEqual([container.name, expect.arrayContaining(addressed)]);
    }
    expect(JSON.stringify(make())).not.toContain('KUBERNETES_SERVICE_HOST');
  });

  test('can stand in a ConfigMap', () => {
    const env = containerOf(make({ apiServer: CiliumApiServer.fromConfigMapNamed('cluster', 'host', 6444) }), 'config').env;
    expect(env).toEqual(expect.arrayContaining([
      { name: 'KUBERNETES_SERVICE_HOST', valueFrom: { configMapKeyRef: { key: 'host', name: 'cluster' } } }, { name: 'KUBERNETES_SERVICE_PORT', value: '6444' },
    ]));
    expect(thrown(() => CiliumApiServer.fromConfigMapNamed('cluster', 'no key'))).toMatch(/^\[InvalidKey\]/);
  });

  test('must be known where kube-proxy is replaced', () => {
    expect(refusal({ kubeProxyReplacement: true })).toMatch(/^\[MissingApiServer\] chart\/network: kubeProxyReplacement is true and apiServer is nothing: .*CiliumApiServer\.of/);
    expect(config({ kubeProxyReplacement: true, apiServer: API })['kube-proxy-replacement']).toBe('true');
  });

  test.each([['https://api:6443'], [''], ['api.example.com:6443'], ['kubernetes.default.svc'], ['kubernetes.default.svc.cluster.local'], [5]])('%p is none that a node reaches', (host) => {
    expect(thrown(() => CiliumApiServer.of(host as string))).toMatch(/^\[InvalidHost\] CiliumApiServer\.of: host is/);
  });

  test.each(['10.0.0.1', 'fd00::1', '127.0.0.1', 'api.example.com'])('%s is one', (host) => {
    expect(() => CiliumApiServer.of(host)).not.toThrow();
  });
});

describe('the startup taint', () => {
  const keysOf = (pod: Manifest) => (pod.tolerations ?? []).map(({ key }: Manifest) => key);

  test('is taken away and set by the operator, which finds agents by their labels', () => {
    expect(config()).toMatchObject({
      'agent-not-ready-taint-key': 'node.cilium.io/agent-not-ready', 'remove-cilium-node-taints': 'true', 'set-cilium-node-taints': 'true', 'set-cilium-is-up-condition': 'true',
    });
    for (const props of [{}, { name: 'net' }, { instance: 'blue' }, { adopt: { matchLabels: { 'k8s-app': 'cilium' } } }] as CiliumDaemonSetProps[]) {
      const objects = make(props);
      const labels = only('DaemonSet', objects).spec.template.metadata.labels;
      const asked = only('ConfigMap', objects).data['cilium-pod-labels'].split(',').map((pair: string) => pair.split('='));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter(([key, value]: string[]) => labels[key] !== value)).toEqual([]);
    }
  });

  test('written, is tolerated by agents and operator whatever else they tolerate, under whatever key', () => {
    const key = 'ignore-taint.cluster-autoscaler.kubernetes.io/cilium-agent-not-ready';
    const objects = make({ startupTaint: CiliumStartupTaint.managed(key), tolerations: Tolerations.controlPlane(), operator: { tolerations: Tolerations.none() }, envoy: CiliumEnvoy.daemonSet() });
    expect(keysOf(named('DaemonSet', 'cilium', objects).spec.template.spec)).toEqual([key, 'node-role.kubernetes.io/control-plane']);
    expect(keysOf(named('DaemonSet', 'cilium-envoy', objects).spec.template.spec)).toEqual([key, 'node-role.kubernetes.io/control-plane']);
    expect(keysOf(operatorOf(objects).template.spec)).toEqual([key]);
    expect(config({ startupTaint: CiliumStartupTaint.managed(key) })['agent-not-ready-taint-key']).toBe(key);
  });

  test('may be set by nobody, or taken away by nobody', () => {
    expect(config({ startupTaint: CiliumStartupTaint.removedOnly() })).toMatchObject({ 'remove-cilium-node-taints': 'true', 'set-cilium-node-taints': 'false' });
    expect(config({ startupTaint: CiliumStartupTaint.unmanaged() })).toMatchObject({ 'remove-cilium-node-taints': 'false', 'set-cilium-node-taints': 'false' });
    expect(thrown(() => CiliumStartupTaint.managed('no key'))).toMatch(/^\[InvalidLabelKey\] CiliumStartupTaint\.managed/);
  });
});

describe('Envoy', () => {
  test.each<[CiliumEnvoy | undefined, string, string, boolean]>([
    [undefined, 'false', 'true', false], [CiliumEnvoy.embedded(), 'false', 'true', false], [CiliumEnvoy.daemonSet(), 'true', 'true', true], [CiliumEnvoy.off(), 'false', 'false', false],
  ])('is where the agent looks for it', (envoy, external, layer7, hasDaemonSet) => {
    const objects = make({ envoy });
    expect(only('ConfigMap', objects.filter(({ metadata }) => metadata.name === 'cilium-config')).data).toMatchObject({ 'external-envoy-proxy': external, 'enable-l7-proxy': layer7 });
    expect(names(objects).includes('DaemonSet cilium-envoy')).toBe(hasDaemonSet);
    expect(names(objects).includes('ConfigMap cilium-envoy-config')).toBe(hasDaemonSet);
    expect(mountsOf(named('DaemonSet', 'cilium', objects).spec.template.spec.containers[0]).includes('envoy-sockets /var/run/cilium/envoy/sockets')).toBe(hasDaemonSet);
  });

  const own = (props: CiliumDaemonSetProps = {}) => named('DaemonSet', 'cilium-envoy', make({ envoy: CiliumEnvoy.daemonSet(), ...props }));

  test('of its own stands where the agent stands, without an account, asked for its health on loopback', () => {
    const { template, selector, updateStrategy } = own({ targeting: NodeTargeting.matching(NodeLabel.is('pool', 'a')) }).spec;
    expect(selector.matchLabels).toEqual({ 'app.kubernetes.io/instance': 'cilium', 'app.kubernetes.io/name': 'cilium-envoy' });
    expect(template.spec).toMatchObject({
      nodeSelector: { 'kubernetes.io/os': 'linux', 'pool': 'a' }, tolerations: [{ operator: 'Exists' }], priorityClassName: 'system-node-critical', hostNetwork: true, automountServiceAccountToken: false,
    });
    expect(template.spec.serviceAccountName).toBeUndefined();
    expect(updateStrategy.rollingUpdate).toEqual({ maxUnavailable: 1 });
    expect(template.spec.containers[0].readinessProbe.httpGet).toMatchObject({ host: '127.0.0.1', port: 9878 });
    expect(template.spec.containers[0].securityContext.capabilities).toEqual({ add: ['NET_ADMIN', 'SYS_ADMIN'], drop: ['ALL'] });
  });

  test('starts with a configuration that meets the agent at its socket, by the stream that the agent speaks', () => {
    const objects = make({ envoy: CiliumEnvoy.daemonSet(), ipv6: true });
    const { args, volumeMounts } = named('DaemonSet', 'cilium-envoy', objects).spec.template.spec.containers[0];
    const file = args[args.indexOf('-c') + 1];
    const [[name, text]] = Object.entries<string>(named('ConfigMap', 'cilium-envoy-config', objects).data);
    expect(file).toBe(`${volumeMounts.find(({ name: volume }: Manifest) => volume === 'config').mountPath}/${name}`);
    const bootstrap = JSON.parse(text);
    const clusters = bootstrap.staticResources.clusters.map((cluster: Manifest) => cluster.name);
    expect(clusters).toEqual(['ingress-cluster', 'ingress-cluster-tls', 'egress-cluster', 'egress-cluster-tls', 'xds-grpc-cilium', '/envoy-admin']);
    expect(bootstrap.dynamicResources.adsConfig.grpcServices).toEqual([{ envoyGrpc: { clusterName: 'xds-grpc-cilium' } }]);
    expect(only('ConfigMap', objects.filter(({ metadata }) => metadata.name === 'cilium-config')).data['envoy-xds-mode']).toBe('ads');
    const paths = [...text.matchAll(/"path":"([^"]+)"/g)].map(([, path]) => path);
    expect(new Set(paths)).toEqual(new Set(['/var/run/cilium/envoy/sockets/admin.sock', '/var/run/cilium/envoy/sockets/xds.sock']));
    const [listener] = bootstrap.staticResources.listeners;
    expect([listener.address, ...listener.additionalAddresses.map(({ address }: Manifest) => address)].map(({ socketAddress }: Manifest) => `${socketAddress.address} ${socketAddress.portValue}`))
      .toEqual(['127.0.0.1 9878', '::1 9878']);
    const tls = bootstrap.staticResources.clusters.filter((cluster: Manifest) => cluster.transportSocket !== undefined).map((cluster: Manifest) => cluster.name);
    expect(tls).toEqual(['ingress-cluster-tls', 'egress-cluster-tls']);
  });

  test('takes image, resources and the identity of one that exists', () => {
    const options = { image: ImageName.of('mirror.example.com/cilium-envoy:v1'), resources: { memory: { request: Size.mebibytes(64) } }, adopt: { matchLabels: { 'k8s-app': 'cilium-envoy' } } };
    const { template, selector } = own({ envoy: CiliumEnvoy.daemonSet(options) }).spec;
    expect(template.spec.containers[0]).toMatchObject({ image: 'mirror.example.com/cilium-envoy:v1', resources: { requests: { memory: '64Mi' } } });
    expect(selector.matchLabels).toEqual({ 'k8s-app': 'cilium-envoy' });
  });
});

describe('Hubble', () => {
  test('is off, on its node only, or served with certificates of a Secret, and never with ones made here', () => {
    expect(config()['enable-hubble']).toBe('false');
    expect(config({ hubble: CiliumHubble.ofNode() })).toMatchObject({ 'enable-hubble': 'true' });
    expect(config({ hubble: CiliumHubble.ofNode() })['hubble-listen-address']).toBeUndefined();
    const objects = make({ hubble: CiliumHubble.withCertificates('hubble-certs') });
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const { data } = only('ConfigMap', objects);
    expect(data).toMatchObject({ 'hubble-listen-address': ':4244', 'hubble-disable-tls': 'false' });
    const volume = podOf(objects).volumes.find(({ name }: Manifest) => name === 'hubble-tls').projected;
    expect(volume.defaultMode).toBe(0o400);
    const [{ secret }] = volume.sources;
    expect(secret).toMatchObject({ name: 'hubble-certs', optional: true });
    const files = secret.items.map(({ path }: Manifest) => `/var/lib/cilium/tls/hubble/${path}`).sort();
    expect([data['hubble-tls-cert-file'], data['hubble-tls-client-ca-files'], data['hubble-tls-key-file']].sort()).toEqual(files);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/var/lib/cilium/tls/hubble', name: 'hubble-tls', readOnly: true });
  });

  test('served, is found by the relay on each node by a Service of the name that the relay knows', () => {
    const objects = make({ hubble: CiliumHubble.withCertificates('hubble-certs') });
    const service = only('Service', objects);
    expect(service).toMatchObject({ metadata: { name: 'hubble-peer' }, spec: { internalTrafficPolicy: 'Local', ports: [{ name: 'peer-service', port: 443, targetPort: 'peer-service' }] } });
    expect(service.spec.selector).toEqual(only('DaemonSet', objects).spec.selector.matchLabels);
    expect(containerOf(objects).ports).toContainEqual({ name: 'peer-service', containerPort: 4244 });
  });

  test('has metrics of flows when they are named', () => {
    const hubble = CiliumHubble.ofNode({ metrics: ['dns', 'httpV2:labelsContext=source_namespace'], metricsPort: 9966 });
    expect(config({ hubble })).toMatchObject({ 'hubble-metrics': 'dns httpV2:labelsContext=source_namespace', 'hubble-metrics-server': ':9966' });
    expect(containerOf(make({ hubble })).ports).toContainEqual({ name: 'hubble-metrics', containerPort: 9966 });
    expect(thrown(() => CiliumHubble.ofNode({ metrics: 'dns' as never }))).toMatch(/^\[WrongType\] CiliumHubble\.ofNode: metrics is "dns"/);
    expect(thrown(() => CiliumHubble.withCertificates('No Secret'))).toMatch(/^\[InvalidName\]/);
  });
});

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
    const loadBalancer = { mode: CiliumLoadBalancerMode.DSR, algorithm: CiliumLoadBalancerAlgorithm.MAGLEV, acceleration: CiliumLoadBalancerAcceleration.BEST_EFFORT };
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

describe('the operator', () => {
  test('is two on nodes of their own; one leaves its place to the next', () => {
    expect(operatorOf(make())).toMatchObject({ replicas: 2, strategy: { rollingUpdate: { maxUnavailable: '50%' } } });
    expect(operatorOf(make()).template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]).toMatchObject({
      topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: operatorOf(make()).selector.matchLabels },
    });
    expect(operatorOf(make({ operator: { replicas: 1 } }))).toMatchObject({ replicas: 1, strategy: { rollingUpdate: { maxUnavailable: '100%' } } });
    expect(refusal({ operator: { replicas: 0 } })).toMatch(/^\[InvalidNumber\] chart\/network: operator\.replicas is 0/);
  });

  test('is of the agents\' release, from beside their image', () => {
    const image = (props: CiliumDaemonSetProps) => operatorOf(make(props)).template.spec.containers[0].image;
    expect(image({ image: ImageName.of('mirror.example.com/net/cilium:v1.20.9') })).toBe('mirror.example.com/net/operator-generic:v1.20.9');
    expect(image({ image: ImageName.of(`quay.io/cilium/cilium:v1.20.9@sha256:${'0'.repeat(64)}`) })).toBe('quay.io/cilium/operator-generic:v1.20.9');
    expect(refusal({ image: ImageName.of('mirror.example.com/net/agent:v1.20.9') })).toMatch(/^\[MissingOperatorImage\] chart\/network: image is "mirror\.example\.com\/net\/agent:v1\.20\.9"/);
    expect(image({ image: ImageName.of('mirror.example.com/net/agent:v1'), operator: { image: ImageName.of('mirror.example.com/net/op:v1') } })).toBe('mirror.example.com/net/op:v1');
  });

  test('takes what a Deployment of its kind is asked for', () => {
    const objects = make({
      operator: {
        args: ['--debug'], resources: { memory: { limit: Size.gibibytes(1) } }, targeting: NodeTargeting.controlPlane(), tolerations: Tolerations.of(Toleration.exists('mine')),
        serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn' }, adopt: { matchLabels: { name: 'cilium-operator' }, templateLabels: { name: 'cilium-operator', old: 'yes' } },
      },
    });
    const { selector, template } = operatorOf(objects);
    expect(selector.matchLabels).toEqual({ name: 'cilium-operator' });
    expect(template.metadata.labels).toEqual({ name: 'cilium-operator', old: 'yes' });
    expect(template.spec.containers[0]).toMatchObject({ args: ['--config-dir=/tmp/cilium/config-map', '--debug'], resources: { limits: { memory: '1Gi' } } });
    expect(template.spec.tolerations.map(({ key }: Manifest) => key)).toEqual(['mine', 'node.cilium.io/agent-not-ready']);
    expect(named('ServiceAccount', 'cilium-operator', objects).metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': 'arn' });
  });
});

describe('metrics', () => {
  test('are served when a monitor asks for them, which finds them', () => {
    expect(config()['prometheus-serve-addr']).toBeUndefined();
    for (const [monitor, kind] of [[Monitor.podMonitor(), 'PodMonitor'], [Monitor.serviceMonitor(), 'ServiceMonitor']] as const) {
      const objects = make({ monitor });
      expect(only('ConfigMap', objects).data['prometheus-serve-addr']).toBe(':9962');
      expect(containerOf(objects).ports).toContainEqual({ name: 'prometheus', containerPort: 9962 });
      const { spec } = only(kind, objects);
      expect((spec.podMetricsEndpoints ?? spec.endpoints)[0].port).toBe('prometheus');
    }
  });
});

describe('configuration key by key', () => {
  test('joins the rest', () => {
    expect(config({ config: { 'enable-bbr': 'true', 'monitor-aggregation': 'none' } })).toMatchObject({ 'enable-bbr': 'true', 'monitor-aggregation': 'none' });
  });

  test.each(Object.keys(PROP_OF_KEY))('%s is settled by a prop, with what goes with it', (key) => {
    expect(refusal({ config: { [key]: 'x' } })).toMatch(new RegExp(`^\\[SettingOfProp\\] chart/network: config has ${key}: "x".*; write \\S`));
  });

  test('every key that a prop settles is one of those', () => {
    const everything = config({
      kubeProxyReplacement: true, apiServer: API, loadBalancer: { mode: CiliumLoadBalancerMode.DSR, algorithm: CiliumLoadBalancerAlgorithm.MAGLEV, acceleration: CiliumLoadBalancerAcceleration.NATIVE },
      routing: CiliumRouting.geneve({ port: 7000 }), clusterId: 3, clusterName: 'blue', ipv6: true, mtu: 1400, devices: ['eth0', 'eth1'], encryption: CiliumEncryption.wireguard({ nodeEncryption: true }),
      hubble: CiliumHubble.withCertificates('c', { metrics: ['dns'] }), policySecretsNamespace: 's', monitor: Monitor.podMonitor(), cleanUp: CiliumCleanUp.allState(), masquerade: CiliumMasquerade.ebpf(),
      cni: CiliumCni.exclusive({ uninstall: true }),
    });
    const free = Object.keys(everything).filter((key) => PROP_OF_KEY[key] === undefined);
    // What is no more than a default of Cilium's chart may be written over.
    expect(free).toEqual(['monitor-aggregation', 'monitor-aggregation-flags', 'preallocate-bpf-maps', 'enable-well-known-identities', 'dnsproxy-enable-transparent-mode', 'envoy-xds-mode', 'set-cilium-is-up-condition']);
    expect(everything.devices).toBe('eth0 eth1');
    expect(Object.values(everything).every((value) => typeof value === 'string')).toBe(true);
  });
});

describe('what is wrong is said where it stands', () => {
  test.each<[object, RegExp]>([
    [{ clusterName: 'Blue' }, /^\[InvalidClusterName\] chart\/network: clusterName is "Blue"/],
    [{ clusterName: 'a'.repeat(33) }, /^\[InvalidClusterName\]/],
    [{ clusterName: '' }, /^\[InvalidClusterName\]/],
    [{ clusterId: 1 }, /^\[InvalidClusterName\] chart\/network: clusterName is "default" and clusterId 1/],
    [{ clusterName: 'blue', clusterId: 256 }, /^\[InvalidNumber\]/],
    [{ clusterName: 'blue', clusterId: 128, ipam: CiliumIpam.eni() }, /^\[ClusterIdTooHigh\] chart\/network: clusterId is 128/],
    [{ mtu: 60 }, /^\[InvalidNumber\] chart\/network: mtu is 60/],
    [{ ipam: 'eni' }, /^\[WrongType\] chart\/network: ipam is "eni"; write a value of CiliumIpam/],
    [{ routing: 'native' }, /^\[WrongType\] chart\/network: routing is "native"/],
    [{ hubble: true }, /^\[WrongType\] chart\/network: hubble is true; write a value of CiliumHubble/],
    [{ encryption: 'wireguard' }, /^\[WrongType\]/],
    [{ privileged: 'yes' }, /^\[WrongType\] chart\/network: privileged is "yes"; write true or false/],
    [{ operator: { image: 'op:v1' } }, /^\[WrongType\] chart\/network: image is "op:v1"/],
    [{ operator: 2 }, /^\[WrongType\] chart\/network: operator is 2/],
    [{ config: { 'enable-bbr': true } }, /^\[NotText\] chart\/network: config enable-bbr is true/],
    [{ devices: 'eth0' }, /^\[WrongType\]/],
    [{ policySecretsNamespace: 'No Name' }, /^\[InvalidName\]/],
  ])('%j', (props, message) => {
    expect(refusal(props)).toMatch(message);
  });

  test('a namespace that is not known cannot be bound to', () => {
    expect(thrown(() => make({}, { namespace: null }))).toMatch(/^\[NoNamespace\] chart\/network: namespace is not known/);
  });
});
