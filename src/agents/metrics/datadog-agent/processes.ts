import { ContainerResources } from '../../../pod/resources';
import { BOOLEAN, FIELDS, requireKinds } from '../../../values/kinds';
import { requireFields, valueClass } from '../../../values/require';

/** How processes are looked at. */
export interface DatadogLiveProcessesOptions {
  /**
   * Arguments of processes are left out: passwords often stand there.
   *
   * @default - unset: the Agent's, off; it leaves out what it takes for a password
   */
  readonly stripArguments?: boolean;
  /**
   * In a container `process-agent` of its own. It is there by itself where connections are watched, see `DatadogSystemProbe`.
   *
   * @default false - the Agent looks itself, with one process less on each node
   */
  readonly ownContainer?: boolean;
  /**
   * What that container needs of its node.
   *
   * @default - requests 20m CPU and 64Mi memory, at most 256Mi memory
   */
  readonly resources?: ContainerResources;
}

/**
 * What is told of processes.
 *
 * @see https://docs.datadoghq.com/infrastructure/process/
 */
export class DatadogProcesses {
  /** Containers, and which programs run on the node. */
  public static containers(): DatadogProcesses {
    return new DatadogProcesses(true, false, {});
  }

  /**
   * Every process, with its arguments, user, CPU and memory, each 10 s.
   *
   * @throws WrongType
   */
  public static live(options: DatadogLiveProcessesOptions = {}): DatadogProcesses {
    const where = 'DatadogProcesses.live';
    requireFields(where, 'options', options);
    requireKinds(where, options, { stripArguments: BOOLEAN, ownContainer: BOOLEAN, resources: FIELDS });
    return new DatadogProcesses(true, true, { ...options });
  }

  /** Nothing. */
  public static off(): DatadogProcesses {
    return new DatadogProcesses(false, false, {});
  }

  private constructor(
    /** Whether anything. */
    public readonly isOn: boolean,
    /** Whether every process. */
    public readonly isLive: boolean,
    /** @internal */
    public readonly _options: DatadogLiveProcessesOptions,
  ) {}
}

valueClass(DatadogProcesses, 'DatadogProcesses', 'DatadogProcesses.live()');
