import { Size } from 'cdk8s';
import { make, config, refusal, named, operatorOf, API, mountsOf } from './make';
import {
  CiliumApiServer, CiliumDaemonSetProps, CiliumEnvoy, CiliumHubble, CiliumStartupTaint, ImageName, Monitor, NodeLabel, NodeTargeting, Toleration,
  Tolerations,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { containerOf, Manifest, names, only, podOf } from '../../synth';

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
    const objects = make({
      startupTaint: CiliumStartupTaint.managed(key),
      tolerations: Tolerations.controlPlane(),
      envoy: CiliumEnvoy.daemonSet(),
      operator: { tolerations: Tolerations.none() },
    });
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
    const encrypted = bootstrap.staticResources.clusters.filter((cluster: Manifest) => cluster.transportSocket !== undefined);
    expect(encrypted.map((cluster: Manifest) => cluster.name)).toEqual(['ingress-cluster-tls', 'egress-cluster-tls']);
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
        args: ['--debug'],
        resources: { memory: { limit: Size.gibibytes(1) } },
        targeting: NodeTargeting.controlPlane(),
        tolerations: Tolerations.of(Toleration.exists('mine')),
        serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn' },
        adopt: { matchLabels: { name: 'cilium-operator' }, templateLabels: { name: 'cilium-operator', old: 'yes' } },
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
