import { FalcoDaemonSet, FalcoDriver, Monitor } from '../../src';
import type { TypedEntry } from '../entry';

export const entry: TypedEntry = {
  className: 'FalcoDaemonSet',
  name: 'falco',
  source: 'security/falco',
  defaults: FalcoDaemonSet.defaults,
  make: (scope, id, props) => new FalcoDaemonSet(scope, id, props),
  more: [
    { when: '`customRules`', make: (scope, id) => new FalcoDaemonSet(scope, id, { customRules: { 'rules.yaml': '- list: shells\n  items: [bash]\n' } }) },
    { when: '`driver: FalcoDriver.kmod()`', make: (scope, id) => new FalcoDaemonSet(scope, id, { driver: FalcoDriver.kmod() }) },
    { when: '`driver: FalcoDriver.auto()`', make: (scope, id) => new FalcoDaemonSet(scope, id, { driver: FalcoDriver.auto() }) },
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => new FalcoDaemonSet(scope, id, { monitor: Monitor.podMonitor() }) },
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => new FalcoDaemonSet(scope, id, { monitor: Monitor.serviceMonitor() }) },
  ],
};
