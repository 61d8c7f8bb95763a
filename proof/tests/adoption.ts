import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';

import { AgentDefaults, Container, ImageName, LogAgentDaemonSet, NodeAgentDaemonSet, Volume, VolumeMount } from '../../src';
import { synthesize } from '../catalogue';
import type { DaemonSet, KubeObject } from '../harness/kube';
import type { Test } from '../harness/runner';
import type { World } from '../harness/world';
import { articleSubject, daemonSetsOf } from '../subjects';
import { countPods, requireUnchanged, standing } from './unchanged';

const NAMESPACE = 'kube-system';
const image = ImageName.of('fluent/fluentd:v1.14');
const resources = { cpu: { limit: Cpu.millis(100) }, memory: { limit: Size.mebibytes(200) } };
const mounts = [VolumeMount.of('/var/log', Volume.hostPath('varlog', '/var/log'))];
const adopt = { matchLabels: { name: 'log-agent' } };

/** The article's DaemonSet as the README takes it over, and the same with the base. */
const TAKEOVERS: Record<string, () => KubeObject[]> = {
  LogAgentDaemonSet: () => synthesize(NAMESPACE, (chart) => new LogAgentDaemonSet(chart, 'agent', {
    adopt, defaults: AgentDefaults.none(), image, containerName: 'fluentd', resources, mounts,
  })),
  NodeAgentDaemonSet: () => synthesize(NAMESPACE, (chart) => new NodeAgentDaemonSet(chart, 'agent', {
    name: 'log-agent', adopt, defaults: AgentDefaults.none(), containers: [Container.of({ name: 'fluentd', image, resources, mounts })],
  })),
};

/** The two ways of applying that users have; what was applied by hand belongs to another manager, which only force takes over. */
const APPLY: Record<string, string[]> = {
  'kubectl apply': ['apply', '--validate=strict', '-f', '-'],
  'kubectl apply --server-side --force-conflicts': ['apply', '--server-side', '--force-conflicts', '--validate=strict', '-f', '-'],
};

async function takeOver(world: World, objects: KubeObject[], apply: string[]): Promise<string> {
  const [article] = daemonSetsOf(articleSubject());
  await world.kubectl.ok(['apply', '-f', '-'], { input: JSON.stringify(article) });
  await world.waitCovered(article);
  await world.waitSettled(article);
  const before = await standing(world, [article]);
  const pods = countPods(before);
  if (pods === 0) {
    throw new Error('the article\'s DaemonSet has no pods, so that none could restart');
  }
  const taken = objects.filter((object) => object.kind === 'DaemonSet') as DaemonSet[];
  if (taken.length !== 1 || taken[0].metadata.name !== article.metadata.name) {
    throw new Error(`the library synthesizes ${taken.map((one) => one.metadata.name).join(', ')}, not ${article.metadata.name}`);
  }
  for (const object of objects) {
    await world.kubectl.ok(apply, { input: JSON.stringify(object) });
  }
  await requireUnchanged(world, [article], before);
  await world.removeAll([article]);
  return `${pods} pods stayed, ${objects.length === 1 ? 'nothing else is made' : `${objects.length - 1} other objects`}`;
}

export function adoptionTests(): Test[] {
  return Object.entries(TAKEOVERS).flatMap(([className, synthesized]) => Object.entries(APPLY).map(([command, args]) => ({
    name: `${className} adopts the article's DaemonSet, applied as plain YAML before, with ${command}: the same object, and no pod restarts`,
    run: (world: World) => takeOver(world, synthesized(), args),
  })));
}
