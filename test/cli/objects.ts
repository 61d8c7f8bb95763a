/* Objects as kubectl and Helm write them, as small as a test needs them. */

export interface NodeFields {
  readonly labels?: object;
  readonly taints?: readonly object[];
  readonly allocatable?: object;
}

export function node(name: string, fields: NodeFields = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...fields.labels } },
    spec: fields.taints === undefined ? {} : { taints: fields.taints },
    status: { allocatable: fields.allocatable ?? { cpu: '4', memory: '16Gi', pods: '110' } },
  };
}

export function list(items: readonly object[], kind = 'List'): object {
  return { apiVersion: 'v1', items, kind, metadata: { resourceVersion: '' } };
}

export function daemonSet(name: string, spec: object = {}, metadata: object = { namespace: 'agents' }): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, ...metadata },
    spec: {
      selector: { matchLabels: { name } },
      template: { metadata: { labels: { name } }, spec: { containers: [{ name: 'agent', image: 'registry.example.com/agent:1.0.0' }], ...spec } },
    },
  };
}
