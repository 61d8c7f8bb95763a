export { AgentProps } from './common';
export * from './logs/filebeat';
export * from './logs/log-agent';
export * from './metrics/node-exporter';
export * from './metrics/otel-collector';
export * from './metrics/zabbix-agent';
export * from './network/cni-agent';
export * from './security/falco';
export * from './security/security-agent';
