import { Duration } from 'cdk8s';
import { AppArmorProfile, EnvVar, LifecycleHandler, NodeAgentDaemonSetProps, ProcMount, ProjectedSource, TargetVersion, Volume } from '../../src';
import { GATES } from '../../src/pod/check-version';
import { bare, container, daemonSet, podSpec, problems } from '../daemon-set/agent';

const VERSIONS = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'];

function from(version: string): string[] {
  return VERSIONS.slice(VERSIONS.indexOf(version));
}

function before(version: string): string[] {
  return VERSIONS.slice(0, VERSIONS.indexOf(version));
}

const FIELDS: [string, string, Partial<NodeAgentDaemonSetProps>][] = [
  ['hostUsers', '1.33', { hostUsers: false }],
  ['hostUsers', '1.33', { hostUsers: true }],
  ['securityContext.procMount', '1.33', { hostUsers: undefined, containers: [container({ securityContext: { procMount: ProcMount.DEFAULT } })] }],
  ['securityContext.procMount', '1.33', { initContainers: [container({ name: 'init', securityContext: { procMount: ProcMount.DEFAULT } })] }],
  ['env from status.hostIPs', '1.29', { containers: [container({ env: [EnvVar.fromField('IPS', 'status.hostIPs')] })] }],
  ['lifecycle sleep', '1.30', { containers: [container({ preStop: LifecycleHandler.sleep(Duration.seconds(5)) })] }],
  ['lifecycle sleep', '1.30', { containers: [container({ postStart: LifecycleHandler.sleep(Duration.seconds(5)) })] }],
  ['lifecycle sleep', '1.30', { sidecars: [container({ name: 'side', preStop: LifecycleHandler.sleep(Duration.seconds(5)) })] }],
  ['image of a volume', '1.35', { volumes: [Volume.emptyDir('a'), Volume.raw('models', { image: { reference: 'example.com/models:v1' } })] }],
  ['clusterTrustBundle of a projected volume', '1.29', {
    volumes: [Volume.projected('all', [ProjectedSource.secretNamed('a'), ProjectedSource.raw({ clusterTrustBundle: { name: 'roots', path: 'roots.pem' } })])],
  }],
  ['clusterTrustBundle of a projected volume', '1.29', { volumes: [Volume.raw('all', { projected: { sources: [{ clusterTrustBundle: { name: 'roots', path: 'roots.pem' } }] } })] }],
];

describe.each(FIELDS)('%s is known from %s on', (field, first, props) => {
  test.each(before(first))('for %s it is an error that names the first version which does', (version) => {
    expect(problems(bare({ ...props, targetVersion: TargetVersion.of(version) }))).toEqual([
      `[TargetTooOld] chart/agent: ${field} is set and targetVersion is ${version}, which does not know it; drop it, or set targetVersion: TargetVersion.of("${first}") or later`,
    ]);
  });

  test.each(from(first))('for %s it is written', (version) => {
    expect(problems(bare({ ...props, targetVersion: TargetVersion.of(version) }))).toEqual([]);
  });
});

test('what is gated is exactly this, and each gate has its source', () => {
  expect(GATES.map(({ field, first }) => [field, first.toString()])).toEqual([...new Map(FIELDS.map(([field, first]) => [field, [field, first]])).values()]);
  expect(GATES.filter(({ source }) => !source.startsWith('https://kubernetes.io/'))).toEqual([]);
});

test('the target is 1.28 unless something else is said', () => {
  expect(problems(bare({ hostUsers: false }))).toEqual([expect.stringContaining('targetVersion is 1.28, which does not know it')]);
});

test('what is not set is no error in any version', () => {
  VERSIONS.forEach((version) => expect(problems(bare({ targetVersion: TargetVersion.of(version) }))).toEqual([]));
});

