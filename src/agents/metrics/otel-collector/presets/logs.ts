import { PresetContext, PresetParts } from './parts';
import { fail } from '../../../../errors';
import { HostPath } from '../../../../values/host-path';
import { BOOLEAN, TEXT, TEXTS, requireKinds } from '../../../../values/kinds';
import { requireUnsetOrOneOf } from '../../../../values/require';
import { requireNoSecrets } from '../component';
import { literal } from '../literal';
import { OtelSignal } from '../signal';

/** Where a file is begun that no position is known of. */
export enum OtelStartAt {
  /** All that is in it. */
  BEGINNING = 'beginning',
  /** What comes from now on. */
  END = 'end',
}

/** Logs of pods. */
export interface OtelLogsOptions {
  /**
   * Which files, below `/var/log/pods`, which has `NAMESPACE_POD_UID/CONTAINER/RESTARTS.log`.
   *
   * @default - all of them
   */
  readonly include?: string[];
  /**
   * Which files not, besides the Collector's own.
   *
   * @default - none
   */
  readonly exclude?: string[];
  /**
   * The Collector's own logs as well. With `OtelExporter.debug()` each of its lines would make another.
   *
   * @default false
   */
  readonly ownLogs?: boolean;
  /**
   * Positions are kept in the state directory on the node, so that a restart neither repeats nor loses logs.
   *
   * @default true - unless the default `stateDirectory` is off
   */
  readonly storePositions?: boolean;
  /**
   * Where files are begun that no position is known of.
   *
   * @default - BEGINNING where positions are kept, so that what was logged before the agent came is not lost; else END, for every restart would repeat all of it
   */
  readonly startAt?: OtelStartAt;
  /**
   * Operators, in their own words, that each record goes through once it is parsed.
   *
   * @default - none
   * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.158.0/pkg/stanza/docs/operators
   */
  readonly operators?: { [key: string]: any }[];
}

const DIRECTORY = '/var/log/pods';

export function checkLogs(where: string, options: OtelLogsOptions): void {
  requireKinds(where, options, { include: TEXTS, exclude: TEXTS, ownLogs: BOOLEAN, storePositions: BOOLEAN, startAt: TEXT });
  requireUnsetOrOneOf(where, 'startAt', options.startAt, OtelStartAt);
  requireNoSecrets(where, 'operators', options.operators ?? []);
  const outside = [...options.include ?? [], ...options.exclude ?? []].find((pattern) => !pattern.startsWith(`${DIRECTORY}/`));
  if (outside !== undefined || options.include?.length === 0) {
    fail('NotLogsOfPods', where, `include or exclude has ${outside === undefined ? 'no pattern' : JSON.stringify(outside)}; write patterns that begin with ${DIRECTORY}/, or read other files with OtelComponent.receiver("file_log", …) and hostPaths`);
  }
}

/** @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.158.0/receiver/filelogreceiver */
export function logs(options: OtelLogsOptions, { where, hasState }: PresetContext): PresetParts {
  const { include = [`${DIRECTORY}/*/*/*.log`], exclude = [], ownLogs = false, storePositions = hasState, operators = [] } = options;
  if (storePositions && !hasState) {
    fail('NoStateDirectory', where, 'storePositions is true, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on');
  }
  const own = ownLogs ? [] : [`${DIRECTORY}/\${env:OTEL_K8S_NAMESPACE}_\${env:OTEL_K8S_POD_NAME}_*/*/*.log`];
  return {
    receivers: {
      file_log: {
        include: include.map(literal),
        ...(own.length + exclude.length === 0 ? {} : { exclude: [...own, ...exclude.map(literal)] }),
        include_file_name: false,
        include_file_path: true,
        start_at: options.startAt ?? (storePositions ? OtelStartAt.BEGINNING : OtelStartAt.END),
        // What is refused while memory is short would be lost.
        retry_on_failure: { enabled: true },
        ...(storePositions ? { storage: 'file_storage' } : {}),
        operators: [{ type: 'container' }, ...operators],
      },
    },
    signals: [OtelSignal.LOGS],
    hostPaths: [HostPath.podLogs().because('the logs of pods are there')],
    needsRoot: true,
    storesState: storePositions,
  };
}
