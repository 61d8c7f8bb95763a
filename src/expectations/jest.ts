import { Answer, toRunOn, toRunOnEveryNodeOf } from './matchers';
import type { NodePool } from './node-pool';

/*
 * Matchers for jest: `import 'cdk8s-node-agents/jest'`, in a test or in `setupFilesAfterEnv`, is all it takes.
 * They take an agent, any construct whose main object is a DaemonSet, or the manifest of one.
 */

interface PlacementMatchers<R> {
  /**
   * A pod stands on at least one node of the pool. With `.not`: the DaemonSet controller puts none on any of them. A pod that waits for its place for ever is neither.
   *
   * An agent is placed with all agents of its cluster (the ClusterScope, else the outermost Chart), a manifest alone.
   */
  toRunOn(pool: NodePool): R;
  /** A pod stands on every node of each of these pools. With `.not`: some node of them goes without. */
  toRunOnEveryNodeOf(...pools: NodePool[]): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars
    interface Matchers<R, T> extends PlacementMatchers<R> {}
  }
}

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface Matchers<R extends void | Promise<void>, T> extends PlacementMatchers<R> {}
}

interface Context { readonly isNot?: boolean }

/** What is given to `expect.extend`, for whoever has an `expect` of their own. */
export const matchers = {
  toRunOn(this: Context, agent: object, pool: NodePool): Answer {
    return toRunOn(agent, this.isNot === true, pool);
  },
  toRunOnEveryNodeOf(this: Context, agent: object, ...pools: NodePool[]): Answer {
    return toRunOnEveryNodeOf(agent, this.isNot === true, pools);
  },
};

interface Expect { extend(matchers: object): void }

/** The global one; where jest is told to inject no globals, the module's. */
function expectOfJest(): Expect {
  const injected = (globalThis as { readonly expect?: Expect }).expect;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return injected ?? (require('@jest/globals') as { readonly expect: Expect }).expect;
}

expectOfJest().extend(matchers);
