import { Construct } from 'constructs';
import { LogAgentDaemonSet } from './log-agent';
import { NodeAgentOptions } from '../../daemon-set/daemon-set-props';
import { HostAccessReason } from '../../daemon-set/host-access-reason';
import { ContainerOptions } from '../../pod/container';
import { HostPath } from '../../values/host-path';
import { ImageName } from '../../values/image-name';
import { AgentContext } from '../agent-context';
import { containerOptions } from '../common';
import { CommonDefaults } from '../own-default';

/** What a log shipper is, besides any log agent. */
export interface Wrapped {
  readonly image: ImageName;
  readonly container: ContainerOptions;
  /** Takes the place of what was written; lists have what was written in them. */
  readonly pod?: Partial<NodeAgentOptions>;
  readonly reasons?: readonly HostAccessReason[];
  readonly stateDirectory?: HostPath;
}

/** A log agent within the log shipper, with the id by which cdk8s finds the DaemonSet. The ServiceAccount is the shipper's. */
export function wrapLogAgent<D extends CommonDefaults>(scope: Construct, agent: AgentContext<D>, wrapped: Wrapped): LogAgentDaemonSet {
  const { image, container, pod, reasons = [], stateDirectory } = wrapped;
  return new LogAgentDaemonSet(scope, 'Default', {
    ...agent.common(reasons),
    ...pod,
    ...containerOptions(agent.container(image, container)._props),
    containerName: agent.containerName,
    image,
    serviceAccountAnnotations: undefined,
    stateDirectory,
  });
}
