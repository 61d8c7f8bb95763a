import { Size } from 'cdk8s';
import {
  AgentDefaults, CniAgentDaemonSet, CniAgentDaemonSetProps, CniWriters, Container, DnsPolicy, EnvVar, HostPath, ImageName, Taint, TaintEffect,
  Tolerations, Volume, VolumeMount,
} from '../../../src';
import { thrown } from '../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../synth';

const image = ImageName.of('registry.example.com/network/agent:v2.3.1');
const all = AgentDefaults.all();
const none = AgentDefaults.none();
const make = (props: Partial<CniAgentDaemonSetProps> = {}) => synth((chart) => new CniAgentDaemonSet(chart, 'network', { image, ...props }));
const install = { command: ['/install'] };
const CONFLIST = JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins: [{ type: 'bridge' }, { type: 'portmap' }] });
const mountsOf = (container: Manifest) => (container.volumeMounts ?? []).map((mount: Manifest) => `${mount.readOnly === true ? 'reads' : 'writes'} ${mount.mountPath}`);

test('any network agent: its image is all that must be said', () => {
  expect(names(make())).toEqual(['ServiceAccount cni-agent', 'DaemonSet cni-agent']);
  expect(containerOf(make())).toMatchObject({ name: 'cni-agent', image: 'registry.example.com/network/agent:v2.3.1' });
});

