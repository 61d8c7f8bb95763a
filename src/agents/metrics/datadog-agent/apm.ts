import { Entrance, EntranceOptions, checkEntrance } from './entrance';
import { ContainerResources } from '../../../pod/resources';
import { EnvVar } from '../../../values/env-var';
import { FIELDS, listOf, of, requireKinds } from '../../../values/kinds';
import { valueClass } from '../../../values/require';

/** Of the container `trace-agent`. */
export interface DatadogApmOptions {
  /**
   * More variables of the trace-agent's environment, for example `DD_APM_IGNORE_RESOURCES` or `DD_APM_ENV`.
   *
   * @default - none
   */
  readonly env?: EnvVar[];
  /**
   * What it needs of its node.
   *
   * @default - requests 20m CPU and 64Mi memory, at most 256Mi memory
   */
  readonly resources?: ContainerResources;
}

/** By port. */
export interface DatadogApmPortOptions extends DatadogApmOptions {
  /**
   * The pod's port.
   *
   * @default 8126 - where tracers send unless told otherwise
   */
  readonly port?: number;
  /**
   * The same port of the node, for programs that send to the node's address.
   *
   * @default false - programs reach the Agent of their own node by the Service, or by the socket
   */
  readonly hostPort?: boolean;
}

/**
 * How traces come to the trace-agent, a container of its own.
 *
 * @see https://docs.datadoghq.com/containers/kubernetes/apm/
 */
export class DatadogApm {
  /**
   * By the socket `/var/run/datadog/apm.socket` of the node, and by TCP.
   *
   * @throws WrongType, InvalidPort
   */
  public static socketAndPort(options: DatadogApmPortOptions = {}): DatadogApm {
    return DatadogApm.of('DatadogApm.socketAndPort', options, true, options);
  }

  /**
   * By the socket alone: nothing can be sent from another node. Its container has no probe then, for there is no port to be asked.
   *
   * @throws WrongType
   */
  public static socket(options: DatadogApmOptions = {}): DatadogApm {
    return DatadogApm.of('DatadogApm.socket', options, true, undefined);
  }

  /**
   * By TCP alone: no directory of the node is shared with programs.
   *
   * @throws WrongType, InvalidPort
   */
  public static port(options: DatadogApmPortOptions = {}): DatadogApm {
    return DatadogApm.of('DatadogApm.port', options, false, options);
  }

  /** Not at all: without the container. */
  public static off(): DatadogApm {
    return new DatadogApm(false, { socket: false, hostPort: false }, {});
  }

  private static of(where: string, options: DatadogApmOptions, socket: boolean, port: EntranceOptions | undefined): DatadogApm {
    const entrance = checkEntrance(where, options, socket, port, 8126);
    requireKinds(where, options, { env: listOf(of(EnvVar)), resources: FIELDS });
    return new DatadogApm(true, entrance, { ...options });
  }

  private constructor(
    /** Whether there is a trace-agent. */
    public readonly isOn: boolean,
    /** @internal */
    public readonly _entrance: Entrance,
    /** @internal */
    public readonly _options: DatadogApmOptions,
  ) {}
}

valueClass(DatadogApm, 'DatadogApm', 'DatadogApm.socketAndPort()');
