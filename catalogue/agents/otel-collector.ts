import type { Construct } from 'constructs';
import { Monitor, OpenTelemetryCollectorDaemonSet, OpenTelemetryCollectorDaemonSetProps, OtelExporter, OtelPreset } from '../../src';
import type { TypedEntry } from '../entry';

function collector(scope: Construct, id: string, props: Partial<OpenTelemetryCollectorDaemonSetProps>): OpenTelemetryCollectorDaemonSet {
  return new OpenTelemetryCollectorDaemonSet(scope, id, { exporters: [OtelExporter.debug()], ...props });
}

export const entry: TypedEntry = {
  className: 'OpenTelemetryCollectorDaemonSet',
  name: 'otel-collector',
  source: 'metrics/otel-collector',
  defaults: OpenTelemetryCollectorDaemonSet.defaults,
  make: (scope, id, props) => new OpenTelemetryCollectorDaemonSet(scope, id, { exporters: [OtelExporter.otlp('gateway.observability:4317')], ...props }),
  more: [
    { when: '`OtelPreset.otlp()`', make: (scope, id) => collector(scope, id, { presets: [OtelPreset.otlp()] }) },
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => collector(scope, id, { monitor: Monitor.podMonitor() }) },
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => collector(scope, id, { monitor: Monitor.serviceMonitor() }) },
  ],
};
