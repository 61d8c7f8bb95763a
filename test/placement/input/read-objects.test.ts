import { BadValue, Fields, pathOf, within } from '../../../src/placement/input/field';
import { isDaemonSet, isPriorityClass, readDaemonSet, readNode, readPod, readPriorityClass } from '../../../src/placement/input/read-objects';
import { thrown } from '../../values/thrown';

const NODE = {
  metadata: { name: 'a', labels: { zone: 'b' }, annotations: { long: 'x' } },
  spec: { taints: [{ key: 'gpu', effect: 'NoSchedule', timeAdded: '2026-03-01T00:00:00Z' }], unschedulable: true, providerID: 'x' },
  status: { allocatable: { cpu: '4', memory: '16Gi' }, capacity: { cpu: '8' }, images: [{ names: ['x'] }] },
};

const template = (spec: object) => ({ metadata: { name: 'a' }, spec: { template: { spec: { containers: [{ name: 'c' }], ...spec } } } });

test('of a node is kept what placement reads, and nothing else', () => {
  expect(readNode(NODE)).toEqual({
    metadata: { name: 'a', labels: { zone: 'b' } },
    spec: { taints: [{ key: 'gpu', value: undefined, effect: 'NoSchedule' }], unschedulable: true },
    status: { allocatable: { cpu: '4', memory: '16Gi' } },
  });
});

test('null is the same as nothing, as Kubernetes has it', () => {
  const bare = readNode({ metadata: { name: 'a', labels: null }, spec: null, status: { allocatable: null } });
  expect(bare).toEqual({ metadata: { name: 'a' }, status: {} });
  expect(readNode({ metadata: { name: 'a', labels: { empty: null } } }).metadata.labels).toEqual({ empty: '' });
  const nulls = { nodeSelector: null, tolerations: null, affinity: { nodeAffinity: null }, hostNetwork: null };
  const { template: { spec } } = readDaemonSet(template(nulls)).spec;
  expect(spec).toEqual({ containers: [{ name: 'c' }], affinity: {} });
});

test('a DaemonSet keeps all of which its placement depends', () => {
  const spec = {
    nodeName: 'n',
    nodeSelector: { disk: 'ssd' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{
            matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }], matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }],
          }, {}],
        },
      },
    },
    tolerations: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoExecute', tolerationSeconds: 5 }, { operator: 'Exists' }],
    hostNetwork: true,
    priorityClassName: 'p',
    priority: 7,
    preemptionPolicy: 'Never',
    containers: [{ name: 'c', restartPolicy: 'Always', ports: [{ containerPort: 1, hostPort: 2, hostIP: '127.0.0.1', protocol: 'UDP' }], resources: { requests: { cpu: 1 }, limits: { cpu: '2' } } }],
    initContainers: [{ name: 'i' }],
    overhead: { cpu: '1m' },
    resources: { requests: { cpu: '3' } },
  };
  const read = readDaemonSet({ metadata: { name: 'a', namespace: 'n', uid: 'u' }, spec: { template: { metadata: { labels: { l: 'm' } }, spec } } });
  expect(read).toEqual({ metadata: { name: 'a', namespace: 'n', uid: 'u' }, spec: { template: { metadata: { labels: { l: 'm' } }, spec } } });
});

test('a pod keeps its owners and phase, a priority class its value', () => {
  const owner = { kind: 'DaemonSet', name: 'd', uid: 'u', controller: true };
  expect(readPod({ metadata: { name: 'a', namespace: 'n', ownerReferences: [{ ...owner, apiVersion: 'apps/v1' }] }, spec: { containers: [] }, status: { phase: 'Running', startTime: '2026-03-01T08:00:00Z', podIP: 'x' } }))
    .toEqual({ metadata: { name: 'a', namespace: 'n', ownerReferences: [owner] }, spec: { containers: [] }, status: { phase: 'Running', startTime: '2026-03-01T08:00:00Z' } });
  expect(readPriorityClass({ metadata: { name: 'a' }, value: 5, globalDefault: true, preemptionPolicy: 'Never', description: 'x' }))
    .toEqual({ metadata: { name: 'a' }, value: 5, globalDefault: true, preemptionPolicy: 'Never' });
});

