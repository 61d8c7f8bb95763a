/** What one field is in each of two manifests; undefined where it is not set. */
export interface Difference {
  readonly path: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

/** What the API server sets where nothing is said: whoever writes it out says nothing more. */
const API_DEFAULTS: readonly (readonly [path: RegExp, value: unknown])[] = [
  [/hostIPC$/, false],
  [/hostNetwork$/, false],
  [/revisionHistoryLimit$/, 10],
  [/restartPolicy$/, 'Always'],
  [/terminationGracePeriodSeconds$/, 30],
  [/hostUsers$/, true],
  [/rollingUpdate\.maxUnavailable$/, 1],
  [/updateStrategy\.type$/, 'RollingUpdate'],
  [/Probe\.initialDelaySeconds$/, 0],
  [/Probe\.periodSeconds$/, 10],
  [/Probe\.timeoutSeconds$/, 1],
  [/Probe\.successThreshold$/, 1],
  [/Probe\.failureThreshold$/, 3],
  [/Probe\.httpGet\.scheme$/, 'HTTP'],
  [/ports\[.*\]\.protocol$/, 'TCP'],
  [/Service\.type$/, 'ClusterIP'],
  [/fieldRef\.apiVersion$/, 'v1'],
  [/volumeMounts\[.*\]\.readOnly$/, false],
  [/volumeMounts\[.*\]\.mountPropagation$/, 'None'],
];

/** Every field in which two manifests differ, in the order of their paths; what the API server sets by itself is no difference. */
export function differences(theirs: object, ours: object): Difference[] {
  const left = fieldsOf(theirs);
  const right = fieldsOf(ours);
  const said = (path: string, value: unknown) => (isApiDefault(path, value) ? undefined : JSON.stringify(value));
  return [...new Set([...left.keys(), ...right.keys()])].sort()
    .map((path) => ({ path, theirs: left.get(path), ours: right.get(path) }))
    .filter(({ path, theirs: their, ours: our }) => said(path, their) !== said(path, our));
}

/** Path → value of every field; lists of things with an identity by it, all other lists as a whole. */
export function fieldsOf(manifest: object): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  collect(manifest, '', fields);
  return fields;
}

function collect(value: unknown, path: string, fields: Map<string, unknown>): void {
  if (Array.isArray(value) && value.length > 0 && value.every((item) => identityOf(path, item) !== undefined)) {
    value.forEach((item) => collect(item, `${path}[${identityOf(path, item)}]`, fields));
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    Object.entries(value).forEach(([key, item]) => collect(item, path === '' ? key : `${path}.${key}`, fields));
  } else if (value !== undefined) {
    fields.set(path, value);
  }
}

/** A container has two mounts of one volume, but never two at one path; and what is at its end makes no other path of it. */
function identityOf(path: string, item: unknown): string | undefined {
  const { name, mountPath } = typeof item === 'object' && item !== null ? item as { name?: string; mountPath?: string } : {};
  return path.endsWith('volumeMounts') ? mountPath?.replace(/(?<=[^/])\/$/, '') : name;
}

function isApiDefault(path: string, value: unknown): boolean {
  return API_DEFAULTS.some(([pattern, usual]) => pattern.test(path) && usual === value);
}

/** Why one field, or all fields below it, are not as the vendor has them. */
export interface Reason {
  /** A path, or the beginning of paths. */
  readonly path: string;
  readonly why: string;
}

/** Differences by the reason for them; `undefined` collects those that nobody gave a reason for. */
export function explained(found: readonly Difference[], reasons: readonly Reason[]): Map<Reason | undefined, Difference[]> {
  const longestFirst = [...reasons].sort((a, b) => b.path.length - a.path.length);
  const groups = new Map<Reason | undefined, Difference[]>(reasons.map((reason) => [reason, []]));
  for (const difference of found) {
    const reason = longestFirst.find(({ path }) => difference.path === path || /^[.[]/.test(difference.path.slice(path.length)) && difference.path.startsWith(path));
    groups.set(reason, [...groups.get(reason) ?? [], difference]);
  }
  return groups;
}

/** A vendor's own deployment, as far as it is compared, and why ours differs. */
export interface Vendor {
  /** Name of the agent's DaemonSet. */
  readonly KEY: string;
  /** Which, and how it was rendered. */
  readonly VERSION: string;
  readonly SOURCE: string;
  readonly CHART: object;
  readonly REASONS: readonly Reason[];
  /** What is synthesized, in the same form. */
  readonly asCompared: (objects: readonly any[]) => object;
}
