import { App, Chart } from 'cdk8s';
import { OpenTelemetryCollectorDaemonSet, OtelExporter, OtelPreset } from 'cdk8s-node-agents';

export function add(app: App): void {
  const chart = new Chart(app, 'otel-collector', { namespace: 'observability' });
  new OpenTelemetryCollectorDaemonSet(chart, 'agent', {
    presets: [OtelPreset.hostMetrics(), OtelPreset.kubeletStats(), OtelPreset.logs(), OtelPreset.kubernetesAttributes()],
    exporters: [OtelExporter.otlp('gateway.observability:4317')],
  });
}