test('neighbours of gated fields are known to 1.28', () => {
  expect(problems(bare({
    containers: [container({ env: [EnvVar.fromField('IP', 'status.hostIP')], preStop: LifecycleHandler.exec(['sleep', '5']), securityContext: { readOnlyRootFilesystem: true } })],
  }))).toEqual([]);
});

describe('sidecars', () => {
  const props = { initContainers: [container({ name: 'init' })], sidecars: [container({ name: 'one' }), container({ name: 'two' })] };
  const names = (list: { name: string }[] | undefined) => list?.map(({ name }) => name);

  test.each(before('1.29'))('are ordinary containers after the others for %s, which knows nothing else', (version) => {
    const spec = podSpec(bare({ ...props, targetVersion: TargetVersion.of(version) }));
    expect(names(spec.containers)).toEqual(['main', 'one', 'two']);
    expect(names(spec.initContainers)).toEqual(['init']);
    expect(JSON.stringify(spec)).not.toContain('restartPolicy');
  });

  test.each(from('1.29'))('are init containers that always restart, before the others, for %s', (version) => {
    const spec = podSpec(bare({ ...props, targetVersion: TargetVersion.of(version) }));
    expect(names(spec.containers)).toEqual(['main']);
    expect(names(spec.initContainers)).toEqual(['one', 'two', 'init']);
    expect(spec.initContainers.map((one: { restartPolicy?: string }) => one.restartPolicy)).toEqual(['Always', 'Always', undefined]);
  });
});

describe('AppArmor', () => {
  const containers = [container({ securityContext: { appArmorProfile: AppArmorProfile.localhost('k8s-agent') } }), container({ name: 'plain' })];
  const props = {
    containers,
    initContainers: [container({ name: 'init', securityContext: { appArmorProfile: AppArmorProfile.unconfined() } })],
    sidecars: [container({ name: 'side' })],
    podSecurityContext: { appArmorProfile: AppArmorProfile.runtimeDefault() },
  };

  test.each(before('1.30'))('is an annotation of each container for %s, the pod\'s where it has none of its own', (version) => {
    const { metadata, spec } = daemonSet(bare({ ...props, targetVersion: TargetVersion.of(version) })).spec.template;
    expect(metadata.annotations).toEqual({
      'container.apparmor.security.beta.kubernetes.io/main': 'localhost/k8s-agent',
      'container.apparmor.security.beta.kubernetes.io/plain': 'runtime/default',
      'container.apparmor.security.beta.kubernetes.io/init': 'unconfined',
      'container.apparmor.security.beta.kubernetes.io/side': 'runtime/default',
    });
    expect(JSON.stringify(spec)).not.toContain('appArmorProfile');
  });

  test.each(from('1.30'))('is a field for %s', (version) => {
    const { metadata, spec } = daemonSet(bare({ ...props, targetVersion: TargetVersion.of(version) })).spec.template;
    expect(metadata).not.toHaveProperty('annotations');
    expect(spec.securityContext).toEqual({ appArmorProfile: { type: 'RuntimeDefault' } });
    const profiles = [...spec.containers, ...spec.initContainers].map((one: any) => [one.name, one.securityContext]);
    expect(Object.fromEntries(profiles)).toEqual({
      main: { appArmorProfile: { type: 'Localhost', localhostProfile: 'k8s-agent' } },
      init: { appArmorProfile: { type: 'Unconfined' } },
    });
  });

  test('is nowhere when nobody asks for it', () => {
    VERSIONS.forEach((version) => expect(JSON.stringify(daemonSet(bare({ targetVersion: TargetVersion.of(version) }))).toLowerCase()).not.toContain('apparmor'));
  });

  test('annotations of one\'s own stand beside it', () => {
    const key = 'container.apparmor.security.beta.kubernetes.io/main';
    const { metadata } = daemonSet(bare({ containers: [containers[0]], podAnnotations: { a: 'b', [key]: 'localhost/k8s-agent' } })).spec.template;
    expect(metadata.annotations).toEqual({ a: 'b', [key]: 'localhost/k8s-agent' });
  });
});
