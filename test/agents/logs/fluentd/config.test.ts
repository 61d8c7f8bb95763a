import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import {
  ClientTls, FluentdDaemonSet, FluentdDaemonSetProps, FluentdFilter, FluentdLogFormat, FluentdOutput, FluentdOverflowAction, FluentdSource, SecretKey,
} from '../../../../src';
import { Interpolated, Json, renderValue } from '../../../../src/agents/logs/fluentd/value';
import { thrown } from '../../../values/thrown';
import { chartOf } from '../../synth';

const text = (props: FluentdDaemonSetProps) => new FluentdDaemonSet(chartOf(), 'agent', {
  sources: [FluentdSource.raw('dummy', { tag: 'a' })], filters: [], outputs: [FluentdOutput.stdout()], ...props,
}).configText;
const key = SecretKey.of('s', 'k');

/** The lines of the first section of that kind and plugin, without their indentation. */
function section(config: string, kind: string, type: string): string[] {
  const blocks = config.split('\n').map((line) => line.trim());
  const start = blocks.findIndex((line, i) => new RegExp(`^<${kind}\\b`).test(line) && blocks[i + 1] === `@type ${type}`);
  return blocks.slice(start, blocks.indexOf(`</${kind}>`, start) + 1);
}
const source = (one: FluentdSource, type: string) => section(text({ sources: [one] }), 'source', type);
const filter = (one: FluentdFilter) => section(text({ filters: [one] }), 'filter', one.type);
const output = (one: FluentdOutput) => section(text({ outputs: [one] }), 'match', one.type);

