import { Size } from 'cdk8s';
import { parse } from 'yaml';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/sysdig-agent';
import {
  ClientTls, ImageName, ImagePullPolicy, Platform, SecretKey, SysdigAgentDaemonSet, SysdigAgentDaemonSetProps, SysdigDriver, SysdigRegion, SysdigShield, TargetVersion,
  Volume, VolumeMount,
} from '../../../../src';
import { chartOf, containerOf, Manifest, names, only, podOf, problems, synth } from '../../synth';

type Props = Partial<SysdigAgentDaemonSetProps>;
const made = (chart: Parameters<Parameters<typeof synth>[0]>[0], props: Props) => new SysdigAgentDaemonSet(chart, 'sysdig', {
  accessKey: SecretKey.of('sysdig', 'key'), region: SysdigRegion.US1, clusterName: 'c1', ...props,
});
const make = (props: Props = {}) => synth((chart) => made(chart, props));
const access = (props: Props, container?: string) => made(chartOf(), props).daemonSet.hostAccess
  .filter((one) => container === undefined || one.container === container).map(({ what }) => what);
const dragent = (props: Props) => parse(made(chartOf(), props).dragentYaml) as Manifest;
const env = (props: Props, container?: string): { [name: string]: unknown } => Object.fromEntries(
  (containerOf(make(props), container).env ?? []).map((one: Manifest) => [one.name, one.value ?? one.valueFrom]));
const rules = (kind: string, props: Props) => only(kind, make(props)).rules.flatMap((rule: Manifest) => rule.resources ?? rule.nonResourceURLs);

const UNIVERSAL = SysdigDriver.universalEbpf();
const LEGACY = SysdigDriver.legacyEbpf();

test('needs access key, region and the cluster\'s name', () => {
  expect(names(make())).toEqual([
    'ServiceAccount sysdig-agent', 'PriorityClass node-agents', 'DaemonSet sysdig-agent', 'ConfigMap sysdig-agent-config', 'ClusterRole agents:sysdig-agent',
    'ClusterRoleBinding agents:sysdig-agent', 'Role sysdig-agent', 'RoleBinding sysdig-agent',
  ]);
});

