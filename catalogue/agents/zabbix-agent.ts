import { ZabbixAgentDaemonSet, ZabbixAgentDaemonSetProps, ZabbixPassiveChecks } from '../../src';
import type { TypedEntry } from '../entry';

export const entry: TypedEntry = {
  className: 'ZabbixAgentDaemonSet',
  name: 'zabbix-agent',
  source: 'metrics/zabbix-agent',
  defaults: ZabbixAgentDaemonSet.defaults,
  make: (scope, id, props: Partial<ZabbixAgentDaemonSetProps>) => new ZabbixAgentDaemonSet(scope, id, {
    passiveChecks: ZabbixPassiveChecks.from(['10.244.0.0/16']),
    ...props,
  }),
};
