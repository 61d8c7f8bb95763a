import { Size } from 'cdk8s';
import { Settings, bytes } from './settings';
import { given } from '../../../pod/given';
import { SIZE } from '../../../pod/nested-kinds';
import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { requireWholeNumber } from '../../../values/kube-names';
import { requireFields, valueClass } from '../../../values/require';

/** How buffers are kept on the node. */
export interface FluentBitStorageOptions {
  /**
   * How many chunks, of about 2 MB each, are in memory at once.
   *
   * @default - half of the memory limit; Fluent Bit's 128 where there is no limit
   */
  readonly maxChunksUp?: number;
  /**
   * How much of the node's disk is taken by what one output has not sent. The oldest goes first.
   *
   * @default Size.gibibytes(1) - without a limit, a destination that is away fills the disk of every node; outputs can have a limit of their own
   */
  readonly limit?: Size;
  /**
   * How much of what was left by the pod before is in memory at once.
   *
   * @default - unset: Fluent Bit's 5 MB
   */
  readonly backlogMemLimit?: Size;
  /**
   * Each write is on the disk before the next.
   *
   * @default - unset: the kernel writes when it likes
   */
  readonly syncFull?: boolean;
  /**
   * Chunks are checked when they are read back.
   *
   * @default - unset: they are not
   */
  readonly checksum?: boolean;
}

/** Memory that a chunk takes. */
const CHUNK_MIB = 2;

/** Where records wait that are not sent yet. */
export class FluentBitStorage {
  /**
   * In the state directory on the node: what waits outlives pod and node, and a destination that is away for hours stops no input.
   *
   * @throws WrongType, InvalidNumber
   */
  public static filesystem(options: FluentBitStorageOptions = {}): FluentBitStorage {
    const where = 'FluentBitStorage.filesystem';
    requireFields(where, 'options', options);
    requireKinds(where, options, { limit: SIZE, backlogMemLimit: SIZE, syncFull: BOOLEAN, checksum: BOOLEAN });
    if (options.maxChunksUp !== undefined) {
      requireWholeNumber(where, 'maxChunksUp', options.maxChunksUp, 1);
    }
    return new FluentBitStorage({ ...options });
  }

  private constructor(private readonly options: FluentBitStorageOptions) {}

  /** Of an output that has no limit of its own. @internal */
  public get _limit(): number {
    return bytes(this.options.limit ?? Size.gibibytes(1))!;
  }

  /** How many chunks may be in memory; undefined where Fluent Bit says it. @internal */
  public _maxChunksUp(memoryLimit: Size | undefined): number | undefined {
    const fitting = memoryLimit === undefined ? undefined : Math.max(1, Math.floor(memoryLimit.toKibibytes() / 1024 / 2 / CHUNK_MIB));
    return this.options.maxChunksUp ?? (fitting === undefined || fitting >= 128 ? undefined : fitting);
  }

  /** MiB that all of them take. @internal */
  public _memory(memoryLimit: Size | undefined): number {
    return (this._maxChunksUp(memoryLimit) ?? 128) * CHUNK_MIB;
  }

  /** Of the service. @internal */
  public _settings(directory: string, memoryLimit: Size | undefined): Settings {
    const { backlogMemLimit, syncFull, checksum } = this.options;
    return given({
      'storage.path': `${directory}/storage`,
      'storage.sync': syncFull === undefined ? undefined : syncFull ? 'full' : 'normal',
      'storage.checksum': checksum,
      'storage.max_chunks_up': this._maxChunksUp(memoryLimit),
      'storage.backlog.mem_limit': bytes(backlogMemLimit),
      'storage.metrics': true,
    });
  }
}

valueClass(FluentBitStorage, 'FluentBitStorage', 'FluentBitStorage.filesystem()');
