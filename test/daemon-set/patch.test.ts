import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { IMAGE, agent, bare, chart, codes, container, daemonSet, podSpec, problems, refused } from './agent';
import { ConfigFiles, LogAgentDaemonSet, Patch, Priority } from '../../src';
import { thrown } from '../values/thrown';

const PATH = '[PatchParentMissing] chart/agent/Default: JSON patch';

describe('what a patch writes', () => {
  test('JSON patches of ApiObject.of survive to the YAML, unknown and newer fields included', () => {
    const of = agent();
    ApiObject.of(of).addJsonPatch(
      JsonPatch.add('/spec/template/spec/resourceClaims', [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }]),
      JsonPatch.add('/spec/template/spec/notYetInvented', { deep: [1, { er: true }] }),
      JsonPatch.replace('/spec/updateStrategy/rollingUpdate/maxUnavailable', 3),
    );
    const { spec } = daemonSet(of);
    expect(spec.template.spec.resourceClaims).toEqual([{ name: 'gpu', resourceClaimTemplateName: 'gpu' }]);
    expect(spec.template.spec.notYetInvented).toEqual({ deep: [1, { er: true }] });
    expect(spec.updateStrategy).toEqual({ rollingUpdate: { maxUnavailable: 3 }, type: 'RollingUpdate' });
  });

  test('an agent\'s DaemonSet is what ApiObject.of finds, two constructs deep', () => {
    const of = new LogAgentDaemonSet(chart(), 'log', { image: IMAGE });
    expect(ApiObject.of(of)).toBe(of.daemonSet.apiObject);
    ApiObject.of(of).addJsonPatch(JsonPatch.add('/spec/template/spec/setHostnameAsFQDN', true));
    expect(podSpec(of.daemonSet).setHostnameAsFQDN).toBe(true);
  });

  test('merge patches in Kubernetes\' own spelling survive, and make the parents that are missing', () => {
    const of = bare();
    of.patch(Patch.merge({ spec: { template: { spec: { os: { name: 'linux' }, topologySpreadConstraints: [{ topologyKey: 'zone' }] } }, notYetInvented: { a: 0, b: '' } } }));
    const { spec } = daemonSet(of);
    expect(spec.template.spec).toMatchObject({ os: { name: 'linux' }, topologySpreadConstraints: [{ topologyKey: 'zone' }] });
    expect(spec.notYetInvented).toEqual({ a: 0, b: '' });
  });

  test('a merge patch changes lists of things with names by their name, and replaces other lists', () => {
    const of = bare({ containers: [container({ command: ['a', 'b'] }), container({ name: 'side' })] });
    of.patch(Patch.merge({ spec: { template: { spec: { containers: [{ name: 'side', stdinOnce: true }, { name: 'new', image: 'x' }] } } } }));
    of.patch(Patch.merge({ spec: { template: { spec: { containers: [{ name: 'main', command: ['c'] }] } } } }));
    expect(podSpec(of).containers).toEqual([
      { name: 'main', image: 'example.com/agent:v1', command: ['c'] },
      { name: 'side', image: 'example.com/agent:v1', stdinOnce: true },
      { name: 'new', image: 'x' },
    ]);
  });

  test.each<[string, unknown, unknown, unknown]>([
    ['a list of which not all have names is replaced', [{ name: 'a' }], [{ name: 'a', x: 1 }, { key: 'b' }], [{ name: 'a', x: 1 }, { key: 'b' }]],
    ['a list that has others than things with names is replaced', [{ name: 'a' }, 'b'], [{ name: 'a', x: 1 }], [{ name: 'a', x: 1 }]],
    ['a list of which some are nothing is replaced', [{ name: 'a' }, { name: 5 }], [{ name: 'a', x: 1 }], [{ name: 'a', x: 1 }]],
    ['a list of texts is replaced', ['a', 'b'], ['c'], ['c']],
    ['an empty list takes all', [], [{ name: 'a' }], [{ name: 'a' }]],
    ['things with names are merged deeply, others are kept', [{ name: 'a', x: { y: 1 } }, { name: 'b' }], [{ name: 'a', x: { z: null, w: 2 } }], [{ name: 'a', x: { y: 1, w: 2 } }, { name: 'b' }]],
    ['an object takes the place of a list', ['a'], { b: 1 }, { b: 1 }],
    ['an object takes the place of a text', 'a', { b: 1 }, { b: 1 }],
    ['a text takes the place of an object', { b: 1 }, 'a', 'a'],
    ['false, 0 and "" are values', { a: true, b: 1, c: 'x' }, { a: false, b: 0, c: '' }, { a: false, b: 0, c: '' }],
    ['what is not mentioned stays', { a: 1, b: { c: 2 } }, { b: { d: 3 } }, { a: 1, b: { c: 2, d: 3 } }],
  ])('in a merge, %s', (_, before, wanted, after) => {
    const of = bare({ patches: [Patch.merge({ spec: { x: before } }), Patch.merge({ spec: { x: wanted } })] });
    expect(daemonSet(of).spec.x).toEqual(after);
  });

  test('null removes a field', () => {
    const of = agent();
    of.patch(Patch.merge({ spec: { updateStrategy: null, template: { spec: { securityContext: { seccompProfile: null } } } } }));
    const { spec } = daemonSet(of);
    expect(spec.updateStrategy).toBeUndefined();
    expect(spec.template.spec.securityContext).toEqual({});
  });

  test('patches of the props come first, those that are added after them, each seeing what the others did', () => {
    const of = bare({ patches: [Patch.merge({ spec: { list: [1] } })] });
    of.patch(Patch.json(JsonPatch.add('/spec/list/-', 2)), Patch.json(JsonPatch.copy('/spec/list', '/spec/again'), JsonPatch.move('/spec/list', '/spec/moved')));
    const { spec } = daemonSet(of);
    expect([spec.list, spec.moved, spec.again]).toEqual([undefined, [1, 2], [1, 2]]);
  });

  test('rendering twice is equal, although a patch changes what another one put there', () => {
    const wanted = { spec: { list: [{ a: 1 }] } };
    const of = bare({ patches: [Patch.merge(wanted), Patch.json(JsonPatch.add('/spec/list/-', 2), JsonPatch.add('/spec/list/0/b', 3))] });
    const first = daemonSet(of);
    expect(first.spec.list).toEqual([{ a: 1, b: 3 }, 2]);
    expect(daemonSet(of)).toEqual(first);
    expect(wanted).toEqual({ spec: { list: [{ a: 1 }] } });
  });

  test('what is passed in can be changed afterwards without effect', () => {
    const wanted = { spec: { list: [1] } };
    const of = bare({ patches: [Patch.merge(wanted)] });
    wanted.spec.list.push(2);
    expect(daemonSet(of).spec.list).toEqual([1]);
  });

  test('every object of the library can be patched: ConfigMaps, PriorityClasses', () => {
    const root = chart();
    const of = agent({ configFiles: [ConfigFiles.of('/etc/agent', { 'a.conf': '1' })], priority: Priority.nodeAgents() }, root);
    (of.node.findChild('ConfigMap-agent-config') as ApiObject).addJsonPatch(JsonPatch.add('/immutable', true));
    (root.node.findChild('PriorityClass-node-agents') as ApiObject).addJsonPatch(JsonPatch.replace('/value', 5));
    const all = Testing.synth(root);
    expect(all.find((object) => object.kind === 'ConfigMap')).toMatchObject({ immutable: true });
    expect(all.find((object) => object.kind === 'PriorityClass')).toMatchObject({ value: 5 });
  });

  test('metadata can also be added by the means of cdk8s', () => {
    const of = agent();
    of.apiObject.metadata.addAnnotation('example.com/owner', 'platform');
    expect(daemonSet(of).metadata.annotations).toEqual({ 'example.com/owner': 'platform' });
  });
});

