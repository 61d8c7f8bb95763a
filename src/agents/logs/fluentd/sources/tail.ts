import type { Duration } from 'cdk8s';
import { fail } from '../../../../errors';
import { given } from '../../../../pod/given';
import { DURATION, requireSeconds } from '../../../../pod/nested-kinds';
import { EnvVar } from '../../../../values/env-var';
import { BOOLEAN, FIELDS, TEXT, requireKinds } from '../../../../values/kinds';
import { requireFields, requireUnsetOrOneOf } from '../../../../values/require';
import { Directive, Settings, over, rawSettings } from '../directive';
import { LOGS, SectionContext, SectionParts } from '../parts';
import { requireSettingText, requireSettingTexts, seconds } from '../text';

/** What the container runtime writes. */
export enum FluentdLogFormat {
  /** containerd and CRI-O: `TIME STREAM TAG LOG`. The log is the field `message`. */
  CRI = 'cri',
  /** Docker: JSON. The log is the field `log`. */
  DOCKER = 'docker',
}

/** What sources have in common that read files. */
export interface FluentdTailOptions {
  /** By which filters and outputs choose what comes from here. A `*` in it becomes the file's path. */
  readonly tag: string;
  /**
   * Files that are left out although `path` has them.
   *
   * @default - none
   */
  readonly excludePath?: string[];
  /**
   * The section `parse`, in Fluentd's own words.
   *
   * @default { '@type': 'none' } - the line is the field `message`
   */
  readonly parse?: { [key: string]: any };
  /**
   * Files of which no position is known are read from their beginning.
   *
   * @default true - where positions are kept: what was logged before the agent came is not lost; else false, for every restart would repeat all of it
   */
  readonly readFromHead?: boolean;
  /**
   * Positions are kept in the state directory on the node, so that a restart neither repeats nor loses records.
   *
   * @default true - unless the default `stateDirectory` is off
   */
  readonly storePositions?: boolean;
  /**
   * From one look for new files to the next, in whole seconds.
   *
   * @default - unset: Fluentd's 60 s
   */
  readonly refreshInterval?: Duration;
  /**
   * More settings in Fluentd's own words, over those made here; sections are joined.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** How logs of containers are read. */
export interface FluentdContainerLogsOptions {
  /**
   * What the container runtime writes.
   *
   * @default CRI - what containerd and CRI-O write
   */
  readonly format?: FluentdLogFormat;
  /**
   * By which filters and outputs choose what comes from here. The `*` in it becomes the file's path, of which the pod is known.
   *
   * @default kubernetes.*
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
   * Its own logs as well. With `FluentdOutput.stdout()` each of its lines would make another.
   *
   * @default false
   */
  readonly ownLogs?: boolean;
  /**
   * Lines that the runtime took apart, because they were longer than 16 KiB, are joined.
   *
   * @default true
   */
  readonly joinPartialLines?: boolean;
  /**
   * Files of which no position is known are read from their beginning.
   *
   * @default true - where positions are kept: what was logged before the agent came is not lost; else false, for every restart would repeat all of it
   */
  readonly readFromHead?: boolean;
  /**
   * Positions are kept in the state directory on the node, so that a restart neither repeats nor loses records.
   *
   * @default true - unless the default `stateDirectory` is off
   */
  readonly storePositions?: boolean;
  /**
   * From one look for new files to the next, in whole seconds.
   *
   * @default - unset: Fluentd's 60 s
   */
  readonly refreshInterval?: Duration;
  /**
   * More settings in Fluentd's own words, over those made here; sections are joined.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

export const CONTAINER_LOGS = '/var/log/containers/*.log';
/** Names of container logs begin with the pod's name and namespace. */
const OWN_LOGS = '/var/log/containers/#{ENV[\'POD_NAME\']}_#{ENV[\'POD_NAMESPACE\']}_*.log';

const PARSE: { readonly [format in FluentdLogFormat]: Settings } = {
  [FluentdLogFormat.CRI]: { '@type': 'cri' },
  [FluentdLogFormat.DOCKER]: { '@type': 'json', 'time_key': 'time', 'time_type': 'string', 'time_format': '%Y-%m-%dT%H:%M:%S.%N%z' },
};

/** What tells a line that goes on. */
const CONCAT: { readonly [format in FluentdLogFormat]: Settings } = {
  [FluentdLogFormat.CRI]: { key: 'message', use_partial_cri_logtag: true, partial_cri_logtag_key: 'logtag', partial_cri_stream_key: 'stream' },
  [FluentdLogFormat.DOCKER]: { key: 'log', multiline_end_regexp: '/\\n$/', stream_identity_key: 'stream' },
};

export function checkTail(where: string, options: Partial<FluentdTailOptions> & FluentdContainerLogsOptions): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, {
    format: TEXT,
    ownLogs: BOOLEAN,
    joinPartialLines: BOOLEAN,
    readFromHead: BOOLEAN,
    storePositions: BOOLEAN,
    refreshInterval: DURATION,
    parse: FIELDS,
    config: FIELDS,
  });
  requireUnsetOrOneOf(where, 'format', options.format, FluentdLogFormat);
  requireSeconds(where, 'refreshInterval', options.refreshInterval);
  for (const what of ['path', 'excludePath'] as const) {
    if (options[what] !== undefined) {
      requireSettingTexts(where, what, options[what]);
    }
  }
  if (options.tag !== undefined) {
    requireTag(where, options.tag);
  }
  rawSettings(where, 'parse', options.parse ?? {});
  rawSettings(where, 'config', options.config ?? {});
}

