import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { chart, codes, container, problems } from './agent';
import {
  CniAgentDaemonSet, CniAgentDaemonSetProps, ClusterException, ClusterScope, ContainerPort, ContainerPortOptions, HostPath, ImageName, LogAgentDaemonSet, LogAgentDaemonSetProps,
  NodeAgentDaemonSet, NodeAgentDaemonSetProps, NodeLabel, NodeTargeting, Patch, PortProtocol,
} from '../../src';
import { clashesOf, ClusterPod } from '../../src/daemon-set/cluster-clashes';
import { hostPorts, nodeRequirementsCanMeet, portsClash } from '../../src/placement';
import { thrown } from '../values/thrown';

const image = ImageName.of('example.com/agent:v1');
const CODES = ['HostPortClash', 'NetworkAgentsClash', 'CniConfigurationClash', 'StateDirectoryClash'];

/** An agent with ports of the node. */
function agent(scope: Construct, name: string, ports: ContainerPort[], more: Partial<NodeAgentDaemonSetProps> = {}): NodeAgentDaemonSet {
  return new NodeAgentDaemonSet(scope, name, { name, containers: [container({ ports })], ...more });
}

const port = (number: number, options: ContainerPortOptions = {}) => ContainerPort.of(number, { hostPort: number, ...options });
const on = (value: string) => NodeTargeting.matching(NodeLabel.is('pool', value));
const clashes = (scope: Construct) => codes(scope).filter((code) => CODES.includes(code));

function network(scope: Construct, name: string, props: Partial<CniAgentDaemonSetProps> = {}): CniAgentDaemonSet {
  return new CniAgentDaemonSet(scope, name, { name, image, ...props });
}

