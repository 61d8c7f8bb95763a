import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import {
  ClientTls, FluentBitConfigFormat, FluentBitDaemonSet, FluentBitDaemonSetProps, FluentBitFilter, FluentBitHttpFormat, FluentBitInput, FluentBitMultilineRule, FluentBitOutput,
  FluentBitParser, SecretKey,
} from '../../../../src';
import { meet } from '../../../../src/agents/logs/fluent-bit/tag';
import { thrown } from '../../../values/thrown';
import { chartOf, Manifest, only, synth } from '../../synth';

type Props = Partial<FluentBitDaemonSetProps>;
const INPUT = FluentBitInput.raw('dummy', { tag: 'a' });
const OUTPUT = FluentBitOutput.stdout();
const made = (props: Props) => new FluentBitDaemonSet(chartOf(), 'agent', { inputs: [INPUT], filters: [], outputs: [OUTPUT], ...props });
const config = (props: Props) => parse(made(props).configText) as Manifest;
const input = (one: FluentBitInput) => config({ inputs: [one] }).pipeline.inputs[0];
const filter = (one: FluentBitFilter) => config({ inputs: [INPUT, FluentBitInput.raw('dummy', { tag: 'kube.*' })], filters: [one] }).pipeline.filters[0];
const output = (one: FluentBitOutput) => config({ outputs: [one] }).pipeline.outputs[0];
const classic = (props: Props) => made({ configFormat: FluentBitConfigFormat.CLASSIC, ...props }).configText;
const key = SecretKey.of('s', 'k');

describe('inputs', () => {
  test('container logs: both runtimes\' lines, all of each file, positions kept, without its own', () => {
    expect(input(FluentBitInput.containerLogs())).toEqual({
      'name': 'tail',
      'tag': 'kube.*',
      'path': '/var/log/containers/*.log',
      'exclude_path': '/var/log/containers/${POD_NAME}_${POD_NAMESPACE}_*.log',
      'multiline.parser': 'docker, cri',
      'db': '/var/lib/fluent-bit/tail-kube.db',
      'read_from_head': true,
      'skip_long_lines': true,
      'mem_buf_limit': '5MB',
    });
  });

  test('container logs, everything written', () => {
    expect(input(FluentBitInput.containerLogs({
      tag: 'app.*',
      alias: 'apps',
      path: ['/var/log/containers/*_a_*.log', '/var/log/containers/*_b_*.log'],
      excludePath: ['/var/log/containers/x*.log'],
      ownLogs: true,
      multilineParsers: ['cri'],
      readFromHead: false,
      refreshInterval: Duration.seconds(10),
      rotateWait: Duration.seconds(30),
      bufferMaxSize: Size.kibibytes(256),
      skipLongLines: false,
      memBufLimit: Size.mebibytes(50),
      config: { Skip_Empty_Lines: true, Path: '/var/log/containers/*_c_*.log' },
    }))).toEqual({
      'name': 'tail',
      'tag': 'app.*',
      'alias': 'apps',
      'Path': '/var/log/containers/*_c_*.log',
      'exclude_path': '/var/log/containers/x*.log',
      'multiline.parser': 'cri',
      'db': '/var/lib/fluent-bit/apps.db',
      'read_from_head': false,
      'refresh_interval': 10,
      'rotate_wait': 30,
      'buffer_max_size': 262144,
      'skip_long_lines': false,
      'mem_buf_limit': 52428800,
      'Skip_Empty_Lines': true,
    });
  });

  test('other files have a tag of their own, and nothing of containers', () => {
    expect(input(FluentBitInput.tail(['/var/log/audit/audit.log'], { tag: 'audit', parser: 'json', pathKey: 'file', storePositions: false }))).toEqual({
      name: 'tail', tag: 'audit', path: '/var/log/audit/audit.log', parser: 'json', read_from_head: false, skip_long_lines: true, path_key: 'file', mem_buf_limit: '5MB',
    });
    expect(thrown(() => FluentBitInput.tail(['/a'], {} as never))).toMatch(/^\[InvalidTag\] FluentBitInput\.tail: tag is nothing/);
    expect(thrown(() => FluentBitInput.tail([], { tag: 'a' }))).toMatch(/^\[InvalidSetting\] FluentBitInput\.tail: path are \[\]/);
  });

  test('the journal: units by their names, from now on, positions kept', () => {
    expect(input(FluentBitInput.systemd({ units: ['kubelet.service', 'containerd.service'], stripUnderscores: true, lowercase: false }))).toEqual({
      name: 'systemd',
      tag: 'host.*',
      path: '/var/log/journal',
      systemd_filter: ['_SYSTEMD_UNIT=kubelet.service', '_SYSTEMD_UNIT=containerd.service'],
      db: '/var/lib/fluent-bit/systemd-host.db',
      read_from_tail: true,
      strip_underscores: true,
      lowercase: false,
      mem_buf_limit: '5MB',
    });
    expect(input(FluentBitInput.systemd()).systemd_filter).toBeUndefined();
  });

  test('what programs send is taken at the pod\'s address', () => {
    expect(input(FluentBitInput.forward({ port: 5170 }))).toEqual({ name: 'forward', listen: '${POD_IP}', port: 5170 });
  });

  test('two inputs do not share a file of positions', () => {
    expect(thrown(() => made({ inputs: [FluentBitInput.containerLogs(), FluentBitInput.tail(['/var/log/x'], { tag: 'kube' })] }))).toMatch(
      /^\[PositionsTwice\] chart\/agent: two inputs keep their positions in \/var\/lib\/fluent-bit\/tail-kube\.db/);
    expect(made({ inputs: [FluentBitInput.containerLogs(), FluentBitInput.tail(['/var/log/x'], { tag: 'kube', alias: 'x' })] }).configText).not.toBe('');
  });
});

