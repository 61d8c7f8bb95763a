import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGE, agent, bare, chart, container, daemonSet, podSpec, refused } from './agent';
import {
  AgentDefaults, LogAgentDaemonSet, NodeAgentDaemonSet, Priority, RegistryMirror, ScopeDefaults, ScopeDefaultsProps, TargetVersion, TaintEffect, Toleration, Tolerations,
} from '../../src';
import { thrown } from '../values/thrown';

/** An agent in a construct in a Chart in an App, each with defaults. */
function nested(app: ScopeDefaultsProps, ofChart: ScopeDefaultsProps, inner: ScopeDefaultsProps, props: object = {}): NodeAgentDaemonSet {
  const root = new App();
  const middle = new Chart(root, 'chart');
  const scope = new Construct(middle, 'inner');
  ScopeDefaults.set(root, app);
  ScopeDefaults.set(middle, ofChart);
  ScopeDefaults.set(scope, inner);
  return agent({ containers: [container()], ...props }, scope);
}

describe('defaults of scopes are inherited', () => {
  test('labels are joined on the DaemonSet and its pods, inner ones before outer ones', () => {
    const { metadata, spec } = daemonSet(nested({ labels: { a: 'app', b: 'app' } }, { labels: { b: 'chart', c: 'chart' } }, { labels: { c: 'inner' } }));
    expect(metadata.labels).toMatchObject({ a: 'app', b: 'chart', c: 'inner' });
    expect(spec.template.metadata.labels).toMatchObject({ a: 'app', b: 'chart', c: 'inner' });
    expect(Object.keys(spec.selector.matchLabels)).toEqual(['app.kubernetes.io/instance', 'app.kubernetes.io/name']);
  });

  test('tolerations are joined with each other and with the agent\'s', () => {
    const of = nested(
      { tolerations: Tolerations.of(Toleration.exists('a')) }, { tolerations: Tolerations.of(Toleration.exists('b')) }, {},
      { tolerations: Tolerations.of(Toleration.exists('c')) },
    );
    expect(of.tolerationPolicy.items.map(String)).toEqual(['a:*', 'b:*', 'c:*']);
    expect(podSpec(of).tolerations).toEqual(['a', 'b', 'c'].map((key) => ({ key, operator: 'Exists' })));
    expect(nested({}, { tolerations: Tolerations.of(Toleration.exists('b')) }, {}).tolerationPolicy.items.map(String)).toEqual(['b:*']);
  });

  test('pull secrets are joined, outer ones first, the agent\'s last, each once', () => {
    const of = nested({ imagePullSecrets: ['a', 'b'] }, { imagePullSecrets: ['c', 'a'] }, {}, { imagePullSecrets: ['d', 'b'] });
    expect(podSpec(of).imagePullSecrets).toEqual(['a', 'b', 'c', 'd'].map((name) => ({ name })));
  });

  test('mirrors are joined, inner ones before outer ones', () => {
    const image = (app: RegistryMirror[], ofChart: RegistryMirror[]) => (
      podSpec(nested({ registryMirrors: app }, { registryMirrors: ofChart }, {})).containers[0].image
    );
    const [a, b] = ['a.example.com', 'b.example.com'].map((mirror) => RegistryMirror.ofAll(mirror));
    expect(image([a], [b])).toBe('b.example.com/agent:v1');
    expect(image([a], [])).toBe('a.example.com/agent:v1');
    expect(image([a], [RegistryMirror.of('quay.io', 'b.example.com')])).toBe('a.example.com/agent:v1');
  });

  test('of priorities, target versions and switches, the innermost counts', () => {
    expect(podSpec(nested({ priority: Priority.nodeCritical() }, { priority: Priority.clusterCritical() }, {})).priorityClassName).toBe('system-cluster-critical');
    const spec = podSpec(nested({ targetVersion: TargetVersion.V1_28 }, { targetVersion: TargetVersion.V1_36 }, {}, { sidecars: [container({ name: 'side' })] }));
    expect(spec.initContainers).toHaveLength(1);
    expect(daemonSet(nested({ defaults: AgentDefaults.all() }, { defaults: AgentDefaults.none() }, {})).spec).not.toHaveProperty('updateStrategy');
  });

  test('what the agent says goes before all of them', () => {
    const spec = podSpec(nested({ priority: Priority.nodeCritical(), targetVersion: TargetVersion.V1_36 }, {}, { defaults: AgentDefaults.none() }, {
      priority: Priority.ofClass('mine'), targetVersion: TargetVersion.V1_28, defaults: AgentDefaults.all(), sidecars: [container({ name: 'side' })],
    }));
    expect(spec).toMatchObject({ priorityClassName: 'mine', nodeSelector: { 'kubernetes.io/os': 'linux' } });
    expect(spec.containers).toHaveLength(2);
  });

  test('only by what stands in the scope', () => {
    const app = new App();
    const [one, other] = ['one', 'other'].map((id) => new Chart(app, id));
    ScopeDefaults.set(one, { labels: { team: 'platform' } });
    expect(daemonSet(agent({}, other)).metadata.labels).not.toHaveProperty('team');
    expect(daemonSet(agent({}, one)).metadata.labels).toHaveProperty('team', 'platform');
  });

  test('by agents of every kind, whose own priority gives way to the scope\'s', () => {
    const root = chart();
    ScopeDefaults.set(root, { priority: Priority.ofClass('shared'), labels: { team: 'platform' } });
    const log = new LogAgentDaemonSet(root, 'log', { image: IMAGE });
    expect(podSpec(log.daemonSet).priorityClassName).toBe('shared');
    expect(daemonSet(log.daemonSet).metadata.labels).toHaveProperty('team', 'platform');
  });

  test('a class that is to be made is made, once', () => {
    const root = chart();
    ScopeDefaults.set(root, { priority: Priority.newClass('mine', { value: 7 }) });
    agent({}, root);
    expect(root.node.tryFindChild('PriorityClass-mine')).toBeDefined();
  });
});

