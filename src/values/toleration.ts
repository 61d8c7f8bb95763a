import { requireLabelValue, requireQualifiedName, requireWholeNumber } from './kube-names';
import { requireOneOf, requireUnsetOrOneOf, requireValue, valueClass } from './require';
import { fail, show } from '../errors';

/** The API holds it in 64 bits; a number of JavaScript counts exactly to this. */
const MOST_SECONDS = Number.MAX_SAFE_INTEGER;

/**
 * What a taint does to pods that do not tolerate it.
 */
export enum TaintEffect {
  /** No new pod is placed on the node. */
  NO_SCHEDULE = 'NoSchedule',
  /** Pods are placed elsewhere if possible. Means nothing to a DaemonSet, whose pods have one node each. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  /** No new pod is placed on the node, and pods that run there are evicted. */
  NO_EXECUTE = 'NoExecute',
}

/**
 * A mark on a node that keeps pods away.
 */
export class Taint {
  /**
   * @param key for example `nvidia.com/gpu`
   * @param effect what it does to pods that do not tolerate it
   * @param value unset for a taint without one
   * @throws InvalidLabelKey, InvalidLabelValue, UnknownValue when the effect is none
   */
  public static of(key: string, effect: TaintEffect, value?: string): Taint {
    requireQualifiedName('Taint.of', 'key', key);
    requireOneOf('Taint.of', 'effect', effect, TaintEffect);
    if (value !== undefined) {
      requireLabelValue('Taint.of', 'value', value);
    }
    return new Taint(key, effect, value);
  }

  private constructor(
    /** The taint's key. */
    public readonly key: string,
    /** What it does to pods that do not tolerate it. */
    public readonly effect: TaintEffect,
    /** The taint's value, unset when it has none. */
    public readonly value: string | undefined,
  ) {}

  /** Tolerates this taint: by key, value and effect; a taint without a value by key and effect, whatever value it is given later. */
  public toleration(): Toleration {
    return this.value === undefined ? Toleration.exists(this.key, this.effect) : Toleration.equal(this.key, this.value, this.effect);
  }

  /** As kubectl writes it: `key=value:Effect`. */
  public toString(): string {
    return `${this.key}${this.value === undefined ? '' : `=${this.value}`}:${this.effect}`;
  }
}

/**
 * Lets a pod stand on a node in spite of a taint.
 */
export class Toleration {
  /** Tolerates every taint there is, whatever its effect. */
  public static everything(): Toleration {
    return new Toleration(undefined, undefined, undefined, undefined);
  }

  /**
   * Tolerates every taint with this effect.
   *
   * @throws UnknownValue when it is none
   */
  public static everyTaint(effect: TaintEffect): Toleration {
    requireOneOf('Toleration.everyTaint', 'effect', effect, TaintEffect);
    return new Toleration(undefined, undefined, effect, undefined);
  }

  /**
   * Tolerates a taint by its key, whatever its value.
   *
   * @param key the taint's key
   * @param effect unset for all effects
   * @throws InvalidLabelKey, UnknownValue
   */
  public static exists(key: string, effect?: TaintEffect): Toleration {
    requireQualifiedName('Toleration.exists', 'key', key);
    requireUnsetOrOneOf('Toleration.exists', 'effect', effect, TaintEffect);
    return new Toleration(key, undefined, effect, undefined);
  }

  /**
   * Tolerates a taint by its key and value.
   *
   * @param key the taint's key
   * @param value the taint's value, which may be empty
   * @param effect unset for all effects
   * @throws InvalidLabelKey, InvalidLabelValue, UnknownValue
   */
  public static equal(key: string, value: string, effect?: TaintEffect): Toleration {
    requireQualifiedName('Toleration.equal', 'key', key);
    requireLabelValue('Toleration.equal', 'value', value);
    requireUnsetOrOneOf('Toleration.equal', 'effect', effect, TaintEffect);
    return new Toleration(key, value, effect, undefined);
  }

  private constructor(
    /** The taint's key; unset for every key. */
    public readonly key: string | undefined,
    /** The taint's value; unset for every value. */
    public readonly value: string | undefined,
    /** The taint's effect; unset for every effect. */
    public readonly effect: TaintEffect | undefined,
    /** Seconds until the pod is evicted all the same; unset for never. */
    public readonly seconds: number | undefined,
  ) {}

  /**
   * Sets `tolerationSeconds`, which for a node agent is hardly ever meant: after that time the pod is evicted, the
   * DaemonSet controller (which does not read it) creates it again at once, and so on for as long as the taint stays.
   *
   * @param seconds 0 or more
   * @throws TolerationSeconds unless the effect is NoExecute, InvalidNumber
   */
  public evictedAndCreatedAgainAfter(seconds: number): Toleration {
    requireWholeNumber('Toleration.evictedAndCreatedAgainAfter', 'seconds', seconds, 0, MOST_SECONDS);
    if (this.effect !== TaintEffect.NO_EXECUTE) {
      fail('TolerationSeconds', 'Toleration.evictedAndCreatedAgainAfter',
        `the toleration's effect is ${show(this.effect)}; tolerationSeconds goes only with TaintEffect.NO_EXECUTE`);
    }
    return new Toleration(this.key, this.value, this.effect, seconds);
  }

  /** Whether whatever the other tolerates, this one tolerates too, and for no shorter time. */
  public covers(other: Toleration): boolean {
    requireValue('Toleration.covers', 'other', other, Toleration);
    return (this.key === undefined || this.key === other.key)
      && (this.value === undefined || this.value === other.value)
      && (this.effect === undefined || this.effect === other.effect)
      && (this.seconds === undefined || (other.seconds !== undefined && this.seconds >= other.seconds));
  }

  /** Whether the pod may stand on a node with this taint. */
  public tolerates(taint: Taint): boolean {
    requireValue('Toleration.tolerates', 'taint', taint, Taint);
    return (this.key === undefined || this.key === taint.key)
      && (this.value === undefined || this.value === (taint.value ?? ''))
      && (this.effect === undefined || this.effect === taint.effect);
  }

  /** For people: `nvidia.com/gpu=present:NoSchedule`, with `*` for whatever there is, and ` for 30 s` where it is not for ever. */
  public toString(): string {
    const value = this.value === undefined ? '' : `=${this.value}`;
    return `${this.key ?? '*'}${value}:${this.effect ?? '*'}${this.seconds === undefined ? '' : ` for ${this.seconds} s`}`;
  }

  /** @internal */
  public _toKube(): { [field: string]: string | number } {
    return {
      ...(this.effect === undefined ? {} : { effect: this.effect }),
      ...(this.key === undefined ? {} : { key: this.key }),
      ...(this.value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value: this.value }),
      ...(this.seconds === undefined ? {} : { tolerationSeconds: this.seconds }),
    };
  }
}

valueClass(Taint, 'Taint', 'Taint.of("nvidia.com/gpu", TaintEffect.NO_SCHEDULE)');
valueClass(Toleration, 'Toleration', 'Toleration.exists("nvidia.com/gpu")');
