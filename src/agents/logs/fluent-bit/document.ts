import type { FluentBitMultilineRule, FluentBitParser } from './parser';
import type { Settings } from './settings';

/** A section of the pipeline, ready to be written. */
export interface Section {
  /** The plugin's name. */
  readonly name: string;
  readonly settings: Settings;
}

/** A configuration, in neither form yet. */
export interface Document {
  readonly service: Settings;
  readonly parsers: readonly FluentBitParser[];
  readonly inputs: readonly Section[];
  readonly filters: readonly Section[];
  readonly outputs: readonly Section[];
}

/** Names of files, and what is in them. */
export interface Files {
  readonly [name: string]: string;
}

/** A regular expression as rules of parsers of several lines have it. */
export function ruleOf({ state, regex, nextState }: FluentBitMultilineRule): { state: string; regex: string; next_state: string } {
  return { state, regex: `/${regex}/`, next_state: nextState };
}
