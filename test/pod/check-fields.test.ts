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

test('search domains may have underscores where the target takes them', () => {
  const dnsConfig = { searches: ['_tcp.example.com', 'example.com.'] };
  expect(of({ dnsConfig })).toEqual(['InvalidDns: dnsConfig has search "_tcp.example.com"; write a domain in lower case']);
  expect(of({ dnsConfig: { searches: ['_tcp.example.com', 'example.com.', '.'] } }, TargetVersion.of('1.33'))).toEqual([]);
});
