import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';

import { CATALOGUE, CatalogueEntry, synthesize } from './catalogue';
import type { DaemonSet, KubeObject } from './harness/kube';
import type { Line } from './harness/programs';
import { targetOf, VARIATIONS } from './variations';
import { AgentProps, TargetVersion } from '../src';

/** What the proof is about: objects as users apply them, and the Kubernetes version that they were synthesized for. */
export interface Subject {
  readonly name: string;
  /** The agent or the example of which this is one form. */
  readonly owner: string;
  /** `1.28` to `1.36`. */
  readonly target: string;
  readonly objects: readonly KubeObject[];
}

const EXAMPLES = path.join(__dirname, '..', 'examples');

const CATALOGUE_EXAMPLE = path.join('catalogue', 'expected');
/** How names of subjects begin that are files of the catalogue. */
export const CATALOGUE_FILES = `examples/${CATALOGUE_EXAMPLE}/`;

/** Examples that are not synthesized for the library's own default target, 1.28. One that is missing here fails on 1.28. */
const EXAMPLE_TARGETS: Record<string, string> = {
  'custom-agents/expected': '1.34',
  'platform/expected': '1.30',
  'gitops/clusters/staging': '1.36',
  'gitops/clusters/production-eu': '1.33',
  'gitops/clusters/production-us': '1.33',
};

let all: Subject[] | undefined;

/** Everything that is proven: the article, every example as it is committed, every agent of the catalogue with its options varied. */
export function subjects(): Subject[] {
  all ??= [articleSubject(), ...exampleSubjects(), ...agentSubjects()];
  return all;
}

/** Subjects that the line has to accept: those made for it, and those made for an older version. */
export function subjectsFor(line: Line): Subject[] {
  return subjects().filter((subject) => Number(subject.target.slice(2)) <= Number(line.slice(2)));
}

export function daemonSetsOf(subject: Subject): DaemonSet[] {
  return subject.objects.filter((object) => object.kind === 'DaemonSet') as DaemonSet[];
}

/**
 * One subject for each way in which an agent or an example (or, without `andOwner`, any of them) places its pods: what differs in nothing that placement reads needs no second fleet.
 * Of equals the one with the newest target stays.
 */
export function oneForEachPlacement(candidates: readonly Subject[], andOwner: boolean): Subject[] {
  return oneForEach(candidates, placementOf, andOwner);
}

/** One subject for each way in which an agent or an example replaces its pods. */
export function oneForEachRollout(candidates: readonly Subject[]): Subject[] {
  return oneForEach(candidates, (daemonSet) => [placementOf(daemonSet), daemonSet.spec.updateStrategy, daemonSet.spec.minReadySeconds]);
}

function oneForEach(candidates: readonly Subject[], of: (daemonSet: DaemonSet) => unknown, andOwner = true): Subject[] {
  const newestLast = [...candidates].sort((a, b) => Number(a.target.slice(2)) - Number(b.target.slice(2)));
  return [...new Map(newestLast.map((subject) => [`${andOwner ? subject.owner : ''} ${JSON.stringify(daemonSetsOf(subject).map(of))}`, subject])).values()];
}

/** All that decides where the DaemonSet's pods may stand. */
function placementOf(daemonSet: DaemonSet): unknown {
  const { nodeSelector, affinity, tolerations, hostNetwork } = daemonSet.spec.template.spec;
  return [nodeSelector, affinity, tolerations, hostNetwork === true];
}

/** The article's DaemonSet, as a reader of it types it. */
export function articleSubject(): Subject {
  return { name: 'the plain YAML of the article', owner: 'article', target: '1.28', objects: readManifests(path.join(__dirname, 'fixtures', 'article-daemonset.yaml')) };
}

/**
 * A directory of committed manifests is a cluster: its files belong together, as the class of the priority and its agents do. In the catalogue each file is one,
 * where alternatives stand side by side.
 */
export function exampleSubjects(): Subject[] {
  return manifestDirectories(EXAMPLES).flatMap((directory) => {
    const name = path.relative(EXAMPLES, directory);
    const files = fs.readdirSync(directory).filter((file) => file.endsWith('.yaml')).sort();
    const clusters = name === CATALOGUE_EXAMPLE ? files.map((file) => [file]) : [files];
    return clusters.map((cluster) => ({
      name: `examples/${name}${name === CATALOGUE_EXAMPLE ? `/${cluster[0]}` : ''}`,
      owner: `examples/${name === CATALOGUE_EXAMPLE ? cluster[0].replace('.k8s.yaml', '') : name.split(path.sep)[0]}`,
      target: EXAMPLE_TARGETS[name] ?? '1.28',
      objects: cluster.flatMap((file) => readManifests(path.join(directory, file))),
    }));
  });
}

export function agentSubjects(): Subject[] {
  return CATALOGUE.flatMap((entry) => VARIATIONS.map((variation, index) => ({
    name: `${entry.className} ${variation.name}`,
    owner: entry.className,
    target: variation.target,
    objects: synthesize('agents', (chart) => entry.make(chart, 'agent', { name: `${entry.name}-${index}`, targetVersion: targetOf(variation), ...variation.props })),
  })));
}

/** Every agent of the catalogue once, with nothing set, made for the line. */
export function agentsAsTheyCome(line: Line): Subject[] {
  return agentsWith('', line, {});
}

/** Every agent of the catalogue with the same props; the text becomes part of their names. */
export function agentsWith(what: string, line: Line, props: AgentProps): Subject[] {
  return CATALOGUE.map((entry) => agentWith(entry, what, line, props));
}

/** The agent that is of no kind in particular: the base of all others. */
export const PLAIN_AGENT = 'NodeAgentDaemonSet';

export function plainAgent(what: string, line: Line, props: AgentProps): Subject {
  return agentWith(CATALOGUE.find((entry) => entry.className === PLAIN_AGENT)!, what, line, props);
}

function agentWith(entry: CatalogueEntry, what: string, line: Line, props: AgentProps): Subject {
  return {
    name: `${entry.className} ${what}`.trim(),
    owner: entry.className,
    target: line,
    // Deployments beside an agent are accepted and stored like all else; where pods are counted they would be counted, too.
    objects: synthesize('agents', (chart) => entry.make(chart, 'agent', {
      name: what === '' ? entry.name : `${entry.name}-${what}`, targetVersion: TargetVersion.of(line), ...props,
    })).filter(({ kind }) => kind !== 'Deployment'),
  };
}

/** Directories with synthesized manifests, but not what a user's own run leaves in `dist`. */
function manifestDirectories(root: string): string[] {
  return fs.readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(root, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'dist' || entry.name === 'node_modules' ? [] : manifestDirectories(full);
    }
    return [];
  }).concat(fs.readdirSync(root).some((name) => name.endsWith('.k8s.yaml')) ? [root] : []);
}

function readManifests(file: string): KubeObject[] {
  return parseAllDocuments(fs.readFileSync(file, 'utf8'))
    .map((document) => {
      if (document.errors.length > 0) {
        throw new Error(`${file}: ${document.errors[0].message}`);
      }
      return document.toJS() as KubeObject | null;
    })
    .filter((object): object is KubeObject => object !== null);
}
