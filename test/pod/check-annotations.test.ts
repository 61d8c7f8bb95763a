import { AgentDefaults, AppArmorProfile, NodeAgentDaemonSetProps, SeccompProfile, TargetVersion } from '../../src';
import { bare, container, daemonSet, problems } from '../daemon-set/agent';

function wrong(props: Partial<NodeAgentDaemonSetProps>): string[] {
  return problems(bare(props)).map((problem) => problem.replace(' chart/agent:', ''));
}

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/main';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_OF_MAIN = 'container.seccomp.security.alpha.kubernetes.io/main';

describe.each(['1.28', '1.30', '1.36'])('AppArmor as a prop and as an annotation, for %s', (version) => {
  const strict = { appArmorProfile: AppArmorProfile.localhost('strict') };
  const targetVersion = TargetVersion.of(version);
  const message = `[InvalidProfile] container "main": appArmorProfile is "localhost/strict", and pod annotation ${APPARMOR} is "unconfined"; drop one of them`;

  test('is refused where they differ, of the container and of the pod', () => {
    const podAnnotations = { [APPARMOR]: 'unconfined' };
    expect(wrong({ targetVersion, podAnnotations, containers: [container({ securityContext: strict })] })).toEqual([message]);
    expect(wrong({ targetVersion, podAnnotations, podSecurityContext: strict })).toEqual([message]);
    const init = container({ name: 'init', securityContext: strict });
    expect(wrong({ targetVersion, podAnnotations: { [APPARMOR.replace('main', 'init')]: '' }, initContainers: [init] }))
      .toEqual([message.replace(/main/g, 'init').replace('"unconfined"', '""')]);
  });

  test("is taken where they are the same, or the container's own profile is", () => {
    const podAnnotations = { [APPARMOR]: 'unconfined' };
    const unconfined = { appArmorProfile: AppArmorProfile.unconfined() };
    expect(wrong({ targetVersion, podAnnotations, podSecurityContext: unconfined })).toEqual([]);
    expect(wrong({ targetVersion, podAnnotations, podSecurityContext: strict, containers: [container({ securityContext: unconfined })] })).toEqual([]);
  });

  test('is taken as an annotation alone', () => {
    const written = daemonSet(bare({ targetVersion, podAnnotations: { [APPARMOR]: 'localhost/strict' } })).spec.template;
    expect(written.metadata.annotations).toEqual({ [APPARMOR]: 'localhost/strict' });
    expect(written.spec.containers[0].securityContext).toBeUndefined();
  });
});

describe('seccomp as a prop and as an annotation', () => {
  const refused = (of: string, asked: string, key: string, written: string, instead: string) => [
    `[InvalidProfile] ${of}: seccompProfile is "${asked}", and pod annotation ${key} is "${written}", which the API server refuses together and nothing else reads; ${instead}`,
  ];

  test('of the default is refused with the way out', () => {
    const podAnnotations = { [SECCOMP]: 'unconfined' };
    const instead = 'write podSecurityContext: { seccompProfile: … } in its place, or switch the default "runtimeDefaultSeccomp" off';
    expect(wrong({ podAnnotations, defaults: AgentDefaults.all() })).toEqual(refused('pod', 'runtime/default', SECCOMP, 'unconfined', instead));
    expect(wrong({ podAnnotations, defaults: AgentDefaults.all().without('runtimeDefaultSeccomp') })).toEqual([]);
  });

  test.each<[SeccompProfile, string, string]>([
    [SeccompProfile.runtimeDefault(), 'runtime/default', 'localhost/a.json'],
    [SeccompProfile.unconfined(), 'unconfined', 'docker/default'],
    [SeccompProfile.localhost('a.json'), 'localhost/a.json', 'localhost/b.json'],
  ])('is refused where they differ: %j', (seccompProfile, asked, written) => {
    const security = { seccompProfile };
    expect(wrong({ podSecurityContext: security, podAnnotations: { [SECCOMP]: written } })).toEqual(refused('pod', asked, SECCOMP, written, 'drop it'));
    expect(wrong({ podAnnotations: { [SECCOMP_OF_MAIN]: written }, containers: [container({ securityContext: security })] }))
      .toEqual(refused('container "main"', asked, SECCOMP_OF_MAIN, written, 'drop it'));
  });

  test.each<[SeccompProfile, string]>([
    [SeccompProfile.runtimeDefault(), 'runtime/default'],
    [SeccompProfile.runtimeDefault(), 'docker/default'],
    [SeccompProfile.unconfined(), 'unconfined'],
    [SeccompProfile.localhost('a.json'), 'localhost/a.json'],
  ])('is taken where they are the same: %j, %s', (seccompProfile, written) => {
    const security = { seccompProfile };
    expect(wrong({ podSecurityContext: security, podAnnotations: { [SECCOMP]: written } })).toEqual([]);
    expect(wrong({ podAnnotations: { [SECCOMP_OF_MAIN]: written }, containers: [container({ securityContext: security })] })).toEqual([]);
  });

  test("annotation of a container is none of the pod's profile, and one alone is left to the API server", () => {
    expect(wrong({ podSecurityContext: { seccompProfile: SeccompProfile.runtimeDefault() }, podAnnotations: { [SECCOMP_OF_MAIN]: 'unconfined' } })).toEqual([]);
    expect(wrong({ podAnnotations: { [SECCOMP]: 'unconfined', [SECCOMP_OF_MAIN]: 'unconfined' } })).toEqual([]);
  });
});

