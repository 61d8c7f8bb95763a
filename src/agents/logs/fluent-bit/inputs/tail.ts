import type { Duration, Size } from 'cdk8s';
import { FluentBitInputOptions, buffered, checkInput, positionsOf } from './common';
import { given } from '../../../../pod/given';
import { DURATION, SIZE, requireSeconds } from '../../../../pod/nested-kinds';
import { EnvVar } from '../../../../values/env-var';
import { BOOLEAN, TEXT, requireKinds } from '../../../../values/kinds';
import type { SectionContext, SectionParts } from '../parts';
import { bytes, over, requireSettingText, requireSettingTexts } from '../settings';

/** How lines of files are read. */
export interface FluentBitTailOptions extends FluentBitInputOptions {
  /** By which filters and outputs choose what comes from here. A `*` in it becomes the file's path. */
  readonly tag: string;
  /**
   * Files that are left out although `path` has them.
   *
   * @default - none
   */
  readonly excludePath?: string[];
  /**
   * A parser that each line goes through, one of the image's or of `parsers`.
   *
   * @default - none
   */
  readonly parser?: string;
  /**
   * Parsers that join several lines to one record, for example `cri`; the first that knows the lines has them.
   *
   * @default - none
   */
  readonly multilineParsers?: string[];
  /**
   * Files of which no position is known are read from their beginning when Fluent Bit starts.
   *
   * @default true - where positions are kept: what was logged before the agent came is not lost; else false, for every restart would repeat all of it
   */
  readonly readFromHead?: boolean;
  /**
   * From one look for new files to the next, in whole seconds.
   *
   * @default - unset: Fluent Bit's 60 s
   */
  readonly refreshInterval?: Duration;
  /**
   * A file that was rotated is read for so much longer, in whole seconds.
   *
   * @default - unset: Fluent Bit's 5 s
   */
  readonly rotateWait?: Duration;
  /**
   * The longest line.
   *
   * @default - unset: Fluent Bit's 32k
   */
  readonly bufferMaxSize?: Size;
  /**
   * A line that is too long is left out; without, the file is read no further.
   *
   * @default true
   */
  readonly skipLongLines?: boolean;
  /**
   * The name of the field with the file's path.
   *
   * @default - unset: none
   */
  readonly pathKey?: string;
}

/** How logs of containers are read. */
export interface FluentBitContainerLogsOptions extends FluentBitInputOptions {
  /**
   * By which filters and outputs choose what comes from here. The `*` in it becomes the file's path, of which the pod is known.
   *
   * @default kube.*
   */
  readonly tag?: string;
  /**
   * Which files.
   *
   * @default /var/log/containers/*.log - POD_NAMESPACE_CONTAINER-ID.log of every container
   */
  readonly path?: string[];
  /**
   * Files that are left out although `path` has them, besides its own logs.
   *
   * @default - none
   */
  readonly excludePath?: string[];
  /**
   * Its own logs as well. With `FluentBitOutput.stdout()` each of its lines would make another.
   *
   * @default false
   */
  readonly ownLogs?: boolean;
  /**
   * Parsers that join the lines of a record; the first that knows the lines has them.
   *
   * @default docker, cri - what Docker writes, and what containerd and CRI-O write
   */
  readonly multilineParsers?: string[];
  /**
   * Files of which no position is known are read from their beginning when Fluent Bit starts.
   *
   * @default true - where positions are kept: what was logged before the agent came is not lost; else false, for every restart would repeat all of it
   */
  readonly readFromHead?: boolean;
  /**
   * From one look for new files to the next, in whole seconds.
   *
   * @default - unset: Fluent Bit's 60 s
   */
  readonly refreshInterval?: Duration;
  /**
   * A file that was rotated is read for so much longer, in whole seconds.
   *
   * @default - unset: Fluent Bit's 5 s
   */
  readonly rotateWait?: Duration;
  /**
   * The longest line.
   *
   * @default - unset: Fluent Bit's 32k
   */
  readonly bufferMaxSize?: Size;
  /**
   * A line that is too long is left out; without, the file is read no further.
   *
   * @default true
   */
  readonly skipLongLines?: boolean;
}

export const CONTAINER_LOGS = '/var/log/containers/*.log';
/** Names of container logs begin with the pod's name and namespace. */
const OWN_LOGS = '/var/log/containers/${POD_NAME}_${POD_NAMESPACE}_*.log';

export function checkTail(where: string, options: Partial<FluentBitTailOptions> & FluentBitContainerLogsOptions): void {
  checkInput(where, options);
  requireKinds(where, options, {
    ownLogs: BOOLEAN,
    readFromHead: BOOLEAN,
    skipLongLines: BOOLEAN,
    refreshInterval: DURATION,
    rotateWait: DURATION,
    bufferMaxSize: SIZE,
    parser: TEXT,
    pathKey: TEXT,
  });
  requireSeconds(where, 'refreshInterval', options.refreshInterval);
  requireSeconds(where, 'rotateWait', options.rotateWait);
  for (const what of ['path', 'excludePath', 'multilineParsers'] as const) {
    if (options[what] !== undefined) {
      requireSettingTexts(where, what, options[what]);
    }
  }
  for (const what of ['parser', 'pathKey'] as const) {
    if (options[what] !== undefined) {
      requireSettingText(where, what, options[what]);
    }
  }
}

export function containerLogs(options: FluentBitContainerLogsOptions, context: SectionContext): SectionParts {
  const { path = [CONTAINER_LOGS], ownLogs = false, excludePath = [], multilineParsers = ['docker', 'cri'], tag = 'kube.*', ...rest } = options;
  const excluded = [...(ownLogs ? [] : [OWN_LOGS]), ...excludePath];
  const parts = tail(path, { ...rest, tag, multilineParsers, excludePath: excluded.length === 0 ? undefined : excluded }, context);
  return ownLogs ? parts : { ...parts, env: [EnvVar.fromField('POD_NAME', 'metadata.name'), EnvVar.fromField('POD_NAMESPACE', 'metadata.namespace')] };
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/inputs/tail */
export function tail(path: readonly string[], options: FluentBitTailOptions, context: SectionContext): SectionParts {
  const { tag, alias, excludePath, parser, multilineParsers, refreshInterval, rotateWait, bufferMaxSize, skipLongLines = true, pathKey, config } = options;
  const positions = positionsOf('tail', tag, options, context);
  return {
    settings: over({
      ...given({
        alias,
        tag,
        'path': path.join(','),
        'exclude_path': excludePath?.join(','),
        parser,
        'multiline.parser': multilineParsers?.join(', '),
        'db': positions,
        'read_from_head': options.readFromHead ?? positions !== undefined,
        'refresh_interval': refreshInterval?.toSeconds(),
        'rotate_wait': rotateWait?.toSeconds(),
        'buffer_max_size': bytes(bufferMaxSize),
        'skip_long_lines': skipLongLines,
        'path_key': pathKey,
      }),
      ...buffered(options, context),
    }, config),
    positions,
  };
}
