import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart, Testing, Yaml } from 'cdk8s';
import { CalicoCrds, CalicoCrdsOptions, CalicoDaemonSet, ClusterScope } from '../../../../src';
import { thrown } from '../../../values/thrown';
import { Manifest } from '../../synth';

const GROUP = 'crd.projectcalico.org';
const PLURALS = [
  'bgpconfigurations', 'bgpfilters', 'bgppeers', 'blockaffinities', 'caliconodestatuses', 'clusterinformations', 'felixconfigurations', 'globalnetworkpolicies', 'globalnetworksets',
  'hostendpoints', 'ipamblocks', 'ipamconfigs', 'ipamhandles', 'ippools', 'ipreservations', 'kubecontrollersconfigurations', 'networkpolicies', 'networksets',
];
const definition = (plural: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${GROUP}`, creationTimestamp: null, annotations: { 'controller-gen.kubebuilder.io/version': 'v0.18.0' } },
  spec: { group: GROUP, names: { kind: plural, plural }, scope: 'Cluster', versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] },
  status: { acceptedNames: { kind: '', plural: '' }, conditions: null, storedVersions: null },
});
const others = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'calico-config' } }, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'calico-node' } }];

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crds-'));
  file = manifest('calico.yaml', [...others, ...PLURALS.map(definition)]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function manifest(name: string, objects: readonly object[]): string {
  const path = join(folder, name);
  writeFileSync(path, Yaml.stringify(...objects));
  return path;
}

function app(build: (app: App) => Chart = (root) => new Chart(root, 'network', { namespace: 'kube-system' }), options?: CalicoCrdsOptions): App {
  const root = new App({ outdir: join(folder, 'dist') });
  new CalicoDaemonSet(build(root), 'calico', { crds: CalicoCrds.included(file, options) });
  return root;
}

const definitionsOf = (root: App, path = 'network-crds'): Manifest[] => Testing.synth(root.node.findAll().find((one) => one.node.path === path) as Chart);

test('from elsewhere, nothing is written', () => {
  const root = new App();
  new CalicoDaemonSet(new Chart(root, 'network', { namespace: 'kube-system' }), 'calico');
  expect(root.charts.map((chart) => chart.node.id)).toEqual(['network']);
});

test('of a whole manifest the definitions alone are taken, into a Chart of their own', () => {
  const found = definitionsOf(app());
  expect(found.map((one) => one.metadata.name)).toEqual(PLURALS.map((plural) => `${plural}.${GROUP}`));
  expect(found[0]).toEqual({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `bgpconfigurations.${GROUP}`, annotations: { 'controller-gen.kubebuilder.io/version': 'v0.18.0' } },
    spec: definition('bgpconfigurations').spec,
  });
});

test('no file of the App is numbered because of them', () => {
  const root = app();
  new Chart(root, 'other');
  root.synth();
  expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['network-crds.k8s.yaml', 'network.k8s.yaml', 'other.k8s.yaml']);
});

test('a sync wave brings them before everything else', () => {
  expect(definitionsOf(app(undefined, { syncWave: -5 })).map((one) => one.metadata.annotations['argocd.argoproj.io/sync-wave'])).toEqual(PLURALS.map(() => '-5'));
});

test('they stay in the agent\'s cluster, and beside the outermost Chart of charts within charts', () => {
  expect(definitionsOf(app((root) => new Chart(new ClusterScope(root, 'production'), 'network', { namespace: 'kube-system' })), 'production/network-crds')).toHaveLength(PLURALS.length);
  expect(definitionsOf(app((root) => new Chart(new Chart(root, 'outer'), 'inner', { namespace: 'kube-system' })), 'outer-crds')).toHaveLength(PLURALS.length);
});

test('what is missing of them is told: Calico would wait for it', () => {
  file = manifest('some.yaml', PLURALS.filter((plural) => !plural.startsWith('ip')).map(definition));
  expect(thrown(app)).toMatch(/^\[CrdsIncomplete\] network\/calico: crds of ".*some\.yaml" lack ipamblocks, ipamconfigs, ipamhandles, ippools, ipreservations of crd\.projectcalico\.org/);
});

test('a file that is not there, one that is no YAML, and a Chart that is there already', () => {
  expect(thrown(() => CalicoCrds.included(join(folder, 'nowhere.yaml')))).toMatch(/^\[CrdsNotRead\] CalicoCrds\.included: source is .*there is no such file/);
  expect(thrown(() => CalicoCrds.included(7 as never))).toMatch(/^\[CrdsNotRead\]/);
  writeFileSync(file, 'a: [');
  expect(thrown(app)).toMatch(/^\[(CrdsNotRead|CrdsIncomplete)\] network\/calico: crds of/);
  file = manifest('whole.yaml', PLURALS.map(definition));
  expect(thrown(() => app((root) => {
    new Chart(root, 'network-crds');
    return new Chart(root, 'network', { namespace: 'kube-system' });
  }))).toMatch(/^\[CrdChartTaken\] network\/calico: a construct with the id "network-crds" is there already/);
});

test('a wave is a whole number', () => {
  expect(thrown(() => CalicoCrds.included(file, { syncWave: 0.5 }))).toMatch(/^\[InvalidNumber\] CalicoCrds\.included: syncWave is 0\.5/);
});
