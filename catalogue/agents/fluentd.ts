import type { Construct } from 'constructs';
import { FluentdDaemonSet, FluentdDaemonSetProps, FluentdOutput, FluentdSource, Monitor } from '../../src';
import type { TypedEntry } from '../entry';

function fluentd(scope: Construct, id: string, props: FluentdDaemonSetProps): FluentdDaemonSet {
  return new FluentdDaemonSet(scope, id, { outputs: [FluentdOutput.elasticsearch({ host: 'elasticsearch.logging' })], ...props });
}

export const entry: TypedEntry = {
  className: 'FluentdDaemonSet',
  name: 'fluentd',
  source: 'logs/fluentd',
  defaults: FluentdDaemonSet.defaults,
  make: (scope, id, props) => fluentd(scope, id, props),
  more: [
    { when: '`FluentdSource.forward()`', make: (scope, id) => fluentd(scope, id, { sources: [FluentdSource.forward()] }) },
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => fluentd(scope, id, { monitor: Monitor.serviceMonitor() }) },
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => fluentd(scope, id, { monitor: Monitor.podMonitor() }) },
  ],
};
