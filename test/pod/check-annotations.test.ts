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
