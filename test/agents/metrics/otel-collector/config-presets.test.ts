import { Duration } from 'cdk8s';
import { all, agent, config, refusal } from './setup';
import {
  AgentDefaults, OpenTelemetryCollectorDaemonSetProps, OtelHostScraper, OtelKubeletAddress, OtelKubeletMetricGroup, OtelKubeletTls, OtelLogsOptions,
  OtelPreset, OtelSignal, OtelStartAt,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { Manifest } from '../../synth';

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
