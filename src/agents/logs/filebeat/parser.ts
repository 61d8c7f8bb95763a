import type { Duration } from 'cdk8s';
import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { DURATION, requireSeconds } from '../../../pod/nested-kinds';
import { BOOLEAN, TEXT, requireKinds } from '../../../values/kinds';
import { requireWholeNumber } from '../../../values/kube-names';
import { requireFields, requireText, requireUnsetOrOneOf, valueClass } from '../../../values/require';
import { Settings, rawSettings } from '../elastic/settings';

/** Lines that are JSON objects. */
export interface FilebeatNdjsonOptions {
  /**
   * The field that gets what is in the object.
   *
   * @default - the root of the event
   */
  readonly target?: string;
  /**
   * The object's key with the message itself, which line filters and multiline look at.
   *
   * @default - none
   */
  readonly messageKey?: string;
  /**
   * Its keys go before fields by the same names that Filebeat sets.
   *
   * @default false
   */
  readonly overwriteKeys?: boolean;
  /**
   * Keys with dots become objects, as loggers for ECS need it.
   *
   * @default false
   */
  readonly expandKeys?: boolean;
  /**
   * What is no JSON gets `error.message`.
   *
   * @default false
   */
  readonly addErrorKey?: boolean;
}

/** Where a line goes that matches, or does not when `negate` is true. */
export enum FilebeatMultilineMatch {
  /** To the end of what came before it. */
  AFTER = 'after',
  /** Before what comes after it. */
  BEFORE = 'before',
}

/** Several lines that are one message. */
export interface FilebeatMultilineOptions {
  /** A regular expression, in Go's spelling, for example `^\s` for lines that go on. */
  readonly pattern: string;
  /**
   * Lines go together that do not match.
   *
   * @default false
   */
  readonly negate?: boolean;
  /**
   * Where such a line goes.
   *
   * @default FilebeatMultilineMatch.AFTER - it goes on with the line before it
   */
  readonly match?: FilebeatMultilineMatch;
  /**
   * More lines than this are dropped from the message.
   *
   * @default - unset: Filebeat's 500
   */
  readonly maxLines?: number;
  /**
   * A message without its next line is sent after this time, in whole seconds.
   *
   * @default - unset: Filebeat's 5 s
   */
  readonly timeout?: Duration;
}

/**
 * What is made of the lines of a file, one parser after the other.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/filebeat-input-filestream#_parsers
 */
export class FilebeatParser {
  /**
   * Each line is a JSON object.
   *
   * @throws WrongType
   */
  public static ndjson(options: FilebeatNdjsonOptions = {}): FilebeatParser {
    const where = 'FilebeatParser.ndjson';
    requireFields(where, 'options', options);
    requireKinds(where, options, { target: TEXT, messageKey: TEXT, overwriteKeys: BOOLEAN, expandKeys: BOOLEAN, addErrorKey: BOOLEAN });
    const { target = '', messageKey, overwriteKeys, expandKeys, addErrorKey } = options;
    return new FilebeatParser('ndjson', given({ target, message_key: messageKey, overwrite_keys: overwriteKeys, expand_keys: expandKeys, add_error_key: addErrorKey }));
  }

  /**
   * Several lines are one message, such as stack traces.
   *
   * @throws WrongType, NotText, UnknownValue, InvalidNumber
   */
  public static multiline(options: FilebeatMultilineOptions): FilebeatParser {
    const where = 'FilebeatParser.multiline';
    requireFields(where, 'options', options);
    requireText(where, 'pattern', options.pattern);
    requireKinds(where, options, { negate: BOOLEAN, timeout: DURATION });
    requireUnsetOrOneOf(where, 'match', options.match, FilebeatMultilineMatch);
    requireSeconds(where, 'timeout', options.timeout);
    const { pattern, negate = false, match = FilebeatMultilineMatch.AFTER, maxLines, timeout } = options;
    if (maxLines !== undefined) {
      requireWholeNumber(where, 'maxLines', maxLines, 1);
    }
    return new FilebeatParser('multiline', given({
      type: 'pattern', pattern, negate, match, max_lines: maxLines, timeout: timeout === undefined ? undefined : `${timeout.toSeconds()}s`,
    }));
  }

  /**
   * Any other, in Filebeat's own words: `FilebeatParser.raw('syslog', { format: 'rfc5424' })`.
   *
   * @throws InvalidFieldName, WrongType, SecretAsText
   */
  public static raw(name: string, config: { [key: string]: any }): FilebeatParser {
    if (typeof name !== 'string' || !/^[a-z_]+$/.test(name)) {
      fail('InvalidFieldName', 'FilebeatParser.raw', `name is ${show(name)}; write the parser's name, such as "syslog"`);
    }
    return new FilebeatParser(name, rawSettings('FilebeatParser.raw', name, config));
  }

  private constructor(
    /** Its name. */
    public readonly name: string,
    private readonly settings: Settings,
  ) {}

  /** @internal */
  public get _config(): Settings {
    return { [this.name]: this.settings };
  }
}

valueClass(FilebeatParser, 'FilebeatParser', 'FilebeatParser.ndjson()');
