import { Size } from 'cdk8s';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/otel-collector';
import {
  ClientTls, AgentDefaults, EnvVar, HostPath, ImageName, Monitor, MountPropagation, OpenTelemetryCollectorDaemonSet, OpenTelemetryCollectorDaemonSetProps, OtelComponent, OtelExporter,
  OtelHeader, OtelKubeletTls, OtelPreset, OtelSignal, Rollout, IntOrPercent, SecretKey, Tolerations, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, problems, synth } from '../../synth';

type Props = Partial<OpenTelemetryCollectorDaemonSetProps>;
const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => new OpenTelemetryCollectorDaemonSet(chart, 'collector', { exporters: [OtelExporter.debug()], ...props });
const make = (props: Props = {}) => synth((chart) => made(chart, props));
const refusal = (props: Props) => thrown(() => make(props));
const all = AgentDefaults.all();
const access = (props: Props) => made(chartOf(), props).daemonSet.hostAccess.map(({ what }) => what);
const rules = (props: Props) => only('ClusterRole', make(props)).rules.map((rule: Manifest) => [rule.resources.join(), rule.verbs.join()].join(' '));

test('needs nothing but where to send', () => {
  expect(names(make())).toEqual([
    'ServiceAccount otel-collector', 'PriorityClass node-agents', 'DaemonSet otel-collector', 'ConfigMap otel-collector-config', 'ClusterRole agents:otel-collector',
    'ClusterRoleBinding agents:otel-collector',
  ]);
  expect(refusal({ exporters: undefined })).toMatch(/^\[MissingExporters\] chart\/collector:/);
  expect(thrown(() => new OpenTelemetryCollectorDaemonSet(chartOf(), 'collector', null as never))).toMatch(/^\[MissingProps\] chart\/collector:/);
});

test('differs from the chart of the project exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('the configuration', () => {
  test('is a ConfigMap, mounted where the argument says, and its change rolls the pods', () => {
    const objects = make();
    const [file, text] = Object.entries(only('ConfigMap', objects).data)[0];
    expect(containerOf(objects).args).toEqual([`--config=/conf/${file}`]);
    expect(text).toBe(made(chartOf(), {}).configYaml);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/conf', name: 'config', readOnly: true });
    const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(checksum({ resourceAttributes: { a: 'b' } })).not.toBe(checksum({}));
  });

  test('is one\'s own where one is mounted by hand', () => {
    const objects = make({ mounts: [VolumeMount.of('/conf', Volume.configMapNamed('own', 'own'))] });
    expect(objects.filter((object) => object.kind === 'ConfigMap')).toEqual([]);
    expect(containerOf(objects).volumeMounts.filter((mount: Manifest) => mount.mountPath === '/conf')).toEqual([{ mountPath: '/conf', name: 'own' }]);
  });

  test('asks its environment for what the pod gives', () => {
    const text = made(chartOf(), { presets: [OtelPreset.logs(), OtelPreset.otlp(), OtelPreset.kubeletStats(), OtelPreset.kubernetesAttributes()] }).configYaml;
    const asked = [...text.matchAll(/\$\{env:(\w+)\}/g)].map(([, name]) => name).concat(/node_from_env_var: (\w+)/.exec(text)![1]);
    const given = containerOf(make()).env.map((variable: Manifest) => variable.name);
    expect(new Set(asked).size).toBeGreaterThan(3);
    expect(asked.filter((name) => !given.includes(name))).toEqual([]);
  });

  test('Go\'s limit is 80% of the container\'s, and none where that has none', () => {
    const limit = (props: Props) => containerOf(make(props)).env.find((variable: Manifest) => variable.name === 'GOMEMLIMIT')?.value;
    expect(limit({})).toBe('204MiB');
    expect(limit({ resources: { memory: { limit: Size.gibibytes(1) } } })).toBe('819MiB');
    expect(limit({ resources: { memory: { request: Size.gibibytes(1) } } })).toBeUndefined();
    expect(limit({ env: [EnvVar.of('GOMEMLIMIT', '1GiB')] })).toBe('1GiB');
  });
});

