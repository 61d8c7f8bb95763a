import { Duration, Size } from 'cdk8s';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/fluent-bit';
import {
  AgentDefaults, ClientTls, FluentBitConfigFormat, FluentBitDaemonSet, FluentBitDaemonSetProps, FluentBitFilter, FluentBitInput, FluentBitOutput, FluentBitParser, FluentBitStorage,
  HostPath, ImageName, IntOrPercent, Monitor, Rollout, SecretKey, TargetVersion, Tolerations, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, problems, synth } from '../../synth';

type Props = Partial<FluentBitDaemonSetProps>;
const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => (
  new FluentBitDaemonSet(chart, 'agent', { outputs: [FluentBitOutput.elasticsearch({ host: 'elasticsearch.logging' })], ...props }));
const make = (props: Props = {}) => synth((chart) => made(chart, props));
const refusal = (props: Props) => thrown(() => make(props));
const text = (props: Props = {}) => made(chartOf(), props).configText;
const all = AgentDefaults.all();
const access = (props: Props = {}) => made(chartOf(), props).daemonSet.hostAccess.map(({ what }) => what);
const rules = (props: Props) => only('ClusterRole', make(props)).rules.map((rule: Manifest) => [rule.resources.join(), rule.verbs.join()].join(' '));

test('needs nothing but where to send', () => {
  expect(names(make())).toEqual([
    'ServiceAccount fluent-bit', 'PriorityClass node-agents', 'DaemonSet fluent-bit', 'ConfigMap fluent-bit-config', 'ClusterRole agents:fluent-bit',
    'ClusterRoleBinding agents:fluent-bit', 'Service fluent-bit',
  ]);
  expect(refusal({ outputs: undefined })).toMatch(/^\[MissingOutputs\] chart\/agent:/);
  expect(refusal({ outputs: [] })).toMatch(/^\[MissingOutputs\]/);
  expect(refusal({ inputs: [] })).toMatch(/^\[MissingInputs\]/);
  expect(thrown(() => new FluentBitDaemonSet(chartOf(), 'agent', null as never))).toMatch(/^\[MissingProps\] chart\/agent:/);
});

