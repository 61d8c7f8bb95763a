import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { DEBUG, agent, config, refusal, ZIPKIN } from './setup';
import {
  ClientTls, OpenTelemetryCollectorDaemonSetProps, OtelComponent, OtelExporter, OtelHeader, OtelPreset, OtelSignal, OtelVerbosity, SecretKey,
} from '../../../../src';
import { Settings, merge } from '../../../../src/agents/settings';
import { thrown } from '../../../values/thrown';

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
