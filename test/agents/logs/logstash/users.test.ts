import { Duration, Size } from 'cdk8s';
import { make, outputs } from './setup';
import {
  ClientTls, HostPath, LogstashCodec, LogstashContainerFormat, LogstashFilter, LogstashInput, LogstashOutput, LogstashPipeline, NodeTargeting, SecretKey, Volume, VolumeMount,
} from '../../../../src';
import { containerOf, Manifest, names, only, podOf } from '../../synth';

describe('as its users set it', () => {
  test('container logs, JSON taken apart, to Elasticsearch by an API key, with a larger heap', () => {
    const objects = make({
      pipelines: [LogstashPipeline.containerLogs({
        format: { jsonTarget: 'app' },
        files: { exclude: ['*_kube-system_*'] },
        filters: [LogstashFilter.when('[message] =~ /healthz/', LogstashFilter.drop()), LogstashFilter.plugin('geoip', { source: '[app][client_ip]' })],
        outputs: [LogstashOutput.elasticsearch({
          hosts: ['https://elasticsearch.logging:9200'], apiKey: SecretKey.of('elastic', 'api-key'), tls: ClientTls.trusting(SecretKey.of('elastic-ca', 'ca.crt')), index: 'logs-%{[kubernetes][namespace]}',
        })],
      })],
      heap: Size.gibibytes(2),
      resources: { memory: { request: Size.gibibytes(4), limit: Size.gibibytes(4) } },
    });
    expect(containerOf(objects).env).toContainEqual({ name: 'ELASTICSEARCH_API_KEY', valueFrom: { secretKeyRef: { key: 'api-key', name: 'elastic' } } });
    expect(podOf(objects).volumes).toContainEqual({ name: 'tls-elasticsearch', secret: { secretName: 'elastic-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } });
    expect(only('DaemonSet', objects).spec.template.spec.containers[0].env).toContainEqual(expect.objectContaining({ name: 'LS_JAVA_OPTS', value: expect.stringContaining('-Xmx2048m') }));
  });

  test('events of the Beats on its node, queued on its disk, drained before it ends', () => {
    const objects = make({
      pipelines: [LogstashPipeline.of('main', {
        inputs: [LogstashInput.beats({ settings: { ssl_enabled: true, ssl_certificate: '/certs/tls.crt', ssl_key: '/certs/tls.key' } })],
        outputs: [LogstashOutput.kafka({ hosts: ['kafka-bootstrap.kafka:9093'], topic: 'events', user: 'events', password: SecretKey.of('kafka', 'password'), tls: ClientTls.system() })],
      })],
      mounts: [VolumeMount.of('/certs', Volume.secretNamed('certs', 'logstash-tls'), { readOnly: true })],
      persistentQueue: Size.gibibytes(4),
      drainQueue: true,
      terminationGracePeriod: Duration.minutes(10),
      targeting: NodeTargeting.workers(),
    });
    expect(names(objects)).toContain('Service logstash');
    expect(containerOf(objects).env.map(({ name }: Manifest) => name)).toContain('KAFKA_PASSWORD');
    expect(podOf(objects).terminationGracePeriodSeconds).toBe(600);
  });

  test('a pipeline that exists, as it is, beside one for nodes that still run Docker', () => {
    const objects = make({
      pipelines: [
        LogstashPipeline.raw('audit', `
          input { file { path => "/var/log/kubernetes/audit/*.log" codec => json start_position => "beginning" } }
          filter { if [verb] in ["get", "list", "watch"] { drop {} } }
          output { http { url => "https://siem.example.com/in" http_method => post headers => { "Authorization" => "Bearer \${SIEM_TOKEN}" } } }`),
        LogstashPipeline.of('docker', {
          inputs: [LogstashInput.containerLogs({ codec: LogstashCodec.plugin('plain', { charset: 'UTF-8' }) })],
          filters: [LogstashFilter.containerLogs({ format: LogstashContainerFormat.DOCKER })],
          outputs,
          workers: 1,
        }),
      ],
      env: [SecretKey.of('siem', 'token').toEnv('SIEM_TOKEN')],
      hostPaths: [HostPath.dockerContainers().because('the links of log files end there')],
    });
    expect(Object.keys(objects.find(({ metadata }) => metadata.name === 'logstash-pipeline').data)).toEqual(['audit.conf', 'docker.conf']);
    expect(containerOf(objects).volumeMounts.map(({ mountPath }: Manifest) => mountPath)).toContain('/var/lib/docker/containers');
  });
});
