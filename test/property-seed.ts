import * as fc from 'fast-check';

/*
 * Properties are asked about the same cases in every run, so that a failure is the change's own. `npm run test:properties` asks about others, and about more:
 * what it finds it prints with its seed, which FAST_CHECK_SEED takes.
 */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 1) });
