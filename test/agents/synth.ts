import { ApiObject, App, Chart, Testing, Yaml } from 'cdk8s';
import { ScopeDefaults, ScopeDefaultsProps } from '../../src';

/** A manifest, raw: what is looked for in it differs from test to test. */
export type Manifest = any;

export interface SynthOptions {
  /** The Chart's; `agents` unless given. `null` for a Chart without one. */
  readonly namespace?: string | null;
  readonly scope?: ScopeDefaultsProps;
}

/** A Chart to build agents in, its cluster's defaults set. */
export function chartOf({ namespace = 'agents', scope }: SynthOptions = {}): Chart {
  const chart = new Chart(new App(), 'chart', namespace === null ? {} : { namespace });
  if (scope !== undefined) {
    ScopeDefaults.set(chart, scope);
  }
  return chart;
}

/** What is synthesized, validated as `cdk8s synth` validates it. */
export function synth(build: (chart: Chart) => void, options?: SynthOptions): Manifest[] {
  const chart = chartOf(options);
  build(chart);
  return Testing.synth(chart);
}

/** The YAML as it is written. */
export function yaml(build: (chart: Chart) => void): string {
  const chart = chartOf();
  build(chart);
  return Yaml.stringify(...Testing.synth(chart));
}

export function only(kind: string, objects: Manifest[]): Manifest {
  const found = objects.filter((object) => object.kind === kind);
  if (found.length !== 1) {
    throw new Error(`expected one ${kind}, got ${found.length} among ${objects.map((object) => object.kind).join(', ')}`);
  }
  return found[0];
}

/** `Kind name` of every object, in the order in which they are written. */
export function names(objects: Manifest[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

export function podOf(objects: Manifest[]): Manifest {
  return only('DaemonSet', objects).spec.template.spec;
}

/** The first container, unless another is named. */
export function containerOf(objects: Manifest[], name?: string): Manifest {
  const pod = podOf(objects);
  return name === undefined ? pod.containers[0] : [...pod.containers, ...pod.initContainers ?? []].find((container: Manifest) => container.name === name);
}

/** The problems that validation finds. */
export function problems(build: (chart: Chart) => void): string[] {
  const chart = chartOf();
  build(chart);
  return chart.node.findAll().flatMap((construct) => construct.node.validate());
}

export function kindsOf(chart: Chart): string[] {
  return chart.node.findAll().filter((construct) => ApiObject.isApiObject(construct)).map((object) => (object as ApiObject).kind);
}
