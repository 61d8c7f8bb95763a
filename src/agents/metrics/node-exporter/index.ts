export { NodeExporterCollector } from './collector';
export * from './filter';
export * from './kube-rbac-proxy';
export * from './node-exporter';
export * from './props';
export * from './textfiles';
