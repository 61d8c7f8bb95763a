import { rawSettings } from './directive';
import { LOGS, SectionContext, SectionParts } from './parts';
import { FluentdForwardSourceOptions, FluentdSystemdOptions, checkForward, checkSystemd, forward, systemd } from './sources/more';
import { FluentdContainerLogsOptions, FluentdTailOptions, checkTail, containerLogs, requireTag, tail } from './sources/tail';
import { requirePlugin, requireSettingTexts } from './text';
import { valueClass } from '../../../values/require';

/** Where records come from. What it needs of the node comes with it. */
export class FluentdSource {
  /**
   * Logs of containers: the files of `/var/log/containers`, of which names and labels of pods are made by `FluentdFilter.kubernetesMetadata()`. Its own logs are left out.
   *
   * @throws WrongType, UnknownValue, InvalidSetting, InvalidTag, SecretAsText; NoStateDirectory in the agent
   */
  public static containerLogs(options: FluentdContainerLogsOptions = {}): FluentdSource {
    checkTail('FluentdSource.containerLogs', options);
    return new FluentdSource('tail', 'in_containers', (context) => containerLogs(options, context));
  }

  /**
   * Lines of other files of the node. Those outside of `/var/log` are mounted with `hostPaths`.
   *
   * @param path for example `/var/log/audit/audit.log`, with `*` as a wildcard
   * @throws WrongType, InvalidSetting, InvalidTag, SecretAsText; NoStateDirectory in the agent
   */
  public static tail(path: string[], options: FluentdTailOptions): FluentdSource {
    const where = 'FluentdSource.tail';
    requireSettingTexts(where, 'path', path);
    checkTail(where, options);
    requireTag(where, options.tag);
    return new FluentdSource('tail', `in_tail_${options.tag}`, (context) => tail(path, options, context));
  }

  /**
   * The journal of the node's systemd.
   *
   * @throws WrongType, InvalidSetting, InvalidTag, InvalidPath, SecretAsText
   */
  public static systemd(options: FluentdSystemdOptions = {}): FluentdSource {
    checkSystemd('FluentdSource.systemd', options);
    return new FluentdSource('systemd', `in_${options.tag ?? 'systemd'}`, (context) => systemd(options, context));
  }

  /**
   * Records that programs of the node send by the forward protocol, through a Service that leads to the Fluentd of the same node.
   *
   * @throws WrongType, InvalidPort, SecretAsText
   */
  public static forward(options: FluentdForwardSourceOptions = {}): FluentdSource {
    checkForward('FluentdSource.forward', options);
    return new FluentdSource('forward', 'in_forward', (context) => forward(options, context));
  }

  /**
   * Any other source that the image has, in Fluentd's own words.
   *
   * @param type the plugin's, for example `http`
   * @param settings its settings; a map is a section within, and `#{ENV['NAME']}` is the environment's
   * @throws InvalidPlugin, WrongType, InvalidSetting, SecretAsText
   */
  public static raw(type: string, settings: { [key: string]: any }): FluentdSource {
    const where = 'FluentdSource.raw';
    requirePlugin(where, type);
    const kept = rawSettings(where, 'settings', settings);
    return new FluentdSource(type, `in_${type}`, ({ id }) => ({ directives: [{ name: 'source', settings: { '@type': type, '@id': id, '@label': LOGS, ...kept } }] }));
  }

  private constructor(
    /** The plugin's type. */
    public readonly type: string,
    /** What its `@id` is made of. @internal */
    public readonly _id: string,
    /** @internal */
    public readonly _parts: (context: SectionContext) => SectionParts,
  ) {}
}

valueClass(FluentdSource, 'FluentdSource', 'FluentdSource.containerLogs()');
