import { requireFilters } from './filter';
import { BOOLEAN, requireKinds } from '../../../values/kinds';
import { requireWholeNumber } from '../../../values/kube-names';
import { requireFields, valueClass } from '../../../values/require';

/** Which logs, and how they are read. */
export interface DatadogLogsOptions {
  /**
   * Not of these containers: `image:`, `name:` or `kube_namespace:` and a regular expression, for example `kube_namespace:^kube-system$`.
   *
   * @default - none
   */
  readonly exclude?: string[];
  /**
   * Of these all the same, although `exclude` names them.
   *
   * @default - none
   */
  readonly include?: string[];
  /**
   * Finds out by itself where messages of several lines begin.
   *
   * @default - unset: the Agent's, on
   */
  readonly autoMultiLine?: boolean;
  /**
   * So many files are followed at once.
   *
   * @default - unset: the Agent's, 500
   */
  readonly openFilesLimit?: number;
}

/**
 * Logs of containers, read from their files. Where it is in each file is kept on the node, so that a restart sends none twice and loses none.
 *
 * @see https://docs.datadoghq.com/containers/kubernetes/log/
 */
export class DatadogLogs {
  /**
   * Of every container, the Agent's own included.
   *
   * @throws WrongType, InvalidFilter, InvalidNumber
   */
  public static allContainers(options: DatadogLogsOptions = {}): DatadogLogs {
    return DatadogLogs.of('DatadogLogs.allContainers', true, options);
  }

  /**
   * Only of containers whose pods ask for it by the annotation `ad.datadoghq.com/CONTAINER.logs`.
   *
   * @throws WrongType, InvalidFilter, InvalidNumber
   */
  public static annotatedContainers(options: DatadogLogsOptions = {}): DatadogLogs {
    return DatadogLogs.of('DatadogLogs.annotatedContainers', false, options);
  }

  private static of(where: string, all: boolean, options: DatadogLogsOptions): DatadogLogs {
    requireFields(where, 'options', options);
    requireKinds(where, options, { autoMultiLine: BOOLEAN });
    requireFilters(where, 'exclude', options.exclude);
    requireFilters(where, 'include', options.include);
    if (options.openFilesLimit !== undefined) {
      requireWholeNumber(where, 'openFilesLimit', options.openFilesLimit, 1);
    }
    return new DatadogLogs(all, { ...options });
  }

  private constructor(
    /** Of every container, or only of those that ask for it. */
    public readonly ofAllContainers: boolean,
    /** @internal */
    public readonly _options: DatadogLogsOptions,
  ) {}
}

valueClass(DatadogLogs, 'DatadogLogs', 'DatadogLogs.allContainers()');
