import { App, Chart, Testing, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { MESSAGE, daemonSet, problems } from './agent';
import { props, sound } from './arbitraries';
import { EnvVar, NodeAgentDaemonSet, NodeAgentDaemonSetProps, Patch, TargetVersion } from '../../src';

/** What users get, or every message why they do not. */
function outcome(of: NodeAgentDaemonSet): string {
  const found = problems(of);
  return found.length > 0 ? found.join('\n') : Yaml.stringify(...Testing.synth(Chart.of(of)));
}

function make(given: NodeAgentDaemonSetProps, path: string[] = []): NodeAgentDaemonSet {
  const scope = path.reduce<Construct>((around, id) => new Construct(around, id), new Chart(new App(), 'chart'));
  return new NodeAgentDaemonSet(scope, 'agent', given);
}

/** Everything in a manifest, with where it stands. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[`${path}/${key}`, inner] as [string, unknown], ...leaves(inner, `${path}/${key}`)])
    : [];
}

describe('for any props', () => {
  test('rendering is deterministic, and twice equal', () => {
    fc.assert(fc.property(props, (given) => {
      const of = make(given);
      const first = outcome(of);
      expect(outcome(of)).toBe(first);
      expect(outcome(make(given))).toBe(first);
    }));
  });

  test('every message has code, place and words, in one line', () => {
    fc.assert(fc.property(props, (given) => {
      for (const problem of problems(make(given))) {
        expect(problem).toMatch(MESSAGE);
        expect(problem).toMatch(/^\[[A-Z]\w+\] chart\/agent: [^A-Z\n]/);
      }
    }));
  });

  test('moving the construct changes no byte', () => {
    fc.assert(fc.property(props, fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }), (given, path) => {
      const unmoved = outcome(make(given));
      expect(outcome(make(given, path)).split(`chart/${[...path, 'agent'].join('/')}`).join('chart/agent')).toBe(unmoved);
    }));
  });

  test('adding one by one after construction gives what the props give', () => {
    fc.assert(fc.property(props, (given) => {
      const { containers: main = [], initContainers = [], sidecars = [], volumes = [], tolerations, ...rest } = given;
      const of = make({ ...rest, tolerations });
      main.forEach((one) => of.addContainer(one));
      initContainers.forEach((one) => of.addInitContainer(one));
      sidecars.forEach((one) => of.addSidecar(one));
      volumes.forEach((one) => of.addVolume(one));
      expect(outcome(of)).toBe(outcome(make(given)));
    }));
  });
});

describe('for any props that contradict themselves nowhere', () => {
  test('there is no problem, and what comes out is whole', () => {
    fc.assert(fc.property(sound, (given) => {
      const manifest = daemonSet(make(given));
      expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
      expect(leaves(manifest).filter(([, value]) => value === null || (typeof value === 'number' && !Number.isInteger(value)))).toEqual([]);
      expect(leaves(manifest).filter(([path, value]) => JSON.stringify(value) === '[]' || (JSON.stringify(value) === '{}' && !path.endsWith('/emptyDir')))).toEqual([]);

      const { selector, template } = manifest.spec;
      expect(template.metadata.labels).toMatchObject(selector.matchLabels);
      expect(Object.keys(selector.matchLabels).some((key) => key.includes('version'))).toBe(false);

      const volumes = (template.spec.volumes ?? []).map((volume: any) => volume.name);
      expect(new Set(volumes).size).toBe(volumes.length);
      const all = [...template.spec.containers, ...template.spec.initContainers ?? []];
      expect([...volumes].sort()).toEqual([...new Set(all.flatMap((one) => (one.volumeMounts ?? []).map((mount: any) => mount.name)))].sort());
    }));
  });

  test('every container is there once, in its order, with all it was given', () => {
    fc.assert(fc.property(sound, (given) => {
      const { containers: main = [], initContainers = [], sidecars = [], targetVersion } = given;
      const { template: { spec } } = daemonSet(make(given)).spec;
      const goesOn = (targetVersion ?? TargetVersion.V1_28).isAtLeast(TargetVersion.of('1.29'));
      const names = (list: readonly { readonly name: string }[] = []) => list.map(({ name }) => name);
      expect(names(spec.containers)).toEqual(names(goesOn ? main : [...main, ...sidecars]));
      expect(names(spec.initContainers)).toEqual(names(goesOn ? [...sidecars, ...initContainers] : initContainers));
      for (const one of [...main, ...initContainers, ...sidecars]) {
        const written = [...spec.containers, ...spec.initContainers ?? []].find(({ name }) => name === one.name);
        const { args = [], env = [], hostPaths = [], mounts = [], ports = [] } = one._props;
        expect(written.args ?? []).toEqual(args);
        expect(names(written.env)).toEqual(expect.arrayContaining(names(env)));
        const paths = (list: readonly { readonly mountPath: string }[] = []) => list.map(({ mountPath }) => mountPath);
        expect(paths(written.volumeMounts)).toEqual(expect.arrayContaining(paths([...hostPaths, ...mounts])));
        expect(names(written.ports)).toHaveLength(ports.length);
      }
    }));
  });

  test('an annotation and a variable more change nothing else', () => {
    fc.assert(fc.property(sound, (given) => {
      const before = make(given);
      const after = make(given);
      after.addPodAnnotation('example.com/added', 'x');
      after.addEnv(EnvVar.of('ADDED', 'x'));
      const parts = (of: NodeAgentDaemonSet) => new Set(
        leaves(Testing.synth(Chart.of(of))).filter(([, value]) => typeof value !== 'object').map(([path, value]) => `${path}: ${String(value)}`));
      const [had, has] = [parts(before), parts(after)];
      const added = [...has].filter((part) => !had.has(part));
      expect(added).toEqual(expect.arrayContaining([expect.stringMatching(/\/annotations\/example\.com\/added: x$/), expect.stringMatching(/\/env\/\d\/name: ADDED$/)]));
      expect(added).toHaveLength(3);
      expect([...had].filter((part) => !has.has(part))).toEqual([]);
    }));
  });

  test('patches that do nothing but add are all that is added', () => {
    fc.assert(fc.property(sound, fc.dictionary(fc.stringMatching(/^x[a-zA-Z]{1,8}$/), fc.jsonValue().filter((value) => value !== null && !JSON.stringify(value).includes('"__proto__"')), { minKeys: 1, noNullPrototype: true }), (given, extra) => {
      const of = make(given);
      const plain = daemonSet(of);
      of.patch(Patch.merge({ spec: { template: { spec: extra } } }));
      const { template, ...rest } = daemonSet(of).spec;
      expect(rest).toEqual({ ...plain.spec, template: undefined });
      const kept = Object.fromEntries(Object.entries(template.spec).filter(([key]) => !(key in extra)));
      expect(kept).toEqual(plain.spec.template.spec);
      expect(Object.keys(template.spec).filter((key) => key in extra).sort()).toEqual(Object.keys(extra).sort());
    }));
  });
});
