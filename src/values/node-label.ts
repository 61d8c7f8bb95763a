import { requireLabelValue, requireQualifiedName } from './kube-names';
import { LabelOperator, Requirement } from './node-requirement';
import { describeRequirement } from './render-targeting';
import { fail, show } from '../errors';

/**
 * One condition on the labels of a node.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#operators
 */
export class NodeLabel {
  /**
   * The label has this value.
   *
   * @throws InvalidLabelKey, InvalidLabelValue
   */
  public static is(key: string, value: string): NodeLabel {
    return new NodeLabel(key, 'In', checkedValues('NodeLabel.is', [value]), 'NodeLabel.is');
  }

  /**
   * The label has one of these values.
   *
   * @throws InvalidLabelKey, InvalidLabelValue, NoValues
   */
  public static isOneOf(key: string, ...values: string[]): NodeLabel {
    return new NodeLabel(key, 'In', checkedValues('NodeLabel.isOneOf', values), 'NodeLabel.isOneOf');
  }

  /**
   * The label has none of these values, or the node has no such label.
   *
   * @throws InvalidLabelKey, InvalidLabelValue, NoValues
   */
  public static isNoneOf(key: string, ...values: string[]): NodeLabel {
    return new NodeLabel(key, 'NotIn', checkedValues('NodeLabel.isNoneOf', values), 'NodeLabel.isNoneOf');
  }

  /**
   * The node has the label, with any value.
   *
   * @throws InvalidLabelKey
   */
  public static exists(key: string): NodeLabel {
    return new NodeLabel(key, 'Exists', [], 'NodeLabel.exists');
  }

  /**
   * The node does not have the label.
   *
   * @throws InvalidLabelKey
   */
  public static doesNotExist(key: string): NodeLabel {
    return new NodeLabel(key, 'DoesNotExist', [], 'NodeLabel.doesNotExist');
  }

  /**
   * The label is a whole number greater than this one.
   *
   * @param bound 0 or more: a negative number is no label value; newer API servers refuse it, older ones take it and never match
   * @throws InvalidLabelKey, InvalidBound
   */
  public static greaterThan(key: string, bound: number): NodeLabel {
    return new NodeLabel(key, 'Gt', [checkedBound('NodeLabel.greaterThan', bound)], 'NodeLabel.greaterThan');
  }

  /**
   * The label is a whole number less than this one.
   *
   * @param bound 0 or more: a negative number is no label value; newer API servers refuse it, older ones take it and never match
   * @throws InvalidLabelKey, InvalidBound
   */
  public static lessThan(key: string, bound: number): NodeLabel {
    return new NodeLabel(key, 'Lt', [checkedBound('NodeLabel.lessThan', bound)], 'NodeLabel.lessThan');
  }

  /** The label's key. */
  public readonly key: string;
  /** In, NotIn, Exists, DoesNotExist, Gt or Lt. */
  public readonly operator: string;
  private readonly list: string[];

  private constructor(key: string, operator: LabelOperator, values: string[], where: string) {
    requireQualifiedName(where, 'key', key);
    this.key = key;
    this.operator = operator;
    this.list = values;
  }

  /** The values it is compared with, without repeats, in order of the alphabet. */
  public get values(): string[] {
    return [...this.list];
  }

  /** In words: `disktype is ssd`. */
  public describe(): string {
    return describeRequirement(this._requirement());
  }

  /** @internal */
  public _requirement(): Requirement {
    return { key: this.key, operator: this.operator as LabelOperator, values: this.list };
  }
}

function checkedValues(where: string, values: string[]): string[] {
  if (values.length === 0) {
    fail('NoValues', where, `got ${show(values)}, which no node can meet; write at least one value`);
  }
  for (const value of values) {
    requireLabelValue(where, 'value', value);
  }
  return [...new Set(values)].sort();
}

function checkedBound(where: string, bound: number): string {
  if (!Number.isSafeInteger(bound) || bound < 0) {
    fail('InvalidBound', where, `bound is ${show(bound)}; write one whole number of 0 or more (a label is never a negative number)`);
  }
  return String(bound);
}
