import { CalicoDaemonSet, CalicoIpPool, Monitor } from '../../src';
import type { TypedEntry } from '../entry';

export const entry: TypedEntry = {
  className: 'CalicoDaemonSet',
  name: 'calico-node',
  source: 'network/calico',
  defaults: CalicoDaemonSet.defaults,
  make: (scope, id, props) => new CalicoDaemonSet(scope, id, props),
  more: [
    { when: '`pools`', make: (scope, id) => new CalicoDaemonSet(scope, id, { pools: [CalicoIpPool.of('default-ipv4-ippool', '10.244.0.0/16')] }) },
    { when: '`typha`', make: (scope, id) => new CalicoDaemonSet(scope, id, { typha: { replicas: 3 } }) },
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => new CalicoDaemonSet(scope, id, { monitor: Monitor.podMonitor() }) },
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => new CalicoDaemonSet(scope, id, { monitor: Monitor.serviceMonitor() }) },
  ],
};
