import { App, Chart } from 'cdk8s';

import { configMap, container, service, Mirror } from './refusal';
import { ConfigFiles, CriticalPodsQuota, EnvVar, NodeExporterDaemonSet, Priority } from '../../src';
import { grantInCluster } from '../../src/objects/rbac';
import type { KubeObject } from '../harness/kube';

const priorityClass = (name: string, value: number) => (): KubeObject => (
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value });

/** Of the objects beside the DaemonSet. */
export const OBJECTS: readonly Mirror[] = [
  {
    code: 'InvalidName',
    mistake: 'a Service whose name begins with a digit',
    write: (chart) => new NodeExporterDaemonSet(chart, 'exporter', { name: '1-exporter' }),
    manifest: service('1-exporter'),
    says: /metadata\.name: Invalid value: "1-exporter"/,
    lines: ['1.28'],
  },
  {
    code: 'InvalidName',
    mistake: 'a ConfigMap with a name in capitals',
    write: () => ConfigFiles.of('/etc/agent', { a: 'b' }, { configMapName: 'Config' }),
    manifest: configMap({ a: 'b' }, 'Config'),
    says: /metadata\.name: Invalid value: "Config"/,
  },
  {
    code: 'InvalidKey',
    mistake: 'a variable from a key that no Secret can have',
    write: () => EnvVar.fromSecretNamed('TOKEN', 'agent', 'to/ken'),
    manifest: container({ env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'agent', key: 'to/ken' } } }] }),
    says: /secretKeyRef\.key: Invalid value: "to\/ken"/,
  },
  {
    code: 'InvalidKey',
    mistake: 'a configuration file with a slash in its name',
    write: () => ConfigFiles.of('/etc/agent', { 'conf.d/agent.conf': '' }),
    manifest: configMap({ 'conf.d/agent.conf': '' }),
    says: /data\[conf\.d\/agent\.conf\]: Invalid value: "conf\.d\/agent\.conf"/,
  },
  {
    code: 'ConfigTooLarge',
    mistake: 'configuration of more than 1 MiB',
    write: () => ConfigFiles.of('/etc/agent', { 'agent.conf': 'x'.repeat(1024 * 1024 + 1) }),
    manifest: configMap({ 'agent.conf': 'x'.repeat(1024 * 1024 + 1) }),
    says: /Too long: may not be more than 1048576 bytes|must have at most 1048576 bytes/,
  },
  {
    code: 'SystemPriorityName',
    mistake: 'a priority class named as the system names its own',
    write: () => Priority.newClass('system-agents', { value: 1000 }),
    manifest: priorityClass('system-agents', 1000),
    says: /priority class names with 'system-' prefix are reserved for system use only/,
  },
  {
    code: 'InvalidPriority',
    mistake: "a priority among the system's",
    write: () => Priority.newClass('agents', { value: 1000000001 }),
    manifest: priorityClass('agents', 1000000001),
    says: /maximum allowed value of a user defined priority is 1000000000/,
  },
  {
    code: 'InvalidNumber',
    mistake: 'a quota of less than no pods',
    write: (chart) => new CriticalPodsQuota(chart, 'quota', { pods: -1 }),
    manifest: () => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' }, spec: { hard: { pods: '-1' } } }),
    says: /hard\[pods\]: Invalid value: "?-1"?: must be greater than or equal to 0/,
  },
  {
    code: 'NoNamespace',
    mistake: 'rights of an account whose namespace is not known',
    write: () => grantInCluster(new Chart(new App(), 'no-namespace'), { name: 'agent', namespace: undefined, labels: {} }, 'agent', []),
    manifest: () => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'agent' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'agent' },
      subjects: [{ kind: 'ServiceAccount', name: 'agent' }],
    }),
    says: /subjects\[0\]\.namespace: Required value/,
  },
];
