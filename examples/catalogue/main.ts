import { App } from 'cdk8s';
import { nodeExporter } from './charts/node-exporter';
import { otelCollector } from './charts/otel-collector';

// Every agent as it comes, told only what cannot be guessed. Each Chart is a cluster of its own, so that alternatives stand side by side.
const app = new App();
nodeExporter(app);
otelCollector(app);
app.synth();
