import * as fc from 'fast-check';
import { INPUT, OUTPUT, made, input, filter, output, classic, key } from './setup';
import { ClientTls, FluentBitFilter, FluentBitHttpFormat, FluentBitInput, FluentBitOutput } from '../../../../src';
import { meet } from '../../../../src/agents/logs/fluent-bit/tag';
import { thrown } from '../../../values/thrown';

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
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 5 });
    const tags = (length: number): string[] => (length === 0 ? [''] : [...tags(length - 1), ...tags(length - 1).filter((tag) => tag.length === length - 1).flatMap((tag) => [`${tag}a`, `${tag}b`])]);
    // Two patterns with stars need no more letters than both have, four each at most; one without stars has five.
    const all = tags(9);
    const matches = (glob: string, tag: string) => new RegExp(`^${glob.replace(/\*/g, '.*')}$`).test(tag);
    fc.assert(fc.property(pattern, pattern, (a, b) => meet(a, b) === all.some((tag) => matches(a, tag) && matches(b, tag))), { numRuns: 150 });
  });
});
