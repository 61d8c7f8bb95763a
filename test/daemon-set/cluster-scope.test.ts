import { ApiObject, App, Chart, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { IMAGE, agent, bare, chart, codes, container, objects, problems, refused } from './agent';
import {
  ClusterScope, ConfigFiles, CriticalPodsQuota, LogAgentDaemonSet, NodeAgentDaemonSet, NodeExporterDaemonSet, PreemptionPolicy, Priority,
  ScopeDefaults, Tolerations,
} from '../../src';

function named(scope: Construct, id: string, name: string, priority?: Priority): NodeAgentDaemonSet {
  return new NodeAgentDaemonSet(scope, id, { name, containers: [container()], priority });
}

function classes(...charts: Chart[]): any[] {
  return charts.flatMap((one) => Testing.synth(one)).filter((object) => object.kind === 'PriorityClass');
}

describe('names are judged within one cluster', () => {
  test('two agents with one name in one namespace of a Chart are an error, which names both', () => {
    const root = chart();
    named(root, 'one', 'agent');
    named(root, 'two', 'agent');
    expect(problems(root)).toEqual([
      '[NameTaken] chart/two/Default: DaemonSet "agent" in namespace "default" is also made by chart/one/Default; give one of them another name, or put them into different clusters (a Chart or a ClusterScope each)',
    ]);
  });

  test('other names, and other namespaces, are free', () => {
    const root = chart();
    named(root, 'one', 'agent');
    named(root, 'two', 'other');
    new NodeAgentDaemonSet(root, 'three', { name: 'agent', namespace: 'elsewhere', containers: [container()] });
    expect(codes(root)).toEqual([]);
  });

  test('the namespace of the Chart counts as if it were written', () => {
    const root = chart('chart', 'agents');
    named(root, 'one', 'agent');
    new NodeAgentDaemonSet(root, 'two', { name: 'agent', namespace: 'agents', containers: [container()] });
    expect(codes(root)).toEqual(['NameTaken']);
  });

  test('a fleet of Charts in one App repeats every name', () => {
    const app = new App();
    const fleet = ['eu', 'us', 'asia'].map((id) => new Chart(app, id));
    fleet.forEach((one) => {
      new LogAgentDaemonSet(one, 'log', { image: IMAGE });
      new NodeExporterDaemonSet(one, 'exporter');
    });
    expect(fleet.flatMap(codes)).toEqual([]);
    expect(classes(...fleet).map((one) => one.metadata.name)).toEqual(['node-agents', 'node-agents', 'node-agents']);
  });

  test('Charts grouped by a ClusterScope are one cluster, and two ClusterScopes are two', () => {
    const app = new App();
    const [first, second] = ['first', 'second'].map((id) => new ClusterScope(app, id));
    const chartOf = (cluster: Construct, id: string) => new Chart(cluster, id, { namespace: 'agents' });
    named(chartOf(first, 'a'), 'agent', 'agent');
    const b = chartOf(first, 'b');
    named(b, 'agent', 'other');
    named(chartOf(second, 'a'), 'agent', 'agent');
    expect(codes(b)).toEqual([]);
    named(b, 'again', 'agent');
    expect(problems(b)).toEqual([expect.stringMatching(/^\[NameTaken\] first\/b\/again\/Default: DaemonSet "agent" in namespace "agents" is also made by first\/a\/agent\/Default; /)]);
  });

  test('the nearest ClusterScope counts, and what stands in it is no matter of an outer one', () => {
    const app = new App();
    ClusterScope.declare(app);
    const inner = new ClusterScope(app, 'inner');
    const outside = new Chart(app, 'outside');
    named(outside, 'agent', 'agent');
    named(new Chart(inner, 'inside'), 'agent', 'agent');
    expect(codes(outside)).toEqual([]);
  });

  test('Charts within a Chart are one cluster: the outermost', () => {
    const root = chart();
    named(root, 'agent', 'agent');
    named(new Chart(root, 'inner'), 'agent', 'agent');
    expect(codes(root)).toEqual(['NameTaken']);
  });

  test('an App that was declared a cluster is one', () => {
    const app = new App();
    ClusterScope.declare(app);
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id));
    named(a, 'agent', 'agent');
    named(b, 'agent', 'agent');
    expect(codes(a)).toEqual(['NameTaken']);
  });

  test('objects of cdk8s-plus and raw ones count, when one of the two is this library\'s', () => {
    const root = chart('chart', 'agents');
    agent({ configFiles: [ConfigFiles.of('/etc/agent', { a: '1' })] }, root);
    new kplus.ConfigMap(root, 'theirs', { metadata: { name: 'agent-config' } });
    expect(problems(root)).toEqual([expect.stringMatching(/^\[NameTaken\] chart\/theirs\/Resource: ConfigMap "agent-config" in namespace "agents" is also made by chart\/agent\/ConfigMap-agent-config; /)]);
  });

  test('two objects of others are left alone', () => {
    const root = chart();
    agent({}, root);
    ['a', 'b'].forEach((id) => new ApiObject(root, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs' } }));
    expect(codes(root)).toEqual([]);
  });

  test('the same name for another kind is free', () => {
    const root = chart();
    agent({}, root);
    new kplus.ConfigMap(root, 'theirs', { metadata: { name: 'agent' } });
    new ApiObject(root, 'cilium', { apiVersion: 'example.com/v1', kind: 'DaemonSet', metadata: { name: 'agent' } });
    expect(codes(root)).toEqual([]);
  });

  test('objects without a namespace clash whatever the namespaces of their Charts', () => {
    const app = new App();
    const cluster = new ClusterScope(app, 'cluster');
    const [a, b] = ['a', 'b'].map((id) => new Chart(cluster, id, { namespace: id }));
    new LogAgentDaemonSet(a, 'log', { image: IMAGE, readPodMetadata: true });
    expect(codes(a)).toEqual([]);
    const theirs = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'a:log-agent' } };
    new ApiObject(b, 'role', { ...theirs, kind: 'ClusterRole' });
    new ApiObject(b, 'local', { ...theirs, kind: 'Role' });
    expect(problems(a).map((problem) => problem.split(';')[0])).toEqual([
      '[NameTaken] cluster/b/role: ClusterRole "a:log-agent" is also made by cluster/a/log/ClusterRole',
    ]);
  });

  test('a PriorityClass that somebody else makes there, too, is an error', () => {
    const root = chart('chart', 'agents');
    agent({ priority: Priority.nodeAgents() }, root);
    new ApiObject(root, 'theirs', { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'node-agents' } });
    expect(codes(root)).toEqual(['NameTaken']);
  });

  test('quotas are judged although there is no agent', () => {
    const root = chart();
    new CriticalPodsQuota(root, 'a');
    expect(codes(root)).toEqual([]);
    new CriticalPodsQuota(root, 'b', { namespace: 'other' });
    expect(codes(root)).toEqual([]);
    new CriticalPodsQuota(root, 'c');
    expect(codes(root)).toEqual(['NameTaken']);
  });
});

