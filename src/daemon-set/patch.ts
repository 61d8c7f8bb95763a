import { JsonPatch } from 'cdk8s';
import { fail, show } from '../errors';

/** One operation of RFC 6902, as cdk8s holds it. */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
}

/**
 * A change to the finished manifest, in Kubernetes' own spelling: the way out for whatever has no prop.
 */
export class Patch {
  /**
   * Merges: objects field by field, `null` removes a field, lists of things with names by their `name`, other lists are replaced.
   */
  public static merge(manifest: { [field: string]: any }): Patch {
    if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
      fail('InvalidPatch', 'Patch.merge', `got ${show(manifest)}; write an object such as { spec: { template: { … } } }`);
    }
    return new Patch((where, before, mayBeIdle) => {
      const after = merge(before, manifest);
      if (!mayBeIdle && JSON.stringify(before) === JSON.stringify(after)) {
        fail('PatchWithoutEffect', where, `merge patch ${show(manifest)} changes nothing, so that it is mistaken or no longer needed; mend or drop it, or say .allowingNoEffect()`);
      }
      return after;
    }, false);
  }

  /** Operations of RFC 6902. */
  public static json(...operations: JsonPatch[]): Patch {
    const change = (where: string, before: unknown, mayBeIdle: boolean) => (
      operations.reduce((doc, operation) => applyJsonPatch(where, doc, operation, mayBeIdle), before));
    return new Patch(change, false);
  }

  private constructor(
    private readonly change: (where: string, before: unknown, mayBeIdle: boolean) => unknown,
    private readonly mayBeIdle: boolean,
  ) {}

  /** The same; that it changes nothing is no error. */
  public allowingNoEffect(): Patch {
    return new Patch(this.change, true);
  }

  /** @internal */
  public _apply(where: string, manifest: unknown): unknown {
    return this.change(where, manifest, this.mayBeIdle);
  }
}

/** One operation, with what is missing named. */
export function applyJsonPatch(where: string, manifest: unknown, operation: JsonPatch, mayBeIdle: boolean): unknown {
  const { op, path, from } = (operation as unknown as { _toJson(): Operation })._toJson();
  if (op === 'add') {
    requireParent(where, manifest, op, path);
  } else {
    requireThere(where, manifest, op, op === 'copy' || op === 'move' ? from! : path);
    if (op === 'copy' || op === 'move') {
      requireParent(where, manifest, op, path);
    }
  }
  const before = JSON.stringify(manifest);
  let after: unknown;
  try {
    after = JsonPatch.apply(manifest, operation);
  } catch (error) {
    fail('PatchFailed', where, `JSON patch ${op} ${show(path)} failed: ${String((error as Error).message).split('\n')[0]}; mend the path or the value`);
  }
  if (op !== 'test' && !mayBeIdle && before === JSON.stringify(after)) {
    fail('PatchWithoutEffect', where, `JSON patch ${op} ${show(path)} changes nothing, so that it is mistaken or no longer needed; mend or drop it, or use agent.patch(Patch.json(…).allowingNoEffect())`);
  }
  return after;
}

function tokens(pointer: string): string[] {
  return pointer.split('/').slice(1).map((token) => token.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function child(value: unknown, token: string): unknown {
  return typeof value === 'object' && value !== null ? (value as { [key: string]: unknown })[token] : undefined;
}

function requireParent(where: string, manifest: unknown, op: string, path: string): void {
  let value = manifest;
  let at = '';
  for (const token of tokens(path).slice(0, -1)) {
    at += `/${token}`;
    value = child(value, token);
    if (typeof value !== 'object' || value === null) {
      fail('PatchParentMissing', where, `JSON patch ${op} ${show(path)}: there is nothing at ${show(at)}; add that first, or use agent.patch(Patch.merge(…)), which makes what is missing`);
    }
  }
}

function requireThere(where: string, manifest: unknown, op: string, path: string): void {
  let value = manifest;
  let at = '';
  for (const token of tokens(path)) {
    at += `/${token}`;
    value = child(value, token);
    if (value === undefined) {
      fail('PatchParentMissing', where, `JSON patch ${op} ${show(path)}: there is nothing at ${show(at)}; mend the path, or use add`);
    }
  }
}

function merge(before: unknown, patch: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(patch) && [...before, ...patch].every(isNamed)) {
    const merged = before.map((item) => {
      const change = patch.find((other) => other.name === item.name);
      return change === undefined ? item : merge(item, change);
    });
    return [...merged, ...patch.filter((item) => !before.some((other) => other.name === item.name))];
  }
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const result: { [key: string]: unknown } = typeof before === 'object' && before !== null && !Array.isArray(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else if (value !== undefined) {
      result[key] = merge(result[key], value);
    }
  }
  return result;
}

function isNamed(item: unknown): item is { name: string } {
  return typeof item === 'object' && item !== null && typeof (item as { name?: unknown }).name === 'string';
}
