import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Container, ContainerPort, HostPath, ImageName, NodeAgentDaemonSet, Patch, SeccompProfile } from '../../src';
import { SecurityContextConstraints, constraintsOf } from '../../src/objects/security-context-constraints';
import { chart } from '../daemon-set/agent';
import { thrown } from '../values/thrown';

const container = { name: 'agent', image: 'agent:1' };

describe('what OpenShift allows a pod is what the pod asks for', () => {
  test('a pod that asks for nothing gets nothing', () => {
    expect(constraintsOf({ containers: [{ ...container, securityContext: { allowPrivilegeEscalation: false } }] })).toMatchObject({
      allowHostDirVolumePlugin: false,
      allowHostIPC: false,
      allowHostNetwork: false,
      allowHostPID: false,
      allowHostPorts: false,
      allowPrivilegeEscalation: false,
      allowPrivilegedContainer: false,
      allowedCapabilities: [],
      seccompProfiles: [],
      volumes: ['projected'],
    });
  });

  test('namespaces of the node, ports, paths, capabilities and profiles of every container, those that begin included', () => {
    expect(constraintsOf({
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        { ...container, ports: [{ containerPort: 1 }], securityContext: { capabilities: { add: ['SYS_PTRACE', 'CHOWN'] } } },
        { ...container, securityContext: { seccompProfile: { type: 'Unconfined' }, capabilities: { add: ['CHOWN'] } } },
      ],
      initContainers: [{ ...container, securityContext: { privileged: true } }],
      volumes: [{ name: 'a', hostPath: { path: '/proc' } }, { name: 'b', hostPath: { path: '/sys' } }],
    })).toMatchObject({
      allowHostDirVolumePlugin: true,
      allowHostIPC: true,
      allowHostNetwork: true,
      allowHostPID: true,
      allowHostPorts: true,
      allowPrivilegeEscalation: true,
      allowPrivilegedContainer: true,
      allowedCapabilities: ['CHOWN', 'SYS_PTRACE'],
      seccompProfiles: ['runtime/default', 'unconfined'],
      volumes: ['hostPath', 'projected'],
    });
    const localhost = { type: 'Localhost', localhostProfile: 'agent.json' };
    expect(constraintsOf({ securityContext: { seccompProfile: localhost }, containers: [container] })).toMatchObject({ seccompProfiles: ['localhost/agent.json'] });
    expect(constraintsOf({ containers: [{ ...container, ports: [{ containerPort: 1 }] }] })).toMatchObject({ allowHostPorts: false });
    expect(constraintsOf({ containers: [{ ...container, ports: [{ containerPort: 1, hostPort: 1 }] }] })).toMatchObject({ allowHostPorts: true });
  });
});

describe('the object', () => {
  const made = (namespace: string | undefined, also: (agent: NodeAgentDaemonSet) => void = () => {}) => {
    const root = chart('chart', namespace);
    const agent = new NodeAgentDaemonSet(root, 'agent', {
      name: 'agent', containers: [Container.of({ name: 'agent', image: ImageName.of('agent:1'), ports: [ContainerPort.of(1)] })],
    });
    new SecurityContextConstraints(new Construct(root, 'openshift'), { name: 'agent', namespace: undefined, labels: {} }, 'account', agent);
    also(agent);
    return Testing.synth(root).find(({ kind }) => kind === 'SecurityContextConstraints');
  };

  test('is for the account, has no namespace, and bears it in its name', () => {
    expect(made('monitoring')).toMatchObject({ metadata: { name: 'monitoring.agent' }, users: ['system:serviceaccount:monitoring:account'] });
    expect(made('monitoring').metadata).toEqual({ name: 'monitoring.agent' });
    expect(made('agent').metadata).toEqual({ name: 'agent' });
    expect(thrown(() => made(undefined))).toMatch(/^\[NoNamespace\] chart\/openshift: namespace is not known, and SecurityContextConstraints must name/);
  });

  test('follows what is added to the agent later, patches included', () => {
    expect(made('a').allowHostPID).toBe(false);
    expect(made('a', (agent) => agent.patch(Patch.merge({ spec: { template: { spec: { hostPID: true } } } }))).allowHostPID).toBe(true);
    expect(made('a', (agent) => agent.mountHostPath(HostPath.dev())).volumes).toEqual(['hostPath', 'projected']);
    const profiled = (agent: NodeAgentDaemonSet) => agent.addSidecar(Container.of({ name: 'b', image: ImageName.of('b:1'), securityContext: { seccompProfile: SeccompProfile.localhost('b.json') } }));
    expect(made('a', profiled).seccompProfiles).toEqual(['localhost/b.json', 'runtime/default']);
  });
});
