import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import {
  ClientTls, AgentDefaults, OpenTelemetryCollectorDaemonSet, OpenTelemetryCollectorDaemonSetProps, OtelComponent, OtelExporter, OtelHeader, OtelHostScraper, OtelKubeletAddress,
  OtelKubeletMetricGroup, OtelKubeletTls, OtelLogsOptions, OtelPreset, OtelSignal, OtelStartAt, OtelVerbosity, SecretKey,
} from '../../../../src';
import { Settings, merge } from '../../../../src/agents/settings';
import { thrown } from '../../../values/thrown';
import { chartOf, Manifest } from '../../synth';

const DEBUG = OtelExporter.debug();
const all = AgentDefaults.all();
const agent = (props: Partial<OpenTelemetryCollectorDaemonSetProps> = {}) => new OpenTelemetryCollectorDaemonSet(chartOf(), 'collector', { exporters: [DEBUG], ...props });
const config = (props: Partial<OpenTelemetryCollectorDaemonSetProps> = {}): Manifest => parse(agent(props).configYaml);
const refusal = (props: Partial<OpenTelemetryCollectorDaemonSetProps>) => thrown(() => agent(props));
const ZIPKIN = OtelComponent.receiver('zipkin', {}, OtelSignal.TRACES);

describe('pipelines', () => {
  test('as it comes there is one for metrics and one for logs, each with the usual processors in their order', () => {
    const processors = ['memory_limiter', 'k8s_attributes', 'resource', 'batch'];
    expect(config().service.pipelines).toEqual({
      metrics: { receivers: ['host_metrics', 'kubelet_stats'], processors, exporters: ['debug'] },
      logs: { receivers: ['file_log'], processors, exporters: ['debug'] },
    });
  });

  test('components join those of their signals: receivers after the presets\', processors before the batches', () => {
    const { pipelines } = config({
      presets: [OtelPreset.otlp()],
      components: [ZIPKIN, OtelComponent.processor('filter', {}, OtelSignal.LOGS, OtelSignal.TRACES), OtelComponent.processor('filter/2', {}, OtelSignal.TRACES)],
    }).service;
    expect(pipelines.traces).toEqual({ receivers: ['otlp', 'zipkin'], processors: ['memory_limiter', 'resource', 'filter', 'filter/2', 'batch'], exporters: ['debug'] });
    expect(pipelines.metrics.processors).toEqual(['memory_limiter', 'resource', 'batch']);
    expect(pipelines.logs.processors).toEqual(['memory_limiter', 'resource', 'filter', 'batch']);
  });

  test('exporters join those that they take', () => {
    const exporters = [OtelExporter.otlp('a:1', { signals: [OtelSignal.METRICS] }), OtelExporter.raw('loki', {}, OtelSignal.LOGS), DEBUG];
    const { pipelines } = config({ exporters }).service;
    expect([pipelines.metrics.exporters, pipelines.logs.exporters]).toEqual([['otlp_grpc', 'debug'], ['loki', 'debug']]);
  });

  test('extensions are defined and started', () => {
    const { extensions, service } = config({ components: [OtelComponent.extension('pprof', { endpoint: 'localhost:1777' })] });
    expect(extensions).toEqual({
      health_check: { endpoint: '[${env:MY_POD_IP}]:13133' }, file_storage: { directory: '/var/lib/otel-collector' }, pprof: { endpoint: 'localhost:1777' },
    });
    expect(service.extensions).toEqual(['health_check', 'file_storage', 'pprof']);
  });

  test.each<[string, Partial<OpenTelemetryCollectorDaemonSetProps>, string]>([
    ['nothing received', { presets: [] }, '[NoReceivers] chart/collector: nothing is received'],
    ['attributes of nothing', { presets: [OtelPreset.kubernetesAttributes()] }, '[NoReceivers]'],
    ['logs that nobody takes', { exporters: [OtelExporter.raw('x', {}, OtelSignal.METRICS)] }, '[SignalWithoutExporter] chart/collector: logs come from file_log, and no exporter takes them'],
    ['an exporter for what is not received', { exporters: [DEBUG, OtelExporter.raw('x', {}, OtelSignal.TRACES)] }, '[ExporterWithoutSignal] chart/collector: exporter x takes ["traces"]'],
    ['two exporters by one name', { exporters: [OtelExporter.otlp('a:1'), OtelExporter.otlp('b:1')] }, '[ComponentTwice] chart/collector: exporters have "otlp_grpc" twice; give one of them a name of its own, such as "otlp_grpc/second"'],
    ['a receiver by the name of a preset\'s', { components: [OtelComponent.receiver('file_log', {}, OtelSignal.LOGS)] }, '[ComponentTwice] chart/collector: receivers have "file_log" twice'],
    ['a pipeline with an unknown exporter', { config: { service: { pipelines: { logs: { exporters: ['splunk'] } } } } }, '[UnknownComponent] chart/collector: pipeline logs names "splunk", and exporters are ["debug"]'],
    ['a pipeline without receivers', { config: { service: { pipelines: { logs: { receivers: [] } } } } }, '[UnknownComponent] chart/collector: pipeline logs has no receivers'],
    ['an unknown extension', { config: { service: { extensions: ['pprof'] } } }, '[UnknownComponent] chart/collector: service.extensions names "pprof"'],
    ['a processor that was taken away and is still named', { config: { processors: { batch: null } } }, '[UnknownComponent] chart/collector: pipeline metrics names "batch"'],
    ['two presets of a kind', { presets: [OtelPreset.logs(), OtelPreset.logs()] }, '[PresetTwice] chart/collector: presets have logs twice'],
    ['no exporter', { exporters: [] }, '[MissingExporters] chart/collector: exporters are []'],
    ['no list of exporters', { exporters: undefined }, '[MissingExporters] chart/collector: exporters are nothing'],
    ['presets that are none', { presets: ['logs'] as never }, '[WrongType] chart/collector: presets is ["logs"]; write a list of values of OtelPreset'],
    ['attributes that are no text', { resourceAttributes: { a: 1 } as never }, '[NotText] chart/collector: resourceAttributes a is 1'],
  ])('%s: refused', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });

  test('connectors end one pipeline and begin another', () => {
    const { service } = config({
      presets: [OtelPreset.otlp({ signals: [OtelSignal.TRACES] })],
      config: {
        connectors: { spanmetrics: {} },
        service: { pipelines: { 'traces': { exporters: ['debug', 'spanmetrics'] }, 'metrics/spans': { receivers: ['spanmetrics'], exporters: ['debug'] } } },
      },
    });
    expect(service.pipelines['metrics/spans']).toEqual({ receivers: ['spanmetrics'], exporters: ['debug'] });
  });
});

