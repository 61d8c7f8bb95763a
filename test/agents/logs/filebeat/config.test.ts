import { Duration } from 'cdk8s';
import { hosts, agent, config, inputs } from './setup';
import {
  FilebeatAutodiscover, FilebeatCondition, FilebeatContainerFormat, FilebeatInput, FilebeatMultilineMatch, FilebeatParser, FilebeatProcessor, FilebeatStream,
  FilebeatTemplate,
} from '../../../../src';
import { Settings } from '../../../../src/agents/logs/elastic/settings';
import { thrown } from '../../../values/thrown';
import { Manifest } from '../../synth';

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
