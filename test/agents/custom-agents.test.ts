import { readFileSync, readdirSync } from 'fs';
import { join, resolve } from 'path';
import { App, Chart, Testing } from 'cdk8s';
import { Manifest, only } from './synth';
import { differences } from '../../catalogue/differences';
import { MadeAgent } from '../../catalogue/entry';
import { CiliumAgent } from '../../examples/custom-agents/cilium-agent';
import { DevicePlugin } from '../../examples/custom-agents/device-plugin';
import { EbsCsiNode } from '../../examples/custom-agents/ebs-csi-node';
import { Multus } from '../../examples/custom-agents/multus';
import { ClusterScope, TargetVersion } from '../../src';

const ROOT = resolve(__dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/custom-agents');

function build(make: (chart: Chart) => MadeAgent): { agent: MadeAgent; objects: Manifest[] } {
  const app = new App();
  ClusterScope.declare(app, { targetVersion: TargetVersion.of('1.34') });
  const chart = new Chart(app, 'chart', { namespace: 'kube-system' });
  const agent = make(chart);
  return { agent, objects: Testing.synth(chart) };
}

/** What the vendor's own manifest says, as it was rendered. */
function vendor(name: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, 'catalogue/facts', `${name}.json`), 'utf8'));
}

/** Path → theirs and ours, of everything in which the DaemonSet is not the vendor's. */
function unlike(name: string, objects: Manifest[]): { [path: string]: [unknown, unknown] } {
  const { updateStrategy, revisionHistoryLimit, template } = only('DaemonSet', objects).spec;
  const found = differences(vendor(name).DaemonSet, { updateStrategy, revisionHistoryLimit, pod: template.spec });
  return Object.fromEntries(found.map(({ path, theirs, ours }) => [path, [theirs, ours]]));
}

/** What the defaults of the base add to every container that does not say it. */
function added(container: string, fields: 'all' | 'escalation may be' = 'all'): { [path: string]: [unknown, unknown] } {
  return {
    [`${container}.env[NODE_NAME].name`]: [undefined, 'NODE_NAME'],
    [`${container}.env[NODE_NAME].valueFrom.fieldRef.fieldPath`]: [undefined, 'spec.nodeName'],
    ...(fields === 'all' ? { [`${container}.securityContext.allowPrivilegeEscalation`]: [undefined, false] } : {}),
  };
}

const SECCOMP = { 'pod.securityContext.seccompProfile.type': [undefined, 'RuntimeDefault'] };
const TENTH = { 'updateStrategy.rollingUpdate.maxUnavailable': [undefined, '10%'] };
const LINUX = { 'pod.nodeSelector.kubernetes.io/os': [undefined, 'linux'] };
const TOKEN = { 'pod.automountServiceAccountToken': [undefined, true] };

describe('a device plugin', () => {
  const { objects } = build((chart) => new DevicePlugin(chart, 'agent'));

  test('is NVIDIA\'s, but for what the base adds to every agent', () => {
    expect(unlike('nvidia-device-plugin', objects)).toEqual({
      ...added('pod.containers[nvidia-device-plugin-ctr]', 'escalation may be'),
      ...SECCOMP,
      ...TENTH,
      ...LINUX,
      ...TOKEN,
      'pod.serviceAccountName': ['nvdp-nvidia-device-plugin-service-account', 'nvidia-device-plugin'],
      // The alternatives are the same, each in its place of a fixed order.
      'pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms': expect.anything(),
    });
  });

  test('stands on nodes that any of three discoveries found a GPU on', () => {
    const terms = only('DaemonSet', objects).spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    const theirs = vendor('nvidia-device-plugin').DaemonSet.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    expect(terms).toHaveLength(3);
    expect(terms).toEqual(expect.arrayContaining(theirs));
  });

  test('may read nodes', () => {
    expect(only('ClusterRole', objects).rules).toEqual(vendor('nvidia-device-plugin').rules);
  });
});