describe('config goes over all of it', () => {
  test('maps key by key, lists whole, null takes away', () => {
    const { receivers, service } = config({
      config: {
        receivers: { host_metrics: { collection_interval: '30s', scrapers: { filesystem: null } }, kubelet_stats: { metric_groups: ['node'] } },
        service: { pipelines: { metrics: { processors: ['batch'] } } },
      },
    });
    expect(receivers.host_metrics).toEqual({ collection_interval: '30s', root_path: '/hostfs', scrapers: { cpu: {}, load: {}, memory: {}, disk: {} } });
    expect(receivers.kubelet_stats.metric_groups).toEqual(['node']);
    expect(service.pipelines.metrics).toEqual({ receivers: ['host_metrics', 'kubelet_stats'], processors: ['batch'], exporters: ['debug'] });
  });

  const settings = fc.letrec<{ map: Settings }>((tie) => ({
    map: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.integer(), fc.array(fc.integer(), { maxLength: 2 }), tie('map')), { maxKeys: 3 }),
  })).map;

  test('nothing written changes nothing; what is written is there; twice is once; and neither side is changed', () => {
    fc.assert(fc.property(settings, settings, (made, written) => {
      const before = JSON.stringify([made, written]);
      const merged = merge(made, written);
      expect(merge(made, {})).toEqual(made);
      expect(merge({}, written)).toEqual(written);
      expect(merge(merged, written)).toEqual(merged);
      expect(Object.keys(merged).sort()).toEqual([...new Set([...Object.keys(made), ...Object.keys(written)])].sort());
      expect(JSON.stringify([made, written])).toBe(before);
    }));
  });

  test('null takes away what is not there, too', () => {
    expect(merge({ a: 1, b: { c: 1 } }, { a: null, b: { c: null, d: null }, e: null })).toEqual({ b: {} });
    expect(merge({}, { a: { b: null } })).toEqual({ a: {} });
  });
});

