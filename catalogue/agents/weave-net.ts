import { Monitor, WeaveNetDaemonSet } from '../../src';
import type { TypedEntry } from '../entry';

export const entry: TypedEntry = {
  className: 'WeaveNetDaemonSet',
  name: 'weave-net',
  source: 'network/weave-net',
  defaults: WeaveNetDaemonSet.defaults,
  make: (scope, id, props) => new WeaveNetDaemonSet(scope, id, props),
  more: [
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => new WeaveNetDaemonSet(scope, id, { monitor: Monitor.podMonitor() }) },
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => new WeaveNetDaemonSet(scope, id, { monitor: Monitor.serviceMonitor() }) },
  ],
};
