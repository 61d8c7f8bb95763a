import { Duration, Size } from 'cdk8s';
import { parse } from 'yaml';
import { access, all, javaOpts, made, make, memory, outputs, pipelines, Props, refusal, settings } from './setup';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/logstash';
import {
  ClientTls, EnvVar, HostPath, IntOrPercent, ListenAddress, LogstashDaemonSet, LogstashInput, LogstashOutput, LogstashPipeline, Rollout, SecretKey, Volume,
  VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, problems } from '../../synth';

test('needs nothing but its pipelines', () => {
  expect(names(make())).toEqual(['ServiceAccount logstash', 'PriorityClass node-agents', 'DaemonSet logstash', 'ConfigMap logstash-config', 'ConfigMap logstash-pipeline']);
  expect(thrown(() => new LogstashDaemonSet(chartOf(), 'logstash', null as never))).toMatch(/^\[MissingProps\] chart\/logstash:/);
});

test('its pods differ from those of its authors\' chart exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('the configuration', () => {
  test('is where the image looks for it, and its change rolls the pods', () => {
    const objects = make();
    expect(containerOf(objects).volumeMounts.slice(2)).toEqual([
      { mountPath: '/usr/share/logstash/config/logstash.yml', name: 'config', readOnly: true, subPath: 'logstash.yml' },
      { mountPath: '/usr/share/logstash/pipeline', name: 'config-1', readOnly: true },
    ]);
    const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(checksum({ config: { 'log.level': 'warn' } })).not.toBe(checksum({}));
    expect(checksum({ pipelines: [LogstashPipeline.containerLogs({ outputs: [LogstashOutput.plugin('null')] })] })).not.toBe(checksum({}));
  });

  test('keeps the image\'s own start away, which would write NODE_NAME into it and end', () => {
    expect(containerOf(make()).command).toEqual(['/usr/share/logstash/bin/logstash']);
    expect(settings()['node.name']).toBe('${NODE_NAME:logstash}');
  });

  test('names its pipelines where there are several, or one with options of its own', () => {
    const several = [
      LogstashPipeline.containerLogs({ outputs, workers: 1, batchSize: 50, ordered: true }),
      LogstashPipeline.of('apps', { inputs: [LogstashInput.beats()], outputs, persistentQueue: Size.gibibytes(1) }),
    ];
    const objects = make({ pipelines: several });
    expect(parse(objects.find(({ metadata }) => metadata.name === 'logstash-pipelines').data['pipelines.yml'])).toEqual([
      { 'pipeline.id': 'main', 'path.config': '/usr/share/logstash/pipeline/main.conf', 'pipeline.workers': 1, 'pipeline.batch.size': 50, 'pipeline.ordered': true },
      { 'pipeline.id': 'apps', 'path.config': '/usr/share/logstash/pipeline/apps.conf', 'queue.type': 'persisted', 'queue.max_bytes': '1048576kb' },
    ]);
    expect(Object.keys(made(chartOf(), { pipelines: several }).pipelineFiles)).toEqual(['main.conf', 'apps.conf']);
    expect(names(make({ pipelines: [LogstashPipeline.raw('other', 'input { stdin {} } output { stdout {} }')] }))).toContain('ConfigMap logstash-pipelines');
  });

  test('is one\'s own where one is mounted by hand', () => {
    const objects = make({ mounts: [VolumeMount.of('/usr/share/logstash/pipeline/', Volume.configMapNamed('own', 'own'))] });
    expect(names(objects).filter((name) => name.startsWith('ConfigMap'))).toEqual(['ConfigMap logstash-config']);
  });

  test('settings of one\'s own go before those that are made, and null takes away', () => {
    expect(settings({ config: { 'log.level': 'warn', 'node.name': null, 'api.http.port': 9700 } })).toEqual({ 'api.http.host': '0.0.0.0', 'api.http.port': 9700, 'log.level': 'warn' });
  });

  test('two renders are equal', () => {
    expect(make()).toEqual(make());
  });
});

