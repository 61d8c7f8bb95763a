export * from './autodiscover';
export { FilebeatCondition } from './condition';
export * from './filebeat';
export { FilebeatInput } from './input';
export * from './input-options';
export { FilebeatOutput } from './output';
export * from './output-options';
export * from './parser';
export {
  FilebeatAddFieldsOptions, FilebeatAddKubernetesMetadataOptions, FilebeatDecodeJsonOptions, FilebeatKubernetesMetadataOptions, FilebeatProcessor, FilebeatProcessorOptions,
} from './processor';
export * from './props';
