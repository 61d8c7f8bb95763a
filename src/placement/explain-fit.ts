import { Agent } from './agent';
import { Misfit, Shortage, TakenPort } from './fit';
import { showPort } from './ports';
import { ReasonCode, reason } from './reasons';
import { Reason } from './report';
import { NANO, formatAmount } from '../values/amount';

const CODES: { readonly [resource: string]: ReasonCode } = {
  'pods': 'TooManyPods',
  'cpu': 'InsufficientCpu',
  'memory': 'InsufficientMemory',
  'ephemeral-storage': 'InsufficientEphemeralStorage',
};

export function misfitReasons(agent: Agent, node: string, { shortages, taken }: Misfit): Reason[] {
  const { unknownClass } = agent.pod.priority;
  return [
    ...shortages.map((shortage) => shortageReason(agent, node, shortage)),
    ...portReasons(taken, node),
    ...(unknownClass === undefined ? [] : [reason('PriorityClassUnknown',
      `priority class ${unknownClass} is not among those given, so the priority of ${agent.name} was taken for 0; if the cluster does not have it either, its pods are refused`,
      'give the PriorityClass with the manifests (Priority.newClass(…) makes it), or use Priority.nodeCritical() (YAML: priorityClassName: system-node-critical)')]),
  ];
}

export function portReasons(taken: readonly TakenPort[], node: string): Reason[] {
  return taken.map(({ port, by }) => reason('HostPortTaken', `port ${showPort(port)} of node ${node} is held by ${by}`,
    'give one of the two another port: the agent\'s port props or ContainerPort (YAML: containerPort and hostPort), or keep them on different nodes'));
}

export function preemptionReason(agent: Agent, node: string, missing: Misfit, evicted: readonly string[]): Reason {
  const why = [...missing.shortages.map(shortageWords), ...missing.taken.map(({ port }) => `port ${showPort(port)} is held`)].join('; ');
  return reason('WillPreempt', `on node ${node} ${why}, so ${evicted.join(', ')} with lower priority ${evicted.length === 1 ? 'is' : 'are'} evicted for ${agent.name}`,
    'nothing, if that is meant; else PreemptionPolicy.NEVER in Priority.newClass(…) (YAML: preemptionPolicy: Never of the PriorityClass), or smaller requests');
}

function shortageReason(agent: Agent, node: string, shortage: Shortage): Reason {
  const message = `on node ${node} ${shortageWords(shortage)}`;
  if (shortage.resource === 'pods') {
    return reason('TooManyPods', shortage.of === 0 ? `node ${node} takes no pods: its allocatable pods are 0 or not given` : message,
      `${priorityWords(agent)}, or let the node take more (the kubelet's maxPods)`);
  }
  const larger = shortage.wants > shortage.of ? 'that is more than the whole node has: use larger nodes or ask for less' : `ask for less, or ${priorityWords(agent)}`;
  return reason(CODES[shortage.resource] ?? 'InsufficientResource', message, `${larger} (resources of the container; YAML: resources.requests)`);
}

/** How it gets its place before other pods. */
function priorityWords({ pod: { priority, isBoundByName } }: Agent): string {
  if (isBoundByName) {
    return 'drop spec.template.spec.nodeName, so that the scheduler can make room for it';
  }
  return priority.preempts
    ? 'give it a higher priority with Priority.nodeAgents() or Priority.nodeCritical() (YAML: priorityClassName), so that others make room'
    : 'let its priority class preempt (YAML: preemptionPolicy of the PriorityClass is Never)';
}

function shortageWords({ resource, wants, left, of }: Shortage): string {
  return resource === 'pods'
    ? `there are ${of - left} pods already, of ${of} that it takes`
    : `${written(resource, wants)} of ${resource} is wanted, and ${left < 0 ? `${written(resource, -left)} too much is taken` : `${written(resource, left)} is left`} of ${written(resource, of)}`;
}

function written(resource: string, count: number): string {
  const unit = resource === 'cpu' ? NANO / 1000n : NANO;
  const isSize = resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
  return formatAmount({ nano: BigInt(count) * unit, format: isSize && count % 1024 === 0 ? 'binary' : 'decimal' });
}
