import { App, Chart } from 'cdk8s';
import {
  AgentDefaults, AppArmorProfile, Container, ContainerOptions, ContainerPort, HostAccessReason, HostPath, ImageName, NodeAgentDaemonSet,
  NodeAgentOptions, NodeTargeting, Patch, PortProtocol, ProcMount, SeccompProfile, TargetVersion, Volume, VolumeMount,
} from '../../src';
import { thrown } from '../values/thrown';

/** An agent that has nothing of the node, but what is asked for here. */
function agentWith(container: ContainerOptions = {}, options: NodeAgentOptions = {}): NodeAgentDaemonSet {
  const chart = new Chart(new App(), 'chart');
  const image = ImageName.of('example.com/agent:v1');
  const securityContext = { runAsNonRoot: true, ...container.securityContext };
  return new NodeAgentDaemonSet(chart, 'agent', { name: 'agent', containers: [Container.of({ name: 'main', image, ...container, securityContext })], ...options });
}

const seen = (agent: NodeAgentDaemonSet) => agent.hostAccess.map(({ what, container, reason }) => [what, container, reason]);

test('an ordinary agent has nothing of the node', () => {
  expect(seen(agentWith())).toEqual([]);
});

test('host namespaces belong to the pod, each with its reason', () => {
  const agent = agentWith({}, {
    hostNetwork: true, hostPid: true, hostIpc: true, hostAccessReasons: [HostAccessReason.hostNetwork('it makes the network'), HostAccessReason.hostPid('it finds programs')],
  });
  expect(seen(agent)).toEqual([['hostNetwork', undefined, 'it makes the network'], ['hostPid', undefined, 'it finds programs'], ['hostIpc', undefined, undefined]]);
});

test('privileged and added capabilities belong to their container', () => {
  const agent = agentWith({ securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN', 'SYS_PTRACE'] } } }, {
    hostAccessReasons: [HostAccessReason.privileged('it loads programs into the kernel'), HostAccessReason.capability('NET_ADMIN', 'it sets routes')],
  });
  expect(seen(agent)).toEqual([
    ['privileged', 'main', 'it loads programs into the kernel'],
    ['capability NET_ADMIN', 'main', 'it sets routes'],
    ['capability SYS_PTRACE', 'main', undefined],
  ]);
});

describe('who it runs as', () => {
  test.each<[string, ContainerOptions['securityContext'], NodeAgentOptions, string[]]>([
    ['user 0 of the container', { runAsUser: 0, runAsNonRoot: undefined }, {}, ['user 0']],
    ['user 0 of the pod', { runAsNonRoot: undefined }, { podSecurityContext: { runAsUser: 0 } }, ['user 0']],
    ['a user of the container goes before user 0 of the pod', { runAsUser: 1000, runAsNonRoot: undefined }, { podSecurityContext: { runAsUser: 0 } }, []],
    ['nothing said: the image decides, and most images say root', { runAsNonRoot: undefined }, {}, ['user of the image']],
    ['runAsNonRoot of the pod is enough', { runAsNonRoot: undefined }, { podSecurityContext: { runAsNonRoot: true } }, []],
    ['root of a user namespace of its own is nobody on the node', { runAsUser: 0, runAsNonRoot: undefined }, { hostUsers: false }, []],
  ])('%s', (_, securityContext, options, expected) => {
    expect(agentWith({ securityContext }, options).hostAccess.map(({ what }) => what)).toEqual(expected);
  });

  test('the reason for root holds for the image\'s user, too', () => {
    const agent = agentWith({ securityContext: { runAsNonRoot: undefined } }, { hostAccessReasons: [HostAccessReason.root('logs belong to root')] });
    expect(seen(agent)).toEqual([['user of the image', 'main', 'logs belong to root']]);
  });
});

describe('what does not confine it', () => {
  test.each<[string, ContainerOptions['securityContext'], NodeAgentOptions, string[]]>([
    ['seccomp switched off', { seccompProfile: SeccompProfile.unconfined() }, {}, ['seccomp Unconfined']],
    ['seccomp switched off for the pod', {}, { podSecurityContext: { seccompProfile: SeccompProfile.unconfined() } }, ['seccomp Unconfined']],
    ['seccomp left to the node', {}, { defaults: AgentDefaults.none() }, ['seccomp unset']],
    ['a profile of the container goes before the pod\'s', { seccompProfile: SeccompProfile.runtimeDefault() }, { podSecurityContext: { seccompProfile: SeccompProfile.unconfined() } }, []],
    ['AppArmor switched off, written as an annotation', { appArmorProfile: AppArmorProfile.unconfined() }, {}, ['AppArmor Unconfined']],
    ['AppArmor of a profile', { appArmorProfile: AppArmorProfile.localhost('agent') }, {}, []],
    ['SELinux\' unconfined type', { seLinuxOptions: { type: 'spc_t' } }, {}, ['SELinux spc_t']],
    ['another type of SELinux', { seLinuxOptions: { type: 'container_logreader_t' } }, {}, []],
    ['the whole /proc', { procMount: ProcMount.UNMASKED }, { hostUsers: false }, ['procMount Unmasked']],
    ['a privileged container is under no seccomp profile anyway', { privileged: true, seccompProfile: SeccompProfile.unconfined() }, {}, ['privileged']],
  ])('%s', (_, securityContext, options, expected) => {
    expect(agentWith({ securityContext }, options).hostAccess.map(({ what }) => what)).toEqual(expected);
  });
});

