import * as fc from 'fast-check';

import type { KubeAmounts, KubeDaemonSet, KubeNode, KubePod, KubePodSpec, KubeRequirement, KubeResources } from '../../src/placement';

/*
 * Random questions: few labels, taints and ports, so that they meet. Half of them are what people write and the API server takes; the other
 * half have in them whatever can be written, for the engine reads files that no API server has seen.
 */

/** One node with pods on it, and DaemonSets to be placed there together. */
export interface Question {
  readonly daemonSets: readonly KubeDaemonSet[];
  readonly node: KubeNode;
  readonly pods: readonly KubePod[];
}

const NODE_NAMES = ['node-a', 'node-b'];
const KEYS = ['disktype', 'example.com/generation', 'zone', 'constructor'];
const ODD_KEYS = ['', '-bad', 'a/b/c', 'Example.com/x', 'x'.repeat(64)];
const VALUES = ['ssd', 'hdd', '', '5', '10', '007'];
const ODD_VALUES = ['-5', '+5', '1.5', '0x5', 'a b', 'ends-', 'x'.repeat(64), '9223372036854775807', '9223372036854775808', '-9223372036854775808', 'Ä'];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const EFFECTS = ['NoSchedule', 'NoExecute', 'PreferNoSchedule'];
const CONDITIONS = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable', 'network-unavailable', 'out-of-service'];
const TAINT_KEYS = ['dedicated', 'nvidia.com/gpu', ...CONDITIONS.map((name) => `node.kubernetes.io/${name}`), 'node-role.kubernetes.io/control-plane'];
const TAINT_VALUES = ['', 'present', '5', '10'];
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu', 'hugepages-2Mi', 'hugepages-1Gi', 'pods', 'storage', 'requests.nvidia.com/gpu',
  'attachable-volumes-aws-ebs', 'kubernetes.io/batteries', 'unprefixed'];
const AMOUNTS = ['0', '1', '2', '100m', '250m', '0.5', '1500m', '0.5m', '100.5', '3n', '1e3', '64Mi', '1Gi', '1.5Gi', '2k', '5E2', 1, 0.25, 3];
const ROOM = ['0', '1', '2', '4', '250m', '1500m', '3920m', '64Mi', '1Gi', '16Gi', '2k', '1e3', 2, '110'];
/** In order of size. */
const PLAIN_AMOUNTS: { readonly [resource: string]: readonly string[] } = {
  'cpu': ['0', '100m', '250m', '0.5', '1500m'],
  'memory': ['0', '32Mi', '64Mi', '1.5Gi', '2Gi'],
  'ephemeral-storage': ['0', '1k', '64Mi', '1Gi', '2Gi'],
};

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
/** Mostly the first, now and then the second. */
function mostly<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });
}
const key = mostly(oneOf(...KEYS), oneOf(...ODD_KEYS), 25);
const value = mostly(oneOf(...VALUES), oneOf(...ODD_VALUES), 6);

