import { ApiObject, App, Chart, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu, DaemonSet } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  Cluster, ClusterScope, Container, ContainerPort, ExpectPlacement, ImageName, NodeAgentDaemonSet, NodeAgentDaemonSetProps, NodeExporterDaemonSet, NodeLabel, NodePool,
  NodeTargeting, Patch, Priority, Taint, TaintEffect, Toleration, Tolerations,
} from '../../src';
import { toRunOn } from '../../src/expectations/matchers';
import { thrown } from '../values/thrown';

const GPU = Taint.of('nvidia.com/gpu', TaintEffect.NO_SCHEDULE, 'present');
const cluster = Cluster.of(
  NodePool.gkeNodePool('workers', { count: 3 }),
  NodePool.gkeNodePool('gpu', { count: 2, gpu: true }),
  NodePool.of('small', { allocatable: { cpu: Cpu.millis(500), memory: Size.mebibytes(256), pods: 2 } }),
);
const IMAGE = ImageName.of('registry.example.com/agent:1.0.0');

function container(memory?: number, hostPort?: number): Container {
  return Container.of({
    name: 'agent',
    image: IMAGE,
    ports: hostPort === undefined ? [] : [ContainerPort.of(hostPort, { hostPort })],
    resources: memory === undefined ? undefined : { memory: { request: Size.mebibytes(memory) } },
  });
}

let chart: Chart;
beforeEach(() => {
  chart = Testing.chart();
});

function agent(id: string, props: Partial<NodeAgentDaemonSetProps> = {}, scope: Construct = chart): NodeAgentDaemonSet {
  return new NodeAgentDaemonSet(scope, id, { name: id, namespace: 'agents', containers: [container()], ...props });
}

const synth = () => Testing.synth(chart);

describe('what is expected to run everywhere', () => {
  test('and does, changes nothing', () => {
    const log = agent('log');
    const before = synth();
    ExpectPlacement.of(log).runsOnEveryNodeOf(cluster.pool('workers'), cluster.pool('small'));
    expect(synth()).toEqual(before);
  });

  test('and does not, fails synth with the reasons and what to do', () => {
    ExpectPlacement.of(agent('log')).runsOnEveryNodeOf(cluster.pool('workers'), cluster.pool('gpu'));
    const message = thrown(synth);
    expect(message).toContain('[ExpectedToRun] test/log: is expected on every node of pool gpu, and 2 of 2 go without it: '
      + 'pool gpu (gpu-0, gpu-1): node pool gpu has taint nvidia.com/gpu=present:NoSchedule; tolerate it with Tolerations.gpu()');
    expect(message).not.toContain('workers');
  });

  test('and does not fit on some node, fails, too', () => {
    ExpectPlacement.of(agent('log', { containers: [container(300)] })).runsOnEveryNodeOf(cluster.pool('small'));
    expect(thrown(synth)).toContain('[ExpectedToRun] test/log: is expected on every node of pool small, and 1 of 1 go without it: '
      + 'pool small (small-0): on node small-0 300Mi of memory is wanted, and 256Mi is left of 256Mi; ');
  });

  test('fits with all other agents of its cluster, and not alone', () => {
    const log = agent('log', { containers: [container(200)] });
    ExpectPlacement.of(log).runsOnEveryNodeOf(cluster.pool('small'));
    synth();
    agent('other', { containers: [container(100)], priority: Priority.nodeCritical() });
    expect(thrown(synth)).toContain('on node small-0 200Mi of memory is wanted, and 156Mi is left of 256Mi');
  });

  test('a class of priority that is made in the cluster counts', () => {
    agent('other', { containers: [container(200)] });
    const log = agent('log', { containers: [container(100)] });
    ExpectPlacement.of(log).runsOnEveryNodeOf(cluster.pool('small'));
    expect(thrown(synth)).toContain('[ExpectedToRun] test/log');
    chart = Testing.chart();
    agent('other', { containers: [container(200)] });
    ExpectPlacement.of(agent('log', { containers: [container(100)], priority: Priority.nodeAgents() })).runsOnEveryNodeOf(cluster.pool('small'));
    synth();
  });

  test('host ports are held by the agent that goes first', () => {
    agent('a', { containers: [container(undefined, 9100)] });
    ExpectPlacement.of(agent('b', { containers: [container(undefined, 9100)] })).runsOnEveryNodeOf(cluster.pool('workers'), cluster.pool('small'));
    expect(thrown(synth)).toContain('[ExpectedToRun] test/b: is expected on every node of pool small, and 1 of 1 go without it: pool small (small-0): port 9100/TCP');
  });

  test('on the whole cluster', () => {
    ExpectPlacement.of(agent('log')).runsEverywhereIn(cluster);
    expect(thrown(synth)).toContain('every node of pool gpu');
    chart = Testing.chart();
    ExpectPlacement.of(agent('log', { tolerations: Tolerations.everything() })).runsEverywhereIn(cluster);
    synth();
  });
});

