import { Chart, Duration, Lazy, Size, Testing } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { thrown } from './thrown';
import * as library from '../../src';
import { FIELDS } from '../../src/values/kinds';
import {
  isValueOf, requireFields, requireFlag, requireList, requireMethod, requireOneOf, requireText, requireTexts, requireUnsetOrOneOf,
  requireUnsetOrText, requireValue, requireValues, valueClass,
} from '../../src/values/require';
import { requireResource } from '../../src/values/resource';

class Anchor {
  public readonly weight = 1;
}
class Buoy {}
valueClass(Anchor, 'Anchor', 'new Anchor()');
valueClass(Buoy, 'Buoy', 'new Buoy()');

function accepts(act: () => void): void {
  expect(act).not.toThrow();
}

describe('a value class', () => {
  test('takes its own values and says what to write instead of others', () => {
    accepts(() => requireValue('Ship.of', 'anchor', new Anchor(), Anchor));
    expect(thrown(() => requireValue('Ship.of', 'anchor', new Buoy(), Anchor))).toBe('[WrongType] Ship.of: anchor is a Buoy; write an Anchor, such as new Anchor()');
    expect(thrown(() => requireValue('Ship.of', 'buoy', { weight: 1 }, Buoy))).toBe('[WrongType] Ship.of: buoy is {"weight":1}; write a Buoy, such as new Buoy()');
    for (const nothing of [undefined, null, 1, 'anchor', Anchor, [new Anchor()]]) {
      expect(thrown(() => requireValue('Ship.of', 'anchor', nothing, Anchor))).toContain('[WrongType] Ship.of: anchor is ');
    }
  });

  test('each of several is looked at', () => {
    accepts(() => requireValues('Ship.of', 'anchor', [], Anchor));
    accepts(() => requireValues('Ship.of', 'anchor', [new Anchor(), new Anchor()], Anchor));
    expect(thrown(() => requireValues('Ship.of', 'anchor', [new Anchor(), 1], Anchor))).toContain('anchor is 1; write an Anchor');
  });

  test('must be declared one', () => {
    class Crate {}
    expect(thrown(() => isValueOf(new Crate(), Crate))).toBe('Crate is no value class yet: call valueClass after it');
  });

  test('its mark is seen by nobody who looks at its fields', () => {
    expect(Object.keys(new Anchor())).toEqual(['weight']);
    expect({ ...new Anchor() }).toEqual({ weight: 1 });
    expect(JSON.stringify(new Anchor())).toBe('{"weight":1}');
  });
});

describe('mistakes of plain JavaScript', () => {
  const { NodeTargeting, Rollout, Tolerations, Probe, ContainerPort } = library;
  test.each<[() => unknown, string]>([
    [() => NodeTargeting.matching('x' as never),
      '[WrongType] NodeTargeting.matching: condition is "x"; write a NodeLabel, such as NodeLabel.is("disktype", "ssd")'],
    [() => Rollout.rolling(10 as never),
      '[WrongType] Rollout.rolling: maxUnavailable is 10; write an IntOrPercent, such as IntOrPercent.of(1) or IntOrPercent.percent(10)'],
    [() => Tolerations.of({} as never),
      '[WrongType] Tolerations.of: toleration is {}; write a Toleration, such as Toleration.exists("nvidia.com/gpu")'],
    [() => Tolerations.of([Tolerations.none()] as never),
      '[WrongType] Tolerations.of: toleration is ["a Tolerations"]; write a Toleration, such as Toleration.exists("nvidia.com/gpu")'],
    [() => NodeTargeting.allOf(NodeTargeting.linux as never),
      '[WrongType] NodeTargeting.allOf: targeting is the function linux; write a NodeTargeting, such as NodeTargeting.matching(NodeLabel.is("disktype", "ssd"))'],
    [() => Probe.httpGet(undefined as never, undefined as never), '[NotText] Probe.httpGet: path is nothing; write a string'],
    [() => Probe.httpGet('/', 80 as never),
      '[WrongType] Probe.httpGet: port is 80; write a PortRef, such as PortRef.number(8080) or PortRef.named("metrics")'],
    [() => ContainerPort.of(80, null as never), '[WrongType] ContainerPort.of: options is null; write { … }'],
    [() => ContainerPort.of(80, 'http' as never), '[WrongType] ContainerPort.of: options is "http"; write { … }'],
  ])('%# is answered with what to write', (act, message) => {
    expect(thrown(act)).toBe(message);
  });
});

