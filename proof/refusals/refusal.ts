import { Chart } from 'cdk8s';

import { AgentProps, Container, ContainerOptions, ImageName, NodeAgentDaemonSet, TargetVersion } from '../../src';
import { synthesize, synthesizeUnchecked } from '../catalogue';
import type { KubeObject } from '../harness/kube';
import type { Line } from '../harness/programs';

/**
 * A mistake, written twice: with the library, which must refuse it by its code, and as a manifest for the API server. Where the library refuses
 * only at synth, the manifest is what it would have synthesized; where it refuses at once there is none, and the mistake is patched into a sound one.
 */
export interface Mistake {
  /** Of the library's error. */
  readonly code: string;
  /** The mistake, in a few words. */
  readonly mistake: string;
  /** The mistake, as a user of the library makes it. */
  readonly write: (chart: Chart, line: Line) => void;
  /** The mistake as a change to a sound DaemonSet, or an object of its own. Unset: what `write` synthesizes when nothing is checked. */
  readonly manifest?: Merge | ((line: Line) => KubeObject);
  /** Lines on which the statement holds; unset for all. */
  readonly lines?: readonly Line[];
}

/** The library mirrors a rule of the API: the API server refuses the manifest as well. */
export interface Mirror extends Mistake {
  /** What the API server says. */
  readonly says: RegExp;
  /** Only server-side apply refuses it: lists whose items have keys hold no key twice there. */
  readonly onlyApplied?: true;
}

/** The library is stricter than the API: the API server takes the manifest. */
export interface Stricter extends Mistake {
  /** Why the library refuses it all the same. */
  readonly reason: string;
}

export interface Merge {
  readonly merge: { [field: string]: unknown };
}

const image = ImageName.of('registry.example.com/agent:v1.0.0');

/** A sound agent with one container, `agent`, and these props. */
export function agent(chart: Chart, line: Line, props: AgentProps = {}, options: ContainerOptions = {}): NodeAgentDaemonSet {
  return new NodeAgentDaemonSet(chart, 'agent', {
    name: 'agent', targetVersion: TargetVersion.of(line), containers: [Container.of({ name: 'agent', image, ...options })], ...props,
  });
}

/** A sound agent, changed behind the library's back. */
export function patched(line: Line, merge: { [field: string]: unknown }): KubeObject {
  const sound = daemonSetOf(synthesizeUnchecked('default', (chart) => agent(chart, line)));
  return merged(sound, merge) as unknown as KubeObject;
}

/** A change to the pod's spec. */
export function pod(spec: { [field: string]: unknown }): Merge {
  return { merge: { spec: { template: { spec } } } };
}

/** A change to which nodes are meant. */
export function terms(...nodeSelectorTerms: object[]): Merge {
  return pod({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } });
}

/** A volume `data`. */
export function volume(source: object): Merge {
  return pod({ volumes: [{ name: 'data', ...source }] });
}

/** An empty volume, mounted into the container. */
export function mounted(mount: object): Merge {
  return pod({ containers: [{ name: 'agent', volumeMounts: [{ name: 'data', ...mount }] }], volumes: [{ name: 'data', emptyDir: {} }] });
}

export function configMap(data: Record<string, string>, name = 'config'): () => KubeObject {
  return () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
}

export function service(name: string): () => KubeObject {
  return () => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { clusterIP: 'None', ports: [{ port: 9100 }] } });
}

/** A change to the container. */
export function container(fields: { [field: string]: unknown }): Merge {
  return pod({ containers: [{ name: 'agent', ...fields }] });
}

export function holdsOn(mistake: Mistake, line: Line): boolean {
  return mistake.lines === undefined || mistake.lines.includes(line);
}

/** Fails unless the library refuses the mistake by its code. */
export function refusedByLibrary(mistake: Mistake, line: Line): void {
  let message: string | undefined;
  try {
    synthesize('default', (chart) => mistake.write(chart, line));
  } catch (error) {
    message = (error as Error).message;
  }
  if (message === undefined) {
    throw new Error('the library synthesizes it');
  }
  if (!message.includes(`[${mistake.code}] `)) {
    throw new Error(`the library does not say ${mistake.code} but: ${message}`);
  }
}

/** The manifest that the API server is asked about. */
export function manifestOf(mistake: Mistake, line: Line): KubeObject {
  if (typeof mistake.manifest === 'function') {
    return mistake.manifest(line);
  }
  if (mistake.manifest !== undefined) {
    return patched(line, mistake.manifest.merge);
  }
  return daemonSetOf(synthesizeUnchecked('default', (chart) => mistake.write(chart, line)));
}

function daemonSetOf(objects: readonly KubeObject[]): KubeObject {
  const found = objects.find((object) => object.kind === 'DaemonSet');
  if (found === undefined) {
    throw new Error(`of ${objects.map((object) => object.kind).join(', ')} none is a DaemonSet`);
  }
  return found;
}

/** Objects field by field, lists of things with names by their names; `null` removes. */
function merged(before: unknown, change: unknown): unknown {
  if (Array.isArray(change)) {
    return Array.isArray(before) && change.every(isNamed) && before.every(isNamed) ? byName(before, change) : change;
  }
  if (typeof change !== 'object' || change === null) {
    return change;
  }
  const result: { [field: string]: unknown } = typeof before === 'object' && before !== null ? { ...before } : {};
  for (const [field, value] of Object.entries(change)) {
    result[field] = merged(result[field], value);
  }
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== null));
}

function byName(before: readonly { name: string }[], change: readonly { name: string }[]): unknown[] {
  const added = change.filter((item) => !before.some((other) => other.name === item.name));
  return [...before.map((item) => merged(item, change.find((other) => other.name === item.name) ?? {})), ...added];
}

function isNamed(item: unknown): item is { readonly name: string } {
  return typeof (item as { name?: unknown } | null)?.name === 'string';
}