describe('a patch without effect', () => {
  test.each([
    ['merge', Patch.merge({ spec: { revisionHistoryLimit: 3 } })],
    ['merge of nothing', Patch.merge({})],
    ['merge that removes what is not there', Patch.merge({ spec: { nothing: null } })],
    ['JSON replace', Patch.json(JsonPatch.replace('/spec/revisionHistoryLimit', 3))],
    ['JSON add', Patch.json(JsonPatch.add('/spec/revisionHistoryLimit', 3))],
  ])('is an error: %s', (_, patch) => {
    expect(codes(agent({ revisionHistoryLimit: 3, patches: [patch] }))).toEqual(['PatchWithoutEffect']);
    expect(codes(agent({ revisionHistoryLimit: 3, patches: [patch.allowingNoEffect()] }))).toEqual([]);
  });

  test('the message shows the patch and what to write instead', () => {
    expect(problems(agent({ revisionHistoryLimit: 3, patches: [Patch.merge({ spec: { revisionHistoryLimit: 3 } })] }))).toEqual([
      '[PatchWithoutEffect] chart/agent/Default: merge patch {"spec":{"revisionHistoryLimit":3}} changes nothing, so that it is mistaken or no longer needed; mend or drop it, or say .allowingNoEffect()',
    ]);
  });

  test('one operation without effect is an error although others have one', () => {
    expect(codes(agent({ patches: [Patch.json(JsonPatch.add('/spec/a', 1), JsonPatch.add('/spec/a', 1))] }))).toEqual(['PatchWithoutEffect']);
  });

  test('a JSON patch `test` may have none, and fails when what it tests is not so', () => {
    const of = agent();
    ApiObject.of(of).addJsonPatch(JsonPatch.test('/kind', 'DaemonSet'));
    expect(codes(of)).toEqual([]);
    ApiObject.of(of).addJsonPatch(JsonPatch.test('/kind', 'Deployment'));
    expect(codes(of)).toEqual(['PatchFailed']);
  });

  test('the message of a JSON patch says how it is fine', () => {
    expect(problems(agent({ patches: [Patch.json(JsonPatch.replace('/kind', 'DaemonSet'))] }))).toEqual([
      '[PatchWithoutEffect] chart/agent/Default: JSON patch replace "/kind" changes nothing, so that it is mistaken or no longer needed; '
      + 'mend or drop it, or use agent.patch(Patch.json(…).allowingNoEffect())',
    ]);
  });

  test('what is there is removed, also when no effect would be fine', () => {
    const of = agent({ revisionHistoryLimit: 3, patches: [Patch.json(JsonPatch.remove('/spec/revisionHistoryLimit')).allowingNoEffect()] });
    expect(daemonSet(of).spec).not.toHaveProperty('revisionHistoryLimit');
  });

  test('that there is nothing to replace is an error, also when no effect is fine', () => {
    expect(codes(agent({ patches: [Patch.json(JsonPatch.replace('/spec/minReadySeconds', 5)).allowingNoEffect()] }))).toEqual(['PatchParentMissing']);
  });

  test('that nothing is there to remove is fine when no effect is', () => {
    const remove = Patch.json(JsonPatch.remove('/spec/minReadySeconds'));
    expect(codes(agent({ patches: [remove.allowingNoEffect()] }))).toEqual([]);
    expect(codes(agent({ patches: [remove] }))).toEqual(['PatchParentMissing']);
    expect(codes(agent({ patches: [Patch.json(JsonPatch.remove('/spec/no/such/parent')).allowingNoEffect()] }))).toEqual([]);
  });
});

