import { Agents, contenderOf, owns } from './agent';
import { Eligibility } from './controller';
import { KubePod } from './kube';
import { Contender } from './preemption';
import { PriorityClasses } from './priority';
import { fail, show } from '../errors';

/** The pods that are on a node before the agents are placed. */
export interface Occupants {
  readonly strangers: Contender[];
  /** Of the agents themselves, by index: counted when the agent is placed, or here when it only stays. */
  readonly own: Map<number, Contender>;
}

/** Node name → its pods. Pods that have ended hold nothing any more; those without a node hold nothing yet. @throws NotAPod, InvalidQuantity */
export function occupantsOf(pods: readonly KubePod[], agents: Agents, classes: PriorityClasses): Map<string, Occupants> {
  const byNode = new Map<string, Occupants>();
  for (const [i, pod] of pods.entries()) {
    const node = checked(pod, i).spec.nodeName ?? '';
    if (node === '' || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') {
      continue;
    }
    const here: Occupants = byNode.get(node) ?? { strangers: [], own: new Map() };
    byNode.set(node, here);
    const agent = agents.all.findIndex(({ daemonSet }) => owns(daemonSet, pod));
    if (agent === -1) {
      here.strangers.push(contenderOf(pod, classes, agents.resources));
    } else if (!here.own.has(agent)) {
      here.own.set(agent, contenderOf(pod, classes, agents.resources));
    }
  }
  return byNode;
}

function checked(pod: KubePod, index: number): KubePod {
  const name: unknown = pod?.metadata?.name;
  const containers: unknown = pod?.spec?.containers;
  if (typeof name !== 'string' || !Array.isArray(containers)) {
    fail('NotAPod', `pods[${index}]`, `got ${show(pod)}; give it metadata.name and a list spec.containers`);
  }
  return pod;
}

/** Those that still hold their places: an agent's own pod where no new one would be made, but the old one may stay. */
export function staying({ strangers, own }: Occupants, eligible: readonly Eligibility[]): Contender[] {
  const kept = [...own].filter(([agent]) => !eligible[agent].shouldRun && eligible[agent].shouldContinueRunning);
  return [...strangers, ...kept.map(([, pod]) => pod)];
}