describe('a CSI node driver', () => {
  const { objects } = build((chart) => new EbsCsiNode(chart, 'agent'));

  test('is EBS\' own, but for what the base adds to every agent', () => {
    expect(unlike('aws-ebs-csi-node', objects)).toEqual({
      ...added('pod.containers[ebs-plugin]', 'escalation may be'),
      ...added('pod.containers[node-driver-registrar]', 'escalation may be'),
      ...added('pod.containers[liveness-probe]', 'escalation may be'),
      ...SECCOMP,
      ...TOKEN,
      // The same values, in the order of the alphabet.
      'pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms': [
        [{ matchExpressions: [{ key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['fargate', 'auto', 'hybrid'] }] }],
        [{ matchExpressions: [{ key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['auto', 'fargate', 'hybrid'] }] }],
      ],
      // The same directories, without the slash at their ends.
      'pod.volumes[plugin-dir].hostPath.path': ['/var/lib/kubelet/plugins/ebs.csi.aws.com/', '/var/lib/kubelet/plugins/ebs.csi.aws.com'],
      'pod.volumes[registration-dir].hostPath.path': ['/var/lib/kubelet/plugins_registry/', '/var/lib/kubelet/plugins_registry'],
      'pod.containers[node-driver-registrar].volumeMounts[/var/lib/kubelet/plugins/ebs.csi.aws.com].mountPath':
        ['/var/lib/kubelet/plugins/ebs.csi.aws.com/', '/var/lib/kubelet/plugins/ebs.csi.aws.com'],
    });
  });

  test('registers with the kubelet: registrar and kubelet mean one socket, each by the path that it sees', () => {
    const { containers, volumes } = only('DaemonSet', objects).spec.template.spec;
    const registrar = containers.find((container: Manifest) => container.name === 'node-driver-registrar');
    const env = Object.fromEntries(registrar.env.map(({ name, value }: Manifest) => [name, value]));
    const mountOf = (path: string) => registrar.volumeMounts.find((mount: Manifest) => mount.mountPath === path).name;
    const pathOf = (name: string) => volumes.find((volume: Manifest) => volume.name === name).hostPath.path;
    expect(env.DRIVER_REG_SOCK_PATH).toBe(env.ADDRESS.replace('/csi', pathOf(mountOf('/csi'))));
    expect(pathOf(mountOf('/registration'))).toBe('/var/lib/kubelet/plugins_registry');
  });

  test('another kubelet directory reaches everything that means it', () => {
    const elsewhere = build((chart) => new EbsCsiNode(chart, 'agent', { kubeletDirectory: '/var/lib/k0s/kubelet' })).objects;
    const yaml = JSON.stringify(elsewhere);
    expect(yaml).not.toContain('/var/lib/kubelet');
    expect(yaml.match(/\/var\/lib\/k0s\/kubelet/g)!.length).toBe(JSON.stringify(objects).match(/\/var\/lib\/kubelet/g)!.length);
  });

  test('mounts for the node to see, privileged, as only that container is', () => {
    const { containers } = only('DaemonSet', objects).spec.template.spec;
    expect(containers.filter((container: Manifest) => container.securityContext.privileged === true).map((container: Manifest) => container.name)).toEqual(['ebs-plugin']);
    expect(containers[0].volumeMounts).toContainEqual({ mountPath: '/var/lib/kubelet', mountPropagation: 'Bidirectional', name: 'kubelet-dir' });
  });

  test('has the driver\'s rights, and its CSIDriver', () => {
    expect(only('CSIDriver', objects).spec).toEqual(vendor('aws-ebs-csi-node').CSIDriver);
    const allowed = (rules: Manifest[]) => rules.flatMap((rule) => rule.resources.flatMap((resource: string) => rule.verbs.map((verb: string) => `${verb} ${resource}`))).sort();
    expect(allowed(only('ClusterRole', objects).rules)).toEqual(allowed(vendor('aws-ebs-csi-node').rules));
  });
});