describe('the heap', () => {
  test.each<[string, Props, string]>([
    ['half of the limit', {}, '-Xms768m -Xmx768m'],
    ['half of another limit', memory(2000), '-Xms1000m -Xmx1000m'],
    ['as it is said', { heap: Size.mebibytes(1000) }, '-Xms1000m -Xmx1000m'],
    ['none without a limit', { resources: {} }, '-Dls.cgroup.cpu.path.override=/'],
    ['by hand', { javaOpts: ['-Xmx1g', '-Duser.language=de'] }, '-Dls.cgroup.cpu.path.override=/ -Xmx1g -Duser.language=de'],
  ])('%s', (_, props, end) => {
    expect(javaOpts(props).endsWith(end)).toBe(true);
    expect(javaOpts(props).match(/-Xmx/g)?.length ?? 0).toBe(end.includes('-Xmx') ? 1 : 0);
  });

  test.each<[string, Props, string]>([
    ['above the limit', { heap: Size.gibibytes(2) }, '[HeapAboveLimit] chart/logstash: heap is 2048Mi, and the container is ended above 1536Mi of memory'],
    ['as large as the limit', { heap: Size.mebibytes(512), ...memory(512) }, '[HeapAboveLimit]'],
    ['above the limit, by hand', { javaOpts: ['-Xms1g', '-Xmx2g'] }, '[HeapAboveLimit] chart/logstash: heap is 2048Mi'],
    ['above the limit, by the environment', { env: [EnvVar.of('LS_JAVA_OPTS', '-Xmx1572864K')] }, '[HeapAboveLimit] chart/logstash: heap is 1536Mi'],
    ['said twice', { heap: Size.mebibytes(100), javaOpts: ['-Xmx100m'] }, '[HeapTwice] chart/logstash: heap is written, and -Xmx100m among Java\'s options'],
    ['no size', { heap: '1g' as never }, '[WrongType] chart/logstash: heap is "1g"; write a Size'],
  ])('%s: refused', (_, props, message) => {
    expect(refusal(props)).toContain(message);
  });

  test('below the limit, in bytes and by the environment, is taken as it is written', () => {
    expect(javaOpts({ env: [EnvVar.of('LS_JAVA_OPTS', '-Xmx1073741824')] })).toBe('-Xmx1073741824');
  });
});

describe('positions and queues', () => {
  test('are kept in the state directory, which belongs to root until an init container gives it away', () => {
    const objects = make();
    expect(made(chartOf(), {}).pipelineFiles['main.conf']).toContain('sincedb_path => "/usr/share/logstash/data/sincedb-containers"');
    expect(containerOf(objects, 'state-owner')).toMatchObject({
      command: ['chown', '1000', '/usr/share/logstash/data'],
      securityContext: { runAsUser: 0, runAsNonRoot: false, allowPrivilegeEscalation: false, capabilities: { add: ['CHOWN'], drop: ['ALL'] } },
      volumeMounts: [{ mountPath: '/usr/share/logstash/data', name: 'state' }],
    });
    expect(settings()).not.toHaveProperty('path.data');
  });

  test('can be kept elsewhere', () => {
    const stateDirectory = HostPath.stateDirectory('logs');
    expect(settings({ stateDirectory })['path.data']).toBe('/var/lib/logs');
    expect(made(chartOf(), { stateDirectory }).pipelineFiles['main.conf']).toContain('sincedb_path => "/var/lib/logs/sincedb-containers"');
    expect(containerOf(make({ stateDirectory }), 'state-owner').command).toEqual(['chown', '1000', '/var/lib/logs']);
  });

  test('need no init container where Logstash is root, or the directory is another volume', () => {
    const hasOne = (props: Props) => (podOf(make(props)).initContainers ?? []).length;
    expect(hasOne({ securityContext: { runAsUser: 0 } })).toBe(0);
    expect(hasOne({ mounts: [VolumeMount.of('/usr/share/logstash/data', Volume.emptyDir('data'))] })).toBe(0);
    expect(hasOne({ defaults: all.without('stateDirectory') })).toBe(0);
    expect(containerOf(make({ podSecurityContext: { runAsUser: 2000 } }), 'state-owner').command[1]).toBe('2000');
  });

  test('a queue on disk', () => {
    expect(settings({ persistentQueue: Size.gibibytes(2), drainQueue: true })).toMatchObject({ 'queue.type': 'persisted', 'queue.max_bytes': '2097152kb', 'queue.drain': true });
    expect(refusal({ persistentQueue: Size.mebibytes(1) })).toContain('[QueueTooSmall] chart/logstash: persistentQueue is 1048576 bytes');
    expect(refusal({ drainQueue: true })).toContain('[NothingToDrain] chart/logstash');
    expect(refusal({ persistentQueue: Size.gibibytes(1), defaults: all.without('stateDirectory') })).toContain('[NoStateDirectory] chart/logstash');
    const own = [LogstashPipeline.containerLogs({ outputs, persistentQueue: Size.gibibytes(1) })];
    expect(settings({ pipelines: own, drainQueue: true })).toMatchObject({ 'queue.drain': true });
    expect(refusal({ pipelines: own, defaults: all.without('stateDirectory') })).toContain('[NoStateDirectory]');
  });

  test('there is time to send what was read', () => {
    expect(podOf(make()).terminationGracePeriodSeconds).toBe(120);
    expect(podOf(make({ terminationGracePeriod: Duration.minutes(10) })).terminationGracePeriodSeconds).toBe(600);
  });
});

