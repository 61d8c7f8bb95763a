import { Settings, rawSettings } from './directive';
import { FluentdOutputOptions, checkOutput, outputSettings } from './outputs/common';
import { FluentdElasticsearchOptions, FluentdElasticsearchVersion, FluentdOpenSearchOptions, checkElastic, elastic } from './outputs/elastic';
import { FluentdForwardOptions, FluentdS3Options, checkForwardOutput, checkS3, forwardOutput, s3 } from './outputs/more';
import { SectionContext, SectionParts } from './parts';
import { requirePattern, requirePlugin } from './text';
import { valueClass } from '../../../values/require';

/** An output's settings, which stand alone or beside those of others, and what they need. */
export interface OutputParts extends Omit<SectionParts, 'directives'> {
  readonly settings: Settings;
}

/** Where records are sent. Passwords and keys come from Secrets, by the environment. */
export class FluentdOutput {
  /**
   * To Elasticsearch.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidSetting, InvalidNumber, UnknownValue, IndexTwice, ChunkAboveBuffer, PasswordWithoutUser, SecretAsText
   */
  public static elasticsearch(options: FluentdElasticsearchOptions): FluentdOutput {
    checkElastic('FluentdOutput.elasticsearch', options);
    const variant = `elasticsearch${options.version ?? FluentdElasticsearchVersion.V8}`;
    return new FluentdOutput('elasticsearch', options.match, variant, (context) => elastic('elasticsearch', options, context));
  }

  /**
   * To OpenSearch.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidSetting, InvalidNumber, UnknownValue, IndexTwice, ChunkAboveBuffer, PasswordWithoutUser, SecretAsText
   */
  public static openSearch(options: FluentdOpenSearchOptions): FluentdOutput {
    checkElastic('FluentdOutput.openSearch', options);
    return new FluentdOutput('opensearch', options.match, 'opensearch', (context) => elastic('opensearch', options, context));
  }

  /**
   * To another Fluentd or Fluent Bit.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidSetting, InvalidNumber, UnknownValue, ChunkAboveBuffer, PasswordWithoutUser, SecretAsText
   */
  public static forward(options: FluentdForwardOptions): FluentdOutput {
    checkForwardOutput('FluentdOutput.forward', options);
    return new FluentdOutput('forward', options.match, undefined, (context) => forwardOutput(options, context));
  }

  /**
   * To Amazon S3, or what speaks its protocol.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, InvalidNumber, InvalidEndpoint, UnknownValue, HalfAKey, FlushByTime, ChunkAboveBuffer, SecretAsText
   */
  public static s3(options: FluentdS3Options): FluentdOutput {
    checkS3('FluentdOutput.s3', options);
    return new FluentdOutput('s3', options.match, 's3', (context) => s3(options, context));
  }

  /**
   * To its own log, to look at what there is.
   *
   * @throws WrongType, InvalidTag, SecretAsText
   */
  public static stdout(options: FluentdOutputOptions = {}): FluentdOutput {
    checkOutput('FluentdOutput.stdout', options);
    return new FluentdOutput('stdout', options.match, undefined, ({ id }) => ({ settings: outputSettings('stdout', id, {}, options.config) }));
  }

  /**
   * Any other output that the image has, in Fluentd's own words. Another than the usual image may be needed.
   *
   * @param type the plugin's, for example `kafka2`
   * @param match which records, by their tags
   * @param settings its settings; a map is a section within, and `#{ENV['NAME']}` is the environment's
   * @throws InvalidPlugin, WrongType, InvalidTag, InvalidSetting, SecretAsText
   */
  public static raw(type: string, match: string, settings: { [key: string]: any }): FluentdOutput {
    const where = 'FluentdOutput.raw';
    requirePlugin(where, type);
    requirePattern(where, 'match', match);
    const kept = rawSettings(where, 'settings', settings);
    return new FluentdOutput(type, match, undefined, ({ id }) => ({ settings: outputSettings(type, id, {}, kept) }));
  }

  private constructor(
    /** The plugin's type. */
    public readonly type: string,
    /** Which records it takes, by their tags. */
    public readonly match: string = '**',
    /** Of the image, where its plugin is; unset where every image has it. @internal */
    public readonly _variant: string | undefined,
    /** @internal */
    public readonly _parts: (context: SectionContext) => OutputParts,
  ) {}

  /** What its `@id` is made of. @internal */
  public get _id(): string {
    return `out_${this.type}`;
  }
}

valueClass(FluentdOutput, 'FluentdOutput', 'FluentdOutput.elasticsearch({ host: "elasticsearch.logging" })');
