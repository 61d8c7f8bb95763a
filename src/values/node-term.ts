import { NodeLabel } from './node-label';
import { Term } from './node-requirement';
import { describeTerm } from './render-targeting';

/**
 * One alternative of a `NodeTargeting`: a node is meant when it meets everything that one of them says.
 */
export class NodeTerm {
  /** @internal */
  public static _of(term: Term): NodeTerm {
    return new NodeTerm(term.labels.map((requirement) => NodeLabel._of(requirement)), term.nodeName, [...term.notNodeNames], describeTerm(term));
  }

  private constructor(
    /** Conditions on labels, in order of the labels. */
    public readonly labels: NodeLabel[],
    /** The only node meant; unset for any. */
    public readonly nodeName: string | undefined,
    /** Nodes left out by their names, in order. */
    public readonly notNodeNames: string[],
    private readonly words: string,
  ) {}

  /** In words: `disktype is ssd and gpu is set`; empty for every node. */
  public describe(): string {
    return this.words;
  }
}
