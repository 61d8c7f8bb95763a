import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AppArmorProfile, ContainerOptions, ContainerPort, ContainerSecurity, EnvFrom, EnvVar, HostPath, HostPathType, ImagePullPolicy, LifecycleHandler, MountPropagation,
  NodeAgentDaemonSetProps, PortProtocol, PortRef, Probe, ProcMount, Quantity, SeccompProfile, TargetVersion, Volume, VolumeMount,
} from '../../src';
import { bare, container, podSpec } from '../daemon-set/agent';

const MAIN = { name: 'main', image: 'example.com/agent:v1' };
const NEWEST = TargetVersion.of('1.36');

/** A value of a prop, and all that it adds to the container. */
type Rows<T> = { readonly [field in keyof Required<T>]: readonly (readonly [T[field], object])[] };

function rendered(options: ContainerOptions, more: Partial<NodeAgentDaemonSetProps> = {}): any {
  return podSpec(bare({ containers: [container(options)], targetVersion: NEWEST, ...more })).containers[0];
}

describe('every field of a container is written exactly, and no other', () => {
  const ROWS: Rows<ContainerOptions> = {
    command: [[['/agent', ''], { command: ['/agent', ''] }], [[], {}]],
    args: [[['--flag', 'x y'], { args: ['--flag', 'x y'] }], [[], {}]],
    workingDir: [['/srv', { workingDir: '/srv' }]],
    env: [
      [[EnvVar.of('B', '$(A)'), EnvVar.of('A', '')], { env: [{ name: 'B', value: '$(A)' }, { name: 'A', value: '' }] }],
      [[EnvVar.fromField('IP', 'status.hostIP')], { env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }] }],
      [[EnvVar.fromResource('MEMORY', 'limits.memory', '1Mi')], { env: [{ name: 'MEMORY', valueFrom: { resourceFieldRef: { divisor: '1Mi', resource: 'limits.memory' } } }] }],
      [[EnvVar.fromSecretNamed('KEY', 's', 'k', true)], { env: [{ name: 'KEY', valueFrom: { secretKeyRef: { key: 'k', name: 's', optional: true } } }] }],
      [[EnvVar.fromConfigMapNamed('C', 'c', 'k', false)], { env: [{ name: 'C', valueFrom: { configMapKeyRef: { key: 'k', name: 'c', optional: false } } }] }],
      [[], {}],
    ],
    envFrom: [[[EnvFrom.secretNamed('s', 'S_'), EnvFrom.configMapNamed('c')], { envFrom: [{ prefix: 'S_', secretRef: { name: 's' } }, { configMapRef: { name: 'c' } }] }], [[], {}]],
    ports: [
      [[ContainerPort.of(53, { name: 'dns', protocol: PortProtocol.UDP, hostPort: 54, hostIp: '127.0.0.1' }), ContainerPort.of(80)],
        { ports: [{ containerPort: 53, hostIP: '127.0.0.1', hostPort: 54, name: 'dns', protocol: 'UDP' }, { containerPort: 80 }] }],
      [[], {}],
    ],
    resources: [[{ cpu: { limit: Cpu.millis(100) }, memory: { request: Size.mebibytes(5) } }, { resources: { limits: { cpu: '100m' }, requests: { memory: '5Mi' } } }], [{}, {}]],
    securityContext: [[{ privileged: true }, { securityContext: { privileged: true } }], [{}, {}]],
    mounts: [[[VolumeMount.of('/a', Volume.emptyDir('a'), { readOnly: false, subPath: 'x', propagation: MountPropagation.NONE })],
      { volumeMounts: [{ mountPath: '/a', mountPropagation: 'None', name: 'a', readOnly: false, subPath: 'x' }] }], [[], {}]],
    hostPaths: [[[HostPath.of('/run', { type: HostPathType.DIRECTORY, propagation: MountPropagation.HOST_TO_CONTAINER }).at('/host/run')],
      { volumeMounts: [{ mountPath: '/host/run', mountPropagation: 'HostToContainer', name: 'run', readOnly: true }] }], [[], {}]],
    livenessProbe: [[Probe.httpGet('/live', PortRef.number(80), { host: '127.0.0.1', https: true, headers: { B: '2', A: '1' }, initialDelay: Duration.seconds(0) }),
      {
        livenessProbe: {
          httpGet: { host: '127.0.0.1', httpHeaders: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], path: '/live', port: 80, scheme: 'HTTPS' }, initialDelaySeconds: 0,
        },
      }]],
    readinessProbe: [
      [Probe.tcpSocket(PortRef.number(80), { period: Duration.seconds(5), timeout: Duration.seconds(2), failureThreshold: 1, successThreshold: 2 }),
        { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 1, successThreshold: 2 } }],
      [Probe.exec(['/check', '--quick']), { readinessProbe: { exec: { command: ['/check', '--quick'] } } }],
    ],
    startupProbe: [[Probe.grpc(90, { service: 'x' }), { startupProbe: { grpc: { port: 90, service: 'x' } } }]],
    postStart: [[LifecycleHandler.exec(['a']), { lifecycle: { postStart: { exec: { command: ['a'] } } } }]],
    preStop: [
      [LifecycleHandler.sleep(Duration.seconds(5)), { lifecycle: { preStop: { sleep: { seconds: 5 } } } }],
      [LifecycleHandler.httpGet('/stop', PortRef.number(80)), { lifecycle: { preStop: { httpGet: { path: '/stop', port: 80 } } } }],
    ],
    imagePullPolicy: Object.values(ImagePullPolicy).map((policy) => [policy, { imagePullPolicy: policy }]),
    terminationMessagePath: [['/last-words', { terminationMessagePath: '/last-words' }]],
    terminationMessagePolicy: [['FallbackToLogsOnError', { terminationMessagePolicy: 'FallbackToLogsOnError' }]],
    tty: [[true, { tty: true }], [false, { tty: false }]],
    stdin: [[true, { stdin: true }], [false, { stdin: false }]],
  };

  test.each(Object.entries(ROWS).flatMap(([field, rows]) => rows.map(([value, added], i) => [field, i, value, added] as const)))('%s %#', (field, _, value, added) => {
    expect(rendered({ [field]: value })).toEqual({ ...MAIN, ...added });
  });

  test('a field that is undefined is as one that is not there', () => {
    expect(rendered(Object.fromEntries(Object.keys(ROWS).map((field) => [field, undefined])))).toEqual(MAIN);
  });
});

