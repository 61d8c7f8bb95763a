import { ApiObject, JsonPatch } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import { agent, bare, chart, codes, container, podSpec, problems } from './agent';
import { ConfigFiles, HostPath, Patch, Platform } from '../../src';
import { thrown } from '../values/thrown';

function pod(spec: object): Patch {
  return Patch.merge({ spec: { template: { spec } } });
}

function set(path: string, value: unknown): Patch {
  return Patch.json(JsonPatch.add(path, value));
}

const IS = 'after its patches,';
const FIELDS = 'write an object with its fields';
const NAME = 'write at most 253 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part';
const POD = 'spec.template.spec';

/** Patches that leave what every API server refuses, and what is said of it. */
const WRONG: [Patch, string, string][] = [
  [Patch.json(JsonPatch.remove('')), 'WrongType', `the manifest is null; ${FIELDS}`],
  [Patch.json(JsonPatch.replace('', 5)), 'WrongType', `the manifest is 5; ${FIELDS}`],
  [Patch.merge({ spec: null }), 'WrongType', `spec is nothing; ${FIELDS}`],
  [Patch.merge({ spec: 'x' }), 'WrongType', `spec is "x"; ${FIELDS}`],
  [Patch.merge({ spec: { selector: null } }), 'WrongType', `spec.selector is nothing; ${FIELDS}`],
  [Patch.merge({ spec: { selector: { matchLabels: { app: 5 } } } }), 'WrongType', 'spec.selector.matchLabels.app is 5; write a string'],
  [Patch.merge({ spec: { template: null } }), 'WrongType', `spec.template is nothing; ${FIELDS}`],
  [Patch.merge({ spec: { template: { metadata: [] } } }), 'WrongType', `spec.template.metadata is []; ${FIELDS}`],
  [Patch.merge({ spec: { template: { spec: null } } }), 'WrongType', `${POD} is nothing; ${FIELDS}`],
  [Patch.merge({ metadata: null }), 'WrongType', `metadata is nothing; ${FIELDS}`],
  [Patch.merge({ metadata: { name: null } }), 'WrongType', 'metadata.name is nothing; write a string'],
  [Patch.merge({ metadata: { name: 'BAD_NAME' } }), 'InvalidName', `metadata.name is "BAD_NAME"; ${NAME}`],
  [Patch.merge({ metadata: { annotations: { 'a/b': true } } }), 'WrongType', 'metadata.annotations["a/b"] is true; write a string'],
  [Patch.merge({ kind: null }), 'WrongType', 'kind is nothing; write a string'],
  [Patch.merge({ apiVersion: 1 }), 'WrongType', 'apiVersion is 1; write a string'],
  [pod({ containers: null }), 'WrongType', `${POD}.containers is nothing; write a list`],
  [pod({ containers: 'x' }), 'WrongType', `${POD}.containers is "x"; write a list`],
  [set('/spec/template/spec/containers', []), 'NoContainers', `${POD}.containers is an empty list; leave at least one container`],
  [set('/spec/template/spec/containers', [null]), 'WrongType', `${POD}.containers[0] is null; ${FIELDS}`],
  [set('/spec/template/spec/containers/0', { image: 'x' }), 'WrongType', `${POD}.containers[0].name is nothing; write a string`],
  [set('/spec/template/spec/containers/0/volumeMounts', [{ name: 'x' }]), 'WrongType', `${POD}.containers[0].volumeMounts[0].mountPath is nothing; write a string`],
  [set('/spec/template/spec/containers/0/ports', { containerPort: 1 }), 'WrongType', `${POD}.containers[0].ports is {"containerPort":1}; write a list`],
  [set('/spec/template/spec/containers/0/securityContext', { capabilities: { add: 'SYS_ADMIN' } }), 'WrongType',
    `${POD}.containers[0].securityContext.capabilities.add is "SYS_ADMIN"; write a list`],
  [pod({ initContainers: { name: 'x' } }), 'WrongType', `${POD}.initContainers is {"name":"x"}; write a list`],
  [pod({ volumes: { name: 'x', emptyDir: {} } }), 'WrongType', `${POD}.volumes is {"name":"x","emptyDir":{}}; write a list`],
  [set('/spec/template/spec/volumes', [null]), 'WrongType', `${POD}.volumes[0] is null; ${FIELDS}`],
  [pod({ volumes: [{ name: 'x', hostPath: { path: 5 } }] }), 'WrongType', `${POD}.volumes[0].hostPath.path is 5; write a string`],
  [pod({ tolerations: [5] }), 'WrongType', `${POD}.tolerations[0] is 5; ${FIELDS}`],
  [pod({ nodeSelector: { gpu: true } }), 'WrongType', `${POD}.nodeSelector.gpu is true; write a string`],
  [pod({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: 'b' }] }] } } } }), 'WrongType',
    `${POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values is "b"; write a list`],
];

