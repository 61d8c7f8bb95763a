import { JsonPatch } from 'cdk8s';
import { bare, codes, container, podSpec } from './agent';
import { ContainerPort, HostAlias, HostPath, Patch } from '../../src';
import { thrown } from '../values/thrown';

const varlog = HostPath.varLog().named('varlog');

function pod(spec: object): Patch {
  return Patch.merge({ spec: { template: { spec } } });
}

function main(fields: object): Patch {
  return pod({ containers: [{ name: 'main', ...fields }] });
}

/** What a list of the pod's container becomes. */
function ofContainer(list: string, before: object[], change: object[]): unknown {
  return podSpec(bare({ patches: [main({ [list]: before }), main({ [list]: change })] })).containers[0][list];
}

test('a mount elsewhere of a volume that is mounted is added, and changes nothing of the first', () => {
  const of = bare({ containers: [container({ hostPaths: [varlog] })], patches: [main({ volumeMounts: [{ name: 'varlog', mountPath: '/host/log' }] })] });
  expect(podSpec(of).containers[0].volumeMounts).toEqual([
    { name: 'varlog', mountPath: '/var/log', readOnly: true },
    { name: 'varlog', mountPath: '/host/log' },
  ]);
});

test('a mount at the same path is changed', () => {
  const of = bare({ containers: [container({ hostPaths: [varlog] })], patches: [main({ volumeMounts: [{ mountPath: '/var/log', mountPropagation: 'HostToContainer' }] })] });
  expect(podSpec(of).containers[0].volumeMounts).toEqual([{ name: 'varlog', mountPath: '/var/log', readOnly: true, mountPropagation: 'HostToContainer' }]);
});

test.each<[string, string, object[], object[], object[]]>([
  ['a mount by its mountPath', 'volumeMounts', [{ name: 'a', mountPath: '/a' }], [{ name: 'b', mountPath: '/a' }], [{ name: 'b', mountPath: '/a' }]],
  ['a device by its devicePath', 'volumeDevices', [{ name: 'a', devicePath: '/a' }], [{ name: 'a', devicePath: '/b' }], [{ name: 'a', devicePath: '/a' }, { name: 'a', devicePath: '/b' }]],
  ['a variable by its name', 'env', [{ name: 'A', value: '1' }], [{ name: 'A', value: null, valueFrom: {} }, { name: 'B', value: '2' }], [{ name: 'A', valueFrom: {} }, { name: 'B', value: '2' }]],
  ['a port by its name', 'ports', [{ name: 'metrics', containerPort: 1 }], [{ name: 'metrics', containerPort: 2 }], [{ name: 'metrics', containerPort: 2 }]],
  ['a port by its number, when there is none of its name', 'ports', [{ name: 'metrics', containerPort: 1 }], [{ name: 'web', containerPort: 1 }], [{ name: 'web', containerPort: 1 }]],
  ['a port by its number, when it has no name', 'ports', [{ name: 'metrics', containerPort: 1 }], [{ containerPort: 1, hostPort: 1 }], [{ name: 'metrics', containerPort: 1, hostPort: 1 }]],
  ['a port by its protocol, TCP unless written', 'ports', [{ containerPort: 53, protocol: 'UDP' }], [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP', name: 'dns' }],
    [{ containerPort: 53, protocol: 'UDP', name: 'dns' }, { containerPort: 53 }]],
])('what is meant in a list of a container is %s', (_, list, before, change, after) => {
  expect(ofContainer(list, before, change)).toEqual(after);
});

test.each<[string, object[], object[], object[]]>([
  ['hostAliases', [{ ip: '10.0.0.1', hostnames: ['a'] }], [{ ip: '10.0.0.1', x: 1 }, { ip: '10.0.0.2' }], [{ ip: '10.0.0.1', hostnames: ['a'], x: 1 }, { ip: '10.0.0.2' }]],
  ['topologySpreadConstraints', [{ topologyKey: 'zone', maxSkew: 1 }], [{ topologyKey: 'zone', x: 2 }, { topologyKey: 'host' }], [{ topologyKey: 'zone', maxSkew: 1, x: 2 }, { topologyKey: 'host' }]],
  ['imagePullSecrets', [{ name: 'a' }], [{ name: 'b' }], [{ name: 'a' }, { name: 'b' }]],
  ['resourceClaims', [{ name: 'gpu', resourceClaimName: 'a' }], [{ name: 'gpu', resourceClaimName: 'b' }], [{ name: 'gpu', resourceClaimName: 'b' }]],
  ['volumes', [{ name: 'a', hostPath: { path: '/a' } }], [{ name: 'a', hostPath: null, emptyDir: {} }], [{ name: 'a', emptyDir: {} }]],
  ['initContainers', [{ name: 'a', image: 'x' }], [{ name: 'a', tty: true }], [{ name: 'a', image: 'x', tty: true }]],
])('%s of a pod are merged by what Kubernetes tells them apart by', (list, before, change, after) => {
  expect(podSpec(bare({ patches: [pod({ [list]: before }), pod({ [list]: change })] }))[list]).toEqual(after);
});

test('what props made is found, too', () => {
  const of = bare({
    containers: [container({ ports: [ContainerPort.named('metrics', 9100)] })],
    hostAliases: [HostAlias.of('10.0.0.1', 'a')],
    patches: [main({ ports: [{ containerPort: 9100, hostPort: 9100 }] }), pod({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['b'] }] })],
  });
  expect(podSpec(of)).toMatchObject({ containers: [{ ports: [{ name: 'metrics', containerPort: 9100, hostPort: 9100 }] }], hostAliases: [{ ip: '10.0.0.1', hostnames: ['b'] }] });
});