describe('filters', () => {
  test('kubernetes: JSON taken apart, annotations of pods heeded', () => {
    expect(filter(FluentBitFilter.kubernetes())).toEqual({
      'name': 'kubernetes', 'match': 'kube.*', 'merge_log': true, 'keep_log': false, 'k8s-logging.parser': true, 'k8s-logging.exclude': true,
    });
    expect(filter(FluentBitFilter.kubernetes({ mergeLog: false, k8sLoggingExclude: false, labels: false, annotations: false, bufferSize: Size.kibibytes(0), config: { kube_url: 'https://a' } }))).toEqual({
      'name': 'kubernetes',
      'match': 'kube.*',
      'merge_log': false,
      'k8s-logging.parser': true,
      'k8s-logging.exclude': false,
      'labels': false,
      'annotations': false,
      'buffer_size': 0,
      'kube_url': 'https://a',
    });
  });

  test('kubernetes finds the file\'s name behind another tag as well', () => {
    const filters = (tag: string) => (
      config({ inputs: [FluentBitInput.containerLogs({ tag })], filters: [FluentBitFilter.kubernetes({ match: tag })] }).pipeline.filters[0]);
    expect(filters('app.*').kube_tag_prefix).toBe('app.var.log.containers.');
    expect(filters('kube.*').kube_tag_prefix).toBeUndefined();
  });

  test('kubernetes: settings without effect are refused', () => {
    expect(thrown(() => FluentBitFilter.kubernetes({ mergeLog: false, keepLog: true }))).toMatch(/^\[MergeLogOff\] FluentBitFilter\.kubernetes: mergeLog is false, and keepLog is true/);
    expect(thrown(() => FluentBitFilter.kubernetes({ mergeLog: false, mergeLogKey: 'a' }))).toMatch(/^\[MergeLogOff\]/);
  });

  test('grep, modify and record_modifier write a setting for each field, values with spaces in quotes', () => {
    expect(filter(FluentBitFilter.grep({ regex: { level: '^(error|warn ing)$' }, exclude: { log: 'a b', path: '^/x' } }))).toEqual({
      name: 'grep', match: '*', regex: ['level ^(error|warn ing)$'], exclude: ['log a b', 'path ^/x'],
    });
    expect(filter(FluentBitFilter.modify({ match: 'a', rename: { a: 'b' }, set: { c: 'two words' }, add: { d: 'e' }, remove: ['f'] }))).toEqual({
      name: 'modify', match: 'a', rename: ['a b'], set: ['c "two words"'], add: ['d e'], remove: ['f'],
    });
    expect(filter(FluentBitFilter.recordModifier({ records: { cluster: 'eu', host: '${NODE_NAME}' }, removeKeys: ['x'] }))).toEqual({
      name: 'record_modifier', match: '*', record: ['cluster eu', 'host ${NODE_NAME}'], remove_key: ['x'],
    });
    expect(filter(FluentBitFilter.recordModifier({ allowlistKeys: ['log'] })).allowlist_key).toEqual(['log']);
  });

  test('filters that would do nothing, or not what is meant, are refused', () => {
    expect(thrown(() => FluentBitFilter.grep({}))).toMatch(/^\[NoPatterns\] FluentBitFilter\.grep:/);
    expect(thrown(() => FluentBitFilter.modify({}))).toMatch(/^\[NoChanges\] FluentBitFilter\.modify:/);
    expect(thrown(() => FluentBitFilter.recordModifier({ removeKeys: ['a'], allowlistKeys: ['b'] }))).toMatch(/^\[NoChanges\] .*exclude each other/);
    expect(thrown(() => FluentBitFilter.recordModifier({ records: {} }))).toMatch(/^\[NoChanges\]/);
    expect(thrown(() => FluentBitFilter.modify({ set: { 'a b': 'c' } }))).toMatch(/^\[InvalidSetting\] FluentBitFilter\.modify: set has a field "a b"/);
    expect(thrown(() => FluentBitFilter.modify({ set: { a: 'b "c"' } }))).toMatch(/^\[InvalidSetting\] .*stands in quotes/);
    expect(thrown(() => FluentBitFilter.modify({ set: { a: 'b\nc' } }))).toMatch(/^\[InvalidSetting\] .*one line/);
  });

  test('parser and multiline name the parsers that they use', () => {
    expect(filter(FluentBitFilter.parser({ keyName: 'log', parsers: ['json', 'syslog'], preserveKey: true }))).toEqual({
      name: 'parser', match: '*', key_name: 'log', parser: ['json', 'syslog'], reserve_data: true, preserve_key: true,
    });
    expect(filter(FluentBitFilter.multiline({ parsers: ['java', 'go'] }))).toEqual({ 'name': 'multiline', 'match': 'kube.*', 'multiline.key_content': 'log', 'multiline.parser': 'java, go' });
    expect(thrown(() => FluentBitFilter.parser({ keyName: 'log' } as never))).toMatch(/^\[InvalidSetting\] FluentBitFilter\.parser: parsers are null/);
  });

  test('a script of Lua is a file beside the configuration, by whichever form', () => {
    const script = 'function drop(tag, timestamp, record)\n  return -1, timestamp, record\nend\n';
    for (const configFormat of Object.values(FluentBitConfigFormat)) {
      const objects = synth((chart) => new FluentBitDaemonSet(chart, 'agent', {
        configFormat, outputs: [OUTPUT], filters: [FluentBitFilter.lua('drop', script), FluentBitFilter.lua('drop', script, 'kube.*')],
      }));
      const { data } = only('ConfigMap', objects);
      expect([data['lua.lua'], data['lua-2.lua']]).toEqual([script, script]);
      expect(data[configFormat === FluentBitConfigFormat.YAML ? 'fluent-bit.yaml' : 'fluent-bit.conf']).toMatch(/script:? \/fluent-bit\/etc\/conf\/lua-2\.lua/);
    }
    expect(thrown(() => FluentBitFilter.lua('keep', script))).toMatch(/^\[MissingFunction\] FluentBitFilter\.lua: .*nothing is called "keep"/);
  });
});

