import type { Duration } from 'cdk8s';
import { Settings, rawSettings, requireSettingText } from './settings';
import { fail, show } from '../../../errors';
import { given } from '../../../pod/given';
import { DURATION } from '../../../pod/nested-kinds';
import { BOOLEAN, FIELDS, TEXT, requireKinds } from '../../../values/kinds';
import { requireFields, requireTexts, requireValues, valueClass } from '../../../values/require';

/** What a parser does besides taking a text apart. */
export interface FluentBitParserOptions {
  /**
   * The field with the record's time.
   *
   * @default - none: the time at which it was read
   */
  readonly timeKey?: string;
  /**
   * How the time is written, in the words of strptime, for example `%Y-%m-%dT%H:%M:%S.%L%z`.
   *
   * @default - none
   */
  readonly timeFormat?: string;
  /**
   * The field with the time stays.
   *
   * @default - unset: it goes
   */
  readonly timeKeep?: boolean;
  /**
   * What fields are besides texts: field → `integer`, `float`, `bool` or `hex`.
   *
   * @default - unset: all are texts
   */
  readonly types?: { [field: string]: string };
  /**
   * More settings in Fluent Bit's own words, which take the place of those made here.
   *
   * @default - none
   */
  readonly config?: { [key: string]: any };
}

/** A step of a parser of several lines. */
export class FluentBitMultilineRule {
  /**
   * @param state the step's name; the first of a parser is `start_state`
   * @param regex what its line looks like
   * @param nextState the step of the lines after it
   * @throws InvalidSetting
   */
  public static of(state: string, regex: string, nextState: string): FluentBitMultilineRule {
    const where = 'FluentBitMultilineRule.of';
    requireWord(where, 'state', state);
    requireWord(where, 'nextState', nextState);
    requireSettingText(where, 'regex', regex);
    return new FluentBitMultilineRule(state, regex, nextState);
  }

  private constructor(
    /** The step's name. */
    public readonly state: string,
    /** What its line looks like. */
    public readonly regex: string,
    /** The step of the lines after it. */
    public readonly nextState: string,
  ) {}
}

valueClass(FluentBitMultilineRule, 'FluentBitMultilineRule', 'FluentBitMultilineRule.of("start_state", "^[0-9]{4}-", "cont")');

/** Makes fields of a text, or one record of several lines; inputs and filters name it. The parsers of the image are there besides. */
export class FluentBitParser {
  /**
   * The named groups of a regular expression (of Ruby's kind) are the fields.
   *
   * @throws InvalidSetting, WrongType, TimeFormatWithoutKey, SecretAsText
   */
  public static regex(name: string, regex: string, options: FluentBitParserOptions = {}): FluentBitParser {
    const where = 'FluentBitParser.regex';
    requireSettingText(where, 'regex', regex);
    if (!/\(\?<[A-Za-z_]\w*>/.test(regex)) {
      fail('InvalidSetting', where, `regex is ${show(regex)}, which has no named group; write one for each field, such as (?<level>[A-Z]+)`);
    }
    return FluentBitParser.of(where, name, 'regex', { regex }, options);
  }

  /**
   * The text is JSON.
   *
   * @throws InvalidSetting, WrongType, TimeFormatWithoutKey, SecretAsText
   */
  public static json(name: string, options: FluentBitParserOptions = {}): FluentBitParser {
    return FluentBitParser.of('FluentBitParser.json', name, 'json', {}, options);
  }

  /**
   * The text is `key=value key="value"`.
   *
   * @throws InvalidSetting, WrongType, TimeFormatWithoutKey, SecretAsText
   */
  public static logfmt(name: string, options: FluentBitParserOptions = {}): FluentBitParser {
    return FluentBitParser.of('FluentBitParser.logfmt', name, 'logfmt', {}, options);
  }

  /**
   * The text is `label:value` between tabs.
   *
   * @throws InvalidSetting, WrongType, TimeFormatWithoutKey, SecretAsText
   */
  public static ltsv(name: string, options: FluentBitParserOptions = {}): FluentBitParser {
    return FluentBitParser.of('FluentBitParser.ltsv', name, 'ltsv', {}, options);
  }

  /**
   * Joins lines: a record begins with a line of `start_state`, and goes on for as long as lines are of the step that is due.
   *
   * @param flushTimeout a record is whole when nothing came for so long
   * @throws InvalidSetting, WrongType, UnknownState
   */
  public static multiline(name: string, rules: FluentBitMultilineRule[], flushTimeout?: Duration): FluentBitParser {
    const where = 'FluentBitParser.multiline';
    requireKinds(where, { flushTimeout }, { flushTimeout: DURATION });
    if (!Array.isArray(rules) || rules.length === 0) {
      fail('InvalidSetting', where, `rules are ${show(rules)}; write at least one, such as FluentBitMultilineRule.of("start_state", "^[0-9]{4}-", "cont")`);
    }
    requireValues(where, 'rule', rules, FluentBitMultilineRule);
    const states = rules.map(({ state }) => state);
    const unknown = rules.find(({ nextState }) => !states.includes(nextState));
    if (!states.includes('start_state') || unknown !== undefined) {
      fail('UnknownState', where, `states are ${show(states)}, ${unknown === undefined ? 'and none is start_state' : `and one leads to ${show(unknown.nextState)}`}; write a rule for it`);
    }
    return new FluentBitParser(where, name, { type: 'regex', ...given({ flush_timeout: flushTimeout?.toMilliseconds() }) }, [...rules]);
  }

  /**
   * Any other parser, in Fluent Bit's own words.
   *
   * @throws InvalidSetting, WrongType, SecretAsText
   */
  public static raw(name: string, settings: { [key: string]: any }): FluentBitParser {
    return new FluentBitParser('FluentBitParser.raw', name, rawSettings('FluentBitParser.raw', 'settings', settings));
  }

  private static of(where: string, name: string, format: string, own: Settings, options: FluentBitParserOptions): FluentBitParser {
    requireFields(where, 'options', options);
    requireKinds(where, options, { timeKey: TEXT, timeFormat: TEXT, timeKeep: BOOLEAN, types: FIELDS, config: FIELDS });
    const { timeKey, timeFormat, timeKeep, types, config } = options;
    if (timeKey === undefined && (timeFormat !== undefined || timeKeep !== undefined)) {
      fail('TimeFormatWithoutKey', where, `${timeFormat === undefined ? 'timeKeep' : 'timeFormat'} has no effect without timeKey; write the field with the time`);
    }
    requireTexts(where, 'types', types ?? {});
    return new FluentBitParser(where, name, {
      format,
      ...own,
      ...given({
        time_key: timeKey, time_format: timeFormat, time_keep: timeKeep, types: types === undefined ? undefined : Object.entries(types).map((pair) => pair.join(':')).join(' '),
      }),
      ...rawSettings(where, 'config', config ?? {}),
    });
  }

  private constructor(
    where: string,
    /** By which inputs and filters name it. */
    public readonly name: string,
    /** @internal */
    public readonly _settings: Settings,
    /** Only of parsers of several lines. @internal */
    public readonly _rules?: readonly FluentBitMultilineRule[],
  ) {
    requireWord(where, 'name', name);
  }
}

valueClass(FluentBitParser, 'FluentBitParser', 'FluentBitParser.json("app")');

function requireWord(where: string, what: string, text: unknown): void {
  if (typeof text !== 'string' || !/^[^\s",]+$/.test(text)) {
    fail('InvalidSetting', where, `${what} is ${show(text)}; write a word without spaces, commas and quotes`);
  }
}
