import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { AgentDefaults, Container, ContainerProps, ImageName, NodeAgentDaemonSet, NodeAgentDaemonSetProps } from '../../src';
import { thrown } from '../values/thrown';

export const IMAGE = ImageName.of('example.com/agent:v1');

/** The form of every message. */
export const MESSAGE = /^\[[A-Z]\w+\] .+: .+/;

/** A container named `main`. */
export function container(more: Partial<ContainerProps> = {}): Container {
  return Container.of({ name: 'main', image: IMAGE, ...more });
}

export function chart(id = 'chart', namespace?: string): Chart {
  return new Chart(new App(), id, { namespace });
}

/** An agent named `agent` of one container, with id `agent`, in a chart of its own. */
export function agent(more: Partial<NodeAgentDaemonSetProps> = {}, scope: Construct = chart()): NodeAgentDaemonSet {
  return new NodeAgentDaemonSet(scope, 'agent', { name: 'agent', containers: [container()], ...more });
}

/** The same without any default, so that what is written is all there is. */
export function bare(more: Partial<NodeAgentDaemonSetProps> = {}, scope: Construct = chart()): NodeAgentDaemonSet {
  return agent({ defaults: AgentDefaults.none(), ...more }, scope);
}

/** What users get: the objects of the agent's chart after all checks. */
export function objects(construct: Construct): any[] {
  return Testing.synth(Chart.of(construct));
}

/** The DaemonSet of an agent, as users get it. */
export function daemonSet(of: NodeAgentDaemonSet): any {
  return objects(of).find((object) => object.kind === 'DaemonSet' && object.metadata.name === of.name);
}

export function podSpec(of: NodeAgentDaemonSet): any {
  return daemonSet(of).spec.template.spec;
}

/** Every problem that synthesis reports, in its order, without the path that cdk8s puts before; none when it succeeds. */
export function problems(construct: Construct): string[] {
  try {
    objects(construct);
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n');
    expect(first).toBe('Validation failed with the following errors:');
    return lines.map((line) => line.replace(/^ {2}\[[^\]]*\] /, ''));
  }
  return [];
}

export function codes(construct: Construct): string[] {
  return problems(construct).map((problem) => /^\[(\w+)\]/.exec(problem)![1]);
}

/** The code of what this throws, whose form is checked. */
export function refused(act: () => unknown): string {
  const message = thrown(act);
  expect(message).toMatch(MESSAGE);
  return /^\[(\w+)\]/.exec(message)![1];
}
