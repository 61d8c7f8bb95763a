import { complaint } from './apply';
import { TYPED_AGENTS } from '../../catalogue/agents';
import { synthesize } from '../catalogue';
import { PROMETHEUS_OPERATOR, definitionObjects, established } from '../harness/definitions';
import type { KubeObject } from '../harness/kube';
import type { Suite } from '../harness/runner';
import type { World } from '../harness/world';

const NAMESPACE = 'monitors';
/** The default; what is written for it and deprecated since is known. */
const MADE_FOR = '1.28';
const KINDS = ['ServiceMonitor', 'PodMonitor'];

interface Case {
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

/** Agents with each option of the catalogue that makes a monitor. */
function cases(): Case[] {
  return TYPED_AGENTS.flatMap(({ className, more = [] }) => more.map(({ when, make }) => ({
    name: `${className} with ${when}`,
    objects: synthesize(NAMESPACE, (chart) => make(chart, 'agent')),
  }))).filter(({ objects }) => objects.some(({ kind }) => KINDS.includes(kind)));
}

let ready: Promise<void> | undefined;

async function define(world: World): Promise<void> {
  const definitions = await definitionObjects(PROMETHEUS_OPERATOR);
  await world.kubectl.applyOk(definitions);
  await established(world, definitions);
}

async function applied(world: World, { name, objects }: Case): Promise<string> {
  await (ready ??= define(world));
  await world.ensureNamespaces([...objects]);
  const wrong = complaint(await world.kubectl.apply([...objects]), [{ name, owner: name, target: MADE_FOR, objects }], world.plane.line);
  if (wrong !== undefined) {
    throw new Error(wrong);
  }
  const drift = await world.kubectl.diff([...objects]);
  if (drift !== '') {
    throw new Error(`kubectl diff after applying:\n${drift}`);
  }
  await world.removeAll([...objects]);
  return `by ${PROMETHEUS_OPERATOR.what}, ${PROMETHEUS_OPERATOR.version}`;
}

export const monitors: Suite = {
  claim: 1,
  title: 'Accepted, with monitors of the Prometheus operator',
  lines: ['1.36'],
  tests: () => {
    ready = undefined;
    return cases().map((one) => ({ name: `${one.name}: the monitor is accepted by the operator's definitions and shows no drift`, run: (world) => applied(world, one) }));
  },
};