describe('secrets', () => {
  test('come from the environment, by a variable of the exporter\'s own', () => {
    const { exporters } = config({
      exporters: [OtelExporter.otlpHttp('https://otlp.example.com', {
        name: 'vendor', headers: [OtelHeader.ofSecret('Authorization', SecretKey.of('vendor', 'token'), 'Bearer '), OtelHeader.of('x-scope-orgid', 'a$b')],
      })],
    });
    expect(exporters['otlp_http/vendor'].headers).toEqual({ 'Authorization': 'Bearer ${env:OTLP_HTTP_VENDOR_AUTHORIZATION}', 'x-scope-orgid': 'a$$b' });
  });

  test.each<[string, () => unknown]>([
    ['a header', () => OtelHeader.of('authorization', 'Bearer abc')],
    ['a key\'s header', () => OtelHeader.of('x-api-key', 'abc')],
    ['a raw exporter', () => OtelExporter.raw('datadog', { api: { api_key: 'abc' } })],
    ['a raw receiver', () => OtelComponent.receiver('redis', { password: 'abc' }, OtelSignal.METRICS)],
    ['within lists', () => OtelComponent.extension('x', { clients: [{ client_secret: 'abc' }] })],
    ['an endpoint', () => OtelExporter.otlpHttp('https://user:abc@otlp.example.com')],
    ['an operator', () => OtelPreset.logs({ operators: [{ type: 'x', token: 'abc' }] })],
    ['config', () => agent({ config: { exporters: { debug: { token: 'abc' } } } })],
  ])('%s: none is taken as text', (_, make) => {
    expect(thrown(make)).toMatch(/^\[SecretAsText\] /);
    expect(thrown(make)).not.toContain('abc');
  });

  test('what names a file, a kind, or the environment is none', () => {
    const settings = { auth_type: 'serviceAccount', key_file: '/tls.key', token_file: '/token', bearertokenauth: { token: '${env:TOKEN}' }, password: '' };
    expect(OtelComponent.extension('x', settings).id).toBe('x');
  });
});

