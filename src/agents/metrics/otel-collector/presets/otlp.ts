import { PresetParts } from './parts';
import { fail, show } from '../../../../errors';
import { ContainerPort } from '../../../../values/container-port';
import { BOOLEAN, TEXTS, requireKinds } from '../../../../values/kinds';
import { requirePort } from '../../../../values/kube-names';
import { requireSignals } from '../component';
import { OtelSignal, SIGNALS } from '../signal';

export const GRPC = 'otlp';
export const HTTP = 'otlp-http';

/** Data that programs send by OTLP. */
export interface OtelOtlpOptions {
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
   * The same ports of the node as well, for programs that are told their node's address. Not every network has them, and every node of the agent must have them free.
   *
   * @default false - the Service leads to the Collector of the same node
   */
  readonly hostPorts?: boolean;
  /**
   * A Service that leads every program to the Collector of its own node, and to none where there is none.
   *
   * @default true - a Service without that would carry data to any node
   */
  readonly service?: boolean;
  /**
   * What may be sent.
   *
   * @default - traces, metrics and logs
   */
  readonly signals?: OtelSignal[];
}

export function checkOtlp(where: string, options: OtelOtlpOptions): void {
  requireKinds(where, options, { hostPorts: BOOLEAN, service: BOOLEAN, signals: TEXTS });
  const { grpcPort = 4317, httpPort = 4318 } = options;
  requirePort(where, 'grpcPort', grpcPort);
  requirePort(where, 'httpPort', httpPort);
  if (grpcPort === httpPort) {
    fail('OnePortForTwo', where, `grpcPort and httpPort are both ${show(grpcPort)}; write another for one of them`);
  }
  if (options.signals !== undefined) {
    requireSignals(where, options.signals);
  }
}

/** @see https://github.com/open-telemetry/opentelemetry-collector/tree/v0.158.0/receiver/otlpreceiver */
export function otlp({ grpcPort = 4317, httpPort = 4318, hostPorts, service, signals }: OtelOtlpOptions): PresetParts {
  const port = (name: string, number: number) => ContainerPort.of(number, { name, hostPort: hostPorts === true ? number : undefined });
  return {
    receivers: { otlp: { protocols: { grpc: { endpoint: `[\${env:MY_POD_IP}]:${grpcPort}` }, http: { endpoint: `[\${env:MY_POD_IP}]:${httpPort}` } } } },
    signals: signals === undefined ? SIGNALS : requireSignals('OtelPreset.otlp', signals),
    ports: [port(GRPC, grpcPort), port(HTTP, httpPort)],
    isServed: service !== false,
  };
}
