import { JsonPatch } from 'cdk8s';
import { merge, requireIdentities } from './merge-patch';
import { requireJson } from './plain-json';
import { fail, show } from '../errors';
import { within } from '../placement/input/field';
import { isPlain, valueClass } from '../values/require';

/** A place in a list, in the spelling of RFC 6901. */
const INDEX = /^(0|[1-9]\d*)$/;

/** One operation of RFC 6902, as cdk8s holds it. */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * A change to the finished manifest, in Kubernetes' own spelling: the way out for whatever has no prop.
 */
export class Patch {
  /**
   * Merges: objects field by field, `null` removes a field, one that is undefined is left alone.
   *
   * Lists of a pod are merged as `kubectl` does it: `volumeMounts` by `mountPath`, `volumeDevices` by `devicePath`, `hostAliases` by `ip`, `topologySpreadConstraints` by
   * `topologyKey`; `containers`, `initContainers`, `env`, `volumes`, `imagePullSecrets` and `resourceClaims` by `name`; `ports` by `name`, and where there is none of that name
   * by `containerPort` and `protocol` (TCP unless written). What the pod has of these is changed in its place, what it does not have is added at the end. Of other lists those
   * whose things all have names are merged by `name`; the rest are replaced. To take one out of a list, or to replace a list that is merged, use `Patch.json`.
   *
   * @param manifest plain JSON; what is in it is copied
   * @throws InvalidPatch when it is no plain JSON (a `Lazy`, a `Duration` or another object of a class, a number that is not finite, a function), and when a thing of a list
   * of the pod lacks that by which it is found, or is there twice
   */
  public static merge(manifest: { [field: string]: any }): Patch {
    if (!isPlain(manifest)) {
      fail('InvalidPatch', 'Patch.merge', `got ${show(manifest)}; write an object such as { spec: { template: { … } } }`);
    }
    requireJson('Patch.merge', '', manifest);
    requireIdentities('Patch.merge', manifest);
    const json = JSON.stringify(manifest);
    return new Patch((where, before, mayBeIdle) => {
      // Read anew each time: patches after this one may change what it put there.
      const wanted = JSON.parse(json) as object;
      const after = merge(before, wanted);
      if (!mayBeIdle && JSON.stringify(before) === JSON.stringify(after)) {
        fail('PatchWithoutEffect', where, `merge patch ${show(wanted)} changes nothing, so that it is mistaken or no longer needed; mend or drop it, or say .allowingNoEffect()`);
      }
      return after;
    }, false);
  }

  /**
   * Operations of RFC 6902.
   *
   * @param operations with values of plain JSON, which are copied
   * @throws InvalidPatch when one is no `JsonPatch` of cdk8s, or its value no plain JSON
   */
  public static json(...operations: JsonPatch[]): Patch {
    const copies = operations.map(copyOf);
    const change = (where: string, before: unknown, mayBeIdle: boolean) => (
      copies.reduce((doc, operation) => applyJsonPatch(where, doc, operation, mayBeIdle), before));
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

valueClass(Patch, 'Patch', 'Patch.merge({ spec: { … } })');

/** One operation, with what is missing named. */
export function applyJsonPatch(where: string, manifest: unknown, operation: JsonPatch, mayBeIdle: boolean): unknown {
  const { op, path, from } = (operation as unknown as { _toJson(): Operation })._toJson();
  for (const pointer of [path, ...from === undefined ? [] : [from]]) {
    requirePointer(where, op, pointer);
  }
  if (op === 'remove' && mayBeIdle && !isThere(manifest, path)) {
    return manifest;
  }
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

/** The operation as it is now: cdk8s keeps the value itself, which whoever wrote it may still change. */
function copyOf(operation: JsonPatch): JsonPatch {
  if (typeof (operation as { _toJson?: unknown } | null | undefined)?._toJson !== 'function') {
    fail('InvalidPatch', 'Patch.json', `got ${show(operation)}; write JsonPatch.add("/spec/…", …) or another operation of cdk8s`);
  }
  const fields = (operation as unknown as { _toJson(): Operation })._toJson();
  if (!('value' in fields)) {
    return operation;
  }
  requireJson('Patch.json', `JSON patch ${fields.op} ${show(fields.path)}: `, fields.value, within(undefined, 'value'));
  const copy: Operation = { ...fields, value: JSON.parse(JSON.stringify(fields.value)) };
  return { _toJson: () => copy } as unknown as JsonPatch;
}

function tokens(pointer: string): string[] {
  return pointer.split('/').slice(1).map((token) => token.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function child(value: unknown, token: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, token) && !(Array.isArray(value) && !INDEX.test(token))
    ? (value as { [key: string]: unknown })[token]
    : undefined;
}

/** The library that applies it would drop the first part of such a path, whatever it is. */
function requirePointer(where: string, op: string, path: unknown): void {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) {
    fail('InvalidPatch', where, `JSON patch ${op} ${show(path)}: this is no JSON pointer; write one that begins with a slash, such as "/spec/template"`);
  }
}

function isThere(manifest: unknown, path: string): boolean {
  return tokens(path).reduce(child, manifest) !== undefined;
}

function requireParent(where: string, manifest: unknown, op: string, path: string): void {
  const parts = tokens(path);
  const last = parts.pop();
  let value = manifest;
  let at = '';
  for (const token of parts) {
    at += `/${token}`;
    value = child(value, token);
    if (typeof value !== 'object' || value === null) {
      fail('PatchParentMissing', where, `JSON patch ${op} ${show(path)}: there is nothing at ${show(at)}; add that first, or use agent.patch(Patch.merge(…)), which makes what is missing`);
    }
  }
  if (Array.isArray(value) && last !== '-' && !(INDEX.test(last!) && Number(last) <= value.length)) {
    fail('PatchFailed', where, `JSON patch ${op} ${show(path)}: ${show(last)} is no place in a list of ${value.length}; write 0 to ${value.length}, or - for its end`);
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
