import { accepted } from './accepted';
import { coverage } from './coverage';
import { life } from './life';
import { noDrift } from './no-drift';
import { refused } from './refused';
import { rollout } from './rollout';
import type { Suite } from '../harness/runner';

/** Every suite, in the order of the claims. */
export const SUITES: readonly Suite[] = [accepted, noDrift, coverage, life, rollout, refused];
