export * from './codec';
export * from './filter';
export * from './input';
export * from './logstash';
export { LogstashOutput } from './output';
export * from './output-options';
export { LogstashPipeline } from './pipeline';
export * from './pipeline-options';
export * from './props';