describe.each(WRONG.map(([patch, code, message]) => [message, code, patch] as const))('%s: refused', (message, code, patch) => {
  test('after all patches', () => {
    expect(problems(bare({ patches: [patch] }))).toEqual([`[${code}] chart/agent/Default: ${IS} ${message}`]);
  });

  test('on OpenShift as well, whose constraints are read off the pod', () => {
    const root = chart('chart', 'agents');
    const serviceAccount = new ServiceAccount(root, 'account', { metadata: { name: 'agent' } });
    expect(codes(agent({ platform: Platform.openShift(), serviceAccount, patches: [patch] }, root))).toEqual([code]);
  });

  test('by hostAccess', () => {
    expect(thrown(() => bare({ patches: [patch] }).hostAccess)).toBe(`[${code}] chart/agent/Default: ${IS} ${message}`);
  });
});

test('all of it is told at once', () => {
  expect(codes(agent({ patches: [Patch.merge({ metadata: { name: 'BAD' }, spec: { selector: null, template: { spec: { volumes: 5 } } } })] })))
    .toEqual(['InvalidName', 'WrongType', 'WrongType']);
});

test('a selector that selects every pod is refused', () => {
  expect(problems(agent({ patches: [Patch.merge({ spec: { selector: { matchLabels: null } } })] }))).toEqual([
    `[EmptySelector] chart/agent/Default: ${IS} spec.selector is {}, which selects every pod of the namespace; leave it as it was`,
  ]);
  expect(codes(agent({ patches: [Patch.merge({ spec: { selector: { matchLabels: null, matchExpressions: [{ key: 'a', operator: 'Exists' }] } } })] }))).toEqual([]);
});

test('null is taken for a field that is not there, as Kubernetes does, and stays in the manifest', () => {
  const of = agent({
    containers: [container({ hostPaths: [HostPath.varLog()] })],
    patches: [
      set('/spec/template/spec/initContainers', null),
      set('/spec/template/spec/affinity', null),
      set('/spec/template/spec/containers/0/ports', null),
      set('/spec/template/spec/containers/0/securityContext', null),
      set('/spec/template/spec/volumes/0/emptyDir', null),
      set('/spec/template/spec/ephemeralContainers', null),
    ],
  });
  expect(of.hostAccess.map(({ what }) => what)).toEqual(['user of the image', 'reads /var/log']);
  expect(podSpec(of)).toMatchObject({ initContainers: null, affinity: null });
});

test('what hostAccess reads may be missing, where the API server takes that', () => {
  const of = agent({ patches: [Patch.merge({ spec: { template: { metadata: null } } })] });
  expect(of.hostAccess.map(({ what }) => what)).toEqual(['user of the image']);
});

test('every other object of the library has at least a kind and a name', () => {
  const of = agent({ configFiles: [ConfigFiles.of('/etc/agent', { 'a.conf': '1' })] });
  const configMap = of.node.findChild('ConfigMap-agent-config') as ApiObject;
  configMap.addJsonPatch(JsonPatch.remove('/metadata/name'), JsonPatch.remove('/kind'));
  expect(problems(of)).toEqual([
    `[WrongType] chart/agent/ConfigMap-agent-config: ${IS} kind is nothing; write a string`,
    `[WrongType] chart/agent/ConfigMap-agent-config: ${IS} metadata.name is nothing; write a string`,
  ]);
  configMap.addJsonPatch(JsonPatch.remove(''));
  expect(problems(of)).toEqual([`[WrongType] chart/agent/ConfigMap-agent-config: ${IS} the manifest is null; ${FIELDS}`]);
});
