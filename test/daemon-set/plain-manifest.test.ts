import { ApiObject, ApiObjectProps, App, Chart, IResolver, Lazy, ResolutionContext } from 'cdk8s';
import * as fc from 'fast-check';
import { KubeObject } from '../../src/daemon-set/kube-object';
import { plainManifest } from '../../src/daemon-set/plain-manifest';

/** The text, so that the order of keys counts; of an object of ours and of one of cdk8s, each in an App of its own. */
function texts(fields: object, resolvers: IResolver[] = []): string[] {
  return [KubeObject, ApiObject].map((type) => {
    const chart = new Chart(new App({ resolvers }), 'chart', { namespace: 'agents', labels: { team: 'platform' } });
    const object = new type(chart, 'object', { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing' }, ...fields } as ApiObjectProps);
    try {
      return JSON.stringify(object.toJson());
    } catch (error) {
      return (error as Error).message;
    }
  });
}

function isTakenHere(fields: object): boolean {
  return plainManifest(new Chart(new App(), 'chart'), fields as never) !== undefined;
}

describe('an object is what cdk8s would make of it', () => {
  test('for any JSON', () => {
    // Where cdk8s takes what stands under a key for the object's class, it fails.
    const specs = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }).filter((json) => !JSON.stringify(json).includes('"constructor":'));
    fc.assert(fc.property(specs, (spec) => {
      const [ours, theirs] = texts({ spec, zone: 1, kinds: [] });
      expect(ours).toBe(theirs);
    }));
  });

  test.each<[string, object]>([
    ['nothing, in objects and lists', { spec: { a: null, b: undefined, c: [null, 1, undefined], d: {}, e: [] } }],
    ['lazy values, within each other', { spec: Lazy.any({ produce: () => ({ b: Lazy.any({ produce: () => [1, Lazy.any({ produce: () => null })] }), a: 1 }) }) }],
  ])('%s', (_, fields) => {
    const [ours, theirs] = texts(fields);
    expect(ours).toBe(theirs);
    expect(isTakenHere(fields)).toBe(true);
  });

  test('objects without a prototype, as parsers make them, are as good as others', () => {
    const [ours] = texts({ spec: Object.assign(Object.create(null), { constructor: /(?<a>b)/.exec('b')!.groups }) });
    expect(ours).toContain('"spec":{"constructor":{"a":"b"}}');
  });

  test('keys that every object of JavaScript has are keys like any other', () => {
    const fields = { spec: { template: { constructor: 'a', toString: 'b', hasOwnProperty: { constructor: { c: 1 } } } } };
    const [ours, theirs] = texts(fields);
    expect(ours).toContain('"template":{"constructor":"a","hasOwnProperty":{"constructor":{"c":1}},"toString":"b"}');
    expect(isTakenHere(fields)).toBe(true);
    expect(theirs).toContain('can\'t render non-simple object');
  });

  class Quantity {
    public static fromString(value: string): Quantity {
      return new Quantity(value);
    }
    private constructor(public readonly value: unknown) {}
  }

  test.each<[string, object, string]>([
    ['a token', { spec: { a: { resolve: () => 'resolved' } } }, '"a":"resolved"'],
    ['a number or a string of an imported API', { spec: { a: Quantity.fromString('1Gi') } }, '"a":{"value":"1Gi"}'],
    ['an object of a class', { spec: { a: new Map() } }, 'can\'t render non-simple object of type \'Map\''],
    ['a function', { spec: { a: () => 1 } }, '"spec":{}'],
    ['a key that JavaScript has its own use for', JSON.parse('{"spec":{"a":{"__proto__":null}}}') as object, 'Failed serializing construct'],
  ])('%s is left to cdk8s', (_, fields, text) => {
    const [ours, theirs] = texts(fields);
    expect(ours).toBe(theirs);
    expect(ours).toContain(text);
    expect(isTakenHere(fields)).toBe(false);
  });

  test('resolvers of the App are asked', () => {
    const shout: IResolver = {
      resolve(context: ResolutionContext): void {
        if (context.value === 'quiet') {
          context.replaceValue('LOUD');
        }
      },
    };
    const [ours, theirs] = texts({ spec: { voice: 'quiet' } }, [shout]);
    expect(ours).toBe(theirs);
    expect(ours).toContain('"voice":"LOUD"');
  });

  test('keys are left in their order when cdk8s is told so', () => {
    process.env.CDK8S_DISABLE_SORT = '1';
    try {
      const [ours, theirs] = texts({ spec: { b: 1, a: 2 } });
      expect(ours).toBe(theirs);
      expect(ours).toContain('{"b":1,"a":2}');
    } finally {
      delete process.env.CDK8S_DISABLE_SORT;
    }
  });

  test('what a lazy value throws arrives as it is', () => {
    const [ours] = texts({ spec: Lazy.any({ produce: () => { throw new Error('[Code] app/agent: no'); } }) });
    expect(ours).toBe('[Code] app/agent: no');
  });
});