describe('a missing parent names its path', () => {
  test.each([
    [JsonPatch.add('/spec/a/b/c', 1), `${PATH} add "/spec/a/b/c": there is nothing at "/spec/a"; add that first, or use agent.patch(Patch.merge(…)), which makes what is missing`],
    [JsonPatch.add('/kind/b', 1), `${PATH} add "/kind/b": there is nothing at "/kind"; add that first, or use agent.patch(Patch.merge(…)), which makes what is missing`],
    [JsonPatch.replace('/spec/a/b', 1), `${PATH} replace "/spec/a/b": there is nothing at "/spec/a"; mend the path, or use add`],
    [JsonPatch.replace('/spec/a', 1), `${PATH} replace "/spec/a": there is nothing at "/spec/a"; mend the path, or use add`],
    [JsonPatch.remove('/spec/template/spec/containers/7'), `${PATH} remove "/spec/template/spec/containers/7": there is nothing at "/spec/template/spec/containers/7"; mend the path, or use add`],
    [JsonPatch.copy('/spec/a', '/spec/b'), `${PATH} copy "/spec/a": there is nothing at "/spec/a"; mend the path, or use add`],
    [JsonPatch.move('/spec/selector', '/spec/a/b'), `${PATH} move "/spec/a/b": there is nothing at "/spec/a"; add that first, or use agent.patch(Patch.merge(…)), which makes what is missing`],
    [JsonPatch.copy('/spec/selector', '/spec/a/b'), `${PATH} copy "/spec/a/b": there is nothing at "/spec/a"; add that first, or use agent.patch(Patch.merge(…)), which makes what is missing`],
    [JsonPatch.test('/spec/a', 1), `${PATH} test "/spec/a": there is nothing at "/spec/a"; mend the path, or use add`],
  ])('%#', (operation, message) => {
    expect(problems(agent({ patches: [Patch.json(operation)] }))).toEqual([message]);
  });

  test('slashes and tildes in keys are escaped as RFC 6901 says', () => {
    const of = agent();
    ApiObject.of(of).addJsonPatch(JsonPatch.replace('/metadata/labels/app.kubernetes.io~1name', 'x'), JsonPatch.add('/metadata/labels/a~0b', 'y'));
    expect(daemonSet(of).metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'x', 'a~b': 'y' });
    of.patch(Patch.merge({ spec: { 'a~b/c~1': {} } }), Patch.json(JsonPatch.add('/spec/a~0b~1c~01/d', 1)));
    expect(daemonSet(of).spec['a~b/c~1']).toEqual({ d: 1 });
  });
});