describe('every field of a container\'s security context is written exactly, and no other', () => {
  const ROWS: Rows<ContainerSecurity> = {
    privileged: [[true, { privileged: true }], [false, { privileged: false }]],
    allowPrivilegeEscalation: [[true, { allowPrivilegeEscalation: true }], [false, { allowPrivilegeEscalation: false }]],
    readOnlyRootFilesystem: [[true, { readOnlyRootFilesystem: true }], [false, { readOnlyRootFilesystem: false }]],
    runAsNonRoot: [[true, { runAsNonRoot: true }], [false, { runAsNonRoot: false }]],
    runAsUser: [[0, { runAsUser: 0 }]],
    runAsGroup: [[0, { runAsGroup: 0 }]],
    capabilities: [
      [{ add: ['NET_ADMIN', 'BPF'], drop: ['ALL'] }, { capabilities: { add: ['NET_ADMIN', 'BPF'], drop: ['ALL'] } }],
      [{ add: ['BPF'], drop: [] }, { capabilities: { add: ['BPF'] } }],
    ],
    seccompProfile: [[SeccompProfile.runtimeDefault(), { seccompProfile: { type: 'RuntimeDefault' } }]],
    appArmorProfile: [[AppArmorProfile.unconfined(), { appArmorProfile: { type: 'Unconfined' } }]],
    seLinuxOptions: [[{ type: 'spc_t' }, { seLinuxOptions: { type: 'spc_t' } }]],
    procMount: [[ProcMount.DEFAULT, { procMount: 'Default' }]],
    windowsOptions: [[{ hostProcess: false, runAsUserName: 'x' }, { windowsOptions: { hostProcess: false, runAsUserName: 'x' } }]],
  };

  test.each(Object.entries(ROWS).flatMap(([field, rows]) => rows.map(([value, added], i) => [field, i, value, added] as const)))('%s %#', (field, _, value, added) => {
    expect(rendered({ securityContext: { [field]: value } })).toEqual({ ...MAIN, securityContext: added });
  });

  test.each([
    ['undefined', Object.fromEntries(Object.keys(ROWS).map((field) => [field, undefined]))],
    ['empty', { capabilities: {}, seLinuxOptions: {}, windowsOptions: {} }],
    ['empty lists', { capabilities: { add: [], drop: [] } }],
  ])('what is %s is nothing', (_, securityContext) => {
    expect(rendered({ securityContext })).toEqual(MAIN);
  });
});

test('mounts of host paths stand before the others', () => {
  const spec = rendered({ mounts: [VolumeMount.of('/a', Volume.emptyDir('a'))], hostPaths: [HostPath.proc(), HostPath.sys()] });
  expect(spec.volumeMounts.map((mount: { name: string }) => mount.name)).toEqual(['proc', 'sys', 'a']);
});

test('containers, init containers and sidecars are written alike', () => {
  const one = container({ name: 'one', args: ['x'], hostPaths: [HostPath.varLog()], resources: { extended: { 'nvidia.com/gpu': Quantity.of(1) } } });
  const as = (props: Partial<NodeAgentDaemonSetProps>) => {
    const { containers, initContainers = [] } = podSpec(bare({ targetVersion: NEWEST, ...props }));
    return [...containers, ...initContainers].find((other: { name: string }) => other.name === 'one');
  };
  const ordinary = as({ containers: [one] });
  expect(as({ initContainers: [one] })).toEqual(ordinary);
  expect(as({ sidecars: [one] })).toEqual({ ...ordinary, restartPolicy: 'Always' });
  expect(as({ sidecars: [one], targetVersion: TargetVersion.V1_28 })).toEqual(ordinary);
});
