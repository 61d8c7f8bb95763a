import {
  ContainerPort, ContainerProps, EnvVar, HostPath, HostPathType, LifecycleHandler, MountPropagation, NodeAgentDaemonSetProps, PortProtocol,
  PortRef, Probe, TargetVersion,
  Volume, VolumeMount,
} from '../../src';
import { bare, container, problems } from '../daemon-set/agent';

/** What is wrong with a pod of these, without code and path. */
function wrong(props: Partial<NodeAgentDaemonSetProps>): string[] {
  return problems(bare(props)).map((problem) => problem.replace(' chart/agent:', ''));
}

function wrongWith(more: Partial<ContainerProps>, props: Partial<NodeAgentDaemonSetProps> = {}): string[] {
  return wrong({ containers: [container(more)], ...props });
}

const NEWEST = TargetVersion.of('1.36');
const emptyDir = (name: string) => Volume.emptyDir(name);

test('a pod without a container is refused; with one that is added later it is not', () => {
  expect(wrong({ containers: [] })).toEqual(['[NoContainers] the pod has no container; give at least one in containers, or call addContainer']);
  expect(wrong({ containers: [], initContainers: [container()] })).toEqual([expect.stringContaining('[NoContainers]')]);
  const of = bare({ containers: [] });
  of.addContainer(container());
  expect(problems(of)).toEqual([]);
});

describe('container names are unique among containers, init containers and sidecars', () => {
  const twice = '[DuplicateContainer] two containers are named "main"; names are unique among containers, init containers and sidecars';

  test.each([
    ['containers', { containers: [container(), container(), container()] }],
    ['init containers', { initContainers: [container()] }],
    ['sidecars', { sidecars: [container()] }],
    ['sidecars that are init containers', { sidecars: [container()], targetVersion: NEWEST }],
  ])('%s', (_, props) => {
    expect(wrong(props)).toEqual([twice]);
  });

  test('different names are fine', () => {
    expect(wrong({ initContainers: [container({ name: 'init' })], sidecars: [container({ name: 'side' })] })).toEqual([]);
  });
});

describe('volumes', () => {
  test('two different ones of one name are refused', () => {
    expect(wrong({ volumes: [emptyDir('data'), Volume.hostPath('data', '/data')] })).toEqual([
      '[DuplicateVolume] two different volumes are named "data"; give one of them another name, HostPath by .named(…)',
    ]);
    expect(wrongWith({ mounts: [VolumeMount.of('/a', emptyDir('data')), VolumeMount.of('/b', Volume.hostPath('data', '/data'))] })).toHaveLength(1);
    expect(wrongWith({ hostPaths: [HostPath.of('/a-b')], mounts: [HostPath.of('/a_b').at('/c').toMount()] })).toHaveLength(1);
    expect(wrongWith({ hostPaths: [HostPath.of('/run'), HostPath.of('/run', { type: HostPathType.DIRECTORY }).at('/host')] })).toHaveLength(1);
  });

  test('the same one named twice is one', () => {
    expect(wrong({
      containers: [container({ mounts: [VolumeMount.of('/a', emptyDir('data'))] }), container({ name: 'b', mounts: [VolumeMount.of('/a', emptyDir('data'))] })],
      volumes: [emptyDir('data')],
    })).toEqual([]);
    expect(wrongWith({ hostPaths: [HostPath.of('/a-b'), HostPath.of('/a_b').named('other')] })).toEqual([]);
  });
});

describe('mounts', () => {
  test('two at one path are refused', () => {
    expect(wrongWith({ mounts: [VolumeMount.of('/a', emptyDir('x')), VolumeMount.of('/a', emptyDir('y'))] })).toEqual([
      '[DuplicateMountPath] container "main" has two mounts at "/a"; drop one of them, or mount it elsewhere',
    ]);
    expect(wrongWith({ hostPaths: [HostPath.varLog(), HostPath.varLog()] })).toHaveLength(1);
    expect(wrongWith({ mounts: [VolumeMount.of('/a', emptyDir('x')), VolumeMount.of('/b', emptyDir('x'))] })).toEqual([]);
  });

  test('of a volume that is not there is refused, in init containers, too', () => {
    const mounts = [VolumeMount.named('/a', 'data')];
    const message = (of: string) => `[MountWithoutVolume] container "${of}" mounts volume "data" at "/a", and the pod has no such volume; add it to volumes, or mount it by VolumeMount.of(path, volume)`;
    expect(wrongWith({ mounts })).toEqual([message('main')]);
    expect(wrong({ initContainers: [container({ name: 'init', mounts })] })).toEqual([message('init')]);
    expect(wrongWith({ mounts }, { volumes: [emptyDir('data')] })).toEqual([]);
    expect(wrongWith({ mounts }, { initContainers: [container({ name: 'init', mounts: [VolumeMount.of('/b', emptyDir('data'))] })] })).toEqual([]);
  });

  test('with Bidirectional propagation need a privileged container', () => {
    const mounts = [HostPath.of('/mnt', { propagation: MountPropagation.BIDIRECTIONAL }).toMount()];
    expect(wrongWith({ mounts })).toEqual([
      '[BidirectionalUnprivileged] container "main" mounts "/mnt" with Bidirectional propagation and is not privileged, which the API server refuses; use HostToContainer, or privileged: true',
    ]);
    expect(wrongWith({ mounts, securityContext: { privileged: false } })).toHaveLength(1);
    expect(wrongWith({ mounts, securityContext: { privileged: true } })).toEqual([]);
    expect(wrongWith({ mounts: [HostPath.of('/mnt', { propagation: MountPropagation.HOST_TO_CONTAINER }).toMount()] })).toEqual([]);
  });
});

