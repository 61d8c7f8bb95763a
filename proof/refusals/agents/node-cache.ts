/** Codes of caches of the node. */
export const CODES: Record<string, string> = {
  InvalidHealthPath: 'about a path that would never be asked, or one that the program does not have',
};