test('differs from the chart of the project exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('the configuration', () => {
  test('is a ConfigMap, mounted where the argument says, and its change rolls the pods', () => {
    for (const [configFormat, file] of [[FluentBitConfigFormat.YAML, 'fluent-bit.yaml'], [FluentBitConfigFormat.CLASSIC, 'fluent-bit.conf']] as const) {
      const objects = make({ configFormat });
      expect(containerOf(objects).args).toEqual(['--workdir=/fluent-bit/etc', `--config=/fluent-bit/etc/conf/${file}`]);
      expect(only('ConfigMap', objects).data).toEqual({ [file]: text({ configFormat }) });
      expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/fluent-bit/etc/conf', name: 'config', readOnly: true });
    }
    const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(checksum({ flush: Duration.seconds(5) })).not.toBe(checksum({}));
  });

  test('is one\'s own where one is mounted by hand', () => {
    const objects = make({ mounts: [VolumeMount.of('/fluent-bit/etc/conf', Volume.configMapNamed('own', 'own'))] });
    expect(objects.filter((object) => object.kind === 'ConfigMap')).toEqual([]);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/fluent-bit/etc/conf', name: 'own' });
  });

  test('asks its environment for nothing that the pod does not have', () => {
    const outputs = [
      FluentBitOutput.elasticsearch({ host: 'a', user: 'u', password: SecretKey.of('s', 'k') }), FluentBitOutput.forward({ host: 'b', sharedKey: SecretKey.of('s', 'k') }),
      FluentBitOutput.elasticsearch({ host: 'c', user: 'u', password: SecretKey.of('t', 'k') }), FluentBitOutput.splunk({ host: 'd', token: SecretKey.of('s', 'k') }),
      FluentBitOutput.loki({ host: 'e', bearerToken: SecretKey.of('s', 'k') }), FluentBitOutput.http({ host: 'f', bearerToken: SecretKey.of('s', 'k') }),
      FluentBitOutput.kafka({ hosts: ['g:1'], topic: 't', user: 'u', password: SecretKey.of('s', 'k') }),
      FluentBitOutput.openTelemetry({ host: 'h', bearerToken: SecretKey.of('s', 'k') }),
    ];
    const props = { outputs, filters: [FluentBitFilter.kubernetes({ useKubelet: true })] };
    const asked = [...text(props).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const given = containerOf(make(props)).env.map((variable: Manifest) => variable.name);
    expect(new Set(asked).size).toBe(12);
    expect(asked.filter((name) => !given.includes(name))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
    expect(containerOf(make(props)).env).toContainEqual({ name: 'FLUENT_BIT_ES_2_PASSWORD', valueFrom: { secretKeyRef: { name: 't', key: 'k' } } });
  });
});

describe('of the node it has', () => {
  test('its logs, its state and root\'s files, without a capability', () => {
    expect(access()).toEqual(['user 0', 'reads /var/log', 'writes /var/lib/fluent-bit']);
    expect(containerOf(make()).securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsUser: 0 });
  });

  test('the journal in memory only when it is read, and nothing more for the one below /var/log', () => {
    const of = (path?: string) => access({ inputs: [FluentBitInput.systemd({ path })], filters: [] });
    expect(of()).toEqual(['user 0', 'reads /var/log', 'writes /var/lib/fluent-bit']);
    expect(of('/run/log/journal')).toContain('reads /run/log/journal');
  });

  test('a port only when asked for, on the host network too with a reason each', () => {
    const props = { inputs: [FluentBitInput.forward({ tag: 'a', hostPort: true })], filters: [] };
    expect(access(props)).toContain('port 24224');
    for (const hostNetwork of [true, false]) {
      expect(made(chartOf(), { ...props, hostNetwork }).daemonSet.hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
    }
    const surge = { rollout: Rollout.surging(IntOrPercent.percent(10)) };
    expect(problems((chart) => made(chart, { ...props, ...surge })).join()).toContain('[HostPortWithSurge]');
    expect(problems((chart) => made(chart, surge))).toEqual([]);
  });

  test('another state directory, which must be writable', () => {
    const stateDirectory = HostPath.of('/mnt/fluent').at('/state').writable('positions are kept there');
    expect(access({ stateDirectory })).toContain('writes /mnt/fluent');
    expect(text({ stateDirectory })).toContain('db: /state/tail-kube.db');
    expect(refusal({ stateDirectory: HostPath.of('/mnt/fluent') })).toMatch(/^\[ReadOnlyState\] chart\/agent/);
  });

  test('no state directory, and then what needs one is refused', () => {
    const defaults = all.without('stateDirectory');
    expect(text({ defaults })).not.toMatch(/\bdb:/);
    expect(text({ defaults })).toContain('read_from_head: false');
    expect(refusal({ defaults, inputs: [FluentBitInput.containerLogs({ storePositions: true })] })).toMatch(/^\[NoStateDirectory\] chart\/agent: input tail/);
    expect(refusal({ defaults, storage: FluentBitStorage.filesystem() })).toMatch(/^\[NoStateDirectory\] chart\/agent: storage/);
    expect(refusal({ defaults, outputs: [FluentBitOutput.s3({ bucket: 'b', region: 'r' })] })).toMatch(/^\[NoStateDirectory\] chart\/agent: output s3/);
  });
});

describe('of the cluster it may', () => {
  test('read one pod after the other, and namespaces only when asked for their labels', () => {
    expect(rules({})).toEqual(['pods get']);
    expect(rules({ filters: [FluentBitFilter.kubernetes({ namespaceLabels: true })] })).toEqual(['pods get', 'namespaces get']);
    expect(rules({ filters: [FluentBitFilter.kubernetes({ namespaceAnnotations: true, namespaceLabels: false })] })).toEqual(['pods get', 'namespaces get']);
  });

  test('ask the kubelet with the least that its version knows', () => {
    const filters = [FluentBitFilter.kubernetes({ useKubelet: true, tlsVerify: false })];
    expect(rules({ filters })).toEqual(['nodes/proxy get']);
    expect(rules({ filters, targetVersion: TargetVersion.of('1.35') })).toEqual(['nodes/proxy get']);
    expect(rules({ filters, targetVersion: TargetVersion.V1_36 })).toEqual(['nodes/pods get']);
    expect(text({ filters })).toContain('kubelet_host: ${NODE_IP}');
    expect(text({ filters })).toContain('tls.verify: false');
  });

  test('nothing without the filter, or without an account', () => {
    for (const props of [{ filters: [] }, { defaults: all.without('serviceAccount') }]) {
      expect(names(make(props)).filter((name) => name.startsWith('ClusterRole'))).toEqual([]);
      expect(podOf(make(props)).automountServiceAccountToken).toBe(false);
    }
  });
});

describe('health and metrics', () => {
  test('are at the port that it is told of', () => {
    const objects = make({ httpPort: 3030 });
    expect(containerOf(objects).ports).toEqual([{ containerPort: 3030, name: 'http' }]);
    expect(containerOf(objects)).toMatchObject({ livenessProbe: { httpGet: { path: '/', port: 'http' } }, readinessProbe: { httpGet: { path: '/api/v2/health', port: 'http' } } });
    expect(text({ httpPort: 3030 })).toContain('http_port: 3030');
    expect(only('Service', objects).spec).toMatchObject({ clusterIP: 'None', ports: [{ name: 'http', port: 3030, targetPort: 'http' }] });
    expect(refusal({ httpPort: 0 })).toMatch(/^\[InvalidPort\] chart\/agent: httpPort is 0/);
  });

  test('health has thresholds when they are written', () => {
    expect(text()).not.toContain('hc_');
    const lines = text({ healthCheck: { errorsCount: 10, retryFailureCount: 0, period: Duration.minutes(2) } });
    expect(lines).toMatch(/hc_errors_count: 10\n\s+hc_retry_failure_count: 0\n\s+hc_period: 120/);
    expect(refusal({ healthCheck: { errorsCount: -1 } })).toMatch(/^\[InvalidNumber\] chart\/agent: healthCheck\.errorsCount/);
  });

  test('a monitor finds them by the headless Service, or by the pods', () => {
    expect(only('ServiceMonitor', make({ monitor: Monitor.serviceMonitor() })).spec.endpoints).toEqual([{ path: '/api/v2/metrics/prometheus', port: 'http' }]);
    expect(only('PodMonitor', make({ monitor: Monitor.podMonitor() })).spec.podMetricsEndpoints).toEqual([{ path: '/api/v2/metrics/prometheus', port: 'http' }]);
    expect(refusal({ monitor: Monitor.serviceMonitor(), defaults: all.without('service') })).toMatch(/^\[MonitorWithoutService\]/);
  });

  test('programs of the node send to the agent of their own node', () => {
    const objects = make({ inputs: [FluentBitInput.forward({ tag: 'kube.*' })] });
    const service = objects.find((object) => object.metadata.name === 'fluent-bit-forward');
    expect(service.spec).toMatchObject({ internalTrafficPolicy: 'Local', ports: [{ name: 'forward', port: 24224, targetPort: 'forward' }] });
  });
});

describe('buffers on the node', () => {
  const storage = FluentBitStorage.filesystem();

  test('are of every input, limited for every output, and fit into the memory limit', () => {
    const config = text({ storage });
    expect(config).toContain('storage.path: /var/lib/fluent-bit/storage');
    expect(config).toContain('storage.type: filesystem');
    expect(config).not.toContain('mem_buf_limit');
    expect(config).toContain('storage.total_limit_size: 1073741824');
    expect(config).toContain('storage.max_chunks_up: 64');
    const chunks = (limit: Size | undefined, maxChunksUp?: number) => (
      /max_chunks_up: (\d+)/.exec(text({ storage: FluentBitStorage.filesystem({ maxChunksUp }), resources: { memory: { limit } } }))?.[1]);
    expect(chunks(Size.gibibytes(1))).toBeUndefined();
    expect(chunks(undefined)).toBeUndefined();
    expect(chunks(Size.mebibytes(100))).toBe('25');
    expect(chunks(Size.gibibytes(1), 200)).toBe('200');
    expect(refusal({ storage: FluentBitStorage.filesystem({ maxChunksUp: 128 }) })).toMatch(/^\[ChunksAboveMemory\] chart\/agent: maxChunksUp lets 256 MiB .* memory limit is 256 MiB/);
  });

  test('have a limit of their own where an output has one, and none without them', () => {
    const outputs = [FluentBitOutput.forward({ host: 'a', bufferLimit: Size.mebibytes(100) })];
    expect(text({ storage, outputs })).toContain('storage.total_limit_size: 104857600');
    expect(refusal({ outputs })).toMatch(/^\[StorageWithoutFilesystem\] chart\/agent: output forward/);
  });

  test('take the place of a limit in memory', () => {
    const inputs = [FluentBitInput.containerLogs({ memBufLimit: Size.mebibytes(10) })];
    expect(text({ inputs })).toContain('mem_buf_limit: 10485760');
    expect(refusal({ inputs, storage })).toMatch(/^\[MemoryLimitOnDisk\]/);
  });
});

describe('bad input', () => {
  test.each<[string, Props, RegExp]>([
    ['one parser twice', { parsers: [FluentBitParser.json('a'), FluentBitParser.logfmt('a')] }, /^\[ParserTwice\] chart\/agent: parsers have "a" twice/],
    ['a grace as long as the pod has', { grace: Duration.seconds(30) }, /^\[GraceTooShort\] chart\/agent: grace is 30 s, and the pod is killed after 30 s/],
    ['no time to gather', { flush: Duration.millis(0) }, /^\[InvalidNumber\] chart\/agent: flush is 0/],
    ['a level that there is not', { logLevel: 'loud' as never }, /^\[UnknownValue\] chart\/agent: logLevel is "loud"/],
    ['a form that there is not', { configFormat: 'toml' as never }, /^\[UnknownValue\] chart\/agent: configFormat is "toml"/],
    ['outputs that are none', { outputs: [{ host: 'a' }] as never }, /^\[WrongType\] chart\/agent: outputs/],
    ['a secret of the service', { service: { http_passwd: 'x' } }, /^\[SecretAsText\] chart\/agent: service\.http_passwd/],
    ['a map in the classic form', { service: { a: { b: 1 } }, configFormat: FluentBitConfigFormat.CLASSIC }, /^\[NotInClassicForm\] chart\/agent: a of service is a map/],
  ])('%s', (_, props, message) => {
    expect(refusal(props)).toMatch(message);
  });

  test('a longer time to end makes room for a longer grace', () => {
    expect(text({ grace: Duration.seconds(60), terminationGracePeriod: Duration.seconds(70) })).toContain('grace: 60');
  });
});

describe('as its users set it', () => {
  test('everything to Elasticsearch of ECK, by user and authority from Secrets, tainted nodes left as they are', () => {
    const objects = make({
      image: ImageName.of('registry.example.com/fluent-bit:5.1.1'),
      tolerations: Tolerations.controlPlane(),
      inputs: [FluentBitInput.containerLogs({ excludePath: ['/var/log/containers/*_kube-system_*.log'] }), FluentBitInput.systemd({ units: ['kubelet.service'] })],
      outputs: [FluentBitOutput.elasticsearch({
        host: 'logs-es-http.elastic', port: 9200, user: 'fluent', password: SecretKey.of('writer', 'password'), tls: ClientTls.trusting(SecretKey.of('es-ca', 'tls.crt')), logstashPrefix: 'kube',
      })],
    });
    expect(containerOf(objects).image).toBe('registry.example.com/fluent-bit:5.1.1');
    expect(containerOf(objects).env).toContainEqual({ name: 'FLUENT_BIT_ES_PASSWORD', valueFrom: { secretKeyRef: { name: 'writer', key: 'password' } } });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/fluent-bit/tls/tls-es', name: 'tls-es', readOnly: true });
    const config: string = only('ConfigMap', objects).data['fluent-bit.yaml'];
    for (const line of [
      'http_passwd: ${FLUENT_BIT_ES_PASSWORD}', 'tls.ca_file: /fluent-bit/tls/tls-es/ca.crt', 'logstash_format: true', 'logstash_prefix: kube', '- _SYSTEMD_UNIT=kubelet.service',
      'exclude_path: /var/log/containers/${POD_NAME}_${POD_NAMESPACE}_*.log,/var/log/containers/*_kube-system_*.log',
    ]) {
      expect(config).toContain(line);
    }
  });

  test('to a gateway of Fluentd, with buffers on the node for hours in which it is away', () => {
    const config = text({
      storage: FluentBitStorage.filesystem({ limit: Size.gibibytes(5), backlogMemLimit: Size.mebibytes(32), syncFull: false }),
      outputs: [FluentBitOutput.forward({ host: 'fluentd.logging', tls: ClientTls.off(), sharedKey: SecretKey.of('forward', 'key') })],
    });
    for (const line of ['tls: false', 'require_ack_response: true', 'storage.total_limit_size: 5368709120', 'storage.backlog.mem_limit: 33554432', 'retry_limit: no_limits', 'storage.sync: normal']) {
      expect(config).toContain(line);
    }
  });

  test('to S3 by the account\'s role, debug on the way, JSON logs of one team taken apart under a key', () => {
    const objects = make({
      serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/logs' },
      filters: [FluentBitFilter.kubernetes({ mergeLogKey: 'json', keepLog: true }), FluentBitFilter.grep({ regex: { '$kubernetes[\'namespace_name\']': '^team-a$' } })],
      outputs: [FluentBitOutput.s3({ bucket: 'logs', region: 'eu-central-1', totalFileSize: Size.mebibytes(50), uploadTimeout: Duration.minutes(1), gzip: true }), FluentBitOutput.stdout()],
    });
    expect(only('ServiceAccount', objects).metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/logs' });
    const config: string = only('ConfigMap', objects).data['fluent-bit.yaml'];
    for (const line of ['store_dir: /var/lib/fluent-bit/s3', 'upload_timeout: 60s', 'total_file_size: 52428800', 'merge_log_key: json', 'keep_log: true', '- $kubernetes[\'namespace_name\'] ^team-a$']) {
      expect(config).toContain(line);
    }
  });
});
