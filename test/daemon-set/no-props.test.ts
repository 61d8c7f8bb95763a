import { Lazy, Size } from 'cdk8s';
import { IMAGE, agent, bare, container, daemonSet, podSpec } from './agent';
import { ContainerProps, NodeAgentDaemonSetProps, Patch, Quantity } from '../../src';
import { thrown } from '../values/thrown';

/*
 * What no prop takes: each is refused, for the alternative is to lose it without a word.
 */

describe('fields that are no props of an agent', () => {
  test.each([
    ['restartPolicy', 'Never', 'drop it: pods of a DaemonSet always restart'],
    ['activeDeadlineSeconds', 60, 'drop it: pods of a DaemonSet run as long as their node'],
    ['ephemeralContainers', [], 'drop it: kubectl debug adds them to a running pod'],
    ['replicas', 3, 'drop it: there is one pod for each node that is meant'],
    ['nodeSelector', {}, 'write targeting: NodeTargeting.matching(…)'],
    ['affinity', {}, 'write targeting: NodeTargeting.matching(…) for nodeAffinity, and the rest by patches: [Patch.merge({ spec: { template: { spec: { affinity: { … } } } } })]'],
    ['nodeName', 'node-1', 'write targeting: NodeTargeting.named(…)'],
    ['updateStrategy', {}, 'write rollout: Rollout.rolling(…)'],
    ['hostPID', true, 'write hostPid'],
    ['hostIPC', true, 'write hostIpc'],
    ['minReadySeconds', 5, 'write minReady: Duration.seconds(…)'],
    ['terminationGracePeriodSeconds', 5, 'write terminationGracePeriod: Duration.seconds(…)'],
    ['priorityClassName', 'x', 'write priority: Priority.ofClass(…)'],
    ['securityContext', { runAsUser: 1 }, 'write podSecurityContext for the whole pod, or securityContext of the container'],
    ['topologySpreadConstraints', [], 'drop it: there is one pod for each node that is meant'],
    ['readinessGates', [], 'write patches: [Patch.merge({ spec: { template: { spec: { readinessGates: … } } } })]'],
    ['selector', {}, 'write adopt: { matchLabels: … } for a DaemonSet that exists, or leave it out'],
    ['podsecuritycontext', {}, 'write podSecurityContext'],
    ['hostNework', true, 'write hostNetwork'],
    ['serviceAccountName', 'x', 'write serviceAccount: ServiceAccount.fromServiceAccountName(…)'],
  ])('%s is not offered, and not dropped without a word', (field, value, instead) => {
    expect(thrown(() => agent({ [field]: value }))).toBe(`[NotAProp] chart/agent: ${field} is ${JSON.stringify(value)}, and there is no such prop; ${instead}`);
  });

  test('props of whoever wraps it are theirs', () => {
    const props: object = { team: 'search', image: IMAGE };
    expect(daemonSet(agent(props))).toEqual(daemonSet(agent()));
  });

  test.each<[object, string]>([
    [{ selector: { app: 'x' } }, '[NotAProp] chart/agent: adopt.selector is {"app":"x"}, and there is no such prop; write matchLabels: spec.selector.matchLabels of the DaemonSet that exists'],
    [{ matchLabels: { app: 'x' }, matchExpressions: [] }, '[NotAProp] chart/agent: adopt.matchExpressions is [], and there is no such prop; write matchLabels, which alone can be adopted, and what the selector has besides by patches: [Patch.merge({ spec: { selector: { matchExpressions: [ … ] } } })]'],
    [{ matchLabels: { app: 'x' }, labels: {} }, '[NotAProp] chart/agent: adopt.labels is {}, and there is no such prop; write templateLabels'],
  ])('of a DaemonSet that exists, not %j', (adopt, message) => {
    expect(thrown(() => agent({ adopt: adopt as any }))).toBe(message);
  });

  test('what a selector has besides is adopted by a patch', () => {
    const selector = { matchLabels: { app: 'x' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] };
    const patches = [Patch.merge({ spec: { selector: { matchExpressions: selector.matchExpressions } } })];
    expect(daemonSet(agent({ adopt: { matchLabels: { app: 'x' }, templateLabels: { app: 'x', tier: 'a' } }, patches })).spec.selector).toEqual(selector);
  });
});

describe('what would be lost without a word', () => {
  const lazy = Lazy.any({ produce: () => ({ runAsUser: 5 }) });

  test.each<[string, Partial<ContainerProps>]>([
    ['securityContext', { securityContext: lazy }],
    ['securityContext.capabilities', { securityContext: { capabilities: lazy } }],
    ['resources', { resources: lazy }],
    ['resources.memory', { resources: { memory: new Map([['limit', Size.mebibytes(5)]]) as never } }],
    ['resources.extended', { resources: { extended: new Map([['nvidia.com/gpu', Quantity.of(1)]]) as never } }],
  ])('%s of a container', (what, props) => {
    expect(thrown(() => container(props))).toMatch(new RegExp(`^\\[WrongType\\] Container\\.of "main": ${what.replace('.', '\\.')} is a (Lazy|Map); write `));
  });

  test.each<[string, Partial<NodeAgentDaemonSetProps>]>([
    ['dnsConfig', { dnsConfig: lazy }],
    ['dnsConfig.options', { dnsConfig: { options: new Map([['ndots', '1']]) as never } }],
    ['podSecurityContext', { podSecurityContext: new Map([['runAsUser', 5]]) as never }],
    ['podLabels', { podLabels: new Map([['a', 'b']]) as never }],
    ['annotations', { annotations: lazy }],
  ])('%s of an agent', (what, props) => {
    expect(thrown(() => agent(props))).toMatch(new RegExp(`^\\[WrongType\\] chart/agent: ${what.replace('.', '\\.')} is a (Lazy|Map); write `));
  });

  test('options that are objects of a class of one\'s own are none of it', () => {
    class Security {
      public readonly runAsUser = 5;
    }
    expect(podSpec(bare({ containers: [container({ securityContext: new Security() })] })).containers[0].securityContext).toEqual({ runAsUser: 5 });
  });
});
