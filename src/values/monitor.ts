import type { Duration } from 'cdk8s';
import { requireLabels, wholeSeconds } from './kube-names';
import { requireOptions } from './option-fields';
import { requireFlag, valueClass } from './require';

/** How a monitor of the Prometheus operator scrapes an agent. */
export interface MonitorOptions {
  /**
   * Labels of the monitor itself, by which a Prometheus chooses its monitors: often `release: …`.
   *
   * @default - only the agent's
   */
  readonly labels?: { [key: string]: string };
  /**
   * Time between two scrapes, in whole seconds.
   *
   * @default - unset: Prometheus' own
   */
  readonly interval?: Duration;
  /**
   * A scrape that takes longer fails, in whole seconds.
   *
   * @default - unset: Prometheus' own
   */
  readonly scrapeTimeout?: Duration;
  /**
   * The node's name is the metrics' `instance`, in place of address and port.
   *
   * @default false - dashboards that join by address go on working
   */
  readonly nodeAsInstance?: boolean;
}

/**
 * An object of the Prometheus operator that has an agent scraped. The cluster must have the operator's custom resource definitions.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 */
export class Monitor {
  /**
   * A PodMonitor: finds the pods themselves, whatever Service they have.
   *
   * @throws InvalidLabelKey, InvalidLabelValue, InvalidNumber, WrongType
   */
  public static podMonitor(options: MonitorOptions = {}): Monitor {
    return new Monitor('PodMonitor', checked('Monitor.podMonitor', options));
  }

  /**
   * A ServiceMonitor: finds the pods behind the agent's headless Service.
   *
   * @throws InvalidLabelKey, InvalidLabelValue, InvalidNumber, WrongType
   */
  public static serviceMonitor(options: MonitorOptions = {}): Monitor {
    return new Monitor('ServiceMonitor', checked('Monitor.serviceMonitor', options));
  }

  private constructor(
    /** PodMonitor or ServiceMonitor. */
    public readonly kind: string,
    /** @internal */
    public readonly _options: MonitorOptions,
  ) {}
}

valueClass(Monitor, 'Monitor', 'Monitor.podMonitor()');

function checked(where: string, options: MonitorOptions): MonitorOptions {
  requireOptions(where, options, 'monitor');
  requireFlag(where, 'nodeAsInstance', options.nodeAsInstance);
  if (options.labels !== undefined) {
    requireLabels(where, 'label', options.labels);
  }
  for (const what of ['interval', 'scrapeTimeout'] as const) {
    const time = options[what];
    if (time !== undefined) {
      wholeSeconds(where, what, time, 1);
    }
  }
  return { ...options, ...(options.labels === undefined ? {} : { labels: { ...options.labels } }) };
}