describe('a network agent with six init containers', () => {
  const { objects } = build((chart) => new CiliumAgent(chart, 'agent'));
  const INITS = ['config', 'mount-cgroup', 'apply-sysctl-overwrites', 'mount-bpf-fs', 'clean-cilium-state', 'install-cni-binaries'];

  test('is Cilium\'s, but for what the base adds to every agent', () => {
    // Programs that may have SYS_ADMIN, or are privileged, must be able to get more rights than they start with.
    const mayEscalate = ['mount-cgroup', 'apply-sysctl-overwrites', 'mount-bpf-fs', 'clean-cilium-state'];
    const inits = INITS.map((name) => added(`pod.initContainers[${name}]`, mayEscalate.includes(name) ? 'escalation may be' : 'all'));
    expect(unlike('cilium', objects)).toEqual({
      ...Object.assign({}, ...inits),
      ...added('pod.containers[cilium-agent]', 'escalation may be'),
      // A DaemonSet has one pod on a node anyway.
      'pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution': [expect.anything(), undefined],
      // Scripts of our own, with the same programs.
      'pod.initContainers[mount-cgroup].command': [undefined, expect.anything()],
      'pod.initContainers[apply-sysctl-overwrites].command': [undefined, expect.anything()],
      // The same keys at the same paths, in the order of the keys.
      'pod.volumes[clustermesh-secrets].projected.sources': expect.anything(),
      'pod.volumes[hubble-tls].projected.sources': expect.anything(),
    });
  });

  test('its init containers run in Cilium\'s order', () => {
    expect(only('DaemonSet', objects).spec.template.spec.initContainers.map((container: Manifest) => container.name)).toEqual(INITS);
  });

  test('keys of its certificates are Cilium\'s', () => {
    const sorted = (volumes: Manifest[]) => ['clustermesh-secrets', 'hubble-tls'].map((name) => volumes.find((volume) => volume.name === name).projected.sources
      .map(({ secret }: Manifest) => ({ ...secret, items: [...secret.items ?? []].sort((a, b) => (a.key < b.key ? -1 : 1)) })));
    expect(sorted(only('DaemonSet', objects).spec.template.spec.volumes)).toEqual(sorted(vendor('cilium').DaemonSet.pod.volumes));
  });

  test('helpers are copied to the node, run in its namespaces, and removed', () => {
    const script = (name: string) => only('DaemonSet', objects).spec.template.spec.initContainers.find((container: Manifest) => container.name === name).command;
    expect(script('mount-cgroup')).toEqual(['bash', '-ec', 'cp /usr/bin/cilium-mount /hostbin/cilium-mount'
      + ' && nsenter --cgroup=/hostproc/1/ns/cgroup --mount=/hostproc/1/ns/mnt "$BIN_PATH/cilium-mount" "$CGROUP_ROOT" && rm /hostbin/cilium-mount']);
    expect(script('apply-sysctl-overwrites')).toEqual(['bash', '-ec', 'cp /usr/bin/cilium-sysctlfix /hostbin/cilium-sysctlfix'
      + ' && nsenter --mount=/hostproc/1/ns/mnt "$BIN_PATH/cilium-sysctlfix" && rm /hostbin/cilium-sysctlfix']);
  });

  test('has the rights of Cilium\'s agent', () => {
    expect(only('ClusterRole', objects).rules).toEqual(vendor('cilium').rules);
  });
});

