import { Size } from 'cdk8s';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/fluentd';
import {
  AgentDefaults, ClientTls, FluentdDaemonSet, FluentdDaemonSetProps, FluentdElasticsearchVersion, FluentdFilter, FluentdOutput, FluentdSource, HostPath, ImageName, IntOrPercent,
  Monitor, Rollout, SecretKey, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, problems, synth } from '../../synth';

type Props = FluentdDaemonSetProps;
const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => (
  new FluentdDaemonSet(chart, 'agent', { outputs: [FluentdOutput.elasticsearch({ host: 'elasticsearch.logging' })], ...props }));
const make = (props: Props = {}) => synth((chart) => made(chart, props));
const refusal = (props: Props) => thrown(() => make(props));
const text = (props: Props = {}) => made(chartOf(), props).configText;
const all = AgentDefaults.all();
const access = (props: Props = {}) => made(chartOf(), props).daemonSet.hostAccess.map(({ what }) => what);
const rules = (props: Props) => only('ClusterRole', make(props)).rules.map((rule: Manifest) => [rule.resources.join(), rule.verbs.join()].join(' '));
const image = (...outputs: FluentdOutput[]) => containerOf(make({ outputs })).image as string;

test('needs nothing but where to send', () => {
  expect(names(make())).toEqual([
    'ServiceAccount fluentd', 'PriorityClass node-agents', 'DaemonSet fluentd', 'ConfigMap fluentd-config', 'ClusterRole agents:fluentd', 'ClusterRoleBinding agents:fluentd',
    'Service fluentd',
  ]);
  expect(refusal({ outputs: undefined })).toMatch(/^\[MissingOutputs\] chart\/agent: outputs are nothing/);
  expect(refusal({ outputs: [] })).toMatch(/^\[MissingOutputs\] chart\/agent: outputs are \[\]/);
  expect(refusal({ sources: [] })).toMatch(/^\[MissingSources\] chart\/agent/);
  expect(thrown(() => new FluentdDaemonSet(chartOf(), 'agent', null as never))).toMatch(/^\[MissingProps\] chart\/agent:/);
});

test('differs from the chart of the project exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('the configuration', () => {
  test('is a ConfigMap, mounted where the environment says, and its change rolls the pods', () => {
    const objects = make();
    expect(containerOf(objects).env).toContainEqual({ name: 'FLUENTD_CONF', value: '../../../etc/fluent/fluent.conf' });
    expect(only('ConfigMap', objects).data).toEqual({ 'fluent.conf': text() });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/fluent', name: 'config', readOnly: true });
    const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(checksum({ filters: [] })).not.toBe(checksum({}));
  });

  test('is one\'s own where one is mounted by hand', () => {
    const objects = make({ mounts: [VolumeMount.of('/etc/fluent', Volume.configMapNamed('own', 'own'))] });
    expect(objects.filter((object) => object.kind === 'ConfigMap')).toEqual([]);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/fluent', name: 'own' });
  });

  test('asks its environment for nothing that the pod does not have, and certificates are beside it', () => {
    const key = SecretKey.of('s', 'k');
    const outputs = [
      FluentdOutput.forward({ host: 'a', sharedKey: key, user: 'u', password: key, tls: ClientTls.mutual('mtls') }), FluentdOutput.forward({ host: 'b', sharedKey: SecretKey.of('t', 'k') }),
      FluentdOutput.s3({ bucket: 'b', region: 'r', accessKeyId: key, secretAccessKey: key }),
    ];
    const asked = [...text({ outputs }).matchAll(/ENV\['(\w+)'\]/g)].map(([, name]) => name);
    const given = containerOf(make({ outputs })).env.map((variable: Manifest) => variable.name);
    expect(new Set(asked).size).toBe(8);
    expect(asked.filter((name) => !given.includes(name))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
    expect(containerOf(make({ outputs })).env).toContainEqual({ name: 'FLUENTD_FORWARD_2_SHARED_KEY', valueFrom: { secretKeyRef: { name: 't', key: 'k' } } });
    expect(containerOf(make({ outputs })).volumeMounts).toContainEqual({ mountPath: '/etc/fluent-tls/tls-out-forward', name: 'tls-out-forward', readOnly: true });
    expect(text({ outputs })).toContain('tls_cert_path /etc/fluent-tls/tls-out-forward/ca.crt');
  });
});

