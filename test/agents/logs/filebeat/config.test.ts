import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import {
  AgentDefaults, ClientTls, FilebeatAutodiscover, FilebeatCondition, FilebeatContainerFormat, FilebeatDaemonSet, FilebeatDaemonSetProps, FilebeatInput, FilebeatKafkaAcks,
  FilebeatKafkaCompression, FilebeatMultilineMatch, FilebeatOutput, FilebeatParser, FilebeatProcessor, FilebeatSaslMechanism, FilebeatStream, FilebeatTemplate,
  HostPath, ListenAddress, SecretKey,
} from '../../../../src';
import { Settings, merge, valueAt } from '../../../../src/agents/logs/elastic/settings';
import { thrown } from '../../../values/thrown';
import { chartOf, Manifest } from '../../synth';

type Props = Partial<FilebeatDaemonSetProps>;
const hosts = ['https://es:9200'];
const output = FilebeatOutput.elasticsearch({ hosts });
const agent = (props: Props = {}) => new FilebeatDaemonSet(chartOf(), 'filebeat', { output, ...props });
const config = (props: Props = {}): Manifest => parse(agent(props).configYaml);
const refusal = (props: Props) => thrown(() => agent(props));
const inputs = (...given: FilebeatInput[]): Manifest[] => config({ inputs: given })['filebeat.inputs'];
const PASSWORD = SecretKey.of('elastic', 'password');

describe('as it comes', () => {
  test('it reads the logs of every container, and knows their pods', () => {
    expect(config()['filebeat.inputs']).toEqual([{
      type: 'filestream',
      id: 'kubernetes-container-logs',
      paths: ['/var/log/containers/*.log'],
      parsers: [{ container: null }],
      prospector: { scanner: { symlinks: true, fingerprint: { enabled: true } } },
      file_identity: { fingerprint: null },
      processors: [{ add_kubernetes_metadata: { node: '${NODE_NAME}', use_kubeadm: false, matchers: [{ logs_path: { logs_path: '/var/log/containers/' } }] } }],
    }]);
    expect(config().processors).toEqual([{ add_cloud_metadata: null }, { add_host_metadata: null }]);
  });

  test('its keys are written as its users know them, and it is said nothing that it knows by itself', () => {
    expect(Object.keys(config())).toEqual(['filebeat.inputs', 'processors', 'http.enabled', 'http.host', 'http.port', 'output.elasticsearch']);
    expect(config()['output.elasticsearch']).toEqual({ hosts });
  });

  test('two renders are equal', () => {
    expect(agent().configYaml).toBe(agent().configYaml);
  });
});

