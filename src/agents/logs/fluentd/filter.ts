import { Settings, rawSettings } from './directive';
import {
  FluentdGrepOptions, FluentdKubernetesMetadataOptions, FluentdParserOptions, FluentdRecordTransformerOptions, grep, kubernetesMetadata, metadataRules, parser, recordTransformer,
} from './filters/options';
import { SectionContext, SectionParts } from './parts';
import { requirePattern, requirePlugin } from './text';
import type { Rule } from '../../../objects/rbac';
import { valueClass } from '../../../values/require';

/** What changes records, or leaves them out, between sources and outputs; in the order of the list. */
export class FluentdFilter {
  /**
   * Names and labels of the pod that a record comes from, asked for the pods of its own node only. The rights that it needs come with it.
   *
   * @throws WrongType, InvalidTag, InvalidNumber, InvalidSetting, SecretAsText
   */
  public static kubernetesMetadata(options: FluentdKubernetesMetadataOptions = {}): FluentdFilter {
    const settings = kubernetesMetadata('FluentdFilter.kubernetesMetadata', options);
    return new FluentdFilter('FluentdFilter.kubernetesMetadata', 'kubernetes_metadata', options.match ?? 'kubernetes.**', settings, metadataRules(options));
  }

  /**
   * Keeps records of which fields match, or leaves them out.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, NotText, NoPatterns
   */
  public static grep(options: FluentdGrepOptions): FluentdFilter {
    return new FluentdFilter('FluentdFilter.grep', 'grep', options?.match ?? '**', grep('FluentdFilter.grep', options));
  }

  /**
   * Adds fields to every record, such as the cluster's name, or takes some away.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, NotText, NoChanges
   */
  public static recordTransformer(options: FluentdRecordTransformerOptions): FluentdFilter {
    const where = 'FluentdFilter.recordTransformer';
    return new FluentdFilter(where, 'record_transformer', options?.match ?? '**', recordTransformer(where, options));
  }

  /**
   * Makes fields of one field's text, JSON unless it is said otherwise; what cannot be taken apart stays as it is.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, SecretAsText
   */
  public static parser(options: FluentdParserOptions = {}): FluentdFilter {
    return new FluentdFilter('FluentdFilter.parser', 'parser', options.match ?? 'kubernetes.**', parser('FluentdFilter.parser', options));
  }

  /**
   * Any other filter that the image has, in Fluentd's own words.
   *
   * @param type the plugin's, for example `dedot`
   * @param match which records, by their tags
   * @param settings its settings; a map is a section within, and `#{ENV['NAME']}` is the environment's
   * @throws InvalidPlugin, WrongType, InvalidTag, InvalidSetting, SecretAsText
   */
  public static raw(type: string, match: string, settings: { [key: string]: any }): FluentdFilter {
    const where = 'FluentdFilter.raw';
    requirePlugin(where, type);
    return new FluentdFilter(where, type, match, rawSettings(where, 'settings', settings));
  }

  private constructor(
    where: string,
    /** The plugin's type. */
    public readonly type: string,
    /** Which records it takes, by their tags. */
    public readonly match: string,
    private readonly settings: Settings,
    private readonly rules: Rule[] = [],
  ) {
    requirePattern(where, 'match', match);
  }

  /** What its `@id` is made of. @internal */
  public get _id(): string {
    return `filter_${this.type}`;
  }

  /** @internal */
  public _parts({ id }: SectionContext): SectionParts {
    return { directives: [{ name: 'filter', argument: this.match, settings: { '@type': this.type, '@id': id, ...this.settings } }], rules: this.rules };
  }
}

valueClass(FluentdFilter, 'FluentdFilter', 'FluentdFilter.kubernetesMetadata()');
