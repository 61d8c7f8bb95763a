import { HostPath, LogAgentDaemonSet, NodeAgentDaemonSet, NodeAgentDaemonSetProps, TargetVersion, Volume, VolumeMount } from '../../src';
import { IMAGE, agent, chart, container } from './agent';

function access(props: Partial<NodeAgentDaemonSetProps>): (string | undefined)[][] {
  return shown(agent(props));
}

function shown(of: NodeAgentDaemonSet): (string | undefined)[][] {
  return of.hostAccess.map(({ what, container: name, reason }) => [what, name, reason]);
}

test('an agent that sees nothing of its node says so', () => {
  expect(access({})).toEqual([]);
  expect(access({ hostNetwork: false, volumes: [Volume.hostPath('unused', '/unused')], containers: [container({ securityContext: { privileged: false, capabilities: { drop: ['ALL'] } } })] })).toEqual([]);
});

test('namespaces of the node are the whole pod\'s', () => {
  expect(access({ hostNetwork: true, hostPid: true, hostIpc: true })).toEqual([['hostNetwork', undefined, undefined], ['hostPID', undefined, undefined], ['hostIPC', undefined, undefined]]);
});

test('privileges are a container\'s, init containers and sidecars included', () => {
  expect(access({
    containers: [container({ securityContext: { privileged: true } })],
    initContainers: [container({ name: 'init', securityContext: { capabilities: { add: ['NET_ADMIN', 'BPF'] } } })],
    sidecars: [container({ name: 'side', securityContext: { privileged: true } })],
    targetVersion: TargetVersion.V1_36,
  })).toEqual([
    ['privileged', 'main', undefined], ['privileged', 'side', undefined], ['capability NET_ADMIN', 'init', undefined], ['capability BPF', 'init', undefined],
  ]);
});

test('paths of the node are read, or written with the reason that was given', () => {
  expect(access({
    containers: [container({ hostPaths: [HostPath.varLog(), HostPath.stateDirectory('agent')] })],
  })).toEqual([['reads /var/log', 'main', undefined], ['writes /var/lib/agent', 'main', 'positions and buffers must be there for the next pod on this node']]);
});

test('a mount that says nothing writes, and volumes that are no paths of the node are none', () => {
  expect(access({
    containers: [container({ mounts: [VolumeMount.of('/a', Volume.hostPath('a', '/a')), VolumeMount.of('/b', Volume.emptyDir('b')), VolumeMount.of('/c', Volume.raw('c', { hostPath: { path: '/c' } }))] })],
  })).toEqual([['writes /a', 'main', undefined], ['writes /c', 'main', undefined]]);
});

test('a container that only reads a path does not need the reason of one that writes it', () => {
  const run = HostPath.of('/run');
  expect(access({
    containers: [container({ hostPaths: [run] }), container({ name: 'side', hostPaths: [run.writable('it makes a socket')] })],
  })).toEqual([['reads /run', 'main', undefined], ['writes /run', 'side', 'it makes a socket']]);
});

test('what is added later is seen', () => {
  const of = agent();
  of.mountHostPath(HostPath.of('/data').writable('it keeps its data there'));
  of.mountHostPath(HostPath.proc());
  expect(shown(of)).toEqual([['writes /data', 'main', 'it keeps its data there'], ['reads /proc', 'main', undefined]]);
});

test('an agent\'s defaults are told with their reasons', () => {
  expect(shown(new LogAgentDaemonSet(chart(), 'log', { image: IMAGE }).daemonSet)).toEqual([
    ['reads /var/log', 'log-agent', undefined], ['writes /var/lib/log-agent', 'log-agent', 'positions and buffers must be there for the next pod on this node'],
  ]);
});
