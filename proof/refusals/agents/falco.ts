/** Codes of Falco and of security agents: about Falco's configuration and rules, which are any text to the API server, and about watches of which one has no effect. */
export const CODES: Record<string, string> = {
  InvalidArtifact: 'about a configuration that falcoctl refuses, or by which nodes come to have different rules',
  InvalidPlugin: 'about a configuration that Falco refuses',
  InvalidRules: 'about rules that Falco refuses, or does not read',
  InvalidUrl: 'about a configuration with which alerts would go nowhere',
  LoaderWithoutModule: 'about an image that nothing would run',
  MonitorWithoutMetrics: 'about a monitor that would find nothing',
  NoOutputs: 'about alerts that nobody would see',
  NoProgram: 'about alerts that nobody would see',
  NoSockets: 'about an argument: there is nothing to render',
  OutputTwice: 'about a configuration in which the second output would take the place of the first',
  PluginTwice: 'about a configuration in which the second plugin would take the place of the first',
  SidekickWithoutJson: 'about alerts that Falcosidekick could not read',
  TlsWithoutHttps: 'about a setting that would have no effect',
  WatchedTwice: 'about events that an agent would get twice',
};