describe('what is not as Kubernetes takes it is told with path and value', () => {
  test.each<[string, () => unknown, string]>([
    ['a Node without a name', () => readNode({ metadata: {} }), '[MissingField] metadata.name: got nothing; write it'],
    ['a Node without metadata', () => readNode({}), '[MissingField] metadata: got nothing; write it'],
    ['an empty name', () => readNode({ metadata: { name: '' } }), '[MissingField] metadata.name: got ""; write it'],
    ['a name that YAML reads as a number', () => readNode({ metadata: { name: 5 } }), '[WrongType] metadata.name: got 5; write a string, in YAML with quotes around it'],
    ['a label that YAML reads as true', () => readNode({ metadata: { name: 'a', labels: { 'example.com/a': true } } }), '[WrongType] metadata.labels["example.com/a"]: got true; write a string'],
    ['a quantity that is none', () => readNode({ ...NODE, status: { allocatable: { cpu: '4 cores' } } }), '[InvalidQuantity] status.allocatable.cpu: got "4 cores"; write a number of 0 or more'],
    ['a quantity below 0', () => readNode({ ...NODE, status: { allocatable: { 'nvidia.com/gpu': -1 } } }), '[InvalidQuantity] status.allocatable["nvidia.com/gpu"]: got -1;'],
    ['a quantity that is true', () => readNode({ ...NODE, status: { allocatable: { cpu: true } } }), '[InvalidQuantity] status.allocatable.cpu: got true;'],
    ['taints that are no list', () => readNode({ ...NODE, spec: { taints: {} } }), '[WrongType] spec.taints: got {}; write a list'],
    ['a taint without an effect', () => readNode({ ...NODE, spec: { taints: [{ key: 'a' }] } }), '[MissingField] spec.taints[0].effect: got nothing; write it'],
    ['a flag that is text', () => readNode({ ...NODE, spec: { unschedulable: 'true' } }), '[WrongType] spec.unschedulable: got "true"; write true or false'],
    ['a DaemonSet without a template', () => readDaemonSet({ metadata: { name: 'a' }, spec: {} }), '[MissingField] spec.template: got nothing;'],
    ['no containers', () => readDaemonSet({ metadata: { name: 'a' }, spec: { template: { spec: {} } } }), '[MissingField] spec.template.spec.containers: got nothing; write the list of containers'],
    ['a container that is text', () => readDaemonSet(template({ containers: ['a'] })), '[WrongType] spec.template.spec.containers[0]: got "a"; write a map of fields'],
    ['a port that is text', () => readDaemonSet(template({ containers: [{ ports: [{ containerPort: '80' }] }] })),
      '[WrongType] spec.template.spec.containers[0].ports[0].containerPort: got "80"; write a whole number'],
    ['values that YAML reads as numbers', () => readDaemonSet(template({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Gt', values: [5] }] }] },
        },
      },
    })),
    '[WrongType] spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]: got 5;'],
    ['a request that is none', () => readDaemonSet(template({ containers: [{ resources: { requests: { memory: '1GB' } } }] })),
      '[InvalidQuantity] spec.template.spec.containers[0].resources.requests.memory: got "1GB";'],
    ['a priority class without a value', () => readPriorityClass({ metadata: { name: 'a' } }), '[MissingField] value: got nothing; write the priority, a whole number'],
  ])('%s', (_, read, message) => {
    expect(read).toThrow(BadValue);
    expect(thrown(read)).toContain(message);
  });

  test('from where the object stands', () => {
    const at = within({ step: 'items' }, 3);
    expect(pathOf(at)).toBe('items[3]');
    expect(thrown(() => readNode({ metadata: {} }, at))).toContain('items[3].metadata.name');
  });
});

describe('only what the DaemonSet controller of Kubernetes itself takes care of is a DaemonSet', () => {
  test.each<[Fields, boolean]>([
    [{ apiVersion: 'apps/v1', kind: 'DaemonSet' }, true],
    [{ apiVersion: 'extensions/v1beta1', kind: 'DaemonSet' }, true],
    [{ apiVersion: 'apps.kruise.io/v1alpha1', kind: 'DaemonSet' }, false],
    [{ apiVersion: 'apps/v1', kind: 'Deployment' }, false],
    [{ kind: 'DaemonSet' }, false],
  ])('%j', (object, expected) => {
    expect(isDaemonSet(object)).toBe(expected);
  });

  test('and classes of scheduling.k8s.io are PriorityClasses', () => {
    expect(isPriorityClass({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' })).toBe(true);
    expect(isPriorityClass({ apiVersion: 'example.com/v1', kind: 'PriorityClass' })).toBe(false);
  });
});