/** @throws InvalidTag */
export function requireTag(where: string, tag: unknown): asserts tag is string {
  requireSettingText(where, 'tag', tag);
  if (/[\s'"#<>]/.test(tag)) {
    fail('InvalidTag', where, `tag is "${tag}"; write a tag without spaces, such as "kubernetes.*"`);
  }
}

/** Long lines are joined under a label of their own: what waits for its end too long goes on all the same, and is not thrown away. */
export function containerLogs(options: FluentdContainerLogsOptions, context: SectionContext): SectionParts {
  const { format = FluentdLogFormat.CRI, tag = 'kubernetes.*', path = [CONTAINER_LOGS], ownLogs = false, excludePath = [], ...more } = options;
  const { joinPartialLines = true, ...rest } = more;
  const excluded = [...(ownLogs ? [] : [OWN_LOGS]), ...excludePath];
  const label = joinPartialLines ? `@${context.id.toUpperCase()}` : LOGS;
  const source = tail(path, { ...rest, tag, parse: PARSE[format], excludePath: excluded.length === 0 ? undefined : excluded }, context, label);
  const concat: Directive = {
    name: 'filter',
    argument: '**',
    settings: { '@type': 'concat', '@id': `${context.id}_concat`, ...CONCAT[format], 'separator': '', 'use_first_timestamp': true, 'flush_interval': 5, 'timeout_label': LOGS },
  };
  const onward: Directive = { name: 'match', argument: '**', settings: { '@type': 'relabel', '@label': LOGS } };
  return {
    ...source,
    directives: joinPartialLines ? [...source.directives, { name: 'label', argument: label, settings: {}, children: [concat, onward] }] : source.directives,
    env: ownLogs ? [] : [EnvVar.fromField('POD_NAME', 'metadata.name'), EnvVar.fromField('POD_NAMESPACE', 'metadata.namespace')],
  };
}

/** @see https://docs.fluentd.org/input/tail */
export function tail(path: readonly string[], options: FluentdTailOptions, { where, directory, id }: SectionContext, label: string = LOGS): SectionParts {
  const { tag, excludePath, parse = { '@type': 'none' }, readFromHead, storePositions, refreshInterval, config } = options;
  if (storePositions === true && directory === undefined) {
    fail('NoStateDirectory', where, `source ${id} has storePositions, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on`);
  }
  const positions = storePositions === false || directory === undefined ? undefined : `${directory}/${id}.pos`;
  const settings = given({
    '@type': 'tail',
    '@id': id,
    '@label': label,
    'path': path.join(','),
    'exclude_path': excludePath,
    'pos_file': positions,
    tag,
    'read_from_head': readFromHead ?? positions !== undefined,
    'refresh_interval': seconds(refreshInterval),
    parse,
  });
  return { directives: [{ name: 'source', settings: over(settings, config) }] };
}