describe('who it runs as', () => {
  test('user 1000, who reads log files by the group root', () => {
    const objects = make();
    expect(containerOf(objects).securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsGroup: 1000, runAsNonRoot: true, runAsUser: 1000 });
    expect(podOf(objects).securityContext).toEqual({ fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' }, supplementalGroups: [0] });
    expect(podOf(objects).automountServiceAccountToken).toBe(false);
  });

  test('whatever it has of the node has a reason', () => {
    expect(access({})).toEqual([
      'logstash: reads /var/log', 'logstash: writes /var/lib/logstash', 'state-owner: capability CHOWN', 'state-owner: user 0', 'state-owner: writes /var/lib/logstash',
    ]);
    for (const props of [{}, { hostNetwork: true }, { pipelines: [LogstashPipeline.of('a', { inputs: [LogstashInput.beats({ hostPort: true })], outputs })] }]) {
      expect(made(chartOf(), props).daemonSet.hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
    }
  });
});

describe('the HTTP API', () => {
  test('is asked by the kubelet, for five minutes until it answers first', () => {
    const { startupProbe, livenessProbe, readinessProbe, ports } = containerOf(make());
    expect(startupProbe).toEqual({ failureThreshold: 30, httpGet: { path: '/', port: 'http' }, timeoutSeconds: 5 });
    expect([livenessProbe, readinessProbe]).toEqual([{ httpGet: { path: '/', port: 'http' }, timeoutSeconds: 5 }, { httpGet: { path: '/', port: 'http' }, timeoutSeconds: 5 }]);
    expect(ports).toEqual([{ containerPort: 9600, name: 'http' }]);
  });

  test.each<[string, Props, string, string | undefined]>([
    ['loopback on the host network', { hostNetwork: true }, '127.0.0.1', '127.0.0.1'],
    ['an address of one\'s own', { listenAddress: ListenAddress.of('10.0.0.1') }, '10.0.0.1', '10.0.0.1'],
    ['the pod\'s address', { listenAddress: ListenAddress.ofPod() }, '${LISTEN_ADDRESS}', undefined],
    ['everywhere', { listenAddress: ListenAddress.everywhere() }, '0.0.0.0', undefined],
  ])('listens on %s', (_, props, host, probeHost) => {
    expect(settings(props)['api.http.host']).toBe(host);
    expect(containerOf(make(props)).livenessProbe.httpGet.host).toBe(probeHost);
  });

  test('has no probes where the kubelet would get no answer', () => {
    expect(containerOf(make({ listenAddress: ListenAddress.loopback() }))).not.toHaveProperty('livenessProbe');
    expect(containerOf(make({ apiPort: 9700 })).ports).toEqual([{ containerPort: 9700, name: 'http' }]);
  });
});

describe('inputs that listen', () => {
  test('have a Service to the pod of the same node', () => {
    const objects = make({ pipelines: [LogstashPipeline.of('main', { inputs: [LogstashInput.beats(), LogstashInput.beats({ port: 5045 })], outputs })] });
    expect(only('Service', objects).spec).toMatchObject({
      internalTrafficPolicy: 'Local', ports: [{ name: 'beats', port: 5044, targetPort: 'beats' }, { name: 'beats-5045', port: 5045, targetPort: 'beats-5045' }],
    });
    expect(containerOf(objects).ports.map(({ containerPort }: Manifest) => containerPort)).toEqual([9600, 5044, 5045]);
  });

  test('take ports of the node when asked, which stand against a surge', () => {
    const surge = { rollout: Rollout.surging(IntOrPercent.percent(10)) };
    const found = (hostPort: boolean) => problems((chart) => made(chart, { ...surge, pipelines: [LogstashPipeline.of('a', { inputs: [LogstashInput.beats({ hostPort })], outputs })] })).join();
    expect(found(true)).toContain('[HostPortWithSurge]');
    expect(found(false)).toBe('');
  });
});

test.each<[string, Props, string]>([
  ['no pipelines', { pipelines: [] }, '[MissingPipelines] chart/logstash: pipelines are []'],
  ['pipelines that are none', { pipelines: ['main'] as never }, '[WrongType] chart/logstash: pipelines is ["main"]; write a list of values of LogstashPipeline'],
  ['two pipelines of one id', { pipelines: [...pipelines, ...pipelines] }, '[PipelineTwice] chart/logstash: pipelines have the id "main" twice'],
  ['two inputs of one id', { pipelines: [...pipelines, LogstashPipeline.of('b', { inputs: [LogstashInput.containerLogs()], outputs })] }, '[InputTwice] chart/logstash: inputs have the id "containers" twice'],
  ['files that are not mounted', { pipelines: [LogstashPipeline.of('a', { inputs: [LogstashInput.file('app', ['/opt/app/*.log'])], outputs })] }, '[FilesNotMounted] chart/logstash: pipeline "a" reads "/opt/app/*.log"'],
  ['such files in raw text', { pipelines: [LogstashPipeline.raw('a', 'input { file { path => ["/var/log/a", "/opt/b"] } } output { stdout {} }')] }, '[FilesNotMounted] chart/logstash: pipeline "a" reads "/opt/b"'],
  ['escapes', { config: { 'config.support_escapes': true } }, '[EscapesChanged]'],
  ['a password in its settings', { config: { 'api.auth.basic.password': 'x' } }, '[SecretAsText] chart/logstash: config.api.auth.basic.password'],
  ['a port that is none', { apiPort: 70000 }, '[InvalidPort] chart/logstash: apiPort is 70000'],
  ['a directory that cannot be written', { stateDirectory: HostPath.of('/var/lib/logs') }, '[ReadOnlyState]'],
])('%s: refused', (_, props, message) => {
  expect(refusal(props)).toContain(message);
});

describe('outputs of one kind', () => {
  const to = (secret: string, name?: string) => LogstashOutput.elasticsearch({
    hosts: ['https://es'], user: 'a', password: SecretKey.of(secret, 'password'), tls: ClientTls.trusting(SecretKey.of(secret, 'ca.crt')), name,
  });
  const env = (...some: LogstashOutput[]) => containerOf(make({ pipelines: [LogstashPipeline.containerLogs({ outputs: some })] })).env
    .flatMap(({ name, valueFrom }: Manifest) => (valueFrom?.secretKeyRef === undefined ? [] : [`${name} ${valueFrom.secretKeyRef.name}`]));

  test('have one variable for one Secret, and variables of their own for their own', () => {
    expect(env(to('one'), to('one'))).toEqual(['ELASTICSEARCH_PASSWORD one']);
    expect(env(to('one'), to('two', 'second'))).toEqual(['ELASTICSEARCH_PASSWORD one', 'ELASTICSEARCH_SECOND_PASSWORD two']);
  });

  test('are refused with two Secrets for one', () => {
    expect(thrown(() => env(to('one'), to('two')))).toMatch(/^\[OutputTwice\] chart\/logstash: two outputs of one kind have two Secrets for ELASTICSEARCH_PASSWORD/);
    const trusting = (secret: string) => LogstashOutput.kafka({ hosts: ['k'], topic: 't', tls: ClientTls.trusting(SecretKey.of(secret, 'ca.crt')) });
    expect(thrown(() => env(trusting('one'), trusting('two')))).toMatch(/^\[OutputTwice\] .*\/usr\/share\/logstash\/certs\/tls-kafka/);
    expect(thrown(() => to('one', 'a b'))).toMatch(/^\[InvalidName\] LogstashOutput\.elasticsearch: name is "a b"/);
  });
});

test('files of a mounted path are found', () => {
  const props = { pipelines: [LogstashPipeline.of('a', { inputs: [LogstashInput.file('app', ['/opt/app/*.log'])], outputs })], hostPaths: [HostPath.of('/opt/app').because('the app logs there')] };
  expect(containerOf(make(props)).volumeMounts).toContainEqual({ mountPath: '/opt/app', name: 'opt-app', readOnly: true });
});