describe('a patch that cannot be one', () => {
  test.each([[null], [[{ op: 'add' }]], ['text'], [undefined]])('merge of %j is refused where it is written', (manifest) => {
    expect(thrown(() => Patch.merge(manifest as any))).toMatch(/^\[InvalidPatch\] Patch\.merge: got .+; write an object such as/);
  });

  test('merge of what contains itself is refused', () => {
    const manifest: { [key: string]: unknown } = {};
    manifest.self = manifest;
    expect(refused(() => Patch.merge(manifest))).toBe('InvalidPatch');
  });

  test.each([[{ op: 'add', path: '/spec/a', value: 1 }], [null], [undefined]])('JSON operation %j that is no JsonPatch is refused where it is written', (operation) => {
    expect(refused(() => Patch.json(operation as any))).toBe('InvalidPatch');
    expect(refused(() => ApiObject.of(agent()).addJsonPatch(operation as any))).toBe('InvalidPatch');
  });

  test('a path without its first slash is refused, instead of being read without its first part', () => {
    expect(problems(agent({ patches: [Patch.json(JsonPatch.add('spec/a', 1))] }))).toEqual([
      '[InvalidPatch] chart/agent/Default: JSON patch add "spec/a": this is no JSON pointer; write one that begins with a slash, such as "/spec/template"',
    ]);
    expect(codes(agent({ patches: [Patch.json(JsonPatch.copy('spec', '/spec/a'))] }))).toEqual(['InvalidPatch']);
    expect(codes(agent({ patches: [Patch.json(JsonPatch.add(undefined as any, 1))] }))).toEqual(['InvalidPatch']);
  });

  test.each(['2', 'x', '01', '-1', 'length', ''])('an element %j of a list of one can be neither added nor replaced', (index) => {
    const path = `/spec/template/spec/containers/${index}`;
    expect(problems(agent({ patches: [Patch.json(JsonPatch.add(path, { name: 'x' }))] }))).toEqual([
      `[PatchFailed] chart/agent/Default: JSON patch add "${path}": "${index}" is no place in a list of 1; write 0 to 1, or - for its end`,
    ]);
    expect(codes(agent({ patches: [Patch.json(JsonPatch.replace(path, { name: 'x' }))] }))).toEqual(['PatchParentMissing']);
  });

  test.each(['0', '1', '-'])('an element %j of a list of one can be added', (index) => {
    const of = bare({ patches: [Patch.json(JsonPatch.add(`/spec/template/spec/containers/${index}`, { name: 'x', image: 'y' }))] });
    const names = podSpec(of).containers.map((one: { name: string }) => one.name);
    expect(names).toEqual(index === '0' ? ['x', 'main'] : ['main', 'x']);
  });

  test('the whole manifest is a place, too', () => {
    expect(daemonSet(bare({ patches: [Patch.json(JsonPatch.copy('', '/copy'))] })).copy.kind).toBe('DaemonSet');
  });

  test('what every object of JavaScript has is not there', () => {
    expect(codes(agent({ patches: [Patch.json(JsonPatch.remove('/spec/toString'))] }))).toEqual(['PatchParentMissing']);
    expect(codes(agent({ patches: [Patch.json(JsonPatch.add('/spec/__proto__/x', 1))] }))).toEqual(['PatchParentMissing']);
  });

  test('what the patching library refuses is told in one line', () => {
    expect(problems(agent({ patches: [Patch.json(JsonPatch.add('/spec/__proto__', { x: 1 }))] }))).toEqual([
      expect.stringMatching(/^\[PatchFailed\] chart\/agent\/Default: JSON patch add "\/spec\/__proto__" failed: .+; mend the path or the value$/),
    ]);
  });
});

