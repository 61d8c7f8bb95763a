import type { Duration } from 'cdk8s';
import { DURATION } from '../../../pod/nested-kinds';
import { requireKinds } from '../../../values/kinds';
import { requireWholeNumber, wholeSeconds } from '../../../values/kube-names';
import { requireFields, valueClass } from '../../../values/require';

/** How much is kept, and for how long. */
export interface NodeLocalDnsCacheOptions {
  /**
   * So many answers, at least 1024. Each takes about 3 KiB.
   *
   * @default 9984 - CoreDNS' own
   */
  readonly successCapacity?: number;
  /**
   * At most so long, whatever the answer says of itself, in whole seconds.
   *
   * @default 30 s - as long as cluster DNS says of Services itself
   */
  readonly successTtl?: Duration;
  /**
   * So many answers that there is no such name, at least 1024.
   *
   * @default 9984 - CoreDNS' own
   */
  readonly denialCapacity?: number;
  /**
   * At most so long, in whole seconds: so long a new Service may not be found.
   *
   * @default 5 s
   */
  readonly denialTtl?: Duration;
  /**
   * Names that were asked for so many times within a minute are asked for again before they are too old.
   *
   * @default - none
   */
  readonly prefetch?: number;
  /**
   * While cluster DNS does not answer, answers are given so long after they are too old, in whole seconds.
   *
   * @default - never
   */
  readonly serveStale?: Duration;
}

/** What is kept of answers. */
export class NodeLocalDnsCache {
  /** @throws InvalidNumber, WrongType */
  public static of(options: NodeLocalDnsCacheOptions = {}): NodeLocalDnsCache {
    const where = 'NodeLocalDnsCache.of';
    requireFields(where, 'options', options);
    requireKinds(where, options, { successTtl: DURATION, denialTtl: DURATION, serveStale: DURATION });
    const seconds = (what: 'successTtl' | 'denialTtl' | 'serveStale', usual: number) => {
      const time = options[what];
      return time === undefined ? usual : wholeSeconds(where, what, time, 1);
    };
    for (const what of ['successCapacity', 'denialCapacity'] as const) {
      if (options[what] !== undefined) {
        requireWholeNumber(where, what, options[what], 1024);
      }
    }
    if (options.prefetch !== undefined) {
      requireWholeNumber(where, 'prefetch', options.prefetch, 1);
    }
    const { successCapacity = 9984, denialCapacity = 9984, prefetch, serveStale } = options;
    return new NodeLocalDnsCache([
      `success ${successCapacity} ${seconds('successTtl', 30)}`,
      `denial ${denialCapacity} ${seconds('denialTtl', 5)}`,
      ...(prefetch === undefined ? [] : [`prefetch ${prefetch}`]),
      ...(serveStale === undefined ? [] : [`serve_stale ${seconds('serveStale', 0)}s`]),
    ]);
  }

  private constructor(
    /** Lines of the plugin. @internal */
    public readonly _lines: string[],
  ) {}
}

valueClass(NodeLocalDnsCache, 'NodeLocalDnsCache', 'NodeLocalDnsCache.of({ denialTtl: Duration.seconds(5) })');
