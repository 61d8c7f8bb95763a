import { Chart, Testing } from 'cdk8s';
import { thrown } from './thrown';
import * as library from '../../src';

describe('values of another copy of this package', () => {
  let other: typeof library;
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    other = require('../../src') as typeof library;
  });

  test('are of other classes', () => {
    expect(other.NodeLabel).not.toBe(library.NodeLabel);
    expect(other.NodeLabel.exists('a') instanceof library.NodeLabel).toBe(false);
  });

  test('are taken as one\'s own', () => {
    const theirs = other.NodeLabel.is('disktype', 'ssd');
    expect(library.NodeTargeting.matching(theirs)._toKube()).toEqual({ nodeSelector: { disktype: 'ssd' } });
    expect(library.NodeTargeting.linux().and(other.NodeTargeting.matching(theirs))._toKube())
      .toEqual({ nodeSelector: { 'disktype': 'ssd', 'kubernetes.io/os': 'linux' } });
    expect(library.Rollout.rolling(other.IntOrPercent.percent(5))._toKube()).toEqual({ rollingUpdate: { maxUnavailable: '5%' }, type: 'RollingUpdate' });
    expect(library.Tolerations.of(other.Toleration.exists('a')).and(other.Tolerations.none())._toKube()).toEqual([{ key: 'a', operator: 'Exists' }]);
    expect(library.VolumeMount.of('/a', other.Volume.emptyDir('a'))._toKube()).toEqual({ mountPath: '/a', name: 'a' });
  });

  test('are taken by the base, too, within lists and structs', () => {
    const chart = new Chart(Testing.app(), 'chart');
    const container = other.Container.of({ name: 'main', image: other.ImageName.of('a:1'), ports: [other.ContainerPort.of(80)] });
    const agent = new library.NodeAgentDaemonSet(chart, 'agent', {
      name: 'agent',
      containers: [container, library.Container.of({ name: 'second', image: other.ImageName.of('b:1'), hostPaths: [other.HostPath.varLog()] })],
      rollout: other.Rollout.networkAgent(),
      tolerations: other.Tolerations.everything(),
      targetVersion: other.TargetVersion.of('1.30'),
      podSecurityContext: { seccompProfile: other.SeccompProfile.unconfined() },
      hostAliases: [other.HostAlias.of('10.0.0.1', 'registry')],
      defaults: other.AgentDefaults.none(),
      patches: [other.Patch.merge({ spec: { minReadySeconds: 5 } })],
      configFiles: [other.ConfigFiles.of('/etc/agent', { 'agent.conf': '' })],
    });
    agent.addContainer(other.Container.of({ name: 'third', image: library.ImageName.of('c:1') }));
    const set = Testing.synth(chart).find(({ kind }) => kind === 'DaemonSet');
    expect(set.spec.template.spec.containers.map(({ name, image }: { name: string; image: string }) => [name, image]))
      .toEqual([['main', 'a:1'], ['second', 'b:1'], ['third', 'c:1']]);
    expect([set.spec.minReadySeconds, set.spec.updateStrategy.rollingUpdate.maxUnavailable]).toEqual([5, 1]);
  });

  test('are refused where another value is meant', () => {
    expect(thrown(() => library.NodeTargeting.matching(other.NodeTargeting.linux() as never))).toBe(
      '[WrongType] NodeTargeting.matching: condition is a NodeTargeting; write a NodeLabel, such as NodeLabel.is("disktype", "ssd")');
  });
});