describe('values', () => {
  test.each<[unknown, string]>([
    ['plain-text_1./*%,@x:y', 'plain-text_1./*%,@x:y'], [5, '5'], [true, 'true'], ['two words', '\'two words\''], ['', '\'\''], ['it\'s', '\'it\\\'s\''], ['a\\b', '\'a\\\\b\''],
    ['#{rm}', '\'#{rm}\''], ['#{ENV[\'A\']}', '"#{ENV[\'A\']}"'], ['x "#{ENV[\'A\']}" \\ #{y}', '"x \\"#{ENV[\'A\']}\\" \\\\ \\#{y}"'], ['a\nb', '"a\\nb"'], ['a\n#{b}', '"a\\n\\#{b}"'],
    [['a', 'b c'], '\'["a","b c"]\''], [['#{ENV[\'A\']}_*'], '"[\\"#{ENV[\'A\']}_*\\"]"'], [new Json({ a: 1 }), '\'{"a":1}\''], [new Interpolated('a'), '"a"'],
  ])('%p is written %s', (value, written) => {
    expect(renderValue(value)).toBe(written);
  });

  test('nothing is run as Ruby but the environment, whatever is written, and it is read back as it was', () => {
    // What Fluentd makes of a value: Ruby within double quotes only, and none where a backslash stands before it.
    const read = (written: string) => {
      if (written.startsWith('\'')) {
        return written.slice(1, -1).replace(/\\(['\\])/g, '$1');
      }
      return written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)) : written;
    };
    const pieces = fc.array(fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('#{', '}', '\\', '"', '\'', '#{ENV[\'A\']}', '\n', '#$x', '#@y', '<a>', '# b')), { maxLength: 6 });
    fc.assert(fc.property(pieces.map((parts) => parts.join('')), (value) => {
      const written = renderValue(value);
      const run = written.startsWith('"') ? [...written.matchAll(/(?<!\\)(?:\\\\)*#[{$@]/g)].length : 0;
      return read(written) === value && !written.includes('\n') && run === [...value.matchAll(/#\{ENV\['\w+'\]\}/g)].length;
    }), { numRuns: 500 });
  });
});

describe('sources', () => {
  test('container logs: CRI\'s form, all of each file, positions kept, without its own', () => {
    expect(source(FluentdSource.containerLogs(), 'tail')).toEqual([
      '<source>', '@type tail', '@id in_containers', '@label @IN_CONTAINERS', 'path /var/log/containers/*.log',
      'exclude_path "[\\"/var/log/containers/#{ENV[\'POD_NAME\']}_#{ENV[\'POD_NAMESPACE\']}_*.log\\"]"', 'pos_file /var/lib/fluentd/in_containers.pos', 'tag kubernetes.*',
      'read_from_head true', '<parse>', '@type cri', '</parse>', '</source>',
    ]);
  });

  test('lines that the runtime took apart are joined, by the marks of either runtime, and go on if their end never comes', () => {
    const concat = (format: FluentdLogFormat) => section(text({ sources: [FluentdSource.containerLogs({ format })] }), 'filter', 'concat');
    const common = ['separator \'\'', 'use_first_timestamp true', 'flush_interval 5', 'timeout_label @LOGS', '</filter>'];
    const before = ['<filter **>', '@type concat', '@id in_containers_concat'];
    expect(concat(FluentdLogFormat.CRI)).toEqual([...before, 'key message', 'use_partial_cri_logtag true', 'partial_cri_logtag_key logtag', 'partial_cri_stream_key stream', ...common]);
    expect(concat(FluentdLogFormat.DOCKER)).toEqual([...before, 'key log', 'multiline_end_regexp \'/\\\\n$/\'', 'stream_identity_key stream', ...common]);
    const plain = text({ sources: [FluentdSource.containerLogs({ joinPartialLines: false })] });
    expect(plain).not.toContain('concat');
    expect(plain).toContain('@id in_containers\n  @label @LOGS\n');
  });

  test('Docker\'s JSON has its time in it', () => {
    expect(source(FluentdSource.containerLogs({ format: FluentdLogFormat.DOCKER }), 'tail').slice(-7)).toEqual([
      '<parse>', '@type json', 'time_key time', 'time_type string', 'time_format %Y-%m-%dT%H:%M:%S.%N%z', '</parse>', '</source>',
    ]);
  });

  test('container logs, everything written', () => {
    const lines = source(FluentdSource.containerLogs({
      tag: 'app.*',
      path: ['/var/log/containers/*_a_*.log', '/var/log/containers/*_b_*.log'],
      excludePath: ['/var/log/containers/x*.log'],
      ownLogs: true,
      readFromHead: false,
      storePositions: false,
      refreshInterval: Duration.seconds(10),
      config: { rotate_wait: 30, parse: { merge_cri_fields: false } },
    }), 'tail');
    expect(lines).toEqual([
      '<source>', '@type tail', '@id in_containers', '@label @IN_CONTAINERS', 'path /var/log/containers/*_a_*.log,/var/log/containers/*_b_*.log',
      'exclude_path \'["/var/log/containers/x*.log"]\'', 'tag app.*', 'read_from_head false', 'refresh_interval 10s', 'rotate_wait 30', '<parse>', '@type cri', 'merge_cri_fields false',
      '</parse>', '</source>',
    ]);
  });

  test('other files have a tag of their own, by which their positions are kept', () => {
    expect(source(FluentdSource.tail(['/var/log/audit/audit.log'], { tag: 'audit', parse: { '@type': 'json' } }), 'tail')).toEqual([
      '<source>', '@type tail', '@id in_tail_audit', '@label @LOGS', 'path /var/log/audit/audit.log', 'pos_file /var/lib/fluentd/in_tail_audit.pos', 'tag audit', 'read_from_head true',
      '<parse>', '@type json', '</parse>', '</source>',
    ]);
    expect(thrown(() => FluentdSource.tail(['/a'], {} as never))).toMatch(/^\[InvalidSetting\] FluentdSource\.tail: tag is nothing/);
    expect(thrown(() => FluentdSource.tail([], { tag: 'a' }))).toMatch(/^\[InvalidSetting\] FluentdSource\.tail: path are \[\]/);
    expect(thrown(() => FluentdSource.containerLogs({ tag: 'a b' }))).toMatch(/^\[InvalidTag\] FluentdSource\.containerLogs: tag is "a b"/);
    expect(thrown(() => FluentdSource.containerLogs({ format: 'crio' as never }))).toMatch(/^\[UnknownValue\] FluentdSource\.containerLogs: format is "crio"/);
  });

  test('the journal: units by their names, from now on, positions kept', () => {
    expect(source(FluentdSource.systemd({ tag: 'host', units: ['a.service', 'b.service'] }), 'systemd')).toEqual([
      '<source>', '@type systemd', '@id in_host', '@label @LOGS', 'tag host', 'path /var/log/journal', 'matches \'[{"_SYSTEMD_UNIT":"a.service"},{"_SYSTEMD_UNIT":"b.service"}]\'',
      'read_from_head false', '<storage>', '@type local', 'persistent true', 'path /var/lib/fluentd/in_host.json', '</storage>', '<entry>', 'fields_strip_underscores true',
      'fields_lowercase true', '</entry>', '</source>',
    ]);
    expect(source(FluentdSource.systemd({ plainFields: false }), 'systemd').join()).not.toContain('entry');
    expect(thrown(() => FluentdSource.systemd({ path: 'journal' }))).toMatch(/^\[InvalidPath\]/);
  });

  test('raw ones go by the same label', () => {
    expect(source(FluentdSource.raw('http', { port: 9880, transport: [{ a: 1 }, { a: 2 }] }), 'http')).toEqual([
      '<source>', '@type http', '@id in_http', '@label @LOGS', 'port 9880', '<transport>', 'a 1', '</transport>', '<transport>', 'a 2', '</transport>', '</source>',
    ]);
  });
});

describe('filters', () => {
  test('kubernetes_metadata: watched, without what is the same in every record', () => {
    expect(filter(FluentdFilter.kubernetesMetadata())).toEqual([
      '<filter kubernetes.**>', '@type kubernetes_metadata', '@id filter_kubernetes_metadata', 'watch true', 'skip_master_url true', '</filter>',
    ]);
    expect(filter(FluentdFilter.kubernetesMetadata({
      match: 'app.**', watch: false, skipLabels: true, skipContainerMetadata: false, skipNamespaceMetadata: true, skipMasterUrl: false, annotationMatch: ['^a$'], cacheSize: 500, config: { test: 1 },
    })).slice(3)).toEqual([
      'watch false', 'skip_labels true', 'skip_container_metadata false', 'skip_namespace_metadata true', 'skip_master_url false', 'annotation_match \'["^a$"]\'', 'cache_size 500', 'test 1',
      '</filter>',
    ]);
    expect(thrown(() => FluentdFilter.kubernetesMetadata({ cacheSize: 0 }))).toMatch(/^\[InvalidNumber\]/);
  });

  test('grep: a section for each field, slashes within the pattern', () => {
    expect(filter(FluentdFilter.grep({ regexp: { level: '^error$' }, exclude: { '$.kubernetes.namespace_name': '^kube-', 'path': '/healthz\\/' } }))).toEqual([
      '<filter **>', '@type grep', '@id filter_grep', '<regexp>', 'key level', 'pattern \'/^error$/\'', '</regexp>', '<exclude>', 'key \'$.kubernetes.namespace_name\'', 'pattern \'/^kube-/\'',
      '</exclude>', '<exclude>', 'key path', 'pattern \'/\\\\/healthz\\\\//\'', '</exclude>', '</filter>',
    ]);
    expect(thrown(() => FluentdFilter.grep({}))).toMatch(/^\[NoPatterns\] FluentdFilter\.grep/);
  });

  test('record_transformer: texts as they are, the environment where it is meant', () => {
    expect(filter(FluentdFilter.recordTransformer({ match: 'a', record: { cluster: 'it\'s', node: '#{ENV[\'K8S_NODE_NAME\']}', tag: '${tag}' }, removeKeys: ['x', 'y'] }))).toEqual([
      '<filter a>', '@type record_transformer', '@id filter_record_transformer', 'remove_keys x,y', '<record>', 'cluster \'it\\\'s\'', 'node "#{ENV[\'K8S_NODE_NAME\']}"', 'tag \'${tag}\'',
      '</record>', '</filter>',
    ]);
    expect(thrown(() => FluentdFilter.recordTransformer({}))).toMatch(/^\[NoChanges\] FluentdFilter\.recordTransformer/);
    expect(thrown(() => FluentdFilter.recordTransformer({ record: { 'a b': 'c' } }))).toMatch(/^\[InvalidSetting\] .*a field "a b"/);
  });

  test('parser: JSON, and what is none stays as it is', () => {
    expect(filter(FluentdFilter.parser())).toEqual([
      '<filter kubernetes.**>', '@type parser', '@id filter_parser', 'key_name message', 'reserve_data true', 'emit_invalid_record_to_error false', '<parse>', '@type json', '</parse>', '</filter>',
    ]);
    expect(filter(FluentdFilter.parser({ keyName: 'log', hashValueField: 'json', parse: { '@type': 'regexp', 'expression': '/^(?<a>.)$/' } }))).toEqual(expect.arrayContaining([
      'key_name log', 'hash_value_field json', 'expression \'/^(?<a>.)$/\'',
    ]));
  });

  test('two of a kind have ids of their own', () => {
    const config = text({ filters: [FluentdFilter.parser(), FluentdFilter.parser({ match: 'a' }), FluentdFilter.raw('dedot', '**', { de_dot: true })] });
    expect([...config.matchAll(/@id (filter_\w+)/g)].map(([, id]) => id)).toEqual(['filter_parser', 'filter_parser_2', 'filter_dedot']);
  });
});

describe('outputs', () => {
  const BUFFER = (id: string) => [
    '<buffer>', '@type file', `path /var/lib/fluentd/buffer/${id}`, 'total_limit_size 1g', 'chunk_limit_size 8m', 'flush_interval 5s', 'overflow_action block', 'retry_forever true',
    'retry_max_interval 30s', '</buffer>', '</match>',
  ];

  test('Elasticsearch and OpenSearch: reached behind a Service, time and type as they take them', () => {
    const common = ['reload_connections false', 'reconnect_on_error true', 'reload_on_failure true', 'suppress_type_name true'];
    expect(output(FluentdOutput.elasticsearch({ host: 'a' }))).toEqual([
      '<match **>', '@type elasticsearch', '@id out_elasticsearch', 'host a', 'scheme https', 'ssl_verify true', 'include_timestamp true', ...common, ...BUFFER('out_elasticsearch'),
    ]);
    expect(output(FluentdOutput.openSearch({ host: 'a', port: 9200, index: 'i', pipeline: 'p', includeTagKey: true, tls: ClientTls.off(), config: { request_timeout: '30s', buffer: { flush_mode: 'interval' } } })))
      .toEqual(expect.arrayContaining(['port 9200', 'scheme http', 'index_name i', 'pipeline p', 'include_tag_key true', 'request_timeout 30s', 'flush_mode interval']));
    expect(output(FluentdOutput.openSearch({ host: 'a', tls: ClientTls.unverified() }))).toContain('ssl_verify false');
    expect(output(FluentdOutput.openSearch({ host: 'a', tls: ClientTls.mutual('x') }))).toEqual(expect.arrayContaining([
      'client_cert /etc/fluent-tls/tls-out-opensearch/tls.crt', 'client_key /etc/fluent-tls/tls-out-opensearch/tls.key',
    ]));
    expect(output(FluentdOutput.elasticsearch({ host: 'a', logstashPrefix: 'x' }))).not.toContain('include_timestamp true');
    expect(thrown(() => FluentdOutput.elasticsearch({ host: 'a', index: 'b', logstashPrefix: 'c' }))).toMatch(/^\[IndexTwice\]/);
    expect(thrown(() => FluentdOutput.elasticsearch({ host: 'a', version: '6' as never }))).toMatch(/^\[UnknownValue\]/);
  });

  test('forward: acknowledged, with TLS and what both sides know', () => {
    expect(output(FluentdOutput.forward({ host: 'a', port: 24225, sharedKey: key, user: 'u', password: key, tls: ClientTls.unverified() }))).toEqual([
      '<match **>', '@type forward', '@id out_forward', 'transport tls', 'tls_insecure_mode true', 'require_ack_response true', '<security>', 'self_hostname "#{ENV[\'K8S_NODE_NAME\']}"',
      'shared_key "#{ENV[\'FLUENTD_FORWARD_SHARED_KEY\']}"', '</security>', '<server>', 'host a', 'port 24225', 'username u', 'password "#{ENV[\'FLUENTD_FORWARD_PASSWORD\']}"', '</server>',
      ...BUFFER('out_forward'),
    ]);
    expect(output(FluentdOutput.forward({ host: 'a', tls: ClientTls.off(), requireAckResponse: false })).slice(3, 7)).toEqual(['require_ack_response false', '<server>', 'host a', '</server>']);
  });

  test('S3: an object for each time and node', () => {
    expect(output(FluentdOutput.s3({ bucket: 'b', region: 'r', endpoint: 'https://minio:9000', forcePathStyle: true, timekey: Duration.minutes(15), accessKeyId: key, secretAccessKey: key }))).toEqual([
      '<match **>', '@type s3', '@id out_s3', 'aws_key_id "#{ENV[\'FLUENTD_S3_ACCESS_KEY_ID\']}"', 'aws_sec_key "#{ENV[\'FLUENTD_S3_SECRET_ACCESS_KEY\']}"', 's3_bucket b', 's3_region r',
      's3_endpoint https://minio:9000', 'force_path_style true', 'store_as gzip', 's3_object_key_format "%{path}%{time_slice}_#{ENV[\'K8S_NODE_NAME\']}_%{index}.%{file_extension}"',
      '<buffer time>', '@type file', 'path /var/lib/fluentd/buffer/out_s3', 'total_limit_size 1g', 'chunk_limit_size 8m', 'overflow_action block', 'retry_forever true',
      'retry_max_interval 30s', 'timekey 900s', 'timekey_wait 1m', 'timekey_use_utc true', '</buffer>', '<format>', '@type json', '</format>', '</match>',
    ]);
    const s3 = { bucket: 'b', region: 'r' };
    expect(thrown(() => FluentdOutput.s3({ ...s3, accessKeyId: key }))).toMatch(/^\[HalfAKey\] FluentdOutput\.s3: accessKeyId is given alone/);
    expect(thrown(() => FluentdOutput.s3({ ...s3, endpoint: 'minio' }))).toMatch(/^\[InvalidEndpoint\]/);
    expect(thrown(() => FluentdOutput.s3({ ...s3, buffer: { flushInterval: Duration.seconds(1) } }))).toMatch(/^\[FlushByTime\]/);
  });

  test('buffers as they are told', () => {
    const lines = output(FluentdOutput.forward({
      host: 'a',
      buffer: {
        totalLimitSize: Size.mebibytes(100),
        chunkLimitSize: Size.mebibytes(1),
        flushInterval: Duration.minutes(1),
        flushThreadCount: 4,
        overflowAction: FluentdOverflowAction.DROP_OLDEST_CHUNK,
        retryMaxTimes: 0,
      },
    }));
    expect(lines).toEqual(expect.arrayContaining([
      'total_limit_size 104857600', 'chunk_limit_size 1048576', 'flush_interval 60s', 'flush_thread_count 4', 'overflow_action drop_oldest_chunk', 'retry_max_times 0',
    ]));
    expect(lines).not.toContain('retry_forever true');
    const refused = (buffer: object) => thrown(() => FluentdOutput.forward({ host: 'a', buffer }));
    expect(refused({ totalLimitSize: Size.mebibytes(4) })).toMatch(/^\[ChunkAboveBuffer\] FluentdOutput\.forward: a chunk has 8388608 bytes, and buffer\.totalLimitSize is 4194304/);
    expect(refused({ overflowAction: 'wait' })).toMatch(/^\[UnknownValue\] FluentdOutput\.forward: buffer\.overflowAction/);
    expect(refused({ flushThreadCount: 0 })).toMatch(/^\[InvalidNumber\]/);
    expect(refused({ flushInterval: 5 })).toMatch(/^\[WrongType\] FluentdOutput\.forward: buffer\.flushInterval is 5/);
  });

  test('raw ones, sections with what follows their names', () => {
    expect(output(FluentdOutput.raw('kafka2', 'kubernetes.** systemd', { 'brokers': 'a:9092', 'password': '#{ENV[\'P\']}', 'buffer topic': { flush_interval: '3s' } }))).toEqual([
      '<match kubernetes.** systemd>', '@type kafka2', '@id out_kafka2', 'brokers a:9092', 'password "#{ENV[\'P\']}"', '<buffer topic>', 'flush_interval 3s', '</buffer>', '</match>',
    ]);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['a host with a scheme', () => FluentdOutput.forward({ host: 'tcp://a' }), /^\[InvalidHost\] FluentdOutput\.forward/],
    ['a user without password', () => FluentdOutput.openSearch({ host: 'a', user: 'u' }), /^\[PasswordWithoutUser\]/],
    ['no plugin', () => FluentdOutput.raw('a b', '**', {}), /^\[InvalidPlugin\] FluentdOutput\.raw/],
    ['no pattern', () => FluentdFilter.raw('a', '<b>', {}), /^\[InvalidTag\] FluentdFilter\.raw/],
    ['a password', () => FluentdOutput.raw('a', '**', { server: { password: 'x' } }), /^\[SecretAsText\] FluentdOutput\.raw: settings\.server\.password/],
    ['a password in a list of sections', () => FluentdSource.raw('a', { user: [{ password: 'x' }] }), /^\[SecretAsText\] FluentdSource\.raw: settings\.user\[0\]\.password/],
    ['no name', () => FluentdSource.raw('a', { '<b>': 1 }), /^\[InvalidSetting\] .*the name "<b>"/],
    ['nothing', () => FluentdSource.raw('a', { b: undefined }), /^\[InvalidSetting\] .*settings\.b is nothing/],
    ['no map', () => FluentdFilter.raw('a', '**', 'b' as never), /^\[WrongType\]/],
    ['a key as config', () => FluentdOutput.stdout({ config: { aws_sec_key: 'x' } }), /^\[SecretAsText\]/],
  ])('%s is refused', (_, write, message) => {
    expect(thrown(write)).toMatch(message);
  });
});

test('what Fluentd says of itself is not sent', () => {
  expect(text({})).toMatch(/<label @FLUENT_LOG>\n {2}<match \*\*>\n {4}@type null\n {2}<\/match>\n<\/label>\n$/);
});
