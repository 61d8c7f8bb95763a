import { container, pod, terms, volume, Merge } from './refusal';
import { NodeAgentDaemonSet, ContainerOptions, NodeLabel, PodOptions, Rollout, Toleration, Volume } from '../../src';

/** A rule of the API that no prop can break: only a patch says what it forbids. */
export interface Unsayable {
  readonly rule: string;
  readonly manifest: Merge;
  readonly says: RegExp;
  /**
   * What one would write. The compiler must refuse it: each line that is marked as an error and is none fails `tsc`, so that a prop which is
   * added later needs a check of its own. Never called.
   */
  readonly attempt: () => unknown;
}

type Agent = ConstructorParameters<typeof NodeAgentDaemonSet>[2];

export const UNSAYABLE: readonly Unsayable[] = [
  {
    rule: 'pods of a DaemonSet are always started again',
    manifest: pod({ restartPolicy: 'OnFailure' }),
    says: /restartPolicy: Unsupported value: "OnFailure"/,
    // @ts-expect-error there is no such prop
    attempt: (): PodOptions => ({ restartPolicy: 'OnFailure' }),
  },
  {
    rule: 'pods of a DaemonSet have no deadline',
    manifest: pod({ activeDeadlineSeconds: 60 }),
    says: /activeDeadlineSeconds: Forbidden/,
    // @ts-expect-error there is no such prop
    attempt: (): PodOptions => ({ activeDeadlineSeconds: 60 }),
  },
  {
    rule: 'ephemeral containers come into running pods only',
    manifest: pod({ ephemeralContainers: [{ name: 'debug', image: 'busybox:1.36' }] }),
    says: /ephemeralContainers: Forbidden/,
    // @ts-expect-error there is no such prop
    attempt: (): PodOptions => ({ ephemeralContainers: [] }),
  },
  {
    rule: 'updates are rolling or on delete',
    manifest: { merge: { spec: { updateStrategy: { type: 'Recreate', rollingUpdate: null } } } },
    says: /updateStrategy: Unsupported value: .*"Recreate".*: supported values: "RollingUpdate", "OnDelete"/,
    // @ts-expect-error there is no such strategy
    attempt: () => Rollout.recreate(),
  },
  {
    rule: 'a term asks about the fields of a node by its name only',
    manifest: terms({ matchFields: [{ key: 'spec.podCIDR', operator: 'In', values: ['10.0.0.0/24'] }] }),
    says: /matchFields\[0\]\.key: Invalid value: "spec\.podCIDR": not a valid field selector key/,
    // @ts-expect-error there is no such condition
    attempt: () => NodeLabel.field('spec.podCIDR', '10.0.0.0/24'),
  },
  {
    rule: 'node labels are compared by six operators',
    manifest: terms({ matchExpressions: [{ key: 'a', operator: 'Matches', values: ['b'] }] }),
    says: /operator: Invalid value: "Matches": not a valid selector operator/,
    // @ts-expect-error there is no such operator
    attempt: () => NodeLabel.matches('a', 'b'),
  },
  {
    rule: 'existence has no value',
    manifest: terms({ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] }),
    says: /values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'/,
    // @ts-expect-error it takes a key only
    attempt: () => NodeLabel.exists('a', 'b'),
  },
  {
    rule: 'greater than takes one bound',
    manifest: terms({ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1', '2'] }] }),
    says: /values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'/,
    // @ts-expect-error it takes one bound only
    attempt: () => NodeLabel.greaterThan('a', 1, 2),
  },
  {
    rule: 'a toleration by value needs a key',
    manifest: pod({ tolerations: [{ operator: 'Equal', value: 'a' }] }),
    says: /operator must be Exists when `key` is empty/,
    // @ts-expect-error it takes key and value
    attempt: () => Toleration.equal('a'),
  },
  {
    rule: 'a toleration of any value has none',
    manifest: pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }),
    says: /value must be empty when `operator` is 'Exists'/,
    // @ts-expect-error the second argument is an effect
    attempt: () => Toleration.exists('a', 'b'),
  },
  {
    rule: 'taints have three effects',
    manifest: pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoStart' }] }),
    says: /effect: Unsupported value: "NoStart"/,
    // @ts-expect-error there is no such effect
    attempt: () => Toleration.exists('a', 'NoStart'),
  },
  {
    rule: 'a port has a protocol that there is',
    manifest: container({ ports: [{ containerPort: 8080, protocol: 'QUIC' }] }),
    says: /protocol: Unsupported value: "QUIC"/,
    // @ts-expect-error there is no such protocol
    attempt: (): ContainerOptions => ({ ports: [{ number: 8080, protocol: 'QUIC' }] }),
  },
  {
    rule: 'images are fetched always, never, or when they are not there',
    manifest: container({ imagePullPolicy: 'Sometimes' }),
    says: /imagePullPolicy: Unsupported value: "Sometimes"/,
    // @ts-expect-error there is no such policy
    attempt: (): ContainerOptions => ({ imagePullPolicy: 'Sometimes' }),
  },
  {
    rule: "DNS policies are Kubernetes' own four",
    manifest: pod({ dnsPolicy: 'ClusterLast' }),
    says: /dnsPolicy: Unsupported value: "ClusterLast"/,
    // @ts-expect-error there is no such policy
    attempt: (): PodOptions => ({ dnsPolicy: 'ClusterLast' }),
  },
  {
    rule: 'a probe asks in one way',
    manifest: container({ livenessProbe: { tcpSocket: { port: 8080 }, exec: { command: ['/check'] } } }),
    says: /livenessProbe.*may not specify more than 1 handler type/,
    // @ts-expect-error a probe is made by one factory
    attempt: (): ContainerOptions => ({ livenessProbe: { tcpSocket: { port: 8080 }, exec: { command: ['/check'] } } }),
  },
  {
    rule: 'a variable has one source',
    manifest: container({ env: [{ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }] }),
    says: /valueFrom: Invalid value: "": may not be specified when `value` is not empty/,
    // @ts-expect-error a variable is made by one factory
    attempt: (): ContainerOptions => ({ env: [{ name: 'A', value: 'b', valueFrom: {} }] }),
  },
  {
    rule: 'what is checked at a path of the node is one of seven things',
    manifest: volume({ hostPath: { path: '/data', type: 'Folder' } }),
    says: /hostPath\.type: Unsupported value: "Folder"/,
    // @ts-expect-error there is no such type
    attempt: () => Volume.hostPath('data', '/data', 'Folder'),
  },
  {
    rule: 'extended resources are not overcommitted',
    manifest: container({ resources: { requests: { 'nvidia.com/gpu': '1' }, limits: { 'nvidia.com/gpu': '2' } } }),
    says: /must be equal to nvidia\.com\/gpu limit/,
    // @ts-expect-error one amount is both
    attempt: (): ContainerOptions => ({ resources: { extended: { 'nvidia.com/gpu': { request: 1, limit: 2 } } } }),
  },
  {
    rule: 'fields that Kubernetes does not know are refused',
    manifest: pod({ hostnetwork: true }),
    says: /unknown field "spec\.template\.spec\.hostnetwork"|field not declared in schema/,
    // @ts-expect-error there is no such prop
    attempt: (): Agent => ({ name: 'agent', hostnetwork: true }),
  },
];
