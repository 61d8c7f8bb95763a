import type { Construct } from 'constructs';
import { FluentBitDaemonSet, FluentBitDaemonSetProps, FluentBitInput, FluentBitOutput, Monitor } from '../../src';
import type { TypedEntry } from '../entry';

function fluentBit(scope: Construct, id: string, props: Partial<FluentBitDaemonSetProps>): FluentBitDaemonSet {
  return new FluentBitDaemonSet(scope, id, { outputs: [FluentBitOutput.elasticsearch({ host: 'elasticsearch.logging' })], ...props });
}

export const entry: TypedEntry = {
  className: 'FluentBitDaemonSet',
  name: 'fluent-bit',
  source: 'logs/fluent-bit',
  defaults: FluentBitDaemonSet.defaults,
  make: (scope, id, props) => fluentBit(scope, id, props),
  more: [
    { when: '`FluentBitInput.forward()`', make: (scope, id) => fluentBit(scope, id, { inputs: [FluentBitInput.forward({ tag: 'kube.*' })] }) },
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => fluentBit(scope, id, { monitor: Monitor.serviceMonitor() }) },
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => fluentBit(scope, id, { monitor: Monitor.podMonitor() }) },
  ],
};
