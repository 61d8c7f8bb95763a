import { FIELDS, TEXT, requireKinds } from './kinds';
import { isLabelValue } from './kube-names';
import { requireOptions } from './option-fields';
import { valueClass } from './require';
import { fail, show } from '../errors';

/** How an agent runs on GKE Autopilot. */
export interface GkeAutopilotOptions {
  /**
   * The WorkloadAllowlist by which the cluster lets the agent do what Autopilot forbids others. The pods get its name as a label, and nothing is judged here.
   *
   * @default - none: what Autopilot refuses is an error
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/run-autopilot-partner-workloads
   */
  readonly allowlist?: string;
}

/**
 * Whose Kubernetes the cluster is, where that changes what an agent needs or may do.
 */
export class Platform {
  /** Any Kubernetes: nothing is added, nothing is refused. */
  public static kubernetes(): Platform {
    return new Platform('kubernetes');
  }

  /**
   * OpenShift: each agent gets SecurityContextConstraints of its own with what its pod needs and nothing more, for its own ServiceAccount. Without them OpenShift refuses
   * the pods of a DaemonSet that touches its node.
   *
   * @see https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html
   */
  public static openShift(): Platform {
    return new Platform('openshift');
  }

  /**
   * GKE Autopilot: what it refuses is an error here, and not pods that are missing.
   *
   * @throws WrongType, InvalidName
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security
   */
  public static gkeAutopilot(options: GkeAutopilotOptions = {}): Platform {
    const where = 'Platform.gkeAutopilot';
    requireKinds(where, { options: options ?? null, ...options }, { options: FIELDS, allowlist: TEXT });
    requireOptions(where, options, 'autopilot');
    const { allowlist } = options;
    if (allowlist !== undefined && (allowlist === '' || !isLabelValue(allowlist))) {
      fail('InvalidName', where, `allowlist is ${show(allowlist)}; write the name of a WorkloadAllowlist, such as "datadog-datadog-daemonset-exemption-v1.0.1"`);
    }
    return new Platform('gke-autopilot', allowlist);
  }

  private constructor(
    /** `kubernetes`, `openshift` or `gke-autopilot`. */
    public readonly name: string,
    /** The WorkloadAllowlist's name; unset when none is. */
    public readonly allowlist?: string,
  ) {}
}

valueClass(Platform, 'Platform', 'Platform.openShift()');
