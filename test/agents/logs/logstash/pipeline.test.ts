import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import {
  ClientTls, LogstashCodec, LogstashContainerFormat, LogstashFilter, LogstashInput, LogstashOutput, LogstashPipeline, LogstashSaslMechanism, SecretKey,
} from '../../../../src';
import { ReadPlugin, readBlocks, readCondition, readConfig } from '../../../../src/agents/logs/logstash/grammar';
import { writePlugin } from '../../../../src/agents/logs/logstash/language';
import { thrown } from '../../../values/thrown';

const CONTEXT = { where: 'test', stateDirectory: '/state' };
const STDOUT = LogstashOutput.stdout();
const written = (pipeline: LogstashPipeline) => pipeline._write(CONTEXT);
const input = (one: LogstashInput) => one._block.write(CONTEXT, '');
const filter = (...some: LogstashFilter[]) => some.map((one) => one._block.write(CONTEXT, '')).join('');
const output = (one: LogstashOutput) => one._block.write(CONTEXT, '');
const PASSWORD = SecretKey.of('elastic', 'password');
const hosts = ['https://es:9200'];

describe('the language', () => {
  test('has texts, numbers, truth, lists, maps and codecs', () => {
    expect(writePlugin('x', 'file', { path: ['/a', '/b'], port: 5044, start: true, add_field: { 'a': 'b', '[c][d]': 1.5 }, codec: LogstashCodec.json(), none: {}, empty: [] })).toBe([
      'file {', '  path => ["/a", "/b"]', '  port => 5044', '  start => true', '  add_field => {', '    "a" => "b"', '    "[c][d]" => 1.5', '  }', '  codec => json {}', '  none => {}',
      '  empty => []', '}',
    ].join('\n'));
  });

  test('has two kinds of quotes and no escapes', () => {
    expect(writePlugin('x', 'a', { s: 'say "hi"' })).toContain('s => \'say "hi"\'');
    expect(writePlugin('x', 'a', { s: 'it\'s \\d' })).toContain('s => "it\'s \\d"');
    expect(thrown(() => writePlugin('x', 'a', { s: 'it\'s "so"' }))).toMatch(/^\[UnquotableText\] x: a\.s is .*both kinds of quotes/);
    expect(thrown(() => writePlugin('x', 'a', { s: 'C:\\' }))).toMatch(/^\[UnquotableText\]/);
    expect(thrown(() => writePlugin('x', 'a', { m: { 'a\\': 1 } }))).toMatch(/^\[UnquotableText\]/);
  });

  test.each<[unknown]>([[null], [NaN], [1e300], [() => 1], [new Map()], [Symbol('a')]])('%p is no value', (value) => {
    expect(thrown(() => writePlugin('x', 'a', { s: value }))).toMatch(/^\[InvalidSetting\] x: a\.s is .*; write a string, a number/);
  });

  test('a setting has a name', () => {
    expect(thrown(() => writePlugin('x', 'a', { 'b c': 1 }))).toMatch(/^\[InvalidSetting\] x: a has the setting "b c"/);
  });

  const text = fc.string().filter((one) => !(one.includes('"') && one.includes('\'')) && !one.endsWith('\\'));
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(text, tie('value'), { maxKeys: 3 })),
  })).value;

  test('what is written is read as it was meant', () => {
    const plain = (one: unknown): unknown => {
      const entries = one instanceof Map ? Object.fromEntries([...one].map(([key, inner]) => [key, plain(inner)])) : one;
      return Array.isArray(entries) ? entries.map(plain) : entries;
    };
    fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,5}$/), value, { maxKeys: 4 }), (settings) => {
      const [plugin] = readBlocks(writePlugin('x', 'a', settings));
      expect(Object.fromEntries(plugin.settings.map(([name, one]) => [name, plain(one)]))).toEqual(Object.fromEntries(Object.entries(settings)));
    }));
  });
});

