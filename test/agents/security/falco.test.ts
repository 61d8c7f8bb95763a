import { Duration } from 'cdk8s';
import { differences, explained } from '../../../catalogue/differences';
import * as vendor from '../../../catalogue/vendors/falco';
import {
  AgentDefaults, ClientTls, ConfigFiles, EbpfPrivilege, FalcoArtifacts, FalcoDaemonSet, FalcoDaemonSetProps, FalcoDriver, FalcoOutput, FalcoPlugin, FalcoPriority, HostPath, ImageName,
  Monitor, NodeLabel, NodeTargeting, RuntimeSocket, SecretKey, TargetVersion, Volume, VolumeMount,
} from '../../../src';
import { thrown } from '../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../synth';

const RULE = '- rule: Shell\n  desc: a shell\n  condition: spawned_process\n  output: shell\n  priority: WARNING\n';

function made(props: FalcoDaemonSetProps = {}): Manifest[] {
  return synth((chart) => new FalcoDaemonSet(chart, 'falco', props));
}

/** What Falco is configured with, as far as it is asked. */
function configured(props: FalcoDaemonSetProps): Manifest {
  const { configYaml } = new FalcoDaemonSet(chartOf(), 'falco', props);
  return yaml(configYaml);
}

/** Parsed by the package that the proof reads YAML with. */
function yaml(text: string): Manifest {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('yaml') as { parse(text: string): Manifest }).parse(text);
}

const data = (objects: Manifest[], name: string) => objects.find((one) => one.kind === 'ConfigMap' && one.metadata.name === name)?.data;
const mounts = (objects: Manifest[], container?: string) => containerOf(objects, container).volumeMounts.map((one: Manifest) => one.mountPath);

