import { FluentBitKubernetesOptions, checkKubernetes, kubernetes } from './filters/kubernetes';
import {
  FluentBitGrepOptions, FluentBitModifyOptions, FluentBitMultilineOptions, FluentBitParserFilterOptions, FluentBitRecordModifierOptions, grep, luaFilter, modify, multiline,
  parserFilter, recordModifier,
} from './filters/records';
import { requirePlugin } from './input';
import { SectionContext, SectionParts } from './parts';
import { rawSettings, requireSettingText } from './settings';
import { requireTag } from './tag';
import { fail, show } from '../../../errors';
import { valueClass } from '../../../values/require';

/** What changes records, or leaves them out, between inputs and outputs; in the order of the list. */
export class FluentBitFilter {
  /**
   * Names and labels of the pod that a record comes from. The rights that it needs come with it.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, MergeLogOff, SecretAsText
   */
  public static kubernetes(options: FluentBitKubernetesOptions = {}): FluentBitFilter {
    const where = 'FluentBitFilter.kubernetes';
    checkKubernetes(where, options);
    return new FluentBitFilter(where, 'kubernetes', options.match ?? 'kube.*', (context) => kubernetes(options, context));
  }

  /**
   * Keeps records of which fields match, or leaves them out.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, NoPatterns
   */
  public static grep(options: FluentBitGrepOptions): FluentBitFilter {
    return FluentBitFilter.made('grep', grep('FluentBitFilter.grep', options));
  }

  /**
   * Renames, sets and removes fields.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, NoChanges
   */
  public static modify(options: FluentBitModifyOptions): FluentBitFilter {
    return FluentBitFilter.made('modify', modify('FluentBitFilter.modify', options));
  }

  /**
   * Adds fields to every record, such as the cluster's name, or keeps only some.
   *
   * @throws WrongType, InvalidTag, InvalidSetting, NoChanges
   */
  public static recordModifier(options: FluentBitRecordModifierOptions): FluentBitFilter {
    return FluentBitFilter.made('record_modifier', recordModifier('FluentBitFilter.recordModifier', options));
  }

  /**
   * Makes fields of one field's text.
   *
   * @throws WrongType, InvalidTag, InvalidSetting
   */
  public static parser(options: FluentBitParserFilterOptions): FluentBitFilter {
    return FluentBitFilter.made('parser', parserFilter('FluentBitFilter.parser', options));
  }

  /**
   * Joins records that are lines of one, such as stack traces. It must come first.
   *
   * @throws WrongType, InvalidTag, InvalidSetting
   */
  public static multiline(options: FluentBitMultilineOptions): FluentBitFilter {
    return FluentBitFilter.made('multiline', multiline('FluentBitFilter.multiline', options));
  }

  /**
   * A function of Lua for each record. The script is a file beside the configuration.
   *
   * @param call the function's name
   * @param script the text that defines it
   * @param match which records
   * @throws InvalidTag, InvalidSetting, MissingFunction
   */
  public static lua(call: string, script: string, match: string = '*'): FluentBitFilter {
    const where = 'FluentBitFilter.lua';
    requireSettingText(where, 'call', call);
    if (typeof script !== 'string' || !new RegExp(`\\b${call.replace(/[^\w]/g, '\\$&')}\\b`).test(script)) {
      fail('MissingFunction', where, `script is ${show(script)}, in which nothing is called ${show(call)}; write function ${call}(tag, timestamp, record) … end`);
    }
    return new FluentBitFilter(where, 'lua', match, luaFilter(call, script, match));
  }

  /**
   * Any other filter, in Fluent Bit's own words.
   *
   * @param name the plugin's, for example `throttle`
   * @param settings its settings, `match` included; a list is a setting that is written several times
   * @throws InvalidPlugin, WrongType, InvalidSetting, SecretAsText
   */
  public static raw(name: string, settings: { [key: string]: any }): FluentBitFilter {
    const kept = rawSettings('FluentBitFilter.raw', 'settings', settings);
    const match = Object.entries(kept).find(([key]) => key.toLowerCase() === 'match')?.[1];
    return new FluentBitFilter('FluentBitFilter.raw', name, typeof match === 'string' ? match : undefined, () => ({ settings: kept }));
  }

  private static made(name: string, parts: SectionParts): FluentBitFilter {
    return new FluentBitFilter(`FluentBitFilter.${name}`, name, parts.settings.match as string, () => parts);
  }

  private constructor(
    where: string,
    /** The plugin's name. */
    public readonly name: string,
    /** Which records it takes, by their tags; unset where it says so in another way. */
    public readonly match: string | undefined,
    /** @internal */
    public readonly _parts: (context: SectionContext) => SectionParts,
  ) {
    requirePlugin(where, name);
    if (match !== undefined) {
      requireTag(where, 'match', match);
    }
  }
}

valueClass(FluentBitFilter, 'FluentBitFilter', 'FluentBitFilter.kubernetes()');