describe('parsers', () => {
  const parsers = [
    FluentBitParser.regex('line', '^(?<time>[^ ]+) (?<level>[A-Z]+) "(?<log>.*)"$', { timeKey: 'time', timeFormat: '%s', timeKeep: true, types: { code: 'integer', size: 'float' } }),
    FluentBitParser.json('app'),
    FluentBitParser.ltsv('tabs', { config: { time_offset: '+0200' } }),
    FluentBitParser.raw('own', { format: 'regex', regex: '(?<a>.)' }),
    FluentBitParser.multiline('stack', [FluentBitMultilineRule.of('start_state', '^"[0-9]', 'cont'), FluentBitMultilineRule.of('cont', '^\\s', 'cont')], Duration.seconds(2)),
  ];

  test('stand in the file itself in YAML', () => {
    const { parsers: single, multiline_parsers: multiline } = config({ parsers });
    expect(single).toEqual([
      { name: 'line', format: 'regex', regex: '^(?<time>[^ ]+) (?<level>[A-Z]+) "(?<log>.*)"$', time_key: 'time', time_format: '%s', time_keep: true, types: 'code:integer size:float' },
      { name: 'app', format: 'json' }, { name: 'tabs', format: 'ltsv', time_offset: '+0200' }, { name: 'own', format: 'regex', regex: '(?<a>.)' },
    ]);
    expect(multiline).toEqual([{
      name: 'stack',
      type: 'regex',
      flush_timeout: 2000,
      rules: [{ state: 'start_state', regex: '/^"[0-9]/', next_state: 'cont' }, { state: 'cont', regex: '/^\\s/', next_state: 'cont' }],
    }]);
  });

  test('stand in a file of their own in the classic form, beside the image\'s', () => {
    const objects = synth((chart) => new FluentBitDaemonSet(chart, 'agent', { configFormat: FluentBitConfigFormat.CLASSIC, outputs: [OUTPUT], parsers }));
    const { data } = only('ConfigMap', objects);
    expect(data['fluent-bit.conf']).toContain('    parsers_file /fluent-bit/etc/parsers.conf\n    parsers_file /fluent-bit/etc/conf/custom_parsers.conf\n');
    expect(data['custom_parsers.conf']).toContain('[PARSER]\n    name app\n    format json\n');
    expect(data['custom_parsers.conf']).toContain('    rule "start_state" "/^\\"[0-9]/" "cont"\n    rule "cont" "/^\\s/" "cont"\n');
  });

  test('that the program would refuse are refused', () => {
    expect(thrown(() => FluentBitParser.regex('a', '^(.*)$'))).toMatch(/^\[InvalidSetting\] FluentBitParser\.regex: .*no named group/);
    expect(thrown(() => FluentBitParser.json('two words'))).toMatch(/^\[InvalidSetting\] FluentBitParser\.json: name/);
    expect(thrown(() => FluentBitParser.json('a', { timeFormat: '%s' }))).toMatch(/^\[TimeFormatWithoutKey\] FluentBitParser\.json: timeFormat/);
    expect(thrown(() => FluentBitParser.multiline('a', []))).toMatch(/^\[InvalidSetting\] FluentBitParser\.multiline: rules are \[\]/);
    expect(thrown(() => FluentBitParser.multiline('a', [FluentBitMultilineRule.of('cont', 'a', 'cont')]))).toMatch(/^\[UnknownState\] .*none is start_state/);
    expect(thrown(() => FluentBitParser.multiline('a', [FluentBitMultilineRule.of('start_state', 'a', 'next')]))).toMatch(/^\[UnknownState\] .*leads to "next"/);
  });
});

