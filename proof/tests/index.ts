import type { Suite } from '../harness/runner';
import { accepted } from './accepted';
import { coverage } from './coverage';
import { life } from './life';
import { noDrift } from './no-drift';

/** Every suite, in the order of the claims. */
export const SUITES: readonly Suite[] = [accepted, noDrift, coverage, life];
