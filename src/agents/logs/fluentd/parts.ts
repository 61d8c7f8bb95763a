import type { Directive } from './directive';
import type { Needs } from '../fluent/needs';

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
export interface SectionParts extends Needs {
  readonly directives: readonly Directive[];
}