/** Leaves out what is undefined, as JSON does. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: readonly (keyof T)[]): fc.Arbitrary<T> {
  return fc.record(model, { requiredKeys: [...required] as [] }) as unknown as fc.Arbitrary<T>;
}

function dictionary<T>(keys: readonly string[], values: fc.Arbitrary<T>, maxKeys: number): fc.Arbitrary<{ [name: string]: T }> {
  const pairs = fc.uniqueArray(fc.tuple(oneOf(...keys), values), { selector: ([name]) => name, maxLength: maxKeys });
  return pairs.map((entries) => Object.fromEntries(entries));
}

const plainRequirement = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ key: oneOf(...KEYS), operator: oneOf('In', 'NotIn'), values: fc.array(oneOf(...VALUES), { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ key: oneOf(...KEYS), operator: oneOf('Exists', 'DoesNotExist') }) },
  { weight: 1, arbitrary: fc.record({ key: oneOf(...KEYS), operator: oneOf('Gt', 'Lt'), values: fc.tuple(oneOf('4', '5', '7', '10', '-5')) }) },
);
const oddRequirement = fc.oneof(
  { weight: 4, arbitrary: fc.record({ key, operator: oneOf('In', 'NotIn'), values: fc.array(value, { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ key, operator: oneOf('Exists', 'DoesNotExist') }) },
  { weight: 2, arbitrary: fc.record({ key, operator: oneOf('Gt', 'Lt'), values: fc.tuple(mostly(oneOf('4', '5', '7', '10'), oneOf(...ODD_VALUES, 'abc', ''), 4)) }) },
  {
    weight: 1,
    arbitrary: record({ key, operator: mostly(oneOf(...OPERATORS), oneOf('', 'Like'), 5), values: fc.array(value, { maxLength: 2 }) }, ['key', 'operator']),
  },
);

const plainField = fc.record({ key: fc.constant('metadata.name'), operator: oneOf('In', 'NotIn'), values: fc.tuple(oneOf(...NODE_NAMES, 'no-such-node')) });
const oddField = fc.record({
  key: oneOf('metadata.name', 'spec.unschedulable', ''), operator: oneOf(...OPERATORS), values: fc.array(oneOf('', ...NODE_NAMES), { maxLength: 2 }),
});

function affinityOf(requirement: fc.Arbitrary<KubeRequirement>, field: fc.Arbitrary<KubeRequirement>, fewestTerms: number) {
  const term = record({
    matchExpressions: fc.array(requirement, { maxLength: 3 }),
    matchFields: mostly<KubeRequirement[]>(fc.constant([]), fc.array(field, { maxLength: 2 }), 3),
  }, []);
  return fc.array(term, { minLength: fewestTerms, maxLength: 3 }).map((nodeSelectorTerms) => ({
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
  }));
}

const plainToleration = fc.oneof(
  record({ key: oneOf(...TAINT_KEYS), operator: fc.constant('Exists'), effect: oneOf('', ...EFFECTS) }, ['key', 'operator']),
  record({ key: oneOf(...TAINT_KEYS), operator: oneOf('', 'Equal'), value: oneOf(...TAINT_VALUES), effect: oneOf('', ...EFFECTS) }, ['key']),
  record({ key: oneOf(...TAINT_KEYS), operator: fc.constant('Exists'), effect: fc.constant('NoExecute'), tolerationSeconds: oneOf(-1, 0, 30) }, ['key', 'operator', 'effect']),
  record({ operator: fc.constant('Exists'), effect: oneOf('', ...EFFECTS) }, ['operator']),
);
const oddToleration = record({
  key: oneOf('', ...TAINT_KEYS),
  operator: mostly(oneOf('', 'Equal', 'Exists', 'Exists'), oneOf('Gt', 'Lt', 'exists'), 8),
  value: oneOf(...TAINT_VALUES),
  effect: oneOf('', ...EFFECTS),
  tolerationSeconds: oneOf(-1, 0, 30),
}, []);

const taint = record({ key: oneOf(...TAINT_KEYS), value: oneOf(...TAINT_VALUES), effect: oneOf(...EFFECTS) }, ['key', 'effect']);
const priority = oneOf(-10, 0, 100, 1000000000, 2000000000, 2000001000);
const preemptionPolicy = oneOf('PreemptLowerPriority', 'Never');

/** Requests, limits above them, or both: the second amount is never the smaller. */
const plainResources = fc.dictionary(oneOf('cpu', 'memory', 'ephemeral-storage'), fc.nat({ max: 3 }), { maxKeys: 3 }).chain((wanted) => {
  const amounts = (more: number) => Object.fromEntries(Object.entries(wanted).map(([name, step]) => [name, PLAIN_AMOUNTS[name][step + more]]));
  return oneOf<KubeResources>({}, { requests: amounts(0) }, { limits: amounts(0) }, { requests: amounts(0), limits: amounts(1) });
});
const plainPort = record({ hostPort: oneOf(80, 9100, 9200), hostIP: oneOf('', '127.0.0.1', '10.0.0.1'), protocol: oneOf('TCP', 'UDP') }, []);
const plainPorts = mostly<PlainPort[]>(fc.constant([]), fc.array(plainPort, { maxLength: 1 }), 1);
const plainContainer = fc.record({ ports: plainPorts, resources: plainResources });
const plainPod = fc.record({
  containers: fc.array(plainContainer, { minLength: 1, maxLength: 2 }),
  inits: fc.array(fc.record({ isSidecar: fc.boolean(), container: plainContainer }), { maxLength: 2 }),
  hostNetwork: fc.boolean(),
  rest: record({ priority, preemptionPolicy }, []),
}).map(({ containers, inits, hostNetwork, rest }) => ({
  containers: containers.map((container, i) => namedContainer(container, `c${i}`, 9100 + 10 * i)),
  initContainers: inits.map(({ isSidecar, container }, i) => ({
    ...namedContainer(container, `i${i}`, 9150 + 10 * i), ...(isSidecar ? { restartPolicy: 'Always' } : {}),
  })),
  ...(hostNetwork ? { hostNetwork } : {}),
  ...rest,
}));

interface PlainPort {
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: string;
}

interface PlainContainer {
  readonly ports: readonly PlainPort[];
  readonly resources: KubeResources;
}

/** As the API server asks it: names that differ, and on the host network no second number for a port. */
function namedContainer(container: PlainContainer, name: string, ownPort: number) {
  const ports = container.ports.map((port) => ({ ...port, containerPort: port.hostPort ?? ownPort }));
  return { name, image: 'agent:v1', terminationMessagePolicy: 'File', imagePullPolicy: 'IfNotPresent', resources: container.resources, ports };
}