describe('a shared PriorityClass', () => {
  test('is made once, however many agents share it', () => {
    const root = chart();
    ['a', 'b', 'c'].forEach((id) => named(root, id, id, Priority.nodeAgents()));
    expect(classes(root)).toEqual([{
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'node-agents' },
      description: 'Agents that stand on every node: each has one node only, so it must get its place there.',
      value: 1000000000,
    }]);
  });

  test('has what was said, nothing else, and no namespace', () => {
    const root = chart('chart', 'agents');
    named(root, 'a', 'a', Priority.newClass('plain', { value: 0 }));
    named(root, 'b', 'b', Priority.newClass('full', { value: -7, description: 'd', globalDefault: false, preemptionPolicy: PreemptionPolicy.NEVER }));
    expect(classes(root)).toEqual([
      { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'plain' }, value: 0 },
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'full' },
        description: 'd',
        globalDefault: false,
        preemptionPolicy: 'Never',
        value: -7,
      },
    ]);
  });

  test('is not made when it exists already, as the system\'s do', () => {
    const root = chart();
    named(root, 'a', 'a', Priority.nodeCritical());
    named(root, 'b', 'b', Priority.clusterCritical());
    named(root, 'c', 'c', Priority.ofClass('theirs'));
    expect(classes(root)).toEqual([]);
    expect(objects(root).map((object) => object.spec.template.spec.priorityClassName)).toEqual(['system-node-critical', 'system-cluster-critical', 'theirs']);
  });

  test('wanted with different fields is an error at once', () => {
    const root = chart();
    named(root, 'a', 'a', Priority.newClass('mine', { value: 1 }));
    named(root, 'b', 'b', Priority.newClass('mine', { value: 1 }));
    expect(refused(() => named(root, 'c', 'c', Priority.newClass('mine', { value: 2 })))).toBe('PriorityClassDiffers');
    expect(refused(() => named(root, 'd', 'd', Priority.newClass('mine', { value: 1, description: 'x' })))).toBe('PriorityClassDiffers');
  });

  test('wanted with what Kubernetes takes for unset is the same class', () => {
    const root = chart();
    named(root, 'a', 'a', Priority.newClass('mine', { value: 1 }));
    named(root, 'b', 'b', Priority.newClass('mine', { value: 1, globalDefault: false, preemptionPolicy: PreemptionPolicy.PREEMPT_LOWER_PRIORITY }));
    expect(classes(root)).toEqual([{ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'mine' }, value: 1 }]);
  });

  test('a cluster takes one global default: the second is an error at once', () => {
    const root = chart();
    named(root, 'a', 'a', Priority.newClass('mine', { value: 1, globalDefault: true }));
    named(root, 'b', 'b', Priority.newClass('mine', { value: 1, globalDefault: true }));
    named(root, 'c', 'c', Priority.newClass('other', { value: 1 }));
    expect(refused(() => named(root, 'd', 'd', Priority.newClass('yours', { value: 2, globalDefault: true })))).toBe('GlobalDefaultTwice');
    named(chart(), 'd', 'd', Priority.newClass('yours', { value: 2, globalDefault: true }));
  });

  describe.each([['a Chart', 'chart'], ['a ClusterScope', 'cluster']])('in %s', (_, kind) => {
    function output(ids: string[]): { [id: string]: string } {
      const app = new App();
      const cluster = kind === 'chart' ? new Chart(app, 'only') : new ClusterScope(app, 'cluster');
      const charts = ids.map((id) => {
        const scope = kind === 'chart' ? new Construct(cluster, id) : new Chart(cluster, id);
        named(scope, 'agent', id, Priority.nodeAgents());
        return Chart.of(scope);
      });
      return Object.fromEntries([...new Set([...charts, ...app.charts])].map((one) => [one.node.path, Yaml.stringify(...Testing.synth(one))]));
    }

    test('is neither moved nor deleted when one of its agents is removed, whichever', () => {
      const all = output(['a', 'b', 'c']);
      const file = kind === 'chart' ? 'only' : 'cluster/cluster';
      const documents = (text: string) => text.split('---\n');
      expect(documents(all[file])[0]).toMatch(/kind: PriorityClass\nmetadata:\n {2}name: node-agents\n/);
      for (const left of [['b', 'c'], ['a', 'c'], ['a', 'b'], ['c']]) {
        const fewer = output(left);
        const kept = Object.keys(fewer);
        expect(documents(fewer[file])[0]).toBe(documents(all[file])[0]);
        if (kind === 'cluster') {
          kept.forEach((path) => expect(fewer[path]).toBe(all[path]));
        }
      }
    });
  });

  test('stands in a Chart of its own, with the id cluster, when the cluster has several', () => {
    const app = new App();
    ClusterScope.declare(app);
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id, { namespace: id }));
    named(a, 'agent', 'agent', Priority.nodeAgents());
    named(b, 'agent', 'agent', Priority.nodeAgents());
    expect(app.charts.map((one) => one.node.path).sort()).toEqual(['a', 'b', 'cluster']);
    expect([a, b].flatMap((one) => Testing.synth(one)).map((object) => object.kind)).toEqual(['DaemonSet', 'DaemonSet']);
    expect(classes(app.node.findChild('cluster') as Chart)).toHaveLength(1);
  });

  test('a Chart with that id which is there already is used, another construct is an error', () => {
    const app = new App();
    ClusterScope.declare(app);
    const there = new Chart(app, 'cluster', { namespace: 'shared' });
    named(new Chart(app, 'a'), 'agent', 'agent', Priority.nodeAgents());
    expect(classes(there)).toMatchObject([{ metadata: { name: 'node-agents' } }]);
    expect(classes(there)[0].metadata).not.toHaveProperty('namespace');

    const other = new App();
    ClusterScope.declare(other);
    new Construct(other, 'cluster');
    expect(refused(() => named(new Chart(other, 'a'), 'agent', 'agent', Priority.nodeAgents()))).toBe('ClusterIdTaken');
  });

  test('no Chart depends on another, so that cdk8s renames no file', () => {
    const app = Testing.app();
    ClusterScope.declare(app);
    ['a', 'b'].forEach((id) => named(new Chart(app, id), 'agent', id, Priority.nodeAgents()));
    app.synth();
    const { readdirSync } = jest.requireActual<typeof import('fs')>('fs');
    expect(readdirSync(app.outdir).sort()).toEqual(['a.k8s.yaml', 'b.k8s.yaml', 'cluster.k8s.yaml']);
  });
});

