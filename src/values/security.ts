import { valueClass } from './require';
import { fail, show } from '../errors';

/**
 * Which system calls a container may make.
 *
 * @see https://kubernetes.io/docs/tutorials/security/seccomp/
 */
export class SeccompProfile {
  /** The container runtime's own. */
  public static runtimeDefault(): SeccompProfile {
    return new SeccompProfile('RuntimeDefault');
  }

  /** All. */
  public static unconfined(): SeccompProfile {
    return new SeccompProfile('Unconfined');
  }

  /**
   * A profile on the node.
   *
   * @param path relative to the kubelet's directory of profiles
   */
  public static localhost(path: string): SeccompProfile {
    if (typeof path !== 'string' || path === '' || path.startsWith('/') || path.split('/').includes('..')) {
      fail('InvalidPath', 'SeccompProfile.localhost', `path is ${show(path)}; write a path relative to the kubelet's seccomp directory, without ".."`);
    }
    return new SeccompProfile('Localhost', path);
  }

  private constructor(private readonly type: string, private readonly path?: string) {}

  /** @internal */
  public _toKube(): object {
    return { ...(this.path === undefined ? {} : { localhostProfile: this.path }), type: this.type };
  }
}

valueClass(SeccompProfile, 'SeccompProfile', 'SeccompProfile.runtimeDefault()');

/**
 * Which profile of AppArmor confines a container. Written as a field from Kubernetes 1.30 on, as an annotation before.
 *
 * @see https://kubernetes.io/docs/tutorials/security/apparmor/
 */
export class AppArmorProfile {
  /** The container runtime's own. */
  public static runtimeDefault(): AppArmorProfile {
    return new AppArmorProfile('RuntimeDefault');
  }

  /** None. */
  public static unconfined(): AppArmorProfile {
    return new AppArmorProfile('Unconfined');
  }

  /** A profile that is loaded on the node, by its name. */
  public static localhost(name: string): AppArmorProfile {
    if (typeof name !== 'string' || name.trim() !== name || name === '') {
      fail('InvalidProfile', 'AppArmorProfile.localhost', `name is ${show(name)}; write the name of a profile that is loaded on the node`);
    }
    return new AppArmorProfile('Localhost', name);
  }

  private constructor(private readonly type: string, private readonly name?: string) {}

  /** @internal */
  public _toKube(): object {
    return { ...(this.name === undefined ? {} : { localhostProfile: this.name }), type: this.type };
  }

  /** The annotation's value, for Kubernetes before 1.30. @internal */
  public _toAnnotation(): string {
    return { RuntimeDefault: 'runtime/default', Unconfined: 'unconfined' }[this.type] ?? `localhost/${this.name}`;
  }
}

valueClass(AppArmorProfile, 'AppArmorProfile', 'AppArmorProfile.localhost("my-profile")');

/** Labels of SELinux. */
export interface SeLinuxOptions {
  /**
   * Level.
   *
   * @default - unset: the runtime's
   */
  readonly level?: string;
  /**
   * Role.
   *
   * @default - unset: the runtime's
   */
  readonly role?: string;
  /**
   * Type, for example `spc_t`.
   *
   * @default - unset: the runtime's
   */
  readonly type?: string;
  /**
   * User.
   *
   * @default - unset: the runtime's
   */
  readonly user?: string;
}

/** How a container sees `/proc`. */
export enum ProcMount {
  /** With the runtime's masks. */
  DEFAULT = 'Default',
  /** Whole; only in a user namespace of the pod's own. */
  UNMASKED = 'Unmasked',
}

/** Windows' share of a security context. */
export interface WindowsOptions {
  /**
   * Runs on the host itself; then all containers of the pod must, and the pod must use the host network.
   *
   * @default - unset: in a container
   */
  readonly hostProcess?: boolean;
  /**
   * The user, for example `NT AUTHORITY\SYSTEM`.
   *
   * @default - unset: the image's
   */
  readonly runAsUserName?: string;
  /**
   * Name of a GMSA credential spec.
   *
   * @default - none
   */
  readonly gmsaCredentialSpecName?: string;
}

