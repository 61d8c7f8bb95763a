export { NodeExporterCollector } from './collector';
export * from './filter';
export { KubeRbacProxy, KubeRbacProxyOptions } from './kube-rbac-proxy';
export * from './node-exporter';
export * from './props';
export * from './textfiles';