describe('outputs', () => {
  const COMMON = { match: '*', retry_limit: 'no_limits' };
  const TLS = { 'tls': true, 'tls.verify': true };

  test('try again without end unless they are told how often', () => {
    const limit = (retryLimit?: number) => output(FluentBitOutput.stdout({ retryLimit })).retry_limit;
    expect([limit(), limit(0), limit(5)]).toEqual(['no_limits', 'no_retries', 5]);
  });

  test('Elasticsearch and OpenSearch: no types, no dots', () => {
    const own = { ...COMMON, ...TLS, host: 'a', suppress_type_name: true, replace_dots: true };
    expect(output(FluentBitOutput.elasticsearch({ host: 'a' }))).toEqual({ name: 'es', ...own });
    expect(output(FluentBitOutput.openSearch({ host: 'a', port: 9201, index: 'logs', generateId: true, pipeline: 'p', traceError: true, workers: 2, replaceDots: false, alias: 'x' }))).toEqual({
      name: 'opensearch', ...own, port: 9201, index: 'logs', generate_id: true, pipeline: 'p', trace_error: true, workers: 2, replace_dots: false, alias: 'x',
    });
    expect(thrown(() => FluentBitOutput.elasticsearch({ host: 'a', index: 'b', logstashPrefix: 'c' }))).toMatch(/^\[IndexTwice\]/);
  });

  test('Loki: labels few and told', () => {
    expect(output(FluentBitOutput.loki({ host: 'a' }))).toEqual({ name: 'loki', ...COMMON, ...TLS, host: 'a', labels: 'job=fluent-bit' });
    expect(output(FluentBitOutput.loki({ host: 'a', labels: { job: 'x', env: 'p' }, labelKeys: ['$sub[\'a\']', '$b'], tenantId: 't', bearerToken: key, uri: '/push' }))).toMatchObject({
      labels: 'job=x, env=p', label_keys: '$sub[\'a\'],$b', tenant_id: 't', bearer_token: '${FLUENT_BIT_LOKI_TOKEN}', uri: '/push',
    });
    expect(thrown(() => FluentBitOutput.loki({ host: 'a', labels: { 'a-b': 'c' } }))).toMatch(/^\[InvalidSetting\] FluentBitOutput\.loki: labels/);
    expect(thrown(() => FluentBitOutput.loki({ host: 'a', user: 'u', password: key, bearerToken: key }))).toMatch(/^\[CredentialsTwice\]/);
  });

  test('HTTP and OpenTelemetry: headers, one setting each', () => {
    expect(output(FluentBitOutput.http({ host: 'a', uri: '/in', format: FluentBitHttpFormat.JSON_LINES, headers: { 'X-Team': 'a b' }, bearerToken: key, gzip: true }))).toEqual({
      name: 'http', ...COMMON, ...TLS, host: 'a', uri: '/in', format: 'json_lines', header: ['X-Team a b', 'Authorization Bearer ${FLUENT_BIT_HTTP_TOKEN}'], compress: 'gzip',
    });
    expect(output(FluentBitOutput.openTelemetry({ host: 'a', port: 4318, logsUri: '/v1/logs', tls: ClientTls.off() }))).toEqual({
      name: 'opentelemetry', ...COMMON, tls: false, host: 'a', port: 4318, logs_uri: '/v1/logs',
    });
    expect(thrown(() => FluentBitOutput.http({ host: 'a', headers: { Authorization: 'Basic x' } }))).toMatch(/^\[SecretAsText\] FluentBitOutput\.http: header Authorization/);
    expect(thrown(() => FluentBitOutput.http({ host: 'a', headers: { 'X Y': 'x' } }))).toMatch(/^\[InvalidHeader\]/);
    expect(thrown(() => FluentBitOutput.http({ host: 'a', format: 'xml' as never }))).toMatch(/^\[UnknownValue\]/);
  });

  test('Kafka: what librdkafka is told', () => {
    expect(output(FluentBitOutput.kafka({ hosts: ['a:9092', 'b:9092'], topic: 't' }))).toEqual({
      'name': 'kafka', ...COMMON, 'brokers': 'a:9092,b:9092', 'topics': 't', 'rdkafka.security.protocol': 'SSL',
    });
    expect(output(FluentBitOutput.kafka({ hosts: ['a:9092'], topic: 't', user: 'u', password: key, tls: ClientTls.off() }))).toMatchObject({
      'rdkafka.security.protocol': 'SASL_PLAINTEXT', 'rdkafka.sasl.mechanism': 'SCRAM-SHA-512', 'rdkafka.sasl.username': 'u', 'rdkafka.sasl.password': '${FLUENT_BIT_KAFKA_PASSWORD}',
    });
    expect(output(FluentBitOutput.kafka({ hosts: ['a:9092'], topic: 't', tls: ClientTls.mutual('mtls') }))).toMatchObject({
      'rdkafka.ssl.ca.location': '/fluent-bit/tls/tls-kafka/ca.crt', 'rdkafka.ssl.key.location': '/fluent-bit/tls/tls-kafka/tls.key',
    });
    expect(output(FluentBitOutput.kafka({ hosts: ['a:9092'], topic: 't', tls: ClientTls.unverified() }))['rdkafka.enable.ssl.certificate.verification']).toBe(false);
    expect(thrown(() => FluentBitOutput.kafka({ hosts: ['a'], topic: 't' }))).toMatch(/^\[InvalidHost\] FluentBitOutput\.kafka: hosts have "a"/);
    expect(thrown(() => FluentBitOutput.kafka({ hosts: ['a:1'], topic: 't', saslMechanism: 'PLAIN' }))).toMatch(/^\[PasswordWithoutUser\]/);
  });

  test('Splunk, CloudWatch and forward', () => {
    expect(output(FluentBitOutput.splunk({ host: 'a', token: key, index: 'main', sourcetype: 'k' }))).toEqual({
      name: 'splunk', ...COMMON, ...TLS, host: 'a', splunk_token: '${FLUENT_BIT_SPLUNK_TOKEN}', event_index: 'main', event_sourcetype: 'k',
    });
    expect(thrown(() => FluentBitOutput.splunk({ host: 'a', token: 'x' as never }))).toMatch(/^\[WrongType\] FluentBitOutput\.splunk: token is "x"/);
    expect(output(FluentBitOutput.cloudWatchLogs({ region: 'r', logGroupName: 'g', logStreamPrefix: 'p-', autoCreateGroup: true, roleArn: 'arn' }))).toEqual({
      name: 'cloudwatch_logs', ...COMMON, region: 'r', log_group_name: 'g', log_stream_prefix: 'p-', auto_create_group: true, role_arn: 'arn',
    });
    expect(output(FluentBitOutput.forward({ host: '10.0.0.1', user: 'u', password: key, requireAckResponse: false, tls: ClientTls.mutual('mtls') }))).toEqual({
      'name': 'forward',
      ...COMMON,
      ...TLS,
      'host': '10.0.0.1',
      'tls.ca_file': '/fluent-bit/tls/tls-forward/ca.crt',
      'tls.crt_file': '/fluent-bit/tls/tls-forward/tls.crt',
      'tls.key_file': '/fluent-bit/tls/tls-forward/tls.key',
      'username': 'u',
      'password': '${FLUENT_BIT_FORWARD_PASSWORD}',
      'require_ack_response': false,
    });
    expect(thrown(() => FluentBitOutput.s3({ bucket: 'b', region: 'r', endpoint: 'minio:9000' }))).toMatch(/^\[InvalidEndpoint\]/);
  });

  test.each([['http://a'], ['a:9200'], ['a/b'], [''], [undefined], ['a b']])('a host is a name or an address alone, not %p', (host) => {
    expect(thrown(() => FluentBitOutput.elasticsearch({ host: host as never }))).toMatch(/^\[(InvalidHost|InvalidSetting)\] FluentBitOutput\.elasticsearch: host is/);
  });

  test.each([['::1'], ['fd00::10'], ['10.0.0.1'], ['a.b-c.example.com'], ['${HOST}']])('%p is one', (host) => {
    expect(output(FluentBitOutput.elasticsearch({ host })).host).toBe(host);
  });

  test('a user has a password, and a password a user', () => {
    expect(thrown(() => FluentBitOutput.elasticsearch({ host: 'a', user: 'u' }))).toMatch(/^\[PasswordWithoutUser\] .*user is "u"/);
    expect(thrown(() => FluentBitOutput.elasticsearch({ host: 'a', password: key }))).toMatch(/^\[PasswordWithoutUser\] .*password is given/);
  });
});

