import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';

import { execOk } from './exec';
import type { KubeObject } from './kube';
import { requireGo } from './toolchain';
import { MINUTE, waitUntil } from './wait';
import type { World } from './world';

/** Where the definitions of another project's kinds are: files of a Go module of its own, which Go's checksum database and the sum here vouch for. */
export interface Definitions {
  readonly what: string;
  readonly module: string;
  readonly version: string;
  readonly sum: string;
  /** Files or directories of the module, of which every YAML file is one of definitions. */
  readonly files: readonly string[];
}

export const CALICO: Definitions = {
  what: 'Calico\'s own definitions',
  module: 'github.com/projectcalico/calico',
  // The only version that the Go module proxy serves; of the year 2025.
  version: 'v1.11.0-cni-plugin.0.20250813170300-a0db560f0520',
  sum: 'h1:TXnPEzx4pLWgwzCetIO/VJuz4iBZZrOdNSv16a50YqE=',
  files: ['manifests/crds.yaml'],
};

export const PROMETHEUS_OPERATOR: Definitions = {
  what: 'the Prometheus operator\'s own definitions',
  module: 'github.com/prometheus-operator/prometheus-operator',
  version: 'v0.85.0',
  sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
  files: ['example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml', 'example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml'],
};

interface Downloaded {
  readonly Dir: string;
  readonly Sum: string;
}

/** Paths of the files, in Go's module cache; downloads the module where it is missing. */
export async function definitionFiles({ module, version, sum, files }: Definitions): Promise<string[]> {
  await requireGo();
  // Outside of any module, so that nothing else is asked for.
  const { Dir, Sum } = JSON.parse(await execOk('go', ['mod', 'download', '-json', `${module}@${version}`], { cwd: os.tmpdir(), timeoutMs: 5 * MINUTE })) as Downloaded;
  if (Sum !== sum) {
    throw new Error(`${module}@${version} has the checksum ${Sum}, and ${sum} was expected`);
  }
  return files.map((file) => path.join(Dir, file));
}

export async function definitionObjects(definitions: Definitions): Promise<KubeObject[]> {
  const files = await definitionFiles(definitions);
  return files.flatMap((file) => parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => document.toJS() as KubeObject | null))
    .filter((object): object is KubeObject => object !== null);
}

interface Definition extends KubeObject {
  status?: { conditions?: { type: string; status: string }[] };
}

/** Waits until the API server knows the kinds. */
export async function established(world: World, definitions: readonly KubeObject[]): Promise<void> {
  await waitUntil('every definition is established', async () => {
    const live = await Promise.all(definitions.map((one) => world.client.get<Definition>(one)));
    const waiting = live.filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') !== true);
    return waiting.length === 0 ? undefined : `${waiting.length} are not, first ${waiting[0].metadata.name}`;
  }, { giveUp: () => world.dead() });
}
