import type { Construct } from 'constructs';
import {
  DatadogAgentDaemonSet, DatadogAgentDaemonSetProps, DatadogCheck, DatadogLogs, DatadogProcesses, Platform, DatadogSystemProbe, SecretKey,
} from '../../src';
import type { TypedEntry } from '../entry';

function agent(scope: Construct, id: string, props: Partial<DatadogAgentDaemonSetProps>): DatadogAgentDaemonSet {
  return new DatadogAgentDaemonSet(scope, id, { apiKey: SecretKey.of('datadog', 'api-key'), ...props });
}

export const entry: TypedEntry = {
  className: 'DatadogAgentDaemonSet',
  name: 'datadog-agent',
  source: 'metrics/datadog-agent',
  defaults: DatadogAgentDaemonSet.defaults,
  make: agent,
  more: [
    { when: '`logs: DatadogLogs.allContainers()`', make: (scope, id) => agent(scope, id, { logs: DatadogLogs.allContainers() }) },
    { when: '`processes: DatadogProcesses.live()`', make: (scope, id) => agent(scope, id, { processes: DatadogProcesses.live() }) },
    { when: '`systemProbe`', make: (scope, id) => agent(scope, id, { systemProbe: DatadogSystemProbe.watching({ networkMonitoring: true }) }) },
    {
      when: '`checks: [DatadogCheck.python(…)]`',
      make: (scope, id) => agent(scope, id, { checks: [DatadogCheck.python('queue', 'from datadog_checks.base import AgentCheck\n', { instances: [{}] })] }),
    },
    { when: '`platform: Platform.openShift()`', make: (scope, id) => agent(scope, id, { platform: Platform.openShift() }) },
  ],
};
