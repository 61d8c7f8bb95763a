/** Codes of the Datadog Agent: about settings of its processes, which are any text to the API server, and about what a platform refuses that no API server knows. */
export const CODES: Record<string, string> = {
  CheckTwice: 'about a file that would take the place of another',
  CheckWithoutInstances: 'about a check that the Agent would never run',
  InvalidCheck: 'about files that the Agent would not find',
  InvalidClusterName: 'about a setting that the Agent does not take',
  InvalidFilter: 'about a setting that the Agent would not understand',
  InvalidSite: 'about an address that does not exist, or knows nothing of the API key',
  InvalidTag: 'about a setting that would be read as several',
  MissingApiKey: 'about an Agent that ends at once',
  NothingToWatch: 'about a privileged container that would do nothing',
  OriginWithoutHostPid: 'about metrics whose origin could not be told',
  ServiceLinksOff: 'about variables that would be missing, so that the Cluster Agent would not be found',
};
