import { Size } from 'cdk8s';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/filebeat';
import {
  AgentDefaults, ClientTls, EnvVar, FilebeatAutodiscover, FilebeatCondition, FilebeatDaemonSet, FilebeatDaemonSetProps, FilebeatInput, FilebeatKubernetesMetadataOptions,
  FilebeatOutput, FilebeatParser,
  FilebeatProcessor, FilebeatTemplate, HostPath, IntOrPercent, ListenAddress, NodeTargeting, Platform, Rollout, SecretKey, Tolerations, Volume, VolumeMount,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, problems, synth } from '../../synth';

type Props = Partial<FilebeatDaemonSetProps>;
const output = FilebeatOutput.elasticsearch({ hosts: ['https://es:9200'] });
const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => new FilebeatDaemonSet(chart, 'filebeat', { output, ...props });
const make = (props: Props = {}) => synth((chart) => made(chart, props));
const all = AgentDefaults.all();
const access = (props: Props) => made(chartOf(), props).daemonSet.hostAccess.map(({ what }) => what);
const rules = (objects: Manifest[], kind: string) => objects.filter((object) => object.kind === kind)
  .flatMap((object) => object.rules.map((rule: Manifest) => `${rule.resources.join()} ${rule.verbs.join()}`));
const WITHOUT_METADATA = { inputs: [FilebeatInput.containers({ kubernetesMetadata: false })] };

test('needs nothing but where to send', () => {
  expect(names(make())).toEqual([
    'ServiceAccount filebeat', 'PriorityClass node-agents', 'DaemonSet filebeat', 'ConfigMap filebeat-config', 'ClusterRole agents:filebeat', 'ClusterRoleBinding agents:filebeat',
  ]);
  expect(thrown(() => new FilebeatDaemonSet(chartOf(), 'filebeat', null as never))).toMatch(/^\[MissingProps\] chart\/filebeat:/);
});

test('differs from the manifest of its authors exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('the configuration', () => {
  test('is one file that others may not read, where the argument says, and its change rolls the pods', () => {
    const objects = make();
    expect(containerOf(objects).args).toEqual(['-c', '/etc/filebeat.yml', '-e']);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/filebeat.yml', name: 'config', readOnly: true, subPath: 'filebeat.yml' });
    expect(podOf(objects).volumes).toContainEqual({ name: 'config', configMap: { name: 'filebeat-config', defaultMode: 0o640 } });
    expect(only('ConfigMap', objects).data['filebeat.yml']).toBe(made(chartOf(), {}).configYaml);
    const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(checksum({ tags: ['a'] })).not.toBe(checksum({}));
  });

  test('is one\'s own where one is mounted by hand', () => {
    const objects = make({ mounts: [VolumeMount.of('/etc/filebeat.yml', Volume.configMapNamed('own', 'own'), { subPath: 'filebeat.yml' })] });
    expect(objects.filter((object) => object.kind === 'ConfigMap')).toEqual([]);
  });

  test('asks its environment only for what the pod gives', () => {
    const props = {
      hostNetwork: false, output: FilebeatOutput.elasticsearch({ hosts: ['es'], user: 'a', password: SecretKey.of('es', 'password') }), autodiscover: [FilebeatAutodiscover.hints()],
    };
    const asked = [...made(chartOf(), props).configYaml.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const given = containerOf(make(props)).env.map((variable: Manifest) => variable.name);
    expect(new Set(asked).size).toBe(3);
    expect(asked.filter((name) => !given.includes(name))).toEqual([]);
  });

  test('Go\'s limit is 90% of the container\'s, and none where that has none', () => {
    const limit = (props: Props) => containerOf(make(props)).env.find((variable: Manifest) => variable.name === 'GOMEMLIMIT')?.value;
    expect(limit({})).toBe('180MiB');
    expect(limit({ resources: { memory: { request: Size.gibibytes(1) } } })).toBeUndefined();
    expect(limit({ env: [EnvVar.of('GOMEMLIMIT', '1GiB')] })).toBe('1GiB');
  });
});

describe('credentials', () => {
  test('come from Secrets, and no text of them is in any object', () => {
    const objects = make({
      output: FilebeatOutput.elasticsearch({ hosts: ['https://es'], user: 'filebeat', password: SecretKey.of('es', 'password'), tls: ClientTls.trusting(SecretKey.of('es-ca', 'ca.pem')) }),
    });
    expect(containerOf(objects).env).toContainEqual({ name: 'ELASTICSEARCH_PASSWORD', valueFrom: { secretKeyRef: { key: 'password', name: 'es' } } });
    expect(podOf(objects).volumes).toContainEqual({ name: 'tls-elasticsearch', secret: { secretName: 'es-ca', items: [{ key: 'ca.pem', path: 'ca.crt' }] } });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/usr/share/filebeat/certs/tls-elasticsearch', name: 'tls-elasticsearch', readOnly: true });
  });
});

