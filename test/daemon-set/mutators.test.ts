import { ApiObject, App } from 'cdk8s';
import { IMAGE, agent, bare, chart, codes, container, daemonSet, objects, podSpec, problems, refused } from './agent';
import {
  ConfigFiles, Container, ContainerPort, EnvVar, HostPath, NodeAgentDaemonSetProps, Patch, Probe, TaintEffect, TargetVersion, Toleration, Tolerations, Volume, VolumeMount,
} from '../../src';

const MAIN = { name: 'main', image: 'example.com/agent:v1' };
const side = container({ name: 'side' });

describe('sidecars and init containers have an order', () => {
  const render = container({ name: 'render' });
  const late = container({ name: 'late' });
  const proxy = container({ name: 'proxy', startupProbe: Probe.exec(['/ready']) });
  const order = (props: Partial<NodeAgentDaemonSetProps>) => podSpec(bare({ targetVersion: TargetVersion.V1_36, ...props })).initContainers
    .map(({ name, restartPolicy }: { name: string; restartPolicy?: string }) => `${name}${restartPolicy === undefined ? '' : ` ${restartPolicy}`}`);

  test('sidecars start first, so that init containers can use them', () => {
    expect(order({ initContainers: [render, late], sidecars: [proxy] })).toEqual(['proxy Always', 'render', 'late']);
  });

  test('one that needs what an init container makes starts after it', () => {
    const first = container({ name: 'first' });
    expect(order({ initContainers: [render, late], sidecars: [proxy.startingAfter('render'), first, container({ name: 'last' }).startingAfter('late')] }))
      .toEqual(['first Always', 'render', 'proxy Always', 'late', 'last Always']);
  });

  test('what is added to it afterwards does not change that', () => {
    const of = bare({ targetVersion: TargetVersion.V1_36, initContainers: [render], sidecars: [proxy.startingAfter('render')] });
    of.addEnv(EnvVar.of('A', 'b'), 'proxy');
    expect(podSpec(of).initContainers.map(({ name, env }: { name: string; env?: object[] }) => [name, env])).toEqual([['render', undefined], ['proxy', [{ name: 'A', value: 'b' }]]]);
  });

  test('before 1.29 it is an ordinary container, which starts after all of them', () => {
    const spec = podSpec(bare({ initContainers: [render], sidecars: [proxy.startingAfter('render')] }));
    expect([spec.initContainers, spec.containers].map((list) => list.map(({ name }: { name: string }) => name))).toEqual([['render'], ['main', 'proxy']]);
  });

  test.each(['1.28', '1.36'])('made for %s, an init container that is not there is an error', (version) => {
    expect(problems(bare({ targetVersion: TargetVersion.of(version), initContainers: [render], sidecars: [proxy.startingAfter('rendr')] })))
      .toEqual(['[UnknownContainer] chart/agent: sidecar "proxy" starts after init container "rendr", and there are ["render"]; write one of them']);
  });

  test('what is no sidecar has no such order', () => {
    expect(problems(bare({ initContainers: [render, late.startingAfter('render')] })))
      .toEqual(['[NotASidecar] chart/agent: container "late" starts after "render", which only sidecars can; add it to sidecars, or leave startingAfter(…) out']);
    expect(refused(() => proxy.startingAfter('Render'))).toBe('InvalidName');
  });
});