test('differs from Sysdig\'s chart exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make())), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

describe('the access key', () => {
  test('is a file of the Secret, by the name that the agent looks for, and nowhere else', () => {
    const objects = make();
    expect(podOf(objects).volumes).toContainEqual({ name: 'sysdig-agent-secrets', secret: { items: [{ key: 'key', path: 'access-key' }], secretName: 'sysdig' } });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/opt/draios/etc/kubernetes/secrets', name: 'sysdig-agent-secrets', readOnly: true });
    expect(objects.some(({ kind }) => kind === 'Secret')).toBe(false);
    expect(Object.keys(env({}))).toEqual(['NODE_NAME', 'K8S_NODE']);
  });
});

describe('each driver has what it needs, and no more', () => {
  const paths = (driver: SysdigDriver, container: string) => access({ driver }, container).filter((what) => /^(reads|writes)/.test(what));

  test('the kernel module: a privileged init container that only reads files, and a privileged agent', () => {
    expect(access({}, 'sysdig-agent-kmodule')).toEqual([
      'privileged', 'user 0', 'reads /etc/modprobe.d', 'reads /boot', 'reads /etc', 'reads /lib/modules', 'reads /usr',
    ]);
    expect(access({}, 'sysdig').filter((what) => !/^(reads|writes)/.test(what))).toEqual(['privileged', 'user 0']);
    expect(paths(SysdigDriver.kernelModule(), 'sysdig')).toContain('writes /dev');
    expect(env({}, 'sysdig-agent-kmodule')).not.toHaveProperty('SYSDIG_AGENT_DRIVER');
  });

  test('legacy eBPF: the init container stays, the agent has eight capabilities', () => {
    expect(paths(LEGACY, 'sysdig-agent-kmodule')).toContain('reads /sys/kernel/debug');
    expect(paths(LEGACY, 'sysdig')).toEqual(expect.arrayContaining(['writes /dev', 'reads /sys/kernel/debug']));
    for (const container of ['sysdig', 'sysdig-agent-kmodule']) {
      expect(env({ driver: LEGACY }, container)).toMatchObject({ SYSDIG_AGENT_DRIVER: 'legacy_ebpf', SYSDIG_BPF_PROBE: '' });
      expect(containerOf(make({ driver: LEGACY }), container).volumeMounts).toContainEqual({ mountPath: '/root/.sysdig', name: 'bpf-probes' });
    }
    expect(containerOf(make({ driver: LEGACY }), 'sysdig').securityContext.privileged).toBeUndefined();
  });

  test('universal eBPF: no init container, nothing privileged, devices read-only', () => {
    const objects = synth((chart) => made(chart, { driver: UNIVERSAL, targetVersion: TargetVersion.of('1.30') }));
    expect(podOf(objects).initContainers).toBeUndefined();
    expect(containerOf(objects).securityContext).toEqual({
      appArmorProfile: { type: 'Unconfined' },
      capabilities: { add: ['SYS_ADMIN', 'SYS_RESOURCE', 'SYS_PTRACE', 'SYS_CHROOT', 'DAC_READ_SEARCH', 'KILL', 'SETUID', 'SETGID'], drop: ['ALL'] },
      runAsGroup: 0,
      runAsUser: 0,
      seccompProfile: { type: 'Unconfined' },
    });
    expect(env({ driver: UNIVERSAL })).toMatchObject({ SYSDIG_AGENT_DRIVER: 'universal_ebpf' });
    expect(env({ driver: UNIVERSAL })).not.toHaveProperty('SYSDIG_BPF_PROBE');
    expect(paths(UNIVERSAL, 'sysdig')).toEqual(expect.arrayContaining(['reads /dev', 'reads /sys/kernel/debug']));
    expect(podOf(objects).volumes).toContainEqual({ name: 'bpf-probes', emptyDir: {} });
  });

  test('eBPF is privileged when asked for, and then has no list of capabilities', () => {
    const { securityContext } = containerOf(make({ driver: SysdigDriver.universalEbpf({ privileged: true }) }));
    expect(securityContext).toEqual({ privileged: true, readOnlyRootFilesystem: false, runAsGroup: 0, runAsUser: 0 });
  });

  test('its image and resources can be others', () => {
    const props: Props = { driverImage: ImageName.of('example.com/kmodule:1'), driverResources: { memory: { limit: Size.gibibytes(1) } }, imagePullPolicy: ImagePullPolicy.ALWAYS };
    expect(containerOf(make(props), 'sysdig-agent-kmodule')).toMatchObject({ image: 'example.com/kmodule:1', imagePullPolicy: 'Always', resources: { limits: { memory: '1Gi' } } });
  });
});

describe('dragent.yaml', () => {
  test('says where to send, which cluster it is, and that rules are applied', () => {
    expect(dragent({})).toEqual({
      new_k8s: true,
      k8s_cluster_name: 'c1',
      collector: 'collector.sysdigcloud.com',
      sysdig_api_endpoint: 'secure.sysdig.com',
      security: { enabled: true, k8s_audit_server_enabled: false },
    });
  });

  test.each<[string, SysdigRegion, string, string]>([
    ['US2', SysdigRegion.US2, 'ingest-us2.app.sysdig.com', 'us2.app.sysdig.com'],
    ['US3', SysdigRegion.US3, 'ingest.us3.sysdig.com', 'app.us3.sysdig.com'],
    ['US4', SysdigRegion.US4, 'ingest.us4.sysdig.com', 'app.us4.sysdig.com'],
    ['EU1', SysdigRegion.EU1, 'ingest-eu1.app.sysdig.com', 'eu1.app.sysdig.com'],
    ['AU1', SysdigRegion.AU1, 'ingest.au1.sysdig.com', 'app.au1.sysdig.com'],
    ['IN1', SysdigRegion.IN1, 'ingest.in1.sysdig.com', 'app.in1.sysdig.com'],
    ['ME2', SysdigRegion.ME2, 'ingest.me2.sysdig.com', 'app.me2.sysdig.com'],
  ])('%s', (_, region, collector, api) => {
    expect(dragent({ region })).toMatchObject({ collector, sysdig_api_endpoint: api });
  });

  test('a backend of one\'s own, with a certificate authority from a Secret', () => {
    const props: Props = { region: SysdigRegion.custom({ collector: 'sysdig.example.com', collectorPort: 6666 }), tls: ClientTls.trusting(SecretKey.of('ca', 'root.pem')) };
    expect(dragent(props)).toMatchObject({
      collector: 'sysdig.example.com', collector_port: 6666, ssl: true, ssl_verify_certificate: true, ca_certificate: 'certificates/tls-collector/ca.crt',
    });
    expect(dragent(props)).not.toHaveProperty('sysdig_api_endpoint');
    expect(containerOf(make(props)).volumeMounts).toContainEqual({ mountPath: '/opt/draios/certificates/tls-collector', name: 'tls-collector', readOnly: true });
    expect(dragent({ tls: ClientTls.unverified() })).toMatchObject({ ssl: true, ssl_verify_certificate: false });
    expect(dragent({ tls: ClientTls.off() })).toMatchObject({ ssl: false });
  });

  test('tags, captures, rules off', () => {
    expect(dragent({ tags: { team: 'a', tier: 'b' }, captures: false, secure: false })).toMatchObject({
      tags: 'team:a,tier:b', sysdig_capture_enabled: false, security: { enabled: false },
    });
  });

  test('a proxy, for the agent and for who fetches drivers', () => {
    const proxy = { host: 'proxy.example.com', port: 3128, noProxy: ['10.0.0.0/8', '.svc'] };
    expect(dragent({ proxy })).toMatchObject({ http_proxy: { proxy_host: 'proxy.example.com', proxy_port: 3128 } });
    expect(env({ proxy }, 'sysdig-agent-kmodule')).toMatchObject({
      http_proxy: 'http://proxy.example.com:3128', https_proxy: 'http://proxy.example.com:3128', no_proxy: '10.0.0.0/8,.svc',
    });
  });

  test('its own words go over all of it: merged, taken away, replaced', () => {
    const settings = { new_k8s: null, security: { memdump: { enabled: true } }, log: { file_priority: 'error' }, collector: 'other' };
    expect(dragent({ settings })).toEqual({
      k8s_cluster_name: 'c1',
      collector: 'other',
      sysdig_api_endpoint: 'secure.sysdig.com',
      security: { enabled: true, k8s_audit_server_enabled: false, memdump: { enabled: true } },
      log: { file_priority: 'error' },
    });
  });

  test('is a ConfigMap whose change rolls the pods, and one\'s own where one is mounted by hand', () => {
    const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
    expect(checksum({})).not.toBe(checksum({ captures: false }));
    const objects = make({ mounts: [VolumeMount.of('/opt/draios/etc/kubernetes/config/', Volume.configMapNamed('own', 'own'))] });
    expect(objects.filter(({ kind }) => kind === 'ConfigMap')).toEqual([]);
  });
});

describe('the API server\'s audit log', () => {
  test('is taken in when asked for: a port of the node, and a Service to the agent of the same node', () => {
    const props: Props = { auditServerPort: 7765 };
    expect(dragent(props).security).toEqual({ enabled: true, k8s_audit_server_enabled: true, k8s_audit_server_port: 7765, k8s_audit_server_url: '0.0.0.0' });
    expect(only('Service', make(props)).spec).toMatchObject({ internalTrafficPolicy: 'Local', ports: [{ name: 'k8s-audit', port: 7765 }] });
    expect(access(props)).toContain('port 7765');
  });
});

describe('its health', () => {
  test('is asked on loopback of the node, and by its file where the pod has a network of its own', () => {
    expect(containerOf(make()).readinessProbe).toEqual({
      failureThreshold: 9, httpGet: { host: '127.0.0.1', path: '/healthz', port: 24483 }, initialDelaySeconds: 90, periodSeconds: 10,
    });
    expect(containerOf(make()).livenessProbe).toBeUndefined();
    expect(containerOf(make({ hostNetwork: false })).readinessProbe.exec).toEqual({ command: ['test', '-e', '/opt/draios/logs/running'] });
  });
});

describe('rights', () => {
  test('reads, and events; leases in its own namespace', () => {
    const verbs = only('ClusterRole', make()).rules.flatMap((rule: Manifest) => rule.verbs);
    expect([...new Set(verbs)].sort()).toEqual(['create', 'get', 'list', 'patch', 'watch']);
    expect(rules('ClusterRole', {})).toEqual(expect.arrayContaining(['nodes/proxy', 'nodes/metrics', '/metrics']));
    expect(rules('ClusterRole', {})).not.toContain('secrets');
    expect(only('Role', make()).rules).toEqual([{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'list', 'update', 'watch'] }]);
  });

  test('in a namespace of its own name, the ClusterRole has that name', () => {
    expect(only('ClusterRole', make({ namespace: 'sysdig-agent' })).metadata.name).toBe('sysdig-agent');
  });
});