describe('a cluster', () => {
  test('without any Chart is an error', () => {
    expect(refused(() => named(new App(), 'agent', 'agent'))).toBe('NoChart');
    expect(refused(() => new CriticalPodsQuota(new App(), 'quota'))).toBe('NoChart');
  });

  test('takes defaults for all of its agents, once', () => {
    const cluster = new ClusterScope(new App(), 'cluster', { tolerations: Tolerations.everything() });
    const of = bare({ defaults: undefined }, new Chart(cluster, 'a'));
    expect(of.tolerationPolicy.items.map(String)).toEqual(['*:*']);
    expect(refused(() => ScopeDefaults.set(cluster, {}))).toBe('DefaultsSetTwice');
    const app = new App();
    ClusterScope.declare(app, { labels: { team: 'platform' } });
    expect(refused(() => ClusterScope.declare(app, {}))).toBe('DefaultsSetTwice');
  });

  test('is declared before its agents, or not at all', () => {
    const app = new App();
    named(new Chart(app, 'a'), 'agent', 'agent');
    expect(refused(() => ClusterScope.declare(app))).toBe('ClusterDeclaredTooLate');
  });

  test('can be declared twice, also when there are agents', () => {
    const app = new App();
    ClusterScope.declare(app);
    ClusterScope.declare(app);
    named(new Chart(app, 'a'), 'agent', 'agent');
    ClusterScope.declare(app);
    expect(codes(app.charts[0])).toEqual([]);
  });
});
