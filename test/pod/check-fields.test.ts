import { checkFields } from '../../src/pod/check-fields';
import { KubePodSpec } from '../../src/pod/kube';
import { TargetVersion } from '../../src/values/target-version';

const of = (spec: object, target = TargetVersion.V1_28) => checkFields({ containers: [{ name: 'agent', image: 'agent:v1' }], ...spec } as KubePodSpec, target)
  .map((problem) => `${problem.code}: ${problem.message}`);

test('a pod that says nothing has nothing wrong', () => {
  expect(of({})).toEqual([]);
});

test.each(['ContainerUser', 'NT AUTHORITY\\SYSTEM', 'example.com\\agent', 'a.b'])('Windows user %p is one', (runAsUserName) => {
  expect(of({ securityContext: { windowsOptions: { runAsUserName } } })).toEqual([]);
});

test.each(['', 'a\\b\\c', 'a\nb', '...', 'a:b', '.x\\agent', 'EXAMPLE\\', 'x'.repeat(105)])('Windows user %p is none', (runAsUserName) => {
  expect(of({ securityContext: { windowsOptions: { runAsUserName } } })).toEqual([expect.stringMatching(/^InvalidWindowsUser: /)]);
});

test('ids are whole numbers of 31 bits', () => {
  expect(of({ securityContext: { runAsUser: 0, runAsGroup: 2147483647, fsGroup: 1000, supplementalGroups: [1, 2] } })).toEqual([]);
  expect(of({ securityContext: { runAsUser: -1, runAsGroup: 2147483648, supplementalGroups: [0.5] } })).toEqual([
    'InvalidId: pod: runAsUser is -1; write a whole number from 0 to 2147483647',
    'InvalidId: pod: runAsGroup is 2147483648; write a whole number from 0 to 2147483647',
    'InvalidId: pod: supplementalGroups is 0.5; write a whole number from 0 to 2147483647',
  ]);
});

test('kernel settings are refused only where they would be the node\'s own', () => {
  const securityContext = { sysctls: [{ name: 'net.core.somaxconn' }, { name: 'kernel.shm_rmid_forced' }, { name: 'kernel/msgmax' }, { name: 'vm.swappiness' }] };
  expect(of({ securityContext })).toEqual([]);
  expect(of({ securityContext, hostNetwork: true })).toEqual([expect.stringMatching(/^SysctlOfHost: sysctl net\.core\.somaxconn is set and hostNetwork is true/)]);
  expect(of({ securityContext, hostIPC: true })).toEqual([
    expect.stringMatching(/^SysctlOfHost: sysctl kernel\.shm_rmid_forced is set and hostIpc is true/), expect.stringMatching(/^SysctlOfHost: sysctl kernel\/msgmax/),
  ]);
});

test('search domains may have underscores where the target takes them', () => {
  const dnsConfig = { searches: ['_tcp.example.com', 'example.com.'] };
  expect(of({ dnsConfig })).toEqual(['InvalidDns: dnsConfig has search "_tcp.example.com"; write a domain in lower case']);
  expect(of({ dnsConfig: { searches: ['_tcp.example.com', 'example.com.', '.'] } }, TargetVersion.of('1.33'))).toEqual([]);
});

test('a hook may sleep as long as the pod has to end, and no longer', () => {
  const sleeping = (seconds: number) => ({ containers: [{ name: 'agent', image: 'agent:v1', lifecycle: { preStop: { sleep: { seconds } } } }] });
  expect(of(sleeping(30))).toEqual([]);
  expect(of(sleeping(31))).toEqual(['SleepTooLong: container "agent": preStop sleeps for 31 s, and the pod has 30 s to end; sleep for less, or raise terminationGracePeriod']);
  expect(of({ ...sleeping(31), terminationGracePeriodSeconds: 60 })).toEqual([]);
});