test.each([[undefined], [{}], [{ image: 'agent:v1' }], [null]])('props %p, without an ImageName, are refused with a way out', (props) => {
  expect(thrown(() => new CniAgentDaemonSet(chartOf(), 'network', props as never))).toMatch(/^\[(MissingImage|MissingProps)\] chart\/network: (image is .*; write the network agent's|props are)/);
});

describe('from before the node is ready', () => {
  test('it is on the node\'s network, node critical, replaced one node at a time', () => {
    expect(podOf(make())).toMatchObject({ hostNetwork: true, priorityClassName: 'system-node-critical' });
    expect(only('DaemonSet', make()).spec.updateStrategy).toEqual({ rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' });
  });

  test.each(['node.kubernetes.io/not-ready', 'node.kubernetes.io/network-unavailable', 'node.cloudprovider.kubernetes.io/uninitialized', 'node.kubernetes.io/unschedulable'])(
    '%s is tolerated with every effect', (key) => {
      expect(podOf(make()).tolerations).toEqual([{ operator: 'Exists' }]);
      for (const effect of [TaintEffect.NO_SCHEDULE, TaintEffect.NO_EXECUTE]) {
        const agent = new CniAgentDaemonSet(chartOf(), 'network', { image });
        expect(agent.daemonSet.tolerationPolicy.tolerates(Taint.of(key, effect))).toBe(true);
      }
    });

  test('cluster DNS is never assumed: the node\'s own servers answer, on the host network and off it', () => {
    expect(podOf(make()).dnsPolicy).toBe('Default');
    expect(podOf(make({ hostNetwork: false })).dnsPolicy).toBe('Default');
    expect(podOf(make({ dnsPolicy: DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET })).dnsPolicy).toBe('ClusterFirstWithHostNet');
  });

  test('less than that can be written', () => {
    expect(podOf(make({ tolerations: Tolerations.notReady() })).tolerations.map((one: Manifest) => one.key)).toContain('node.kubernetes.io/not-ready');
  });
});

describe('directories of plugins', () => {
  test('are written by the agent when nothing else installs', () => {
    expect(mountsOf(containerOf(make()))).toEqual(['writes /host/opt/cni/bin', 'writes /host/etc/cni/net.d']);
    expect(podOf(make()).volumes).toEqual([
      { name: 'cni-bin-dir', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
      { name: 'cni-net-dir', hostPath: { path: '/etc/cni/net.d', type: 'DirectoryOrCreate' } },
    ]);
  });

  test('of programs are the install container\'s alone when there is one: whoever writes programs there has the node', () => {
    const objects = make({ install });
    expect(mountsOf(containerOf(objects, 'install-cni'))).toEqual(['writes /host/opt/cni/bin', 'writes /host/etc/cni/net.d']);
    expect(mountsOf(containerOf(objects))).toEqual(['writes /host/etc/cni/net.d']);
  });

  test('are elsewhere on some clusters', () => {
    const objects = make({ install, cniBinDirectory: '/var/lib/rancher/k3s/data/cni', cniConfDirectory: '/var/lib/rancher/k3s/agent/etc/cni/net.d' });
    expect(podOf(objects).volumes.map((volume: Manifest) => volume.hostPath.path).sort()).toEqual(['/var/lib/rancher/k3s/agent/etc/cni/net.d', '/var/lib/rancher/k3s/data/cni']);
    expect(mountsOf(containerOf(objects, 'install-cni'))).toEqual(['writes /host/opt/cni/bin', 'writes /host/etc/cni/net.d']);
    expect(thrown(() => make({ cniBinDirectory: 'opt/cni/bin' }))).toMatch(/^\[InvalidPath\] HostPath\.of: path is "opt\/cni\/bin"/);
    expect(thrown(() => make({ cniBinDirectory: 5 as never }))).toMatch(/^\[WrongType\] chart\/network: cniBinDirectory is 5; write a string/);
  });

  test('are said to be writable, each container for its reason', () => {
    const agent = new CniAgentDaemonSet(chartOf(), 'network', { image, install });
    expect(agent.daemonSet.hostAccess.map(({ what, container, reason }) => [what, container, reason])).toEqual([
      ['hostNetwork', undefined, 'it makes the network of all other pods, and has none before'],
      ['user of the image', 'cni-agent', 'interfaces, routes and packet filters of the node are root\'s to change'],
      ['writes /etc/cni/net.d', 'cni-agent', 'the network\'s configuration is installed there'],
      ['user 0', 'install-cni', 'the directories of network plugins belong to root'],
      ['writes /opt/cni/bin', 'install-cni', 'the plugin\'s programs are installed there'],
      ['writes /etc/cni/net.d', 'install-cni', 'the network\'s configuration is installed there'],
    ]);
  });
});

describe('who writes directories of plugins', () => {
  const written = (cniWriters: CniWriters, more: Partial<CniAgentDaemonSetProps> = { install }) => {
    const objects = make({ ...more, cniWriters });
    return [containerOf(objects), containerOf(objects, 'install-cni')].map((one) => (one === undefined ? [] : mountsOf(one)));
  };

  test('can be the install container alone, or nobody', () => {
    expect(written(CniWriters.INSTALL_AND_AGENT)).toEqual([['writes /host/etc/cni/net.d'], ['writes /host/opt/cni/bin', 'writes /host/etc/cni/net.d']]);
    expect(written(CniWriters.INSTALL)).toEqual([[], ['writes /host/opt/cni/bin', 'writes /host/etc/cni/net.d']]);
    expect(written(CniWriters.NOBODY)).toEqual([[], []]);
    expect(written(CniWriters.NOBODY, {})).toEqual([[], []]);
  });

  test('is never an install container that is not there: nobody would bring the plugin onto the node', () => {
    expect(thrown(() => make({ cniWriters: CniWriters.INSTALL })))
      .toMatch(/^\[MissingCommand\] chart\/network: cniWriters is "install" and install is nothing, so that nobody .*; write install: \{ command: .*, or CniWriters\.NOBODY/);
  });

  test('is the agent where no install container is there for its part', () => {
    for (const writers of [CniWriters.INSTALL_AND_AGENT, CniWriters.APART]) {
      expect(written(writers, {})).toEqual([['writes /host/opt/cni/bin', 'writes /host/etc/cni/net.d'], []]);
    }
  });

  test('is nobody without the default, whatever is written', () => {
    expect(written(CniWriters.INSTALL_AND_AGENT, { install, defaults: all.without('cniPaths') })).toEqual([[], []]);
    expect(written(CniWriters.INSTALL, { defaults: all.without('cniPaths') })).toEqual([[], []]);
  });

  test('is a word of the enumeration', () => {
    expect(thrown(() => make({ cniWriters: 'everybody' as never }))).toMatch(/^\[UnknownValue\] chart\/network: cniWriters is "everybody"; write one of install-and-agent, install, apart, nobody/);
  });
});

describe('startup taint', () => {
  const keys = (props: Partial<CniAgentDaemonSetProps>) => podOf(make(props)).tolerations.map((one: Manifest) => one.key ?? '*');

  test('is tolerated whatever else is written, and covered by what tolerates everything', () => {
    expect(keys({ startupTaint: 'network.example.com', tolerations: Tolerations.controlPlane() })).toEqual(['network.example.com/agent-not-ready', 'node-role.kubernetes.io/control-plane']);
    expect(keys({ startupTaint: 'network.example.com' })).toEqual(['*']);
    expect(keys({ startupTaint: 'network.example.com', defaults: none })).toEqual(['network.example.com/agent-not-ready']);
  });

  test('needs a domain', () => {
    expect(thrown(() => make({ startupTaint: 'network.example.com/' }))).toMatch(/^\[InvalidName\] Tolerations\.startupTaint: prefix/);
    expect(thrown(() => make({ startupTaint: true as never }))).toMatch(/^\[WrongType\] chart\/network: startupTaint is true/);
  });
});

describe('install container', () => {
  const installed = (props: CniAgentDaemonSetProps['install'], more: Partial<CniAgentDaemonSetProps> = {}) => containerOf(make({ install: props, ...more }), 'install-cni');

  test('is the agent\'s image with a command, root without any capability, before all other init containers', () => {
    const objects = make({ install, initContainers: [Container.of({ name: 'sysctls', image })] });
    expect(podOf(objects).initContainers.map((one: Manifest) => one.name)).toEqual(['install-cni', 'sysctls']);
    expect(installed(install)).toMatchObject({
      image: 'registry.example.com/network/agent:v2.3.1', command: ['/install'], securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsUser: 0 },
    });
  });

  test('waits for what must be done before the runtime sees the plugin', () => {
    const [migrate, sysctls] = ['migrate', 'sysctls'].map((name) => Container.of({ name, image }));
    expect(podOf(make({ install, beforeInstall: [migrate], initContainers: [sysctls] })).initContainers.map((one: Manifest) => one.name)).toEqual(['migrate', 'install-cni', 'sysctls']);
    expect(thrown(() => make({ beforeInstall: [{ name: 'migrate' }] as never }))).toMatch(/^\[WrongType\] chart\/network: beforeInstall is/);
  });

  test('can have all that a container can have: requests of its own decide with those of the agent how it is ranked under pressure', () => {
    const resources = { memory: { request: Size.mebibytes(15), limit: Size.mebibytes(15) } };
    expect(installed({ ...install, resources, env: [EnvVar.of('MODE', 'thin')], hostPaths: [HostPath.kernelModules()] })).toMatchObject({
      resources: { limits: { memory: '15Mi' }, requests: { memory: '15Mi' } },
      env: [{ name: 'NODE_NAME' }, { name: 'MODE', value: 'thin' }],
      volumeMounts: [{ mountPath: '/host/opt/cni/bin' }, { mountPath: '/host/etc/cni/net.d' }, { mountPath: '/lib/modules', readOnly: true }],
    });
  });

  test('can have another name, by which its reasons are found', () => {
    const agent = new CniAgentDaemonSet(chartOf(), 'network', { image, install: { ...install, containerName: 'install-programs' } });
    expect(agent.daemonSet.hostAccess.find(({ what, container }) => what === 'user 0' && container === 'install-programs')?.reason).toBe('the directories of network plugins belong to root');
  });

  test('apart from the agent has no hand in the configuration, which is the agent\'s to write', () => {
    const objects = make({ install, cniWriters: CniWriters.APART });
    expect(mountsOf(containerOf(objects, 'install-cni'))).toEqual(['writes /host/opt/cni/bin']);
    expect(mountsOf(containerOf(objects))).toEqual(['writes /host/etc/cni/net.d']);
  });

  test('keeps its confinement field by field', () => {
    expect(installed({ ...install, securityContext: { readOnlyRootFilesystem: true } }).securityContext)
      .toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsUser: 0 });
    expect(installed({ ...install, securityContext: { privileged: true } }).securityContext).toEqual({ privileged: true, runAsUser: 0 });
    expect(installed({ ...install, securityContext: { runAsUser: 7 } }, { defaults: all.without('installSecurity') }).securityContext).toEqual({ allowPrivilegeEscalation: false, runAsUser: 7 });
  });

  test('mounts a path of its own in place of a directory', () => {
    const mounts = [VolumeMount.of('/host/opt/cni/bin', Volume.emptyDir('elsewhere'))];
    expect(installed({ ...install, mounts }).volumeMounts.map((mount: Manifest) => mount.name).sort()).toEqual(['cni-net-dir', 'elsewhere']);
  });

  test('mounts a path of its own in place of a directory, whether or not a slash ends it', () => {
    const hostPaths = [HostPath.of('/opt/cni/bin', { mountPath: '/host/opt/cni/bin/', volumeName: 'mine' })];
    expect(mountsOf(installed({ ...install, hostPaths }))).toEqual(['writes /host/etc/cni/net.d', 'reads /host/opt/cni/bin/']);
    const mounts = [VolumeMount.of('/host/etc/cni/net.d/', Volume.emptyDir('elsewhere'))];
    expect(installed({ ...install, mounts }).volumeMounts.map((mount: Manifest) => mount.name).sort()).toEqual(['cni-bin-dir', 'elsewhere']);
  });

  test.each([[{}], [{ command: [] }]])('%j without an image of its own would run the agent and never end: refused', (props) => {
    expect(thrown(() => make({ install: props }))).toMatch(/^\[MissingCommand\] chart\/network: install\.command is (nothing|\[\]), and the agent's own program would run in its place/);
  });

  test('with an image of its own runs that image\'s program', () => {
    expect(installed({ image: ImageName.of('registry.example.com/network/install:v2') })).toMatchObject({ image: 'registry.example.com/network/install:v2' });
    expect(installed({ image: ImageName.of('registry.example.com/network/install:v2') }).command).toBeUndefined();
  });

  test.each([[{ command: '/install' }], [['/install']], ['/install'], [{ image: 'a:v1' }]])('%j is refused', (props) => {
    expect(thrown(() => make({ install: props as never }))).toMatch(/^\[(WrongType|MissingCommand)\] /);
  });
});

describe('conflist', () => {
  test('comes as a file of the network\'s name, and its change rolls the pods', () => {
    const objects = make({ conflist: CONFLIST });
    expect(only('ConfigMap', objects)).toMatchObject({ metadata: { name: 'cni-agent-config', namespace: 'agents' }, data: { 'pods.conflist': CONFLIST } });
    const sum = (conflist: string) => only('DaemonSet', make({ conflist })).spec.template.metadata.annotations['checksum/config'];
    expect(sum(CONFLIST)).not.toBe(sum(CONFLIST.replace('portmap', 'bandwidth')));
  });

  test('is read by the agent alone when nothing else installs', () => {
    const objects = make({ conflist: CONFLIST });
    expect(mountsOf(containerOf(objects))).toContain('reads /etc/cni-config');
  });

  test('is read by install container and agent alike, from one volume', () => {
    const objects = make({ conflist: CONFLIST, install, containerName: 'agent' });
    for (const name of ['agent', 'install-cni']) {
      expect(containerOf(objects, name).volumeMounts).toContainEqual({ mountPath: '/etc/cni-config', name: 'config', readOnly: true });
    }
    expect(podOf(objects).volumes.filter((volume: Manifest) => volume.name === 'config')).toEqual([{ name: 'config', configMap: { name: 'cni-agent-config' } }]);
  });

  test('can have another file name, for runtimes take the first of the alphabet', () => {
    expect(Object.keys(only('ConfigMap', make({ conflist: CONFLIST, conflistFile: '10-pods.conflist' })).data)).toEqual(['10-pods.conflist']);
  });

  test('is not made up', () => {
    expect(names(make({ install })).filter((name) => name.startsWith('ConfigMap'))).toEqual([]);
  });
});

test('it asks the API server: its account has a token, and rights are given to it by name', () => {
  expect(podOf(make())).toMatchObject({ serviceAccountName: 'cni-agent', automountServiceAccountToken: true });
});

test('without defaults it is its containers and nothing else', () => {
  expect(podOf(make({ defaults: none, install }))).toEqual({
    containers: [{ name: 'cni-agent', image: 'registry.example.com/network/agent:v2.3.1' }],
    initContainers: [{ name: 'install-cni', image: 'registry.example.com/network/agent:v2.3.1', command: ['/install'] }],
  });
});

test('its children are known by these ids', () => {
  const agent = new CniAgentDaemonSet(chartOf(), 'network', { image, install, conflist: CONFLIST });
  expect(agent.node.children.map((child) => child.node.id)).toEqual(['ServiceAccount', 'Default']);
  expect(agent.daemonSet.node.children.map((child) => child.node.id)).toEqual(['Default', 'ConfigMap-cni-agent-config']);
});
