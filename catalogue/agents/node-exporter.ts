import { KubeRbacProxy, Monitor, NodeExporterDaemonSet } from '../../src';
import type { TypedEntry } from '../entry';

export const entry: TypedEntry = {
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
};