describe('raw sections', () => {
  test('stand as they are written', () => {
    expect(input(FluentBitInput.raw('kmsg', { Tag: 'kernel', prio_level: 3, processors: { logs: [{ name: 'content_modifier', action: 'insert', key: 'a', value: 'b' }] } }))).toEqual({
      name: 'kmsg', Tag: 'kernel', prio_level: 3, processors: { logs: [{ name: 'content_modifier', action: 'insert', key: 'a', value: 'b' }] },
    });
    expect(filter(FluentBitFilter.raw('throttle', { match: '*', rate: 800 }))).toEqual({ name: 'throttle', match: '*', rate: 800 });
    expect(output(FluentBitOutput.raw('gelf', { host: 'a' }))).toEqual({ name: 'gelf', match: '*', host: 'a' });
    expect(output(FluentBitOutput.raw('null', { match_regex: '.*' }))).toEqual({ name: 'null', match_regex: '.*' });
  });

  test.each<[string, () => unknown, RegExp]>([
    ['no plugin', () => FluentBitInput.raw('two words', {}), /^\[InvalidPlugin\] FluentBitInput\.raw/],
    ['no map', () => FluentBitFilter.raw('a', 'b' as never), /^\[WrongType\] FluentBitFilter\.raw/],
    ['an empty text', () => FluentBitOutput.raw('a', { b: ' ' }), /^\[InvalidSetting\] FluentBitOutput\.raw: settings\.b is " "/],
    ['nothing', () => FluentBitOutput.raw('a', { b: undefined }), /^\[InvalidSetting\] .*settings\.b is nothing/],
    ['nothing in a list', () => FluentBitOutput.raw('a', { b: ['c', null] }), /^\[InvalidSetting\] .*settings\.b\[1\] is null/],
    ['no name', () => FluentBitOutput.raw('a', { 'b c': 1 }), /^\[InvalidSetting\] .*the name "b c"/],
    ['a password', () => FluentBitOutput.raw('a', { http_passwd: 'x' }), /^\[SecretAsText\] FluentBitOutput\.raw: settings\.http_passwd is a text/],
    ['a token further in', () => FluentBitInput.raw('a', { processors: { logs: [{ api_key: 'x' }] } }), /^\[SecretAsText\] .*processors\.logs\.0\.api_key/],
    ['a key of config', () => FluentBitOutput.stdout({ config: { Shared_Key: 'x' } }), /^\[SecretAsText\]/],
    ['a tag with a space', () => FluentBitInput.containerLogs({ tag: 'a b' }), /^\[InvalidTag\]/],
    ['a text of two lines', () => FluentBitOutput.openSearch({ host: 'a', index: 'a\nb' }), /^\[InvalidSetting\]/],
  ])('%s is refused', (_, write, message) => {
    expect(thrown(write)).toMatch(message);
  });

  test('what the environment gives is no secret as text', () => {
    expect(output(FluentBitOutput.raw('datadog', { apikey: '${KEY}' })).apikey).toBe('${KEY}');
  });
});