test('annotations of a pod take at most 256 KiB together, however they were added', () => {
  const half = 'x'.repeat(128 * 1024);
  const agent = (last: string) => {
    const of = bare({ podAnnotations: { a: half } });
    of.addPodAnnotation('b', last);
    return of;
  };
  expect(problems(agent(half.slice(2)))).toEqual([]);
  expect(problems(agent(half.slice(1)))).toEqual([
    '[AnnotationsTooLong] chart/agent: pod annotations take 262145 bytes together; the API server takes at most 262144, so put the data into a ConfigMap',
  ]);
});

describe('annotations that the API server reads', () => {
  const init = container({ name: 'init' });

  test.each<[string, string, string]>([
    [`${APPARMOR}-2`, 'unconfined', `[UnknownContainer] pod annotation ${APPARMOR}-2 is for a container, and there are ["main","init"]; write one of them`],
    [APPARMOR, 'strict', `[InvalidProfile] pod annotation ${APPARMOR} is "strict"; drop it and write appArmorProfile: AppArmorProfile.…`],
    [SECCOMP, 'foo', `[InvalidProfile] pod annotation ${SECCOMP} is "foo"; drop it and write seccompProfile: SeccompProfile.…`],
    [SECCOMP_OF_MAIN, 'localhost//a', `[InvalidProfile] pod annotation ${SECCOMP_OF_MAIN} is "localhost//a"; drop it and write seccompProfile: SeccompProfile.…`],
    [SECCOMP_OF_MAIN, 'localhost/a/../b', `[InvalidProfile] pod annotation ${SECCOMP_OF_MAIN} is "localhost/a/../b"; drop it and write seccompProfile: SeccompProfile.…`],
    ['kubernetes.io/config.mirror', 'x', '[NotInDaemonSet] pod annotation kubernetes.io/config.mirror is "x", which only the kubelet may write, for pods from its own files; drop it'],
    ...['high', '', '+1', '007', '1.5', '2147483648', '-2147483649'].map((cost): [string, string, string] => [
      'controller.kubernetes.io/pod-deletion-cost', cost,
      `[InvalidNumber] pod annotation controller.kubernetes.io/pod-deletion-cost is "${cost}"; write a whole number of 32 bits without plus or leading zeros, such as "100" or "-5"`,
    ]),
  ])('%s: %j is refused', (key, value, message) => {
    ['1.28', '1.36'].forEach((version) => (
      expect(wrong({ targetVersion: TargetVersion.of(version), initContainers: [init], podAnnotations: { [key]: value } })).toEqual([message])));
  });

  test.each([
    ...['', 'runtime/default', 'unconfined', 'localhost/strict'].flatMap((profile) => [[APPARMOR, profile], [APPARMOR.replace('main', 'init'), profile]]),
    ...['runtime/default', 'docker/default', 'unconfined', 'localhost/a/b..json'].flatMap((profile) => [[SECCOMP, profile], [SECCOMP_OF_MAIN, profile], [`${SECCOMP_OF_MAIN}-2`, profile]]),
    ...['0', '100', '-5', '2147483647', '-2147483648'].map((cost) => ['controller.kubernetes.io/pod-deletion-cost', cost]),
    ['example.com/anything', 'foo'],
  ])('%s: %j is taken', (key, value) => {
    expect(wrong({ initContainers: [init], podAnnotations: { [key]: value } })).toEqual([]);
  });
});