/**
 * What is added to and taken from the capabilities that the runtime gives, without `CAP_`. For a typed agent they are joined with its own: one that is
 * added brings no other back.
 */
export interface CapabilityOptions {
  /**
   * Added, for example `NET_ADMIN`.
   *
   * @default - none
   */
  readonly add?: string[];
  /**
   * Taken away, for example `ALL`.
   *
   * @default - none
   */
  readonly drop?: string[];
}

/** What one container may do. */
export interface ContainerSecurity {
  /**
   * All devices, all capabilities, no confinement.
   *
   * @default - unset: not
   */
  readonly privileged?: boolean;
  /**
   * Whether a process may get more rights than its parent.
   *
   * @default false - unless the container is privileged or has SYS_ADMIN, with which Kubernetes documents that it is always true
   */
  readonly allowPrivilegeEscalation?: boolean;
  /**
   * Whether the container cannot write to its own file system.
   *
   * @default - unset: it can
   */
  readonly readOnlyRootFilesystem?: boolean;
  /**
   * The kubelet refuses to start the container as user 0.
   *
   * @default - unset: the pod's, else not
   */
  readonly runAsNonRoot?: boolean;
  /**
   * User id.
   *
   * @default - unset: the pod's, else the image's
   */
  readonly runAsUser?: number;
  /**
   * Group id.
   *
   * @default - unset: the pod's, else the image's
   */
  readonly runAsGroup?: number;
  /**
   * Capabilities.
   *
   * @default - unset: the runtime's
   */
  readonly capabilities?: CapabilityOptions;
  /**
   * System calls.
   *
   * @default - unset: the pod's
   */
  readonly seccompProfile?: SeccompProfile;
  /**
   * AppArmor.
   *
   * @default - unset: the pod's, else the runtime's
   */
  readonly appArmorProfile?: AppArmorProfile;
  /**
   * SELinux.
   *
   * @default - unset: the pod's, else the runtime's
   */
  readonly seLinuxOptions?: SeLinuxOptions;
  /**
   * How it sees `/proc`. Known from Kubernetes 1.33 on.
   *
   * @default - unset: with the runtime's masks
   */
  readonly procMount?: ProcMount;
  /**
   * Windows.
   *
   * @default - none
   */
  readonly windowsOptions?: WindowsOptions;
}

/** What all containers of the pod may do, where they say nothing of their own. */
export interface PodSecurity {
  /**
   * User id.
   *
   * @default - unset: the image's
   */
  readonly runAsUser?: number;
  /**
   * Group id.
   *
   * @default - unset: the image's
   */
  readonly runAsGroup?: number;
  /**
   * The kubelet refuses to start a container as user 0.
   *
   * @default - unset: not
   */
  readonly runAsNonRoot?: boolean;
  /**
   * Owner group of volumes that can have one.
   *
   * @default - unset: none
   */
  readonly fsGroup?: number;
  /**
   * When `fsGroup` is applied: `Always` or `OnRootMismatch`.
   *
   * @default - unset: the API server's Always
   */
  readonly fsGroupChangePolicy?: string;
  /**
   * Further groups.
   *
   * @default - none
   */
  readonly supplementalGroups?: number[];
  /**
   * System calls.
   *
   * @default SeccompProfile.runtimeDefault() - Kubernetes leaves containers unconfined
   */
  readonly seccompProfile?: SeccompProfile;
  /**
   * AppArmor.
   *
   * @default - unset: the runtime's
   */
  readonly appArmorProfile?: AppArmorProfile;
  /**
   * SELinux.
   *
   * @default - unset: the runtime's
   */
  readonly seLinuxOptions?: SeLinuxOptions;
  /**
   * Kernel settings of the pod's own: name → value.
   *
   * @default - none
   */
  readonly sysctls?: { [name: string]: string };
  /**
   * Windows.
   *
   * @default - none
   */
  readonly windowsOptions?: WindowsOptions;
}
