import type { Duration } from 'cdk8s';
import { Block, pluginBlock, rawBlock } from './block';
import { LogstashCodec } from './codec';
import { writePlugin } from './language';
import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { DURATION, requireSeconds } from '../../../pod/nested-kinds';
import { ContainerPort } from '../../../values/container-port';
import { BOOLEAN, FIELDS, TEXTS, of, requireKinds } from '../../../values/kinds';
import { requirePort } from '../../../values/kube-names';
import { requireFields, requireList, valueClass } from '../../../values/require';

/** How files are read. */
export interface LogstashFileOptions {
  /**
   * Names of files, without their directories, that are not read: `*_kube-system_*`.
   *
   * @default - none
   */
  readonly exclude?: string[];
  /**
   * Where a file is begun that no position is known of: at its end, in place of its beginning.
   *
   * @default false - what was logged before the agent came is not lost
   */
  readonly fromEnd?: boolean;
  /**
   * How lines are read.
   *
   * @default - each line is an event
   */
  readonly codec?: LogstashCodec;
  /**
   * Files that were written last before this time are not read, in whole seconds.
   *
   * @default - unset: all of them
   */
  readonly ignoreOlder?: Duration;
  /**
   * More settings of the file input, in its own words.
   *
   * @default - none
   */
  readonly settings?: { [name: string]: any };
}

/** Events that other programs send. */
export interface LogstashBeatsOptions {
  /**
   * The port.
   *
   * @default 5044 - of Beats and Elastic Agents
   */
  readonly port?: number;
  /**
   * A port of the node as well, for programs that know their node's address only.
   *
   * @default false
   */
  readonly hostPort?: boolean;
  /**
   * More settings of the beats input, in its own words, such as its certificate.
   *
   * @default - none
   */
  readonly settings?: { [name: string]: any };
}

/**
 * Where events come from.
 *
 * @see https://www.elastic.co/docs/reference/logstash/plugins/input-plugins
 */
export class LogstashInput {
  /**
   * Logs of every container of the node, line by line as the container runtime writes them: `LogstashFilter.containerLogs()` makes events of them.
   *
   * @throws WrongType, InvalidNumber, InvalidSetting, UnquotableText, SecretAsText
   */
  public static containerLogs(options: LogstashFileOptions = {}): LogstashInput {
    return LogstashInput.reading('LogstashInput.containerLogs', 'containers', ['/var/log/containers/*.log'], options);
  }

  /**
   * Lines of any files. Positions are kept in the state directory.
   *
   * @param id unique in the agent, by which its positions are kept; a change sends all files again
   * @param paths with `*` and `**`; they must be in the container: below `/var/log`, or mounted by `hostPaths`
   * @throws InvalidInput, WrongType, InvalidNumber, InvalidSetting, UnquotableText, SecretAsText; FilesNotMounted, InputTwice and NoStateDirectory in the agent
   */
  public static file(id: string, paths: string[], options: LogstashFileOptions = {}): LogstashInput {
    const where = 'LogstashInput.file';
    if (typeof id !== 'string' || !/^[A-Za-z0-9_-]+$/.test(id)) {
      fail('InvalidInput', where, `id is ${show(id)}; write a name of letters, digits, "_" and "-" that no other input has, such as "audit"`);
    }
    requireList(where, 'paths', paths);
    if (paths.length === 0 || !paths.every((path) => typeof path === 'string' && path.startsWith('/'))) {
      fail('InvalidInput', where, `paths are ${show(paths)}; write absolute paths, such as "/var/log/audit/*.log"`);
    }
    return LogstashInput.reading(where, id, [...paths], options);
  }

  /**
   * Events that Beats and Elastic Agents send, from pods of the same node by a Service.
   *
   * @throws WrongType, InvalidPort, InvalidSetting, UnquotableText, SecretAsText
   */
  public static beats(options: LogstashBeatsOptions = {}): LogstashInput {
    const where = 'LogstashInput.beats';
    requireFields(where, 'options', options);
    requireKinds(where, options, { hostPort: BOOLEAN, settings: FIELDS });
    const { port = 5044, hostPort = false, settings = {} } = options;
    requirePort(where, 'port', port);
    const name = port === 5044 ? 'beats' : `beats-${port}`;
    return new LogstashInput(pluginBlock(where, 'beats', { port, ...settings }, { ports: [hostPort ? ContainerPort.of(port, { name, hostPort: port }) : ContainerPort.named(name, port)] }));
  }

  /**
   * Any other: `LogstashInput.plugin('http', { port: 8080 })`. Ports that it listens on go into `ports` of the agent.
   *
   * @throws InvalidPlugin, InvalidSetting, UnquotableText, SecretAsText
   */
  public static plugin(name: string, settings: { [name: string]: any } = {}): LogstashInput {
    requireKinds('LogstashInput.plugin', { settings: settings ?? null }, { settings: FIELDS });
    return new LogstashInput(pluginBlock('LogstashInput.plugin', name, settings));
  }

  /**
   * What stands within `input { … }`, in Logstash's own language.
   *
   * @throws NotText, InvalidPipeline, SecretAsText
   */
  public static raw(text: string): LogstashInput {
    return new LogstashInput(rawBlock('LogstashInput.raw', text));
  }

  private static reading(where: string, id: string, paths: string[], options: LogstashFileOptions): LogstashInput {
    requireFields(where, 'options', options);
    requireKinds(where, options, { exclude: TEXTS, fromEnd: BOOLEAN, codec: of(LogstashCodec), ignoreOlder: DURATION, settings: FIELDS });
    requireSeconds(where, 'ignoreOlder', options.ignoreOlder);
    const { exclude, fromEnd = false, codec, ignoreOlder, settings = {} } = options;
    const made = given({
      path: paths, exclude, start_position: fromEnd ? 'end' : 'beginning', ignore_older: ignoreOlder?.toSeconds(), codec, ...settings,
    });
    pluginBlock(where, 'file', made);
    return new LogstashInput({
      paths,
      sincedb: id,
      write: ({ stateDirectory }, indent) => {
        const sincedb = stateDirectory === undefined ? {} : { sincedb_path: `${stateDirectory}/sincedb-${id}` };
        return `${indent}${writePlugin(where, 'file', { ...sincedb, ...made }, indent)}\n`;
      },
    });
  }

  private constructor(/** @internal */ public readonly _block: Block) {}
}

valueClass(LogstashInput, 'LogstashInput', 'LogstashInput.containerLogs()');
