import type { Size } from 'cdk8s';
import { fail } from '../../../../errors';
import { SIZE } from '../../../../pod/nested-kinds';
import { BOOLEAN, FIELDS, TEXT, requireKinds } from '../../../../values/kinds';
import { requireFields } from '../../../../values/require';
import type { SectionContext } from '../parts';
import { Settings, bytes, rawSettings, requireSettingText } from '../settings';
import { requireTag } from '../tag';

/** What inputs have in common that read of the node. */
export interface FluentBitInputOptions {
  /**
   * Tells it from others of its plugin, in metrics and in the name of the file of its positions.
   *
   * @default - made of plugin and tag
   */
  readonly alias?: string;
  /**
   * Reads no further while records that take so much memory wait to be sent: files and journals keep what comes meanwhile.
   *
   * @default - 5 MB; none with buffers on the node, where the setting means nothing
   */
  readonly memBufLimit?: Size;
  /**
   * Positions are kept in the state directory on the node, so that a restart neither repeats nor loses records.
   *
   * @default true - unless the default `stateDirectory` is off
   */
  readonly storePositions?: boolean;
  /**
   * More settings in Fluent Bit's own words, which take the place of those made here.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** Of every input: refuses what is none of it. */
export function checkInput(where: string, options: FluentBitInputOptions & { readonly tag?: string }): void {
  requireFields(where, 'options', options);
  requireKinds(where, options, { alias: TEXT, memBufLimit: SIZE, storePositions: BOOLEAN, config: FIELDS });
  if (options.alias !== undefined) {
    requireSettingText(where, 'alias', options.alias);
  }
  if (options.tag !== undefined) {
    requireTag(where, 'tag', options.tag);
  }
  rawSettings(where, 'config', options.config ?? {});
}

/** Where the input keeps its positions; undefined when it does not. @throws NoStateDirectory */
export function positionsOf(plugin: string, tag: string, options: FluentBitInputOptions, { where, directory }: SectionContext): string | undefined {
  const { alias, storePositions } = options;
  if (storePositions === true && directory === undefined) {
    fail('NoStateDirectory', where, `input ${plugin} has storePositions, and there is no state directory; write stateDirectory, or leave the default "stateDirectory" on`);
  }
  const name = (alias ?? `${plugin}-${tag}`).replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return storePositions === false || directory === undefined ? undefined : `${directory}/${name}.db`;
}

/** How much waits in memory, or that it waits on the node. @throws MemoryLimitOnDisk */
export function buffered({ memBufLimit }: FluentBitInputOptions, { where, onDisk }: SectionContext): Settings {
  if (onDisk && memBufLimit !== undefined) {
    fail('MemoryLimitOnDisk', where, 'memBufLimit has no effect with buffers on the node; leave it out, and write maxChunksUp or limit of FluentBitStorage.filesystem(…)');
  }
  return onDisk ? { 'storage.type': 'filesystem' } : { mem_buf_limit: bytes(memBufLimit) ?? '5MB' };
}