describe('inputs', () => {
  test('of containers, with everything that they take', () => {
    expect(inputs(FilebeatInput.containers({
      stream: FilebeatStream.STDERR,
      format: FilebeatContainerFormat.CRI,
      parsers: [
        FilebeatParser.ndjson({ messageKey: 'msg', overwriteKeys: true, expandKeys: true, addErrorKey: false, target: 'app' }),
        FilebeatParser.multiline({ pattern: '^\\s', maxLines: 100, timeout: Duration.seconds(3) }),
        FilebeatParser.raw('syslog', { format: 'auto' }),
      ],
      includeLines: ['^ERR'],
      excludeLines: ['^DBG'],
      excludeFiles: ['_kube-system_'],
      ignoreOlder: Duration.hours(24),
      fingerprintLength: 64,
      fields: { team: 'shop' },
      fieldsUnderRoot: true,
      tags: ['k8s'],
      kubernetesMetadata: false,
      processors: [FilebeatProcessor.raw('dissect', { tokenizer: '%{a}' })],
      config: { 'close.on_state_change.inactive': '1m', 'prospector': { scanner: { symlinks: null } } },
    }))).toEqual([{
      type: 'filestream',
      id: 'kubernetes-container-logs',
      paths: ['/var/log/containers/*.log'],
      parsers: [
        { container: { stream: 'stderr', format: 'cri' } },
        { ndjson: { target: 'app', message_key: 'msg', overwrite_keys: true, expand_keys: true, add_error_key: false } },
        { multiline: { type: 'pattern', pattern: '^\\s', negate: false, match: 'after', max_lines: 100, timeout: '3s' } },
        { syslog: { format: 'auto' } },
      ],
      prospector: { scanner: { fingerprint: { enabled: true, length: 64 }, exclude_files: ['_kube-system_'] } },
      file_identity: { fingerprint: null },
      include_lines: ['^ERR'],
      exclude_lines: ['^DBG'],
      ignore_older: '86400s',
      fields: { team: 'shop' },
      fields_under_root: true,
      tags: ['k8s'],
      processors: [{ dissect: { tokenizer: '%{a}' } }],
      close: { on_state_change: { inactive: '1m' } },
    }]);
  });

  test('Kubernetes\' metadata with options of one\'s own take the place of the usual', () => {
    const own = FilebeatProcessor.addKubernetesMetadata({ deployment: true, waitForMetadata: true, includeLabels: ['app'], excludeLabels: ['x'], includeAnnotations: ['y'] });
    expect(inputs(FilebeatInput.containers({ processors: [own] }))[0].processors).toEqual([{
      add_kubernetes_metadata: {
        node: '${NODE_NAME}',
        use_kubeadm: false,
        include_labels: ['app'],
        exclude_labels: ['x'],
        include_annotations: ['y'],
        add_resource_metadata: { deployment: true },
        matchers: [{ logs_path: { logs_path: '/var/log/containers/' } }],
        wait_for_metadata: true,
      },
    }]);
  });

  test('of any files, of any type, and of modules', () => {
    const { 'filebeat.inputs': made, 'filebeat.modules': modules } = config({
      inputs: [
        FilebeatInput.filestream('audit', ['/var/log/audit/*.log'], { parsers: [FilebeatParser.multiline({ pattern: '^type', negate: true, match: FilebeatMultilineMatch.BEFORE })] }),
        FilebeatInput.raw('journald', { id: 'journal', paths: ['/var/log/journal'] }),
        FilebeatInput.module('system', { auth: { enabled: true } }),
      ],
    });
    expect(made.map(({ type, id }: Manifest) => [type, id])).toEqual([['filestream', 'audit'], ['journald', 'journal']]);
    expect(made[0].parsers).toEqual([{ multiline: { type: 'pattern', pattern: '^type', negate: true, match: 'before' } }]);
    expect(made[0].prospector.scanner).toEqual({ fingerprint: { enabled: true } });
    expect(modules).toEqual([{ module: 'system', auth: { enabled: true } }]);
  });

  test.each<[string, () => unknown, string]>([
    ['an id with a space', () => FilebeatInput.filestream('a b', ['/var/log/a']), '[InvalidInput] FilebeatInput.filestream: id is "a b"'],
    ['no paths', () => FilebeatInput.filestream('a', []), '[InvalidInput] FilebeatInput.filestream: paths are []'],
    ['a relative path', () => FilebeatInput.filestream('a', ['log/a']), '[InvalidInput]'],
    ['a fingerprint that is too short', () => FilebeatInput.containers({ fingerprintLength: 63 }), '[InvalidFingerprint] FilebeatInput.containers: fingerprintLength is 63, with which Filebeat does not start; write at least 64'],
    ['a fingerprint that is none', () => FilebeatInput.containers({ fingerprintLength: 1.5 }), '[InvalidNumber]'],
    ['the container input, which Filebeat 9 does not run', () => FilebeatInput.raw('container', { paths: [] }), '[DeprecatedInput] FilebeatInput.raw: type is "container"'],
    ['the log input, too', () => FilebeatInput.raw('log', {}), '[DeprecatedInput]'],
    ['a type that is none', () => FilebeatInput.raw('File Stream', {}), '[InvalidInput] FilebeatInput.raw: type is "File Stream"'],
    ['a module that is none', () => FilebeatInput.module('', {}), '[InvalidInput] FilebeatInput.module'],
    ['a password as text', () => FilebeatInput.raw('redis', { password: 'x' }), '[SecretAsText] FilebeatInput.raw: redis.password is a text'],
    ['a password in a list', () => FilebeatInput.raw('kafka', { a: [{ token: 'x' }] }), '[SecretAsText] FilebeatInput.raw: kafka.a[0].token'],
    ['a password in a URL', () => FilebeatInput.raw('httpjson', { 'request.url': 'https://me:secret@example.com' }), '[SecretAsText] FilebeatInput.raw: httpjson.request.url has a user and a password'],
    ['metadata that autodiscover has', () => FilebeatInput.discovered({ kubernetesMetadata: true }), '[MetadataTwice]'],
    ['a stream that is none', () => FilebeatInput.containers({ stream: 'both' as never }), '[UnknownValue] FilebeatInput.containers: stream is "both"'],
    ['parsers that are none', () => FilebeatInput.containers({ parsers: ['ndjson'] as never }), '[WrongType] FilebeatInput.containers: parsers is ["ndjson"]; write a list of values of FilebeatParser'],
    ['options that are none', () => FilebeatInput.containers(null as never), '[WrongType]'],
    ['a multiline without a pattern', () => FilebeatParser.multiline({} as never), '[NotText] FilebeatParser.multiline: pattern is nothing'],
    ['a parser without a name', () => FilebeatParser.raw('', {}), '[InvalidFieldName] FilebeatParser.raw'],
    ['part of a second', () => FilebeatInput.containers({ ignoreOlder: Duration.millis(1) }), '[InvalidNumber] FilebeatInput.containers: ignoreOlder in seconds'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });

  test('of deprecated types are taken from those who say that they know', () => {
    expect(inputs(FilebeatInput.raw('container', { id: 'old', paths: ['/var/log/containers/*.log'], allow_deprecated_use: true }))[0].type).toBe('container');
  });
});

describe('processors', () => {
  const when = FilebeatCondition.is('kubernetes.namespace', 'shop');
  test.each<[string, FilebeatProcessor, Settings]>([
    ['add_fields', FilebeatProcessor.addFields({ cluster: 'eu' }, { target: '', when }), { add_fields: { target: '', fields: { cluster: 'eu' }, when: { equals: { 'kubernetes.namespace': 'shop' } } } }],
    ['drop_event', FilebeatProcessor.dropEvent(when), { drop_event: { when: { equals: { 'kubernetes.namespace': 'shop' } } } }],
    ['drop_fields', FilebeatProcessor.dropFields(['agent', 'ecs.version']), { drop_fields: { fields: ['agent', 'ecs.version'], ignore_missing: true } }],
    ['decode_json_fields', FilebeatProcessor.decodeJsonFields(['message'], { target: '', overwriteKeys: true, addErrorKey: true }), { decode_json_fields: { fields: ['message'], target: '', overwrite_keys: true, add_error_key: true } }],
    ['add_host_metadata', FilebeatProcessor.addHostMetadata(), { add_host_metadata: null }],
    ['rate_limit', FilebeatProcessor.raw('rate_limit', { limit: '10/m' }), { rate_limit: { limit: '10/m' } }],
  ])('%s', (name, processor, expected) => {
    expect(config({ processors: [processor] }).processors).toEqual([expected]);
    expect(processor.name).toBe(name);
  });

  test('none are none', () => {
    expect(config({ processors: [] })).not.toHaveProperty('processors');
  });

  test.each<[string, FilebeatCondition, Settings]>([
    ['a number', FilebeatCondition.is('http.response.status_code', 500), { equals: { 'http.response.status_code': 500 } }],
    ['contains', FilebeatCondition.contains('message', 'ERR'), { contains: { message: 'ERR' } }],
    ['regexp', FilebeatCondition.regexp('message', '^DBG'), { regexp: { message: '^DBG' } }],
    ['has_fields', FilebeatCondition.hasFields('a', 'b.c'), { has_fields: ['a', 'b.c'] }],
    ['and', FilebeatCondition.allOf(when, FilebeatCondition.isNot(FilebeatCondition.is('a', true))), { and: [{ equals: { 'kubernetes.namespace': 'shop' } }, { not: { equals: { a: true } } }] }],
    ['or', FilebeatCondition.anyOf(when), { or: [{ equals: { 'kubernetes.namespace': 'shop' } }] }],
    ['raw', FilebeatCondition.raw({ range: { size: { gte: 5 } } }), { range: { size: { gte: 5 } } }],
  ])('condition %s', (_, condition, expected) => {
    expect(config({ processors: [FilebeatProcessor.dropEvent(condition)] }).processors[0].drop_event.when).toEqual(expected);
  });

  test.each<[string, () => unknown, string]>([
    ['a field with a space', () => FilebeatCondition.is('a b', 'c'), '[InvalidFieldName] FilebeatCondition.is: field is "a b"'],
    ['a value that is a list', () => FilebeatCondition.is('a', ['c']), '[WrongType] FilebeatCondition.is: value is ["c"]'],
    ['no condition', () => FilebeatCondition.allOf(), '[EmptyCondition] FilebeatCondition.allOf'],
    ['no field', () => FilebeatCondition.hasFields(), '[EmptyCondition]'],
    ['a condition that is none', () => FilebeatCondition.anyOf('a' as never), '[WrongType] FilebeatCondition.anyOf'],
    ['no condition to drop by', () => FilebeatProcessor.dropEvent(undefined as never), '[WrongType] FilebeatProcessor.dropEvent: when is nothing'],
    ['no fields to drop', () => FilebeatProcessor.dropFields([]), '[NoFields]'],
    ['fields that are no text', () => FilebeatProcessor.addFields({ a: 1 as never }), '[NotText]'],
    ['a name with capitals', () => FilebeatProcessor.raw('Drop', {}), '[InvalidFieldName] FilebeatProcessor.raw'],
    ['a raw condition that is none', () => FilebeatCondition.raw([] as never), '[WrongType]'],
    ['options that are none', () => FilebeatProcessor.addKubernetesMetadata({ deployment: 'yes' as never }), '[WrongType] FilebeatProcessor.addKubernetesMetadata: deployment is "yes"'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });
});

describe('autodiscover', () => {
  const providers = (...given: FilebeatAutodiscover[]) => config({ autodiscover: given })['filebeat.autodiscover'].providers;
  const DISCOVERED = '${data.kubernetes.container.id}';

  test('by hints: the logs of every container, each by an input of its own, and no other input beside', () => {
    const [{ hints, ...provider }] = providers(FilebeatAutodiscover.hints({ cronJob: true, namespace: 'shop' }));
    expect(provider).toEqual({ type: 'kubernetes', node: '${NODE_NAME}', use_kubeadm: false, add_resource_metadata: { cronjob: true }, namespace: 'shop' });
    expect(hints).toMatchObject({ enabled: true, default_config: { id: `kubernetes-container-logs-${DISCOVERED}`, paths: [`/var/log/containers/*-${DISCOVERED}.log`] } });
    expect(hints.default_config).not.toHaveProperty('processors');
    expect(config({ autodiscover: [FilebeatAutodiscover.hints()] })).not.toHaveProperty('filebeat.inputs');
  });

  test('by hints, of pods that say so only', () => {
    const [{ hints }] = providers(FilebeatAutodiscover.hints({ onlyHinted: true, defaultInput: FilebeatInput.discovered({ stream: FilebeatStream.STDOUT }) }));
    expect(hints.default_config).toMatchObject({ enabled: false, parsers: [{ container: { stream: 'stdout' } }] });
  });

  test('by templates', () => {
    const [{ templates }] = providers(FilebeatAutodiscover.templates([
      FilebeatTemplate.when(FilebeatCondition.is('kubernetes.labels.app', 'nginx'), FilebeatInput.module('nginx', { access: { enabled: true } })),
      FilebeatTemplate.always(FilebeatInput.discovered(), FilebeatInput.filestream(`own-${DISCOVERED}`, [`/var/log/own/${DISCOVERED}/*`])),
    ]));
    expect(templates[0]).toEqual({ condition: { equals: { 'kubernetes.labels.app': 'nginx' } }, config: [{ module: 'nginx', access: { enabled: true } }] });
    expect(templates[1].condition).toBeUndefined();
    expect(templates[1].config.map(({ id }: Manifest) => id)).toEqual([`kubernetes-container-logs-${DISCOVERED}`, `own-${DISCOVERED}`]);
  });

  test('by a leader, and in its own words', () => {
    expect(providers(FilebeatAutodiscover.leader('beats', FilebeatInput.raw('httpjson', { interval: '1m' })), FilebeatAutodiscover.raw('docker', { templates: [] }))).toEqual([
      {
        type: 'kubernetes', scope: 'cluster', node: '${NODE_NAME}', use_kubeadm: false, unique: true, leader_lease: 'beats', templates: [{ config: [{ type: 'httpjson', interval: '1m' }] }],
      },
      { type: 'docker', templates: [] },
    ]);
  });

  test.each<[string, () => unknown, string]>([
    ['an input that reads the same files for every container', () => FilebeatTemplate.always(FilebeatInput.containers()), '[SameInputForAll] FilebeatTemplate.always: input "kubernetes-container-logs" would be started for each container'],
    ['such an input by hints', () => FilebeatAutodiscover.hints({ defaultInput: FilebeatInput.containers() }), '[SameInputForAll] FilebeatAutodiscover.hints'],
    ['a template without inputs', () => FilebeatTemplate.always(), '[NoInputs] FilebeatTemplate.always'],
    ['a template without its condition', () => FilebeatTemplate.when(undefined as never, FilebeatInput.discovered()), '[WrongType] FilebeatTemplate.when: condition is nothing'],
    ['no templates', () => FilebeatAutodiscover.templates([]), '[NoTemplates]'],
    ['a lease whose name is none', () => FilebeatAutodiscover.leader('A b', FilebeatInput.raw('x', {})), '[InvalidName] FilebeatAutodiscover.leader: leaderLease'],
    ['a type that is none', () => FilebeatAutodiscover.raw('', {}), '[InvalidInput] FilebeatAutodiscover.raw'],
    ['what only autodiscover knows, without it', () => agent({ inputs: [FilebeatInput.discovered()] }), '[DataOutsideTemplate] chart/filebeat: input "kubernetes-container-logs-${data.kubernetes.container.id}" names ${data.…}'],
    ['logs of containers twice', () => agent({ inputs: [FilebeatInput.containers()], autodiscover: [FilebeatAutodiscover.hints()] }), '[LogsTwice] chart/filebeat: input "kubernetes-container-logs" reads logs of containers, which hints send already'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });

  test('only hinted pods beside all others are no mistake', () => {
    expect(config({ inputs: [FilebeatInput.containers()], autodiscover: [FilebeatAutodiscover.hints({ onlyHinted: true })] })['filebeat.inputs']).toHaveLength(1);
  });
});

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
