import type { Directive } from './directive';
import type { Rule } from '../../../objects/rbac';
import type { ContainerPort } from '../../../values/container-port';
import type { EnvVar } from '../../../values/env-var';
import type { HostPath } from '../../../values/host-path';
import type { VolumeMount } from '../../../values/volume-mount';

/** The label by which all records go, of whichever source. */
export const LOGS = '@LOGS';

/** What a section must know of the agent that it is a part of. */
export interface SectionContext {
  /** Of the construct, for messages. */
  readonly where: string;
  /** Where the node keeps positions and buffers, in the container; undefined when nowhere. */
  readonly directory: string | undefined;
  /** Tells the section from others of its kind; the `@id` of its plugin. */
  readonly id: string;
}

/** A source, a filter or an output, and what it needs of pod, node and cluster. */
export interface SectionParts {
  readonly directives: readonly Directive[];
  readonly hostPaths?: readonly HostPath[];
  readonly ports?: readonly ContainerPort[];
  readonly env?: readonly EnvVar[];
  readonly mounts?: readonly VolumeMount[];
  readonly rules?: readonly Rule[];
}