describe('Multus', () => {
  const { objects } = build((chart) => new Multus(chart, 'agent'));

  test('is its project\'s, but for what the base adds to every agent, and for memory', () => {
    expect(unlike('multus', objects)).toEqual({
      ...added('pod.initContainers[install-multus-binary]', 'escalation may be'),
      ...added('pod.containers[kube-multus]', 'escalation may be'),
      ...SECCOMP,
      ...TENTH,
      ...LINUX,
      ...TOKEN,
      'pod.containers[kube-multus].imagePullPolicy': [undefined, 'IfNotPresent'],
      'pod.initContainers[install-multus-binary].imagePullPolicy': [undefined, 'IfNotPresent'],
      // Both effects, in a fixed order.
      'pod.tolerations': expect.anything(),
      // 50Mi is too little when many pods start at once, and a first container without limits makes the pod one that is ended early.
      'pod.containers[kube-multus].resources.limits.memory': ['50Mi', '100Mi'],
      'pod.containers[kube-multus].resources.requests.memory': ['50Mi', '100Mi'],
      'pod.initContainers[install-multus-binary].resources.limits.cpu': [undefined, '100m'],
      'pod.initContainers[install-multus-binary].resources.limits.memory': [undefined, '100Mi'],
      'pod.initContainers[install-multus-binary].resources.requests.cpu': ['10m', '100m'],
      'pod.initContainers[install-multus-binary].resources.requests.memory': ['15Mi', '100Mi'],
      // Made with the DaemonSet, under a name of the base's.
      'pod.volumes[multus-daemon-config].name': ['multus-daemon-config', undefined],
      'pod.volumes[multus-daemon-config].configMap.name': ['multus-daemon-config', undefined],
      'pod.volumes[multus-daemon-config].configMap.items': [expect.anything(), undefined],
      'pod.volumes[config].name': [undefined, 'config'],
      'pod.volumes[config].configMap.name': [undefined, 'multus-daemon-config'],
      'pod.containers[kube-multus].volumeMounts[/etc/cni/net.d/multus.d].name': ['multus-daemon-config', 'config'],
      'pod.volumes[host-run-netns].hostPath.path': ['/run/netns/', '/run/netns'],
    });
  });

  test('tolerates what its project does, takes over its labels, reads its configuration and has its rights', () => {
    const { selector, template } = only('DaemonSet', objects).spec;
    expect(template.spec.tolerations).toEqual(expect.arrayContaining(vendor('multus').DaemonSet.pod.tolerations));
    expect([selector.matchLabels, template.metadata.labels]).toEqual([{ name: 'multus' }, { app: 'multus', name: 'multus', tier: 'node' }]);
    expect(JSON.parse(only('ConfigMap', objects).data['daemon-config.json'])).toEqual(vendor('multus').config);
    expect(only('ClusterRole', objects).rules).toEqual(vendor('multus').rules);
  });

  test('is ended last when memory runs out: requests and limits are alike in every container', () => {
    const { containers, initContainers } = only('DaemonSet', objects).spec.template.spec;
    for (const { resources } of [...containers, ...initContainers]) {
      expect(resources.requests).toEqual(resources.limits);
    }
  });
});

describe.each<[string, (chart: Chart) => MadeAgent]>([
  ['device plugin', (chart) => new DevicePlugin(chart, 'agent')],
  ['CSI node driver', (chart) => new EbsCsiNode(chart, 'agent')],
  ['Cilium', (chart) => new CiliumAgent(chart, 'agent')],
  ['Multus', (chart) => new Multus(chart, 'agent')],
])('%s', (_, make) => {
  test('says why it has whatever it has of the node', () => {
    const { agent } = build(make);
    expect(agent.daemonSet.hostAccess.length).toBeGreaterThan(0);
    expect(agent.daemonSet.hostAccess.filter((access) => access.reason === undefined).map(({ what, container }) => `${container}: ${what}`)).toEqual([]);
  });
});

test('none of them needs a patch, or anything of the library but its base and values', () => {
  const sources = readdirSync(EXAMPLE).filter((file) => file.endsWith('.ts'));
  expect(sources).toHaveLength(6);
  for (const file of sources) {
    const text = readFileSync(join(EXAMPLE, file), 'utf8');
    expect(text).not.toMatch(/patch\(|Patch\b|\.raw\(|as any|LogAgentDaemonSet|NodeExporterDaemonSet|CniAgentDaemonSet/);
  }
});