describe('the classic form', () => {
  test('says the same as YAML, one setting a line, lists as several', () => {
    expect(classic({ inputs: [FluentBitInput.systemd({ units: ['a.service', 'b.service'] })], outputs: [FluentBitOutput.raw('null', { match: 'host.*', some: true })] })).toBe([
      '[SERVICE]', '    flush 1', '    log_level info', '    parsers_file /fluent-bit/etc/parsers.conf', '    http_server on', '    http_listen ${POD_IP}', '    http_port 2020',
      '    health_check on', '',
      '[INPUT]', '    name systemd', '    tag host.*', '    path /var/log/journal', '    systemd_filter _SYSTEMD_UNIT=a.service', '    systemd_filter _SYSTEMD_UNIT=b.service',
      '    db /var/lib/fluent-bit/systemd-host.db', '    read_from_tail on', '    mem_buf_limit 5MB', '',
      '[OUTPUT]', '    name null', '    match host.*', '    some on', '',
    ].join('\n'));
  });

  test('has no maps and no texts of several lines', () => {
    expect(thrown(() => classic({ inputs: [FluentBitInput.raw('a', { tag: 'a', processors: { logs: [] } })] }))).toMatch(/^\[NotInClassicForm\] chart\/agent: processors of input is a map/);
    expect(thrown(() => classic({ filters: [FluentBitFilter.raw('lua', { match: '*', code: 'a\nb' })] }))).toMatch(/^\[NotInClassicForm\] chart\/agent: code of filter is a text of several lines/);
  });
});

