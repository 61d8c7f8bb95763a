export * from './filter';
export { FluentBitKubernetesOptions } from './filters/kubernetes';
export {
  FluentBitGrepOptions, FluentBitModifyOptions, FluentBitMultilineOptions, FluentBitParserFilterOptions, FluentBitRecordModifierOptions,
} from './filters/records';
export * from './fluent-bit';
export { FluentBitInput } from './input';
export { FluentBitInputOptions } from './inputs/common';
export { FluentBitForwardInputOptions } from './inputs/forward';
export { FluentBitSystemdOptions } from './inputs/systemd';
export { FluentBitContainerLogsOptions, FluentBitTailOptions } from './inputs/tail';
export * from './output';
export { FluentBitCloudWatchLogsOptions, FluentBitKafkaOptions, FluentBitS3Options } from './outputs/cloud';
export { FluentBitConnectedOutputOptions, FluentBitOutputOptions } from './outputs/common';
export {
  FluentBitForwardOptions, FluentBitHttpFormat, FluentBitHttpOptions, FluentBitLokiOptions, FluentBitOpenTelemetryOptions, FluentBitSplunkOptions,
} from './outputs/connected';
export { FluentBitElasticsearchOptions } from './outputs/elastic';
export { FluentBitMultilineRule, FluentBitParser, FluentBitParserOptions } from './parser';
export * from './props';
export * from './storage';