describe('rights follow the configuration', () => {
  test('without metadata it has none, and no token', () => {
    const objects = make(WITHOUT_METADATA);
    expect(names(objects).filter((name) => /Role/.test(name))).toEqual([]);
    expect(podOf(objects)).toMatchObject({ serviceAccountName: 'filebeat', automountServiceAccountToken: false });
  });

  const processed = (options: FilebeatKubernetesMetadataOptions) => (
    { inputs: [FilebeatInput.containers({ processors: [FilebeatProcessor.addKubernetesMetadata(options)] })] });

  test.each<[string, Props, string[], string[]]>([
    ['metadata of pods', {}, ['namespaces,nodes,pods get,list,watch'], []],
    ['Deployments', processed({ deployment: true }), ['namespaces,nodes,pods get,list,watch', 'replicasets get,list,watch'], []],
    ['CronJobs', { autodiscover: [FilebeatAutodiscover.hints({ cronJob: true })] }, ['namespaces,nodes,pods get,list,watch', 'jobs get,list,watch'], []],
    ['a leader', { autodiscover: [FilebeatAutodiscover.leader('beats', FilebeatInput.raw('httpjson', {}))] }, ['namespaces,nodes,pods get,list,watch'], ['leases get,create,update']],
    ['kubeadm\'s name of the cluster', processed({ kubeadmClusterName: true }), ['namespaces,nodes,pods get,list,watch'], ['configmaps get']],
    ['Services, by hand', { autodiscover: [FilebeatAutodiscover.raw('kubernetes', { 'resource': 'service', 'scope': 'cluster', 'use_kubeadm': false, 'add_resource_metadata.deployment': true })] }, ['namespaces,nodes,pods get,list,watch', 'services get,list,watch', 'replicasets get,list,watch'], []],
    ['a processor by hand, which asks kubeadm unless it says otherwise', { inputs: WITHOUT_METADATA.inputs, processors: [FilebeatProcessor.raw('add_kubernetes_metadata', {})] }, ['namespaces,nodes,pods get,list,watch'], ['configmaps get']],
    ['a processor in config', { ...WITHOUT_METADATA, config: { processors: [{ if: {}, then: [{ add_kubernetes_metadata: { use_kubeadm: false } }] }] } }, ['namespaces,nodes,pods get,list,watch'], []],
  ])('%s', (_, props, cluster, namespaced) => {
    const objects = make(props);
    expect(rules(objects, 'ClusterRole')).toEqual(cluster);
    expect(rules(objects, 'Role')).toEqual(namespaced);
    expect(podOf(objects).automountServiceAccountToken).toBe(true);
  });

  test('kubeadm\'s ConfigMap is read where it is, and only that', () => {
    const objects = make(processed({ kubeadmClusterName: true }));
    expect(only('Role', objects)).toMatchObject({ metadata: { namespace: 'kube-system', name: 'agents:filebeat-kubeadm-config' }, rules: [{ resourceNames: ['kubeadm-config'] }] });
    expect(only('RoleBinding', objects).subjects).toEqual([{ kind: 'ServiceAccount', name: 'filebeat', namespace: 'agents' }]);
  });

  test('the lease is in the agent\'s namespace', () => {
    const objects = make({ autodiscover: [FilebeatAutodiscover.leader('beats', FilebeatInput.raw('httpjson', {}))] });
    expect(only('Role', objects).metadata).toMatchObject({ namespace: 'agents', name: 'filebeat' });
  });

  test('without an account there are neither rights nor token', () => {
    const objects = make({ defaults: all.without('serviceAccount') });
    expect(names(objects).filter((name) => /^(ServiceAccount|ClusterRole)/.test(name))).toEqual([]);
    expect(podOf(objects).automountServiceAccountToken).toBe(false);
  });
});

