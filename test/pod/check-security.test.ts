import {
  ContainerSecurity, DnsPolicy, NodeAgentDaemonSetProps, PodSecurity, ProcMount, TargetVersion,
} from '../../src';
import { bare, container, podSpec, problems } from '../daemon-set/agent';

function wrong(props: Partial<NodeAgentDaemonSetProps>): string[] {
  return problems(bare(props)).map((problem) => problem.replace(' chart/agent:', ''));
}

function wrongWith(securityContext: ContainerSecurity, podSecurityContext?: PodSecurity, more: Partial<NodeAgentDaemonSetProps> = {}): string[] {
  return wrong({ containers: [container({ securityContext })], podSecurityContext, ...more });
}

const NEWEST = TargetVersion.of('1.36');

describe('capabilities', () => {
  test.each(['CAP_NET_ADMIN', 'net_admin', 'NET-ADMIN', '', '1'])('%j is refused, added or dropped', (name) => {
    const message = `[InvalidCapability] container "main": capability is "${name}"; write it in capitals without CAP_, such as "NET_ADMIN"`;
    expect(wrongWith({ capabilities: { add: [name] } })).toEqual([message]);
    expect(wrongWith({ capabilities: { drop: [name] } })).toEqual([message]);
  });

  test('names as Linux has them are fine', () => {
    expect(wrongWith({ capabilities: { add: ['NET_ADMIN', 'BPF'], drop: ['ALL'] } })).toEqual([]);
  });
});

test('privileged together with no escalation is refused, as the API server does', () => {
  expect(wrongWith({ privileged: true, allowPrivilegeEscalation: false })).toEqual([
    '[PrivilegedWithoutEscalation] container "main": privileged is true and allowPrivilegeEscalation is false, which the API server refuses together; drop one of them',
  ]);
  expect(wrongWith({ privileged: true, allowPrivilegeEscalation: true })).toEqual([]);
  expect(wrongWith({ privileged: false, allowPrivilegeEscalation: false })).toEqual([]);
  expect(wrongWith({ privileged: true }, undefined, { defaults: undefined })).toEqual([]);
});

test('SYS_ADMIN together with no escalation is refused: to container runtimes it is the CAP_SYS_ADMIN that the API server refuses', () => {
  expect(wrongWith({ capabilities: { add: ['NET_ADMIN', 'SYS_ADMIN'] }, allowPrivilegeEscalation: false })).toEqual([
    '[SysAdminWithoutEscalation] container "main": capability SYS_ADMIN is added and allowPrivilegeEscalation is false, '
    + 'and Kubernetes documents that it is always true with SYS_ADMIN; drop one of them',
  ]);
  expect(wrongWith({ capabilities: { add: ['SYS_ADMIN'] }, allowPrivilegeEscalation: true })).toEqual([]);
  expect(wrongWith({ capabilities: { add: ['SYS_ADMIN'] } }, undefined, { defaults: undefined })).toEqual([]);
  expect(wrongWith({ capabilities: { add: ['NET_ADMIN'], drop: ['SYS_ADMIN'] }, allowPrivilegeEscalation: false })).toEqual([]);
});

describe('user 0 with runAsNonRoot', () => {
  const message = '[RootWithRunAsNonRoot] container "main": runAsUser is 0 and runAsNonRoot is true, so the kubelet never starts it; write another user, or runAsNonRoot: false';

  test.each<[ContainerSecurity, PodSecurity]>([
    [{ runAsUser: 0, runAsNonRoot: true }, {}],
    [{ runAsUser: 0 }, { runAsNonRoot: true }],
    [{ runAsNonRoot: true }, { runAsUser: 0 }],
    [{}, { runAsUser: 0, runAsNonRoot: true }],
  ])('is refused, wherever each is said: %j %j', (ofContainer, ofPod) => {
    expect(wrongWith(ofContainer, ofPod)).toEqual([message]);
  });

  test.each<[ContainerSecurity, PodSecurity]>([
    [{ runAsUser: 1, runAsNonRoot: true }, {}],
    [{ runAsUser: 0 }, {}],
    [{ runAsUser: 0, runAsNonRoot: false }, { runAsNonRoot: true }],
    [{ runAsUser: 5 }, { runAsUser: 0, runAsNonRoot: true }],
    [{ runAsNonRoot: true }, {}],
  ])('is not seen where the container says otherwise: %j %j', (ofContainer, ofPod) => {
    expect(wrongWith(ofContainer, ofPod)).toEqual([]);
  });
});

test('an unmasked /proc needs a user namespace of the pod\'s own', () => {
  const unmasked = { procMount: ProcMount.UNMASKED };
  expect(wrongWith(unmasked, undefined, { targetVersion: NEWEST })).toEqual([
    '[UnmaskedWithHostUsers] container "main": procMount is "Unmasked" and hostUsers is nothing; it needs hostUsers: false',
  ]);
  expect(wrongWith(unmasked, undefined, { targetVersion: NEWEST, hostUsers: true })).toEqual([expect.stringContaining('hostUsers is true;')]);
  expect(wrongWith(unmasked, undefined, { targetVersion: NEWEST, hostUsers: false })).toEqual([]);
  expect(wrongWith({ procMount: ProcMount.DEFAULT }, undefined, { targetVersion: NEWEST })).toEqual([]);
});

