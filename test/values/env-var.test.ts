import { Chart, Lazy, Testing } from 'cdk8s';
import { ConfigMap, Container, Cpu, EnvFieldPaths, EnvValue, ResourceFieldPaths, Secret } from 'cdk8s-plus-28';
import { thrown } from './thrown';
import { EnvFrom, EnvVar } from '../../src';

const chart = new Chart(Testing.app(), 'chart');
const configMap = new ConfigMap(chart, 'config', { metadata: { name: 'made' } });
const secret = new Secret(chart, 'secret', { metadata: { name: 'made' } });

describe('EnvVar', () => {
  test.each([
    ['of', EnvVar.of('LOG_LEVEL', '$(LEVEL)'), { value: '$(LEVEL)' }],
    ['of nothing', EnvVar.of('LOG_LEVEL', ''), { value: '' }],
    ['fromField', EnvVar.fromField('LOG_LEVEL', 'spec.nodeName'), { valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    ['fromResource', EnvVar.fromResource('LOG_LEVEL', 'limits.memory', '1Mi'), { valueFrom: { resourceFieldRef: { divisor: '1Mi', resource: 'limits.memory' } } }],
    ['fromResource, in bytes', EnvVar.fromResource('LOG_LEVEL', 'limits.memory'), { valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } }],
    ['fromSecretNamed', EnvVar.fromSecretNamed('LOG_LEVEL', 'theirs', 'key'), { valueFrom: { secretKeyRef: { key: 'key', name: 'theirs' } } }],
    ['fromSecret', EnvVar.fromSecret('LOG_LEVEL', secret, 'key', true), { valueFrom: { secretKeyRef: { key: 'key', name: 'made', optional: true } } }],
    ['fromConfigMapNamed', EnvVar.fromConfigMapNamed('LOG_LEVEL', 'theirs', 'key', false),
      { valueFrom: { configMapKeyRef: { key: 'key', name: 'theirs', optional: false } } }],
    ['fromConfigMap', EnvVar.fromConfigMap('LOG_LEVEL', configMap, 'key'), { valueFrom: { configMapKeyRef: { key: 'key', name: 'made' } } }],
  ])('%s is written with what was asked for, and nothing else', (_, variable, kube) => {
    expect(variable._toKube()).toEqual({ name: 'LOG_LEVEL', ...kube });
    expect(Object.keys(variable._toKube())[0]).toBe('name');
    expect(variable.name).toBe('LOG_LEVEL');
  });

  const container = new Container({ image: 'a', resources: { cpu: { limit: Cpu.millis(100) } } });
  test.each([
    ['a text', EnvValue.fromValue('a'), { value: 'a' }],
    ['an empty text', EnvValue.fromValue(''), { value: '' }],
    ['a field', EnvValue.fromFieldRef(EnvFieldPaths.NODE_NAME), { valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    ['a label', EnvValue.fromFieldRef(EnvFieldPaths.POD_LABEL, { key: 'app' }), { valueFrom: { fieldRef: { fieldPath: 'metadata.labels[\'app\']' } } }],
    ['a resource', EnvValue.fromResource(ResourceFieldPaths.CPU_LIMIT, { container }), { valueFrom: { resourceFieldRef: { containerName: 'main', resource: 'limits.cpu' } } }],
    ['a ConfigMap\'s key', EnvValue.fromConfigMap(configMap, 'key', { optional: true }), { valueFrom: { configMapKeyRef: { key: 'key', name: 'made', optional: true } } }],
    ['a Secret\'s key', secret.envValue('key'), { valueFrom: { secretKeyRef: { key: 'key', name: 'made' } } }],
  ])('%s of cdk8s-plus is taken, what it leaves undefined left out', (_, value, kube) => {
    expect(EnvVar.from('A', value)._toKube()).toStrictEqual({ name: 'A', ...kube });
  });

  test('what is like an EnvValue is taken, for a later cdk8s-plus has a class of its own', () => {
    expect(EnvVar.from('A', { value: 'a' } as EnvValue)._toKube()).toEqual({ name: 'A', value: 'a' });
  });

  test.each<[unknown, string]>([
    ['a', '"a"'], [{}, '{}'], [{ value: 5 }, '{"value":5}'], [secret, 'a Secret'], [null, 'null'], [{ valueFrom: 'a' }, '{"valueFrom":"a"}'],
    [{ value: 'x', valueFrom: { fieldRef: {} } }, '{"value":"x","valueFrom":{"fieldRef":{}}}'], [{ value: 5, valueFrom: { fieldRef: {} } }, '{"value":5,"valueFrom":{"fieldRef":{}}}'],
  ])('%# is no EnvValue', (value, text) => {
    expect(thrown(() => EnvVar.from('A', value as EnvValue)))
      .toBe(`[WrongType] EnvVar.from: value of "A" is ${text}; write an EnvValue of cdk8s-plus, or EnvVar.of("A", "…") for a text`);
  });

  test.each<[object, string]>([
    [{}, '{}'], [{ fieldRef: null }, '{"fieldRef":null}'], [{ fieldRef: 'a' }, '{"fieldRef":"a"}'], [{ fieldRef: {}, secretKeyRef: {} }, '{"fieldRef":{},"secretKeyRef":{}}'],
  ])('%j is no source of a value', (valueFrom, text) => {
    expect(thrown(() => EnvVar.from('A', { valueFrom }))).toBe(
      `[WrongType] EnvVar.from: valueFrom of "A" is ${text}; write exactly one of fieldRef, resourceFieldRef, configMapKeyRef and secretKeyRef with its fields`);
  });

  test('what a value of cdk8s-plus refers to is checked, but for what comes later', () => {
    expect(thrown(() => EnvVar.from('A', EnvValue.fromSecretValue({ secret, key: 'a b' })))).toContain('[InvalidKey] EnvVar.from: secretKeyRef.key of "A" "a b" is no ConfigMap or Secret key');
    expect(thrown(() => EnvVar.from('A', EnvValue.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'bad', 'Bad_Cm'), 'a'))))
      .toContain('[InvalidName] EnvVar.from: configMapKeyRef.name of "A" "Bad_Cm" is no DNS subdomain');
    expect(thrown(() => EnvVar.from('A', { valueFrom: { secretKeyRef: { key: 'a' } } }))).toContain('[NotText] EnvVar.from: secretKeyRef.name of "A" is nothing');
    const name = Lazy.any({ produce: () => 'later' });
    expect(EnvVar.from('A', { valueFrom: { secretKeyRef: { key: 'a', name } } })._toKube()).toEqual({ name: 'A', valueFrom: { secretKeyRef: { key: 'a', name } } });
    expect(EnvVar.from('A', { value: '', valueFrom: { secretKeyRef: { key: 'a', name: '${Token[TOKEN.5]}' } } })._toKube())
      .toEqual({ name: 'A', value: '', valueFrom: { secretKeyRef: { key: 'a', name: '${Token[TOKEN.5]}' } } });
  });

  test.each(['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels[\'example.com/app\']', 'metadata.annotations[\'Example.com/a\']', 'spec.nodeName',
    'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'])('the pod has the field %s', (field) => {
    expect(EnvVar.fromField('A', field)._toKube()).toEqual({ name: 'A', valueFrom: { fieldRef: { fieldPath: field } } });
  });

  test.each(['', 'nodeName', 'spec.nodename', 'spec.hostIP', 'metadata.labels', 'metadata.labels[\'\']', 'metadata.labels[\'a b\']', 'metadata.labels[app]', 'status.phase', 'status.hostIP '])(
    'the pod has no field %j', (field) => {
      expect(thrown(() => EnvVar.fromField('A', field))).toBe(
        `[InvalidField] EnvVar.fromField: field of "A" is ${JSON.stringify(field)}; write metadata.name, .namespace, .uid, .labels['KEY'], .annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, .hostIPs, .podIP or .podIPs`);
    });

  test.each(['limits.cpu', 'requests.cpu', 'limits.memory', 'requests.ephemeral-storage', 'limits.hugepages-2Mi'])('a container has the resource %s', (resource) => {
    expect(EnvVar.fromResource('A', resource)._toKube()).toEqual({ name: 'A', valueFrom: { resourceFieldRef: { resource } } });
  });

  test.each(['', 'cpu', 'limit.cpu', 'limits.', 'limits.gpu', 'limits.nvidia.com/gpu', 'limits.cpu '])('a container has no resource %j', (resource) => {
    expect(thrown(() => EnvVar.fromResource('A', resource))).toBe(
      `[InvalidField] EnvVar.fromResource: resource of "A" is ${JSON.stringify(resource)}; write limits.… or requests.… with cpu, memory, ephemeral-storage or hugepages-2Mi`);
  });

  test('a divisor is a unit that the API server takes, as it stores it', () => {
    const divisor = (resource: string, unit: string) => (EnvVar.fromResource('A', resource, unit)._toKube().valueFrom as any).resourceFieldRef.divisor;
    expect([divisor('limits.memory', '1024Ki'), divisor('limits.memory', '1'), divisor('limits.cpu', '0.001'), divisor('requests.ephemeral-storage', '1000M')])
      .toEqual(['1Mi', '1', '1m', '1G']);
    // As clusters store it where none is said.
    expect(EnvVar.fromResource('A', 'limits.cpu', '0')._toKube()).toEqual({ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } });
    expect(thrown(() => divisor('limits.memory', '2Mi'))).toBe(
      '[InvalidDivisor] EnvVar.fromResource: divisor of "A" is "2Mi"; write one of 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei');
    expect(thrown(() => divisor('limits.memory', '1m'))).toContain('[InvalidDivisor]');
    expect(thrown(() => divisor('limits.cpu', '1Ki'))).toBe('[InvalidDivisor] EnvVar.fromResource: divisor of "A" is "1Ki"; write one of 1m, 1');
    expect(thrown(() => divisor('limits.cpu', 'one'))).toContain('[InvalidQuantity]');
  });

  test.each([
    [(name: string) => EnvVar.of(name, 'a'), 'EnvVar.of'],
    [(name: string) => EnvVar.from(name, EnvValue.fromValue('a')), 'EnvVar.from'],
    [(name: string) => EnvVar.fromField(name, 'spec.nodeName'), 'EnvVar.fromField'],
    [(name: string) => EnvVar.fromResource(name, 'limits.cpu'), 'EnvVar.fromResource'],
    [(name: string) => EnvVar.fromSecret(name, secret, 'key'), 'EnvVar.fromSecret'],
    [(name: string) => EnvVar.fromSecretNamed(name, 'a', 'key'), 'EnvVar.fromSecretNamed'],
    [(name: string) => EnvVar.fromConfigMap(name, configMap, 'key'), 'EnvVar.fromConfigMap'],
    [(name: string) => EnvVar.fromConfigMapNamed(name, 'a', 'key'), 'EnvVar.fromConfigMapNamed'],
  ])('names are checked: %#', (make, where) => {
    expect(thrown(() => make('1A'))).toBe(`[InvalidEnvName] ${where}: name is "1A"; write letters, digits, '-', '_' and '.', not with a digit first`);
    expect(thrown(() => make(''))).toContain(`[InvalidEnvName] ${where}: name is ""`);
    expect(make('a.b-C_1').name).toBe('a.b-C_1');
  });

  test.each([
    [() => EnvVar.of('A', 5 as never), '[NotText] EnvVar.of: value of "A" is 5; write a string'],
    [() => EnvVar.fromSecretNamed('A', 'A_b', 'key'), '[InvalidName] EnvVar.fromSecretNamed: secretName "A_b"'],
    [() => EnvVar.fromConfigMapNamed('A', 'A_b', 'key'), '[InvalidName] EnvVar.fromConfigMapNamed: configMapName "A_b"'],
    [() => EnvVar.fromSecret('A', secret, 'a/b'), '[InvalidKey] EnvVar.fromSecret: key "a/b"'],
    [() => EnvVar.fromConfigMap('A', configMap, 'a/b'), '[InvalidKey] EnvVar.fromConfigMap: key "a/b"'],
    [() => EnvVar.fromSecret('A', configMap as never, 'key'), '[WrongType] EnvVar.fromSecret: Secret is a ConfigMap; write a Secret of cdk8s-plus, or give its name to EnvVar.fromSecretNamed'],
    [() => EnvVar.fromConfigMap('A', 'config' as never, 'key'), '[WrongType] EnvVar.fromConfigMap: ConfigMap is "config"; write a ConfigMap of cdk8s-plus, or give its name'],
    [() => EnvVar.fromSecret('A', Secret.fromSecretName(chart, 'bad secret', 'Bad_Sec'), 'key'), '[InvalidName] EnvVar.fromSecret: name of the Secret "Bad_Sec"'],
    [() => EnvVar.fromSecret('A', { name: undefined } as never, 'key'), '[WrongType] EnvVar.fromSecret: Secret is {}'],
    [() => EnvVar.fromSecret('A', secret, 'key', 'yes' as never), '[WrongType] EnvVar.fromSecret: optional is "yes"; write true or false'],
  ])('mistakes are told at once: %#', (act, message) => {
    expect(thrown(act)).toContain(message);
  });
});