describe('the Host Shield', () => {
  const shield = SysdigShield.host();

  test('is the same program with settings of its own, every feature off', () => {
    const objects = make({ shield });
    expect(podOf(objects).containers.map((one: Manifest) => one.name)).toEqual(['sysdig-host-shield']);
    expect(podOf(objects).initContainers.map((one: Manifest) => one.name)).toEqual(['sysdig-host-shield-kmodule']);
    expect(podOf(objects).terminationGracePeriodSeconds).toBeUndefined();
    const { data } = only('ConfigMap', objects);
    expect(Object.keys(data).sort()).toEqual(['dragent.yaml', 'host-shield.yaml']);
    expect(data['host-shield.yaml']).not.toContain('true');
    expect(dragent({ shield })).toMatchObject({ feature: { mode: 'secure_light' }, k8s_cluster_name: 'c1', prometheus: { enabled: false }, sysdig_capture_enabled: false });
    expect(dragent({ shield })).not.toHaveProperty('new_k8s');
    expect(env({ shield })).toMatchObject({ K8S_NODE_NAME: { fieldRef: { fieldPath: 'spec.nodeName' } }, KUBE_POD_NAME: { fieldRef: { fieldPath: 'metadata.name' } } });
  });

  test('asks for less of the cluster', () => {
    expect(rules('ClusterRole', { shield })).not.toContain('nodes/proxy');
    expect(only('Role', make({ shield })).rules[0].verbs).toContain('delete');
  });

  test('features are on by name, and its own words go over them', () => {
    const on = SysdigShield.host({
      fileIntegrityMonitoring: true,
      mlPolicies: true,
      hostPosture: true,
      rapidResponse: true,
      responseActions: true,
      hostVulnerabilities: true,
      containerVulnerabilities: true,
      config: { features: { detections: { drift_control: { enabled: true } } } },
    });
    expect(parse(only('ConfigMap', make({ shield: on })).data['host-shield.yaml'])).toEqual({
      features: {
        detections: { file_integrity_monitoring: { enabled: true }, ml_policies: { enabled: true }, drift_control: { enabled: true } },
        posture: { host_posture: { enabled: true } },
        respond: { rapid_response: { enabled: true }, response_actions: { enabled: true } },
        vulnerability_management: { container_vulnerability_management: { enabled: true }, host_vulnerability_management: { enabled: true } },
      },
    });
  });

  test('host posture without privileges takes two more capabilities', () => {
    const posture = SysdigShield.host({ hostPosture: true });
    expect(access({ shield: posture, driver: UNIVERSAL })).toEqual(expect.arrayContaining(['capability AUDIT_READ', 'capability NET_ADMIN']));
    expect(access({ shield, driver: UNIVERSAL })).not.toContain('capability NET_ADMIN');
  });
});

