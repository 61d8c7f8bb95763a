import type { Construct } from 'constructs';
import { Platform, SecretKey, SysdigAgentDaemonSet, SysdigAgentDaemonSetProps, SysdigRegion } from '../../src';
import type { TypedEntry } from '../entry';

function agent(scope: Construct, id: string, props: Partial<SysdigAgentDaemonSetProps>): SysdigAgentDaemonSet {
  return new SysdigAgentDaemonSet(scope, id, { accessKey: SecretKey.of('sysdig-agent', 'access-key'), region: SysdigRegion.US1, clusterName: 'c1', ...props });
}

export const entry: TypedEntry = {
  className: 'SysdigAgentDaemonSet',
  name: 'sysdig-agent',
  source: 'security/sysdig-agent',
  defaults: SysdigAgentDaemonSet.defaults,
  make: agent,
  more: [
    { when: '`auditServerPort: 7765`', make: (scope, id) => agent(scope, id, { auditServerPort: 7765 }) },
    { when: '`platform: Platform.openShift()`', make: (scope, id) => agent(scope, id, { platform: Platform.openShift() }) },
  ],
};
