import { Duration, Size } from 'cdk8s';
import { OUTPUT, made, config, input, filter } from './setup';
import { FluentBitConfigFormat, FluentBitDaemonSet, FluentBitFilter, FluentBitInput, FluentBitMultilineRule, FluentBitParser } from '../../../../src';
import { thrown } from '../../../values/thrown';
import { only, synth } from '../../synth';

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
