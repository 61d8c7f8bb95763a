import { fail, show } from '../../../../errors';
import { given } from '../../../../pod/given';
import { BOOLEAN, TEXT, requireKinds } from '../../../../values/kinds';
import { requireFields, requireTexts } from '../../../../values/require';
import { CONFIG_DIRECTORY } from '../directories';
import type { SectionContext, SectionParts } from '../parts';
import { requireSettingText, requireSettingTexts } from '../settings';

/** Which records are kept. */
export interface FluentBitGrepOptions {
  /**
   * Which records are looked at.
   *
   * @default * - all of them
   */
  readonly match?: string;
  /**
   * Kept are records whose fields match: field → regular expression. A field within another is `$kubernetes['namespace_name']`.
   *
   * @default - none
   */
  readonly regex?: { [field: string]: string };
  /**
   * Left out are records whose fields match: field → regular expression.
   *
   * @default - none
   */
  readonly exclude?: { [field: string]: string };
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/filters/grep */
export function grep(where: string, options: FluentBitGrepOptions): SectionParts {
  requireFields(where, 'options', options);
  const { match = '*', regex, exclude } = options;
  const settings = given({ match, regex: pairs(where, 'regex', regex), exclude: pairs(where, 'exclude', exclude) });
  if (Object.keys({ ...regex, ...exclude }).length === 0) {
    fail('NoPatterns', where, 'neither regex nor exclude has a field; write { exclude: { log: "healthz" } }');
  }
  return { settings };
}

/** How fields are changed, in this order. */
export interface FluentBitModifyOptions {
  /**
   * Which records.
   *
   * @default * - all of them
   */
  readonly match?: string;
  /**
   * Old name → new name, unless there is a field by that name.
   *
   * @default - none
   */
  readonly rename?: { [field: string]: string };
  /**
   * Fields that get this value, whatever they had.
   *
   * @default - none
   */
  readonly set?: { [field: string]: string };
  /**
   * Fields that get this value where there is none.
   *
   * @default - none
   */
  readonly add?: { [field: string]: string };
  /**
   * Fields that go.
   *
   * @default - none
   */
  readonly remove?: string[];
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/filters/modify */
export function modify(where: string, options: FluentBitModifyOptions): SectionParts {
  requireFields(where, 'options', options);
  const { match = '*', rename, set, add, remove } = options;
  if (Object.keys({ ...rename, ...set, ...add }).length === 0 && remove === undefined) {
    fail('NoChanges', where, 'nothing is changed; write rename, set, add or remove');
  }
  return { settings: given({ match, rename: pairs(where, 'rename', rename), set: pairs(where, 'set', set), add: pairs(where, 'add', add), remove: texts(where, 'remove', remove) }) };
}

/** Which fields every record has. */
export interface FluentBitRecordModifierOptions {
  /**
   * Which records.
   *
   * @default * - all of them
   */
  readonly match?: string;
  /**
   * Fields that each gets, for example `{ cluster: 'production-eu' }`.
   *
   * @default - none
   */
  readonly records?: { [field: string]: string };
  /**
   * Fields that go.
   *
   * @default - none
   */
  readonly removeKeys?: string[];
  /**
   * All others go.
   *
   * @default - none
   */
  readonly allowlistKeys?: string[];
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/filters/record-modifier */
export function recordModifier(where: string, options: FluentBitRecordModifierOptions): SectionParts {
  requireFields(where, 'options', options);
  const { match = '*', records, removeKeys, allowlistKeys } = options;
  if (Object.keys(records ?? {}).length === 0 && removeKeys === undefined && allowlistKeys === undefined) {
    fail('NoChanges', where, 'nothing is changed; write records, removeKeys or allowlistKeys');
  }
  if (removeKeys !== undefined && allowlistKeys !== undefined) {
    fail('NoChanges', where, `removeKeys ${show(removeKeys)} and allowlistKeys ${show(allowlistKeys)} exclude each other: the program heeds one of them; write that`);
  }
  return {
    settings: given({
      match, record: pairs(where, 'records', records), remove_key: texts(where, 'removeKeys', removeKeys), allowlist_key: texts(where, 'allowlistKeys', allowlistKeys),
    }),
  };
}

/** How one field's text becomes fields. */
export interface FluentBitParserFilterOptions {
  /** The field, for example `log`. */
  readonly keyName: string;
  /** Parsers, the image's or of `parsers`; the first that knows the text has it. */
  readonly parsers: string[];
  /**
   * Which records.
   *
   * @default * - all of them
   */
  readonly match?: string;
  /**
   * The other fields of the record stay.
   *
   * @default true - without, labels of the pod would be lost
   */
  readonly reserveData?: boolean;
  /**
   * The field that was parsed stays as well.
   *
   * @default - unset: it goes
   */
  readonly preserveKey?: boolean;
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/filters/parser */
export function parserFilter(where: string, options: FluentBitParserFilterOptions): SectionParts {
  requireFields(where, 'options', options);
  requireKinds(where, options, { reserveData: BOOLEAN, preserveKey: BOOLEAN });
  const { match = '*', keyName, parsers, reserveData = true, preserveKey } = options;
  requireSettingText(where, 'keyName', keyName);
  return { settings: given({ match, key_name: keyName, parser: texts(where, 'parsers', parsers ?? null), reserve_data: reserveData, preserve_key: preserveKey }) };
}

/** Which records are lines of one. */
export interface FluentBitMultilineOptions {
  /** Parsers of several lines, the program's own (`java`, `python`, `go`, `ruby`) or of `parsers`. */
  readonly parsers: string[];
  /**
   * The field with the line.
   *
   * @default log
   */
  readonly keyContent?: string;
  /**
   * Which records.
   *
   * @default kube.*
   */
  readonly match?: string;
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/filters/multiline-stacktrace */
export function multiline(where: string, options: FluentBitMultilineOptions): SectionParts {
  requireFields(where, 'options', options);
  requireKinds(where, options, { keyContent: TEXT });
  const { match = 'kube.*', keyContent = 'log', parsers } = options;
  requireSettingTexts(where, 'parsers', parsers);
  return { settings: { 'match': match, 'multiline.key_content': keyContent, 'multiline.parser': parsers.join(', ') } };
}

/** @see https://docs.fluentbit.io/manual/data-pipeline/filters/lua */
export function luaFilter(call: string, script: string, match: string): (context: SectionContext) => SectionParts {
  return ({ id }) => ({ settings: { match, script: `${CONFIG_DIRECTORY}/${id}.lua`, call }, files: { [`${id}.lua`]: script } });
}

/** `name value`, as several filters have it; a value with spaces is in quotes. */
function pairs(where: string, what: string, fields: { [field: string]: string } | undefined): string[] | undefined {
  if (fields === undefined || Object.keys(fields).length === 0) {
    return undefined;
  }
  requireTexts(where, what, fields);
  return Object.entries(fields).map(([name, value]) => {
    requireSettingText(where, `${what} ${name}`, value);
    if (/[\s"]/.test(name) || name === '') {
      fail('InvalidSetting', where, `${what} has a field ${show(name)}; write a name without spaces and quotes`);
    }
    // Regular expressions are taken as they stand, up to the end of the line.
    if (what === 'regex' || what === 'exclude' || !/\s/.test(value)) {
      return `${name} ${value}`;
    }
    if (value.includes('"')) {
      fail('InvalidSetting', where, `${what} ${name} is ${show(value)}; a value with spaces stands in quotes, and cannot have quotes itself: FluentBitFilter.lua(…) can make it`);
    }
    return `${name} "${value}"`;
  });
}

function texts(where: string, what: string, values: string[] | undefined): string[] | undefined {
  if (values !== undefined) {
    requireSettingTexts(where, what, values);
  }
  return values === undefined ? undefined : [...values];
}
