import type { Suite } from '../harness/runner';
import { accepted } from './accepted';

/** Every suite, in the order of the claims. */
export const SUITES: readonly Suite[] = [accepted];
