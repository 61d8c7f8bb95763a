import { App, Chart, Duration } from 'cdk8s';
import { MESSAGE, agent, codes, container, daemonSet, problems } from './agent';
import { ContainerPort, IntOrPercent, NodeAgentDaemonSetProps, NodeLabel, NodeTargeting, Probe, PortRef, Rollout, TargetVersion } from '../../src';

const ONE = IntOrPercent.of(1);

describe('updateStrategy', () => {
  test.each<[string, Rollout, object]>([
    ['rolling', Rollout.rolling(IntOrPercent.percent(25)), { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } }],
    ['surging says that none may be unavailable, which the API server would set to 1', Rollout.surging(ONE), { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }],
    ['on delete', Rollout.onDelete(), { type: 'OnDelete' }],
  ])('%s', (_, rollout, rendered) => {
    expect(daemonSet(agent({ rollout })).spec.updateStrategy).toEqual(rendered);
  });
});

describe('a surge together with a host port, on which the rollout hangs', () => {
  const surging = (props: Partial<NodeAgentDaemonSetProps>, rollout = Rollout.surging(ONE)) => problems(agent({ rollout, ...props }));
  const onHost = container({ ports: [ContainerPort.of(8080, { hostPort: 80 }), ContainerPort.of(81, { hostPort: 81 }), ContainerPort.of(82)] });
  const plain = container({ ports: [ContainerPort.of(9100)] });

  test('is refused, and says what to write instead', () => {
    expect(surging({ containers: [onHost] })).toEqual([
      '[HostPortWithSurge] chart/agent: rollout surges, but port 80, 81 is a host port, so the new pod can never start beside the old one; '
      + 'use Rollout.rolling(IntOrPercent.percent(10)), or give up the host port',
    ]);
  });

  test('is refused for every container port on the host network', () => {
    expect(surging({ containers: [plain], hostNetwork: true })).toEqual([
      '[HostPortWithSurge] chart/agent: rollout surges, but port 9100 is a host port (host network), so the new pod can never start beside the old one; '
      + 'use Rollout.rolling(IntOrPercent.percent(10)), or give up the host port',
    ]);
  });

  test('is refused for sidecars, which run beside the others', () => {
    const side = container({ name: 'side', ports: [ContainerPort.of(80, { hostPort: 80 })] });
    expect(surging({ sidecars: [side] })).toHaveLength(1);
    expect(surging({ sidecars: [side], targetVersion: TargetVersion.V1_36 })).toHaveLength(1);
  });

  test('is not seen without a host port, without a surge, or in init containers, which end before', () => {
    expect(surging({ containers: [plain] })).toEqual([]);
    expect(surging({ containers: [plain], hostNetwork: false })).toEqual([]);
    expect(surging({ hostNetwork: true })).toEqual([]);
    expect(surging({ initContainers: [container({ name: 'init', ports: [ContainerPort.of(80, { hostPort: 80 })] })] })).toEqual([]);
    for (const rollout of [Rollout.rolling(ONE), Rollout.onDelete(), Rollout.rollingUpdate({ maxUnavailable: ONE, maxSurge: IntOrPercent.of(0) })]) {
      expect(surging({ containers: [onHost] }, rollout)).toEqual([]);
    }
    expect(problems(agent({ containers: [onHost], hostNetwork: false }))).toEqual([]);
  });
});

describe('all problems are reported together', () => {
  const many = {
    containers: [container({ ports: [ContainerPort.of(80, { hostPort: 81 })], livenessProbe: Probe.tcpSocket(PortRef.named('http')) }), container()],
    hostNetwork: true,
    hostUsers: false,
    rollout: Rollout.surging(ONE),
    podLabels: { 'app.kubernetes.io/name': 'x' },
  };
  const expected = [
    'DuplicateContainer', 'HostPortDiffers', 'HostPortWithSurge', 'ProbePortNotDeclared', 'SelectorNotInTemplate', 'TargetTooOld', 'UserNamespaceWithHost',
  ];

  test('those of one agent', () => {
    expect(codes(agent(many)).sort()).toEqual(expected);
  });

  test('those of several agents, each with its path', () => {
    const root = new Chart(new App(), 'chart');
    agent({ ...many, targeting: NodeTargeting.matching(NodeLabel.is('pool', 'a')) }, new Chart(root, 'a'));
    agent({ ...many, targeting: NodeTargeting.matching(NodeLabel.is('pool', 'b')) }, new Chart(root, 'b'));
    const all = problems(root);
    for (const path of ['chart/a/agent', 'chart/b/agent']) {
      expect(all.filter((problem) => problem.includes(`] ${path}: `)).map((problem) => /\w+/.exec(problem)![0]).sort()).toEqual(expected);
    }
    all.forEach((problem) => expect(problem).toMatch(MESSAGE));
  });

  test('again, until they are mended', () => {
    const of = agent({ containers: [] });
    expect(codes(of)).toEqual(['NoContainers']);
    expect(codes(of)).toEqual(['NoContainers']);
    of.addContainer(container());
    expect(codes(of)).toEqual([]);
  });

  test('nothing is written when there is one', () => {
    const { existsSync, mkdtempSync, readdirSync } = jest.requireActual<typeof import('fs')>('fs');
    const outdir = mkdtempSync(`${jest.requireActual<typeof import('os')>('os').tmpdir()}/node-agents-`);
    const app = new App({ outdir });
    agent({}, new Chart(app, 'good'));
    agent({ containers: [] }, new Chart(app, 'bad'));
    expect(() => app.synth()).toThrow('[NoContainers] bad/agent: ');
    expect(existsSync(outdir) ? readdirSync(outdir) : []).toEqual([]);
  });
});

test('minReadySeconds and revisionHistoryLimit stand beside the template', () => {
  const { spec } = daemonSet(agent({ minReady: Duration.seconds(5), revisionHistoryLimit: 2 }));
  expect(spec).toMatchObject({ minReadySeconds: 5, revisionHistoryLimit: 2 });
});
