/** Codes of Logstash: about its configuration, which is any text to the API server, and Logstash's own refusals mostly. Those that Filebeat has as well stand there. */
export const CODES: Record<string, string> = {
  EscapesChanged: 'about a setting that would change what patterns mean',
  HeapAboveLimit: 'about a program that would be ended for its memory',
  HeapTwice: 'about two options of which one would have no effect',
  InvalidPipeline: 'about a configuration that Logstash refuses',
  InvalidPlugin: 'about a configuration that Logstash refuses',
  InvalidSetting: 'about a configuration that Logstash refuses',
  MissingPipelines: 'about a configuration that Logstash refuses',
  MutualTlsUnknown: 'about a connection that the output has no settings for',
  NoBlocks: 'about a branch that would do nothing',
  NoOutputs: 'about events that would be sent nowhere',
  NothingToDrain: 'about a setting that would have no effect',
  OutputTwice: 'about two Secrets of which one would be used for both',
  PipelineTwice: 'about a configuration that Logstash refuses',
  UnquotableText: 'about a text that Logstash\'s language has no way to say',
};
