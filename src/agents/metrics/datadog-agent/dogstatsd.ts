import { Entrance, EntranceOptions, checkEntrance } from './entrance';
import { DatadogTagCardinality } from './site';
import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { requireUnsetOrOneOf, valueClass } from '../../../values/require';

/** What is known of who sends. */
export interface DatadogDogStatsDOptions {
  /**
   * Metrics by the socket are tagged with the container that sent them, found out by the kernel. The Agent must see the node's processes for it.
   *
   * @default - unset: the Agent's, off; clients that send their pod's uid or container are known all the same
   */
  readonly originDetection?: boolean;
  /**
   * How finely those tags tell containers apart.
   *
   * @default - unset: the Agent's, low
   */
  readonly tagCardinality?: DatadogTagCardinality;
}

/** By port. */
export interface DatadogDogStatsDPortOptions extends DatadogDogStatsDOptions {
  /**
   * The pod's port.
   *
   * @default 8125 - where clients send unless told otherwise
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
 * How metrics of programs come to the Agent.
 *
 * @see https://docs.datadoghq.com/developers/dogstatsd/
 */
export class DatadogDogStatsD {
  /**
   * By the socket `/var/run/datadog/dsd.socket` of the node, and by UDP.
   *
   * @throws WrongType, UnknownValue, InvalidPort
   */
  public static socketAndPort(options: DatadogDogStatsDPortOptions = {}): DatadogDogStatsD {
    return DatadogDogStatsD.of('DatadogDogStatsD.socketAndPort', options, true, options);
  }

  /**
   * By the socket alone: nothing can be sent from another node, and nothing is lost without a word.
   *
   * @throws WrongType, UnknownValue
   */
  public static socket(options: DatadogDogStatsDOptions = {}): DatadogDogStatsD {
    return DatadogDogStatsD.of('DatadogDogStatsD.socket', options, true, undefined);
  }

  /**
   * By UDP alone: no directory of the node is shared with programs.
   *
   * @throws WrongType, UnknownValue, InvalidPort
   */
  public static port(options: DatadogDogStatsDPortOptions = {}): DatadogDogStatsD {
    return DatadogDogStatsD.of('DatadogDogStatsD.port', options, false, options);
  }

  /** Not at all. */
  public static off(): DatadogDogStatsD {
    return new DatadogDogStatsD({ socket: false, hostPort: false }, {});
  }

  private static of(where: string, options: DatadogDogStatsDOptions, socket: boolean, port: EntranceOptions | undefined): DatadogDogStatsD {
    const entrance = checkEntrance(where, options, socket, port, 8125);
    requireKinds(where, options, { originDetection: BOOLEAN });
    requireUnsetOrOneOf(where, 'tagCardinality', options.tagCardinality, DatadogTagCardinality);
    return new DatadogDogStatsD(entrance, { ...options });
  }

  private constructor(/** @internal */ public readonly _entrance: Entrance, /** @internal */ public readonly _options: DatadogDogStatsDOptions) {}
}

valueClass(DatadogDogStatsD, 'DatadogDogStatsD', 'DatadogDogStatsD.socketAndPort()');
