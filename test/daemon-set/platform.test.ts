import { App, Chart, Testing } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import {
  AgentDefaults, Container, ContainerPort, HostPath, ImageName, LogAgentDaemonSet, NodeAgentDaemonSet, NodeAgentDaemonSetProps, NodeExporterDaemonSet, Patch, Platform, ScopeDefaults,
} from '../../src';

const IMAGE = ImageName.of('registry.example.com/agent:v1.0.0');

function objectsOf(make: (chart: Chart) => void, namespace: string | undefined = 'logging'): any[] {
  const chart = new Chart(new App(), 'test', { namespace });
  make(chart);
  return Testing.synth(chart);
}

function agent(platform: Platform, props: Partial<NodeAgentDaemonSetProps> = {}, container: object = {}) {
  return (chart: Chart) => new NodeAgentDaemonSet(chart, 'agent', {
    name: 'agent',
    platform,
    serviceAccount: new ServiceAccount(chart, 'account', { metadata: { name: 'agent' } }),
    containers: [Container.of({ name: 'agent', image: IMAGE, ...container })],
    ...props,
  });
}

const problems = (make: (chart: Chart) => void) => {
  try {
    objectsOf(make);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes('RefusedByAutopilot'));
  }
};

describe('OpenShift', () => {
  const constraints = (...args: Parameters<typeof agent>) => objectsOf(agent(...args)).find(({ kind }) => kind === 'SecurityContextConstraints');

  test('gives an agent that asks nothing of its node constraints that allow nothing', () => {
    expect(constraints(Platform.openShift(), {}, {
      securityContext: { runAsUser: 1000, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    })).toEqual({
      apiVersion: 'security.openshift.io/v1',
      kind: 'SecurityContextConstraints',
      metadata: { name: 'logging.agent', labels: { 'app.kubernetes.io/name': 'agent', 'app.kubernetes.io/instance': 'agent' } },
      allowHostDirVolumePlugin: false,
      allowHostIPC: false,
      allowHostNetwork: false,
      allowHostPID: false,
      allowHostPorts: false,
      allowPrivilegeEscalation: false,
      allowPrivilegedContainer: false,
      allowedCapabilities: [],
      fsGroup: { type: 'RunAsAny' },
      readOnlyRootFilesystem: true,
      requiredDropCapabilities: ['ALL'],
      runAsUser: { type: 'MustRunAs', uid: 1000 },
      seLinuxContext: { type: 'MustRunAs' },
      seccompProfiles: ['runtime/default'],
      supplementalGroups: { type: 'RunAsAny' },
      users: ['system:serviceaccount:logging:agent'],
      volumes: ['projected'],
    });
  });

  test('allows what some container makes use of, added later and by patch included', () => {
    const made = objectsOf((chart) => {
      const daemonSet = agent(Platform.openShift(), { hostPid: true, hostNetwork: true })(chart);
      daemonSet.addContainer(Container.of({ name: 'second', image: IMAGE, ports: [ContainerPort.of(9100)], securityContext: { capabilities: { add: ['SYS_PTRACE'] } } }));
      daemonSet.mountHostPath(HostPath.of('/var/lib/agent').writable('keeps positions'));
      daemonSet.patch(Patch.merge({ spec: { template: { spec: { hostIPC: true } } } }));
    }).find(({ kind }) => kind === 'SecurityContextConstraints');
    expect(made).toMatchObject({
      allowHostDirVolumePlugin: true,
      allowHostIPC: true,
      allowHostNetwork: true,
      allowHostPID: true,
      allowHostPorts: true,
      allowedCapabilities: ['SYS_PTRACE'],
      readOnlyRootFilesystem: false,
      runAsUser: { type: 'RunAsAny' },
      seLinuxContext: { type: 'RunAsAny' },
      volumes: ['hostPath', 'projected'],
    });
    expect(made.requiredDropCapabilities).toBeUndefined();
  });

  test('has the pod read files of its node, unless it names another type or the default is off', () => {
    const type = (props: Partial<NodeAgentDaemonSetProps>, platform = Platform.openShift()) => objectsOf(agent(platform, props, { hostPaths: [HostPath.of('/var/log')] }))
      .find(({ kind }) => kind === 'DaemonSet').spec.template.spec.securityContext?.seLinuxOptions;
    expect(type({})).toEqual({ type: 'spc_t' });
    expect(type({ podSecurityContext: { seLinuxOptions: { type: 'log_reader_t' } } })).toEqual({ type: 'log_reader_t' });
    expect(type({ defaults: AgentDefaults.all().without('openShiftSeLinux') })).toBeUndefined();
    expect(type({}, Platform.kubernetes())).toBeUndefined();
    const made = agent(Platform.openShift(), {}, { hostPaths: [HostPath.of('/var/log')] })(new Chart(new App(), 'test', { namespace: 'logging' }));
    expect(made.hostAccess.find(({ what }) => what === 'SELinux spc_t')?.reason).toMatch(/SELinux keeps/);
  });

  test('works for agents of every kind, by the defaults of their scope', () => {
    const kinds = objectsOf((chart) => {
      ScopeDefaults.set(chart, { platform: Platform.openShift() });
      new LogAgentDaemonSet(chart, 'logs', { image: IMAGE });
      new NodeExporterDaemonSet(chart, 'metrics');
    }).filter(({ kind }) => kind === 'SecurityContextConstraints').map(({ metadata, users }) => [metadata.name, users]);
    expect(kinds).toEqual([
      ['logging.log-agent', ['system:serviceaccount:logging:log-agent']],
      ['logging.node-exporter', ['system:serviceaccount:logging:node-exporter']],
    ]);
  });

  test('needs an account of the agent\'s own and a namespace', () => {
    expect(() => objectsOf(agent(Platform.openShift(), { serviceAccount: undefined }))).toThrow(/NoAccount.*serviceAccount/);
    const chart = new Chart(new App(), 'test');
    expect(() => agent(Platform.openShift())(chart)).toThrow(/NoNamespace/);
  });
});

describe('GKE Autopilot', () => {
  test('takes an agent that reads the node\'s logs', () => {
    expect(problems(agent(Platform.gkeAutopilot(), {}, { hostPaths: [HostPath.varLog()] }))).toEqual([]);
  });

  test.each<[string, Partial<NodeAgentDaemonSetProps>, object, RegExp]>([
    ['the host network', { hostNetwork: true }, {}, /the pod has hostNetwork/],
    ['the node\'s processes', { hostPid: true }, {}, /the pod has hostPID/],
    ['a privileged container', {}, { securityContext: { privileged: true } }, /container "agent" is privileged/],
    ['a capability', {}, { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }, /adds capability SYS_ADMIN/],
    ['NET_ADMIN', {}, { securityContext: { capabilities: { add: ['NET_ADMIN'] } } }, /--workload-policies=allow-net-admin/],
    ['a port of the node', {}, { ports: [ContainerPort.of(80, { hostPort: 80 })] }, /takes port 80 of the node/],
    ['a path of the node', {}, { hostPaths: [HostPath.proc()] }, /mounts \/proc of the node/],
    ['writing to logs', {}, { hostPaths: [HostPath.of('/var/log').writable('keeps positions')] }, /writes to \/var\/log of the node/],
    ['a directory that only begins alike', {}, { hostPaths: [HostPath.of('/var/logs')] }, /mounts \/var\/logs of the node/],
  ])('refuses %s at synth, and says what to do', (_, props, container, message) => {
    const [first, ...others] = problems(agent(Platform.gkeAutopilot(), props, container));
    expect(first).toMatch(message);
    expect(first).toMatch(/allowlist/);
    expect(others).toEqual([]);
  });

  test('takes anything under an allowlist, which the pods name', () => {
    const [daemonSet] = objectsOf(agent(Platform.gkeAutopilot({ allowlist: 'vendor-agent-v1' }), { hostPid: true })).filter(({ kind }) => kind === 'DaemonSet');
    expect(daemonSet.spec.template.metadata.labels).toMatchObject({ 'cloud.google.com/matching-allowlist': 'vendor-agent-v1' });
    expect(() => Platform.gkeAutopilot({ allowlist: 'a b' })).toThrow(/InvalidName/);
  });
});

test('on any Kubernetes nothing is added', () => {
  expect(objectsOf(agent(Platform.kubernetes()))).toEqual(objectsOf(agent(undefined as never)));
});