describe('the environment', () => {
  test('sets each variable once', () => {
    expect(wrongWith({ env: [EnvVar.of('A', '1'), EnvVar.of('B', '1'), EnvVar.of('A', '2')] })).toEqual([
      '[DuplicateEnv] container "main" sets variable "A" twice; keep one of them',
    ]);
    expect(wrongWith({ env: [EnvVar.of('A', '1'), EnvVar.of('B', '1')] })).toEqual([]);
  });

  test('can set NODE_NAME itself, in place of the default', () => {
    expect(wrongWith({ env: [EnvVar.of('NODE_NAME', 'x')] }, { defaults: undefined })).toEqual([]);
  });
});

describe('ports', () => {
  test('names are unique in a container, not in a pod', () => {
    expect(wrongWith({ ports: [ContainerPort.named('http', 1), ContainerPort.named('http', 2), ContainerPort.of(3)] })).toEqual([
      '[DuplicatePortName] container "main" has two ports named "http"; names are unique in a container',
    ]);
    expect(wrongWith({ ports: [ContainerPort.named('http', 1), ContainerPort.of(2), ContainerPort.of(3)] })).toEqual([]);
    expect(wrong({ containers: [container({ ports: [ContainerPort.named('http', 1)] }), container({ name: 'b', ports: [ContainerPort.named('http', 2)] })] })).toEqual([]);
  });

  const on = (number: number, more: object = {}) => ContainerPort.of(number, { hostPort: number, ...more });

  test('one port twice is refused, of which server-side apply keeps one', () => {
    expect(wrongWith({ ports: [ContainerPort.of(53), ContainerPort.of(53, { protocol: PortProtocol.TCP })] })).toEqual([
      '[DuplicatePort] container "main" has port 53/TCP twice, and server-side apply takes each once; keep one of them',
    ]);
    expect(wrongWith({ ports: [ContainerPort.of(53), ContainerPort.of(53, { protocol: PortProtocol.UDP })] })).toEqual([]);
  });

  test('two that need one port of the node are refused', () => {
    expect(wrong({ containers: [container({ ports: [on(80)] }), container({ name: 'b', ports: [ContainerPort.of(8080, { hostPort: 80 })] })] })).toEqual([
      '[DuplicateHostPort] two ports of the pod need TCP 0.0.0.0:80 of the node; give one of them another port or address',
    ]);
    expect(wrongWith({ ports: [on(80, { hostIp: '0.0.0.0', protocol: PortProtocol.TCP }), ContainerPort.of(81, { hostPort: 80 })] })).toHaveLength(1);
  });

  test('another protocol, address or port is fine', () => {
    const local = ContainerPort.of(55, { hostPort: 53, hostIp: '127.0.0.1' });
    expect(wrongWith({ ports: [on(53), on(53, { protocol: PortProtocol.UDP }), local, on(54)] })).toEqual([]);
  });

  test('on the host network, every container port is one of the node', () => {
    expect(wrong({ hostNetwork: true, containers: [container({ ports: [ContainerPort.of(80)] }), container({ name: 'b', ports: [on(80)] })] })).toEqual([
      '[DuplicateHostPort] two ports of the pod need TCP 0.0.0.0:80 of the node; give one of them another port or address',
    ]);
    expect(wrong({ hostNetwork: false, containers: [container({ ports: [ContainerPort.of(80)] }), container({ name: 'b', ports: [on(80)] })] })).toEqual([]);
  });

  test('sidecars run beside the others and count; init containers do not', () => {
    const other = container({ name: 'other', ports: [on(80)] });
    const containers = [container({ ports: [on(80)] })];
    expect(wrong({ containers, sidecars: [other] })).toHaveLength(1);
    expect(wrong({ containers, sidecars: [other], targetVersion: NEWEST })).toHaveLength(1);
    expect(wrong({ containers, initContainers: [other], targetVersion: NEWEST })).toEqual([]);
  });

  test('two of one init container are refused, of two init containers they are fine', () => {
    const init = (name: string, ...ports: ContainerPort[]) => container({ name, ports });
    const twice = [ContainerPort.of(1, { hostPort: 80 }), ContainerPort.of(2, { hostPort: 80, hostIp: '0.0.0.0' })];
    expect(wrong({ initContainers: [init('init', ...twice)] })).toEqual([
      '[DuplicateHostPort] two ports of init container "init" need TCP 0.0.0.0:80 of the node; give one of them another port or address',
    ]);
    const fine = [on(80), on(80, { protocol: PortProtocol.UDP }), on(81), ContainerPort.of(1), ContainerPort.of(2)];
    expect(wrong({ initContainers: [init('a', ...fine), init('b', ...fine)] })).toEqual([]);
  });

  test('on the host network a host port other than the container\'s is refused', () => {
    const ports = [ContainerPort.of(80, { hostPort: 8080 })];
    expect(wrongWith({ ports }, { hostNetwork: true })).toEqual([
      '[HostPortDiffers] container "main": hostPort 8080 is not containerPort 80, and on the host network they are one; drop hostPort',
    ]);
    expect(wrongWith({ ports })).toEqual([]);
    expect(wrongWith({ ports: [on(80), ContainerPort.of(81)] }, { hostNetwork: true })).toEqual([]);
  });
});

