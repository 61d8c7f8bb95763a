import { requirePlugin } from './input';
import {
  FluentBitCloudWatchLogsOptions, FluentBitKafkaOptions, FluentBitS3Options, checkCloudWatchLogs, checkKafka, checkS3, cloudWatchLogs, kafka, s3,
} from './outputs/cloud';
import { FluentBitOutputOptions, checkOutput, outputParts } from './outputs/common';
import {
  FluentBitForwardOptions, FluentBitHttpOptions, FluentBitLokiOptions, FluentBitOpenTelemetryOptions, FluentBitSplunkOptions, checkConnected, forwardOutput, http, loki,
  openTelemetry, splunk,
} from './outputs/connected';
import { FluentBitElasticsearchOptions, checkElastic, elastic } from './outputs/elastic';
import { SectionContext, SectionParts } from './parts';
import { rawSettings } from './settings';
import { requireTag } from './tag';
import { requireValue, valueClass } from '../../../values/require';
import { SecretKey } from '../../../values/secret-key';

/** Where records are sent. Passwords and tokens come from Secrets, by the environment. */
export class FluentBitOutput {
  /**
   * To Elasticsearch.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidNumber, InvalidSetting, IndexTwice, PasswordWithoutUser, SecretAsText
   */
  public static elasticsearch(options: FluentBitElasticsearchOptions): FluentBitOutput {
    checkElastic('FluentBitOutput.elasticsearch', options);
    return new FluentBitOutput('es', options.match, (context) => elastic(options, context));
  }

  /**
   * To OpenSearch.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidNumber, InvalidSetting, IndexTwice, PasswordWithoutUser, SecretAsText
   */
  public static openSearch(options: FluentBitElasticsearchOptions): FluentBitOutput {
    checkElastic('FluentBitOutput.openSearch', options);
    return new FluentBitOutput('opensearch', options.match, (context) => elastic(options, context));
  }

  /**
   * To Fluentd or another Fluent Bit.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidNumber, InvalidSetting, PasswordWithoutUser, SecretAsText
   */
  public static forward(options: FluentBitForwardOptions): FluentBitOutput {
    checkConnected('FluentBitOutput.forward', options);
    return new FluentBitOutput('forward', options.match, (context) => forwardOutput(options, context));
  }

  /**
   * To Grafana Loki.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidNumber, InvalidSetting, PasswordWithoutUser, CredentialsTwice, SecretAsText
   */
  public static loki(options: FluentBitLokiOptions): FluentBitOutput {
    checkConnected('FluentBitOutput.loki', options);
    return new FluentBitOutput('loki', options.match, (context) => loki(options, context));
  }

  /**
   * To any HTTP server.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidNumber, InvalidSetting, InvalidHeader, UnknownValue, PasswordWithoutUser, CredentialsTwice, SecretAsText
   */
  public static http(options: FluentBitHttpOptions): FluentBitOutput {
    checkConnected('FluentBitOutput.http', options);
    return new FluentBitOutput('http', options.match, (context) => http(options, context));
  }

  /**
   * To Splunk's HTTP Event Collector.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidNumber, InvalidSetting, SecretAsText
   */
  public static splunk(options: FluentBitSplunkOptions): FluentBitOutput {
    const where = 'FluentBitOutput.splunk';
    checkConnected(where, options);
    requireValue(where, 'token', options.token, SecretKey);
    return new FluentBitOutput('splunk', options.match, (context) => splunk(options, context));
  }

  /**
   * By OTLP over HTTP, for example to an OpenTelemetry Collector.
   *
   * @throws WrongType, InvalidHost, InvalidPort, InvalidTag, InvalidNumber, InvalidSetting, InvalidHeader, SecretAsText
   */
  public static openTelemetry(options: FluentBitOpenTelemetryOptions): FluentBitOutput {
    checkConnected('FluentBitOutput.openTelemetry', options);
    return new FluentBitOutput('opentelemetry', options.match, (context) => openTelemetry(options, context));
  }

  /**
   * To Amazon S3.
   *
   * @throws WrongType, InvalidSetting, InvalidTag, InvalidNumber, InvalidEndpoint, SecretAsText; NoStateDirectory in the agent
   */
  public static s3(options: FluentBitS3Options): FluentBitOutput {
    checkS3('FluentBitOutput.s3', options);
    return new FluentBitOutput('s3', options.match, (context) => s3(options, context));
  }

  /**
   * To Amazon CloudWatch Logs.
   *
   * @throws WrongType, InvalidSetting, InvalidTag, InvalidNumber, SecretAsText
   */
  public static cloudWatchLogs(options: FluentBitCloudWatchLogsOptions): FluentBitOutput {
    checkCloudWatchLogs('FluentBitOutput.cloudWatchLogs', options);
    return new FluentBitOutput('cloudwatch_logs', options.match, () => cloudWatchLogs(options));
  }

  /**
   * To Apache Kafka.
   *
   * @throws WrongType, InvalidHost, InvalidSetting, InvalidTag, InvalidNumber, PasswordWithoutUser, SecretAsText
   */
  public static kafka(options: FluentBitKafkaOptions): FluentBitOutput {
    checkKafka('FluentBitOutput.kafka', options);
    return new FluentBitOutput('kafka', options.match, (context) => kafka(options, context));
  }

  /**
   * To its own log, to look at what there is.
   *
   * @throws WrongType, InvalidTag, InvalidNumber, SecretAsText
   */
  public static stdout(options: FluentBitOutputOptions = {}): FluentBitOutput {
    checkOutput('FluentBitOutput.stdout', options);
    return new FluentBitOutput('stdout', options.match, () => outputParts(options, {}));
  }

  /**
   * Any other output, in Fluent Bit's own words.
   *
   * @param name the plugin's, for example `gelf`
   * @param settings its settings, `match` included; a list is a setting that is written several times
   * @throws InvalidPlugin, WrongType, InvalidSetting, InvalidTag, SecretAsText
   */
  public static raw(name: string, settings: { [key: string]: any }): FluentBitOutput {
    const where = 'FluentBitOutput.raw';
    requirePlugin(where, name);
    const kept = rawSettings(where, 'settings', settings);
    const match = Object.entries(kept).find(([key]) => key.toLowerCase() === 'match')?.[1];
    const isByRegex = Object.keys(kept).some((key) => key.toLowerCase() === 'match_regex');
    if (match !== undefined) {
      requireTag(where, 'match', match);
    }
    const all = match === undefined && !isByRegex ? { match: '*', ...kept } : kept;
    return new FluentBitOutput(name, isByRegex ? null : match as string | undefined, () => ({ settings: all }));
  }

  /** Which records it takes, by their tags; unset where it says so by a regular expression. */
  public readonly match?: string;

  private constructor(
    /** The plugin's name. */
    public readonly name: string,
    match: string | null | undefined,
    /** @internal */
    public readonly _parts: (context: SectionContext) => SectionParts,
  ) {
    this.match = match === null ? undefined : match ?? '*';
  }
}

valueClass(FluentBitOutput, 'FluentBitOutput', 'FluentBitOutput.elasticsearch({ host: "elasticsearch.logging" })');