describe('mutators add, and what was there stays', () => {
  test('containers, in the order of the calls', () => {
    const of = bare({ targetVersion: TargetVersion.V1_36, initContainers: [container({ name: 'init' })], sidecars: [side] });
    of.addContainer(container({ name: 'b' }));
    of.addContainer(container({ name: 'a' }));
    of.addInitContainer(container({ name: 'init2' }));
    of.addSidecar(container({ name: 'side2' }));
    const spec = podSpec(of);
    expect(spec.containers.map((one: any) => one.name)).toEqual(['main', 'b', 'a']);
    expect(spec.initContainers.map((one: any) => one.name)).toEqual(['side', 'side2', 'init', 'init2']);
  });

  test('volumes', () => {
    const of = bare({ volumes: [Volume.emptyDir('a')] });
    of.addVolume(Volume.emptyDir('b'));
    expect(podSpec(of).volumes).toEqual([{ name: 'a', emptyDir: {} }, { name: 'b', emptyDir: {} }]);
  });

  test('mounts, of the first container unless another one is named', () => {
    const of = bare({ containers: [container({ mounts: [VolumeMount.of('/a', Volume.emptyDir('a'))] }), side], initContainers: [container({ name: 'init' })] });
    of.mount(VolumeMount.of('/b', Volume.emptyDir('b')));
    of.mount(VolumeMount.of('/c', Volume.emptyDir('c')), 'side');
    of.mount(VolumeMount.of('/d', Volume.emptyDir('d')), 'init');
    of.mountHostPath(HostPath.varLog());
    of.mountHostPath(HostPath.proc(), 'side');
    const spec = podSpec(of);
    const names = (one: any) => one.volumeMounts.map((mount: any) => mount.name);
    expect([...spec.containers, ...spec.initContainers].map(names)).toEqual([['a', 'b', 'varlog'], ['c', 'proc'], ['d']]);
    expect(spec.volumes.map((volume: any) => volume.name).sort()).toEqual(['a', 'b', 'c', 'd', 'proc', 'varlog']);
  });

  test('variables, of the first container unless another one is named', () => {
    const of = bare({ containers: [container({ env: [EnvVar.of('A', '1')] }), side], sidecars: [container({ name: 'late' })] });
    of.addEnv(EnvVar.of('B', '2'));
    of.addEnv(EnvVar.of('B', '3'), 'side');
    of.addEnv(EnvVar.of('B', '4'), 'late');
    expect(podSpec(of).containers.map((one: any) => one.env)).toEqual([
      [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], [{ name: 'B', value: '3' }], [{ name: 'B', value: '4' }],
    ]);
  });

  test('to containers that are added later, too', () => {
    const of = bare({ containers: [] });
    of.addEnv(EnvVar.of('A', '1'));
    of.mount(VolumeMount.of('/b', Volume.emptyDir('b')), 'side');
    of.addContainer(container());
    of.addContainer(side);
    expect(podSpec(of).containers).toEqual([
      { ...MAIN, env: [{ name: 'A', value: '1' }] }, { ...MAIN, name: 'side', volumeMounts: [{ mountPath: '/b', name: 'b' }] },
    ]);
  });

  test('tolerations, joined with those that are there', () => {
    const of = bare({ tolerations: Tolerations.controlPlane() });
    of.addToleration(Toleration.exists('b'), Toleration.exists('a', TaintEffect.NO_EXECUTE));
    of.addToleration(Toleration.exists('a'));
    expect(of.tolerationPolicy.items.map(String)).toEqual(['a:*', 'b:*', 'node-role.kubernetes.io/control-plane:NoSchedule']);
    expect(podSpec(of).tolerations).toHaveLength(3);
    of.addToleration();
    expect(podSpec(of).tolerations).toHaveLength(3);
  });

  test('labels and annotations of the pods', () => {
    const of = bare({ podLabels: { a: '1' }, podAnnotations: { b: '2' } });
    of.addPodLabel('c', '3');
    of.addPodAnnotation('d', '4');
    const { labels, annotations } = daemonSet(of).spec.template.metadata;
    expect(labels).toMatchObject({ a: '1', c: '3' });
    expect(annotations).toEqual({ b: '2', d: '4' });
  });

  test('ConfigMaps, each with a name and a volume of its own', () => {
    const of = bare({ configFiles: [ConfigFiles.of('/a', { a: '1' })] });
    of.addConfigFiles(ConfigFiles.of('/b', { b: '2' }));
    of.addConfigFiles(ConfigFiles.of('/c', { c: '3' }, { configMapName: 'own' }));
    expect(objects(of).filter(({ kind }) => kind === 'ConfigMap').map(({ metadata, data }) => [metadata.name, data])).toEqual([
      ['agent-config', { a: '1' }], ['agent-config-1', { b: '2' }], ['own', { c: '3' }],
    ]);
    expect(podSpec(of).volumes).toEqual([
      { name: 'config', configMap: { name: 'agent-config' } }, { name: 'config-1', configMap: { name: 'agent-config-1' } }, { name: 'config-2', configMap: { name: 'own' } },
    ]);
  });

  test('patches', () => {
    const of = bare({ patches: [Patch.merge({ spec: { a: 1 } })] });
    of.patch(Patch.merge({ spec: { b: 2 } }), Patch.merge({ spec: { c: 3 } }));
    of.patch();
    expect(daemonSet(of).spec).toMatchObject({ a: 1, b: 2, c: 3 });
  });
});