describe('two owners of one port of the node', () => {
  test('are an error, which names both, the port and what to write', () => {
    const root = chart();
    agent(root, 'one', [port(9100)]);
    agent(root, 'two', [port(8080), port(9100)]);
    expect(problems(root)).toEqual([
      '[HostPortClash] chart/two: DaemonSet "two" takes port 9100/TCP of the node, as does DaemonSet "one" (chart/one), and some node can have both, where the second pod never gets its place; '
      + 'give one of them another port or address, let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.sharedHostPort(9100, "why"))',
    ]);
    expect(() => Testing.synth(root)).toThrow('[HostPortClash] chart/two');
  });

  test('on the host network each port of a container is one of the node', () => {
    const root = chart();
    agent(root, 'one', [ContainerPort.of(9100)], { hostNetwork: true });
    agent(root, 'two', [ContainerPort.of(9100)]);
    expect(clashes(root)).toEqual([]);
    agent(root, 'three', [port(9100)]);
    expect(clashes(root)).toEqual(['HostPortClash']);
  });

  test.each<[string, ContainerPort, ContainerPort, boolean]>([
    ['another protocol', port(53), port(53, { protocol: PortProtocol.UDP }), false],
    ['another address', port(53, { hostIp: '169.254.20.10' }), port(53, { hostIp: '169.254.20.11' }), false],
    ['the same address', port(53, { hostIp: '169.254.20.10' }), port(53, { hostIp: '169.254.20.10' }), true],
    ['one of them on every address', port(53, { hostIp: '169.254.20.10' }), port(53), true],
    ['every address in two ways', port(53, { hostIp: '0.0.0.0' }), port(53), true],
    ['another port', port(53), port(54), false],
  ])('%s', (_, one, two, areInTheWay) => {
    const root = chart();
    agent(root, 'one', [one]);
    agent(root, 'two', [two]);
    expect(clashes(root)).toEqual(areInTheWay ? ['HostPortClash'] : []);
  });

  test.each<[string, Partial<NodeAgentDaemonSetProps>, Partial<NodeAgentDaemonSetProps>, boolean]>([
    ['one label with two values', { targeting: on('a') }, { targeting: on('b') }, false],
    ['sets of values that have none in common', { targeting: NodeTargeting.matching(NodeLabel.isOneOf('pool', 'a', 'b')) }, { targeting: NodeTargeting.matching(NodeLabel.isOneOf('pool', 'c')) }, false],
    ['sets of values with one in common', { targeting: NodeTargeting.matching(NodeLabel.isOneOf('pool', 'a', 'b')) }, { targeting: NodeTargeting.matching(NodeLabel.isOneOf('pool', 'b', 'c')) }, true],
    ['a label that is there, and is not', { targeting: NodeTargeting.matching(NodeLabel.exists('gpu')) }, { targeting: NodeTargeting.matching(NodeLabel.doesNotExist('gpu')) }, false],
    ['operating systems', {}, { targeting: NodeTargeting.windows() }, false],
    ['labels of their own each', { targeting: on('a') }, { targeting: NodeTargeting.matching(NodeLabel.is('disk', 'ssd')) }, true],
    ['a targeting that is every node', { targeting: on('a') }, {}, true],
    ['one of several ways in common', { targeting: NodeTargeting.anyOf(on('a'), on('b')) }, { targeting: on('b') }, true],
  ])('nodes that exclude each other, provably: %s', (_, one, two, canMeet) => {
    const root = chart();
    agent(root, 'one', [port(9100)], one);
    agent(root, 'two', [port(9100)], two);
    expect(clashes(root)).toEqual(canMeet ? ['HostPortClash'] : []);
  });

  test('two clusters have nothing in common, two Charts of one cluster have', () => {
    const app = new App();
    const [first, second] = ['first', 'second'].map((id) => new ClusterScope(app, id));
    const [a, b] = ['a', 'b'].map((id) => new Chart(first, id));
    agent(a, 'one', [port(9100)]);
    agent(new Chart(second, 'a'), 'two', [port(9100)]);
    agent(new Chart(app, 'alone'), 'three', [port(9100)]);
    expect(clashes(a)).toEqual([]);
    agent(b, 'four', [port(9100)]);
    expect(problems(a)).toEqual([expect.stringContaining('[HostPortClash] first/b/four: DaemonSet "four" takes port 9100/TCP of the node, as does DaemonSet "one" (first/a/one)')]);
  });

  test('each agent is told of once for another, with all that they share', () => {
    const root = chart();
    agent(root, 'one', [port(1), port(2)]);
    agent(root, 'two', [port(1), port(2)]);
    agent(root, 'three', [port(1)]);
    const all = problems(root);
    expect(all).toHaveLength(2);
    expect(all[0]).toContain('port 1/TCP, 2/TCP of the node, as does DaemonSet "one"');
  });

  test('patches are seen, what is added later, and what is taken away again', () => {
    const root = chart();
    agent(root, 'one', [port(9100)]);
    const two = agent(root, 'two', [port(9200)]);
    expect(clashes(root)).toEqual([]);
    two.addSidecar(container({ name: 'beside', ports: [port(9100)] }));
    expect(clashes(root)).toEqual(['HostPortClash']);
    two.patch(Patch.merge({ spec: { template: { spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } } } }));
    expect(clashes(root)).toEqual([]);
    const three = agent(root, 'three', [port(9200, { hostIp: '10.0.0.1' })]);
    three.patch(Patch.merge({ spec: { template: { spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } } } }));
    expect(clashes(root)).toEqual(['HostPortClash']);
    root.node.tryRemoveChild('three');
    expect(clashes(root)).toEqual([]);
  });

  test('a patch that fails is told of by itself', () => {
    const root = chart();
    agent(root, 'one', [port(9100)]);
    agent(root, 'two', [port(9100)]).patch(Patch.json(JsonPatch.remove('/spec/nothing/at/all')));
    expect(clashes(root)).toEqual(['HostPortClash']);
    agent(root, 'three', [port(9100)]).patch(Patch.merge({ spec: { template: { spec: { containers: null } } } }));
    expect(clashes(root)).toEqual(['HostPortClash', 'HostPortClash']);
  });

  test('are let be where somebody says why, for that port and within that scope', () => {
    const root = chart();
    const inner = new Construct(root, 'inner');
    agent(inner, 'one', [port(9100)]);
    agent(inner, 'two', [port(9100)]);
    expect(clashes(root)).toEqual(['HostPortClash']);
    ClusterScope.allow(inner, ClusterException.sharedHostPort(9101, 'one is off until the other is gone'));
    expect(clashes(root)).toEqual(['HostPortClash']);
    ClusterScope.allow(inner, ClusterException.sharedHostPort(9100, 'one is off until the other is gone'));
    expect(clashes(root)).toEqual([]);
    agent(root, 'three', [port(9100)]);
    expect(clashes(root)).toEqual(['HostPortClash']);
    ClusterScope.allow(root, ClusterException.sharedHostPort(9100, 'all are off'));
    expect(clashes(root)).toEqual([]);
  });
});