describe('probes and hooks', () => {
  const asks = Probe.httpGet('/', PortRef.named('http'));
  const message = (what: string, declared = '[]') => `[ProbePortNotDeclared] container "main": ${what} asks port "http", which the container does not declare (it declares ${declared}); `
    + 'declare it by ContainerPort.named("http", …), or ask PortRef.number(…)';

  test.each(['livenessProbe', 'readinessProbe', 'startupProbe'] as const)('%s at a named port needs the container to declare it', (what) => {
    expect(wrongWith({ [what]: asks })).toEqual([message(what)]);
    expect(wrongWith({ [what]: Probe.tcpSocket(PortRef.named('http')), ports: [ContainerPort.named('metrics', 1), ContainerPort.of(2)] })).toEqual([message(what, '["metrics"]')]);
    expect(wrongWith({ [what]: asks, ports: [ContainerPort.named('http', 80)] })).toEqual([]);
  });

  test.each(['postStart', 'preStop'] as const)('%s at a named port, too', (what) => {
    const hook = { [what]: LifecycleHandler.httpGet('/', PortRef.named('http')) };
    expect(wrongWith(hook)).toEqual([message(what)]);
    expect(wrongWith({ ...hook, ports: [ContainerPort.named('http', 80)] })).toEqual([]);
  });

  test('a port of another container is not the container\'s', () => {
    expect(wrong({ containers: [container({ livenessProbe: asks }), container({ name: 'b', ports: [ContainerPort.named('http', 80)] })] })).toHaveLength(1);
  });

  test('numbers need no declaration, and commands and gRPC ask no named port', () => {
    expect(wrongWith({
      livenessProbe: Probe.httpGet('/', PortRef.number(80)),
      readinessProbe: Probe.exec(['true']),
      startupProbe: Probe.grpc(90),
      postStart: LifecycleHandler.exec(['true']),
    })).toEqual([]);
  });

  test.each(['livenessProbe', 'startupProbe'] as const)('successThreshold of %s is 1', (what) => {
    expect(wrongWith({ [what]: Probe.exec(['true'], { successThreshold: 2 }) })).toEqual([
      `[SuccessThreshold] container "main": successThreshold of ${what} is 2; Kubernetes takes only 1 there`,
    ]);
    expect(wrongWith({ [what]: Probe.exec(['true'], { successThreshold: 1 }) })).toEqual([]);
  });

  test('successThreshold of readinessProbe is free', () => {
    expect(wrongWith({ readinessProbe: Probe.exec(['true'], { successThreshold: 2 }) })).toEqual([]);
  });

  test.each([
    ['livenessProbe', { livenessProbe: Probe.exec(['true']) }],
    ['readinessProbe', { readinessProbe: Probe.exec(['true']) }],
    ['startupProbe', { startupProbe: Probe.exec(['true']) }],
    ['lifecycle', { preStop: LifecycleHandler.exec(['true']) }],
  ])('an init container has no %s', (what, more) => {
    const other = container({ name: 'other', ...more });
    expect(wrong({ initContainers: [other] })).toEqual([
      `[InitContainerProbe] init container "other" has ${what}, which only containers that go on running have; drop it, or add the container as a sidecar`,
    ]);
    expect(wrong({ sidecars: [other] })).toEqual([]);
    expect(wrong({ sidecars: [other], targetVersion: NEWEST })).toEqual([]);
  });
});