describe('routes', () => {
  test('a filter or an output that no tag is for is refused, and an input that no output takes', () => {
    const logs = FluentBitInput.containerLogs();
    expect(thrown(() => made({ inputs: [logs], filters: [FluentBitFilter.grep({ match: 'host.*', regex: { a: 'b' } })] }))).toMatch(/^\[NothingMatches\] chart\/agent: filter grep matches "host\.\*"/);
    expect(thrown(() => made({ inputs: [logs], outputs: [FluentBitOutput.stdout({ match: 'kube' })] }))).toMatch(/^\[NothingMatches\] chart\/agent: output stdout matches "kube"/);
    expect(thrown(() => made({ inputs: [logs, FluentBitInput.systemd()], outputs: [FluentBitOutput.stdout({ match: 'kube.*' })] }))).toMatch(/^\[InputUnsent\] chart\/agent: input systemd has the tag "host\.\*"/);
  });

  test('nothing is judged that cannot be known', () => {
    const stray = FluentBitOutput.stdout({ match: 'other' });
    expect(made({ inputs: [FluentBitInput.containerLogs()], filters: [FluentBitFilter.raw('rewrite_tag', { match: 'kube.*', rule: '$a b c true' })], outputs: [OUTPUT, stray] }).configText).not.toBe('');
    expect(made({ inputs: [FluentBitInput.forward()], outputs: [stray] }).configText).not.toBe('');
    expect(made({ inputs: [INPUT], outputs: [FluentBitOutput.raw('null', { match_regex: 'x' })] }).configText).not.toBe('');
  });

  test('two patterns meet if and only if some tag is of both', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    const tags = (length: number): string[] => (length === 0 ? [''] : [...tags(length - 1), ...tags(length - 1).filter((tag) => tag.length === length - 1).flatMap((tag) => [`${tag}a`, `${tag}b`])]);
    // Stars need no more letters than the other pattern has.
    const all = tags(9);
    const matches = (glob: string, tag: string) => new RegExp(`^${glob.replace(/\*/g, '.*')}$`).test(tag);
    fc.assert(fc.property(pattern, pattern, (a, b) => meet(a, b) === all.some((tag) => matches(a, tag) && matches(b, tag))), { numRuns: 150 });
  });
});
