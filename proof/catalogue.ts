import { ApiObject, App, Chart, Testing } from 'cdk8s';

import type { KubeObject } from './harness/kube';

export { CATALOGUE } from '../catalogue/agents';
export { CatalogueEntry } from '../catalogue/entry';

/** What a Chart of that namespace synthesizes, validated as `cdk8s synth` validates it. */
export function synthesize(namespace: string, build: (chart: Chart) => void): KubeObject[] {
  const chart = new Chart(new App(), 'proof', { namespace });
  build(chart);
  return Testing.synth(chart) as KubeObject[];
}

/** What it would synthesize if nothing were validated: what the API server says about it then is its own opinion. */
export function synthesizeUnchecked(namespace: string, build: (chart: Chart) => void): KubeObject[] {
  const chart = new Chart(new App(), 'proof', { namespace });
  build(chart);
  // Object by object: a chart's toJson() validates as well.
  const objects = chart.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  return objects.map((object) => object.toJson() as KubeObject);
}
