import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/** Ends with the first test that fails: a mutant is dead then, and all tests are in one file, which is as far as jest's own `bail` sees. */
export default class UntilOneFails extends TestEnvironment {
  private failed = false;

  public async handleTestEvent(event: Circus.Event): Promise<void> {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') {
      this.failed = true;
    } else if (event.name === 'test_start' && this.failed) {
      event.test.mode = 'skip';
    }
  }
}
