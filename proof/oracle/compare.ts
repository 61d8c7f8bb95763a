import type { Question } from './cases';
import { place, podRequests, Reason } from '../../src/placement';
import { counted } from '../../src/placement/requests';

/** What upstream says of one DaemonSet; see the Go program. */
export interface Answer {
  readonly shouldRun: boolean;
  readonly shouldContinueRunning: boolean;
  readonly fits: boolean | null;
  readonly failures: readonly string[];
  readonly evicted: readonly string[];
  readonly byKubelet: boolean;
  readonly requests: { readonly [resource: string]: number };
  readonly valid: boolean;
}

const RESOURCE_OF: { readonly [code: string]: string } = {
  TooManyPods: 'pods', InsufficientCpu: 'cpu', InsufficientMemory: 'memory', InsufficientEphemeralStorage: 'ephemeral-storage', HostPortTaken: 'NodePorts',
};

const MODELLED = new Set(Object.values(RESOURCE_OF));

/** Where the engine and upstream differ, in words; empty where they agree. */
export function differences(question: Question, answers: readonly Answer[]): string[] {
  const byName = (failures: readonly string[]) => [...new Set(failures.map((name) => (MODELLED.has(name) ? name : 'other')))].sort();
  const placement = place({ daemonSets: question.daemonSets, nodes: [question.node], pods: question.pods });
  const unknown = placedAfterKubelet(question, answers);
  return answers.flatMap((upstream, i) => {
    const { shouldRun, shouldContinueRunning, fits, reasons } = placement.decision(i, 0);
    const ours = {
      shouldRun,
      shouldContinueRunning,
      requests: requestsOf(question, i),
      ...(unknown.has(i) ? {} : { fits }),
      ...(unknown.has(i) || fits !== false ? {} : { failures: failuresOf(reasons) }),
      ...(unknown.has(i) || upstream.byKubelet ? {} : { evicted: evictedOf(reasons) }),
    };
    const theirs: Answer = { ...upstream, failures: byName(upstream.failures) };
    return Object.entries(ours).flatMap(([what, value]) => {
      const [mine, other] = [canonical(value), canonical(theirs[what as keyof Answer])];
      return mine === other ? [] : [`agent-${i}: ${what} is ${mine} here and ${other} upstream`];
    });
  });
}

/** The kubelet chooses whom it evicts by other rules than the scheduler; what is left for agents that come later is then not comparable. */
function placedAfterKubelet({ daemonSets }: Question, answers: readonly Answer[]): Set<number> {
  const priority = (i: number) => daemonSets[i].spec.template.spec.priority ?? 0;
  const order = answers.map((_, i) => i).sort((a, b) => priority(b) - priority(a) || a - b);
  const first = order.findIndex((i) => answers[i].byKubelet);
  return new Set(first === -1 ? [] : order.slice(first + 1));
}

function requestsOf({ daemonSets }: Question, i: number): { [resource: string]: number } {
  return Object.fromEntries([...podRequests(daemonSets[i].spec.template.spec, 'case')].map(([name, amount]) => [name, counted(name, amount)]));
}

function failuresOf(reasons: readonly Reason[]): string[] {
  const codes = reasons.map(({ code }) => code).filter((code) => code in RESOURCE_OF || code === 'InsufficientResource');
  return [...new Set(codes.map((code) => RESOURCE_OF[code] ?? 'other'))].sort();
}

function evictedOf(reasons: readonly Reason[]): string[] {
  const preempts = reasons.find(({ code }) => code === 'WillPreempt');
  return preempts === undefined ? [] : /, so (.*) with lower priority /.exec(preempts.message)![1].split(', ').sort();
}

function canonical(value: unknown): string {
  const isMap = value !== null && typeof value === 'object' && !Array.isArray(value);
  return JSON.stringify(isMap ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)) : value);
}