const amounts = dictionary(RESOURCES, oneOf(...AMOUNTS), 3);
const resources = record({ requests: amounts, limits: amounts }, []);
const port = record({
  containerPort: oneOf(80, 9100), hostPort: oneOf(0, 80, 9100), hostIP: oneOf('', '0.0.0.0', '127.0.0.1', '10.0.0.1', '::'), protocol: oneOf('', 'TCP', 'UDP', 'SCTP'),
}, ['containerPort']);
const container = record({ name: oneOf('a', 'b', 'c'), ports: fc.array(port, { maxLength: 2 }), resources }, ['name']);
const initContainer = record({ name: oneOf('i', 'j'), ports: fc.array(port, { maxLength: 1 }), resources, restartPolicy: oneOf('Always', 'OnFailure') }, ['name']);
const oddPod = record({
  containers: fc.array(container, { minLength: 1, maxLength: 3 }),
  initContainers: fc.array(initContainer, { maxLength: 3 }),
  hostNetwork: fc.boolean(),
  overhead: mostly(fc.constant({}), amounts, 3),
  resources: mostly(fc.constant({}), resources, 2),
  priority,
  preemptionPolicy,
}, ['containers']);

const plainTemplate = together(plainPod, record({
  nodeName: mostly(fc.constant(''), oneOf(...NODE_NAMES), 7),
  nodeSelector: mostly(fc.constant({}), dictionary(KEYS, oneOf(...VALUES), 1), 3),
  affinity: mostly(fc.constant({}), affinityOf(plainRequirement, plainField, 1), 1),
  tolerations: fc.array(plainToleration, { maxLength: 4 }),
}, []));
const oddTemplate = together(oddPod, record({
  nodeName: mostly(fc.constant(''), oneOf(...NODE_NAMES), 7),
  nodeSelector: mostly(fc.constant({}), dictionary(KEYS, value, 2), 2),
  affinity: mostly(fc.constant({}), affinityOf(oddRequirement, fc.oneof(plainField, oddField), 0), 1),
  tolerations: fc.array(oddToleration, { maxLength: 4 }),
}, []));

function together<A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>): fc.Arbitrary<A & B> {
  return fc.tuple(a, b).map(([left, right]) => ({ ...left, ...right }));
}

const scarce = dictionary(RESOURCES, oneOf(...ROOM), 6);
const roomy = fc.record({
  'cpu': oneOf('1', '3920m', '8'),
  'memory': oneOf('64Mi', '2Gi', '16Gi'),
  'pods': oneOf('2', '5', '110'),
  'ephemeral-storage': oneOf('1Gi', '100Gi'),
  'nvidia.com/gpu': oneOf('0', '8'),
  'hugepages-2Mi': oneOf('0', '1Gi'),
});

function nodeOf(allocatable: fc.Arbitrary<KubeAmounts>, labelValue: fc.Arbitrary<string>): fc.Arbitrary<KubeNode> {
  return fc.record({
    metadata: fc.record({ name: oneOf(...NODE_NAMES), labels: dictionary(KEYS, labelValue, 4) }),
    spec: record({
      taints: mostly(fc.array(taint, { maxLength: 1 }), fc.array(taint, { maxLength: 3 }), 2),
      unschedulable: fc.boolean(),
    }, []),
    status: fc.record({ allocatable }),
  });
}

function questionOf(template: fc.Arbitrary<KubePodSpec>, pod: fc.Arbitrary<KubePodSpec>, node: fc.Arbitrary<KubeNode>): fc.Arbitrary<Question> {
  return fc.record({
    daemonSets: fc.array(template, { minLength: 1, maxLength: 3 }),
    node,
    pods: fc.array(pod, { maxLength: 4 }),
  }).map(named);
}

/** Names and identities are by place, so that a smaller case keeps them apart. */
function named(raw: { readonly daemonSets: readonly KubePodSpec[]; readonly node: KubeNode; readonly pods: readonly KubePodSpec[] }): Question {
  return {
    daemonSets: raw.daemonSets.map((spec, i) => ({
      metadata: { name: `agent-${i}`, namespace: 'agents', uid: `agent-${i}` },
      spec: { selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } }, spec } },
    })),
    node: raw.node,
    pods: possible(raw.pods).map((spec, i) => ({
      metadata: { name: `pod-${i}`, namespace: 'apps', uid: `pod-${i}` },
      spec: { ...spec, nodeName: raw.node.metadata.name },
      status: { phase: 'Running', startTime: `2026-01-01T00:00:${10 + i}Z` },
    })),
  };
}

/** Pods that can be on one node: no two hold the same port. */
function possible(pods: readonly KubePodSpec[]): KubePodSpec[] {
  const held = new Set<number>();
  return pods.filter((spec) => {
    const ports = [...spec.containers, ...spec.initContainers ?? []].flatMap((one) => one.ports ?? []);
    const wanted = ports.flatMap((each) => [each.containerPort, each.hostPort ?? 0]);
    const isFree = wanted.every((number) => number === 0 || !held.has(number));
    wanted.forEach((number) => isFree && held.add(number));
    return isFree;
  });
}

export const questions: fc.Arbitrary<Question> = fc.oneof(
  questionOf(plainTemplate, plainPod, nodeOf(fc.oneof({ weight: 4, arbitrary: roomy }, { weight: 1, arbitrary: scarce }), oneOf(...VALUES))),
  questionOf(oddTemplate, oddPod, nodeOf(fc.oneof<fc.Arbitrary<KubeAmounts>[]>(roomy, scarce), value)),
);