describe('components and exporters', () => {
  test.each<[string, () => unknown, string]>([
    ['an id with a space', () => OtelComponent.extension('a b', {}), '[InvalidComponent] OtelComponent.extension: id is "a b"'],
    ['no id', () => OtelExporter.raw(undefined as never, {}), '[InvalidComponent] OtelExporter.raw: id is nothing'],
    ['settings that are none', () => OtelComponent.receiver('a', null as never, OtelSignal.LOGS), '[InvalidComponent] OtelComponent.receiver: settings of a are null; write { … }, or {} for none'],
    ['no signal', () => OtelComponent.receiver('a', {}), '[NoSignals] OtelComponent.receiver: signals are []'],
    ['an unknown signal', () => OtelComponent.processor('a', {}, 'profiles' as never), '[UnknownValue] OtelComponent.processor: signal is "profiles"'],
    ['no port', () => OtelExporter.otlp('gateway'), '[InvalidEndpoint] OtelExporter.otlp: endpoint is "gateway"; write "host:port"'],
    ['no scheme', () => OtelExporter.otlpHttp('otlp.example.com'), '[InvalidEndpoint] OtelExporter.otlpHttp: endpoint is "otlp.example.com"; write "https://host"'],
    ['an unknown verbosity', () => OtelExporter.debug('loud' as never), '[UnknownValue] OtelExporter.debug: verbosity is "loud"'],
    ['a header with a space', () => OtelHeader.of('a b', 'c'), '[InvalidHeader] OtelHeader.of: name is "a b"'],
    ['a Secret\'s key as text', () => OtelHeader.ofSecret('a', 'b' as never), '[WrongType] OtelHeader.ofSecret: key is "b"'],
    ['a name with a space', () => OtelExporter.otlp('a:1', { name: 'b c' }), '[InvalidComponent]'],
    ['headers that are a map', () => OtelExporter.otlp('a:1', { headers: { a: 'b' } as never }), '[WrongType] OtelExporter.otlp: headers is'],
    ['part of a second', () => OtelExporter.otlp('a:1', { timeout: Duration.millis(1500) }), 'OtelExporter.otlp'],
    ['options that are none', () => OtelExporter.otlp('a:1', null as never), '[WrongType] OtelExporter.otlp: options is null'],
  ])('%s: refused', (_, make, message) => {
    expect(thrown(make)).toContain(message);
  });

  test.each(['gateway:4317', '10.0.0.1:4317', 'dns:///gateway:4317', '${env:K8S_NODE_IP}:4317', '${env:ENDPOINT}', 'https://x'])('%s is an endpoint', (endpoint) => {
    expect(OtelExporter.otlp(endpoint).id).toBe('otlp_grpc');
  });

  test('TLS: none, an authority, or certificates of both sides', () => {
    const tls = (value: ClientTls) => config({ exporters: [OtelExporter.otlp('a:1', { tls: value, timeout: Duration.seconds(7) })] }).exporters.otlp_grpc;
    expect(tls(ClientTls.off())).toEqual({ endpoint: 'a:1', tls: { insecure: true }, timeout: '7s' });
    expect(tls(ClientTls.trusting(SecretKey.of('ca', 'root.pem'))).tls).toEqual({ ca_file: '/etc/otel/tls-otlp-grpc/ca.crt' });
    expect(tls(ClientTls.trustingConfigMap('ca')).tls).toEqual({ ca_file: '/etc/otel/tls-otlp-grpc/ca.crt' });
    expect(tls(ClientTls.mutual('certs')).tls).toEqual({
      ca_file: '/etc/otel/tls-otlp-grpc/ca.crt', cert_file: '/etc/otel/tls-otlp-grpc/tls.crt', key_file: '/etc/otel/tls-otlp-grpc/tls.key',
    });
  });

  test('debug is as loud as is said', () => {
    expect(config({ exporters: [OtelExporter.debug(OtelVerbosity.DETAILED)] }).exporters).toEqual({ debug: { verbosity: 'detailed' } });
  });
});

