import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IMAGE, MESSAGE, agent, chart, container, daemonSet, objects, refused } from './agent';
import {
  AgentDefaults, ConfigFiles, Container, ContainerProps, CriticalPodsQuota, EnvVar, LogAgentDaemonSet, NodeAgentDaemonSet, NodeAgentDaemonSetProps,
  ScopeDefaults, VolumeMount,
} from '../../src';
import { thrown } from '../values/thrown';

/*
 * What plain JavaScript, and other languages' null, can put where the types say something else: a coded message with the construct's path, never a bare TypeError.
 */

describe('props of an agent', () => {
  test.each([null, undefined, 'agent', 5])('%p instead of all of them', (props) => {
    expect(thrown(() => new NodeAgentDaemonSet(chart(), 'agent', props as any))).toMatch(/^\[MissingProps\] chart\/agent: props are .+; write \{ name, containers, … \}$/);
  });

  /** Every prop, with something that is not it. */
  const WRONG: { readonly [prop in keyof Required<NodeAgentDaemonSetProps>]: readonly unknown[] } = {
    name: [undefined, null, 5, {}],
    containers: [null, {}, 'main', [{ name: 'x' }], [null], [undefined], [container(), 'side'], container()],
    initContainers: [null, [{ name: 'x', image: IMAGE }], [[container()]]],
    sidecars: [[container(), null]],
    volumes: [[{ name: 'data' }], 'data'],
    namespace: [null, 5],
    instance: [null, 5],
    adopt: [null, 'name', [], {}, { matchLabels: null }, { matchLabels: 'x' }, { matchLabels: { a: 5 } }, { matchLabels: { a: 'b' }, templateLabels: null }],
    targeting: [null, {}, 'linux', { nodeSelector: {} }],
    tolerations: [null, [], [{ key: 'a' }]],
    priority: [null, 'system-node-critical', 1000],
    rollout: [null, {}, 'OnDelete'],
    minReady: [null, 5, '5s', {}, Duration.millis(1500)],
    revisionHistoryLimit: [null, '3', -1, 1.5, NaN, Infinity, {}],
    labels: [null, [], 'a', { a: 5 }, { a: null }, { 'not a key': 'x' }],
    annotations: [null, [], { a: 5 }, { 'not a key': 'x' }, { a: 'x'.repeat(256 * 1024) }],
    podLabels: [null, { a: 'not a label' }],
    podAnnotations: [null, { a: {} }],
    configFiles: [null, {}, [{ mountPath: '/a' }], ['a']],
    hostAccessReasons: [null, ['because']],
    platform: [null, 'openshift', {}],
    targetVersion: [null, '1.30', 30],
    defaults: [null, {}, true, 'none'],
    patches: [null, {}, [{ spec: {} }]],
    hostNetwork: [null, 'true', 1],
    hostPid: ['yes'],
    hostIpc: [0],
    hostUsers: [null],
    shareProcessNamespace: [{}],
    dnsPolicy: [null, 5],
    dnsConfig: [null, [], { nameservers: '10.0.0.10' }, { searches: [5] }, { options: { ndots: 5 } }, { options: ['ndots'] }],
    runtimeClassName: [null, {}],
    schedulerName: [5],
    hostAliases: [null, [{ ip: '10.0.0.1', hostnames: ['a'] }]],
    terminationGracePeriod: [null, 30, '30s', { seconds: 30 }, Duration.millis(10)],
    imagePullSecrets: [null, 'pull', [5], ['Not_A_Name'], [{ name: 'pull' }]],
    enableServiceLinks: ['false'],
    podSecurityContext: [
      null, [], { runAsUser: '0' }, { fsGroup: null }, { runAsNonRoot: 1 }, { seccompProfile: {} }, { seccompProfile: 'RuntimeDefault' }, { appArmorProfile: { type: 'x' } },
      { sysctls: [] }, { sysctls: { a: 1 } }, { supplementalGroups: 5 }, { supplementalGroups: ['5'] }, { seLinuxOptions: 'spc_t' }, { seLinuxOptions: { type: 5 } },
      { windowsOptions: { hostProcess: 'true' } }, { windowsOptions: null }, { fsGroupChangePolicy: 5 },
    ],
    serviceAccount: [null, 'reader', {}, { name: 5 }],
    automountServiceAccountToken: ['true'],
  };

  test.each(Object.entries(WRONG).flatMap(([prop, values]) => values.map((value, i) => [prop, i, value] as const)))('%s that is something else (%#)', (prop, _, value) => {
    const message = thrown(() => agent({ [prop]: value }));
    expect(message).toMatch(MESSAGE);
    expect(message).toMatch(/^\[\w+\] chart\/agent: /);
    expect(message.toLowerCase().replace(/[^a-z]/g, '')).toContain(prop.toLowerCase().replace(/s$/, ''));
  });

  test('a mistyped value is shown, and what to write instead', () => {
    expect(thrown(() => agent({ rollout: {} as any }))).toBe('[WrongType] chart/agent: rollout is {}; write a value of Rollout, or leave it out');
    expect(thrown(() => agent({ terminationGracePeriod: 30 as any }))).toBe(
      '[WrongType] chart/agent: terminationGracePeriod is 30; write a Duration, such as Duration.seconds(30), or leave it out');
    expect(thrown(() => agent({ podSecurityContext: { seccompProfile: 'RuntimeDefault' as any } }))).toBe(
      '[WrongType] chart/agent: podSecurityContext.seccompProfile is "RuntimeDefault"; write a value of SeccompProfile, or leave it out');
  });

  test('a ServiceAccount that exists is told how to be written', () => {
    expect(thrown(() => agent({ serviceAccount: 'existing' as any }))).toBe(
      '[WrongType] chart/agent: serviceAccount is "existing"; write a ServiceAccount of cdk8s-plus, such as ServiceAccount.fromServiceAccountName(scope, id, name), or leave it out');
  });

  test.each([[{}, 'nothing'], [{ matchLabels: null }, 'null'], [{ matchLabels: 'app=x' }, '"app=x"']])('who adopts says by which labels: not %j', (adopt, got) => {
    expect(thrown(() => agent({ adopt: adopt as any }))).toBe(`[WrongType] chart/agent: adopt.matchLabels is ${got}; write spec.selector.matchLabels of the DaemonSet that exists`);
  });

  test('times are whole seconds', () => {
    expect(thrown(() => agent({ minReady: Duration.millis(1500) }))).toBe('[InvalidNumber] chart/agent: minReady in seconds is 1.5; write a whole number of at least 0');
    expect(daemonSet(agent({ minReady: Duration.millis(2000), terminationGracePeriod: Duration.minutes(0.5) })).spec).toMatchObject({
      minReadySeconds: 2, template: { spec: { terminationGracePeriodSeconds: 30 } },
    });
  });

  test('a namespace is a DNS label', () => {
    expect(refused(() => agent({ namespace: 'not.a.namespace' }))).toBe('InvalidName');
    expect(refused(() => agent({ namespace: 'a'.repeat(64) }))).toBe('InvalidName');
    expect(daemonSet(agent({ namespace: 'a'.repeat(63) })).metadata.namespace).toHaveLength(63);
  });

  test("the Chart's namespace is one as well, where the agent names none", () => {
    const outer = chart('outer', 'Bad_NS');
    const inner = new Chart(outer, 'inner', { namespace: 'fine' });
    const message = /^\[InvalidName\] outer\/agent: namespace of the Chart "Bad_NS" is no DNS label; /;
    expect(thrown(() => agent({}, outer))).toMatch(message);
    expect(thrown(() => new LogAgentDaemonSet(chart('outer', 'Bad_NS'), 'agent', { image: IMAGE }))).toMatch(message);
    expect(refused(() => new CriticalPodsQuota(chart('outer', 'Bad_NS'), 'quota'))).toBe('InvalidName');
    expect(refused(() => agent({}, chart('outer', 5 as any)))).toBe('NotText');
    expect(daemonSet(agent({}, chart('outer', null as any))).metadata).not.toHaveProperty('namespace');
    expect(daemonSet(agent({}, inner)).metadata.namespace).toBe('fine');
    expect(daemonSet(agent({ namespace: 'own' }, chart('outer', 'Bad_NS'))).metadata.namespace).toBe('own');
    expect(daemonSet(agent({}, chart('outer', '${Token[TOKEN.7]}'))).metadata.namespace).toBe('${Token[TOKEN.7]}');
    expect(daemonSet(agent({}, chart())).metadata).not.toHaveProperty('namespace');
  });

  test.each(['Bad_Name', '', 'agent-', '${TOKEN}'])('the name of a ServiceAccount is a DNS subdomain, which %j is not', (name) => {
    const message = `[InvalidName] chart/agent: name of serviceAccount "${name}" is no DNS subdomain; `;
    const account = (scope: Chart) => kplus.ServiceAccount.fromServiceAccountName(scope, 'account', name);
    const root = chart();
    expect(thrown(() => agent({ serviceAccount: account(root) }, root))).toContain(message);
    expect(thrown(() => agent({ serviceAccount: { name } as any }))).toContain(message);
    const other = chart();
    expect(thrown(() => new LogAgentDaemonSet(other, 'agent', { image: IMAGE, serviceAccount: account(other) }))).toContain(message);
    expect(other.node.findAll().map((construct) => construct.node.path)).toEqual(['chart', 'chart/account', 'chart/agent']);
  });

  test.each(['agents.reader-1', '${Token[TOKEN.7]}'])('a ServiceAccount may be named %s', (name) => {
    const root = chart();
    const serviceAccount = kplus.ServiceAccount.fromServiceAccountName(root, 'account', name);
    expect(daemonSet(agent({ serviceAccount }, root)).spec.template.spec.serviceAccountName).toBe(name);
  });
});

