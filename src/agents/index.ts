export { AgentProps } from './common';
export * from './logs/log-agent';
export * from './metrics/datadog-agent';
export * from './metrics/node-exporter';
export * from './metrics/otel-collector';
export * from './network/cni-agent';
