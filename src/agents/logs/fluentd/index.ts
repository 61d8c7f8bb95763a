export * from './filter';
export {
  FluentdGrepOptions, FluentdKubernetesMetadataOptions, FluentdParserOptions, FluentdRecordTransformerOptions,
} from './filters/options';
export * from './fluentd';
export { FluentdOutput } from './output';
export { FluentdBufferOptions, FluentdConnectedOutputOptions, FluentdOutputOptions, FluentdOverflowAction } from './outputs/common';
export { FluentdElasticsearchOptions, FluentdElasticsearchVersion, FluentdOpenSearchOptions } from './outputs/elastic';
export { FluentdForwardOptions, FluentdS3Options } from './outputs/more';
export * from './props';
export * from './source';
export { FluentdForwardSourceOptions, FluentdSystemdOptions } from './sources/more';
export { FluentdContainerLogsOptions, FluentdLogFormat, FluentdTailOptions } from './sources/tail';
