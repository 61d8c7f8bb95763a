/** What a pipeline carries. */
export enum OtelSignal {
  /** Spans of requests. */
  TRACES = 'traces',
  /** Numbers over time. */
  METRICS = 'metrics',
  /** Log records. */
  LOGS = 'logs',
}

/** In the order in which pipelines are written. */
export const SIGNALS: readonly OtelSignal[] = [OtelSignal.TRACES, OtelSignal.METRICS, OtelSignal.LOGS];
