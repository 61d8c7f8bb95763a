import { fail, show } from '../../../errors';
import { requireDnsSubdomain, requirePort } from '../../../values/kube-names';
import { requireFields, valueClass } from '../../../values/require';

/** Where a backend of one's own is. */
export interface SysdigBackendOptions {
  /** The host that agents send to, without scheme and port. */
  readonly collector: string;
  /**
   * Its port.
   *
   * @default - unset: the agent's, 6443
   */
  readonly collectorPort?: number;
  /**
   * The host of the API, which rules and policies come from.
   *
   * @default - unset: the agent finds it by the collector
   */
  readonly apiEndpoint?: string;
}

/**
 * Where Sysdig takes in what agents send: the region that the account is of, for access keys are of one region.
 *
 * @see https://docs.sysdig.com/en/administration/saas-regions-and-ip-ranges/
 */
export class SysdigRegion {
  /** US East, North Virginia. */
  public static readonly US1 = new SysdigRegion('collector.sysdigcloud.com', undefined, 'secure.sysdig.com');
  /** US West, Oregon. */
  public static readonly US2 = SysdigRegion.ofApp('us2');
  /** US West, on Google Cloud. */
  public static readonly US3 = SysdigRegion.ofDomain('us3');
  /** US West, Oregon. */
  public static readonly US4 = SysdigRegion.ofDomain('us4');
  /** Europe, Frankfurt. */
  public static readonly EU1 = SysdigRegion.ofApp('eu1');
  /** Australia, Sydney. */
  public static readonly AU1 = SysdigRegion.ofDomain('au1');
  /** India, Mumbai. */
  public static readonly IN1 = SysdigRegion.ofDomain('in1');
  /** Middle East, Dammam. */
  public static readonly ME2 = SysdigRegion.ofDomain('me2');

  /**
   * A backend on one's own premises, or another cloud's such as IBM's.
   *
   * @throws WrongType, InvalidEndpoint, InvalidPort
   */
  public static custom(options: SysdigBackendOptions): SysdigRegion {
    const where = 'SysdigRegion.custom';
    requireFields(where, 'options', options);
    const { collector, collectorPort, apiEndpoint } = options;
    for (const [what, host] of [['collector', collector], ['apiEndpoint', apiEndpoint ?? collector]] as const) {
      if (typeof host !== 'string' || host.includes('://') || host.includes('/') || host.includes(':')) {
        fail('InvalidEndpoint', where, `${what} is ${show(host)}; write the host alone, such as "collector.example.com", and its port as collectorPort`);
      }
      requireDnsSubdomain(where, what, host);
    }
    if (collectorPort !== undefined) {
      requirePort(where, 'collectorPort', collectorPort);
    }
    return new SysdigRegion(collector, collectorPort, apiEndpoint);
  }

  private static ofApp(region: string): SysdigRegion {
    return new SysdigRegion(`ingest-${region}.app.sysdig.com`, undefined, `${region}.app.sysdig.com`);
  }

  private static ofDomain(region: string): SysdigRegion {
    return new SysdigRegion(`ingest.${region}.sysdig.com`, undefined, `app.${region}.sysdig.com`);
  }

  private constructor(
    /** The host that agents send to. */
    public readonly collector: string,
    /** Its port; unset for the agent's own. */
    public readonly collectorPort: number | undefined,
    /** The host of the API; unset when the agent finds it. */
    public readonly apiEndpoint: string | undefined,
  ) {}
}

valueClass(SysdigRegion, 'SysdigRegion', 'SysdigRegion.EU1');
