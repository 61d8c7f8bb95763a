import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { CniAgentDaemonSet, Patch, SecurityAgentDaemonSet, Volume, VolumeMount } from '../../src';
import { IMAGE, agent, container, podSpec, chart } from '../daemon-set/agent';
import { thrown } from '../values/thrown';

/*
 * What Kubernetes spells in another way, and slips of the pen: never dropped without a word.
 */

const ofPatch = (field: string) => `write patches of the agent: [Patch.merge({ spec: { template: { spec: { containers: [{ name: "…", ${field}: … }] } } } })]`;

test.each<[object, string, string]>([
  [{ resources: { limits: { memory: '200Mi' } } }, 'resources.limits is {"memory":"200Mi"}', 'write resources: { cpu: { limit: Cpu.millis(100) }, memory: { limit: Size.mebibytes(200) } }'],
  [{ resources: { requests: { cpu: 1 } } }, 'resources.requests is {"cpu":1}', 'write resources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(200) } }'],
  [{ resources: { 'ephemeral-storage': {} } }, 'resources.ephemeral-storage is {}', 'write ephemeralStorage'],
  [{ resources: { 'nvidia.com/gpu': 1 } }, 'resources.nvidia.com/gpu is 1', 'write one of cpu, memory, ephemeralStorage, extended'],
  [{ resources: { memory: { limits: Size.mebibytes(5) } } }, 'resources.memory.limits is a Size', 'write limit'],
  [{ resources: { cpu: { max: Cpu.millis(5) } } }, 'resources.cpu.max is a Cpu', 'write one of request, limit'],
  [{ volumeMounts: [] }, 'volumeMounts is []', 'write mounts: [VolumeMount.of(path, volume)], or hostPaths: [HostPath.of(path)]'],
  [{ restartPolicy: 'Always' }, 'restartPolicy is "Always"', 'drop it: give the container to sidecars or addSidecar, if it runs beside the agent'],
  [{ lifecycle: {} }, 'lifecycle is {}', 'write postStart and preStop: LifecycleHandler.exec(…)'],
  [{ volumeDevices: [] }, 'volumeDevices is []', ofPatch('volumeDevices')],
  [{ livenessprobe: {} }, 'livenessprobe is {}', 'write livenessProbe'],
  [{ securityContext: { runAsuser: 0 } }, 'securityContext.runAsuser is 0', 'write runAsUser'],
  [{ securityContext: { fsGroup: 0 } }, 'securityContext.fsGroup is 0', 'write it for the whole pod: podSecurityContext'],
  [{ securityContext: { capabilities: { Add: ['X'] } } }, 'securityContext.capabilities.Add is ["X"]', 'write add'],
  [{ securityContext: { seLinuxOptions: { types: 'spc_t' } } }, 'securityContext.seLinuxOptions.types is "spc_t"', 'write type'],
  [{ securityContext: { windowsOptions: { gmsaCredentialSpec: 'x' } } }, 'securityContext.windowsOptions.gmsaCredentialSpec is "x"', 'write gmsaCredentialSpecName, which the cluster\'s webhook fills in'],
])('a container: %j', (props, got, instead) => {
  expect(thrown(() => container(props))).toBe(`[NotAProp] Container.of "main": ${got}, and there is no such prop; ${instead}`);
});

test('a field that a container does not have is listed with those it has', () => {
  expect(thrown(() => container({ hostNetwork: true } as object))).toMatch(/^\[NotAProp\] Container\.of "main": hostNetwork is true, and there is no such prop; write one of command, args, .+, stdin, name, image$/);
});

test.each<[object, string, string]>([
  [{ podSecurityContext: { privileged: true } }, 'podSecurityContext.privileged is true', 'write it for each container: securityContext'],
  [{ podSecurityContext: { runasnonroot: true } }, 'podSecurityContext.runasnonroot is true', 'write runAsNonRoot'],
  [{ podSecurityContext: { seLinuxOptions: { Level: 's0' } } }, 'podSecurityContext.seLinuxOptions.Level is "s0"', 'write level'],
  [{ podSecurityContext: { windowsOptions: { HostProcess: true } } }, 'podSecurityContext.windowsOptions.HostProcess is true', 'write hostProcess'],
  [{ podSecurityContext: { supplementalGroupsPolicy: 'Strict' } }, 'podSecurityContext.supplementalGroupsPolicy is "Strict"', 'write patches: [Patch.merge({ spec: { template: { spec: { securityContext: … } } } })]'],
  [{ dnsConfig: { nameServers: ['10.0.0.10'] } }, 'dnsConfig.nameServers is ["10.0.0.10"]', 'write nameservers'],
])('a pod: %j', (props, got, instead) => {
  expect(thrown(() => agent(props))).toBe(`[NotAProp] chart/agent: ${got}, and there is no such prop; ${instead}`);
});

test('containers within the props of an agent are judged as well', () => {
  expect(thrown(() => new CniAgentDaemonSet(chart(), 'cni', { image: IMAGE, install: { command: ['/install'], volumeMounts: [] } as object }))).toBe(
    '[NotAProp] chart/cni: install.volumeMounts is [], and there is no such prop; write mounts: [VolumeMount.of(path, volume)], or hostPaths: [HostPath.of(path)]');
  expect(thrown(() => new SecurityAgentDaemonSet(chart(), 'agent', { image: IMAGE, driverLoader: { image: IMAGE, containerName: 'loader' } as any }))).toMatch(
    /^\[NotAProp\] chart\/agent: driverLoader\.containerName is "loader", and there is no such prop; /);
});

test('the patches that messages name bring what has no prop', () => {
  const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] };
  const spec = podSpec(agent({
    containers: [container({ mounts: [VolumeMount.of('/cache', Volume.emptyDir('cache'))] })],
    podSecurityContext: { runAsUser: 5 },
    patches: [
      Patch.merge({ spec: { template: { spec: { affinity: { podAntiAffinity } } } } }),
      Patch.merge({ spec: { template: { spec: { securityContext: { supplementalGroupsPolicy: 'Strict' } } } } }),
      Patch.merge({ spec: { template: { spec: { containers: [{ name: 'main', stdinOnce: true }] } } } }),
      Patch.merge({ spec: { template: { spec: { containers: [{ name: 'main', volumeMounts: [{ name: 'cache', mountPath: '/cache', recursiveReadOnly: 'Enabled' }] }] } } } }),
    ],
  }));
  expect(spec).toMatchObject({ affinity: { podAntiAffinity }, securityContext: { runAsUser: 5, supplementalGroupsPolicy: 'Strict' } });
  expect(spec.containers).toEqual([expect.objectContaining({ image: 'example.com/agent:v1', stdinOnce: true })]);
});
