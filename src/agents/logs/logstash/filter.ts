import { Block, branchBlock, joined, pluginBlock, rawBlock } from './block';
import { given } from '../../../pod/given';
import { FIELDS, TEXT, TEXTS, requireKinds } from '../../../values/kinds';
import { requireFields, requireText, requireUnsetOrOneOf, requireValues, valueClass } from '../../../values/require';

/** In which form the container runtime writes. */
export enum LogstashContainerFormat {
  /** Of containerd and CRI-O: `TIME STREAM F MESSAGE`. */
  CRI = 'cri',
  /** Docker's JSON. */
  DOCKER = 'docker',
}

/** How lines of a container runtime become events. */
export interface LogstashContainerFilterOptions {
  /**
   * In which form the runtime writes.
   *
   * @default LogstashContainerFormat.CRI - of every runtime that Kubernetes has by itself
   */
  readonly format?: LogstashContainerFormat;
  /**
   * Messages that begin with `{` are JSON, whose keys go to this field.
   *
   * @default - unset: messages are texts
   */
  readonly jsonTarget?: string;
}

/** What grok finds. */
export interface LogstashGrokOptions {
  /**
   * Patterns of one's own: name → regular expression.
   *
   * @default - none
   */
  readonly patterns?: { [name: string]: string };
  /**
   * Tags of events that no pattern matches.
   *
   * @default - unset: _grokparsefailure
   */
  readonly tagOnFailure?: string[];
  /**
   * Fields that are there are written over, such as `message`.
   *
   * @default - none: a second value makes a list of the field
   */
  readonly overwrite?: string[];
}

/** By the file's name: namespace, pod, container and the container's id. */
const FILE_NAME = '^/var/log/containers/%{K8S_NAME:[kubernetes][pod][name]}_%{K8S_NAME:[kubernetes][namespace]}_%{K8S_CONTAINER:[kubernetes][container][name]}-%{K8S_ID:[container][id]}\\.log$';

/**
 * What is done to events, one after the other.
 *
 * @see https://www.elastic.co/docs/reference/logstash/plugins/filter-plugins
 */
export class LogstashFilter {
  /**
   * Makes events of lines that a container runtime wrote: message, stream and time, and the names of namespace, pod and container by the file's name, without asking the API server.
   *
   * @throws WrongType, UnknownValue
   */
  public static containerLogs(options: LogstashContainerFilterOptions = {}): LogstashFilter {
    const where = 'LogstashFilter.containerLogs';
    requireFields(where, 'options', options);
    requireKinds(where, options, { jsonTarget: TEXT });
    requireUnsetOrOneOf(where, 'format', options.format, LogstashContainerFormat);
    const { format = LogstashContainerFormat.CRI, jsonTarget } = options;
    const own = (name: string, settings: object) => pluginBlock(where, name, { ...settings }, {}, true);
    return new LogstashFilter(sequence([
      ...(format === LogstashContainerFormat.CRI ? [
        own('dissect', { mapping: { message: '%{[@metadata][time]} %{[stream]} %{[@metadata][flag]} %{[@metadata][log]}' } }),
        branchBlock(where, '[@metadata][log]', [own('mutate', { rename: { '[@metadata][log]': 'message' } })]),
      ] : [
        own('json', { source: 'message', target: '[@metadata][docker]' }),
        branchBlock(where, '[@metadata][docker][log]', [own('mutate', {
          rename: { '[@metadata][docker][log]': 'message', '[@metadata][docker][stream]': 'stream', '[@metadata][docker][time]': '[@metadata][time]' },
        })]),
      ]),
      own('date', { match: ['[@metadata][time]', 'ISO8601'] }),
      own('grok', {
        match: { '[log][file][path]': FILE_NAME },
        pattern_definitions: { K8S_NAME: '[^_/]+', K8S_CONTAINER: '[^_/]+?', K8S_ID: '[0-9a-f]{64}' },
        tag_on_failure: [],
      }),
      ...(jsonTarget === undefined ? [] : [branchBlock(where, '[message] =~ /^\\{/', [pluginBlock(where, 'json', { source: 'message', target: jsonTarget })])]),
    ]));
  }