describe('nothing is replaced', () => {
  test('a label or annotation that is set to something else is an error, to the same it is not', () => {
    const of = agent({ podLabels: { a: '1' }, podAnnotations: { b: '2' } });
    expect(refused(() => of.addPodLabel('a', '2'))).toBe('AlreadySet');
    expect(refused(() => of.addPodAnnotation('b', ''))).toBe('AlreadySet');
    of.addPodLabel('a', '1');
    of.addPodAnnotation('b', '2');
    expect(daemonSet(of).spec.template.metadata).toMatchObject({ labels: { a: '1' }, annotations: { b: '2' } });
  });

  test.each(['toString', 'constructor', 'hasOwnProperty'])('a label or annotation %s, as every object of JavaScript has it, is one like any other', (key) => {
    const texts = { [key]: 'x' };
    const of = agent({ labels: texts, annotations: texts, podLabels: { a: '1' }, configFiles: [ConfigFiles.of('/etc/agent', texts)] });
    of.addPodLabel(key, 'x');
    of.addPodAnnotation(key, 'x');
    expect(refused(() => of.addPodLabel(key, 'y'))).toBe('AlreadySet');
    const { metadata, spec } = daemonSet(of);
    expect(Object.entries(metadata.labels)).toEqual([['app.kubernetes.io/instance', 'agent'], ['app.kubernetes.io/name', 'agent'], [key, 'x']]);
    expect(Object.entries(metadata.annotations)).toEqual([[key, 'x']]);
    expect(Object.entries(spec.template.metadata.labels)).toEqual([['a', '1'], ['app.kubernetes.io/instance', 'agent'], ['app.kubernetes.io/name', 'agent'], [key, 'x']]);
    expect(spec.template.metadata.annotations).toMatchObject(texts);
    expect(App.of(of).synthYaml()).toContain(`${key}: x\n`);
  });

  test('labels that cdk8s is given later stand beside such a key', () => {
    const of = bare({ labels: { constructor: 'x' } as unknown as { [key: string]: string } });
    of.apiObject.metadata.addLabel('later', 'y');
    expect(Object.entries(daemonSet(of).metadata.labels)).toEqual([['constructor', 'x'], ['later', 'y']]);
  });

  test('what is added twice is an error of its own kind, never dropped', () => {
    const twice = (add: (of: ReturnType<typeof agent>) => void) => {
      const of = agent();
      add(of);
      expect(codes(of)).toEqual([]);
      add(of);
      return codes(of);
    };
    expect(twice((of) => of.addContainer(side))).toEqual(['DuplicateContainer']);
    expect(twice((of) => of.addInitContainer(side))).toEqual(['DuplicateContainer']);
    expect(twice((of) => of.addSidecar(side))).toEqual(['DuplicateContainer']);
    expect(twice((of) => of.addEnv(EnvVar.of('A', '1')))).toEqual(['DuplicateEnv']);
    expect(twice((of) => of.mount(VolumeMount.of('/a', Volume.emptyDir('a'))))).toEqual(['DuplicateMountPath']);
    expect(twice((of) => of.mountHostPath(HostPath.varLog()))).toEqual(['DuplicateMountPath']);
    expect(twice((of) => of.patch(Patch.merge({ spec: { a: 1 } })))).toEqual(['PatchWithoutEffect']);
    // The same volume is one volume, and the same toleration is one.
    expect(twice((of) => of.addVolume(Volume.emptyDir('a')))).toEqual([]);
    expect(twice((of) => of.addToleration(Toleration.exists('a')))).toEqual([]);
  });

  test('what is added to a container that is not there is an error that lists those that are', () => {
    const of = agent({ containers: [container(), side], initContainers: [container({ name: 'init' })] });
    of.addEnv(EnvVar.of('A', '1'), 'maim');
    of.mount(VolumeMount.of('/a', Volume.emptyDir('a')), 'maim');
    of.mount(VolumeMount.of('/a', Volume.emptyDir('a')), 'other');
    expect(problems(of)).toEqual(['maim', 'other'].sort().map((name) => (
      `[UnknownContainer] chart/agent: something was added to container "${name}", and there are ["main","side","init"]; write one of them`)));
  });

  test('a ConfigMap of a name that the agent makes already is an error at once', () => {
    const of = agent({ configFiles: [ConfigFiles.of('/a', { a: '1' }, { configMapName: 'agent-config-1' })] });
    expect(refused(() => of.addConfigFiles(ConfigFiles.of('/b', { b: '1' })))).toBe('NameTaken');
    of.addConfigFiles(ConfigFiles.of('/b', { b: '1' }, { configMapName: 'other' }));
    expect(podSpec(of).volumes.map((volume: any) => volume.configMap.name)).toEqual(['agent-config-1', 'other']);
  });

  test('labels and annotations that Kubernetes would refuse are refused at once', () => {
    const of = agent();
    expect(refused(() => of.addPodLabel('key', 'not a label'))).toBe('InvalidLabelValue');
    expect(refused(() => of.addPodAnnotation('not a key', 'x'))).toBe('InvalidLabelKey');
    expect(daemonSet(of)).toEqual(daemonSet(agent()));
  });
});