describe('what is expected never to run', () => {
  test('and does not, is silent', () => {
    ExpectPlacement.of(agent('log')).neverRunsOn(cluster.pool('gpu'));
    synth();
  });

  test('and does, fails synth with the way out', () => {
    ExpectPlacement.of(agent('log')).neverRunsOn(cluster.pool('workers'), cluster.pool('gpu'));
    const message = thrown(synth);
    expect(message).toContain('[ExpectedNotToRun] test/log: is expected on no node of pool workers, and the DaemonSet controller puts a pod on 3 of 3 '
      + "(workers-0, workers-1, workers-2); leave the pool out with NodeTargeting.matching(NodeLabel.isNoneOf('cloud.google.com/gke-nodepool', 'workers'))");
    expect(message).not.toContain('gpu');
  });

  test('and waits for a place for ever, fails, too', () => {
    ExpectPlacement.of(agent('log', { containers: [container(300)] })).neverRunsOn(cluster.pool('small'));
    expect(thrown(synth)).toContain('[ExpectedNotToRun] test/log: is expected on no node of pool small');
  });
});

describe('the finished manifest is judged', () => {
  const everywhere = (log: NodeAgentDaemonSet) => ExpectPlacement.of(log).runsOnEveryNodeOf(cluster.pool('gpu'));

  test('with what is added after the expectation', () => {
    const log = agent('log');
    everywhere(log);
    expect(thrown(synth)).toContain('[ExpectedToRun]');
    log.addToleration(GPU.toleration());
    synth();
  });

  test('with patches, the agent\'s own and cdk8s\'', () => {
    const log = agent('log');
    everywhere(log);
    log.patch(Patch.merge({ spec: { template: { spec: { tolerations: [{ operator: 'Exists' }] } } } }));
    synth();
    log.patch(Patch.merge({ spec: { template: { spec: { nodeSelector: { disktype: 'ssd' } } } } }));
    expect(thrown(synth)).toContain('nodeSelector asks for disktype=ssd');
  });

  test('a patch that leaves nothing to be judged is told with its path', () => {
    const log = agent('log');
    everywhere(log);
    log.patch(Patch.merge({ spec: { template: { spec: { containers: [{ name: 'agent', resources: { requests: { cpu: 'much' } } }] } } } }));
    expect(thrown(synth)).toContain('[InvalidQuantity] test/log: spec.template.spec.containers[0].resources.requests.cpu: got "much"');
  });

  test('patches that leave no manifest are told by the agent, and by a matcher that is asked about it', () => {
    const log = agent('log');
    everywhere(log);
    log.patch(Patch.json(JsonPatch.remove('')));
    expect(thrown(synth)).toContain('[WrongType] test/log/Default: after its patches, the manifest is null');
    expect(thrown(() => toRunOn(log, false, cluster.pool('workers')))).toBe('[WrongType] manifest: got null; write a map of fields');
  });

  test('an agent that cannot be rendered is told once, by itself', () => {
    const log = agent('log');
    everywhere(log);
    ApiObject.of(log).addJsonPatch(JsonPatch.remove('/spec/nope'));
    const message = thrown(synth);
    expect(message.match(/\[PatchParentMissing\]/g)).toHaveLength(1);
    expect(message).not.toContain('[ExpectedToRun]');
  });
});

