import { Chart } from 'cdk8s';
import { Monitor, NodeLocalDnsDaemonSet, NodeLocalDnsDaemonSetProps, NodeLocalDnsMode } from '../../src';
import type { TypedEntry } from '../entry';

const mode = NodeLocalDnsMode.iptables('10.96.0.10');

export const entry: TypedEntry = {
  className: 'NodeLocalDnsDaemonSet',
  name: 'node-local-dns',
  source: 'network/node-local-dns',
  defaults: NodeLocalDnsDaemonSet.defaults,
  make: (scope, id, props: Partial<NodeLocalDnsDaemonSetProps>) => new NodeLocalDnsDaemonSet(scope, id, {
    // Cluster DNS runs where the agent does, wherever that is.
    mode, clusterDnsNamespace: props.namespace ?? Chart.of(scope).namespace, ...props,
  }),
  more: [
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => new NodeLocalDnsDaemonSet(scope, id, { mode, clusterDnsNamespace: 'NAMESPACE', monitor: Monitor.serviceMonitor() }) },
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => new NodeLocalDnsDaemonSet(scope, id, { mode, clusterDnsNamespace: 'NAMESPACE', monitor: Monitor.podMonitor() }) },
  ],
};
