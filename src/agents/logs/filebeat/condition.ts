import { fail, show } from '../../../errors';
import { requireText, requireValues, valueClass } from '../../../values/require';
import { Settings, rawSettings } from '../elastic/settings';

/**
 * What must be true of an event, or of the container that autodiscover found.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/defining-processors#conditions
 */
export class FilebeatCondition {
  /**
   * The field has this value: a text, a whole number or true or false.
   *
   * @throws InvalidFieldName, WrongType
   */
  public static is(field: string, value: any): FilebeatCondition {
    if (!['string', 'boolean'].includes(typeof value) && !Number.isInteger(value)) {
      fail('WrongType', 'FilebeatCondition.is', `value is ${show(value)}; write a string, a whole number, true or false`);
    }
    return FilebeatCondition.ofField('is', 'equals', field, value);
  }

  /**
   * The field's text, or one item of its list, has this in it.
   *
   * @throws InvalidFieldName, NotText
   */
  public static contains(field: string, text: string): FilebeatCondition {
    requireText('FilebeatCondition.contains', 'text', text);
    return FilebeatCondition.ofField('contains', 'contains', field, text);
  }

  /**
   * The field's text matches this regular expression, in Go's spelling.
   *
   * @throws InvalidFieldName, NotText
   */
  public static regexp(field: string, pattern: string): FilebeatCondition {
    requireText('FilebeatCondition.regexp', 'pattern', pattern);
    return FilebeatCondition.ofField('regexp', 'regexp', field, pattern);
  }

  /**
   * There are all of these fields.
   *
   * @throws InvalidFieldName, EmptyCondition
   */
  public static hasFields(...fields: string[]): FilebeatCondition {
    requireSome('FilebeatCondition.hasFields', fields);
    fields.forEach((field) => requireField('FilebeatCondition.hasFields', field));
    return new FilebeatCondition({ has_fields: [...fields] });
  }

  /**
   * All of these.
   *
   * @throws WrongType, EmptyCondition
   */
  public static allOf(...conditions: FilebeatCondition[]): FilebeatCondition {
    return FilebeatCondition.joined('FilebeatCondition.allOf', 'and', conditions);
  }

  /**
   * At least one of these.
   *
   * @throws WrongType, EmptyCondition
   */
  public static anyOf(...conditions: FilebeatCondition[]): FilebeatCondition {
    return FilebeatCondition.joined('FilebeatCondition.anyOf', 'or', conditions);
  }

  /**
   * Not this.
   *
   * @throws WrongType
   */
  public static isNot(condition: FilebeatCondition): FilebeatCondition {
    requireValues('FilebeatCondition.isNot', 'condition', [condition], FilebeatCondition);
    return new FilebeatCondition({ not: condition._config });
  }

  /**
   * Any other, in Filebeat's own words: `{ range: { 'http.response.code': { gte: 400 } } }`.
   *
   * @throws WrongType, SecretAsText
   */
  public static raw(config: { [key: string]: any }): FilebeatCondition {
    return new FilebeatCondition(rawSettings('FilebeatCondition.raw', 'config', config));
  }

  private static ofField(factory: string, kind: string, field: string, value: unknown): FilebeatCondition {
    requireField(`FilebeatCondition.${factory}`, field);
    return new FilebeatCondition({ [kind]: { [field]: value } });
  }

  private static joined(where: string, word: string, conditions: FilebeatCondition[]): FilebeatCondition {
    requireSome(where, conditions);
    requireValues(where, 'condition', conditions, FilebeatCondition);
    return new FilebeatCondition({ [word]: conditions.map(({ _config }) => _config) });
  }

  private constructor(/** @internal */ public readonly _config: Settings) {}
}

valueClass(FilebeatCondition, 'FilebeatCondition', 'FilebeatCondition.is("kubernetes.namespace", "shop")');

export function requireField(where: string, field: unknown): asserts field is string {
  if (typeof field !== 'string' || !/^\S+$/.test(field)) {
    fail('InvalidFieldName', where, `field is ${show(field)}; write a field's name with its dots, such as "kubernetes.namespace"`);
  }
}

function requireSome(where: string, items: readonly unknown[]): void {
  if (items.length === 0) {
    fail('EmptyCondition', where, 'there is none; write at least one');
  }
}