describe('whatever makes a DaemonSet can be expected somewhere', () => {
  test('agents, their base, DaemonSets of cdk8s-plus and raw ones', () => {
    const exporter = new NodeExporterDaemonSet(chart, 'exporter', { namespace: 'monitoring' });
    const plus = new DaemonSet(chart, 'plus', { containers: [{ image: 'registry.example.com/agent:1.0.0' }] });
    const raw = new ApiObject(chart, 'raw', {
      apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'raw' }, spec: { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } },
    });
    for (const each of [exporter, exporter.daemonSet, plus, raw]) {
      ExpectPlacement.of(each).neverRunsOn(cluster.pool('workers'));
    }
    const message = thrown(synth);
    expect(message.match(/\[ExpectedNotToRun\]/g)).toHaveLength(4);
    for (const path of ['test/exporter:', 'test/exporter/Default:', 'test/plus:', 'test/raw:']) {
      expect(message).toContain(`[ExpectedNotToRun] ${path}`);
    }
  });

  test('other things cannot', () => {
    const map = new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' });
    expect(thrown(() => ExpectPlacement.of(map))).toContain('[NoDaemonSet] test/map: the construct\'s main object is "v1 ConfigMap"; give an agent');
    expect(thrown(() => ExpectPlacement.of(new Construct(chart, 'empty')))).toContain('[NoDaemonSet] test/empty: the construct\'s main object is nothing');
    expect(thrown(() => ExpectPlacement.of(agent('log')).neverRunsOn())).toContain('[NoPools] ExpectPlacement.neverRunsOn: got no node pool');
    expect(thrown(() => ExpectPlacement.of(agent('b')).runsOnEveryNodeOf())).toContain('[NoPools] ExpectPlacement.runsOnEveryNodeOf: got no node pool');
  });
});

describe('one cluster', () => {
  test('is what competes: agents of another do not count', () => {
    const app = new App();
    const a = new Chart(app, 'a');
    const b = new Chart(app, 'b');
    agent('log', { containers: [container(undefined, 80)] }, a);
    ExpectPlacement.of(agent('log', { containers: [container(undefined, 80)] }, b)).runsEverywhereIn(Cluster.of(cluster.pool('small')));
    expect(app.synthYaml()).toContain('DaemonSet');
  });

  test('may be several charts', () => {
    const app = new App();
    const scope = new ClusterScope(app, 'cluster-1');
    agent('log', { containers: [container(undefined, 80)] }, new Chart(scope, 'a'));
    ExpectPlacement.of(agent('other', { containers: [container(undefined, 80)] }, new Chart(scope, 'b'))).runsOnEveryNodeOf(cluster.pool('small'));
    expect(thrown(() => app.synthYaml())).toContain('port 80/TCP of node small-0 is held by agents/log');
  });

  test('expecting twice says it once', () => {
    const log = agent('log');
    ExpectPlacement.of(log).neverRunsOn(cluster.pool('workers')).neverRunsOn(cluster.pool('workers'));
    ExpectPlacement.of(log).neverRunsOn(cluster.pool('workers'));
    expect(thrown(synth).match(/ExpectedNotToRun/g)).toHaveLength(1);
  });
});

describe('defaults of agents, on the platforms they are made for', () => {
  const serverless = [NodePool.eksFargate('fargate'), NodePool.aksVirtualNode('virtual'), NodePool.aksVirtualNodeV2('virtual-v2')];

  test('an exporter is on every machine, and never where no pod of a DaemonSet can run', () => {
    const pools = [
      NodePool.gkeNodePool('gpu', { gpu: true }), NodePool.gkeNodePool('arm', { architecture: 'arm64' }), NodePool.aksNodePool('spot', { spot: true }),
      NodePool.eksNodeGroup('workers'), NodePool.eksAutoModeNodePool('auto'), NodePool.karpenterNodePool('karpenter'),
    ];
    ExpectPlacement.of(new NodeExporterDaemonSet(chart, 'exporter', { namespace: 'monitoring' })).runsOnEveryNodeOf(...pools).neverRunsOn(...serverless);
    synth();
  });

  test('targeting and tolerations of the library fit what the pools have', () => {
    const fits = (targeting: NodeTargeting, pool: NodePool, tolerations = Tolerations.none()) => {
      chart = Testing.chart();
      ExpectPlacement.of(agent('log', { targeting, tolerations })).runsOnEveryNodeOf(pool).neverRunsOn(NodePool.of('other'));
      synth();
    };
    fits(NodeTargeting.eksNodeGroup('a'), NodePool.eksNodeGroup('a'));
    fits(NodeTargeting.gkeNodePool('a'), NodePool.gkeNodePool('a', { gpu: true }), Tolerations.gpu());
    fits(NodeTargeting.aksNodePool('a'), NodePool.aksNodePool('a', { spot: true }), Tolerations.spot());
    fits(NodeTargeting.karpenterNodePool('a'), NodePool.karpenterNodePool('a'));
    fits(NodeTargeting.karpenterNodePool('a'), NodePool.eksAutoModeNodePool('a'));
    fits(NodeTargeting.matching(NodeLabel.is('site', 'b')), NodePool.of('x', { labels: { site: 'b' }, taints: [GPU] }), Tolerations.of(Toleration.everything()));
  });
});
