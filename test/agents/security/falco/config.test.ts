import { Duration } from 'cdk8s';
import { made, configured, yaml, data, mounts } from './setup';
import {
  AgentDefaults, ClientTls, ConfigFiles, FalcoArtifacts, FalcoDaemonSet, FalcoDaemonSetProps, FalcoDriver, FalcoOutput, FalcoPlugin, FalcoPriority, ImageName,
  Monitor, SecretKey, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, names, only } from '../../synth';

describe('outputs', () => {
  test('what is not asked for is off, stdout when another is asked for as well', () => {
    const { stdout_output, syslog_output, file_output, program_output, http_output } = configured({ outputs: [FalcoOutput.file('/var/log/falco/events.log', { keepAlive: true })] });
    expect(file_output).toEqual({ enabled: true, filename: '/var/log/falco/events.log', keep_alive: true });
    expect([stdout_output, syslog_output, program_output, http_output]).toEqual(Array(4).fill({ enabled: false }));
  });

  test('a program', () => {
    expect(configured({ outputs: [FalcoOutput.program('jq -c . | nc collector 5170'), FalcoOutput.syslog()] }))
      .toMatchObject({ program_output: { enabled: true, keep_alive: false, program: 'jq -c . | nc collector 5170' }, syslog_output: { enabled: true } });
  });

  test('HTTP, with certificates from a Secret', () => {
    const outputs = [FalcoOutput.http('https://alerts.example.com/falco', { tls: ClientTls.mutual('falco-tls'), compress: true, keepAlive: true })];
    expect(configured({ outputs }).http_output).toEqual({
      ca_cert: '/etc/falco/certs/tls-http/ca.crt',
      client_cert: '/etc/falco/certs/tls-http/tls.crt',
      client_key: '/etc/falco/certs/tls-http/tls.key',
      compress_uploads: true,
      enabled: true,
      keep_alive: true,
      mtls: true,
      url: 'https://alerts.example.com/falco',
    });
    expect(mounts(made({ outputs }))).toContain('/etc/falco/certs/tls-http');
    expect(configured({ outputs: [FalcoOutput.http('https://a.example.com', { tls: ClientTls.unverified() })] }).http_output).toMatchObject({ insecure: true });
    expect(configured({ outputs: [FalcoOutput.http('http://a.example.com', { tls: ClientTls.off() })] }).http_output).toEqual({ enabled: true, keep_alive: false, url: 'http://a.example.com' });
  });

  test('HTTP to an address that is a secret: it is in no manifest', () => {
    const objects = made({ outputs: [FalcoOutput.httpToSecret(SecretKey.of('webhook', 'url'))] });
    expect(containerOf(objects).env).toContainEqual({ name: 'FALCO_HTTP_URL', valueFrom: { secretKeyRef: { key: 'url', name: 'webhook' } } });
    expect(yaml(data(objects, 'falco-config')['falco.yaml']).http_output.url).toBe('${FALCO_HTTP_URL}');
  });

  test('Falcosidekick reads JSON', () => {
    const outputs = [FalcoOutput.falcosidekick('http://falcosidekick.falco:2801')];
    expect(configured({ outputs })).toMatchObject({ json_output: true, http_output: { url: 'http://falcosidekick.falco:2801' } });
    expect(configured({})).not.toHaveProperty('json_output');
    expect(configured({ jsonOutput: false }).json_output).toBe(false);
  });

  test.each<[string, () => unknown, string]>([
    ['none', () => made({ outputs: [] }), '[NoOutputs] chart/falco: outputs are [], so that nobody would see an alert'],
    ['one kind twice', () => made({ outputs: [FalcoOutput.http('http://a.example.com'), FalcoOutput.falcosidekick('http://b.example.com')] }), '[OutputTwice] chart/falco: outputs have http_output twice'],
    ['Falcosidekick without JSON', () => made({ jsonOutput: false, outputs: [FalcoOutput.falcosidekick('http://b.example.com')] }), '[SidekickWithoutJson] chart/falco: jsonOutput is false'],
    ['a relative file', () => FalcoOutput.file('events.txt'), '[InvalidPath] FalcoOutput.file: path is "events.txt"'],
    ['no program', () => FalcoOutput.program(' '), '[NoProgram] FalcoOutput.program: command is " "'],
    ['a webhook in a program', () => FalcoOutput.program('curl -d @- https://hooks.slack.com/services/T/B/X'), '[SecretAsText] FalcoOutput.program: command has a secret in it'],
    ['a token in a program', () => FalcoOutput.program('curl -H "Authorization: Bearer abc" https://a.example.com'), '[SecretAsText]'],
    ['a password in an address', () => FalcoOutput.http('https://user:word@a.example.com'), '[SecretAsText] FalcoOutput.http: url has a secret in it, which everybody could read who reads the manifests; write FalcoOutput.httpToSecret('],
    ['no address', () => FalcoOutput.http('alerts.example.com'), '[InvalidUrl] FalcoOutput.http: url is "alerts.example.com"'],
    ['TLS without TLS', () => FalcoOutput.http('http://a.example.com', { tls: ClientTls.system() }), '[TlsWithoutHttps] FalcoOutput.http: tls is given, and url is "http://a.example.com"'],
    ['options that are none', () => FalcoOutput.file('/a', null as never), '[WrongType] FalcoOutput.file: options is null'],
    ['a secret that is none', () => FalcoOutput.httpToSecret('url' as never), '[WrongType] FalcoOutput.httpToSecret: url is "url"'],
  ])('%s is refused', (_, make, message) => {
    expect(thrown(make)).toContain(message);
  });
});