describe('presets', () => {
  const receiver = (preset: OtelPreset, props: Partial<OpenTelemetryCollectorDaemonSetProps> = {}): Manifest => (
    Object.values(config({ presets: [preset], ...props }).receivers)[0]
  );

  test('host metrics are of what is asked for; regular expressions keep their $', () => {
    expect(receiver(OtelPreset.hostMetrics({ collectionInterval: Duration.minutes(2), scrapers: [OtelHostScraper.FILESYSTEM], excludeMountPoints: ['^/mnt$'] }))).toEqual({
      collection_interval: '120s', root_path: '/hostfs', scrapers: { filesystem: { exclude_mount_points: { match_type: 'regexp', mount_points: ['^/mnt$$'] } } },
    });
    expect(receiver(OtelPreset.hostMetrics({ excludeMountPoints: [] })).scrapers.filesystem).toEqual({});
  });

  test('the network is measured on the host network only, for elsewhere it is the pod\'s', () => {
    expect(Object.keys(receiver(OtelPreset.hostMetrics()).scrapers)).toEqual(['cpu', 'load', 'memory', 'disk', 'filesystem']);
    expect(Object.keys(receiver(OtelPreset.hostMetrics(), { hostNetwork: true }).scrapers)).toContain('network');
    const presets = [OtelPreset.hostMetrics({ scrapers: [OtelHostScraper.NETWORK] })];
    expect(refusal({ presets })).toMatch(/^\[NetworkOfPod\] chart\/collector: the scraper network is asked for and hostNetwork is not true/);
  });

  test('kubelet stats come from the kubelet of the node, in the account\'s name', () => {
    expect(receiver(OtelPreset.kubeletStats())).toEqual({ auth_type: 'serviceAccount', endpoint: 'https://${env:K8S_NODE_IP}:10250' });
    expect(receiver(OtelPreset.kubeletStats({
      address: OtelKubeletAddress.NODE_NAME,
      collectionInterval: Duration.seconds(20),
      metricGroups: [OtelKubeletMetricGroup.POD],
      tls: OtelKubeletTls.unchecked(),
    }))).toEqual({
      auth_type: 'serviceAccount', collection_interval: '20s', endpoint: 'https://${env:K8S_NODE_NAME}:10250', insecure_skip_verify: true, metric_groups: ['pod'],
    });
    expect(receiver(OtelPreset.kubeletStats({ tls: OtelKubeletTls.fileOfNode('/etc/kubernetes/certs/kubeletserver.crt') })).ca_file).toBe('/etc/otel/kubelet/ca.crt');
  });

  test('logs are read from where they were left, and from their beginning where nothing is known; its own are left out', () => {
    expect(receiver(OtelPreset.logs())).toEqual({
      include: ['/var/log/pods/*/*/*.log'],
      exclude: ['/var/log/pods/${env:OTEL_K8S_NAMESPACE}_${env:OTEL_K8S_POD_NAME}_*/*/*.log'],
      include_file_name: false,
      include_file_path: true,
      start_at: 'beginning',
      retry_on_failure: { enabled: true },
      storage: 'file_storage',
      operators: [{ type: 'container' }],
    });
  });

  test.each<[string, OtelLogsOptions, AgentDefaults]>([['by option', { storePositions: false }, all], ['because there is no state directory', {}, all.without('stateDirectory')]])(
    'logs without positions %s begin at the end, or every restart would repeat all of them', (_, options, defaults) => {
      const made = config({ presets: [OtelPreset.logs(options)], defaults });
      expect([made.receivers.file_log.start_at, made.receivers.file_log.storage]).toEqual(['end', undefined]);
      expect(Object.keys(made.extensions)).toEqual(['health_check']);
    });

  test('logs: files, operators and the beginning are chosen', () => {
    expect(receiver(OtelPreset.logs({
      include: ['/var/log/pods/shop_*/*/*.log'], exclude: ['/var/log/pods/shop_noise*/*/*.log'], ownLogs: true, startAt: OtelStartAt.END, operators: [{ type: 'json_parser' }],
    }))).toMatchObject({
      include: ['/var/log/pods/shop_*/*/*.log'], exclude: ['/var/log/pods/shop_noise*/*/*.log'], start_at: 'end', operators: [{ type: 'container' }, { type: 'json_parser' }],
    });
  });

  test('Kubernetes\' attributes are asked for the pods of the node only', () => {
    const { k8s_attributes: processor } = config({
      presets: [OtelPreset.logs(), OtelPreset.kubernetesAttributes({
        metadata: ['k8s.pod.name'], podLabels: { b: 'team', a: 'app' }, podAnnotations: { c: 'note' }, namespaceLabels: { d: 'tier' }, waitForMetadata: true,
      })],
    }).processors;
    expect(processor.filter).toEqual({ node_from_env_var: 'K8S_NODE_NAME' });
    expect(processor.wait_for_metadata).toBe(true);
    expect(processor.extract).toEqual({
      metadata: ['k8s.pod.name'],
      labels: [{ tag_name: 'a', key: 'app', from: 'pod' }, { tag_name: 'b', key: 'team', from: 'pod' }, { tag_name: 'd', key: 'tier', from: 'namespace' }],
      annotations: [{ tag_name: 'c', key: 'note', from: 'pod' }],
    });
    expect(config().processors.k8s_attributes.extract).toBeUndefined();
  });

  test('OTLP is taken at the pod\'s address, for the signals that are said', () => {
    expect(receiver(OtelPreset.otlp({ grpcPort: 1, httpPort: 2 })).protocols).toEqual({ grpc: { endpoint: '[${env:MY_POD_IP}]:1' }, http: { endpoint: '[${env:MY_POD_IP}]:2' } });
    expect(Object.keys(config({ presets: [OtelPreset.otlp({ signals: [OtelSignal.LOGS, OtelSignal.TRACES] })] }).service.pipelines)).toEqual(['traces', 'logs']);
  });

  test.each<[string, () => unknown, string]>([
    ['no scrapers', () => OtelPreset.hostMetrics({ scrapers: [] }), '[NoScrapers] OtelPreset.hostMetrics'],
    ['an unknown scraper', () => OtelPreset.hostMetrics({ scrapers: ['gpu' as never] }), '[UnknownValue] OtelPreset.hostMetrics: scraper is "gpu"'],
    ['a pattern that Go does not know', () => OtelPreset.hostMetrics({ excludeMountPoints: ['^(?!/)'] }), '[InvalidPattern] OtelPreset.hostMetrics'],
    ['an interval as text', () => OtelPreset.hostMetrics({ collectionInterval: '10s' as never }), '[WrongType] OtelPreset.hostMetrics: collectionInterval is "10s"'],
    ['no metric groups', () => OtelPreset.kubeletStats({ metricGroups: [] }), '[NoMetricGroups]'],
    ['an unknown group', () => OtelPreset.kubeletStats({ metricGroups: ['disk' as never] }), '[UnknownValue]'],
    ['an unknown address', () => OtelPreset.kubeletStats({ address: 'localhost' as never }), '[UnknownValue]'],
    ['a relative path', () => OtelKubeletTls.fileOfNode('ca.crt'), '[InvalidPath]'],
    ['files elsewhere', () => OtelPreset.logs({ include: ['/var/log/syslog'] }), '[NotLogsOfPods] OtelPreset.logs: include or exclude has "/var/log/syslog"'],
    ['no files', () => OtelPreset.logs({ include: [] }), '[NotLogsOfPods] OtelPreset.logs: include or exclude has no pattern'],
    ['an unknown beginning', () => OtelPreset.logs({ startAt: 'middle' as never }), '[UnknownValue]'],
    ['attributes that are none', () => OtelPreset.kubernetesAttributes({ metadata: ['pod'] }), '[UnknownMetadata] OtelPreset.kubernetesAttributes: metadata are ["pod"]'],
    ['no attributes', () => OtelPreset.kubernetesAttributes({ metadata: [] }), '[UnknownMetadata]'],
    ['labels that are a list', () => OtelPreset.kubernetesAttributes({ podLabels: ['app'] as never }), '[WrongType]'],
    ['one port for two', () => OtelPreset.otlp({ grpcPort: 4318 }), '[OnePortForTwo] OtelPreset.otlp: grpcPort and httpPort are both 4318'],
    ['no port', () => OtelPreset.otlp({ httpPort: 0 }), '[InvalidPort]'],
    ['no signals', () => OtelPreset.otlp({ signals: [] }), '[NoSignals]'],
    ['options that are none', () => OtelPreset.otlp(null as never), '[WrongType] OtelPreset.otlp: options is null'],
  ])('%s: refused', (_, make, message) => {
    expect(thrown(make)).toContain(message);
  });
});

describe('around the pipelines', () => {
  test('every record says of which node it is, unless it says so itself; more attributes by name', () => {
    const { attributes } = config({ resourceAttributes: { 'k8s.cluster.name': 'a$b' } }).processors.resource;
    expect(attributes).toEqual([
      { action: 'insert', key: 'k8s.node.name', value: '${env:K8S_NODE_NAME}' }, { action: 'insert', key: 'k8s.cluster.name', value: 'a$$b' },
    ]);
    expect(config({ defaults: all.without('nodeAttribute') }).processors.resource).toBeUndefined();
  });

  test('memory is watched first, batches are made last; neither when that is said', () => {
    expect(config().processors.memory_limiter).toEqual({ check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 25 });
    expect(Object.keys(config({ defaults: all.without('memoryLimiter', 'batch') }).processors)).toEqual(['k8s_attributes', 'resource']);
  });

  test('the same props give the same text', () => {
    expect(agent().configYaml).toBe(agent().configYaml);
  });
});
