import type { Construct } from 'constructs';
import type { AgentDefault, AgentProps, HostAccess } from '../src';

/** An agent as it was made. */
export interface MadeAgent extends Construct {
  readonly daemonSet: { readonly hostAccess: HostAccess[] };
}

/** A kind of agent, and the least that it has to be told. */
export interface CatalogueEntry {
  /** Name of its class, by which a test finds out that one is missing here. */
  readonly className: string;
  /** Name of its DaemonSet where none is given. */
  readonly name: string;
  /** Its own defaults, the base's aside. */
  readonly defaults: AgentDefault[];
  /** Makes one that is told nothing but this. */
  readonly make: (scope: Construct, id: string, props: AgentProps) => Construct;
}

/** A kind of agent of its own, wrapped around the base. */
export interface TypedEntry extends CatalogueEntry {
  readonly make: (scope: Construct, id: string, props: AgentProps) => MadeAgent;
  /** Its folder, or its source without `.ts`, below `src/agents`; its page below `docs/agents` has the last part as its name. */
  readonly source: string;
  /** `Kind name` of what stands beside its DaemonSet whatever is switched off, because it is nothing without: operators, controllers and what is theirs. ConfigMaps aside. */
  readonly always?: readonly string[];
  /** Options with which it makes more objects, for its page. */
  readonly more?: readonly { readonly when: string; readonly make: (scope: Construct, id: string) => Construct }[];
}