describe('two network agents', () => {
  test('are an error where a node can have both, which names both and what to write', () => {
    const root = chart();
    network(root, 'one');
    network(root, 'two');
    expect(problems(root)).toEqual([
      '[NetworkAgentsClash] chart/two/Default: DaemonSet "two" makes the network of pods, as does DaemonSet "one" (chart/one/Default), and some node can have both, where pods get whichever network the container runtime finds first; '
      + 'leave one of them out, let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.besideNetworkAgent("two", "why"))',
    ]);
  });

  test('stand on nodes of their own, or in clusters of their own', () => {
    const app = new App();
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id));
    network(a, 'one', { targeting: on('a') });
    network(a, 'two', { targeting: on('b') });
    network(b, 'one');
    expect(clashes(a)).toEqual([]);
  });

  test('one that hands pods on to the other stands beside it, whichever of the two was made first', () => {
    const root = chart();
    network(root, 'multus');
    network(root, 'bridge');
    ClusterScope.allow(root, ClusterException.besideNetworkAgent('multus', 'it gives pods further networks, and hands the first on to the other'));
    expect(clashes(root)).toEqual([]);
    network(root, 'third');
    expect(clashes(root)).toEqual(['NetworkAgentsClash']);
    expect(problems(root).join()).toContain('DaemonSet "third" makes the network of pods, as does DaemonSet "bridge"');
  });

  test('other agents are none', () => {
    const root = chart();
    network(root, 'one');
    agent(root, 'two', []);
    expect(clashes(root)).toEqual([]);
  });
});

describe('two writers of one configuration of a network', () => {
  const conflist = (name: string) => JSON.stringify({ cniVersion: '1.0.0', name, plugins: [{ type: 'bridge' }] });
  const beside = (...names: string[]) => names.map((name) => ClusterException.besideNetworkAgent(name, 'they are chained'));

  test('are an error, although the agents may stand beside each other', () => {
    const root = chart();
    ClusterScope.allow(root, ...beside('two'));
    network(root, 'one', { conflist: conflist('pods') });
    network(root, 'two', { conflistFile: 'pods.conflist' });
    expect(problems(root)).toEqual([
      '[CniConfigurationClash] chart/two/Default: DaemonSet "two" writes /etc/cni/net.d/pods.conflist of the node, as does DaemonSet "one" (chart/one/Default), and some node can have both, where the one that comes last takes the other\'s pods; '
      + 'give one of them another file, let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.sharedCniConfiguration("/etc/cni/net.d/pods.conflist", "why"))',
    ]);
    ClusterScope.allow(root, ClusterException.sharedCniConfiguration('/etc/cni/net.d/pods.conflist', 'the second only adds a plugin'));
    expect(clashes(root)).toEqual([]);
  });

  test('other files, other directories, other nodes are free', () => {
    const root = chart();
    ClusterScope.allow(root, ...beside('one', 'two', 'three', 'four'));
    network(root, 'one', { conflistFile: '10-a.conflist' });
    network(root, 'two', { conflistFile: '10-b.conflist' });
    network(root, 'three', { conflistFile: '10-a.conflist', cniConfDirectory: '/var/lib/rancher/k3s/agent/etc/cni/net.d/' });
    network(root, 'four', { conflistFile: '10-a.conflist', targeting: NodeTargeting.windows() });
    expect(clashes(root)).toEqual([]);
    network(root, 'five', { conflistFile: '10-a.conflist', cniConfDirectory: '/var/lib/rancher/k3s/agent/etc/cni/net.d' });
    expect(clashes(root).filter((code) => code === 'CniConfigurationClash')).toHaveLength(1);
  });

  test('any agent that mounts such a file, and can write it, is a writer', () => {
    const root = chart();
    const file = HostPath.of('/etc/cni/net.d/10-a.conflist');
    network(root, 'one', { conflistFile: '10-a.conflist' });
    agent(root, 'reader', []).mountHostPath(file);
    expect(clashes(root)).toEqual([]);
    agent(root, 'writer', []).mountHostPath(file.writable('it adds a plugin'));
    expect(clashes(root)).toEqual(['CniConfigurationClash']);
  });
});

