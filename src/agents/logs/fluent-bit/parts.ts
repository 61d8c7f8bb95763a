import type { Settings } from './settings';
import type { Needs } from '../fluent/needs';

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
export interface SectionParts extends Needs {
  readonly settings: Settings;
  /** In the directory of the configuration. */
  readonly files?: { readonly [name: string]: string };
  /** The file in which positions are kept, which must be one input's alone. */
  readonly positions?: string;
}