describe('the grammar', () => {
  const names = (plugins: readonly ReadPlugin[]) => plugins.map(({ name }) => name);

  test('reads what Logstash reads', () => {
    const sections = readConfig(`
      # reads
      input { stdin { } beats { port => 5044 ssl_enabled => true } }
      filter {
        if [type] == "a" and ([b][c] in ["x", "y"] or !([d]) ) {
          grok { match => { "message" => "%{IP:[client][ip]} }" } }
        } else if [e] =~ /^a\\/{2}/ or "f" not in [tags] {
          mutate { add_field => { key => 'v' "n" => -1.5 } }
        } else { drop {} }
        if ![x] { ruby { code => 'event.set("a", 1)' } }
      }
      output { elasticsearch { hosts => ["a:1"] codec => json { charset => "UTF-8" } } "stdout" {} }`);
    expect(sections.map(({ type, plugins }) => [type, names(plugins)])).toEqual([
      ['input', ['stdin', 'beats']], ['filter', ['grok', 'mutate', 'drop', 'ruby']], ['output', ['elasticsearch', 'stdout']],
    ]);
  });

  test.each<[string, string]>([
    ['input { stdin {} ', 'line 1, column 18: expected a plugin, "if" or "}"'],
    ['inputs { }', 'line 1, column 6: expected "{"'],
    ['', 'line 1, column 1: expected input, filter or output'],
    ['input {\n  beats { port = 5044 }\n}', 'line 2, column 16: expected "=>"'],
    ['input { beats { port => } }', 'expected a value'],
    ['filter { if { drop {} } }', 'expected a text, a number, a field'],
    ['filter { if [a] == { drop {} } }', 'expected a text, a number, a field'],
    ['filter { if [a] = "b" { } }', 'expected "{"'],
    ['input { x { a => [1 2] } }', 'expected "," or "]"'],
    ['input { x { a => { b => 1, c => 2 } } }', 'expected a key or "}"'],
    ['input { x { a => "b } }', 'expected a value'],
    ['input { x { a => { b => 1 } } }', 'expected a key or "}"'],
    ['output { a {} } }', 'line 1, column 17: expected input, filter or output'],
  ])('%p is refused where it goes wrong', (given, message) => {
    expect(thrown(() => readConfig(given))).toContain(message);
  });

  test('reads conditions as a whole', () => {
    readCondition('[a] and ([b] == 1 or [c] =~ "x") nand [d] not in [e]');
    expect(thrown(() => readCondition('[a] == 1 { drop {} }'))).toContain('expected the end of the condition');
  });
});