describe('what it has of the node', () => {
  test('as it comes', () => {
    expect(access({})).toEqual(['hostNetwork', 'user 0', 'port 5066', 'reads /var/log', 'writes /var/lib/filebeat']);
  });

  test('on OpenShift it may read logs of the node without being privileged', () => {
    const objects = make({ platform: Platform.openShift() });
    expect(podOf(objects).securityContext.seLinuxOptions).toEqual({ type: 'spc_t' });
    expect(containerOf(objects).securityContext.privileged).toBeUndefined();
    expect(only('SecurityContextConstraints', objects)).toMatchObject({ allowPrivilegedContainer: false, allowHostDirVolumePlugin: true });
    expect(made(chartOf(), { platform: Platform.openShift() }).daemonSet.hostAccess.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  test('positions of the vendor\'s manifest are gone on from, where they are', () => {
    const objects = make({ stateDirectory: HostPath.stateDirectory('filebeat-data').at('/usr/share/filebeat/data') });
    expect(podOf(objects).volumes).toContainEqual({ name: 'state', hostPath: { path: '/var/lib/filebeat-data', type: 'DirectoryOrCreate' } });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/usr/share/filebeat/data', name: 'state' });
  });
});

describe('probes', () => {
  const probe = (props: Props) => containerOf(make(props)).livenessProbe;

  test('ask where it listens: loopback on the host network, else the pod', () => {
    expect(probe({})).toEqual({ httpGet: { host: '127.0.0.1', path: '/', port: 'http' } });
    expect(probe({ hostNetwork: false })).toEqual({ httpGet: { path: '/', port: 'http' } });
    expect(containerOf(make({ hostNetwork: false })).env).toContainEqual({ name: 'LISTEN_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
    expect(containerOf(make({ httpPort: 6066 })).ports).toEqual([{ containerPort: 6066, name: 'http' }]);
  });

  test('are none where the kubelet would get no answer, and no endpoint where nobody asks', () => {
    expect(probe({ hostNetwork: false, listenAddress: ListenAddress.loopback() })).toBeUndefined();
    const without = made(chartOf(), { defaults: all.without('agentProbes') });
    expect(without.configYaml).not.toContain('http.');
    expect(made(chartOf(), { defaults: all.without('agentProbes'), httpPort: 5066 }).configYaml).toContain('http.enabled: true');
  });
});

test('a surge is refused on the host network, where its port is the node\'s, and else not', () => {
  const found = (hostNetwork: boolean) => problems((chart) => made(chart, { hostNetwork, rollout: Rollout.surging(IntOrPercent.percent(10)) })).join();
  expect(found(true)).toContain('[HostPortWithSurge]');
  expect(found(false)).toBe('');
});

describe('as its users set it', () => {
  test('hints of pods to Elastic Cloud, by an API key in a Secret, on workers only', () => {
    const objects = make({
      output: FilebeatOutput.elasticCloud({ cloudId: 'production:ZXUuZXhhbXBsZS5jb20kZXMka2I=', apiKey: SecretKey.of('elastic-cloud', 'api-key') }),
      autodiscover: [FilebeatAutodiscover.hints({ deployment: true })],
      fields: { cluster: 'production-eu' },
      targeting: NodeTargeting.workers(),
      tolerations: Tolerations.none(),
      resources: { memory: { request: Size.mebibytes(200), limit: Size.mebibytes(500) } },
    });
    const text: string = only('ConfigMap', objects).data['filebeat.yml'];
    expect(text).toContain('cloud.id: production:ZXUuZXhhbXBsZS5jb20kZXMka2I=');
    expect(text).toContain('api_key: ${ELASTICSEARCH_API_KEY}');
    expect(text).not.toContain('filebeat.inputs');
    expect(containerOf(objects).env).toContainEqual({ name: 'ELASTICSEARCH_API_KEY', valueFrom: { secretKeyRef: { key: 'api-key', name: 'elastic-cloud' } } });
    expect(podOf(objects).tolerations).toBeUndefined();
  });

  test('JSON of one application to Logstash with mutual TLS, all else as it is, the health checks dropped', () => {
    const objects = make({
      output: FilebeatOutput.logstash({ hosts: ['logstash-0.logging:5044', 'logstash-1.logging:5044'], loadBalance: true, tls: ClientTls.mutual('filebeat-client') }),
      autodiscover: [FilebeatAutodiscover.templates([
        FilebeatTemplate.when(FilebeatCondition.is('kubernetes.labels.app', 'shop'), FilebeatInput.discovered({ parsers: [FilebeatParser.ndjson({ messageKey: 'msg' })] })),
        FilebeatTemplate.when(FilebeatCondition.isNot(FilebeatCondition.is('kubernetes.labels.app', 'shop')), FilebeatInput.discovered()),
      ])],
      processors: [FilebeatProcessor.dropEvent(FilebeatCondition.regexp('message', 'GET /healthz'))],
    });
    const text: string = only('ConfigMap', objects).data['filebeat.yml'];
    expect(text).toContain('output.logstash:');
    expect(text).toContain('ndjson:');
    expect(podOf(objects).volumes).toContainEqual({ name: 'tls-logstash', secret: { secretName: 'filebeat-client' } });
  });

  test('audit logs of the control plane to Kafka, off the host network, with a queue on the node\'s disk', () => {
    const objects = make({
      name: 'audit',
      output: FilebeatOutput.kafka({ hosts: ['kafka-bootstrap.kafka:9093'], topic: 'audit', user: 'audit', password: SecretKey.of('kafka-audit', 'password'), tls: ClientTls.system() }),
      inputs: [FilebeatInput.filestream('kube-apiserver-audit', ['/var/log/kubernetes/audit/*.log'], { parsers: [FilebeatParser.ndjson({ target: 'audit' })], fingerprintLength: 256 })],
      targeting: NodeTargeting.controlPlane(),
      hostNetwork: false,
      diskQueue: Size.gibibytes(2),
    });
    expect(names(objects)).toEqual(['ServiceAccount audit', 'PriorityClass node-agents', 'DaemonSet audit', 'ConfigMap audit-config']);
    expect(podOf(objects)).toMatchObject({ automountServiceAccountToken: false });
    expect(containerOf(objects).name).toBe('filebeat');
    expect(podOf(objects).volumes).toContainEqual({ name: 'state', hostPath: { path: '/var/lib/audit', type: 'DirectoryOrCreate' } });
  });
});