describe('props of a container', () => {
  test.each([null, undefined, 'main'])('%p instead of all of them', (props) => {
    expect(refused(() => Container.of(props as any))).toBe('MissingContainer');
  });

  const WRONG: { readonly [prop in keyof Required<ContainerProps>]: readonly unknown[] } = {
    name: [undefined, null, 5, 'Main', 'a'.repeat(64), ''],
    image: [undefined, null, 'agent:v1', {}],
    command: [null, 'sh -c', [5], [null]],
    args: [{}, '--flag', [['a']]],
    workingDir: [null, 5],
    env: [null, {}, { A: '1' }, [{ name: 'A', value: '1' }], ['A=1'], [null]],
    envFrom: [[{ configMapRef: { name: 'a' } }], [undefined]],
    ports: [9100, [9100], [{ containerPort: 9100 }]],
    resources: [
      null, [], { cpu: '100m' }, { cpu: { request: 100 } }, { cpu: { request: '100m' } }, { cpu: { limit: { amount: 5 } } }, { memory: { limit: '64Mi' } }, { memory: { limit: 64 } },
      { ephemeralStorage: { request: {} } }, { extended: { 'nvidia.com/gpu': 1 } }, { extended: [] },
    ],
    securityContext: [
      null, 'privileged', { privileged: 'true' }, { capabilities: ['NET_ADMIN'] }, { capabilities: { add: 'NET_ADMIN' } }, { capabilities: { drop: [5] } }, { runAsUser: '0' },
      { seccompProfile: {} }, { appArmorProfile: 'x' }, { procMount: 5 }, { seLinuxOptions: [] }, { windowsOptions: { runAsUserName: 5 } }, { readOnlyRootFilesystem: null },
    ],
    mounts: [[{ mountPath: '/a', name: 'a' }], '/a', [null]],
    hostPaths: [['/var/log'], '/var/log', [null]],
    livenessProbe: [null, {}, { httpGet: { path: '/', port: 80 } }],
    readinessProbe: [{}],
    startupProbe: [5],
    postStart: [{ exec: { command: ['a'] } }],
    preStop: ['sleep 5'],
    imagePullPolicy: [null, 5],
    terminationMessagePath: [5],
    terminationMessagePolicy: [5],
    tty: ['true'],
    stdin: [1],
  };

  test.each(Object.entries(WRONG).flatMap(([prop, values]) => values.map((value, i) => [prop, i, value] as const)))('%s that is something else (%#)', (prop, _, value) => {
    const message = thrown(() => container({ [prop]: value }));
    expect(message).toMatch(MESSAGE);
    expect(message).toMatch(prop === 'name' ? /^\[\w+\] Container\.of: / : /^\[\w+\] Container\.of "main": /);
    expect(message).toContain(prop);
  });

  test('what is refused of its resources is refused where it is made', () => {
    expect(thrown(() => container({ resources: { extended: { gpu: 1 as any } } }))).toBe(
      '[WrongType] Container.of "main": resources.extended is {"gpu":1}; write an object of Quantity values by name, or leave it out');
  });
});

