import { fail, show } from '../../../errors';
import { isDnsSubdomain } from '../../../values/kube-names';
import { valueClass } from '../../../values/require';

/**
 * Where Datadog takes in what the Agent sends. Sites know nothing of each other: the API key must be of the same one.
 *
 * @see https://docs.datadoghq.com/getting_started/site/
 */
export class DatadogSite {
  /** `datadoghq.com`. */
  public static readonly US1 = DatadogSite.of('datadoghq.com');
  /** `us3.datadoghq.com`. */
  public static readonly US3 = DatadogSite.of('us3.datadoghq.com');
  /** `us5.datadoghq.com`. */
  public static readonly US5 = DatadogSite.of('us5.datadoghq.com');
  /** `datadoghq.eu`. */
  public static readonly EU1 = DatadogSite.of('datadoghq.eu');
  /** `ap1.datadoghq.com`. */
  public static readonly AP1 = DatadogSite.of('ap1.datadoghq.com');
  /** `ap2.datadoghq.com`. */
  public static readonly AP2 = DatadogSite.of('ap2.datadoghq.com');
  /** `ddog-gov.com`. */
  public static readonly US1_FED = DatadogSite.of('ddog-gov.com');

  /**
   * Another.
   *
   * @param domain its site parameter, such as `datadoghq.eu`: neither the address of its web pages nor its short name
   * @throws InvalidSite
   */
  public static of(domain: string): DatadogSite {
    if (typeof domain !== 'string' || !isDnsSubdomain(domain) || !domain.includes('.') || domain.startsWith('app.')) {
      fail('InvalidSite', 'DatadogSite.of', `domain is ${show(domain)}; write the site parameter, such as "datadoghq.eu", without "https://" and "app."`);
    }
    return new DatadogSite(domain);
  }

  private constructor(
    /** The site parameter. */
    public readonly domain: string,
  ) {}
}

valueClass(DatadogSite, 'DatadogSite', 'DatadogSite.EU1');

/** How much the Agent tells of itself. */
export enum DatadogLogLevel {
  /** All. */
  TRACE = 'TRACE',
  /** Much. */
  DEBUG = 'DEBUG',
  /** What it does. */
  INFO = 'INFO',
  /** What may be wrong. */
  WARN = 'WARN',
  /** What is wrong. */
  ERROR = 'ERROR',
  /** What it cannot go on with. */
  CRITICAL = 'CRITICAL',
  /** Nothing. */
  OFF = 'OFF',
}

/** How finely tags of origin tell containers apart: each step makes more time series, which are paid for. */
export enum DatadogTagCardinality {
  /** Node, namespace, workload. */
  LOW = 'low',
  /** The pod, too. */
  ORCHESTRATOR = 'orchestrator',
  /** The container, too. */
  HIGH = 'high',
}
