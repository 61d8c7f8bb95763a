/** Codes of Weave Net. */
export const CODES: Record<string, string> = {
  NoPolicyController: 'about settings of a container that is not there',
};