describe('falco.yaml', () => {
  test('is the same text for the same settings, in whatever order they were written', () => {
    const text = (config: { [key: string]: unknown }) => new FalcoDaemonSet(chartOf(), 'falco', { config }).configYaml;
    expect(text({ base_syscalls: { repair: true, all: false }, falco_libs: { thread_table_size: 1 } }))
      .toBe(text({ falco_libs: { thread_table_size: 1 }, base_syscalls: { all: false, repair: true } }));
    const keys = Object.keys(yaml(text({ webserver: { ssl_enabled: true }, aaa: 1 })));
    expect(keys).toEqual([...keys].sort());
  });

  test('what is written in Falco\'s own words goes over all of it: maps by key, null takes away, lists as a whole', () => {
    const config = configured({ config: { webserver: { listen_address: '::' }, append_output: null, rules_files: ['/etc/falco/rules.d'], plugins_hostinfo: true } });
    expect(config.webserver).toMatchObject({ listen_address: '::', listen_port: 8765 });
    expect(config).not.toHaveProperty('append_output');
    expect(config.rules_files).toEqual(['/etc/falco/rules.d']);
    expect(config.plugins_hostinfo).toBe(true);
  });

  test('priority, plugins and port', () => {
    const plugins = [FalcoPlugin.of('k8smeta', { initConfig: { collectorPort: 45000 } }), FalcoPlugin.of('json', { library: '/opt/libjson.so', openParams: 'x' })];
    const config = configured({ minimumPriority: FalcoPriority.WARNING, plugins, port: 9000 });
    expect(config).toMatchObject({ priority: 'warning', load_plugins: ['container', 'k8smeta', 'json'], webserver: { listen_port: 9000 } });
    expect(config.plugins.slice(1)).toEqual([
      { init_config: { collectorPort: 45000 }, library_path: 'libk8smeta.so', name: 'k8smeta' }, { library_path: '/opt/libjson.so', name: 'json', open_params: 'x' },
    ]);
  });

  test('is mounted by hand, and then not made', () => {
    const byHand = VolumeMount.of('/etc/falco/falco.yaml', Volume.configMapNamed('theirs', 'theirs'), { subPath: 'falco.yaml' });
    expect(data(made({ mounts: [byHand] }), 'falco-config')).toBeUndefined();
  });

  test('configuration files of the user\'s own stand beside it', () => {
    expect(names(made({ configFiles: [ConfigFiles.of('/etc/own', { a: 'b' })] })).filter((name) => name.startsWith('ConfigMap')))
      .toEqual(['ConfigMap falco-config', 'ConfigMap falco-falcoctl', 'ConfigMap falco-config-2']);
  });
});

