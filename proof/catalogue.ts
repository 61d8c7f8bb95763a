import { ApiObject, App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';

import { AgentProps, CniAgentDaemonSet, Container, ImageName, LogAgentDaemonSet, NodeAgentDaemonSet, NodeExporterDaemonSet } from '../src';
import type { KubeObject } from './harness/kube';
import { containerOptions } from '../src/agents/common';

/** A typed agent, and the least that it has to be told. */
export interface CatalogueEntry {
  /** Name of its class, by which a test finds out that one is missing here. */
  readonly className: string;
  /** Name of its DaemonSet where none is given. */
  readonly name: string;
  readonly make: (scope: Construct, id: string, props: AgentProps) => Construct;
}

const image = ImageName.of('registry.example.com/agent:v1.0.0');

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    className: 'NodeAgentDaemonSet',
    name: 'node-agent',
    make: (scope, id, props) => new NodeAgentDaemonSet(scope, id, {
      ...props,
      name: props.name ?? 'node-agent',
      containers: [Container.of({ ...containerOptions(props), name: props.containerName ?? 'agent', image })],
    }),
  },
  { className: 'LogAgentDaemonSet', name: 'log-agent', make: (scope, id, props) => new LogAgentDaemonSet(scope, id, { image, ...props }) },
  { className: 'NodeExporterDaemonSet', name: 'node-exporter', make: (scope, id, props) => new NodeExporterDaemonSet(scope, id, props) },
  {
    className: 'CniAgentDaemonSet',
    name: 'cni-agent',
    make: (scope, id, props) => new CniAgentDaemonSet(scope, id, { image, install: { command: ['/install'] }, ...props }),
  },
];

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
