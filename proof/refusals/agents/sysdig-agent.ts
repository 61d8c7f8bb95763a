/** Codes of the Sysdig agent: about its configuration, which is any text to the API server, and props of which one has no effect. */
export const CODES: Record<string, string> = {
  MissingAccessKey: 'about an agent that ends at once',
  MissingRegion: 'about an agent that would send to nobody, or to another region than the key\'s',
  NoClientCertificate: 'about a certificate that the agent would never show',
  NotOfShield: 'about settings that the program does not read',
  NothingToInstall: 'about settings of a container that is not there',
};
