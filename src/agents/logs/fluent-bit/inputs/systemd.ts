import { FluentBitInputOptions, buffered, checkInput, positionsOf } from './common';
import { fail, show } from '../../../../errors';
import { given } from '../../../../pod/given';
import { HostPath } from '../../../../values/host-path';
import { BOOLEAN, TEXT, requireKinds } from '../../../../values/kinds';
import type { SectionContext, SectionParts } from '../parts';
import { over, requireSettingTexts } from '../settings';

/** How the journal is read. */
export interface FluentBitSystemdOptions extends FluentBitInputOptions {
  /**
   * By which filters and outputs choose what comes from here. The `*` in it becomes the unit's name.
   *
   * @default host.*
   */
  readonly tag?: string;
  /**
   * Only records of these units, for example `kubelet.service`.
   *
   * @default - every record
   */
  readonly units?: string[];
  /**
   * The directory of the journal. It must be there, or Fluent Bit ends at once: where the journal is in memory only, it is `/run/log/journal`.
   *
   * @default /var/log/journal
   */
  readonly path?: string;
  /**
   * Without a known position, only what comes from now on is read.
   *
   * @default true - the journal goes back for months
   */
  readonly readFromTail?: boolean;
  /**
   * Names of fields lose the underscores that they begin with.
   *
   * @default - unset: they keep them
   */
  readonly stripUnderscores?: boolean;
  /**
   * Names of fields are in lower case.
   *
   * @default - unset: they are in upper case
   */
  readonly lowercase?: boolean;
}

export function checkSystemd(where: string, options: FluentBitSystemdOptions): void {
  checkInput(where, options);
  requireKinds(where, options, { path: TEXT, readFromTail: BOOLEAN, stripUnderscores: BOOLEAN, lowercase: BOOLEAN });
  if (options.units !== undefined) {
    requireSettingTexts(where, 'units', options.units);
  }
  if (options.path !== undefined && !options.path.startsWith('/')) {
    fail('InvalidPath', where, `path is ${show(options.path)}; write an absolute path of the node, such as "/run/log/journal"`);
  }
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/inputs/systemd */
export function systemd(options: FluentBitSystemdOptions, context: SectionContext): SectionParts {
  const { tag = 'host.*', alias, units, path = '/var/log/journal', readFromTail = true, stripUnderscores, lowercase, config } = options;
  const positions = positionsOf('systemd', tag, options, context);
  const isMounted = path === '/var/log' || path.startsWith('/var/log/');
  return {
    settings: over({
      ...given({
        alias,
        tag,
        path,
        systemd_filter: units?.map((unit) => `_SYSTEMD_UNIT=${unit}`),
        db: positions,
        read_from_tail: readFromTail,
        strip_underscores: stripUnderscores,
        lowercase,
      }),
      ...buffered(options, context),
    }, config),
    positions,
    hostPaths: isMounted ? [] : [HostPath.of(path).because('the journal of the node is there')],
  };
}
