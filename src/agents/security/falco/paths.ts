/* Where falcoctl puts what it brings, in its own containers. */

export const PLUGINS_DIRECTORY = '/plugins';
export const RULES_DIRECTORY = '/rulesfiles';
export const STATE_DIRECTORY = '/artifactstate';