describe('health and metrics', () => {
  test('it is asked at the port that it listens on', () => {
    const falco = containerOf(made({ port: 9000 }));
    expect(falco.ports).toEqual([{ containerPort: 9000, name: 'web' }]);
    for (const probe of [falco.startupProbe, falco.livenessProbe, falco.readinessProbe]) {
      expect(probe.httpGet).toEqual({ path: '/healthz', port: 9000 });
    }
  });

  test('metrics are off, on when asked for, and on with a monitor', () => {
    const isOn = (props: FalcoDaemonSetProps) => [configured(props).webserver.prometheus_metrics_enabled, configured(props).metrics?.enabled];
    expect(isOn({})).toEqual([false, undefined]);
    expect(isOn({ metrics: true })).toEqual([true, true]);
    expect(isOn({ monitor: Monitor.podMonitor() })).toEqual([true, true]);
  });

  test('a ServiceMonitor finds a headless Service, a PodMonitor the pods', () => {
    const objects = made({ monitor: Monitor.serviceMonitor({ labels: { release: 'prometheus' } }) });
    expect(only('Service', objects)).toMatchObject({ metadata: { name: 'falco-metrics' }, spec: { clusterIP: 'None', ports: [{ name: 'web', port: 8765, targetPort: 'web' }] } });
    expect(only('ServiceMonitor', objects).spec.endpoints).toEqual([{ port: 'web' }]);
    expect(names(made({ monitor: Monitor.podMonitor() })).filter((name) => /Service |PodMonitor/.test(name))).toEqual(['PodMonitor falco']);
  });
});

describe('mistakes', () => {
  test.each<[string, () => unknown, string]>([
    ['a monitor of no metrics', () => made({ metrics: false, monitor: Monitor.podMonitor() }), '[MonitorWithoutMetrics] chart/falco: monitor is given and metrics is false'],
    ['a loader\'s image for modern eBPF', () => made({ driverLoaderImage: ImageName.of('example.com/loader:v1') }), '[LoaderWithoutModule] chart/falco: driverLoaderImage is given, and modern eBPF loads nothing'],
    ['a plugin twice', () => made({ plugins: [FalcoPlugin.of('json'), FalcoPlugin.of('json')] }), '[PluginTwice] chart/falco: plugins have "json" twice'],
    ['the container plugin', () => FalcoPlugin.of('container'), '[InvalidPlugin] FalcoPlugin.of: name is "container"'],
    ['a secret in the configuration', () => made({ config: { http_output: { url: 'https://a:b@example.com' } } }), '[SecretAsText] chart/falco: config has a secret in it'],
    ['a port that is none', () => made({ port: 0 }), '[InvalidPort] chart/falco: port is 0'],
    ['a priority that is none', () => made({ minimumPriority: 'severe' as never }), '[UnknownValue] chart/falco: minimumPriority is "severe"'],
    ['an artifact without a version', () => FalcoArtifacts.installed({ rules: ['falco-rules'] }), '[InvalidArtifact] FalcoArtifacts.installed: artifact is "falco-rules"'],
    ['following nothing', () => FalcoArtifacts.following({ rules: [] }), '[InvalidArtifact] FalcoArtifacts.following: rules are []'],
    ['following all the time', () => FalcoArtifacts.following({ every: Duration.seconds(0) }), '[InvalidArtifact] FalcoArtifacts.following: every is 0 s'],
    ['a buffer of no size', () => FalcoDriver.modernEbpf({ bufferSizePreset: 11 }), '[InvalidNumber] FalcoDriver.modernEbpf: bufferSizePreset is 11; write a whole number from 1 to 10'],
    ['a driver by its name', () => made({ driver: 'kmod' as never }), '[WrongType] chart/falco: driver is "kmod"; write a value of FalcoDriver'],
    ['an unknown default', () => made({ defaults: AgentDefaults.all().without('rules') }), '[UnknownDefault]'],
  ])('%s', (_, make, message) => {
    expect(thrown(make)).toContain(message);
  });
});