describe('what is added', () => {
  const of = () => agent();

  test.each<[string, (of: NodeAgentDaemonSet, value: any) => void]>([
    ['addContainer', (one, value) => one.addContainer(value)],
    ['addInitContainer', (one, value) => one.addInitContainer(value)],
    ['addSidecar', (one, value) => one.addSidecar(value)],
    ['addVolume', (one, value) => one.addVolume(value)],
    ['mount', (one, value) => one.mount(value)],
    ['mountHostPath', (one, value) => one.mountHostPath(value)],
    ['addEnv', (one, value) => one.addEnv(value)],
    ['addToleration', (one, value) => one.addToleration(value)],
    ['addConfigFiles', (one, value) => one.addConfigFiles(value)],
    ['patch', (one, value) => one.patch(value)],
    ['addHostAccessReason', (one, value) => one.addHostAccessReason(value)],
    ['addPodLabel', (one, value) => one.addPodLabel('key', value)],
    ['addPodAnnotation', (one, value) => one.addPodAnnotation('key', value)],
  ])('%s takes nothing else, and nothing of it is kept', (_, add) => {
    const plain = objects(of());
    for (const value of [null, undefined, {}, 5, [], { name: 'x' }]) {
      const one = of();
      expect(thrown(() => add(one, value))).toMatch(/^\[\w+\] chart\/agent: .+; write .+/);
      expect(objects(one)).toEqual(plain);
    }
  });

  test('a container is named by its name', () => {
    expect(refused(() => of().mountHostPath(undefined as any, 'main'))).toBe('WrongType');
    expect(refused(() => of().addEnv(EnvVar.of('A', '1'), 5 as any))).toBe('WrongType');
    expect(refused(() => of().mount(VolumeMount.named('/a', 'a'), null as any))).toBe('WrongType');
  });

  test.each([null, undefined, 5])('labels and annotations have keys: not %j', (key) => {
    expect(refused(() => of().addPodLabel(key as any, 'x'))).toBe('NotText');
    expect(refused(() => of().addPodAnnotation(key as any, 'x'))).toBe('NotText');
  });
});