describe('what no API server takes for a DaemonSet is refused after all patches', () => {
  const patched = (podSpec_: object) => agent({ patches: [Patch.merge({ spec: { template: { spec: podSpec_ } } })] });

  test.each([
    [{ restartPolicy: 'Never' }, { restartPolicy: 'Always' }, 'restartPolicy "Never", and pods of a DaemonSet always restart; drop it'],
    [{ activeDeadlineSeconds: 60 }, { terminationGracePeriodSeconds: 60 }, 'activeDeadlineSeconds 60, and pods of a DaemonSet run as long as their node; drop it'],
    [{ ephemeralContainers: [] }, { initContainers: [] }, 'ephemeralContainers [], which only kubectl debug may add to a running pod; drop them'],
  ])('%j', (bad, good, message) => {
    expect(problems(patched(bad))).toEqual([`[NotInDaemonSet] chart/agent/Default: patches set ${message}`]);
    expect(codes(patched(good))).toEqual([]);
  });

  test('a selector that the pods do not meet', () => {
    const relabel = (labels: object) => agent({ patches: [Patch.merge({ spec: { template: { metadata: { labels } } } })] });
    expect(codes(relabel({ 'app.kubernetes.io/name': 'other' }))).toEqual(['SelectorNotInTemplate']);
    expect(codes(relabel({ 'app.kubernetes.io/name': null }))).toEqual(['SelectorNotInTemplate']);
    expect(codes(relabel({ another: 'label' }))).toEqual([]);
    expect(codes(agent({ patches: [Patch.merge({ spec: { template: { metadata: null } } })] }))).toEqual(['SelectorNotInTemplate', 'SelectorNotInTemplate']);
  });
});

test('problems of patches come together with all others, of every agent', () => {
  const root = new Chart(new App(), 'chart');
  const first = agent({ containers: [], patches: [Patch.merge({})] }, root);
  ApiObject.of(first).addJsonPatch(JsonPatch.add('/spec/a/b', 1));
  expect(codes(root).sort()).toEqual(['NoContainers', 'PatchWithoutEffect']);
});
