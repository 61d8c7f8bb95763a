import { FluentBitForwardInputOptions, checkForward, forward } from './inputs/forward';
import { FluentBitSystemdOptions, checkSystemd, systemd } from './inputs/systemd';
import { FluentBitContainerLogsOptions, FluentBitTailOptions, checkTail, containerLogs, tail } from './inputs/tail';
import { SectionContext, SectionParts } from './parts';
import { rawSettings, requireSettingTexts } from './settings';
import { requireTag } from './tag';
import { fail, show } from '../../../errors';
import { requireFields, valueClass } from '../../../values/require';

/** Where records come from. What it needs of the node comes with it. */
export class FluentBitInput {
  /**
   * Logs of containers: the files of `/var/log/containers`, of which names and labels of pods are made by `FluentBitFilter.kubernetes()`. Its own logs are left out.
   *
   * @throws WrongType, InvalidSetting, InvalidTag, SecretAsText; NoStateDirectory, MemoryLimitOnDisk in the agent
   */
  public static containerLogs(options: FluentBitContainerLogsOptions = {}): FluentBitInput {
    const where = 'FluentBitInput.containerLogs';
    checkTail(where, options);
    return new FluentBitInput(where, 'tail', options.tag ?? 'kube.*', (context) => containerLogs(options, context));
  }

  /**
   * Lines of other files of the node. Those outside of `/var/log` are mounted with `hostPaths`.
   *
   * @param path for example `/var/log/audit/audit.log`, with `*` as a wildcard
   * @throws WrongType, InvalidSetting, InvalidTag, SecretAsText; NoStateDirectory, MemoryLimitOnDisk in the agent
   */
  public static tail(path: string[], options: FluentBitTailOptions): FluentBitInput {
    const where = 'FluentBitInput.tail';
    requireSettingTexts(where, 'path', path);
    checkTail(where, options);
    if (options.tag === undefined) {
      fail('InvalidTag', where, 'tag is nothing; write one of its own, such as "audit", by which filters and outputs choose these lines');
    }
    return new FluentBitInput(where, 'tail', options.tag, (context) => tail(path, options, context));
  }

  /**
   * The journal of the node's systemd.
   *
   * @throws WrongType, InvalidSetting, InvalidTag, InvalidPath, SecretAsText; NoStateDirectory, MemoryLimitOnDisk in the agent
   */
  public static systemd(options: FluentBitSystemdOptions = {}): FluentBitInput {
    const where = 'FluentBitInput.systemd';
    checkSystemd(where, options);
    return new FluentBitInput(where, 'systemd', options.tag ?? 'host.*', (context) => systemd(options, context));
  }

  /**
   * Records that programs of the node send by the forward protocol, through a Service that leads to the Fluent Bit of the same node.
   *
   * @throws WrongType, InvalidPort, InvalidTag, SecretAsText
   */
  public static forward(options: FluentBitForwardInputOptions = {}): FluentBitInput {
    const where = 'FluentBitInput.forward';
    checkForward(where, options);
    // Without a tag, each record has the one that its sender gave it.
    return new FluentBitInput(where, 'forward', options.tag, (context) => forward(options, context));
  }

  /**
   * Any other input, in Fluent Bit's own words.
   *
   * @param name the plugin's, for example `kmsg`
   * @param settings its settings; a list is a setting that is written several times
   * @throws InvalidPlugin, WrongType, InvalidSetting, SecretAsText
   */
  public static raw(name: string, settings: { [key: string]: any }): FluentBitInput {
    const where = 'FluentBitInput.raw';
    const kept = rawSettings(where, 'settings', settings);
    const tag = Object.entries(kept).find(([key]) => key.toLowerCase() === 'tag')?.[1];
    return new FluentBitInput(where, name, typeof tag === 'string' ? tag : undefined, () => ({ settings: kept }));
  }

  private constructor(
    where: string,
    /** The plugin's name. */
    public readonly name: string,
    /** The tag of its records, with `*` for what is not known before; unset where senders or the plugin choose. */
    public readonly tag: string | undefined,
    /** @internal */
    public readonly _parts: (context: SectionContext) => SectionParts,
  ) {
    requirePlugin(where, name);
    if (tag !== undefined) {
      requireTag(where, 'tag', tag);
    }
  }
}

valueClass(FluentBitInput, 'FluentBitInput', 'FluentBitInput.containerLogs()');

/** @throws InvalidPlugin */
export function requirePlugin(where: string, name: unknown): void {
  if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    fail('InvalidPlugin', where, `name is ${show(name)}; write a plugin's name, such as "tail"`);
  }
}

/** Options that may be left out, but not be anything else. */
export function requireOptions(where: string, options: unknown): void {
  requireFields(where, 'options', options);
}