describe('rendering', () => {
  const full = () => {
    const of = agent({
      sidecars: [side],
      volumes: [Volume.emptyDir('data')],
      configFiles: [ConfigFiles.of('/etc/agent', { a: '1' })],
      tolerations: Tolerations.everything(),
      targetVersion: TargetVersion.V1_36,
    });
    of.addEnv(EnvVar.of('A', '1'));
    of.mountHostPath(HostPath.stateDirectory('agent'));
    of.addPodLabel('a', 'b');
    return of;
  };

  test('twice gives the same', () => {
    const of = full();
    const first = JSON.stringify(objects(of));
    expect(JSON.stringify(objects(of))).toBe(first);
    expect(JSON.stringify(objects(full()))).toBe(first);
  });

  test('changes nothing of what it is given', () => {
    const main = container({ env: [EnvVar.of('A', '1')] });
    const of = agent({ containers: [main] });
    of.addEnv(EnvVar.of('B', '2'));
    objects(of);
    expect(podSpec(bare({ containers: [main] })).containers).toEqual([{ ...MAIN, env: [{ name: 'A', value: '1' }] }]);
  });

  test('sees what is added after it', () => {
    const of = full();
    objects(of);
    of.addContainer(container({ name: 'late', ports: [ContainerPort.of(1)] }));
    expect(podSpec(of).containers.map((one: any) => one.name)).toEqual(['main', 'late']);
    of.addToleration(Toleration.exists('late'));
    of.addContainer(container({ name: 'late' }));
    expect(codes(of)).toEqual(['DuplicateContainer']);
  });

  test('does not see what becomes of lists and maps that were passed in', () => {
    const podLabels: { [key: string]: string } = { a: '1' };
    const containers = [container()];
    const args = ['x'];
    const props = { name: 'agent', image: IMAGE, args };
    const of = bare({ podLabels, containers: [Container.of(props), ...containers.slice(1)], imagePullSecrets: undefined });
    podLabels.b = '2';
    containers.push(side);
    args.push('y');
    props.name = 'other';
    const { metadata, spec } = daemonSet(of).spec.template;
    expect(metadata.labels).not.toHaveProperty('b');
    expect(spec.containers).toEqual([{ ...MAIN, name: 'agent', args: ['x'] }]);
  });

  test('gives out nothing that can be changed', () => {
    const of = bare();
    of.selector.a = 'b';
    of.tolerationPolicy.items.push(Toleration.exists('a'));
    of.hostAccess.pop();
    const { spec } = daemonSet(of);
    expect(spec.selector.matchLabels).not.toHaveProperty('a');
    expect(spec.template.spec).toEqual({ containers: [MAIN] });
  });
});

test('the object that cdk8s knows is the DaemonSet', () => {
  const of = agent({}, chart());
  expect(ApiObject.of(of)).toBe(of.apiObject);
  expect([of.apiObject.kind, of.apiObject.name, of.name]).toEqual(['DaemonSet', 'agent', 'agent']);
});
