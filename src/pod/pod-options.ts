import type { Duration } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-28';
import { Container } from './container';
import { fail, show } from '../errors';
import { requireAddress } from '../values/address';
import { isDnsSubdomain } from '../values/kube-names';
import { valueClass } from '../values/require';
import { PodSecurity } from '../values/security';
import { Volume } from '../values/volume';

/** Who answers the pod's DNS questions. */
export enum DnsPolicy {
  /** The cluster's DNS; on the host network it means `Default`. */
  CLUSTER_FIRST = 'ClusterFirst',
  /** The cluster's DNS, on the host network too. */
  CLUSTER_FIRST_WITH_HOST_NET = 'ClusterFirstWithHostNet',
  /** The node's. For agents that cluster DNS depends on. */
  DEFAULT = 'Default',
  /** Only what `dnsConfig` says. */
  NONE = 'None',
}

/** Settings of the pod's resolver. */
export interface DnsConfig {
  /**
   * Addresses of servers.
   *
   * @default - none
   */
  readonly nameservers?: string[];
  /**
   * Domains tried for short names.
   *
   * @default - none
   */
  readonly searches?: string[];
  /**
   * Options of the resolver: name → value, with an empty value for those without one.
   *
   * @default - none
   */
  readonly options?: { [name: string]: string };
}

/** Names for one address in the pod's `/etc/hosts`. */
export class HostAlias {
  /** @throws NoHostnames, InvalidAddress */
  public static of(ip: string, ...hostnames: string[]): HostAlias {
    requireAddress('HostAlias.of', 'address', ip);
    const bad = hostnames.find((name) => typeof name !== 'string' || !isDnsSubdomain(name));
    if (hostnames.length === 0 || bad !== undefined) {
      fail('NoHostnames', 'HostAlias.of', `host names of ${show(ip)} are ${show(hostnames)}; write at least one DNS name`);
    }
    return new HostAlias(ip, [...hostnames]);
  }

  private constructor(
    /** The address. */
    public readonly ip: string,
    /** The names. */
    public readonly hostnames: string[],
  ) {}
}

valueClass(HostAlias, 'HostAlias', 'HostAlias.of("10.1.2.3", "backend")');

/** All of a pod's spec that node agents use, its containers aside; the rest by `patch`. */
export interface PodOptions {
  /**
   * On the node's own network: every container port is then a port of the node.
   *
   * @default - unset: a network of the pod's own
   */
  readonly hostNetwork?: boolean;
  /**
   * Sees the node's processes.
   *
   * @default - unset: only its own
   */
  readonly hostPid?: boolean;
  /**
   * Sees the node's inter-process communication.
   *
   * @default - unset: only its own
   */
  readonly hostIpc?: boolean;
  /**
   * `false` for a user namespace of the pod's own. Known from Kubernetes 1.33 on.
   *
   * @default - unset: the node's users
   */
  readonly hostUsers?: boolean;
  /**
   * Containers see each other's processes.
   *
   * @default - unset: they do not
   */
  readonly shareProcessNamespace?: boolean;
  /**
   * Who answers DNS questions.
   *
   * @default - ClusterFirstWithHostNet on the host network, where Kubernetes' own default cannot resolve Services, but not on Windows, which does not support it; else unset
   */
  readonly dnsPolicy?: DnsPolicy;
  /**
   * The resolver's settings.
   *
   * @default - none
   */
  readonly dnsConfig?: DnsConfig;
  /**
   * Name of a RuntimeClass.
   *
   * @default - unset: the node's default runtime
   */
  readonly runtimeClassName?: string;
  /**
   * The scheduler that binds the pods.
   *
   * @default - unset: the default scheduler
   */
  readonly schedulerName?: string;
  /**
   * More lines of `/etc/hosts`.
   *
   * @default - none
   */
  readonly hostAliases?: HostAlias[];
  /**
   * Time to end by itself, in whole seconds.
   *
   * @default - unset: the API server sets 30 s
   */
  readonly terminationGracePeriod?: Duration;
  /**
   * Names of Secrets with which images are fetched.
   *
   * @default - those of the scope's defaults
   */
  readonly imagePullSecrets?: string[];
  /**
   * Whether the environment tells of every Service of the namespace.
   *
   * @default - unset: the API server sets true
   */
  readonly enableServiceLinks?: boolean;
  /**
   * What all containers may do.
   *
   * @default - the runtime's seccomp profile
   */
  readonly podSecurityContext?: PodSecurity;
  /**
   * In whose name the agent talks to the API server. Its token is then mounted.
   *
   * @default - none, and no token is mounted
   */
  readonly serviceAccount?: IServiceAccount;
  /**
   * Whether the token is mounted, in place of the default.
   *
   * @default - true with a ServiceAccount, false without: an agent that asks the API server nothing must not hold a key to it
   */
  readonly automountServiceAccountToken?: boolean;
  /**
   * Containers that run to their end, one after the other, before the containers start. Sidecars start before them, but for those that say otherwise.
   *
   * @default - none
   */
  readonly initContainers?: Container[];
  /**
   * Containers that run beside the agent. From Kubernetes 1.29 on they start before it and end after it (init containers with
   * restartPolicy Always); before, they are ordinary containers. They start before all init containers, unless they are a
   * `Container.startingAfter(…)` one of them.
   *
   * @default - none
   */
  readonly sidecars?: Container[];
  /**
   * Volumes that are mounted by their name, or by nobody.
   *
   * @default - only those that mounts bring
   */
  readonly volumes?: Volume[];
  /**
   * More labels of the pods, never part of the selector. A change restarts the pods.
   *
   * @default - only the agent's identity
   */
  readonly podLabels?: { [key: string]: string };
  /**
   * Annotations of the pods. A change restarts the pods.
   *
   * @default - the checksum of its configuration, when it has one
   */
  readonly podAnnotations?: { [key: string]: string };
}
