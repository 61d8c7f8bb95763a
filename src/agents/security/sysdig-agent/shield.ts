import { Yaml } from 'cdk8s';
import { requireNoSecrets } from './secrets';
import { BOOLEAN, FIELDS, requireKinds } from '../../../values/kinds';
import { requireFields, valueClass } from '../../../values/require';
import { Settings, merge } from '../../settings';

/** What the Host Shield is to do beyond the rules of Sysdig Secure, which it always applies. */
export interface SysdigShieldOptions {
  /**
   * Changes of files are watched.
   *
   * @default false - each feature costs CPU and memory of every node
   */
  readonly fileIntegrityMonitoring?: boolean;
  /**
   * Policies that were learned, not written.
   *
   * @default false - each feature costs CPU and memory of every node
   */
  readonly mlPolicies?: boolean;
  /**
   * The node's settings are held against benchmarks. Without privileges it takes two more capabilities, AUDIT_READ and NET_ADMIN.
   *
   * @default false - each feature costs CPU and memory of every node
   */
  readonly hostPosture?: boolean;
  /**
   * A shell on the node for who responds to an incident.
   *
   * @default false - who has Sysdig's web pages would have every node
   */
  readonly rapidResponse?: boolean;
  /**
   * Actions on processes, files and containers of the node.
   *
   * @default false - who has Sysdig's web pages could end what runs on every node
   */
  readonly responseActions?: boolean;
  /**
   * Packages of the node are looked up among known vulnerabilities.
   *
   * @default false - each feature costs CPU and memory of every node
   */
  readonly hostVulnerabilities?: boolean;
  /**
   * Images of containers on the node are looked up among known vulnerabilities.
   *
   * @default false - each feature costs CPU and memory of every node
   */
  readonly containerVulnerabilities?: boolean;
  /**
   * More of `host-shield.yaml`, in its own words: maps are merged key by key, everything else takes the place of what was there.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/**
 * The Host Shield: the same program as the agent, for Sysdig Secure alone, with features that are named one by one. The Cluster Shield, a Deployment beside it, is installed elsewhere.
 *
 * @see https://docs.sysdig.com/en/sysdig-secure/install-shield-kubernetes/
 */
export class SysdigShield {
  /** @throws WrongType, SecretAsText */
  public static host(options: SysdigShieldOptions = {}): SysdigShield {
    const where = 'SysdigShield.host';
    requireFields(where, 'options', options);
    requireKinds(where, options, {
      fileIntegrityMonitoring: BOOLEAN,
      mlPolicies: BOOLEAN,
      hostPosture: BOOLEAN,
      rapidResponse: BOOLEAN,
      responseActions: BOOLEAN,
      hostVulnerabilities: BOOLEAN,
      containerVulnerabilities: BOOLEAN,
      config: FIELDS,
    });
    requireNoSecrets(where, 'config', options.config ?? {});
    return new SysdigShield({ ...options });
  }

  private constructor(private readonly options: SysdigShieldOptions) {}

  /** Capabilities for what it is to do, besides those of the driver. @internal */
  public get _capabilities(): string[] {
    return this.options.hostPosture === true ? ['AUDIT_READ', 'NET_ADMIN'] : [];
  }

  /** `host-shield.yaml`. @internal */
  public get _yaml(): string {
    const on = (enabled: boolean | undefined) => ({ enabled: enabled === true });
    const made: Settings = {
      features: {
        detections: { file_integrity_monitoring: on(this.options.fileIntegrityMonitoring), ml_policies: on(this.options.mlPolicies) },
        posture: { host_posture: on(this.options.hostPosture) },
        respond: { rapid_response: on(this.options.rapidResponse), response_actions: on(this.options.responseActions) },
        vulnerability_management: {
          container_vulnerability_management: on(this.options.containerVulnerabilities),
          host_vulnerability_management: on(this.options.hostVulnerabilities),
        },
      },
    };
    return Yaml.stringify(merge(made, this.options.config ?? {}));
  }
}

valueClass(SysdigShield, 'SysdigShield', 'SysdigShield.host()');

/** What the shield's `dragent.yaml` says besides: what the agent does for Sysdig Monitor is off. */
export const SHIELD_SETTINGS: Settings = {
  feature: { mode: 'secure_light' },
  ...Object.fromEntries(['audit_tap', 'drift_control', 'jmx', 'live_logs', 'local_forwarder', 'malware_control', 'network_topology', 'prometheus', 'secure_audit_streams', 'statsd']
    .map((name) => [name, { enabled: false }])),
  app_checks_enabled: false,
  sysdig_capture_enabled: false,
  k8s_delegated_nodes: 0,
};