describe('the image', () => {
  test('has the plugins of the outputs', () => {
    const elasticsearch = (version?: FluentdElasticsearchVersion) => image(FluentdOutput.elasticsearch({ host: 'a', version }));
    const of = (variant: string) => `fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-${variant}-1.1`;
    expect(elasticsearch()).toBe(of('elasticsearch8'));
    expect([FluentdElasticsearchVersion.V7, FluentdElasticsearchVersion.V9].map(elasticsearch)).toEqual([of('elasticsearch7'), of('elasticsearch9')]);
    expect(image(FluentdOutput.openSearch({ host: 'a' }), FluentdOutput.stdout())).toBe(of('opensearch'));
    expect(image(FluentdOutput.s3({ bucket: 'b', region: 'r' }))).toBe(of('s3'));
    expect(image(FluentdOutput.stdout())).toBe(of('forward'));
  });

  test('that would have them all is not there, and has to be one\'s own', () => {
    const outputs = [FluentdOutput.s3({ bucket: 'b', region: 'r' }), FluentdOutput.openSearch({ host: 'a' })];
    expect(refusal({ outputs })).toMatch(/^\[NoImageForOutputs\] chart\/agent: outputs need the plugins of s3 and opensearch/);
    expect(containerOf(make({ outputs, image: ImageName.of('registry.example.com/fluentd:v1') })).image).toBe('registry.example.com/fluentd:v1');
  });

  test('of Elasticsearch leaves the configuration as it is', () => {
    const disabled = { name: 'FLUENT_ELASTICSEARCH_SED_DISABLE', value: 'true' };
    expect(containerOf(make()).env).toContainEqual(disabled);
    expect(containerOf(make({ outputs: [FluentdOutput.stdout()] })).env).not.toContainEqual(disabled);
  });
});

describe('of the node it has', () => {
  test('its logs, its state and root\'s files, without a capability', () => {
    expect(access()).toEqual(['user 0', 'reads /var/log', 'writes /var/lib/fluentd']);
    expect(containerOf(make()).securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsUser: 0 });
  });

  test('the journal in memory only when it is read, and nothing more for the one below /var/log', () => {
    const of = (path?: string) => access({ sources: [FluentdSource.systemd({ path })], filters: [] });
    expect(of()).toEqual(['user 0', 'reads /var/log', 'writes /var/lib/fluentd']);
    expect(of('/run/log/journal')).toContain('reads /run/log/journal');
  });

  test('a port only when asked for, on the host network too with a reason each', () => {
    const props = { sources: [FluentdSource.forward({ hostPort: true })] };
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
    expect(text({ stateDirectory })).toMatch(/pos_file \/state\/in_containers\.pos[\s\S]*path \/state\/buffer\/out_elasticsearch/);
    expect(refusal({ stateDirectory: HostPath.of('/mnt/fluent') })).toMatch(/^\[ReadOnlyState\] chart\/agent/);
  });

  test('without a state directory it begins at the end of files, and buffers little in memory', () => {
    const config = text({ defaults: all.without('stateDirectory'), sources: [FluentdSource.containerLogs(), FluentdSource.systemd()] });
    expect(config).not.toMatch(/pos_file|<storage>|@type file/);
    expect(config).toContain('read_from_head false');
    expect(config).toMatch(/@type memory\n\s+total_limit_size 64m/);
    expect(refusal({ defaults: all.without('stateDirectory'), sources: [FluentdSource.containerLogs({ storePositions: true })] })).toMatch(/^\[NoStateDirectory\] chart\/agent: source in_containers/);
  });
});