describe('OpenShift: the constraints cannot drift from the pods', () => {
  const constraints = (driver: SysdigDriver) => only('SecurityContextConstraints', make({ driver, platform: Platform.openShift() }));

  test('privileged with a module, and not with universal eBPF', () => {
    expect(constraints(SysdigDriver.kernelModule())).toMatchObject({
      allowPrivilegedContainer: true, allowHostPID: true, allowHostNetwork: true, allowedCapabilities: [],
    });
    expect(constraints(UNIVERSAL)).toMatchObject({
      allowPrivilegedContainer: false,
      allowedCapabilities: ['DAC_READ_SEARCH', 'KILL', 'SETGID', 'SETUID', 'SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE', 'SYS_RESOURCE'],
      seccompProfiles: ['unconfined'],
      users: ['system:serviceaccount:agents:sysdig-agent'],
      volumes: ['configMap', 'downwardAPI', 'emptyDir', 'hostPath', 'projected', 'secret'],
    });
  });
});

describe('whatever it has of the node has a reason', () => {
  test.each<[string, Props]>([
    ['the kernel module', {}],
    ['legacy eBPF', { driver: LEGACY }],
    ['legacy eBPF, privileged', { driver: SysdigDriver.legacyEbpf({ privileged: true }) }],
    ['universal eBPF', { driver: UNIVERSAL }],
    ['the shield', { shield: SysdigShield.host({ hostPosture: true }), driver: UNIVERSAL }],
    ['the audit log', { auditServerPort: 7765 }],
    ['OpenShift', { platform: Platform.openShift(), driver: UNIVERSAL }],
  ])('%s', (_, props) => {
    const found = made(chartOf(), props).daemonSet.hostAccess;
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter(({ reason }) => reason === undefined)).toEqual([]);
    expect(problems((chart) => made(chart, props))).toEqual([]);
  });
});
