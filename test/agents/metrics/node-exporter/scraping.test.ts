import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AgentDefaults, Container, ImageName, KubeRbacProxy, ListenAddress, Monitor, NodeExporterCollector, NodeExporterDaemonSet, NodeExporterDaemonSetProps, NodeExporterFilter,
  NodeExporterSubject, NodeExporterTextfiles, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

const make = (props: NodeExporterDaemonSetProps = {}) => synth((chart) => new NodeExporterDaemonSet(chart, 'exporter', props));
const refusal = (props: NodeExporterDaemonSetProps) => thrown(() => make(props));
const proxied = (props: NodeExporterDaemonSetProps = {}) => make({ rbacProxy: KubeRbacProxy.inFront(), ...props });
const OWN = { 'app.kubernetes.io/instance': 'node-exporter', 'app.kubernetes.io/name': 'node-exporter' };

describe('monitors', () => {
  test('are made only when asked for', () => {
    expect(names(make()).filter((name) => /Monitor/.test(name))).toEqual([]);
  });

  test('a ServiceMonitor finds the Service by its labels', () => {
    const objects = make({ monitor: Monitor.serviceMonitor({ labels: { release: 'prometheus' }, interval: Duration.seconds(15) }), labels: { team: 'x' } });
    const monitor = only('ServiceMonitor', objects);
    expect(monitor.metadata).toMatchObject({ name: 'node-exporter', namespace: 'agents', labels: { release: 'prometheus' } });
    expect(monitor.spec).toEqual({ endpoints: [{ interval: '15s', port: 'metrics' }], jobLabel: 'app.kubernetes.io/name', selector: { matchLabels: { ...OWN, team: 'x' } } });
    expect(only('Service', objects).metadata.labels).toEqual(monitor.spec.selector.matchLabels);
    expect(only('Service', objects).spec.ports.map((port: Manifest) => port.name)).toEqual(['metrics']);
  });

  test('a PodMonitor finds the pods, with a Service or without', () => {
    const objects = make({ monitor: Monitor.podMonitor({ nodeAsInstance: true }), defaults: AgentDefaults.all().without('service') });
    const { spec } = only('PodMonitor', objects);
    expect(spec.selector.matchLabels).toEqual(only('DaemonSet', objects).spec.selector.matchLabels);
    expect(spec.podMetricsEndpoints).toEqual([{ port: 'metrics', relabelings: [{ action: 'replace', sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'instance' }] }]);
  });

  test.each<[string, NodeExporterDaemonSetProps, string]>([
    ['without a Service', { defaults: AgentDefaults.all().without('service') }, '[MonitorWithoutService] chart/exporter: monitor is a ServiceMonitor, and there is no Service'],
    ['on loopback', { listenAddress: ListenAddress.loopback() }, '[MonitorWithoutService]'],
    ['that would find every Service', { adopt: { matchLabels: { app: 'old' } } }, '[MonitorWithoutLabels] chart/exporter:'],
    ['that is none', { monitor: 'ServiceMonitor' as never }, '[WrongType] chart/exporter: monitor is "ServiceMonitor"; write a value of Monitor'],
  ])('a ServiceMonitor %s is refused', (_, props, message) => {
    expect(refusal({ monitor: Monitor.serviceMonitor(), ...props })).toContain(message);
  });
});

