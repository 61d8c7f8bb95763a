import type { Settings } from './settings';
import type { Rule } from '../../../objects/rbac';
import type { ContainerPort } from '../../../values/container-port';
import type { EnvVar } from '../../../values/env-var';
import type { HostPath } from '../../../values/host-path';
import type { VolumeMount } from '../../../values/volume-mount';

/** What a section must know of the agent that it is a part of. */
export interface SectionContext {
  /** Of the construct, for messages. */
  readonly where: string;
  /** Where the node keeps positions and buffers, in the container; undefined when nowhere. */
  readonly directory: string | undefined;
  /** Whether buffers are kept on the node. */
  readonly onDisk: boolean;
  /** Whether kubelets of the cluster know the right to read their pods alone. */
  readonly hasNodesPods: boolean;
  /** Tells the section from others of its plugin. */
  readonly id: string;
}

/** A section of the pipeline, and what it needs of pod, node and cluster. */
export interface SectionParts {
  readonly settings: Settings;
  /** In the directory of the configuration. */
  readonly files?: { readonly [name: string]: string };
  readonly hostPaths?: readonly HostPath[];
  readonly ports?: readonly ContainerPort[];
  readonly env?: readonly EnvVar[];
  readonly mounts?: readonly VolumeMount[];
  readonly rules?: readonly Rule[];
  /** The file in which positions are kept, which must be one input's alone. */
  readonly positions?: string;
}
