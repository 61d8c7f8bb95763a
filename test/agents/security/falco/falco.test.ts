import { Duration } from 'cdk8s';
import { RULE, made, configured, yaml, data, mounts } from './setup';
import { differences, explained } from '../../../../catalogue/differences';
import * as vendor from '../../../../catalogue/vendors/falco';
import {
  AgentDefaults, EbpfPrivilege, FalcoArtifacts, FalcoDaemonSet, FalcoDriver, FalcoOutput, FalcoPriority, HostPath, ImageName, Monitor, NodeLabel,
  NodeTargeting, RuntimeSocket, TargetVersion,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

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