describe('EnvFrom', () => {
  test('that is optional is another value, and still knows its ConfigMap', () => {
    const all = EnvFrom.configMap(configMap);
    expect(all.optional()._config).toEqual(all._config);
    expect(all._toKube()).toEqual({ configMapRef: { name: 'made' } });
  });

  test.each([
    [EnvFrom.configMapNamed('theirs'), { configMapRef: { name: 'theirs' } }],
    [EnvFrom.configMap(configMap, 'APP_'), { configMapRef: { name: 'made' }, prefix: 'APP_' }],
    [EnvFrom.secretNamed('theirs', 'APP_'), { prefix: 'APP_', secretRef: { name: 'theirs' } }],
    [EnvFrom.secret(secret), { secretRef: { name: 'made' } }],
    [EnvFrom.configMapNamed('kubernetes-services-endpoint').optional(), { configMapRef: { name: 'kubernetes-services-endpoint', optional: true } }],
    [EnvFrom.configMap(configMap, 'APP_').optional(), { configMapRef: { name: 'made', optional: true }, prefix: 'APP_' }],
    [EnvFrom.secretNamed('theirs', 'APP_').optional().optional(), { prefix: 'APP_', secretRef: { name: 'theirs', optional: true } }],
    [EnvFrom.secret(secret).optional(), { secretRef: { name: 'made', optional: true } }],
  ])('%# is written as Kubernetes spells it', (source, kube) => {
    expect(source._toKube()).toEqual(kube);
  });

  test.each([
    [() => EnvFrom.configMapNamed('A_b'), '[InvalidName] EnvFrom.configMapNamed: name "A_b"'],
    [() => EnvFrom.secretNamed('A_b'), '[InvalidName] EnvFrom.secretNamed: name "A_b"'],
    [() => EnvFrom.configMapNamed('a', '1_'), '[InvalidEnvName] EnvFrom.configMapNamed: prefix is "1_"'],
    [() => EnvFrom.configMap(configMap, '1_'), '[InvalidEnvName] EnvFrom.configMap: prefix is "1_"'],
    [() => EnvFrom.secretNamed('a', ''), '[InvalidEnvName] EnvFrom.secretNamed: prefix is ""'],
    [() => EnvFrom.secret(secret, 'a b'), '[InvalidEnvName] EnvFrom.secret: prefix is "a b"'],
    [() => EnvFrom.secret(configMap as never), '[WrongType] EnvFrom.secret: Secret is a ConfigMap; write a Secret of cdk8s-plus, or give its name to EnvFrom.secretNamed'],
    [() => EnvFrom.configMap(ConfigMap.fromConfigMapName(chart, 'bad config', 'Bad_Cm')), '[InvalidName] EnvFrom.configMap: name of the ConfigMap "Bad_Cm"'],
    [() => EnvFrom.configMap({} as never), '[WrongType] EnvFrom.configMap: ConfigMap is {}'],
  ])('mistakes are told at once: %#', (act, message) => {
    expect(thrown(act)).toContain(message);
  });
});