test.each([
  ['hostNetwork', { hostNetwork: true }],
  ['hostPID', { hostPid: true }],
  ['hostIPC', { hostIpc: true }],
  ['hostNetwork, hostPID, hostIPC', { hostNetwork: true, hostPid: true, hostIpc: true }],
])('a user namespace of the pod\'s own goes not with %s', (what, host) => {
  expect(wrong({ hostUsers: false, targetVersion: NEWEST, ...host })).toEqual([
    `[UserNamespaceWithHost] hostUsers is false and ${what} is true, which the API server refuses together; drop one of them`,
  ]);
  expect(wrong({ hostUsers: true, targetVersion: NEWEST, ...host })).toEqual([]);
  expect(wrong({ hostUsers: false, targetVersion: NEWEST })).toEqual([]);
});

test('a shared process namespace goes not with the node\'s', () => {
  expect(wrong({ shareProcessNamespace: true, hostPid: true })).toEqual([
    '[SharedAndHostPid] shareProcessNamespace and hostPid are both true, which the API server refuses; hostPid alone already shows all processes',
  ]);
  expect(wrong({ shareProcessNamespace: false, hostPid: true })).toEqual([]);
  expect(wrong({ shareProcessNamespace: true, hostPid: false })).toEqual([]);
});

test('dnsPolicy None needs a name server', () => {
  const message = '[NoNameservers] dnsPolicy is None and dnsConfig has no nameservers; write at least one';
  expect(wrong({ dnsPolicy: DnsPolicy.NONE })).toEqual([message]);
  expect(wrong({ dnsPolicy: DnsPolicy.NONE, dnsConfig: { searches: ['example.com'], nameservers: [] } })).toEqual([message]);
  expect(wrong({ dnsPolicy: DnsPolicy.NONE, dnsConfig: { nameservers: ['10.0.0.10'] } })).toEqual([]);
  expect(wrong({ dnsPolicy: DnsPolicy.DEFAULT })).toEqual([]);
});

describe('Windows HostProcess', () => {
  const hostProcess = { windowsOptions: { hostProcess: true } };
  const not = { windowsOptions: { hostProcess: false } };
  const other = container({ name: 'other' });

  test('all containers of a pod are, init containers included, or none', () => {
    const message = '[SomeHostProcess] containers ["main"] are HostProcess containers and the others are not; all of a pod must be, set windowsOptions in podSecurityContext';
    expect(wrong({ hostNetwork: true, containers: [container({ securityContext: hostProcess }), other] })).toEqual([message]);
    expect(wrong({ hostNetwork: true, containers: [container({ securityContext: hostProcess })], initContainers: [other] })).toEqual([message]);
    expect(wrong({ hostNetwork: true, podSecurityContext: hostProcess, containers: [container(), other] })).toEqual([]);
    expect(wrong({ hostNetwork: true, containers: [container({ securityContext: not }), other] })).toEqual([]);
  });

  test('pod and container do not contradict each other, either way', () => {
    expect(wrongWith(not, hostProcess, { hostNetwork: true })).toEqual([
      '[HostProcessDiffers] container "main": hostProcess is false and podSecurityContext says true, which the API server refuses; set it in podSecurityContext alone',
    ]);
    expect(wrongWith(hostProcess, not)).toEqual([
      '[HostProcessDiffers] container "main": hostProcess is true and podSecurityContext says false, which the API server refuses; set it in podSecurityContext alone',
    ]);
    expect(wrongWith(hostProcess, hostProcess, { hostNetwork: true })).toEqual([]);
    expect(wrongWith(not, not)).toEqual([]);
  });

  test('they need the host network', () => {
    expect(wrong({ podSecurityContext: hostProcess })).toEqual([
      '[HostProcessWithoutHostNetwork] hostNetwork is nothing, and pods with HostProcess containers need hostNetwork: true',
    ]);
    expect(wrong({ podSecurityContext: hostProcess, hostNetwork: false })).toEqual([expect.stringContaining('hostNetwork is false,')]);
    expect(wrong({ podSecurityContext: not })).toEqual([]);
  });

  test('on Windows there is neither seccomp nor escalation by default, nor are its nodes Linux nodes, whoever says that it is Windows', () => {
    for (const props of [{ podSecurityContext: hostProcess }, { containers: [container({ securityContext: hostProcess })] }]) {
      const spec = podSpec(bare({ hostNetwork: true, defaults: undefined, ...props }));
      expect(spec.nodeSelector).toEqual({ 'kubernetes.io/os': 'windows' });
      expect(spec.securityContext?.seccompProfile).toBeUndefined();
      expect(spec.containers[0].securityContext?.allowPrivilegeEscalation).toBeUndefined();
    }
  });
});
