import { EnvVar } from '../../../values/env-var';
import { HostPath } from '../../../values/host-path';
import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { requireFields, valueClass } from '../../../values/require';
import { AppArmorProfile, ContainerSecurity, SeccompProfile } from '../../../values/security';
import { Volume } from '../../../values/volume';
import { VolumeMount } from '../../../values/volume-mount';

/** Sysdig's own list for an agent that is not privileged: from 13.3 on, with eBPF. */
export const CAPABILITIES = ['SYS_ADMIN', 'SYS_RESOURCE', 'SYS_PTRACE', 'SYS_CHROOT', 'DAC_READ_SEARCH', 'KILL', 'SETUID', 'SETGID'];

const PRIVILEGED: ContainerSecurity = { privileged: true, runAsUser: 0, runAsGroup: 0, readOnlyRootFilesystem: false };

/** With eBPF. */
export interface SysdigEbpfOptions {
  /**
   * Privileged, with every capability and device, instead of eight capabilities.
   *
   * @default false - eBPF needs no more than these
   */
  readonly privileged?: boolean;
}

/**
 * How the agent sees system calls.
 *
 * @see https://docs.sysdig.com/en/sysdig-secure/agent-drivers/
 */
export class SysdigDriver {
  /**
   * A kernel module, which a privileged init container loads: built for the node's kernel there, or fetched ready-made. For every kernel; agent and init container are
   * privileged.
   */
  public static kernelModule(): SysdigDriver {
    return new SysdigDriver('kernelModule', true, undefined);
  }

  /**
   * A probe of eBPF, which a privileged init container builds for the node's kernel, or fetches ready-made. From kernel 4.14 on.
   *
   * @throws WrongType
   */
  public static legacyEbpf(options: SysdigEbpfOptions = {}): SysdigDriver {
    return SysdigDriver.ebpf('legacyEbpf', 'legacy_ebpf', options);
  }

  /**
   * The probe of eBPF that is in the agent, for every kernel that describes itself (BTF): 5.8 and later, and those with its changes. Nothing is built, fetched or loaded by an
   * init container, and nothing is privileged: the one to choose where nodes can.
   *
   * @throws WrongType
   */
  public static universalEbpf(options: SysdigEbpfOptions = {}): SysdigDriver {
    return SysdigDriver.ebpf('universalEbpf', 'universal_ebpf', options);
  }

  private static ebpf(name: string, driver: string, options: SysdigEbpfOptions): SysdigDriver {
    requireFields(`SysdigDriver.${name}`, 'options', options);
    requireKinds(`SysdigDriver.${name}`, options, { privileged: BOOLEAN });
    return new SysdigDriver(name, options.privileged === true, driver);
  }

  private constructor(
    /** Its name, as its factory has it. */
    public readonly name: string,
    /** Whether the agent is privileged. */
    public readonly isPrivileged: boolean,
    private readonly driver: string | undefined,
  ) {}

  /** Whether an init container gets it onto the node. @internal */
  public get _isInstalled(): boolean {
    return this.driver !== 'universal_ebpf';
  }

  /** Of the agent, and of the init container. @internal */
  public get _env(): EnvVar[] {
    return this.driver === undefined ? [] : [
      EnvVar.of('SYSDIG_AGENT_DRIVER', this.driver), ...(this._isInstalled ? [EnvVar.of('SYSDIG_BPF_PROBE', '')] : []),
    ];
  }

  /** What of the node eBPF needs, for both. @internal */
  public get _hostPaths(): HostPath[] {
    return this.driver === undefined ? [] : [HostPath.of('/sys/kernel/debug', { volumeName: 'sys-tracing' }).because('the kernel lists there what eBPF can watch')];
  }

  /** Where the probe is, for both. @internal */
  public get _mounts(): VolumeMount[] {
    return this.driver === undefined ? [] : [VolumeMount.of('/root/.sysdig', Volume.emptyDir('bpf-probes'))];
  }

  /** A module's devices are opened for writing. @internal */
  public get _devices(): HostPath {
    const devices = HostPath.of('/dev', { mountPath: '/host/dev', volumeName: 'dev-vol' });
    return this._isInstalled ? devices.writable('the driver\'s devices are opened there') : devices.because('devices of the node are told apart there');
  }

  /** What the agent may do. @internal */
  public _security(more: readonly string[]): ContainerSecurity {
    return this.isPrivileged ? PRIVILEGED : {
      runAsUser: 0,
      runAsGroup: 0,
      capabilities: { drop: ['ALL'], add: [...CAPABILITIES, ...more] },
      seccompProfile: SeccompProfile.unconfined(),
      appArmorProfile: AppArmorProfile.unconfined(),
    };
  }
}

valueClass(SysdigDriver, 'SysdigDriver', 'SysdigDriver.universalEbpf()');