  /**
   * Makes fields of a text by a pattern, such as `%{COMBINEDAPACHELOG}`.
   *
   * @param field the text's, such as `message`
   * @param pattern of grok, or a regular expression in Ruby's spelling
   * @throws NotText, WrongType, UnquotableText
   */
  public static grok(field: string, pattern: string, options: LogstashGrokOptions = {}): LogstashFilter {
    const where = 'LogstashFilter.grok';
    requireText(where, 'field', field);
    requireText(where, 'pattern', pattern);
    requireFields(where, 'options', options);
    requireKinds(where, options, { patterns: FIELDS, tagOnFailure: TEXTS, overwrite: TEXTS });
    const { patterns, tagOnFailure, overwrite } = options;
    return new LogstashFilter(pluginBlock(where, 'grok', given({ match: { [field]: pattern }, pattern_definitions: patterns, tag_on_failure: tagOnFailure, overwrite })));
  }

  /**
   * Makes fields of JSON that is in a field's text.
   *
   * @param source the field, such as `message`
   * @param target the field that gets them; unset for the root of the event
   * @throws NotText, WrongType
   */
  public static json(source: string, target?: string): LogstashFilter {
    requireText('LogstashFilter.json', 'source', source);
    requireKinds('LogstashFilter.json', { target }, { target: TEXT });
    return new LogstashFilter(pluginBlock('LogstashFilter.json', 'json', given({ source, target })));
  }

  /**
   * Changes fields: `{ rename: { host: 'node' }, remove_field: ['agent'] }`.
   *
   * @throws WrongType, InvalidSetting, UnquotableText
   */
  public static mutate(settings: { [name: string]: any }): LogstashFilter {
    requireFields('LogstashFilter.mutate', 'settings', settings);
    return new LogstashFilter(pluginBlock('LogstashFilter.mutate', 'mutate', settings));
  }

  /** Sends no event that comes here; within `when`. */
  public static drop(): LogstashFilter {
    return new LogstashFilter(pluginBlock('LogstashFilter.drop', 'drop', {}));
  }

  /**
   * Filters for events of which this is true.
   *
   * @param condition in Logstash's own language: `[kubernetes][namespace] == "shop"`
   * @throws NotText, InvalidPipeline, NoBlocks, WrongType
   */
  public static when(condition: string, ...filters: LogstashFilter[]): LogstashFilter {
    requireValues('LogstashFilter.when', 'filter', filters, LogstashFilter);
    return new LogstashFilter(branchBlock('LogstashFilter.when', condition, filters.map(({ _block }) => _block)));
  }

  /**
   * Any other: `LogstashFilter.plugin('geoip', { source: '[client][ip]' })`.
   *
   * @throws InvalidPlugin, InvalidSetting, UnquotableText, SecretAsText
   */
  public static plugin(name: string, settings: { [name: string]: any } = {}): LogstashFilter {
    requireKinds('LogstashFilter.plugin', { settings: settings ?? null }, { settings: FIELDS });
    return new LogstashFilter(pluginBlock('LogstashFilter.plugin', name, settings));
  }

  /**
   * What stands within `filter { … }`, in Logstash's own language.
   *
   * @throws NotText, InvalidPipeline, SecretAsText
   */
  public static raw(text: string): LogstashFilter {
    return new LogstashFilter(rawBlock('LogstashFilter.raw', text));
  }

  private constructor(/** @internal */ public readonly _block: Block) {}
}

valueClass(LogstashFilter, 'LogstashFilter', 'LogstashFilter.containerLogs()');

function sequence(blocks: readonly Block[]): Block {
  return { ...joined(blocks), write: (context, indent) => blocks.map((block) => block.write(context, indent)).join('') };
}
