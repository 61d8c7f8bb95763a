import type { Row } from './compare';

/** One table of upstream's own tests: where it is, and how its rows are read. Nothing of it is kept here. */
export interface Table {
  readonly name: string;
  /** Go module, as the oracle's go.mod requires it. */
  readonly module: string;
  readonly folder: string;
  readonly file: string;
  /** The test that loops over the table; `inside` when that is another function, which the test calls. */
  readonly test: string;
  readonly inside?: string;
  /** A line in it, found by its text without indentation, after which a row is complete. */
  readonly after: string;
  /** Go expressions of what a row has, in terms of the loop's variables. */
  readonly row: { readonly [field: string]: string };
  /** Rows that say nothing of the engine: a Go condition, and why. */
  readonly skip?: readonly (readonly [condition: string, why: string])[];
  /** Whether the engine says what the row expects. */
  readonly agrees: (row: Row) => boolean;
  /** So many rows are compared at least: a table that is read no more must not pass. */
  readonly least: number;
}

// Go modules, and a folder in the first.
export const KUBERNETES = 'k8s.io/kubernetes';
export const HELPERS = 'k8s.io/component-helpers';
export const PLUGINS = 'pkg/scheduler/framework/plugins';