test('what is added has nothing that is null either', () => {
  expect(podSpec(bare({ patches: [pod({ volumes: [{ name: 'a', hostPath: null, emptyDir: {} }] })] })).volumes).toEqual([{ name: 'a', emptyDir: {} }]);
});

test('what an operation put into a list without saying which it is stays where it is', () => {
  const of = bare({ patches: [main({ env: [] }), Patch.json(JsonPatch.add('/spec/template/spec/containers/0/env/-', { value: '1' })), main({ env: [{ name: 'A' }] })] });
  expect(podSpec(of).containers[0].env).toEqual([{ value: '1' }, { name: 'A' }]);
});

const AT = '[InvalidPatch] Patch.merge: spec.template.spec';

test.each<[object, string]>([
  [{ containers: [{ name: 'main', tty: true }, { name: 'main', stdin: true }] }, 'containers has two with name "main"'],
  [{ volumes: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }, 'volumes has two with name "a"'],
  [{ hostAliases: [{ ip: '::1' }, { ip: '::1' }] }, 'hostAliases has two with ip "::1"'],
  [{ containers: [{ name: 'a' }, { name: 'b', env: [{ name: 'A' }, { name: 'A' }] }] }, 'containers[1].env has two with name "A"'],
  [{ initContainers: [{ name: 'a', volumeMounts: [{ mountPath: '/a' }, { mountPath: '/a' }] }] }, 'initContainers[0].volumeMounts has two with mountPath "/a"'],
  [{ containers: [{ name: 'a', ports: [{ name: 'a', containerPort: 1 }, { containerPort: 1 }] }] }, 'containers[0].ports has two with containerPort "1/TCP"'],
])('two that are one are refused, for one of them would be lost: %j', (spec, message) => {
  expect(thrown(() => pod(spec))).toBe(`${AT}.${message}, which are one; write all of it once, or use Patch.json`);
});

test.each<[object, string, string]>([
  [{ containers: [{ image: 'x' }] }, 'containers[0] is {"image":"x"}', 'name'],
  [{ containers: [null] }, 'containers[0] is null', 'name'],
  [{ volumes: ['a'] }, 'volumes[0] is "a"', 'name'],
  [{ containers: [{ name: 'a', volumeMounts: [{ mountPath: '/a' }, { name: 'varlog', readOnly: true }] }] }, 'containers[0].volumeMounts[1] is {"name":"varlog","readOnly":true}', 'mountPath'],
  [{ containers: [{ name: 'a', ports: [{ hostPort: 1 }] }] }, 'containers[0].ports[0] is {"hostPort":1}', 'name or containerPort'],
  [{ topologySpreadConstraints: [{ maxSkew: 1 }] }, 'topologySpreadConstraints[0] is {"maxSkew":1}', 'topologyKey'],
])('what does not say which is meant is refused: %j', (spec, got, keys) => {
  expect(thrown(() => pod(spec))).toBe(`${AT}.${got}, which does not say which is meant; write an object with ${keys}, or use Patch.json`);
});

test('of other lists, two for one name are both in it', () => {
  const options = (...list: object[]) => pod({ dnsConfig: { options: list } });
  const of = bare({ patches: [options({ name: 'ndots' }), options({ name: 'ndots', value: '2' }, { name: 'ndots', x: 1 })] });
  expect(podSpec(of).dnsConfig.options).toEqual([{ name: 'ndots', value: '2', x: 1 }]);
});

test('lists of the same names elsewhere, and fields named like what every object has, are like any other', () => {
  const elsewhere = { ports: [{ a: 1 }], volumeMounts: [1], constructor: [1], containers: [{ name: 'a' }, { name: 'a' }] };
  const of = bare({ patches: [pod({ notYetInvented: elsewhere })] });
  expect(podSpec(of).notYetInvented).toEqual(elsewhere);
  expect(codes(of)).toEqual([]);
});
