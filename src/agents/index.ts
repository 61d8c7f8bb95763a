export { AgentProps } from './common';
export * from './logs/fluent-bit';
export * from './logs/fluentd';
export * from './logs/log-agent';
export * from './metrics/node-exporter';
export * from './metrics/otel-collector';
export * from './network/cni-agent';
