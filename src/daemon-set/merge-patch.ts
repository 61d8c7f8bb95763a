import { fail, show } from '../errors';
import { At, Fields, pathOf, within } from '../placement/input/field';
import { repeated } from '../values/repeated';
import { isPlain } from '../values/require';

/** Something by which two things of a list are the same one; undefined where it is not said. */
interface Key {
  readonly what: string;
  readonly of: (item: Fields) => string | undefined;
}

/** What is known of a place in a manifest. */
interface Shape {
  /** Of an object, or of each thing of a list. */
  readonly fields?: { readonly [field: string]: Shape };
  /** Of a list whose things are told apart: the first of these that is said decides, and the next where there is none such. */
  readonly keys?: readonly Key[];
}

const NAME = key('name');
const BY_NAME: Shape = { keys: [NAME] };

const CONTAINERS: Shape = {
  ...BY_NAME,
  fields: {
    env: BY_NAME,
    // Kubernetes has containerPort alone, so that DNS by UDP and by TCP would be one; and it is their names that all else knows ports by.
    ports: { keys: [NAME, { what: 'containerPort', of: ({ containerPort, protocol }) => (typeof containerPort === 'number' ? `${containerPort}/${String(protocol ?? 'TCP')}` : undefined) }] },
    volumeMounts: { keys: [key('mountPath')] },
    volumeDevices: { keys: [key('devicePath')] },
  },
};

/** The `patchMergeKey` of the lists of a pod. https://github.com/kubernetes/api/blob/master/core/v1/types.go */
const POD: Shape = {
  fields: {
    containers: CONTAINERS,
    initContainers: CONTAINERS,
    ephemeralContainers: CONTAINERS,
    volumes: BY_NAME,
    imagePullSecrets: BY_NAME,
    resourceClaims: BY_NAME,
    schedulingGates: BY_NAME,
    hostAliases: { keys: [key('ip')] },
    topologySpreadConstraints: { keys: [key('topologyKey')] },
  },
};

const DAEMON_SET: Shape = { fields: { spec: { fields: { template: { fields: { spec: POD } } } } } };

function key(what: string): Key {
  return { what, of: (item) => (typeof item[what] === 'string' ? item[what] : undefined) };
}

/** Refuses what a merge could only lose: things of which it is not said which are meant, and two that are one. */
export function requireIdentities(where: string, patch: unknown, shape: Shape = DAEMON_SET, at?: At): void {
  if (Array.isArray(patch) && shape.keys !== undefined) {
    requireKeys(where, patch, shape.keys, at);
    patch.forEach((item, i) => requireIdentities(where, item, { fields: shape.fields }, within(at, i)));
  } else if (isPlain(patch)) {
    for (const [field, inner] of Object.entries(shape.fields ?? {})) {
      requireIdentities(where, (patch as Fields)[field], inner, within(at, field));
    }
  }
}

function requireKeys(where: string, items: readonly unknown[], keys: readonly Key[], at: At | undefined): void {
  const all = keys.map(({ what }) => what).join(' or ');
  items.forEach((item, i) => {
    if (!isPlain(item) || keys.every((one) => one.of(item as Fields) === undefined)) {
      fail('InvalidPatch', where, `${pathOf(within(at, i))} is ${show(item)}, which does not say which is meant; write an object with ${all}, or use Patch.json`);
    }
  });
  for (const { what, of } of keys) {
    const said = (items as readonly Fields[]).filter((item) => of(item) !== undefined);
    for (const twice of repeated(said, (item) => of(item)!)) {
      fail('InvalidPatch', where, `${pathOf(at)} has two with ${what} ${show(twice)}, which are one; write all of it once, or use Patch.json`);
    }
  }
}

/** What is left of both: objects field by field, without what is null, lists by what their things are told apart by. */
export function merge(before: unknown, patch: unknown, shape: Shape = DAEMON_SET): unknown {
  if (Array.isArray(patch)) {
    const things = Array.isArray(before) ? before : [];
    const keys = shape.keys ?? (things.length > 0 && [...things, ...patch].every(isNamed) ? [NAME] : undefined);
    return keys === undefined ? patch : mergeLists(things, patch, keys, { fields: shape.fields });
  }
  if (typeof patch !== 'object' || patch === null) {
    return patch;
  }
  const result: { [key: string]: unknown } = isPlain(before) ? { ...before } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[field];
    } else {
      result[field] = merge(result[field], value, shapeIn(shape, field));
    }
  }
  return result;
}

/** Of fields that nothing is known of, nothing: also of those that are named like what every object of JavaScript has. */
function shapeIn({ fields }: Shape, field: string): Shape {
  return fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : {};
}

/** One after the other, so that two for one thing are both in it. */
function mergeLists(before: readonly unknown[], patch: readonly unknown[], keys: readonly Key[], shape: Shape): unknown[] {
  const merged = [...before];
  for (const change of patch) {
    const i = indexOf(merged, change as Fields, keys);
    merged[i] = merge(merged[i], change, shape);
  }
  return merged;
}

/** Of the thing that is meant; of the end, when there is none such. */
function indexOf(things: readonly unknown[], change: Fields, keys: readonly Key[]): number {
  for (const { of } of keys) {
    const wanted = of(change);
    const i = wanted === undefined ? -1 : things.findIndex((thing) => isPlain(thing) && of(thing as Fields) === wanted);
    if (i >= 0) {
      return i;
    }
  }
  return things.length;
}

function isNamed(item: unknown): boolean {
  return isPlain(item) && NAME.of(item as Fields) !== undefined;
}
