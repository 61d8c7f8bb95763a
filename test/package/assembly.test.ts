import { readAssembly } from '../../scripts/packages/assembly';
import * as library from '../../src';

/*
 * What other languages see of the package, by the assembly that was compiled last. jsii drops unknown keys of structs that stand in lists and maps: a misspelt key of a dict of
 * Python would then be a setting that nobody made.
 */

interface Type {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: Type };
  readonly union?: { readonly types: Type[] };
}
interface Value { readonly name: string; readonly type: Type; readonly variadic?: boolean }
interface Method { readonly name?: string; readonly parameters?: Value[] }
interface Declared {
  readonly fqn: string;
  readonly name: string;
  readonly kind: string;
  readonly locationInModule: { readonly filename: string };
  readonly datatype?: boolean;
  readonly properties?: Value[];
  readonly methods?: Method[];
  readonly initializer?: Method;
}

const assembly = readAssembly() as { types: { [fqn: string]: Declared }; targets: { [language: string]: object } };
const types = Object.values(assembly.types);
const isStruct = ({ fqn }: Type) => fqn !== undefined && assembly.types[fqn]?.datatype === true;

/** What users give: props of structs, and parameters. */
const inputs = types.flatMap((type) => [
  ...(type.datatype === true ? type.properties ?? [] : []).map((value) => ({ at: `${type.fqn}.${value.name}`, ...value })),
  ...[...type.methods ?? [], ...(type.initializer === undefined ? [] : [type.initializer])].flatMap((method) => (method.parameters ?? [])
    .map((value) => ({ at: `${type.fqn}.${method.name ?? 'new'}(${value.name})`, ...value }))),
]);

const elements = (type: Type): Type[] => (type.collection === undefined ? [] : [type.collection.elementtype, ...elements(type.collection.elementtype)]);

test('there are hundreds of props and parameters to look at', () => {
  expect(inputs.length).toBeGreaterThan(300);
});

test('lists, maps and variadic parameters hold values, never structs', () => {
  const structs = inputs.filter(({ type, variadic }) => elements(type).some(isStruct) || (variadic === true && isStruct(type)));
  expect(structs.map(({ at }) => at)).toEqual([]);
});

test('there are no unions, which other languages see as anything at all', () => {
  const unions = inputs.filter(({ type }) => [type, ...elements(type)].some(({ union }) => union !== undefined));
  expect(unions.map(({ at }) => at)).toEqual([]);
});

test('anything at all is taken only where it is the configuration of an agent\'s own program, or Kubernetes\' own JSON', () => {
  const agents = types.filter(({ locationInModule }) => locationInModule.filename.startsWith('src/agents/')).map(({ fqn }) => fqn);
  const anything = inputs.filter(({ type }) => [type, ...elements(type)].some(({ primitive }) => primitive === 'any' || primitive === 'json')).map(({ at }) => at);
  expect(anything.filter((at) => !agents.some((agent) => at.startsWith(`${agent}.`))).sort()).toEqual([
    'cdk8s-node-agents.Patch.merge(manifest)',
    'cdk8s-node-agents.ProjectedSource.raw(source)',
    'cdk8s-node-agents.Volume.raw(source)',
  ]);
});

test('it is published for Python, Java and Go, by the habit of each', () => {
  expect(assembly.targets).toMatchObject({
    python: { distName: 'cdk8s-node-agents', module: 'cdk8s_node_agents' },
    java: { package: 'io.github.cdk8snodeagents', maven: { groupId: 'io.github.cdk8s-node-agents', artifactId: 'cdk8s-node-agents' } },
    go: { moduleName: 'github.com/cdk8s-node-agents/cdk8s-node-agents-go', packageName: 'nodeagents' },
  });
});

test('what is exported is what the assembly has: nothing more can be imported that is not for users', () => {
  const values = types.filter(({ kind }) => kind !== 'interface').map(({ name }) => name);
  const exported = Object.entries(library).filter(([, value]) => value !== undefined).map(([name]) => name);
  expect(exported.sort()).toEqual(values.sort());
});
