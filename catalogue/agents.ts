import type { Construct } from 'constructs';
import {
  AgentDefault, AgentProps, CniAgentDaemonSet, Container, HostAccess, ImageName, KubeRbacProxy, LogAgentDaemonSet, Monitor, NodeAgentDaemonSet,
  NodeExporterDaemonSet, OpenTelemetryCollectorDaemonSet, OpenTelemetryCollectorDaemonSetProps, OtelExporter, OtelPreset,
} from '../src';
import { containerOptions } from '../src/agents/common';

/*
 * Every agent, in one place: tests, documentation and proof go through this list, so that an agent which joins it is tested, documented and proven.
 */

/** An agent as it was made. */
export interface MadeAgent extends Construct {
  readonly daemonSet: { readonly hostAccess: HostAccess[] };
}

/** A kind of agent, and the least that it has to be told. */
export interface CatalogueEntry {
  /** Name of its class, by which a test finds out that one is missing here. */
  readonly className: string;
  /** Name of its DaemonSet where none is given. */
  readonly name: string;
  /** Its own defaults, the base's aside. */
  readonly defaults: AgentDefault[];
  /** Makes one that is told nothing but this. */
  readonly make: (scope: Construct, id: string, props: AgentProps) => Construct;
}

/** A kind of agent of its own, wrapped around the base. */
export interface TypedEntry extends CatalogueEntry {
  readonly make: (scope: Construct, id: string, props: AgentProps) => MadeAgent;
  /** Its folder, or its source without `.ts`, below `src/agents`; its page below `docs/agents` has the last part as its name. */
  readonly source: string;
  /** Options with which it makes more objects, for its page. */
  readonly more?: readonly { readonly when: string; readonly make: (scope: Construct, id: string) => Construct }[];
}

const conflist = JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins: [{ type: 'bridge' }] });
const image = ImageName.of('registry.example.com/agent:v1.0.0');

function collector(scope: Construct, id: string, props: Partial<OpenTelemetryCollectorDaemonSetProps>): OpenTelemetryCollectorDaemonSet {
  return new OpenTelemetryCollectorDaemonSet(scope, id, { exporters: [OtelExporter.debug()], ...props });
}

export const TYPED_AGENTS: readonly TypedEntry[] = [
  {
    className: 'LogAgentDaemonSet',
    name: 'log-agent',
    source: 'logs/log-agent',
    defaults: LogAgentDaemonSet.defaults,
    make: (scope, id, props) => new LogAgentDaemonSet(scope, id, { image, ...props }),
    more: [{ when: '`readPodMetadata: true`', make: (scope, id) => new LogAgentDaemonSet(scope, id, { image, readPodMetadata: true }) }],
  },
  {
    className: 'NodeExporterDaemonSet',
    name: 'node-exporter',
    source: 'metrics/node-exporter',
    defaults: NodeExporterDaemonSet.defaults,
    make: (scope, id, props) => new NodeExporterDaemonSet(scope, id, props),
    more: [
      { when: '`rbacProxy`', make: (scope, id) => new NodeExporterDaemonSet(scope, id, { rbacProxy: KubeRbacProxy.inFront() }) },
      { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => new NodeExporterDaemonSet(scope, id, { monitor: Monitor.serviceMonitor() }) },
      { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => new NodeExporterDaemonSet(scope, id, { monitor: Monitor.podMonitor() }) },
    ],
  },
  {
    className: 'OpenTelemetryCollectorDaemonSet',
    name: 'otel-collector',
    source: 'metrics/otel-collector',
    defaults: OpenTelemetryCollectorDaemonSet.defaults,
    make: (scope, id, props) => new OpenTelemetryCollectorDaemonSet(scope, id, { exporters: [OtelExporter.otlp('gateway.observability:4317')], ...props }),
    more: [
      { when: '`OtelPreset.otlp()`', make: (scope, id) => collector(scope, id, { presets: [OtelPreset.otlp()] }) },
      { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => collector(scope, id, { monitor: Monitor.podMonitor() }) },
      { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => collector(scope, id, { monitor: Monitor.serviceMonitor() }) },
    ],
  },
  {
    className: 'CniAgentDaemonSet',
    name: 'cni-agent',
    source: 'network/cni-agent',
    defaults: CniAgentDaemonSet.defaults,
    make: (scope, id, props) => new CniAgentDaemonSet(scope, id, { image, install: { command: ['/install'] }, ...props }),
    more: [{ when: '`conflist`', make: (scope, id) => new CniAgentDaemonSet(scope, id, { image, conflist }) }],
  },
];

/** The base with one container, and every agent that is wrapped around it. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    className: 'NodeAgentDaemonSet',
    name: 'node-agent',
    defaults: [],
    make: (scope, id, props) => new NodeAgentDaemonSet(scope, id, {
      ...props,
      name: props.name ?? 'node-agent',
      containers: [Container.of({ ...containerOptions(props), name: props.containerName ?? 'agent', image })],
    }),
  },
  ...TYPED_AGENTS,
];