test('AppArmor switched off, written as a field', () => {
  const chart = new Chart(new App(), 'chart');
  const agent = new NodeAgentDaemonSet(chart, 'agent', {
    name: 'agent',
    targetVersion: TargetVersion.of('1.30'),
    podSecurityContext: { runAsNonRoot: true, appArmorProfile: AppArmorProfile.unconfined() },
    containers: [Container.of({ name: 'main', image: ImageName.of('example.com/agent:v1') })],
    hostAccessReasons: [HostAccessReason.unconfined('it writes to the kernel\'s settings')],
  });
  expect(seen(agent)).toEqual([['AppArmor Unconfined', 'main', 'it writes to the kernel\'s settings']]);
});

test('ports of the node: host ports, and on the host network every port', () => {
  const ports = [ContainerPort.named('api', 9100), ContainerPort.of(53, { hostPort: 53, protocol: PortProtocol.UDP, hostIp: '169.254.20.10' })];
  const whats = (agent: NodeAgentDaemonSet) => agent.hostAccess.map(({ what }) => what);
  expect(whats(agentWith({ ports }))).toEqual(['port 169.254.20.10:53/UDP']);
  expect(whats(agentWith({ ports }, { hostNetwork: true }))).toEqual(['hostNetwork', 'port 9100', 'port 169.254.20.10:53/UDP']);
});

describe('paths', () => {
  test('are read or written, each container for its own reason', () => {
    const agent = agentWith({ hostPaths: [HostPath.varLog().because('logs are there'), HostPath.stateDirectory('agent')] });
    agent.addInitContainer(Container.of({
      name: 'prepare', image: ImageName.of('example.com/agent:v1'), securityContext: { runAsNonRoot: true }, hostPaths: [HostPath.varLog().writable('it makes a directory')],
    }));
    agent.mountHostPath(HostPath.dev());
    expect(seen(agent)).toEqual([
      ['reads /var/log', 'main', 'logs are there'],
      ['writes /var/lib/agent', 'main', 'positions and buffers must be there for the next pod on this node'],
      ['reads /dev', 'main', undefined],
      ['writes /var/log', 'prepare', 'it makes a directory'],
    ]);
  });

  test('mounted as plain volumes are seen as well, with the part that is mounted', () => {
    const mounts = [VolumeMount.of('/pods', Volume.hostPath('logs', '/var/log'), { subPath: 'pods', readOnly: true }), VolumeMount.of('/scratch', Volume.emptyDir('scratch'))];
    expect(seen(agentWith({ mounts }))).toEqual([['reads /var/log/pods', 'main', undefined]]);
  });

  test('a reason has its source with it, where one was given', () => {
    const source = 'https://example.com/agent';
    const agent = agentWith({ hostPaths: [HostPath.varLog().because('logs are there', source).at('/logs'), HostPath.dev().writable('it makes devices', source).named('devices')] });
    agent.addHostAccessReason(HostAccessReason.hostPid('it finds programs').from(source));
    agent.patch(Patch.merge({ spec: { template: { spec: { hostPID: true, hostIPC: true } } } }));
    expect(agent.hostAccess.filter((one) => one.source === source).map((one) => one.what)).toEqual(['hostPid', 'reads /var/log', 'writes /dev']);
    expect(thrown(() => HostAccessReason.root('why').from(' '))).toBe('[NoReason] HostAccessReason.from: source is " "; write where the reason can be looked up, such as an address, or leave it out');
    expect(thrown(() => HostPath.dev().because('why', ''))).toContain('[NoReason] HostPath.because: source is ""');
    expect(thrown(() => HostPath.dev().writable('why', 5 as never))).toContain('[NotText] HostPath.writable: source is 5');
    expect(thrown(() => HostAccessReason.root('why').from(undefined as never))).toContain('[NotText]');
  });

  test('a reason that says nothing is refused', () => {
    expect(thrown(() => HostPath.dev().because(' '))).toContain('[NoReason] HostPath.because: reason is " "; write why the agent needs /dev');
    expect(thrown(() => HostAccessReason.root(''))).toContain('[NoReason] HostAccessReason.root: reason is ""; write why the agent needs it');
    expect(thrown(() => HostAccessReason.hostPid(undefined as never))).toContain('[NotText] HostAccessReason.hostPid: reason is nothing');
  });
});

test('what a patch adds is seen', () => {
  const agent = agentWith();
  agent.patch(Patch.merge({ spec: { template: { spec: { hostPID: true } } } }));
  agent.addHostAccessReason(HostAccessReason.hostPid('it finds programs'));
  expect(seen(agent)).toEqual([['hostPid', undefined, 'it finds programs']]);
});

test('a reason can be meant for one container', () => {
  const agent = agentWith({ securityContext: { privileged: true } }, { hostAccessReasons: [HostAccessReason.privileged('of another', 'other'), HostAccessReason.privileged('of main', 'main')] });
  expect(seen(agent)).toEqual([['privileged', 'main', 'of main']]);
});

test('on Windows, a HostProcess container is the node\'s own, and users and seccomp mean nothing', () => {
  const agent = agentWith({ securityContext: { runAsNonRoot: undefined } }, {
    targeting: NodeTargeting.windows(),
    hostNetwork: true,
    podSecurityContext: { windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' } },
    hostAccessReasons: [HostAccessReason.privileged('it sets up the node\'s network')],
  });
  expect(seen(agent)).toEqual([['hostNetwork', undefined, undefined], ['HostProcess', 'main', 'it sets up the node\'s network']]);
});

test('reasons change no byte of the manifest', () => {
  const manifest = (options: NodeAgentOptions) => JSON.stringify(agentWith({ hostPaths: [HostPath.dev()] }, options).apiObject.toJson());
  expect(manifest({ hostAccessReasons: [HostAccessReason.root('why')] })).toBe(manifest({}));
  expect(JSON.stringify(agentWith({ hostPaths: [HostPath.dev().because('devices')] }).apiObject.toJson())).toBe(manifest({}));
});
