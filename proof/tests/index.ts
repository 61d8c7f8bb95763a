import { accepted } from './accepted';
import { calico } from './calico';
import { coverage } from './coverage';
import { criticalQuota } from './critical-quota';
import { interrupts } from './interrupts';
import { life } from './life';
import { noDrift } from './no-drift';
import { priority } from './priority';
import { realPrograms } from './real-programs';
import { refused } from './refused';
import { rollout } from './rollout';
import { stability } from './stability';
import type { Suite } from '../harness/runner';

/** Every suite, in the order of the claims. */
export const SUITES: readonly Suite[] = [
  accepted, calico, noDrift, coverage, life, priority, rollout, stability, criticalQuota, refused, realPrograms, interrupts,
];
