import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { Props, hosts, config, refusal, PASSWORD } from './setup';
import {
  AgentDefaults, ClientTls, FilebeatInput, FilebeatKafkaAcks, FilebeatKafkaCompression, FilebeatOutput, FilebeatSaslMechanism, FilebeatStream, HostPath,
  ListenAddress, SecretKey,
} from '../../../../src';
import { Settings, merge, valueAt } from '../../../../src/agents/logs/elastic/settings';
import { thrown } from '../../../values/thrown';

describe('outputs', () => {
  const of = (made: FilebeatOutput) => config({ output: made });

  test('Elasticsearch, with everything that it takes', () => {
    const made = of(FilebeatOutput.elasticsearch({
      hosts: ['es-0:9200', 'es-1'], user: 'filebeat', password: PASSWORD, tls: ClientTls.mutual('es-tls'), index: 'logs-%{[kubernetes.namespace]}', pipeline: 'parse', config: { bulk_max_size: 50 },
    }));
    expect(made['output.elasticsearch']).toEqual({
      hosts: ['es-0:9200', 'es-1'],
      protocol: 'https',
      username: 'filebeat',
      password: '${ELASTICSEARCH_PASSWORD}',
      index: 'logs-%{[kubernetes.namespace]}',
      pipeline: 'parse',
      ssl: {
        certificate_authorities: ['/usr/share/filebeat/certs/tls-elasticsearch/ca.crt'],
        certificate: '/usr/share/filebeat/certs/tls-elasticsearch/tls.crt',
        key: '/usr/share/filebeat/certs/tls-elasticsearch/tls.key',
      },
      bulk_max_size: 50,
    });
    expect(made['setup.template']).toEqual({ name: 'logs', pattern: 'logs*' });
  });

  test('Elasticsearch by an API key, and without checking who answers', () => {
    expect(of(FilebeatOutput.elasticsearch({ hosts, apiKey: SecretKey.of('es', 'key'), tls: ClientTls.unverified() }))['output.elasticsearch'])
      .toEqual({ hosts, api_key: '${ELASTICSEARCH_API_KEY}', ssl: { verification_mode: 'none' } });
  });

  test('Elastic Cloud', () => {
    const made = of(FilebeatOutput.elasticCloud({ cloudId: 'prod:ZXUuZXhhbXBsZS5jb20kZXMka2I=', apiKey: SecretKey.of('cloud', 'key') }));
    expect(made['cloud.id']).toBe('prod:ZXUuZXhhbXBsZS5jb20kZXMka2I=');
    expect(made['output.elasticsearch']).toEqual({ api_key: '${ELASTICSEARCH_API_KEY}' });
  });

  test('Logstash', () => {
    expect(of(FilebeatOutput.logstash({ hosts: ['a:5044', 'b:5044'], loadBalance: true, index: 'k8s', tls: ClientTls.system(), config: { ttl: '60s', pipelining: 0 } }))['output.logstash'])
      .toEqual({ hosts: ['a:5044', 'b:5044'], loadbalance: true, index: 'k8s', ssl: { enabled: true }, ttl: '60s', pipelining: 0 });
    expect(of(FilebeatOutput.logstash({ hosts: ['a'], tls: ClientTls.off() }))['output.logstash']).toEqual({ hosts: ['a'] });
  });

  test('Kafka', () => {
    expect(of(FilebeatOutput.kafka({
      hosts: ['kafka:9093'],
      topic: 'logs-%{[kubernetes.namespace]}',
      user: 'beats',
      password: PASSWORD,
      saslMechanism: FilebeatSaslMechanism.SCRAM_SHA_512,
      tls: ClientTls.trusting(SecretKey.of('kafka', 'ca.crt')),
      acks: FilebeatKafkaAcks.ALL,
      compression: FilebeatKafkaCompression.NONE,
    }))['output.kafka']).toEqual({
      hosts: ['kafka:9093'],
      topic: 'logs-%{[kubernetes.namespace]}',
      username: 'beats',
      password: '${KAFKA_PASSWORD}',
      sasl: { mechanism: 'SCRAM-SHA-512' },
      required_acks: -1,
      compression: 'none',
      ssl: { enabled: true, certificate_authorities: ['/usr/share/filebeat/certs/tls-kafka/ca.crt'] },
    });
    expect(of(FilebeatOutput.kafka({ hosts: ['k'], topic: 't', acks: FilebeatKafkaAcks.LEADER }))['output.kafka']).toEqual({ hosts: ['k'], topic: 't', required_acks: 1 });
  });

  test('any other, and the console', () => {
    expect(of(FilebeatOutput.raw('redis', { hosts: ['redis'], password: '${REDIS}' }))['output.redis']).toEqual({ hosts: ['redis'], password: '${REDIS}' });
    expect(of(FilebeatOutput.console())['output.console']).toEqual({ pretty: false });
  });

  test.each<[string, () => unknown, string]>([
    ['no hosts', () => FilebeatOutput.elasticsearch({ hosts: [] }), '[NoHosts] FilebeatOutput.elasticsearch: hosts are []'],
    ['hosts that are no list', () => FilebeatOutput.logstash({ hosts: 'a' as never }), '[NoHosts] FilebeatOutput.logstash: hosts are "a"'],
    ['a host with a scheme for Kafka', () => FilebeatOutput.kafka({ hosts: ['https://k'], topic: 't' }), '[InvalidHost] FilebeatOutput.kafka: host is "https://k"'],
    ['a host with a space', () => FilebeatOutput.elasticsearch({ hosts: ['e s'] }), '[InvalidHost] FilebeatOutput.elasticsearch: host is "e s"'],
    ['a password in a host', () => FilebeatOutput.elasticsearch({ hosts: ['https://me:secret@es:9200'] }), '[SecretAsText] FilebeatOutput.elasticsearch: host has a user and a password'],
    ['a user alone', () => FilebeatOutput.elasticsearch({ hosts, user: 'a' }), '[HalfCredentials] FilebeatOutput.elasticsearch: user is "a", and there is no password'],
    ['a password alone', () => FilebeatOutput.kafka({ hosts: ['k'], topic: 't', password: PASSWORD }), '[HalfCredentials] FilebeatOutput.kafka: user is nothing, and there is a password'],
    ['a way to show no password', () => FilebeatOutput.kafka({ hosts: ['k'], topic: 't', saslMechanism: FilebeatSaslMechanism.PLAIN }), '[HalfCredentials]'],
    ['a key and a user', () => FilebeatOutput.elasticsearch({ hosts, user: 'a', password: PASSWORD, apiKey: PASSWORD }), '[TwoCredentials]'],
    ['a password as text', () => FilebeatOutput.elasticsearch({ hosts, user: 'a', password: 'changeme' as never }), '[WrongType] FilebeatOutput.elasticsearch: password is "changeme"; write a value of SecretKey'],
    ['a password as text by hand', () => FilebeatOutput.elasticsearch({ hosts, config: { password: 'changeme' } }), '[SecretAsText] FilebeatOutput.elasticsearch: elasticsearch.password'],
    ['TLS to an http host', () => FilebeatOutput.elasticsearch({ hosts: ['http://es'], tls: ClientTls.system() }), '[TlsContradictsHosts] FilebeatOutput.elasticsearch: tls is on, and a host is "http://es"'],
    ['no TLS to an https host', () => FilebeatOutput.elasticsearch({ hosts, tls: ClientTls.off() }), '[TlsContradictsHosts] FilebeatOutput.elasticsearch: tls is off'],
    ['no TLS to the cloud', () => FilebeatOutput.elasticCloud({ cloudId: 'a:ZXUuZXhhbXBsZS5jb20kZXMka2I=', tls: ClientTls.off() }), '[TlsContradictsHosts] FilebeatOutput.elasticCloud'],
    ['a cloud id that is none', () => FilebeatOutput.elasticCloud({ cloudId: 'https://cloud' }), '[InvalidHost] FilebeatOutput.elasticCloud: cloudId is "https://cloud"'],
    ['an index without a fixed beginning', () => FilebeatOutput.elasticsearch({ hosts, index: '%{[a]}' }), '[NoTemplateName] FilebeatOutput.elasticsearch: index is "%{[a]}"'],
    ['no topic', () => FilebeatOutput.kafka({ hosts: ['k'] } as never), '[NotText] FilebeatOutput.kafka: topic is nothing'],
    ['a compression that is none', () => FilebeatOutput.kafka({ hosts: ['k'], topic: 't', compression: 'zip' as never }), '[UnknownValue] FilebeatOutput.kafka: compression is "zip"'],
    ['a type that is none', () => FilebeatOutput.raw('Redis', {}), '[UnknownOutput] FilebeatOutput.raw: type is "Redis"'],
    ['a raw output without settings', () => FilebeatOutput.raw('redis', undefined as never), '[WrongType] FilebeatOutput.raw: redis is null'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });
});

describe('the rest of it', () => {
  test('fields, tags, a queue on disk and time to end', () => {
    expect(config({ fields: { cluster: 'eu' }, tags: ['k8s'], diskQueue: Size.gibibytes(1), shutdownTimeout: Duration.seconds(10) })).toMatchObject({
      'fields': { cluster: 'eu' }, 'tags': ['k8s'], 'queue.disk': { max_size: 1073741824 }, 'filebeat.shutdown_timeout': '10s',
    });
  });

  test('data are where the state directory is mounted', () => {
    expect(config()).not.toHaveProperty('path.data');
    expect(config({ stateDirectory: HostPath.stateDirectory('beats') })['path.data']).toBe('/var/lib/beats');
    expect(config({ stateDirectory: HostPath.stateDirectory('beats').at('/usr/share/filebeat/data') })).not.toHaveProperty('path.data');
  });

  test.each<[string, Props, unknown]>([
    ['loopback, on the host network', {}, '127.0.0.1'],
    ['the pod\'s address, off it', { hostNetwork: false }, '${LISTEN_ADDRESS}'],
    ['everywhere', { listenAddress: ListenAddress.everywhere() }, 'http://[::]:5066'],
    ['an address of IPv6', { listenAddress: ListenAddress.of('fd00::1'), httpPort: 6066 }, 'http://[fd00::1]:6066'],
    ['an address of IPv4', { listenAddress: ListenAddress.of('10.0.0.1') }, '10.0.0.1'],
  ])('its endpoint listens on %s', (_, props, host) => {
    expect(config(props)['http.host']).toBe(host);
    expect(config(props)['http.port']).toBe(props.httpPort ?? 5066);
  });

  test('what is written goes over all of it, dotted or not', () => {
    const made = config({ config: { 'logging.level': 'warning', 'output': { elasticsearch: { worker: 2 } }, 'http.enabled': null, 'processors': [], 'setup.ilm.enabled': false } });
    expect(made).toMatchObject({ 'logging.level': 'warning', 'output.elasticsearch': { hosts, worker: 2 }, 'processors': [], 'setup.ilm': { enabled: false } });
    expect(made).not.toHaveProperty('http.enabled');
  });

  test.each<[string, Props, string]>([
    ['no output', { output: undefined }, '[MissingOutput] chart/filebeat: output is nothing'],
    ['two outputs', { config: { 'output.console': { pretty: true } } }, '[NotOneOutput] chart/filebeat: outputs are ["elasticsearch","console"]'],
    ['an output that was taken away', { config: { 'output.elasticsearch': null } }, '[NotOneOutput] chart/filebeat: outputs are []'],
    ['nothing that is read', { inputs: [] }, '[NoInputs] chart/filebeat: nothing is read'],
    ['two inputs of one id', { inputs: [FilebeatInput.containers(), FilebeatInput.containers({ stream: FilebeatStream.STDERR })] }, '[InputTwice] chart/filebeat: inputs have the id "kubernetes-container-logs" twice'],
    ['files that are not mounted', { inputs: [FilebeatInput.filestream('a', ['/opt/app/*.log'])] }, '[FilesNotMounted] chart/filebeat: input "a" reads "/opt/app/*.log", which is not in the container'],
    ['files whose directory only begins alike', { inputs: [FilebeatInput.filestream('a', ['/var/logs/a'])] }, '[FilesNotMounted]'],
    ['a password in what is written', { config: { 'cloud.auth': 'a:b' } }, '[SecretAsText] chart/filebeat: config.cloud.auth'],
    ['a queue on a directory that cannot be written', { diskQueue: Size.gibibytes(1), stateDirectory: HostPath.of('/x') }, '[ReadOnlyState]'],
    ['a queue without a directory', { diskQueue: Size.gibibytes(1), defaults: AgentDefaults.all().without('stateDirectory') }, '[NoStateDirectory] chart/filebeat: diskQueue is written'],
    ['a queue that is too small', { diskQueue: Size.mebibytes(1) }, '[QueueTooSmall] chart/filebeat: diskQueue is 1048576 bytes'],
    ['a queue that is no size', { diskQueue: '1GB' as never }, '[WrongType] chart/filebeat: diskQueue is "1GB"; write a Size'],
    ['time to end that the pod has not', { shutdownTimeout: Duration.seconds(30) }, '[ShutdownBeyondGrace] chart/filebeat: shutdownTimeout is 30 s, and the pod is killed after 30 s'],
    ['a port that is none', { httpPort: 0 }, '[InvalidPort] chart/filebeat: httpPort is 0'],
    ['fields that are no text', { fields: { a: 1 as never } }, '[NotText]'],
    ['inputs that are none', { inputs: ['containers'] as never }, '[WrongType] chart/filebeat: inputs is ["containers"]; write a list of values of FilebeatInput'],
  ])('%s: refused', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });

  test('files of a mounted path are found, and an output that is switched off is none', () => {
    const props = { inputs: [FilebeatInput.filestream('a', ['/opt/app/*.log'])], hostPaths: [HostPath.of('/opt/app/').because('the app logs there')] };
    expect(config(props)['filebeat.inputs'][0].paths).toEqual(['/opt/app/*.log']);
    expect(config({ config: { 'output.console.enabled': false } })['output.console']).toEqual({ enabled: false });
  });
});

describe('settings', () => {
  const settings = fc.letrec<{ map: Settings }>((tie) => ({
    map: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.integer(), fc.array(fc.integer(), { maxLength: 2 }), tie('map')), { maxKeys: 3 }),
  })).map;

  test('nothing over something is something, something over itself as well', () => {
    fc.assert(fc.property(settings, (some) => {
      expect(merge(some, {})).toEqual(some);
      expect(merge(some, some)).toEqual(some);
    }));
  });

  test('a dotted key says the same as maps within maps', () => {
    fc.assert(fc.property(settings, settings, (made, written) => {
      expect(merge(made, { 'a.b': written })).toEqual(merge(made, { a: { b: written } }));
    }));
  });

  test('what stands there is found, however it is dotted', () => {
    for (const made of [{ 'a.b.c': 1 }, { a: { 'b.c': 1 } }, { 'a.b': { c: 1 } }, { a: { b: { c: 1 } } }]) {
      expect(valueAt(made, 'a.b.c')).toBe(1);
    }
    expect(valueAt({ a: 1 }, 'a.b')).toBeUndefined();
  });
});
