/** Codes of Fluentd: about its configuration, which is any text to the API server. */
export const CODES: Record<string, string> = {
  ChunkAboveBuffer: 'about a configuration that the program refuses',
  FlushByTime: 'about a setting that would have no effect',
  HalfAKey: 'about requests that would be refused',
  MetricsOff: 'about props of which one has no effect',
  MissingSources: 'about a program that would read nothing',
  NoImageForOutputs: 'about an image that has not the plugins of its configuration',
  OutputUnreached: 'about a section that no record would ever reach',
  RawConfigAndMore: 'about props of which one has no effect',
  SourceTwice: 'about two sources that would take each other\'s positions',
};
