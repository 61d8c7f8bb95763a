import { chartOf } from './synth';
import { TYPED_AGENTS } from '../../catalogue/agents';
import { CiliumEnvoy, CriticalPodsQuota } from '../../src';
import { thrown } from '../values/thrown';

/** A struct within an agent's props, with a field that it does not have. */
test.each<[string, object, string]>([
  ['CalicoDaemonSet', { typha: { replicas: 3, replica: 5 } }, 'typha.replica is 5, and there is no such prop; write replicas'],
  ['CalicoDaemonSet', { kubeControllers: { datastoremigration: true } }, 'kubeControllers.datastoremigration is true, and there is no such prop; write datastoreMigration'],
  ['CiliumDaemonSet', { operator: { targetting: 'x' } }, 'operator.targetting is "x", and there is no such prop; write targeting'],
  ['CiliumDaemonSet', { kubeProxyReplacement: true, loadBalancer: { modes: 'dsr' } }, 'loadBalancer.modes is "dsr", and there is no such prop; write mode'],
  ['DatadogAgentDaemonSet', { kubelet: { host: 'x' } }, 'kubelet.host is "x", and there is no such prop; write one of address, tls'],
  ['SysdigAgentDaemonSet', { proxy: { host: 'proxy', port: 3128, noproxy: [] } }, 'proxy.noproxy is [], and there is no such prop; write noProxy'],
  ['FluentBitDaemonSet', { healthCheck: { errorCount: 5 } }, 'healthCheck.errorCount is 5, and there is no such prop; write errorsCount'],
])('%s: %j', (className, props, message) => {
  const { make } = TYPED_AGENTS.find((entry) => entry.className === className)!;
  expect(thrown(() => make(chartOf({ namespace: 'agents' }), 'agent', props))).toBe(`[NotAProp] chart/agent: ${message}`);
});

test('options of Envoy and of a quota', () => {
  expect(thrown(() => CiliumEnvoy.daemonSet({ resource: {} } as object))).toBe('[NotAProp] CiliumEnvoy.daemonSet: resource is {}, and there is no such prop; write resources');
  expect(thrown(() => new CriticalPodsQuota(chartOf(), 'quota', { Pods: 5 } as object))).toBe('[NotAProp] chart/quota: Pods is 5, and there is no such prop; write pods');
});