describe('plain data', () => {
  test('text', () => {
    accepts(() => requireText('A.of', 'name', ''));
    expect(thrown(() => requireText('A.of', 'name', undefined))).toBe('[NotText] A.of: name is nothing; write a string');
    accepts(() => requireUnsetOrText('A.of', 'name', undefined));
    accepts(() => requireUnsetOrText('A.of', 'name', 'a'));
    expect(thrown(() => requireUnsetOrText('A.of', 'name', null))).toBe('[NotText] A.of: name is null; write a string');
  });

  test('lists', () => {
    accepts(() => requireList('A.of', 'names', []));
    expect(thrown(() => requireList('A.of', 'names', 'ab'))).toBe('[WrongType] A.of: names is "ab"; write a list');
  });

  test('fields: neither null nor a list, nor a value of this library', () => {
    accepts(() => requireFields('A.of', 'options', {}));
    accepts(() => requireFields('A.of', 'options', new (class { public a = 1; })()));
    for (const [bad, text] of [[null, 'null'], [[], '[]'], ['a', '"a"'], [undefined, 'nothing'], [new Anchor(), 'an Anchor']]) {
      expect(thrown(() => requireFields('A.of', 'options', bad))).toBe(`[WrongType] A.of: options is ${text}; write { … }`);
    }
  });

  test('fields: nothing whose content is elsewhere, or comes later', () => {
    class Own {
      public readonly runAsUser = 5;
    }
    for (const good of [new Own(), Object.create(null), Object.assign(Object.create(null), { a: 1 }), { produce: 'a', resolve: 'b' }]) {
      accepts(() => requireFields('A.of', 'options', good));
    }
    const wrong: [unknown, string][] = [
      [new Map([['a', 'b']]), 'a Map'], [new Set(), 'a Set'], [new Date(0), 'a Date'], [/a/, 'a RegExp'], [Promise.resolve({}), 'a Promise'],
      [Lazy.any({ produce: () => ({ runAsUser: 5 }) }), 'a Lazy'], [new (class Token { public resolve() { return {}; } })(), 'a Token'],
    ];
    for (const [bad, text] of wrong) {
      expect(thrown(() => requireFields('A.of', 'options', bad))).toBe(`[WrongType] A.of: options is ${text}; write { … }`);
      expect(FIELDS.holds(bad)).toBe(false);
    }
  });

  test('texts by name', () => {
    accepts(() => requireTexts('A.of', 'header', { a: '', b: 'c' }));
    expect(thrown(() => requireTexts('A.of', 'header', { a: 1 }))).toBe('[NotText] A.of: header a is 1; write a string');
    expect(thrown(() => requireTexts('A.of', 'header', null))).toBe('[WrongType] A.of: header is null; write { … }');
  });

  test('flags may be left out', () => {
    [true, false, undefined].forEach((flag) => accepts(() => requireFlag('A.of', 'optional', flag)));
    expect(thrown(() => requireFlag('A.of', 'optional', 'false'))).toBe('[WrongType] A.of: optional is "false"; write true or false');
  });

  test('words of an enumeration', () => {
    enum Color { RED = 'Red', BLUE = 'Blue' }
    accepts(() => requireOneOf('A.of', 'color', Color.RED, Color));
    accepts(() => requireOneOf('A.of', 'color', 'Blue', Color));
    accepts(() => requireUnsetOrOneOf('A.of', 'color', undefined, Color));
    for (const check of [requireOneOf, requireUnsetOrOneOf]) {
      expect(thrown(() => check('A.of', 'color', 'RED', Color))).toBe('[UnknownValue] A.of: color is "RED"; write one of Red, Blue');
    }
    expect(thrown(() => requireOneOf('A.of', 'color', undefined, Color))).toBe('[UnknownValue] A.of: color is nothing; write one of Red, Blue');
  });
});

describe('values of cdk8s and cdk8s-plus', () => {
  const chart = new Chart(Testing.app(), 'chart');
  const configMap = new ConfigMap(chart, 'config');
  const secret = new Secret(chart, 'secret');

  test('are told by what they can do', () => {
    accepts(() => requireMethod('A.of', 'time', Duration.seconds(1), 'toSeconds', 'a Duration'));
    for (const [bad, text] of [[10, '10'], [null, 'null'], [Size.mebibytes(1), 'a Size'], [{ toSeconds: 1 }, '{"toSeconds":1}']]) {
      expect(thrown(() => requireMethod('A.of', 'time', bad, 'toSeconds', 'a Duration'))).toBe(`[WrongType] A.of: time is ${text}; write a Duration`);
    }
  });

  test('a ConfigMap is none other, made or imported, of whichever version', () => {
    for (const good of [configMap, ConfigMap.fromConfigMapName(chart, 'imported', 'config'), { name: 'config' }]) {
      accepts(() => requireResource('A.configMap', 'ConfigMap', good));
    }
    expect(thrown(() => requireResource('A.configMap', 'ConfigMap', secret)))
      .toBe('[WrongType] A.configMap: ConfigMap is a Secret; write a ConfigMap of cdk8s-plus, or give its name to A.configMapNamed');
    expect(thrown(() => requireResource('A.secret', 'Secret', 'config')))
      .toBe('[WrongType] A.secret: Secret is "config"; write a Secret of cdk8s-plus, or give its name to A.secretNamed');
    for (const bad of [null, undefined, chart, { name: undefined }, { name: null }, { name: 5 }, { name: {} }]) {
      expect(thrown(() => requireResource('A.secret', 'Secret', bad))).toContain('[WrongType] A.secret: Secret is ');
    }
  });

  test('a name that is plain text is one that objects can have', () => {
    for (const name of ['', 'Bad_Name', 'a b']) {
      expect(thrown(() => requireResource('A.secret', 'Secret', Secret.fromSecretName(chart, `imported ${name}`, name))))
        .toContain(`[InvalidName] A.secret: name of the Secret ${JSON.stringify(name)} is no DNS subdomain`);
    }
    for (const name of [Lazy.any({ produce: () => 'a' }), { resolve: () => 'a' }, '${Token[TOKEN.12]}', '${TfToken[TOKEN.0]}-config']) {
      accepts(() => requireResource('A.secret', 'Secret', { name }));
    }
  });
});
