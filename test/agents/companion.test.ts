import { Testing } from 'cdk8s';
import { AgentDefaults, ContainerPort, NodeTargeting, PortRef, Priority, Probe, RegistryMirror, ScopeDefaults, ScopeDefaultsProps, Tolerations } from '../../src';
import { AgentContext } from '../../src/agents/agent-context';
import { agentProps } from '../../src/agents/common';
import { Companion, companionDeployment } from '../../src/agents/companion';
import { CNI_DEFAULTS } from '../../src/agents/network/cni-defaults';
import { disruptionBudget } from '../../src/objects/disruption-budget';
import { chart, container, problems } from '../daemon-set/agent';

const SELECTOR = { app: 'operator' };

function made(more: Partial<Companion> = {}, { scope, ...props }: { scope?: ScopeDefaultsProps; imagePullSecrets?: string[]; defaults?: AgentDefaults } = {}) {
  const root = chart('chart', 'agents');
  ScopeDefaults.set(root, scope ?? {});
  const agent = new AgentContext(root, props, { name: 'agent', defaults: CNI_DEFAULTS, known: agentProps({}) });
  companionDeployment(root, 'Operator', { ...agent.ownership, name: 'operator' }, {
    basis: agent.podBasis,
    selector: SELECTOR,
    replicas: 2,
    strategy: { type: 'Recreate' },
    containers: [container()],
    options: {},
    targeting: NodeTargeting.linux(),
    tolerations: Tolerations.controlPlane(),
    priority: Priority.clusterCritical(),
    ...more,
  });
  return root;
}

const deployment = (...args: Parameters<typeof made>) => Testing.synth(made(...args)).find(({ kind }) => kind === 'Deployment');

test('a Deployment has its own selector, and the labels of what belongs to the agent', () => {
  const { metadata, spec } = deployment();
  expect(metadata).toEqual({ name: 'operator', namespace: 'agents', labels: { 'app.kubernetes.io/instance': 'agent', 'app.kubernetes.io/name': 'agent' } });
  expect(spec).toMatchObject({ replicas: 2, selector: { matchLabels: SELECTOR }, strategy: { type: 'Recreate' } });
  expect(spec.template.metadata).toEqual({ labels: SELECTOR });
  expect(spec.template.spec).toMatchObject({
    nodeSelector: { 'kubernetes.io/os': 'linux' }, tolerations: [{ key: 'node-role.kubernetes.io/control-plane' }], priorityClassName: 'system-cluster-critical',
  });
});

test('what the cluster says of pods holds for its pods as well, and its selector goes before the cluster\'s labels', () => {
  const scope = { registryMirrors: [RegistryMirror.ofAll('mirror.example.com')], imagePullSecrets: ['theirs'], labels: { team: 'x', app: 'y' } };
  const { template } = deployment({}, { scope, imagePullSecrets: ['mine'] }).spec;
  expect(template.metadata.labels).toEqual({ team: 'x', app: 'operator' });
  expect(template.spec.imagePullSecrets).toEqual([{ name: 'theirs' }, { name: 'mine' }]);
  expect(template.spec.containers[0].image).toMatch(/^mirror\.example\.com\//);
});

test('the agent\'s defaults of pods are its own', () => {
  expect(deployment().spec.template.spec.securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
  expect(deployment({}, { defaults: AgentDefaults.none() }).spec.template.spec.securityContext).toBeUndefined();
});

test('its pods are checked as the agent\'s are', () => {
  const bad = container({ livenessProbe: Probe.httpGet('/', PortRef.named('health')), ports: [ContainerPort.named('other', 80)] });
  expect(problems(made({ containers: [bad] }))).toEqual([expect.stringMatching(/^\[ProbePortNotDeclared\] chart\/Operator: /)]);
});

test('a budget lets one of its pods be ended at a time', () => {
  const root = chart('chart', 'agents');
  disruptionBudget(root, 'Budget', { name: 'operator', namespace: undefined, labels: {} }, SELECTOR);
  expect(Testing.synth(root)).toEqual([{
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'operator', namespace: 'agents' }, spec: { maxUnavailable: 1, selector: { matchLabels: SELECTOR } },
  }]);
});