describe('drivers', () => {
  test('out of the box no container is privileged, nothing is loaded, and it has neither token nor rights', () => {
    const objects = made();
    const all: Manifest[] = [...podOf(objects).containers, ...podOf(objects).initContainers];
    expect(all.map((one) => one.name)).toEqual(['falco', 'falcoctl-artifact-follow', 'falcoctl-artifact-install']);
    expect(all.filter((one) => one.securityContext.privileged === true)).toEqual([]);
    expect(containerOf(objects).securityContext.capabilities).toEqual({ add: ['BPF', 'DAC_OVERRIDE', 'PERFMON', 'SYS_PTRACE', 'SYS_RESOURCE'], drop: ['ALL'] });
    expect(podOf(objects).automountServiceAccountToken).toBe(false);
    expect(objects.filter(({ kind }) => /Role/.test(kind))).toEqual([]);
    expect([podOf(objects).hostNetwork, podOf(objects).hostPID, podOf(objects).hostIPC]).toEqual([undefined, undefined, undefined]);
  });

  test('AppArmor is off by the annotation before Kubernetes 1.30, and by the field from then on', () => {
    expect(only('DaemonSet', made()).spec.template.metadata.annotations).toMatchObject({ 'container.apparmor.security.beta.kubernetes.io/falco': 'unconfined' });
    expect(containerOf(made({ targetVersion: TargetVersion.of('1.30') })).securityContext.appArmorProfile).toEqual({ type: 'Unconfined' });
  });

  test('kmod: a privileged loader before falcoctl, and Falco privileged, since it opens devices', () => {
    const objects = made({ driver: FalcoDriver.kmod({ bufferSizePreset: 5, dropFailedExit: true }) });
    const [loader, install] = podOf(objects).initContainers;
    expect([loader.name, install.name]).toEqual(['falco-driver-loader', 'falcoctl-artifact-install']);
    expect(loader).toMatchObject({ image: 'falcosecurity/falco-driver-loader:0.44.1', args: ['kmod'], securityContext: { privileged: true } });
    expect(loader.env).toContainEqual({ name: 'FALCOCTL_DRIVER_CONFIG_UPDATE_FALCO', value: 'false' });
    expect(mounts(objects, 'falco-driver-loader')).not.toContain('/etc/falco/falco.yaml');
    expect(containerOf(objects).securityContext).toEqual({ privileged: true, runAsUser: 0 });
    expect(mounts(objects)).not.toContain('/sys/kernel');
    expect(yaml(data(objects, 'falco-config')['falco.yaml']).engine).toEqual({ kind: 'kmod', kmod: { buf_size_preset: 5, drop_failed_exit: true } });
  });

  test('auto: the loader reads falco.yaml where it is mounted, and writes its choice where Falco reads it; no rights are needed for that', () => {
    const objects = made({ driver: FalcoDriver.auto() });
    expect(containerOf(objects, 'falco-driver-loader')).toMatchObject({ args: ['auto'], env: expect.not.arrayContaining([expect.objectContaining({ name: 'FALCOCTL_DRIVER_CONFIG_NAMESPACE' })]) });
    const at = (container: string, path: string) => containerOf(objects, container).volumeMounts.find((one: Manifest) => one.mountPath === path);
    expect(at('falco-driver-loader', '/etc/falco/falco.yaml')).toMatchObject({ subPath: 'falco.yaml' });
    expect(at('falco-driver-loader', '/etc/falco/config.d').name).toBe(at('falco', '/etc/falco/config.d').name);
    expect(yaml(data(objects, 'falco-config')['falco.yaml'])).toMatchObject({ engine: { kind: 'modern_ebpf' }, config_files: ['/etc/falco/config.d'] });
    expect(mounts(objects)).toEqual(expect.arrayContaining(['/host/dev', '/sys/module', '/sys/kernel']));
    expect(objects.filter(({ kind }) => /Role/.test(kind))).toEqual([]);
    expect(podOf(objects).automountServiceAccountToken).toBe(false);
  });

  test('modern eBPF with more privilege, and its own settings', () => {
    const driver = FalcoDriver.modernEbpf({ privilege: EbpfPrivilege.SYS_ADMIN, cpusForEachBuffer: 0, bufferSizePreset: 4 });
    expect(containerOf(made({ driver })).securityContext.capabilities.add).toEqual(['DAC_OVERRIDE', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_RESOURCE']);
    expect(configured({ driver }).engine).toEqual({ kind: 'modern_ebpf', modern_ebpf: { buf_size_preset: 4, cpus_for_each_buffer: 0 } });
  });

  test.each([['modern eBPF', FalcoDriver.modernEbpf()], ['kmod', FalcoDriver.kmod()], ['auto', FalcoDriver.auto()]])('%s: whatever it has of the node has a reason and a source', (_, driver) => {
    const { hostAccess } = new FalcoDaemonSet(chartOf(), 'falco', { driver }).daemonSet;
    expect(hostAccess.filter(({ reason, source }) => reason === undefined || source === undefined)).toEqual([]);
  });
});

describe('rules', () => {
  test('of one\'s own are read last, from a ConfigMap whose change rolls the pods', () => {
    const objects = made({ customRules: { 'a.yaml': RULE } });
    expect(data(objects, 'falco-rules')).toEqual({ 'a.yaml': RULE });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/falco/rules.d', name: 'config-1', readOnly: true });
    expect(yaml(data(objects, 'falco-config')['falco.yaml']).rules_files.at(-1)).toBe('/etc/falco/rules.d');
    const annotation = (all: Manifest[]) => only('DaemonSet', all).spec.template.metadata.annotations['checksum/config'];
    expect(annotation(made({ customRules: { 'a.yaml': RULE.replace('WARNING', 'ERROR') } }))).not.toBe(annotation(objects));
    expect(data(made({ customRules: {} }), 'falco-rules')).toBeUndefined();
  });

  test.each([
    ['a rule, with comments and a document\'s beginning', `# ours\n---\n${RULE}\n# end\n`],
    ['a list that stands further in', RULE.split('\n').map((line) => (line === '' ? line : `  ${line}`)).join('\n')],
    ['text over several lines', '- rule: Shell\n  desc: >\n    a shell\n\n    in a container\n  condition: >\n    a and\n    priority: none\n  output: x\n  priority: info\n'],
    ['quoted keys', '- "macro": m\n  "condition": a\n'],
    ['macros and lists', '- macro: m\n  condition: a\n\n- list: l\n  items:\n  - a\n  - b\n'],
    ['a change by override', '- rule: Shell\n  condition: and not x\n  override:\n    condition: append\n'],
    ['a change as of old', '- list: l\n  append: true\n  items: [c]\n- rule: Shell\n  enabled: false\n'],
    ['versions that are required', '- required_engine_version: 0.58.0\n- required_plugin_versions:\n  - name: k8smeta\n    version: 0.4.1\n'],
    ['line ends of Windows', RULE.replace(/\n/g, '\r\n')],
    ['flow style', '[{list: l, items: [a]}]\n'],
  ])('%s are taken', (_, text) => {
    expect(() => made({ customRules: { 'a.yaml': text } })).not.toThrow();
  });

  test.each<[string, string, string, string]>([
    ['a map', 'a.yaml', 'customRules:\n  - rule: x\n', '"a.yaml", line 1: "customRules:" is no entry of a list; begin each rule, macro and list with "- "'],
    ['a key at the margin', 'a.yaml', `${RULE}enabled: true\n`, '"a.yaml", line 6: "enabled: true" is no entry of a list'],
    ['nothing', 'a.yaml', '# nothing\n', '"a.yaml", line 1: there is no rule; write a YAML list'],
    ['tabs', 'a.yaml', '- rule: x\n\tdesc: y\n', '"a.yaml", line 2: a tab stands before the text'],
    ['an entry of no kind', 'a.yaml', '- rules: x\n', '"a.yaml": an entry has ["rules"]; write one of rule, macro, list, required_engine_version, required_plugin_versions'],
    ['a rule that lacks what it must have', 'a.yaml', '- rule: x\n  condition: a\n  priority: INFO\n', '"a.yaml": rule "x" has no desc, output; write it, or say by override'],
    ['a macro without a condition', 'a.yaml', '- macro: m\n', '"a.yaml": macro "m" has no condition'],
    ['an unknown priority', 'a.yaml', RULE.replace('WARNING', 'SEVERE'), '"a.yaml": rule "Shell" has priority "SEVERE"; write one of emergency'],
    ['a file that Falco does not read', 'rules.txt', RULE, 'customRules have a file "rules.txt"; write a name'],
    ['a file that is no key', 'a/b.yaml', RULE, 'customRules have a file "a/b.yaml"'],
  ])('%s is refused', (_, file, text, message) => {
    expect(thrown(() => made({ customRules: { [file]: text } }))).toContain(`[InvalidRules] chart/falco: ${message.startsWith('"') ? 'customRules ' : ''}${message}`);
  });

  test('rules that are no text are refused', () => {
    expect(thrown(() => made({ customRules: { 'a.yaml': [] as never } }))).toContain('[NotText] chart/falco: customRules "a.yaml" is []');
  });
});

describe('artifacts', () => {
  const falcoctl = (artifacts: FalcoArtifacts) => yaml(data(made({ artifacts }), 'falco-falcoctl')['falcoctl.yaml']).artifact;

  test('are installed before Falco starts, and followed while it runs', () => {
    const config = falcoctl(FalcoArtifacts.following({ rules: ['falco-rules:5.0.1'], every: Duration.hours(6) }));
    expect(config.install.refs).toEqual(['falco-rules:5.0.1', 'ghcr.io/falcosecurity/plugins/plugin/container:0.7.1']);
    expect(config.follow).toMatchObject({ every: '21600s', refs: ['falco-rules:5.0.1'], falcoversions: 'http://localhost:8765/versions' });
  });

  test('falcoctl and Falco share what is downloaded', () => {
    const objects = made();
    const volume = (container: string, path: string) => containerOf(objects, container).volumeMounts.find((one: Manifest) => one.mountPath === path).name;
    for (const container of ['falcoctl-artifact-install', 'falcoctl-artifact-follow']) {
      expect(volume(container, '/rulesfiles')).toBe(volume('falco', '/etc/falco'));
      expect(volume(container, '/plugins')).toBe(volume('falco', '/usr/share/falco/plugins'));
    }
  });

  test('installed alone, nothing follows', () => {
    const objects = made({ artifacts: FalcoArtifacts.installed() });
    expect(podOf(objects).containers.map((one: Manifest) => one.name)).toEqual(['falco']);
    expect(falcoctl(FalcoArtifacts.installed()).follow).toBeUndefined();
  });

  test('of the image, nothing is downloaded, and nothing hides what the image has', () => {
    const objects = made({ artifacts: FalcoArtifacts.ofImage() });
    expect(podOf(objects).initContainers).toBeUndefined();
    expect(data(objects, 'falco-falcoctl')).toBeUndefined();
    expect(mounts(objects)).not.toContain('/etc/falco');
    expect(mounts(objects)).not.toContain('/usr/share/falco/plugins');
    expect(podOf(made({ defaults: AgentDefaults.all().without('artifacts') }))).toEqual(podOf(objects));
  });

  test('Falco\'s versions are asked at another port, too', () => {
    expect(yaml(data(made({ port: 9765 }), 'falco-falcoctl')['falcoctl.yaml']).artifact.follow.falcoversions).toBe('http://localhost:9765/versions');
  });

  test('an own account of falcoctl\'s image, and no capability', () => {
    const follow = containerOf(made({ falcoctlImage: ImageName.of('example.com/falcoctl:v1') }), 'falcoctl-artifact-follow');
    expect(follow).toMatchObject({ image: 'example.com/falcoctl:v1', securityContext: { capabilities: { drop: ['ALL'] } } });
    expect(containerOf(made({ defaults: AgentDefaults.all().without('agentSecurity', 'agentResources') }), 'falcoctl-artifact-follow')).not.toHaveProperty('resources');
  });
});

describe('sockets of container runtimes', () => {
  test('are mounted by their directories, and told to Falco without the host root', () => {
    const runtimeSockets = [RuntimeSocket.at('/var/snap/microk8s/common/run/containerd.sock'), RuntimeSocket.docker(), RuntimeSocket.podman()];
    expect(mounts(made({ runtimeSockets }))).toEqual(expect.arrayContaining(['/host/var/snap/microk8s/common/run', '/host/run', '/host/run/podman']));
    expect(configured({ runtimeSockets }).plugins[0].init_config.engines).toEqual({
      containerd: { enabled: false },
      cri: { enabled: true, sockets: ['/var/snap/microk8s/common/run/containerd.sock'] },
      docker: { enabled: true, sockets: ['/run/docker.sock'] },
      podman: { enabled: true, sockets: ['/run/podman/podman.sock'] },
    });
  });

  test('none: nothing of a runtime is mounted', () => {
    expect(mounts(made({ runtimeSockets: [] })).filter((path: string) => path.startsWith('/host/run'))).toEqual([]);
    expect(configured({ runtimeSockets: [] }).plugins[0].init_config.engines.cri).toEqual({ enabled: false });
  });
});

describe('outputs', () => {
  test('what is not asked for is off, stdout when another is asked for as well', () => {
    const { stdout_output, syslog_output, file_output, program_output, http_output } = configured({ outputs: [FalcoOutput.file('/var/log/falco/events.log', { keepAlive: true })] });
    expect(file_output).toEqual({ enabled: true, filename: '/var/log/falco/events.log', keep_alive: true });
    expect([stdout_output, syslog_output, program_output, http_output]).toEqual(Array(4).fill({ enabled: false }));
  });

  test('a program', () => {
    expect(configured({ outputs: [FalcoOutput.program('jq -c . | nc collector 5170'), FalcoOutput.syslog()] }))
      .toMatchObject({ program_output: { enabled: true, keep_alive: false, program: 'jq -c . | nc collector 5170' }, syslog_output: { enabled: true } });
  });

  test('HTTP, with certificates from a Secret', () => {
    const outputs = [FalcoOutput.http('https://alerts.example.com/falco', { tls: ClientTls.mutual('falco-tls'), compress: true, keepAlive: true })];
    expect(configured({ outputs }).http_output).toEqual({
      ca_cert: '/etc/falco/certs/tls-http/ca.crt',
      client_cert: '/etc/falco/certs/tls-http/tls.crt',
      client_key: '/etc/falco/certs/tls-http/tls.key',
      compress_uploads: true,
      enabled: true,
      keep_alive: true,
      mtls: true,
      url: 'https://alerts.example.com/falco',
    });
    expect(mounts(made({ outputs }))).toContain('/etc/falco/certs/tls-http');
    expect(configured({ outputs: [FalcoOutput.http('https://a.example.com', { tls: ClientTls.unverified() })] }).http_output).toMatchObject({ insecure: true });
    expect(configured({ outputs: [FalcoOutput.http('http://a.example.com', { tls: ClientTls.off() })] }).http_output).toEqual({ enabled: true, keep_alive: false, url: 'http://a.example.com' });
  });

  test('HTTP to an address that is a secret: it is in no manifest', () => {
    const objects = made({ outputs: [FalcoOutput.httpToSecret(SecretKey.of('webhook', 'url'))] });
    expect(containerOf(objects).env).toContainEqual({ name: 'FALCO_HTTP_URL', valueFrom: { secretKeyRef: { key: 'url', name: 'webhook' } } });
    expect(yaml(data(objects, 'falco-config')['falco.yaml']).http_output.url).toBe('${FALCO_HTTP_URL}');
  });

  test('Falcosidekick reads JSON', () => {
    const outputs = [FalcoOutput.falcosidekick('http://falcosidekick.falco:2801')];
    expect(configured({ outputs })).toMatchObject({ json_output: true, http_output: { url: 'http://falcosidekick.falco:2801' } });
    expect(configured({})).not.toHaveProperty('json_output');
    expect(configured({ jsonOutput: false }).json_output).toBe(false);
  });

  test.each<[string, () => unknown, string]>([
    ['none', () => made({ outputs: [] }), '[NoOutputs] chart/falco: outputs are [], so that nobody would see an alert'],
    ['one kind twice', () => made({ outputs: [FalcoOutput.http('http://a.example.com'), FalcoOutput.falcosidekick('http://b.example.com')] }), '[OutputTwice] chart/falco: outputs have http_output twice'],
    ['Falcosidekick without JSON', () => made({ jsonOutput: false, outputs: [FalcoOutput.falcosidekick('http://b.example.com')] }), '[SidekickWithoutJson] chart/falco: jsonOutput is false'],
    ['a relative file', () => FalcoOutput.file('events.txt'), '[InvalidPath] FalcoOutput.file: path is "events.txt"'],
    ['no program', () => FalcoOutput.program(' '), '[NoProgram] FalcoOutput.program: command is " "'],
    ['a webhook in a program', () => FalcoOutput.program('curl -d @- https://hooks.slack.com/services/T/B/X'), '[SecretAsText] FalcoOutput.program: command has a secret in it'],
    ['a token in a program', () => FalcoOutput.program('curl -H "Authorization: Bearer abc" https://a.example.com'), '[SecretAsText]'],
    ['a password in an address', () => FalcoOutput.http('https://user:word@a.example.com'), '[SecretAsText] FalcoOutput.http: url has a secret in it, which everybody could read who reads the manifests; write FalcoOutput.httpToSecret('],
    ['no address', () => FalcoOutput.http('alerts.example.com'), '[InvalidUrl] FalcoOutput.http: url is "alerts.example.com"'],
    ['TLS without TLS', () => FalcoOutput.http('http://a.example.com', { tls: ClientTls.system() }), '[TlsWithoutHttps] FalcoOutput.http: tls is given, and url is "http://a.example.com"'],
    ['options that are none', () => FalcoOutput.file('/a', null as never), '[WrongType] FalcoOutput.file: options is null'],
    ['a secret that is none', () => FalcoOutput.httpToSecret('url' as never), '[WrongType] FalcoOutput.httpToSecret: url is "url"'],
  ])('%s is refused', (_, make, message) => {
    expect(thrown(make)).toContain(message);
  });
});

describe('falco.yaml', () => {
  test('is the same text for the same settings, in whatever order they were written', () => {
    const text = (config: { [key: string]: unknown }) => new FalcoDaemonSet(chartOf(), 'falco', { config }).configYaml;
    expect(text({ base_syscalls: { repair: true, all: false }, falco_libs: { thread_table_size: 1 } }))
      .toBe(text({ falco_libs: { thread_table_size: 1 }, base_syscalls: { all: false, repair: true } }));
    const keys = Object.keys(yaml(text({ webserver: { ssl_enabled: true }, aaa: 1 })));
    expect(keys).toEqual([...keys].sort());
  });

  test('what is written in Falco\'s own words goes over all of it: maps by key, null takes away, lists as a whole', () => {
    const config = configured({ config: { webserver: { listen_address: '::' }, append_output: null, rules_files: ['/etc/falco/rules.d'], plugins_hostinfo: true } });
    expect(config.webserver).toMatchObject({ listen_address: '::', listen_port: 8765 });
    expect(config).not.toHaveProperty('append_output');
    expect(config.rules_files).toEqual(['/etc/falco/rules.d']);
    expect(config.plugins_hostinfo).toBe(true);
  });

  test('priority, plugins and port', () => {
    const plugins = [FalcoPlugin.of('k8smeta', { initConfig: { collectorPort: 45000 } }), FalcoPlugin.of('json', { library: '/opt/libjson.so', openParams: 'x' })];
    const config = configured({ minimumPriority: FalcoPriority.WARNING, plugins, port: 9000 });
    expect(config).toMatchObject({ priority: 'warning', load_plugins: ['container', 'k8smeta', 'json'], webserver: { listen_port: 9000 } });
    expect(config.plugins.slice(1)).toEqual([
      { init_config: { collectorPort: 45000 }, library_path: 'libk8smeta.so', name: 'k8smeta' }, { library_path: '/opt/libjson.so', name: 'json', open_params: 'x' },
    ]);
  });

  test('is mounted by hand, and then not made', () => {
    const byHand = VolumeMount.of('/etc/falco/falco.yaml', Volume.configMapNamed('theirs', 'theirs'), { subPath: 'falco.yaml' });
    expect(data(made({ mounts: [byHand] }), 'falco-config')).toBeUndefined();
  });

  test('configuration files of the user\'s own stand beside it', () => {
    expect(names(made({ configFiles: [ConfigFiles.of('/etc/own', { a: 'b' })] })).filter((name) => name.startsWith('ConfigMap')))
      .toEqual(['ConfigMap falco-config', 'ConfigMap falco-falcoctl', 'ConfigMap falco-config-2']);
  });
});

describe('health and metrics', () => {
  test('it is asked at the port that it listens on', () => {
    const falco = containerOf(made({ port: 9000 }));
    expect(falco.ports).toEqual([{ containerPort: 9000, name: 'web' }]);
    for (const probe of [falco.startupProbe, falco.livenessProbe, falco.readinessProbe]) {
      expect(probe.httpGet).toEqual({ path: '/healthz', port: 9000 });
    }
  });

  test('metrics are off, on when asked for, and on with a monitor', () => {
    const isOn = (props: FalcoDaemonSetProps) => [configured(props).webserver.prometheus_metrics_enabled, configured(props).metrics?.enabled];
    expect(isOn({})).toEqual([false, undefined]);
    expect(isOn({ metrics: true })).toEqual([true, true]);
    expect(isOn({ monitor: Monitor.podMonitor() })).toEqual([true, true]);
  });

  test('a ServiceMonitor finds a headless Service, a PodMonitor the pods', () => {
    const objects = made({ monitor: Monitor.serviceMonitor({ labels: { release: 'prometheus' } }) });
    expect(only('Service', objects)).toMatchObject({ metadata: { name: 'falco-metrics' }, spec: { clusterIP: 'None', ports: [{ name: 'web', port: 8765, targetPort: 'web' }] } });
    expect(only('ServiceMonitor', objects).spec.endpoints).toEqual([{ port: 'web' }]);
    expect(names(made({ monitor: Monitor.podMonitor() })).filter((name) => /Service |PodMonitor/.test(name))).toEqual(['PodMonitor falco']);
  });
});

describe('mistakes', () => {
  test.each<[string, () => unknown, string]>([
    ['a monitor of no metrics', () => made({ metrics: false, monitor: Monitor.podMonitor() }), '[MonitorWithoutMetrics] chart/falco: monitor is given and metrics is false'],
    ['a loader\'s image for modern eBPF', () => made({ driverLoaderImage: ImageName.of('example.com/loader:v1') }), '[LoaderWithoutModule] chart/falco: driverLoaderImage is given, and modern eBPF loads nothing'],
    ['a plugin twice', () => made({ plugins: [FalcoPlugin.of('json'), FalcoPlugin.of('json')] }), '[PluginTwice] chart/falco: plugins have "json" twice'],
    ['the container plugin', () => FalcoPlugin.of('container'), '[InvalidPlugin] FalcoPlugin.of: name is "container"'],
    ['a secret in the configuration', () => made({ config: { http_output: { url: 'https://a:b@example.com' } } }), '[SecretAsText] chart/falco: config has a secret in it'],
    ['a port that is none', () => made({ port: 0 }), '[InvalidPort] chart/falco: port is 0'],
    ['a priority that is none', () => made({ minimumPriority: 'severe' as never }), '[UnknownValue] chart/falco: minimumPriority is "severe"'],
    ['an artifact without a version', () => FalcoArtifacts.installed({ rules: ['falco-rules'] }), '[InvalidArtifact] FalcoArtifacts.installed: artifact is "falco-rules"'],
    ['following nothing', () => FalcoArtifacts.following({ rules: [] }), '[InvalidArtifact] FalcoArtifacts.following: rules are []'],
    ['following all the time', () => FalcoArtifacts.following({ every: Duration.seconds(0) }), '[InvalidArtifact] FalcoArtifacts.following: every is 0 s'],
    ['a buffer of no size', () => FalcoDriver.modernEbpf({ bufferSizePreset: 11 }), '[InvalidNumber] FalcoDriver.modernEbpf: bufferSizePreset is 11; write a whole number from 1 to 10'],
    ['a driver by its name', () => made({ driver: 'kmod' as never }), '[WrongType] chart/falco: driver is "kmod"; write a value of FalcoDriver'],
    ['an unknown default', () => made({ defaults: AgentDefaults.all().without('rules') }), '[UnknownDefault]'],
  ])('%s', (_, make, message) => {
    expect(thrown(make)).toContain(message);
  });
});

describe('as users of Falco have it', () => {
  test('alerts of a team by Falcosidekick, its own rules, Prometheus, less noise', () => {
    const objects = made({
      customRules: { 'team.yaml': RULE },
      outputs: [FalcoOutput.stdout(), FalcoOutput.falcosidekick('http://falcosidekick.falco:2801')],
      minimumPriority: FalcoPriority.NOTICE,
      monitor: Monitor.serviceMonitor(),
    });
    expect(yaml(data(objects, 'falco-config')['falco.yaml'])).toMatchObject({
      json_output: true, priority: 'notice', stdout_output: { enabled: true }, http_output: { enabled: true }, webserver: { prometheus_metrics_enabled: true },
    });
    expect(data(objects, 'falco-rules')).toHaveProperty(['team.yaml']);
  });

  test('nodes of several ages: each its driver, in one cluster, by two of them', () => {
    const objects = synth((chart) => {
      new FalcoDaemonSet(chart, 'new', { targeting: NodeTargeting.matching(NodeLabel.is('kernel', 'new')) });
      new FalcoDaemonSet(chart, 'old', { name: 'falco-old', driver: FalcoDriver.kmod(), targeting: NodeTargeting.matching(NodeLabel.is('kernel', 'old')) });
    });
    expect(names(objects).filter((name) => name.startsWith('DaemonSet'))).toEqual(['DaemonSet falco', 'DaemonSet falco-old']);
    expect(names(objects).filter((name) => name.startsWith('ConfigMap'))).toEqual(['ConfigMap falco-config', 'ConfigMap falco-falcoctl', 'ConfigMap falco-old-config', 'ConfigMap falco-old-falcoctl']);
  });

  test('without a way out: own registry, rules of the image, alerts in a file of the node, microk8s', () => {
    const objects = made({
      image: ImageName.of('registry.internal/falco:0.44.1'),
      artifacts: FalcoArtifacts.ofImage(),
      runtimeSockets: [RuntimeSocket.at('/var/snap/microk8s/common/run/containerd.sock')],
      outputs: [FalcoOutput.file('/var/log/falco/events.json')],
      jsonOutput: true,
      hostPaths: [HostPath.of('/var/log/falco').writable('alerts are kept there for the log agent')],
    });
    expect(podOf(objects).containers.map((one: Manifest) => one.image)).toEqual(['registry.internal/falco:0.44.1']);
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/var/log/falco', name: 'var-log-falco' });
    expect(yaml(data(objects, 'falco-config')['falco.yaml'])).toMatchObject({ json_output: true, file_output: { filename: '/var/log/falco/events.json' }, stdout_output: { enabled: false } });
  });
});

test('each difference from the vendor\'s deployment has its reason, and each reason a difference', () => {
  const groups = explained(differences(vendor.CHART, vendor.asCompared(made())), vendor.REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([reason, found]) => reason !== undefined && found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

