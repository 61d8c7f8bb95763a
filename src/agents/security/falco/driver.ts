import { given, some } from '../../../pod/given';
import { BOOLEAN, FIELDS, requireKinds } from '../../../values/kinds';
import { requireWholeNumber } from '../../../values/kube-names';
import { requireUnsetOrOneOf, valueClass } from '../../../values/require';
import { EbpfPrivilege, SecurityWatch } from '../security-agent';

/** How the kernel's events come to Falco. */
export interface FalcoDriverOptions {
  /**
   * The size of the buffers: 1 (1 MiB) to 10 (512 MiB), each twice the one before. Larger when Falco says that it drops events.
   *
   * @default - unset: Falco's 4, 8 MiB
   */
  readonly bufferSizePreset?: number;
  /**
   * System calls that failed are no events: less work, and attempts are not seen.
   *
   * @default - unset: Falco's false
   */
  readonly dropFailedExit?: boolean;
}

/** How the kernel's events come to Falco by eBPF. */
export interface FalcoEbpfOptions extends FalcoDriverOptions {
  /**
   * So many processors share one buffer; 0 for one buffer for all.
   *
   * @default - unset: Falco's 2
   */
  readonly cpusForEachBuffer?: number;
  /**
   * What lets it load its programs.
   *
   * @default LEAST - capabilities; nodes that refuse them, with `Operation not permitted` in Falco's log, need SYS_ADMIN
   */
  readonly privilege?: EbpfPrivilege;
}

/**
 * By what Falco gets the kernel's events, with what that needs of the node.
 *
 * @see https://falco.org/docs/concepts/event-sources/kernel/
 */
export class FalcoDriver {
  /**
   * The eBPF programs that Falco brings with it: nothing is built or loaded before, and it is not privileged. For kernels with BTF, from 5.8 on.
   *
   * @throws WrongType, InvalidNumber, UnknownValue
   */
  public static modernEbpf(options: FalcoEbpfOptions = {}): FalcoDriver {
    const where = 'FalcoDriver.modernEbpf';
    const settings = settingsOf(where, options);
    requireUnsetOrOneOf(where, 'privilege', options.privilege, EbpfPrivilege);
    if (options.cpusForEachBuffer !== undefined) {
      requireWholeNumber(where, 'cpusForEachBuffer', options.cpusForEachBuffer, 0);
    }
    const engine = some({ ...settings, cpus_for_each_buffer: options.cpusForEachBuffer });
    const watch = SecurityWatch.modernEbpf(options.privilege === undefined ? {} : { privilege: options.privilege });
    return new FalcoDriver('modern_ebpf', given({ kind: 'modern_ebpf', modern_ebpf: engine }), watch, false);
  }

  /**
   * The kernel module, which an init container downloads or builds, and loads. Both containers are privileged. For kernels without BTF.
   *
   * @throws WrongType, InvalidNumber
   */
  public static kmod(options: FalcoDriverOptions = {}): FalcoDriver {
    const engine = some(settingsOf('FalcoDriver.kmod', options));
    return new FalcoDriver('kmod', given({ kind: 'kmod', kmod: engine }), SecurityWatch.kernelModule(), true);
  }

  /**
   * On each node modern eBPF where its kernel has what that needs, and the kernel module elsewhere; an init container finds out. For nodes of several ages: both containers are
   * privileged, for nobody knows before which it will be.
   *
   * @throws WrongType, InvalidNumber
   */
  public static auto(options: FalcoDriverOptions = {}): FalcoDriver {
    const engine = some(settingsOf('FalcoDriver.auto', options));
    return new FalcoDriver('auto', given({ kind: 'modern_ebpf', kmod: engine, modern_ebpf: engine }), SecurityWatch.kernelModuleOrEbpf(), true);
  }

  private constructor(
    /** As Falco's own chart names it: `modern_ebpf`, `kmod` or `auto`. */
    public readonly kind: string,
    /** @internal */
    public readonly _engine: object,
    /** @internal */
    public readonly _watch: SecurityWatch,
    /** @internal */
    public readonly _needsLoader: boolean,
  ) {}
}

valueClass(FalcoDriver, 'FalcoDriver', 'FalcoDriver.modernEbpf()');

function settingsOf(where: string, options: FalcoDriverOptions): { buf_size_preset?: number; drop_failed_exit?: boolean } {
  requireKinds(where, { options: options ?? null, ...options }, { options: FIELDS, dropFailedExit: BOOLEAN });
  if (options.bufferSizePreset !== undefined) {
    requireWholeNumber(where, 'bufferSizePreset', options.bufferSizePreset, 1, 10);
  }
  return { buf_size_preset: options.bufferSizePreset, drop_failed_exit: options.dropFailedExit };
}