describe('inputs', () => {
  test('of container logs keep their positions in the state directory, by an id', () => {
    expect(input(LogstashInput.containerLogs())).toBe([
      'file {', '  sincedb_path => "/state/sincedb-containers"', '  path => ["/var/log/containers/*.log"]', '  start_position => "beginning"', '}', '',
    ].join('\n'));
  });

  test('of files, with everything that they take', () => {
    const made = input(LogstashInput.file('audit', ['/var/log/audit/*.log'], {
      exclude: ['*.gz'], fromEnd: true, codec: LogstashCodec.multiline({ pattern: '^\\s', negate: true, joinsNext: true, autoFlushSeconds: 2 }), ignoreOlder: Duration.hours(1), settings: { max_open_files: 100 },
    }));
    for (const line of ['sincedb_path => "/state/sincedb-audit"', 'exclude => ["*.gz"]', 'start_position => "end"', 'ignore_older => 3600', 'max_open_files => 100', 'codec => multiline {', 'what => "next"', 'negate => true']) {
      expect(made).toContain(line);
    }
    expect(made).toContain('    auto_flush_interval => 2\n  }');
  });

  test('settings of one\'s own go before those that are made', () => {
    expect(input(LogstashInput.file('a', ['/var/log/a'], { settings: { sincedb_path: '/dev/null', mode: 'read' } }))).toContain('sincedb_path => "/dev/null"');
  });

  test('of Beats listen', () => {
    expect(input(LogstashInput.beats())).toBe('beats {\n  port => 5044\n}\n');
    expect(LogstashInput.beats()._block.ports?.map(({ name, number }) => [name, number])).toEqual([['beats', 5044]]);
    expect(input(LogstashInput.beats({ port: 5045, settings: { ssl_enabled: true } }))).toContain('ssl_enabled => true');
  });

  test('in their own words', () => {
    expect(input(LogstashInput.plugin('generator', { count: 3 }))).toBe('generator {\n  count => 3\n}\n');
    expect(input(LogstashInput.raw('http {\n  port => 8080\n}'))).toBe('http {\n  port => 8080\n}\n');
  });

  test.each<[string, () => unknown, string]>([
    ['an id that is none', () => LogstashInput.file('a b', ['/a']), '[InvalidInput] LogstashInput.file: id is "a b"'],
    ['a relative path', () => LogstashInput.file('a', ['a']), '[InvalidInput] LogstashInput.file: paths are ["a"]'],
    ['no paths', () => LogstashInput.file('a', []), '[InvalidInput]'],
    ['a codec that is none', () => LogstashInput.containerLogs({ codec: 'json' as never }), '[WrongType] LogstashInput.containerLogs: codec is "json"; write a value of LogstashCodec'],
    ['a port that is none', () => LogstashInput.beats({ port: 0 }), '[InvalidPort]'],
    ['a plugin without a name', () => LogstashInput.plugin('', {}), '[InvalidPlugin] LogstashInput.plugin: name is ""'],
    ['settings that are none', () => LogstashInput.plugin('http', null as never), '[WrongType]'],
    ['a password as text', () => LogstashInput.plugin('http', { user: 'a', password: 'b' }), '[SecretAsText] LogstashInput.plugin: http.password is a text'],
    ['a password in a URL', () => LogstashInput.plugin('redis', { host: 'redis://me:secret@redis' }), '[SecretAsText]'],
    ['a password in raw text', () => LogstashInput.raw('http { password => "b" }'), '[SecretAsText] LogstashInput.raw: http.password'],
    ['a token in headers', () => LogstashInput.plugin('http_poller', { headers: { Authorization: 'Bearer x' } }), '[SecretAsText] LogstashInput.plugin: http_poller.headers.Authorization'],
    ['a password in a codec', () => LogstashInput.plugin('tcp', { codec: LogstashCodec.plugin('x', { password: 'b' }) }), '[SecretAsText]'],
    ['raw text that is none', () => LogstashInput.raw('http { port = 1 }'), '[InvalidPipeline] LogstashInput.raw: text is none of Logstash\'s language, at line 1, column 13: expected "=>"'],
    ['a multiline without a pattern', () => LogstashCodec.multiline({} as never), '[NotText] LogstashCodec.multiline: pattern is nothing'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });

  test('fields that are called like secrets are none', () => {
    expect(filter(LogstashFilter.mutate({ rename: { token: 'session' } }))).toContain('"token" => "session"');
    expect(input(LogstashInput.plugin('http', { password: '${HTTP_PASSWORD}' }))).toContain('${HTTP_PASSWORD}');
  });
});

describe('filters', () => {
  test('make events of what containerd writes, and know the pod by the file\'s name', () => {
    const plugins = readBlocks(filter(LogstashFilter.containerLogs({ jsonTarget: 'app' })));
    expect(plugins.map(({ name }) => name)).toEqual(['dissect', 'mutate', 'date', 'grok', 'json']);
    expect(filter(LogstashFilter.containerLogs())).not.toContain('json');
  });

  test('the file\'s name is taken apart as it should be', () => {
    const text = filter(LogstashFilter.containerLogs());
    const patterns: { [name: string]: string } = { K8S_NAME: '[^_/]+', K8S_CONTAINER: '[^_/]+?', K8S_ID: '[0-9a-f]{64}' };
    Object.entries(patterns).forEach(([name, pattern]) => expect(text).toContain(`"${name}" => "${pattern}"`));
    const pattern = /"\[log\]\[file\]\[path\]" => "(.*)"/.exec(text)![1].replace(/%\{(\w+):[^}]*\}/g, (_, name: string) => `(${patterns[name]})`);
    const id = 'ab'.repeat(32);
    expect(new RegExp(pattern).exec(`/var/log/containers/cart-7d4b9-x2x_shop_web-1-a-${id}.log`)?.slice(1)).toEqual(['cart-7d4b9-x2x', 'shop', 'web-1-a', id]);
  });

  test('make events of what Docker writes', () => {
    expect(readBlocks(filter(LogstashFilter.containerLogs({ format: LogstashContainerFormat.DOCKER }))).map(({ name }) => name)).toEqual(['json', 'mutate', 'date', 'grok']);
  });

  test('each in its own words', () => {
    expect(filter(LogstashFilter.grok('message', '%{COMBINEDAPACHELOG}', { patterns: { A: 'b' }, tagOnFailure: ['no_web'], overwrite: ['message'] })))
      .toBe('grok {\n  match => {\n    "message" => "%{COMBINEDAPACHELOG}"\n  }\n  pattern_definitions => {\n    "A" => "b"\n  }\n  tag_on_failure => ["no_web"]\n  overwrite => ["message"]\n}\n');
    expect(filter(LogstashFilter.json('message', 'app'))).toBe('json {\n  source => "message"\n  target => "app"\n}\n');
    expect(filter(LogstashFilter.plugin('geoip', { source: '[client][ip]' }))).toContain('source => "[client][ip]"');
    expect(filter(LogstashFilter.when('[a] == "b"', LogstashFilter.when('[c]', LogstashFilter.drop()), LogstashFilter.raw('clone {}\n\nprune {}'))))
      .toBe('if [a] == "b" {\n  if [c] {\n    drop {}\n  }\n  clone {}\n\n  prune {}\n}\n');
  });

  test.each<[string, () => unknown, string]>([
    ['a condition that is none', () => LogstashFilter.when('[a] = 1', LogstashFilter.drop()), '[InvalidPipeline] LogstashFilter.when: condition is none of Logstash\'s language, at line 1, column 5'],
    ['a condition that ends early', () => LogstashFilter.when('[a] == 1 { drop {} } if [b]', LogstashFilter.drop()), '[InvalidPipeline]'],
    ['a branch with nothing below', () => LogstashFilter.when('[a]'), '[NoBlocks] LogstashFilter.when: nothing stands below "[a]"'],
    ['a branch with something else below', () => LogstashFilter.when('[a]', STDOUT as never), '[WrongType] LogstashFilter.when: filter is a LogstashOutput'],
    ['a format that is none', () => LogstashFilter.containerLogs({ format: 'json' as never }), '[UnknownValue]'],
    ['a pattern that is none', () => LogstashFilter.grok('a', 5 as never), '[NotText] LogstashFilter.grok: pattern is 5'],
    ['settings that are none', () => LogstashFilter.mutate('a' as never), '[WrongType] LogstashFilter.mutate'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });
});

describe('outputs', () => {
  test('to Elasticsearch', () => {
    expect(output(LogstashOutput.elasticsearch({ hosts, user: 'logstash', password: PASSWORD, tls: ClientTls.mutual('es-tls'), index: 'logs-%{+YYYY.MM.dd}', settings: { manage_template: false } }))).toBe([
      'elasticsearch {', '  hosts => ["https://es:9200"]', '  user => "logstash"', '  password => "${ELASTICSEARCH_PASSWORD}"', '  ssl_enabled => true',
      '  ssl_certificate_authorities => ["/usr/share/logstash/certs/tls-elasticsearch/ca.crt"]', '  ssl_certificate => "/usr/share/logstash/certs/tls-elasticsearch/tls.crt"',
      '  ssl_key => "/usr/share/logstash/certs/tls-elasticsearch/tls.key"', '  index => "logs-%{+YYYY.MM.dd}"', '  manage_template => false', '}', '',
    ].join('\n'));
    expect(output(LogstashOutput.elasticsearch({ cloudId: 'prod:YQ==', apiKey: PASSWORD }))).toBe('elasticsearch {\n  cloud_id => "prod:YQ=="\n  api_key => "${ELASTICSEARCH_API_KEY}"\n}\n');
    expect(output(LogstashOutput.elasticsearch({ hosts, tls: ClientTls.unverified() }))).toContain('ssl_verification_mode => "none"');
  });

  test('to Kafka', () => {
    const made = output(LogstashOutput.kafka({
      hosts: ['a:9093', 'b:9093'], topic: 'logs', user: 'logs', password: PASSWORD, saslMechanism: LogstashSaslMechanism.SCRAM_SHA_256, tls: ClientTls.trusting(SecretKey.of('kafka', 'ca.crt')),
    }));
    for (const line of [
      'bootstrap_servers => "a:9093,b:9093"', 'security_protocol => "SASL_SSL"', 'sasl_mechanism => "SCRAM-SHA-256"', 'codec => json {}',
      'sasl_jaas_config => \'org.apache.kafka.common.security.scram.ScramLoginModule required username="logs" password="${KAFKA_PASSWORD}";\'',
      'ssl_truststore_type => "PEM"', 'ssl_truststore_location => "/usr/share/logstash/certs/tls-kafka/ca.crt"',
    ]) {
      expect(made).toContain(line);
    }
    expect(output(LogstashOutput.kafka({ hosts: ['a'], topic: 't' }))).not.toContain('security_protocol');
    expect(output(LogstashOutput.kafka({ hosts: ['a'], topic: 't', tls: ClientTls.system() }))).toContain('security_protocol => "SSL"');
    expect(output(LogstashOutput.kafka({ hosts: ['a'], topic: 't', user: 'u', password: PASSWORD }))).toContain('PlainLoginModule');
  });

  test('by condition, and in their own words', () => {
    expect(output(LogstashOutput.when('"audit" in [tags]', LogstashOutput.plugin('file', { path: '/a' })))).toBe('if "audit" in [tags] {\n  file {\n    path => "/a"\n  }\n}\n');
    expect(output(LogstashOutput.raw('null {}'))).toBe('null {}\n');
    expect(output(STDOUT)).toBe('stdout {\n  codec => rubydebug {}\n}\n');
  });

  test.each<[string, () => unknown, string]>([
    ['neither hosts nor cloud', () => LogstashOutput.elasticsearch({}), '[NoHosts] LogstashOutput.elasticsearch: hosts are nothing and cloudId is nothing'],
    ['hosts and cloud', () => LogstashOutput.elasticsearch({ hosts, cloudId: 'a' }), '[NoHosts]'],
    ['a host with a space', () => LogstashOutput.elasticsearch({ hosts: ['a b'] }), '[InvalidHost]'],
    ['a password in a host', () => LogstashOutput.elasticsearch({ hosts: ['https://a:b@es'] }), '[SecretAsText]'],
    ['a user alone', () => LogstashOutput.elasticsearch({ hosts, user: 'a' }), '[HalfCredentials]'],
    ['a key and a user', () => LogstashOutput.elasticsearch({ hosts, user: 'a', password: PASSWORD, apiKey: PASSWORD }), '[TwoCredentials]'],
    ['a password as text', () => LogstashOutput.elasticsearch({ hosts, settings: { password: 'b' } }), '[SecretAsText] LogstashOutput.elasticsearch: elasticsearch.password'],
    ['TLS to an http host', () => LogstashOutput.elasticsearch({ hosts: ['http://es'], tls: ClientTls.system() }), '[TlsContradictsHosts]'],
    ['no TLS to the cloud', () => LogstashOutput.elasticsearch({ cloudId: 'a', tls: ClientTls.off() }), '[TlsContradictsHosts]'],
    ['Kafka without hosts', () => LogstashOutput.kafka({ hosts: [], topic: 't' }), '[NoHosts]'],
    ['Kafka by a URL', () => LogstashOutput.kafka({ hosts: ['https://k'], topic: 't' }), '[InvalidHost]'],
    ['Kafka with mutual TLS', () => LogstashOutput.kafka({ hosts: ['k'], topic: 't', tls: ClientTls.mutual('x') }), '[MutualTlsUnknown] LogstashOutput.kafka: tls is mutual'],
    ['Kafka with unverified TLS', () => LogstashOutput.kafka({ hosts: ['k'], topic: 't', tls: ClientTls.unverified() }), '[MutualTlsUnknown] LogstashOutput.kafka: tls is unverified'],
    ['a mechanism without a user', () => LogstashOutput.kafka({ hosts: ['k'], topic: 't', saslMechanism: LogstashSaslMechanism.PLAIN }), '[HalfCredentials]'],
    ['a password of Kafka as text', () => LogstashOutput.plugin('kafka', { sasl_jaas_config: 'x required username="a" password="b";' }), '[SecretAsText]'],
    ['the same in raw text', () => LogstashOutput.raw('kafka { sasl_jaas_config => \'x required username="a" password="b";\' }'), '[SecretAsText]'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });
});

describe('pipelines', () => {
  test('are sections in their order, and what is written is what Logstash reads', () => {
    const text = written(LogstashPipeline.containerLogs({ outputs: [STDOUT, LogstashOutput.elasticsearch({ hosts })], filters: [LogstashFilter.mutate({ remove_field: ['event'] })] }));
    expect(readConfig(text).map(({ type, plugins }) => [type, plugins.map(({ name }) => name)])).toEqual([
      ['input', ['file']], ['filter', ['dissect', 'mutate', 'date', 'grok', 'mutate']], ['output', ['stdout', 'elasticsearch']],
    ]);
    expect(written(LogstashPipeline.of('a', { inputs: [LogstashInput.beats()], outputs: [STDOUT] }))).not.toContain('filter');
  });

  test('in Logstash\'s own language are taken as they are', () => {
    expect(written(LogstashPipeline.raw('main', 'input { stdin {} } output { stdout {} }\n\n'))).toBe('input { stdin {} } output { stdout {} }\n');
  });

  test.each<[string, () => unknown, string]>([
    ['without inputs', () => LogstashPipeline.of('a', { inputs: [], outputs: [STDOUT] }), '[NoInputs] LogstashPipeline.of: pipeline "a" has no inputs'],
    ['without outputs', () => LogstashPipeline.containerLogs({ outputs: [] }), '[NoOutputs] LogstashPipeline.of: pipeline "main" has no outputs'],
    ['raw without inputs', () => LogstashPipeline.raw('a', 'output { stdout {} }'), '[NoInputs] LogstashPipeline.raw'],
    ['raw without outputs', () => LogstashPipeline.raw('a', 'input { stdin {} } output { }'), '[NoOutputs]'],
    ['raw with a mistake', () => LogstashPipeline.raw('a', 'input { stdin {} }\noutput { stdout { codec = json } }'), '[InvalidPipeline] LogstashPipeline.raw: pipeline "a" is none of Logstash\'s language, at line 2, column 25: expected "=>"'],
    ['raw with a password', () => LogstashPipeline.raw('a', 'input { stdin {} } output { elasticsearch { password => "b" } }'), '[SecretAsText] LogstashPipeline.raw: elasticsearch.password'],
    ['with an id that is none', () => LogstashPipeline.of('a.b', { inputs: [LogstashInput.beats()], outputs: [STDOUT] }), '[InvalidPipeline] LogstashPipeline.of: id is "a.b"'],
    ['in order, with two threads', () => LogstashPipeline.containerLogs({ outputs: [STDOUT], ordered: true, workers: 2 }), '[InvalidPipeline] LogstashPipeline.of: ordered is true and workers is 2'],
    ['with no thread', () => LogstashPipeline.containerLogs({ outputs: [STDOUT], workers: 0 }), '[InvalidNumber]'],
    ['with less than a page of queue', () => LogstashPipeline.containerLogs({ outputs: [STDOUT], persistentQueue: Size.mebibytes(63) }), '[QueueTooSmall] LogstashPipeline.of: persistentQueue is 66060288 bytes'],
    ['with outputs that are none', () => LogstashPipeline.containerLogs({ outputs: ['stdout'] as never }), '[WrongType] LogstashPipeline.of: outputs is ["stdout"]'],
    ['with options that are none', () => LogstashPipeline.containerLogs(null as never), '[WrongType]'],
  ])('%s: refused', (_, act, message) => {
    expect(thrown(act)).toContain(message);
  });
});
