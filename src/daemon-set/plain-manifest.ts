import { App, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import type { IConstruct } from 'constructs';

const OF_CDK8S: readonly Function[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** Thrown within this file alone, for a value that only cdk8s can resolve. */
const NOT_PLAIN = new Error('not plain');

/**
 * What cdk8s would make of an object's fields: lazy values produced, keys sorted, nothing that is null. In one pass, for cdk8s goes up the tree for each single value
 * and copies everything twice. Objects without a prototype, as parsers make them, and with a key `constructor` are plain; cdk8s fails on them. Undefined when there is
 * a value, or an App, that cdk8s alone knows how to resolve.
 */
export function plainManifest(object: IConstruct, fields: { readonly [field: string]: unknown }): { [field: string]: any } | undefined {
  if (!App.of(object).resolvers.every((resolver) => OF_CDK8S.includes(resolver.constructor))) {
    return undefined;
  }
  try {
    return plainObject(fields, process.env.CDK8S_DISABLE_SORT ? Object.keys : sortedKeys);
  } catch (error) {
    if (error === NOT_PLAIN) {
      return undefined;
    }
    throw error;
  }
}

type Keys = (object: object) => string[];

function sortedKeys(object: object): string[] {
  return Object.keys(object).sort();
}

function plainObject(fields: { readonly [field: string]: unknown }, keys: Keys): { [field: string]: unknown } {
  const result: { [field: string]: unknown } = {};
  for (const key of keys(fields)) {
    // Set like any other key, it would be the result's prototype.
    if (key === '__proto__') {
      throw NOT_PLAIN;
    }
    const value = plain(fields[key], keys);
    if (value !== undefined) {
      result[key] = value;
    }
  }
  return result;
}

function plain(value: unknown, keys: Keys): unknown {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      return value === null ? undefined : plainStructure(value, keys);
    default:
      throw NOT_PLAIN;
  }
}

function plainStructure(value: object, keys: Keys): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => plain(item, keys));
  }
  // Of the prototype, not by value.constructor: that is a key like any other, and a label may have it.
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype === Object.prototype || prototype === null) && typeof (value as { readonly resolve?: unknown }).resolve !== 'function') {
    return plainObject(value as { readonly [field: string]: unknown }, keys);
  }
  if (value instanceof Lazy) {
    return plain(value.produce(), keys);
  }
  throw NOT_PLAIN;
}
