import { codes, daemonSet, decide, node, pod } from './given';
import { KubeContainerPort, KubePodSpec, PortConflict, hostPorts, place } from '../../src/placement';

function opening(ports: readonly KubeContainerPort[], spec: Partial<KubePodSpec> = {}): Partial<KubePodSpec> {
  return { containers: [{ name: 'agent', ports }], ...spec };
}

const HTTP = { containerPort: 80, hostPort: 80 };
const fits = (a: Partial<KubeContainerPort>, b: Partial<KubeContainerPort>) =>
  decide(daemonSet('a', opening([{ ...HTTP, ...a }])), node('n'), { pods: [pod('web', 'n', opening([{ ...HTTP, ...b }]))] }).fits;

describe('item 25: host ports', () => {
  test.each<[string, Partial<KubeContainerPort>, Partial<KubeContainerPort>, boolean]>([
    ['the same port', {}, {}, false],
    ['another port', {}, { hostPort: 81 }, true],
    ['another protocol', {}, { protocol: 'UDP' }, true],
    ['no protocol is TCP', {}, { protocol: 'TCP' }, false],
    ['an empty protocol is TCP', { protocol: '' }, { protocol: 'TCP' }, false],
    ['two addresses', { hostIP: '127.0.0.1' }, { hostIP: '10.0.0.1' }, true],
    ['one address', { hostIP: '127.0.0.1' }, { hostIP: '127.0.0.1' }, false],
    ['an address and every one', { hostIP: '127.0.0.1' }, { hostIP: '0.0.0.0' }, false],
    ['every one and an address', { hostIP: '0.0.0.0' }, { hostIP: '127.0.0.1' }, false],
    ['no address is every one', {}, { hostIP: '127.0.0.1' }, false],
    ['an empty address is every one', { hostIP: '127.0.0.1' }, { hostIP: '' }, false],
    ['hostPort 0 is none', { hostPort: 0 }, { hostPort: 0 }, true],
  ])('%s', (_, a, b, expected) => {
    expect(fits(a, b)).toBe(expected);
  });

  test('sidecars hold theirs, init containers have ended', () => {
    const init = { name: 'i', ports: [HTTP] };
    expect(hostPorts({ containers: [], initContainers: [init] })).toEqual([]);
    expect(hostPorts({ containers: [], initContainers: [{ ...init, restartPolicy: 'OnFailure' }] })).toEqual([]);
    expect(hostPorts({ containers: [], initContainers: [{ ...init, restartPolicy: 'Always' }] })).toEqual([{ port: 80, protocol: 'TCP', ip: '0.0.0.0' }]);
  });

  test('who holds the port is said', () => {
    const decision = decide(daemonSet('a', opening([HTTP])), node('n'), { pods: [pod('web', 'n', opening([{ ...HTTP, hostIP: '10.0.0.1' }]))] });
    expect(codes(decision)).toEqual(['HostPortTaken']);
    expect(decision.reasons[0].message).toBe('port 80/TCP of 10.0.0.1 of node n is held by apps/web');
  });
});

describe('item 26: on the host network each container port is a host port', () => {
  test('although the template does not say so', () => {
    expect(hostPorts({ hostNetwork: true, ...opening([{ containerPort: 9100 }, { containerPort: 53, hostPort: 0, protocol: 'UDP' }]) } as KubePodSpec))
      .toEqual([{ port: 9100, protocol: 'TCP', ip: '0.0.0.0' }, { port: 53, protocol: 'UDP', ip: '0.0.0.0' }]);
    expect(hostPorts(opening([{ containerPort: 9100 }]) as KubePodSpec)).toEqual([]);
  });

  test('so that two exporters clash', () => {
    const exporter = opening([{ containerPort: 9100 }], { hostNetwork: true });
    const placement = place({ daemonSets: [daemonSet('a', exporter), daemonSet('b', exporter)], nodes: [node('n')] });
    expect([0, 1].map((i) => placement.decision(i, 0).fits)).toEqual([true, false]);
    expect(placement.decision(1, 0).reasons[0].message).toBe('port 9100/TCP of node n is held by agents/a');
  });
});

describe('ports that several agents want', () => {
  const conflicts = (...specs: Partial<KubePodSpec>[]): readonly PortConflict[] =>
    place({ daemonSets: specs.map((spec, i) => daemonSet(`a${i}`, spec)), nodes: [node('ssd', { labels: { disktype: 'ssd' } }), node('hdd'), node('hdd2')] }).portConflicts;

  test('are listed with the number of nodes on which they meet', () => {
    expect(conflicts(opening([HTTP]), opening([HTTP], { nodeSelector: { disktype: 'ssd' } })))
      .toEqual([{ port: 80, protocol: 'TCP', daemonSets: ['agents/a0', 'agents/a1'], nodes: 1 }]);
  });

  test('are none where the agents never meet', () => {
    const elsewhere = {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disktype', operator: 'DoesNotExist' }] }],
          },
        },
      },
    };
    expect(conflicts(opening([HTTP], elsewhere), opening([HTTP], { nodeSelector: { disktype: 'ssd' } }))).toEqual([]);
  });

  test('are told apart by who meets where', () => {
    expect(conflicts(opening([HTTP]), opening([HTTP]), opening([HTTP], { nodeSelector: { disktype: 'ssd' } }))).toEqual([
      { port: 80, protocol: 'TCP', daemonSets: ['agents/a0', 'agents/a1', 'agents/a2'], nodes: 1 },
      { port: 80, protocol: 'TCP', daemonSets: ['agents/a0', 'agents/a1'], nodes: 2 },
    ]);
  });

  test('join those that clash only through a third, and leave out who clashes with nobody', () => {
    const [one, two] = ['10.0.0.1', '10.0.0.2'].map((hostIP) => opening([{ ...HTTP, hostIP }]));
    expect(conflicts(one, two)).toEqual([]);
    expect(conflicts(one, two, opening([{ ...HTTP, protocol: 'UDP' }]), opening([HTTP]))).toEqual([
      { port: 80, protocol: 'TCP', daemonSets: ['agents/a0', 'agents/a1', 'agents/a3'], nodes: 3 },
    ]);
  });

  test('are listed in order of port and protocol', () => {
    const both = opening([{ containerPort: 9100, hostPort: 9100 }, { containerPort: 53, hostPort: 53, protocol: 'UDP' }, { containerPort: 53, hostPort: 53 }]);
    expect(conflicts(both, both).map(({ port, protocol }) => `${port}/${protocol}`)).toEqual(['53/TCP', '53/UDP', '9100/TCP']);
  });
});