test('switched off, nothing of the scope reaches the agent but the version, which is a fact and no default', () => {
  const root = chart();
  ScopeDefaults.set(root, {
    labels: { a: 'b' },
    tolerations: Tolerations.everything(),
    imagePullSecrets: ['x'],
    priority: Priority.nodeCritical(),
    registryMirrors: [RegistryMirror.ofAll('m.example.com')],
    targetVersion: TargetVersion.V1_36,
  });
  const spec = podSpec(bare({ sidecars: [container({ name: 'side' })] }, root));
  expect(spec).toEqual({
    containers: [{ name: 'main', image: 'example.com/agent:v1' }], initContainers: [{ name: 'side', image: 'example.com/agent:v1', restartPolicy: 'Always' }],
  });
});

test('a scope\'s labels keep off the pods of an adopted DaemonSet, which would restart', () => {
  const root = chart();
  ScopeDefaults.set(root, { labels: { team: 'platform' } });
  const { metadata, spec } = daemonSet(agent({ adopt: { matchLabels: { app: 'x' } } }, root));
  expect(metadata.labels).toEqual({ team: 'platform' });
  expect(spec.template.metadata.labels).toEqual({ app: 'x' });
});

describe('defaults of a scope are set once, before its agents', () => {
  test('twice is an error', () => {
    const root = chart();
    ScopeDefaults.set(root, {});
    expect(thrown(() => ScopeDefaults.set(root, {}))).toBe('[DefaultsSetTwice] chart: defaults of this scope are set already; set them once, with all they say');
    expect(thrown(() => {
      const app = new App();
      ScopeDefaults.set(app, {});
      ScopeDefaults.set(app, {});
    })).toMatch(/^\[DefaultsSetTwice\] ScopeDefaults.set: /);
  });

  test('after an agent is an error that names it, for every scope around the agent and for no other', () => {
    const app = new App();
    const root = new Chart(app, 'chart');
    agent({}, root);
    expect(thrown(() => ScopeDefaults.set(root, {}))).toBe('[DefaultsSetTooLate] chart: agent chart/agent was made before; set the defaults of a scope before its agents');
    expect(refused(() => ScopeDefaults.set(app, {}))).toBe('DefaultsSetTooLate');
    ScopeDefaults.set(new Chart(app, 'next'), {});
    ScopeDefaults.set(new Construct(root, 'inner'), {});
  });

  test('what was passed in can be changed afterwards without effect', () => {
    const root = chart();
    const labels: { [key: string]: string } = { a: '1' };
    const imagePullSecrets = ['x'];
    ScopeDefaults.set(root, { labels, imagePullSecrets });
    labels.b = '2';
    imagePullSecrets.push('y');
    const manifest = daemonSet(agent({}, root));
    expect(manifest.metadata.labels).not.toHaveProperty('b');
    expect(manifest.spec.template.spec.imagePullSecrets).toEqual([{ name: 'x' }]);
  });
});

describe('what a scope cannot have', () => {
  test.each<[string, ScopeDefaultsProps, string]>([
    ['a label key', { labels: { 'not a key': 'x' } }, 'InvalidLabelKey'],
    ['a label value', { labels: { key: 'not a label' } }, 'InvalidLabelValue'],
    ['the name of a pull secret', { imagePullSecrets: ['Not_A_Name'] }, 'InvalidName'],
  ])('%s that Kubernetes refuses', (_, props, code) => {
    const root = chart();
    expect(refused(() => ScopeDefaults.set(root, props))).toBe(code);
    // Nothing half set is left behind.
    ScopeDefaults.set(root, {});
  });
});

test('every toleration of the scope can be told from its effect', () => {
  const root = chart();
  ScopeDefaults.set(root, { tolerations: Tolerations.of(Toleration.equal('dedicated', 'agents', TaintEffect.NO_EXECUTE)) });
  expect(podSpec(agent({}, root)).tolerations).toEqual([{ effect: 'NoExecute', key: 'dedicated', operator: 'Equal', value: 'agents' }]);
});