describe('behind kube-rbac-proxy', () => {
  const proxy = (objects: Manifest[]) => containerOf(objects, 'kube-rbac-proxy');

  test('the exporter listens on loopback alone, and the proxy at its port over TLS', () => {
    const objects = proxied();
    expect(containerOf(objects).args).toContain('--web.listen-address=127.0.0.1:9101');
    expect(containerOf(objects).ports).toEqual([{ containerPort: 9101, name: 'http' }]);
    expect(containerOf(objects).livenessProbe.httpGet).toEqual({ host: '127.0.0.1', path: '/', port: 'http' });
    expect(proxy(objects)).toMatchObject({
      image: 'quay.io/brancz/kube-rbac-proxy:v0.22.1',
      args: ['--secure-listen-address=:9100', '--upstream=http://127.0.0.1:9101/', '--allow-paths=/metrics'],
      ports: [{ containerPort: 9100, name: 'https' }],
      readinessProbe: { tcpSocket: { port: 'https' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 65532 },
    });
    expect(only('Service', objects).spec.ports).toEqual([{ name: 'https', port: 9100, targetPort: 'https' }]);
  });

  test('it may review who asks, and nothing else', () => {
    const objects = proxied();
    expect(only('ClusterRole', objects).rules).toEqual([
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
      { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ]);
    expect(podOf(objects)).toMatchObject({ serviceAccountName: 'node-exporter', automountServiceAccountToken: true });
  });

  test('a ServiceMonitor shows Prometheus\' token to it', () => {
    const [endpoint] = only('ServiceMonitor', proxied({ monitor: Monitor.serviceMonitor() })).spec.endpoints;
    expect(endpoint).toEqual({
      bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token', port: 'https', scheme: 'https', tlsConfig: { insecureSkipVerify: true },
    });
  });

  test('the address is the proxy\'s, with the variable that it needs', () => {
    const objects = proxied({ listenAddress: ListenAddress.ofPod() });
    expect(proxy(objects).args).toContain('--secure-listen-address=[$(LISTEN_ADDRESS)]:9100');
    expect(proxy(objects).env).toContainEqual({ name: 'LISTEN_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
    expect(containerOf(objects).env.map((one: Manifest) => one.name)).toEqual(['NODE_NAME']);
  });

  test('it can have a certificate, an image, arguments and resources of one\'s own', () => {
    const objects = make({
      rbacProxy: KubeRbacProxy.inFront({
        image: ImageName.of('registry.example.com/proxy:v1'), upstreamPort: 8100, tlsSecretName: 'exporter-tls', args: ['--v=2'], resources: { cpu: { request: Cpu.millis(1) } },
      }),
    });
    expect(proxy(objects)).toMatchObject({
      image: 'registry.example.com/proxy:v1',
      args: [
        '--secure-listen-address=:9100', '--upstream=http://127.0.0.1:8100/', '--allow-paths=/metrics',
        '--tls-cert-file=/etc/tls/private/tls.crt', '--tls-private-key-file=/etc/tls/private/tls.key', '--v=2',
      ],
      volumeMounts: [{ mountPath: '/etc/tls/private', name: 'tls', readOnly: true }],
      resources: { requests: { cpu: '1m' } },
    });
    expect(podOf(objects).volumes).toContainEqual({ name: 'tls', secret: { secretName: 'exporter-tls' } });
  });

  test('every port of the node has its own reason', () => {
    const agent = new NodeExporterDaemonSet(chartOf(), 'exporter', { rbacProxy: KubeRbacProxy.inFront() });
    expect(agent.daemonSet.hostAccess.filter(({ what }) => what.startsWith('port')).map(({ what, container, reason }) => [what, container, reason])).toEqual([
      ['port 9101', 'node-exporter', 'the proxy of the same pod asks it there, on loopback'],
      ['port 9100', 'kube-rbac-proxy', 'Prometheus asks it there, from another node'],
    ]);
  });

  test('on a network of its own the kubelet asks the proxy alone', () => {
    const objects = proxied({ hostNetwork: false });
    expect(containerOf(objects).livenessProbe).toBeUndefined();
    expect(proxy(objects).livenessProbe).toEqual({ tcpSocket: { port: 'https' } });
  });

  test.each<[string, NodeExporterDaemonSetProps, string]>([
    ['on loopback', { listenAddress: ListenAddress.loopback() }, '[LoopbackWithProxy] chart/exporter:'],
    ['at one port', { port: 9101 }, '[PortTakenByProxy] chart/exporter: port is 9101'],
    ['with a PodMonitor', { monitor: Monitor.podMonitor() }, '[PodMonitorWithProxy] chart/exporter:'],
    ['that is none', { rbacProxy: true as never }, '[WrongType] chart/exporter: rbacProxy is true; write a value of KubeRbacProxy'],
  ])('%s is refused', (_, props, message) => {
    expect(refusal({ rbacProxy: KubeRbacProxy.inFront(), ...props })).toContain(message);
  });

  test.each<[unknown, string]>([[{ upstreamPort: 0 }, '[InvalidPort] KubeRbacProxy.inFront'], [{ tlsSecretName: 'A_B' }, '[InvalidName]'], [{ image: 'x' }, '[WrongType]'], [null, '[WrongType]']])(
    'options %p are refused', (options, message) => {
      expect(thrown(() => KubeRbacProxy.inFront(options as never))).toContain(message);
    });
});

describe('as its users set it', () => {
  test('on a large cluster with many pods: only physical interfaces and disks, scraped by the operator', () => {
    const objects = make({
      collectorsOff: [NodeExporterCollector.WIFI, NodeExporterCollector.HWMON, NodeExporterCollector.BTRFS],
      filters: [
        NodeExporterFilter.except(NodeExporterSubject.MOUNT_POINTS, '^/(dev|proc|sys|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)'),
        NodeExporterFilter.except(NodeExporterSubject.NETWORK_CLASS_DEVICES, '^(veth.*|[a-f0-9]{15})$'),
        NodeExporterFilter.except(NodeExporterSubject.NETWORK_DEVICES, '^(veth.*|[a-f0-9]{15})$'),
      ],
      monitor: Monitor.serviceMonitor({ labels: { release: 'kube-prometheus-stack' }, nodeAsInstance: true }),
      resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } },
    });
    expect(containerOf(objects).args.filter((arg: string) => arg.includes('collector'))).toEqual([
      '--no-collector.wifi', '--no-collector.hwmon', '--no-collector.btrfs',
      '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)',
      '--collector.netclass.ignored-devices=^(veth.*|[a-f0-9]{15})$', '--collector.netdev.device-exclude=^(veth.*|[a-f0-9]{15})$',
    ]);
    expect(containerOf(objects).resources).toEqual({ limits: { memory: '256Mi' }, requests: { cpu: '50m', memory: '64Mi' } });
    expect(only('ServiceMonitor', objects).metadata.labels.release).toBe('kube-prometheus-stack');
  });

  test('with metrics of a sidecar, which writes them into a directory of the pod', () => {
    const textfiles = Volume.emptyDir('textfiles');
    const objects = make({
      textfiles: [NodeExporterTextfiles.ofVolume(textfiles)],
      sidecars: [Container.of({
        name: 'smart',
        image: ImageName.of('registry.example.com/smart:v2'),
        mounts: [VolumeMount.of('/out', textfiles)],
        securityContext: { runAsUser: 0, runAsNonRoot: false, privileged: true },
      })],
    });
    expect(containerOf(objects, 'smart').volumeMounts).toEqual([{ mountPath: '/out', name: 'textfiles' }]);
    expect(podOf(objects).volumes.filter((volume: Manifest) => volume.name === 'textfiles')).toEqual([{ name: 'textfiles', emptyDir: {} }]);
    expect(containerOf(objects).args).toContain('--collector.textfile.directory=/textfiles');
  });

  test('where a policy refuses host namespaces: what is left of it says so in its flags', () => {
    const collectorsOnly = [NodeExporterCollector.CPU, NodeExporterCollector.MEMINFO];
    const objects = make({ hostNetwork: false, hostPid: false, rootFileSystem: false, collectorsOnly });
    expect([podOf(objects).hostNetwork, podOf(objects).hostPID]).toEqual([false, false]);
    expect(containerOf(objects).args.slice(2)).toEqual(['--collector.disable-defaults', '--collector.cpu', '--collector.meminfo', '--web.listen-address=:9100']);
  });
});
