import { mkdirSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';
import { ApiObject, ApiObjectProps, App, Chart } from 'cdk8s';
import { NAMESPACE } from './fleet-agents';

/** A finished manifest. */
export type Manifest = ApiObjectProps & { readonly [field: string]: unknown };

/** The manifests of each cluster, by its name. */
export type FleetManifests = { readonly [cluster: string]: readonly Manifest[] };

/** One cluster of manifests as raw ApiObjects: the least that cdk8s can be asked to do. */
export function rawCluster(cluster: string, manifests: readonly Manifest[], outdir: string): App {
  const app = new App({ outdir });
  const chart = new Chart(app, cluster, { namespace: NAMESPACE });
  manifests.forEach((manifest, i) => new ApiObject(chart, `object-${i}`, manifest));
  return app;
}

// The copy that cdk8s itself writes with, so that the floor is the same text by the same code.
const { stringify } = createRequire(require.resolve('cdk8s'))('yaml') as { stringify(value: unknown, options: object): string };
const AS_CDK8S_WRITES = { keepUndefined: true, lineWidth: 0, version: '1.1' };

/** The floor: finished manifests to text, text to disk. */
export function writeFloor(cluster: string, manifests: readonly Manifest[], outdir: string): void {
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, `${cluster}.k8s.yaml`), manifests.map((manifest) => stringify(manifest, AS_CDK8S_WRITES)).join('---\n'));
}