describe('each preset brings what it needs, and nothing more', () => {
  test('host metrics: the root of the node, read-only, as the image\'s user', () => {
    const objects = make({ presets: [OtelPreset.hostMetrics()] });
    expect(access({ presets: [OtelPreset.hostMetrics()] })).toEqual(['reads /']);
    expect(containerOf(objects).volumeMounts[0]).toEqual({ mountPath: '/hostfs', mountPropagation: 'HostToContainer', name: 'root', readOnly: true });
    expect(containerOf(objects).securityContext).toMatchObject({ runAsUser: 10001, runAsNonRoot: true, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expect(podOf(objects).automountServiceAccountToken).toBe(false);
    expect(containerOf(make({ presets: [OtelPreset.hostMetrics({ rootPropagation: MountPropagation.NONE })] })).volumeMounts[0].mountPropagation).toBe('None');
  });

  test('kubelet stats: the right to ask for them', () => {
    expect(access({ presets: [OtelPreset.kubeletStats()] })).toEqual([]);
    expect(rules({ presets: [OtelPreset.kubeletStats()] })).toEqual(['nodes/stats get']);
    const tls = OtelKubeletTls.fileOfNode('/etc/kubernetes/certs/kubeletserver.crt');
    expect(access({ presets: [OtelPreset.kubeletStats({ tls })] })).toEqual(['reads /etc/kubernetes/certs/kubeletserver.crt']);
  });

  test('logs: root without capabilities, the logs read-only and a state directory', () => {
    const presets = [OtelPreset.logs()];
    expect(access({ presets })).toEqual(['user 0', 'reads /var/log/pods', 'writes /var/lib/otel-collector']);
    expect(containerOf(make({ presets })).securityContext).toMatchObject({ runAsUser: 0, capabilities: { drop: ['ALL'] } });
    expect(names(make({ presets })).filter((name) => /ClusterRole/.test(name))).toEqual([]);
    expect(access({ presets: [OtelPreset.logs({ storePositions: false })] })).toEqual(['user 0', 'reads /var/log/pods']);
  });

  test('Kubernetes\' attributes: pods and namespaces, and more only for the attributes that need it', () => {
    const of = (...metadata: string[]) => rules({ presets: [OtelPreset.hostMetrics(), OtelPreset.kubernetesAttributes({ metadata })] });
    expect(of('k8s.pod.name', 'k8s.deployment.name')).toEqual(['namespaces,pods get,list,watch']);
    expect(of('k8s.deployment.uid', 'k8s.node.uid', 'k8s.cronjob.uid')).toEqual([
      'namespaces,pods get,list,watch', 'deployments,replicasets get,list,watch', 'nodes get,list,watch', 'jobs get,list,watch',
    ]);
  });

  test('OTLP: ports of the pod and a Service to the Collector of the same node; ports of the node only when asked for', () => {
    const objects = make({ presets: [OtelPreset.otlp()] });
    expect(access({ presets: [OtelPreset.otlp()] })).toEqual([]);
    expect(only('Service', objects).spec).toMatchObject({
      internalTrafficPolicy: 'Local', ports: [{ name: 'otlp', port: 4317, targetPort: 'otlp' }, { name: 'otlp-http', port: 4318, targetPort: 'otlp-http' }],
    });
    expect(access({ presets: [OtelPreset.otlp({ hostPorts: true })] })).toEqual(['port 4317', 'port 4318']);
    expect(names(make({ presets: [OtelPreset.otlp({ service: false })] })).filter((name) => name.startsWith('Service '))).toEqual([]);
  });

  test('a queue that outlives restarts: the state directory, as root', () => {
    const props = { presets: [OtelPreset.otlp()], exporters: [OtelExporter.otlp('a:1', { persistentQueue: true })] };
    expect(access(props)).toEqual(['user 0', 'writes /var/lib/otel-collector']);
    expect(refusal({ ...props, defaults: all.without('stateDirectory') })).toMatch(/^\[NoStateDirectory\] chart\/collector: exporter otlp_grpc has persistentQueue/);
    expect(refusal({ presets: [OtelPreset.logs({ storePositions: true })], defaults: all.without('stateDirectory') })).toMatch(/^\[NoStateDirectory\] chart\/collector: storePositions is true/);
  });

  const touching = [OtelPreset.hostMetrics(), OtelPreset.kubeletStats(), OtelPreset.logs(), OtelPreset.otlp({ hostPorts: true })];

  test.each(touching.map((preset) => [preset.name, preset] as const))(
    '%s: whatever it has of the node has a reason, on the host network, too', (_, preset) => {
      for (const hostNetwork of [true, false]) {
        expect(made(chartOf(), { presets: [preset], hostNetwork }).daemonSet.hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
      }
    });
});

describe('the state directory', () => {
  test('can be another, which must be writable', () => {
    const stateDirectory = HostPath.of('/mnt/otel').writable('positions of logs are kept there');
    expect(access({ presets: [OtelPreset.logs()], stateDirectory })).toContain('writes /mnt/otel');
    expect(made(chartOf(), { presets: [OtelPreset.logs()], stateDirectory }).configYaml).toContain('directory: /mnt/otel');
    expect(refusal({ stateDirectory: HostPath.of('/mnt/otel') })).toMatch(/^\[ReadOnlyState\] chart\/collector: stateDirectory \/mnt\/otel is read-only/);
  });
});

describe('scraping and probing', () => {
  test('its health is asked at the port that it is told of', () => {
    const { livenessProbe, readinessProbe, ports } = containerOf(make({ healthPort: 1777 }));
    expect([livenessProbe, readinessProbe]).toEqual([{ httpGet: { path: '/', port: 1777 } }, { httpGet: { path: '/', port: 1777 } }]);
    expect(ports).toContainEqual({ containerPort: 1777, name: 'health' });
    expect(made(chartOf(), { healthPort: 1777 }).configYaml).toContain('[${env:MY_POD_IP}]:1777');
    expect(refusal({ healthPort: 0 })).toMatch(/^\[InvalidPort\] chart\/collector: healthPort is 0/);
  });

  test('its own metrics are at the pod\'s address only when a monitor looks there', () => {
    expect(made(chartOf(), {}).configYaml).not.toContain('telemetry');
    const pods = make({ monitor: Monitor.podMonitor() });
    expect(only('PodMonitor', pods).spec.podMetricsEndpoints).toEqual([{ port: 'metrics' }]);
    expect(containerOf(pods).ports).toContainEqual({ containerPort: 8888, name: 'metrics' });
    expect(made(chartOf(), { monitor: Monitor.podMonitor() }).configYaml).toContain('port: 8888');
  });

  test('a ServiceMonitor has a headless Service of its own, beside the one that programs send to', () => {
    const objects = make({ monitor: Monitor.serviceMonitor(), presets: [OtelPreset.otlp()] });
    expect(objects.filter((object) => object.kind === 'Service').map((object) => [object.metadata.name, object.spec.clusterIP, object.spec.internalTrafficPolicy])).toEqual([
      ['otel-collector', undefined, 'Local'], ['otel-collector-metrics', 'None', undefined],
    ]);
    expect(only('ServiceMonitor', objects).spec.endpoints).toEqual([{ port: 'metrics' }]);
  });
});

describe('without an account', () => {
  test('it has neither token nor rights', () => {
    const objects = make({ defaults: all.without('serviceAccount') });
    expect(names(objects).filter((name) => /^(ServiceAccount|ClusterRole)/.test(name))).toEqual([]);
    expect(podOf(objects).automountServiceAccountToken).toBe(false);
  });
});

test('a surge is refused where it takes ports of the node, and else not', () => {
  const surge = { rollout: Rollout.surging(IntOrPercent.percent(10)) };
  const found = (hostPorts: boolean) => problems((chart) => made(chart, { ...surge, presets: [OtelPreset.otlp({ hostPorts })] })).join();
  expect(found(true)).toContain('[HostPortWithSurge]');
  expect(found(false)).toBe('');
});

describe('as its users set it', () => {
  test('everything of a node to a vendor, by a key in a Secret', () => {
    const objects = make({
      presets: [
        OtelPreset.hostMetrics(), OtelPreset.kubeletStats({ tls: OtelKubeletTls.unchecked() }), OtelPreset.logs({ exclude: ['/var/log/pods/kube-system_*/*/*.log'] }),
        OtelPreset.kubernetesAttributes({ podLabels: { 'app.label.version': 'app.kubernetes.io/version' } }), OtelPreset.otlp(),
      ],
      exporters: [OtelExporter.otlp('otlp.vendor.example.com:443', { headers: [OtelHeader.ofSecret('api-key', SecretKey.of('vendor', 'license'))], persistentQueue: true })],
      resourceAttributes: { 'k8s.cluster.name': 'production-eu' },
      tolerations: Tolerations.controlPlane(),
      resources: { memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) } },
    });
    expect(containerOf(objects).env).toContainEqual({ name: 'OTLP_GRPC_API_KEY', valueFrom: { secretKeyRef: { key: 'license', name: 'vendor' } } });
    expect(containerOf(objects).env).toContainEqual({ name: 'GOMEMLIMIT', value: '409MiB' });
    const text: string = only('ConfigMap', objects).data['relay.yaml'];
    expect(text).toContain('api-key: ${env:OTLP_GRPC_API_KEY}');
    expect(text).toContain('storage: file_storage');
  });

  test('a gateway of traces for the programs of the node, with ports of the node and mutual TLS behind', () => {
    const objects = make({
      presets: [OtelPreset.otlp({ hostPorts: true, service: false, signals: [OtelSignal.TRACES] }), OtelPreset.kubernetesAttributes()],
      components: [
        OtelComponent.receiver('zipkin', { endpoint: '[${env:MY_POD_IP}]:9411' }, OtelSignal.TRACES),
        OtelComponent.processor('probabilistic_sampler', { sampling_percentage: 10 }, OtelSignal.TRACES),
      ],
      exporters: [OtelExporter.otlp('gateway.observability:4317', { tls: ClientTls.mutual('collector-tls') })],
    });
    expect(containerOf(objects).ports.slice(0, 2)).toEqual([{ containerPort: 4317, hostPort: 4317, name: 'otlp' }, { containerPort: 4318, hostPort: 4318, name: 'otlp-http' }]);
    expect(podOf(objects).volumes).toContainEqual({ name: 'tls-otlp-grpc', secret: { secretName: 'collector-tls' } });
    expect(containerOf(objects).securityContext.runAsUser).toBe(10001);
    expect(names(objects).filter((name) => name.startsWith('Service '))).toEqual([]);
  });

  test('an image of one\'s own, its configuration mostly by hand', () => {
    const objects = make({
      image: ImageName.of('registry.example.com/otelcol-custom:v1'),
      presets: [],
      components: [OtelComponent.receiver('prometheus', { config: { scrape_configs: [{ job_name: 'kubelet' }] } }, OtelSignal.METRICS)],
      exporters: [OtelExporter.raw('prometheusremotewrite', { endpoint: 'https://mimir.example.com/api/v1/push' })],
      config: { service: { telemetry: { logs: { level: 'warn' } } } },
    });
    const text: string = only('ConfigMap', objects).data['relay.yaml'];
    expect(text).toContain('job_name: kubelet');
    expect(text).toContain('level: warn');
    expect(podOf(objects)).toMatchObject({ automountServiceAccountToken: false });
    expect(containerOf(objects).volumeMounts.map((mount: Manifest) => mount.mountPath)).toEqual(['/conf']);
  });
});
