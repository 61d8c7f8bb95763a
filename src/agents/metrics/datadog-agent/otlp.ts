import { fail } from '../../../errors';
import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { requireFields, valueClass } from '../../../values/require';

/** Where OTLP is taken in. */
export interface DatadogOtlpOptions {
  /**
   * The port for gRPC.
   *
   * @default 4317 - OTLP's own
   */
  readonly grpcPort?: number;
  /**
   * The port for HTTP.
   *
   * @default 4318 - OTLP's own
   */
  readonly httpPort?: number;
  /**
   * The same ports of the node, for programs that send to the node's address.
   *
   * @default false - programs reach the Agent of their own node by the Service
   */
  readonly hostPorts?: boolean;
}

/**
 * Traces, metrics and logs that programs send by OTLP, the protocol of OpenTelemetry.
 *
 * @see https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest_in_the_agent/
 */
export class DatadogOtlp {
  /**
   * By gRPC and by HTTP.
   *
   * @throws WrongType, InvalidPort, OnePortForTwo
   */
  public static receiver(options: DatadogOtlpOptions = {}): DatadogOtlp {
    const where = 'DatadogOtlp.receiver';
    requireFields(where, 'options', options);
    requireKinds(where, options, { hostPorts: BOOLEAN });
    const { grpcPort = 4317, httpPort = 4318, hostPorts = false } = options;
    requirePort(where, 'grpcPort', grpcPort);
    requirePort(where, 'httpPort', httpPort);
    if (grpcPort === httpPort) {
      fail('OnePortForTwo', where, `grpcPort and httpPort are both ${grpcPort}; write two ports`);
    }
    return new DatadogOtlp(grpcPort, httpPort, hostPorts);
  }

  private constructor(
    /** The port for gRPC. */
    public readonly grpcPort: number,
    /** The port for HTTP. */
    public readonly httpPort: number,
    /** Whether they are ports of the node, too. */
    public readonly hostPorts: boolean,
  ) {}
}

valueClass(DatadogOtlp, 'DatadogOtlp', 'DatadogOtlp.receiver()');