describe('what scopes, files and quotas take', () => {
  test.each([
    null, undefined, 'x', { labels: null }, { labels: { a: 5 } }, { tolerations: [] }, { priority: 'x' }, { registryMirrors: ['mirror.example.com'] }, { imagePullSecrets: 'x' },
    { imagePullSecrets: [5] }, { targetVersion: '1.30' }, { defaults: {} },
  ])('ScopeDefaults.set: not %j', (props) => {
    const root = chart();
    const message = thrown(() => ScopeDefaults.set(root, props as any));
    expect(message).toMatch(/^\[\w+\] chart: .+; write .+/);
    ScopeDefaults.set(root, {});
  });

  test.each([[null], [undefined], [[]], ['a']])('ConfigFiles.of: not %j', (files) => {
    expect(refused(() => ConfigFiles.of('/a', files as any))).toBe('WrongType');
  });

  test.each([[null], [{ containers: 'main' }], [{ containers: [5] }], [{ onlyFile: 5 }], [{ configMapName: 5 }], [{ defaultMode: 5 }]])('ConfigFiles.of with options: not %j', (options) => {
    expect(refused(() => ConfigFiles.of('/a', { a: '1' }, options as any))).toBe('WrongType');
  });

  test('names that are none are told', () => {
    expect(thrown(() => ScopeDefaults.set(chart(), { toleration: 5 } as object))).toBe('[NotAProp] chart: toleration is 5, and there is no such prop; write tolerations');
    expect(thrown(() => ConfigFiles.of('/a', { a: '1' }, { name: 'x' } as object))).toBe('[NotAProp] ConfigFiles.of: name is "x", and there is no such prop; write configMapName');
  });

  test.each([[null], ['x'], [{ name: 5 }], [{ namespace: null }]])('CriticalPodsQuota: not %j', (props) => {
    expect(refused(() => new CriticalPodsQuota(chart(), 'quota', props as any))).toBe('WrongType');
  });

  test('AgentDefaults: ids are checked where they are used', () => {
    expect(refused(() => agent({ defaults: AgentDefaults.none().with(5 as any) }))).toBe('UnknownDefault');
  });
});

test('an agent that was refused makes no output', () => {
  const root = new Chart(new App(), 'chart');
  expect(refused(() => agent({ rollout: {} as any }, root))).toBe('WrongType');
  expect(objects(root)).toEqual([]);
});