describe('of the cluster it may', () => {
  test('watch pods and namespaces, or ask for one after the other', () => {
    const of = (options: Parameters<typeof FluentdFilter.kubernetesMetadata>[0]) => rules({ filters: [FluentdFilter.kubernetesMetadata(options)] });
    expect(rules({})).toEqual(['namespaces,pods get,list,watch']);
    expect(of({ watch: false })).toEqual(['namespaces,pods get']);
    expect(of({ skipNamespaceMetadata: true })).toEqual(['pods get,list,watch']);
    expect(containerOf(make()).env).toContainEqual({ name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } });
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
    const objects = make({ metricsPort: 3030, metricsBind: '::' });
    expect(containerOf(objects).ports).toEqual([{ containerPort: 3030, name: 'metrics' }]);
    const probe = { httpGet: { path: '/metrics', port: 'metrics' } };
    expect(containerOf(objects)).toMatchObject({ livenessProbe: probe, readinessProbe: probe });
    expect(only('ConfigMap', objects).data['fluent.conf']).toMatch(/@type prometheus\n\s+@id in_prometheus\n\s+bind ::\n\s+port 3030\n/);
    expect(only('Service', objects).spec).toMatchObject({ clusterIP: 'None', ports: [{ name: 'metrics', port: 3030, targetPort: 'metrics' }] });
    expect(refusal({ metricsPort: 0 })).toMatch(/^\[InvalidPort\] chart\/agent: metricsPort is 0/);
    expect(refusal({ metricsBind: 'localhost' })).toMatch(/^\[InvalidAddress\] chart\/agent: metricsBind is "localhost"/);
  });

  test('go together: without metrics there is no port, no probe and no Service', () => {
    const metrics = false;
    const objects = make({ metrics });
    expect(containerOf(objects)).not.toMatchObject({ ports: expect.anything() });
    expect([containerOf(objects).livenessProbe, containerOf(objects).readinessProbe]).toEqual([undefined, undefined]);
    expect(names(objects)).not.toContain('Service fluentd');
    expect(text({ metrics })).not.toContain('prometheus');
    expect(refusal({ metrics, monitor: Monitor.podMonitor() })).toMatch(/^\[MetricsOff\] chart\/agent: metrics is false, and monitor is given/);
    expect(refusal({ metrics, metricsPort: 1 })).toMatch(/^\[MetricsOff\]/);
  });

  test('a monitor finds them by the headless Service, or by the pods', () => {
    expect(only('ServiceMonitor', make({ monitor: Monitor.serviceMonitor() })).spec.endpoints).toEqual([{ port: 'metrics' }]);
    expect(only('PodMonitor', make({ monitor: Monitor.podMonitor() })).spec.podMetricsEndpoints).toEqual([{ port: 'metrics' }]);
    expect(refusal({ monitor: Monitor.serviceMonitor(), defaults: all.without('service') })).toMatch(/^\[MonitorWithoutService\]/);
  });

  test('programs of the node send to the agent of their own node', () => {
    const service = make({ sources: [FluentdSource.forward()] }).find((object) => object.metadata.name === 'fluentd-forward');
    expect(service.spec).toMatchObject({ internalTrafficPolicy: 'Local', ports: [{ name: 'forward', port: 24224, targetPort: 'forward' }] });
  });
});

describe('a configuration of one\'s own', () => {
  const rawConfig = '<match **>\n  @type stdout\n</match>\n';

  test('takes the place of sources, filters and outputs, not of metrics', () => {
    const config = text({ outputs: undefined, rawConfig });
    expect(config.endsWith(`\n\n${rawConfig}`)).toBe(true);
    expect(config).toContain('@id in_prometheus\n');
    expect(config).not.toContain('@type tail');
    expect(names(make({ outputs: undefined, rawConfig })).filter((name) => name.startsWith('ClusterRole'))).toEqual([]);
  });

  test('stands alone, sends somewhere, and has no passwords', () => {
    const of = (raw: string) => refusal({ outputs: undefined, rawConfig: raw });
    expect(refusal({ rawConfig })).toMatch(/^\[RawConfigAndMore\] chart\/agent: rawConfig takes the place of outputs/);
    expect(of('<source>\n</source>')).toMatch(/^\[MissingOutputs\] chart\/agent: rawConfig has no <match/);
    expect(of('<match **>\n  password changeme\n</match>')).toMatch(/^\[SecretAsText\] chart\/agent: line 2 of rawConfig \(password\)/);
    expect(text({ outputs: undefined, rawConfig: '<match **>\n  password "#{ENV[\'P\']}"\n</match>' })).toContain('password "#{ENV[\'P\']}"');
  });
});