describe('two owners of one state directory of the node', () => {
  const log = (scope: Construct, id: string, more: Partial<LogAgentDaemonSetProps> = {}) => new LogAgentDaemonSet(scope, id, { image, ...more });

  test('are an error, which names both, the directory and what to write', () => {
    const root = chart();
    log(root, 'one', { namespace: 'team-a' });
    log(root, 'two', { namespace: 'team-b' });
    expect(problems(root)).toEqual([
      '[StateDirectoryClash] chart/two/Default: DaemonSet "log-agent" keeps its state in /var/lib/log-agent of the node, as does DaemonSet "log-agent" (chart/one/Default), and some node can have both, where each overwrites the other\'s; '
      + 'give one of them another by HostPath.stateDirectory("…"), let their targeting exclude each other, or write ClusterScope.allow(scope, ClusterException.sharedStateDirectory("/var/lib/log-agent", "why"))',
    ]);
    ClusterScope.allow(root, ClusterException.sharedStateDirectory('/var/lib/log-agent', 'the second reads what the first has left'));
    expect(clashes(root)).toEqual([]);
  });

  test('other directories and other nodes are free, and so is what is only read, or made to be shared', () => {
    const root = chart();
    log(root, 'one', { namespace: 'a', targeting: on('a') });
    log(root, 'two', { namespace: 'b', targeting: on('b') });
    log(root, 'three', { namespace: 'c', stateDirectory: HostPath.stateDirectory('third') });
    agent(root, 'reader', []).mountHostPath(HostPath.of('/var/lib/log-agent'));
    for (const name of ['four', 'five']) {
      agent(root, name, []).mountHostPath(HostPath.of('/var/lib/kubelet/plugins').writable('sockets of plugins'));
    }
    expect(clashes(root)).toEqual([]);
  });
});

test('what is no exception, and one without a reason, is refused', () => {
  expect(thrown(() => ClusterScope.allow(chart(), 'HostPortClash' as never))).toBe('[WrongType] chart: exception is "HostPortClash"; write a ClusterException, such as ClusterException.sharedHostPort(9100, "one of them is off until the other is gone")');
  expect(thrown(() => ClusterException.sharedHostPort(9100, ' '))).toContain('[NoReason] ClusterException.sharedHostPort: reason is " "; write why it is meant');
  expect(thrown(() => ClusterException.sharedHostPort(0, 'why'))).toContain('[InvalidPort] ClusterException.sharedHostPort: port is 0');
  expect(thrown(() => ClusterException.besideNetworkAgent('A_B', 'why'))).toContain('[InvalidName] ClusterException.besideNetworkAgent');
  expect(thrown(() => ClusterException.sharedCniConfiguration('10-a.conflist', 'why'))).toContain('[InvalidPath] ClusterException.sharedCniConfiguration: file is "10-a.conflist"');
  expect(thrown(() => ClusterException.sharedStateDirectory('log-agent', 'why'))).toContain('[InvalidPath] ClusterException.sharedStateDirectory: directory is "log-agent"');
});

describe('however agents are put together', () => {
  const pods: fc.Arbitrary<ClusterPod> = fc.record({
    hostNetwork: fc.boolean(),
    nodeSelector: fc.constantFrom<{ [label: string]: string }>({}, { pool: 'a' }, { pool: 'b' }, { pool: 'b', disk: 'hdd' }, { disk: 'ssd' }),
    affinity: fc.option(fc.uniqueArray(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), { minLength: 1, maxLength: 2 }).map((terms) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms.map((values) => ({ matchExpressions: [{ key: 'pool', operator: 'In', values }] })) },
      },
    })), { nil: undefined }),
    containers: fc.array(fc.record({
      containerPort: fc.integer({ min: 1, max: 3 }), hostIP: fc.constantFrom('0.0.0.0', '10.0.0.1', '10.0.0.2'), protocol: fc.constantFrom('TCP', 'UDP'),
    }), { maxLength: 3 }).map((ports) => [{ name: 'main', image: 'a:1', ports: ports.map((one) => ({ ...one, hostPort: one.containerPort })) }]),
  });
  const part = { isNetworkAgent: false, cniFiles: [] };

  test('an agent is told of exactly when one before it is in its way', () => {
    fc.assert(fc.property(fc.array(pods, { maxLength: 8 }), (specs) => {
      const residents = specs.map((spec, i) => ({ path: `agent-${i}`, name: `agent-${i}`, spec, part }));
      const told = new Set(clashesOf(residents, () => false).map((problem) => /\] (\S+):/.exec(problem)![1]));
      const inTheWay = (a: ClusterPod, b: ClusterPod) => nodeRequirementsCanMeet(a, b)
        && hostPorts(a).some((one) => hostPorts(b).some((other) => portsClash(one, other)));
      const expected = specs.flatMap((spec, i) => (specs.slice(0, i).some((other) => inTheWay(other, spec)) ? [`agent-${i}`] : []));
      expect([...told].sort()).toEqual(expected.sort());
    }));
  });
});
