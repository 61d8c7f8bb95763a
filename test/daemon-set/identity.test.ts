import { App, Chart, Testing, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { IMAGE, agent, chart, codes, container, daemonSet, problems, refused } from './agent';
import { AgentDefaults, ConfigFiles, LogAgentDaemonSet, NodeAgentDaemonSet, Priority, ScopeDefaults } from '../../src';
import { thrown } from '../values/thrown';

const LABELS = { 'app.kubernetes.io/instance': 'agent', 'app.kubernetes.io/name': 'agent' };

describe('a new identity', () => {
  test('selector and pod labels are the name, and the instance, which is the name unless it is written', () => {
    const { spec } = daemonSet(agent());
    expect(spec.selector).toEqual({ matchLabels: LABELS });
    expect(spec.template.metadata.labels).toEqual(LABELS);

    const { spec: second } = daemonSet(agent({ instance: 'blue' }));
    expect(second.selector).toEqual({ matchLabels: { ...LABELS, 'app.kubernetes.io/instance': 'blue' } });
    expect(second.template.metadata.labels).toEqual({ ...LABELS, 'app.kubernetes.io/instance': 'blue' });
  });

  test('the DaemonSet is named as written, never after the construct', () => {
    expect(daemonSet(agent({ name: 'log-agent' })).metadata.name).toBe('log-agent');
  });

  test('moving the construct in the tree changes no byte of the output', () => {
    const manifest = (scope: (chart: Chart) => Construct, chartId: string) => {
      const root = new Chart(new App(), chartId, { namespace: 'agents' });
      const of = new NodeAgentDaemonSet(scope(root), chartId === 'a' ? 'one' : 'another', {
        name: 'agent', containers: [container()], priority: Priority.nodeAgents(), configFiles: [ConfigFiles.of('/etc/agent', { 'a.conf': '1' })],
      });
      of.addPodLabel('version', 'v1');
      return Yaml.stringify(...Testing.synth(root));
    };
    const before = manifest((root) => root, 'a');
    expect(before).toContain('name: agent\n');
    expect(manifest((root) => root, 'b')).toBe(before);
    expect(manifest((root) => new Construct(new Construct(root, 'x'), 'y'), 'b')).toBe(before);
  });

  test('version, pod and scope labels are on the pods and never in the selector', () => {
    const root = chart();
    ScopeDefaults.set(root, { labels: { team: 'platform' } });
    const of = agent({ podLabels: { 'app.kubernetes.io/version': 'v1' }, labels: { tier: 'node' } }, root);
    of.addPodLabel('app.kubernetes.io/component', 'agent');
    const { spec, metadata } = daemonSet(of);
    expect(spec.selector).toEqual({ matchLabels: LABELS });
    expect(spec.template.metadata.labels).toEqual({
      ...LABELS, 'app.kubernetes.io/component': 'agent', 'app.kubernetes.io/version': 'v1', 'team': 'platform',
    });
    expect(metadata.labels).toEqual({ ...LABELS, team: 'platform', tier: 'node' });
    expect(of.selector).toEqual(LABELS);
  });

  test('the name is required, and is both a DNS subdomain and a label value', () => {
    expect(refused(() => agent({ name: undefined }))).toBe('NotText');
    expect(refused(() => agent({ name: 'Agent' }))).toBe('InvalidName');
    expect(thrown(() => agent({ name: 'a'.repeat(64) }))).toMatch(/^\[InvalidLabelValue\] chart\/agent: name "a{64}" is no label value; /);
    expect(daemonSet(agent({ name: 'a'.repeat(63) })).metadata.name).toHaveLength(63);
    expect(thrown(() => agent({ instance: 'not a label' }))).toMatch(/^\[InvalidLabelValue\] chart\/agent: instance "not a label" is no label value; /);
  });

  test('agents default to a name of their own', () => {
    const of = new LogAgentDaemonSet(chart(), 'x', { image: IMAGE });
    expect(of.daemonSet.name).toBe('log-agent');
    expect(of.daemonSet.selector).toEqual({ 'app.kubernetes.io/instance': 'log-agent', 'app.kubernetes.io/name': 'log-agent' });
  });

  test('a pod label that contradicts the selector is an error, however it is set', () => {
    expect(codes(agent({ podLabels: { 'app.kubernetes.io/name': 'other' } }))).toEqual(['SelectorNotInTemplate']);
    const of = agent();
    expect(refused(() => of.addPodLabel('not a key', 'x'))).toBe('InvalidLabelKey');
    of.addPodLabel('app.kubernetes.io/name', 'other');
    expect(problems(of)).toEqual([
      '[SelectorNotInTemplate] chart/agent: the selector asks for app.kubernetes.io/name: "agent", and the pods have "other"; give the pods the same label',
    ]);
    expect(codes(agent({ podLabels: { 'app.kubernetes.io/name': 'agent' } }))).toEqual([]);
  });
});

describe('adopt', () => {
  const adopt = { matchLabels: { name: 'log-agent' } };

  test('selector and pod labels are those given, and nothing is added to either', () => {
    const root = chart();
    ScopeDefaults.set(root, { labels: { team: 'platform' } });
    const { spec } = daemonSet(agent({ adopt }, root));
    expect(spec.selector).toEqual({ matchLabels: { name: 'log-agent' } });
    expect(spec.template.metadata).toEqual({ labels: { name: 'log-agent' } });
  });

  test('pod labels may be more than the selector', () => {
    const { spec } = daemonSet(agent({ adopt: { ...adopt, templateLabels: { name: 'log-agent', version: 'v1' } } }));
    expect(spec.selector).toEqual({ matchLabels: { name: 'log-agent' } });
    expect(spec.template.metadata.labels).toEqual({ name: 'log-agent', version: 'v1' });
  });

  test('what is asked for besides is added to the pods all the same', () => {
    expect(daemonSet(agent({ adopt, podLabels: { version: 'v2' } })).spec.template.metadata.labels).toEqual({ name: 'log-agent', version: 'v2' });
  });

  test('the identity that is taken over puts no labels on the DaemonSet itself', () => {
    expect(daemonSet(agent({ adopt })).metadata).toEqual({ name: 'agent' });
  });

  test('an empty selector is refused: it selects every pod of the namespace', () => {
    expect(refused(() => agent({ adopt: { matchLabels: {} } }))).toBe('EmptySelector');
  });

  test('a selector that the pods do not meet is refused, as the API server does', () => {
    expect(codes(agent({ adopt: { ...adopt, templateLabels: { name: 'other' } } }))).toEqual(['SelectorNotInTemplate']);
    expect(codes(agent({ adopt: { ...adopt, templateLabels: { version: 'v1' } } }))).toEqual(['SelectorNotInTemplate']);
  });

  test('labels that Kubernetes would refuse are refused here', () => {
    expect(thrown(() => agent({ adopt: { matchLabels: { 'not a key': 'x' } } }))).toMatch(/^\[InvalidLabelKey\] chart\/agent: adopt\.matchLabels key "not a key" /);
    expect(thrown(() => agent({ adopt: { ...adopt, templateLabels: { name: 'not a label' } } }))).toMatch(
      /^\[InvalidLabelValue\] chart\/agent: adopt\.templateLabels name "not a label" /);
  });

  test('the name need not be a label value: it is in no label', () => {
    expect(daemonSet(agent({ adopt, name: `${'a'.repeat(63)}.b` })).metadata.name).toHaveLength(65);
  });
});

test('ids of children are public: the DaemonSet is Default, a ConfigMap is ConfigMap-NAME, an agent\'s base is Default', () => {
  const of = agent({ configFiles: [ConfigFiles.of('/etc/agent', { 'a.conf': '1' })] });
  expect(of.node.children.map((child) => child.node.id)).toEqual(['Default', 'ConfigMap-agent-config']);
  const log = new LogAgentDaemonSet(chart('chart', 'agents'), 'log', { image: IMAGE, readPodMetadata: true });
  expect(log.node.children.map((child) => child.node.id).sort()).toEqual(['ClusterRole', 'ClusterRoleBinding', 'Default', 'ServiceAccount']);
});

test('a PriorityClass that is made is a child of its cluster, with the id PriorityClass-NAME', () => {
  const root = chart();
  agent({ priority: Priority.nodeAgents() }, root);
  expect(root.node.children.map((child) => child.node.id)).toEqual(['agent', 'PriorityClass-node-agents']);
});

test('an agent that is refused leaves no object behind', () => {
  const root = chart();
  const files = ConfigFiles.of('/etc/agent', { 'a.conf': '1' });
  const taken = { configFiles: [files, ConfigFiles.of('/etc/other', { 'b.conf': '1' }, { configMapName: 'agent-config' })] };
  expect(thrown(() => agent(taken, root))).toMatch(/^\[NameTaken\] chart\/agent: /);
  agent({ priority: Priority.newClass('mine', { value: 1 }) }, new Construct(root, 'a'));
  expect(refused(() => agent({ priority: Priority.newClass('mine', { value: 2 }) }, new Construct(root, 'b')))).toBe('PriorityClassDiffers');
  expect(Testing.synth(root).map((object) => object.kind).sort()).toEqual(['DaemonSet', 'PriorityClass']);
});

test('without defaults, an adopted DaemonSet has nothing but what was written', () => {
  expect(daemonSet(agent({ adopt: { matchLabels: { app: 'x' } }, defaults: AgentDefaults.none() }))).toEqual({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'x' } },
      template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'main', image: 'example.com/agent:v1' }] } },
    },
  });
});