test.each<[string, Props, RegExp]>([
  ['a level that there is not', { logLevel: 'loud' as never }, /^\[UnknownValue\] chart\/agent: logLevel is "loud"/],
  ['outputs that are none', { outputs: [{ host: 'a' }] as never }, /^\[WrongType\] chart\/agent: outputs/],
  ['an output after one for everything', { outputs: [FluentdOutput.stdout(), FluentdOutput.forward({ host: 'a', match: 'systemd' })] }, /^\[OutputUnreached\] chart\/agent: .*"\*\*","systemd"/],
  ['two sources of the same positions', { sources: [FluentdSource.containerLogs(), FluentdSource.containerLogs({ tag: 'b.*' })] }, /^\[SourceTwice\] chart\/agent: two sources would be in_containers/],
])('%s is refused', (_, props, message) => {
  expect(refusal(props)).toMatch(message);
});

describe('as its users set it', () => {
  test('to Elasticsearch of ECK by user and authority from Secrets, an index a day, JSON taken apart', () => {
    const objects = make({
      filters: [FluentdFilter.kubernetesMetadata({ skipLabels: true }), FluentdFilter.parser({ removeKeyNameField: true })],
      outputs: [FluentdOutput.elasticsearch({
        host: 'logs-es-http.elastic',
        port: 9200,
        user: 'fluentd',
        password: SecretKey.of('writer', 'password'),
        tls: ClientTls.trusting(SecretKey.of('es-ca', 'tls.crt')),
        logstashPrefix: 'kube',
        buffer: { totalLimitSize: Size.gibibytes(4) },
      })],
    });
    expect(containerOf(objects).env).toContainEqual({ name: 'FLUENTD_ELASTICSEARCH_PASSWORD', valueFrom: { secretKeyRef: { name: 'writer', key: 'password' } } });
    const config: string = only('ConfigMap', objects).data['fluent.conf'];
    for (const line of [
      'scheme https', 'ssl_verify true', 'ca_file /etc/fluent-tls/tls-out-elasticsearch/ca.crt', 'user fluentd', 'password "#{ENV[\'FLUENTD_ELASTICSEARCH_PASSWORD\']}"',
      'logstash_format true', 'logstash_prefix kube', 'total_limit_size 4294967296', 'skip_labels true', 'remove_key_name_field true',
    ]) {
      expect(config).toContain(`${line}\n`);
    }
    expect(JSON.stringify(objects)).not.toContain('changeme');
  });

  test('to S3 by the account\'s role, an object for each quarter of an hour and node, on nodes that run Docker', () => {
    const objects = make({
      serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/logs' },
      hostPaths: [HostPath.dockerContainers().because('links of /var/log/pods end there')],
      outputs: [FluentdOutput.s3({ bucket: 'logs', region: 'eu-central-1', path: 'cluster-a/' })],
    });
    expect(only('ServiceAccount', objects).metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/logs' });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/var/lib/docker/containers', name: 'varlibdockercontainers', readOnly: true });
    const config: string = only('ConfigMap', objects).data['fluent.conf'];
    expect(config).toContain('s3_object_key_format "%{path}%{time_slice}_#{ENV[\'K8S_NODE_NAME\']}_%{index}.%{file_extension}"');
    expect(config).toMatch(/<buffer time>\n\s+@type file\n\s+path \/var\/lib\/fluentd\/buffer\/out_s3\n/);
    expect(config).not.toMatch(/aws_key_id|flush_interval 5s/);
  });

  test('the journal to a gateway, logs of containers to OpenSearch and its own log, the cluster\'s name on all of it', () => {
    const config = text({
      sources: [FluentdSource.containerLogs(), FluentdSource.systemd({ units: ['kubelet.service'] })],
      filters: [FluentdFilter.kubernetesMetadata(), FluentdFilter.recordTransformer({ record: { cluster: 'eu' } })],
      outputs: [
        FluentdOutput.forward({ host: 'gateway.logging', match: 'systemd', tls: ClientTls.off() }), FluentdOutput.openSearch({ host: 'opensearch.logging', index: 'kube' }), FluentdOutput.stdout(),
      ],
    });
    expect(config).toMatch(/<match systemd>\n\s+@type forward[\s\S]*<match \*\*>\n\s+@type copy\n\s+<store>\n\s+@type opensearch[\s\S]*<store>\n\s+@type stdout/);
    expect(config).toMatch(/<filter \*\*>\n\s+@type record_transformer\n\s+@id filter_record_transformer\n\s+<record>\n\s+cluster eu\n/);
    expect(config).toContain('matches \'[{"_SYSTEMD_UNIT":"kubelet.service"}]\'');
  });
});
