import { pluginBlock } from './block';
import { writePlugin } from './language';
import { FIELDS, requireKinds } from '../../../values/kinds';
import { requireFields, requireText, valueClass } from '../../../values/require';

/** Several lines that are one event. */
export interface LogstashMultilineOptions {
  /** A regular expression, in Ruby's spelling, or with patterns of grok: `^\s`. */
  readonly pattern: string;
  /**
   * Lines go together that do not match.
   *
   * @default false
   */
  readonly negate?: boolean;
  /**
   * Such a line goes before the next one, in place of after the one before it.
   *
   * @default false
   */
  readonly joinsNext?: boolean;
  /**
   * An event without its next line is sent after so many seconds.
   *
   * @default 5 - without, the last event of a file would wait for the next line for ever
   */
  readonly autoFlushSeconds?: number;
}

/**
 * How an input reads events, or an output writes them; for settings such as `codec`.
 *
 * @see https://www.elastic.co/docs/reference/logstash/plugins/codec-plugins
 */
export class LogstashCodec {
  /** Each event is JSON. */
  public static json(): LogstashCodec {
    return new LogstashCodec('json', {});
  }

  /** Each line is an event in JSON. */
  public static jsonLines(): LogstashCodec {
    return new LogstashCodec('json_lines', {});
  }

  /** Each event in a form for people to read. */
  public static rubydebug(): LogstashCodec {
    return new LogstashCodec('rubydebug', {});
  }

  /**
   * Several lines are one event, such as stack traces.
   *
   * @throws NotText, WrongType, UnquotableText
   */
  public static multiline(options: LogstashMultilineOptions): LogstashCodec {
    const where = 'LogstashCodec.multiline';
    requireFields(where, 'options', options);
    requireText(where, 'pattern', options.pattern);
    const { pattern, negate = false, joinsNext = false, autoFlushSeconds = 5 } = options;
    const settings = { pattern, negate, what: joinsNext ? 'next' : 'previous', auto_flush_interval: autoFlushSeconds };
    pluginBlock(where, 'multiline', settings);
    return new LogstashCodec('multiline', settings);
  }

  /**
   * Any other: `LogstashCodec.plugin('plain', { charset: 'ISO-8859-1' })`.
   *
   * @throws InvalidPlugin, InvalidSetting, UnquotableText, SecretAsText
   */
  public static plugin(name: string, settings: { [name: string]: any } = {}): LogstashCodec {
    const where = 'LogstashCodec.plugin';
    requireKinds(where, { settings: settings ?? null }, { settings: FIELDS });
    pluginBlock(where, name, settings);
    return new LogstashCodec(name, { ...settings });
  }

  private constructor(
    /** Its name. */
    public readonly name: string,
    private readonly settings: { readonly [name: string]: unknown },
  ) {}

  /** Within another plugin. @internal */
  public _write(indent: string): string {
    return writePlugin('LogstashCodec', this.name, this.settings, indent);
  }
}

valueClass(LogstashCodec, 'LogstashCodec', 'LogstashCodec.json()');
