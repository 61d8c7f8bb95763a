import { CiliumDaemonSet, CiliumEnvoy, CiliumHubble, Monitor } from '../../src';
import type { TypedEntry } from '../entry';

export const entry: TypedEntry = {
  className: 'CiliumDaemonSet',
  name: 'cilium',
  source: 'network/cilium',
  defaults: CiliumDaemonSet.defaults,
  always: [
    'Role cilium-operator', 'RoleBinding cilium-operator', 'ServiceAccount cilium-operator', 'Deployment cilium-operator', 'ClusterRole agents:cilium-operator',
    'ClusterRoleBinding agents:cilium-operator',
  ],
  make: (scope, id, props) => new CiliumDaemonSet(scope, id, props),
  more: [
    { when: '`envoy: CiliumEnvoy.daemonSet()`', make: (scope, id) => new CiliumDaemonSet(scope, id, { envoy: CiliumEnvoy.daemonSet() }) },
    { when: '`hubble: CiliumHubble.withCertificates("hubble-server-certs")`', make: (scope, id) => new CiliumDaemonSet(scope, id, { hubble: CiliumHubble.withCertificates('hubble-server-certs') }) },
    { when: '`policySecretsNamespace: "cilium-secrets"`', make: (scope, id) => new CiliumDaemonSet(scope, id, { policySecretsNamespace: 'cilium-secrets' }) },
    { when: '`monitor: Monitor.podMonitor()`', make: (scope, id) => new CiliumDaemonSet(scope, id, { monitor: Monitor.podMonitor() }) },
    { when: '`monitor: Monitor.serviceMonitor()`', make: (scope, id) => new CiliumDaemonSet(scope, id, { monitor: Monitor.serviceMonitor() }) },
  ],
};
