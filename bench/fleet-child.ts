import { createHash } from 'crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';
import { performance } from 'perf_hooks';
import { clusterName } from './fleet-agents';
import { baseCluster } from './fleet-base';
import { plusCluster, plusFleet } from './fleet-plus';
import { FleetManifests, Manifest, rawCluster, writeFloor } from './fleet-raw';
import { Sample } from './samples';
import * as library from 'cdk8s-node-agents';

/*
 * One measurement in a process of its own: `tsx bench/fleet-child.ts VARIANT CLUSTERS MANIFESTS.json`. VARIANT `manifests` writes that file, which `raw` and `floor` read.
 * The clock runs from the first construct to the last file; loading modules and reading the manifests are outside of it.
 */

const { parseAllDocuments } = createRequire(require.resolve('cdk8s'))('yaml') as {
  parseAllDocuments(text: string, options: object): { toJSON(): unknown }[];
};

/** What a child reports. */
export interface Measured extends Sample {
  /** Of all files' content. */
  readonly digest: string;
  readonly bytes: number;
  /** How much of everything the first cluster has, by which fleets with different words are held to be the same. */
  readonly shape: { readonly [what: string]: number };
}

// The clock must not see the package's files loaded, which happens when a name is first used.
Object.values(library);

const [variant, count, manifestsFile] = process.argv.slice(2);
const clusters = Array.from({ length: Number(count) }, (_, i) => clusterName(i));

function measure(synthesize: (outdir: string) => void): Measured {
  const outdir = mkdtempSync(join(tmpdir(), 'fleet-'));
  try {
    const before = process.cpuUsage();
    const start = performance.now();
    synthesize(outdir);
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    return { milliseconds, cpu: (user + system) / 1000, ...written(outdir) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Clusters in folders of their own or in one: only names and contents of the files count. */
function written(outdir: string): Omit<Measured, keyof Sample> {
  const hash = createHash('sha256');
  let bytes = 0;
  const texts = clusters.map((cluster) => {
    const folder = readdirSync(outdir).includes(cluster) ? join(outdir, cluster) : outdir;
    const text = readFileSync(join(folder, `${cluster}.k8s.yaml`), 'utf8');
    bytes += Buffer.byteLength(text);
    hash.update(cluster).update(text);
    return text;
  });
  return { digest: hash.digest('hex'), bytes, shape: shapeOf(parseAllDocuments(texts[0], { version: '1.1' }).map((document) => document.toJSON())) };
}

function shapeOf(documents: readonly unknown[]): Measured['shape'] {
  const shape: { [what: string]: number } = {};
  const add = (what: string, more: number) => { shape[what] = (shape[what] ?? 0) + more; };
  for (const document of documents as readonly Manifest[]) {
    add(document.kind, 1);
    const pod = (document.spec as { template: { spec: PodShape } } | undefined)?.template.spec;
    add('volumes', pod?.volumes?.length ?? 0);
    for (const container of [...pod?.containers ?? [], ...pod?.initContainers ?? []]) {
      add('containers', 1);
      add('args', container.args?.length ?? 0);
      add('env', container.env?.length ?? 0);
      add('ports', container.ports?.length ?? 0);
      add('mounts', container.volumeMounts?.length ?? 0);
      add('probes', container.livenessProbe === undefined ? 0 : 1);
    }
  }
  return shape;
}

interface PodShape {
  readonly volumes?: readonly unknown[];
  readonly containers: readonly ContainerShape[];
  readonly initContainers?: readonly ContainerShape[];
}

interface ContainerShape {
  readonly args?: readonly unknown[];
  readonly env?: readonly unknown[];
  readonly ports?: readonly unknown[];
  readonly volumeMounts?: readonly unknown[];
  readonly livenessProbe?: unknown;
}

function manifestsOf(cluster: string): Manifest[] {
  return baseCluster(cluster, '').charts.flatMap((chart) => chart.toJson() as Manifest[]);
}

function readManifests(): FleetManifests {
  return JSON.parse(readFileSync(manifestsFile, 'utf8')) as FleetManifests;
}

function run(): Measured | undefined {
  switch (variant) {
    case 'manifests':
      writeFileSync(manifestsFile, JSON.stringify(Object.fromEntries(clusters.map((cluster) => [cluster, manifestsOf(cluster)]))));
      return undefined;
    case 'base':
      return measure((outdir) => clusters.forEach((cluster) => baseCluster(cluster, join(outdir, cluster)).synth()));
    case 'plus-one-app':
      return measure((outdir) => plusFleet(clusters, outdir).synth());
    case 'plus':
      return measure((outdir) => clusters.forEach((cluster) => plusCluster(cluster, join(outdir, cluster)).synth()));
    case 'raw': {
      const manifests = readManifests();
      return measure((outdir) => clusters.forEach((cluster) => rawCluster(cluster, manifests[cluster], join(outdir, cluster)).synth()));
    }
    case 'floor': {
      const manifests = readManifests();
      return measure((outdir) => clusters.forEach((cluster) => writeFloor(cluster, manifests[cluster], join(outdir, cluster))));
    }
    default:
      throw new Error(`variant is ${JSON.stringify(variant)}; write manifests, base, plus-one-app, plus, raw or floor`);
  }
}

const measured = run();
if (measured !== undefined) {
  console.log(JSON.stringify(measured));
}
