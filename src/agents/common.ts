import { Construct } from 'constructs';
import { AgentDefault, AgentDefaults } from '../daemon-set/agent-defaults';
import { NodeAgentOptions } from '../daemon-set/daemon-set-props';
import { ScopeDefaults, ScopeDefaultsProps } from '../daemon-set/scope-defaults';
import { ContainerOptions } from '../pod/container';

/**
 * What every agent takes: all of the base, and of its main container.
 */
export interface AgentProps extends NodeAgentOptions, ContainerOptions {
  /**
   * The DaemonSet's name, and the value of `app.kubernetes.io/name`.
   *
   * @default - the agent's own
   */
  readonly name?: string;
  /**
   * The main container's name.
   *
   * @default - the agent's own
   */
  readonly containerName?: string;
}

/** What holds for an agent before its own props: which defaults are on, and what its scope says. */
export class AgentContext {
  private readonly defaults: AgentDefaults;
  private readonly scopeDefaults: ScopeDefaultsProps;

  constructor(agent: Construct, props: AgentProps, own: readonly AgentDefault[]) {
    const inherited = ScopeDefaults._of(agent);
    this.defaults = props.defaults ?? inherited.defaults ?? AgentDefaults.all();
    this.scopeDefaults = this.defaults.isOn('scopeDefaults') ? inherited : {};
    AgentDefaults._declare(agent, own);
  }

  /** What was written, else the agent's default if it is on. */
  public or<T>(id: string, written: T | undefined, agentDefault: T): T | undefined {
    return written ?? (this.defaults.isOn(id) ? agentDefault : undefined);
  }

  /** Whether this default is on. */
  public isOn(id: string): boolean {
    return this.defaults.isOn(id);
  }

  /** The scope's priority goes before the agent's default. */
  public get scopePriority(): ScopeDefaultsProps['priority'] {
    return this.scopeDefaults.priority;
  }
}

const CONTAINER_FIELDS = [
  'command', 'args', 'workingDir', 'env', 'envFrom', 'ports', 'resources', 'securityContext', 'mounts', 'hostPaths', 'livenessProbe', 'readinessProbe',
  'startupProbe', 'postStart', 'preStop', 'imagePullPolicy', 'terminationMessagePath', 'terminationMessagePolicy', 'tty', 'stdin',
] as const satisfies readonly (keyof ContainerOptions)[];

/** The part of an agent's props that is its main container's. */
export function containerOptions(props: AgentProps): ContainerOptions {
  return Object.fromEntries(CONTAINER_FIELDS.filter((field) => props[field] !== undefined).map((field) => [field, props[field]]));
}
